"""Touchpoints in words: how soon an answer is due, through which channels, who answers."""

from __future__ import annotations

from crm_core.interactions.model import CHANNEL_ICONS, CHANNEL_LABELS, Channel
from crm_core.touchpoints import words
from crm_core.touchpoints.model import Touchpoint
from crm_core.ui.text import _, language, plain


def how_soon(one: Touchpoint) -> str:
    """Return within what time an answer is promised; empty where none is."""
    return words.how_soon(language(), one)


def channel_badges(channels: tuple[Channel, ...]) -> str:
    """Return a badge a channel; Markdown."""
    return " ".join(f":gray-badge[:material/{CHANNEL_ICONS[one]}: {_(CHANNEL_LABELS[one])}]" for one in channels)


def who_answers(one: Touchpoint) -> str:
    """Return department and person; Markdown."""
    person = plain(one.owner) if one.owner else "–"
    if not one.is_owner_active:
        person += f" :orange-badge[{_('not active any more')}]"
    return f"{plain(one.department)} · {person}"
