"""Streamlit's own words in the user's language: hints, menus, the uploader, the calendar, messages when it is offline.

Streamlit has no translations. Its page gets one small script of ours, which says its words in the language of whoever looks
and tells the browser's widgets (calendars, numbers) that language too. ``spoken`` lists the words, ``words.js`` says them.
"""

from crm_core.server.words.injected import OwnWords, script

__all__ = ["OwnWords", "script"]
