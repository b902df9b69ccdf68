"""What a plan takes in as people read it, the same on its page and in its document."""

from __future__ import annotations

from collections.abc import Sequence

from crm_core.i18n import Language, formats, translate, translate_plural
from crm_core.plans.scope.model import LEVEL_MEANINGS, Look, Placed, Standing, Wanted, Wants


def told_of(language: Language, found: Wants) -> str:
    """Return how many of the customers whom the reader sees said what they want."""
    return translate(
        language, "{told} of {count} customers whom you see said what they want; it stands in their archive.",
        told=formats.number(found.told_count, language), count=formats.number(found.customer_count, language),
    )  # fmt: skip


def unmet(language: Language, found: Wants) -> str:
    """Return how many wants no goal answers to; nothing where each has one."""
    count = len(found.unmet)
    return (
        translate_plural(language, "{count} want without a goal", "{count} wants without a goal", count)
        if count
        else ""
    )


def want_facts(language: Language, one: Wanted) -> str:
    """Return how many customers want it, for how many it matters most, how many got it."""
    told = [translate_plural(language, "{count} customer", "{count} customers", one.open_count)]
    if one.most_count:
        told.append(
            translate_plural(language, "{count} of them above all", "{count} of them above all", one.most_count)
        )
    if one.met_count:
        told.append(translate_plural(language, "{count} got it", "{count} got it", one.met_count))
    return " · ".join(told)


def inside(language: Language, places: Sequence[Placed]) -> list[str]:
    """Return how many touchpoints are in the plan and, where there are any, how many are left out."""
    count, out = (sum(one.is_in is side for one in places) for side in (True, False))
    told = [translate(language, "{count} of {all} in the plan", count=count, all=len(places))]
    if out:
        told.append(translate_plural(language, "{count} left out of it", "{count} left out of it", out))
    return told


def undecided(language: Language, places: Sequence[Placed]) -> str:
    """Return of how many touchpoints nobody decided; nothing where of none."""
    count = sum(one.is_in is None for one in places)
    return translate_plural(language, "{count} not decided", "{count} not decided", count) if count else ""


def level_facts(language: Language, one: Standing) -> str:
    """Return what the level of the latest look means, and the one before it with its day."""
    if one.latest is None:
        return translate(language, "Nobody has looked at it yet")
    told = [translate(language, LEVEL_MEANINGS[one.latest.level])]
    if one.before is not None:
        day = formats.day(one.before.assessed_on, language)
        told.append(translate(language, "level {level} on {day}", level=one.before.level, day=day))
    return " · ".join(told)


def aim_text(language: Language, one: Standing) -> str:
    """Return which level it shall reach by when; nothing where it is there, or nobody said."""
    latest = one.latest
    if latest is None or not one.distance or latest.aim_on is None:
        return ""
    day = formats.day(latest.aim_on, language)
    return translate(language, "level {level} by {day}", level=latest.aim or 0, day=day)


def judged_by(language: Language, last: Look) -> str:
    """Return who judged it last, and when."""
    name = last.assessed_by or formats.NO_DATA
    return translate(language, "judged by {name} on {day}", name=name, day=formats.day(last.assessed_on, language))


def last_look(found: Sequence[Standing]) -> Look | None:
    """Return the last look of all sides; None where nobody looked."""
    looks = [one.latest for one in found if one.latest is not None]
    return max(looks, key=lambda one: (one.assessed_on, one.maturity_id), default=None)
