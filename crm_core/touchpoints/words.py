"""Touchpoints as people read them, the same on their page, in a plan and in its document. People's text stands as it was typed."""

from __future__ import annotations

from crm_core.i18n import Language, translate, translate_plural
from crm_core.i18n.formats import NO_DATA
from crm_core.interactions.model import CHANNEL_LABELS
from crm_core.touchpoints.model import Touchpoint, Unit


def how_soon(language: Language, one: Touchpoint) -> str:
    """Return within what time an answer is promised; empty where none is."""
    if one.within is None:
        return ""
    if one.unit is Unit.DAY:
        return translate_plural(
            language, "answer within {count} working day", "answer within {count} working days", one.within
        )
    return translate_plural(
        language, "answer within {count} working hour", "answer within {count} working hours", one.within
    )


def who_answers(language: Language, one: Touchpoint) -> str:
    """Return department and person, and that the person is not active any more."""
    person = one.owner or NO_DATA
    if not one.is_owner_active:
        person += f" ({translate(language, 'not active any more')})"
    return f"{one.department} · {person}"


def channels(language: Language, one: Touchpoint) -> str:
    """Return the channels by name, in their order."""
    return translate(language, ", ").join(translate(language, CHANNEL_LABELS[channel]) for channel in one.channels)
