"""How we talk as people read it, the same on the plan's page and in its document. People's text stands as it was typed."""

from __future__ import annotations

from crm_core.i18n import Language, formats, translate, translate_plural
from crm_core.strategy.communication.service import Talk


def counted(language: Language, found: tuple[Talk, ...]) -> str:
    """Return how many touchpoints there are."""
    return translate_plural(language, "{count} touchpoint", "{count} touchpoints", len(found))


def silent(language: Language, found: tuple[Talk, ...]) -> str:
    """Return how many touchpoints have no words to say; nothing where none."""
    count = sum(not one.point.guides for one in found)
    if not count:
        return ""
    return translate_plural(language, "{count} without words to say", "{count} without words to say", count)


def revised(language: Language, one: Talk) -> str:
    """Return when a touchpoint was revised last and by whom."""
    last = one.revision
    if last is None:
        return translate(language, "never revised")
    told = translate(language, "revised {day}", day=formats.day(last.revised_on, language))
    return f"{told} · {last.revised_by}" if last.revised_by else told


def suggested(language: Language, one: Talk) -> str:
    """Return how many suggestions came since the last revision; nothing where none may be told."""
    if one.suggested is None:
        return ""
    if not one.suggested:
        return translate(language, "no suggestion since")
    return translate_plural(language, "{count} suggestion since", "{count} suggestions since", one.suggested)
