"""Touchpoints in words: how soon an answer is due, through which channels, who answers."""

from __future__ import annotations

from crm_core.interactions.model import CHANNEL_ICONS, CHANNEL_LABELS, Channel
from crm_core.touchpoints.model import Touchpoint, Unit
from crm_core.ui.text import _, ngettext, plain


def how_soon(one: Touchpoint) -> str:
    """Return within what time an answer is promised; empty where none is."""
    if one.within is None:
        return ""
    if one.unit is Unit.DAY:
        return ngettext("answer within {count} working day", "answer within {count} working days", one.within)
    return ngettext("answer within {count} working hour", "answer within {count} working hours", one.within)


def channel_badges(channels: tuple[Channel, ...]) -> str:
    """Return a badge a channel; Markdown."""
    return " ".join(f":gray-badge[:material/{CHANNEL_ICONS[one]}: {_(CHANNEL_LABELS[one])}]" for one in channels)


def who_answers(one: Touchpoint) -> str:
    """Return department and person; Markdown."""
    person = plain(one.owner) if one.owner else "–"
    if not one.is_owner_active:
        person += f" :orange-badge[{_('not active any more')}]"
    return f"{plain(one.department)} · {person}"
