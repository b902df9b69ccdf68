"""A survey's numbers as people read them: with their unit, their count and their 95 % margin."""

from __future__ import annotations

from crm_core.surveys.model import Measure
from crm_core.surveys.service import SurveyLine
from crm_core.surveys.statistics import Difference, Estimate, Verdict
from crm_core.ui import show
from crm_core.ui.text import _, ngettext

VERDICT_ICONS = {
    Verdict.TOO_FEW: ":material/hourglass_empty:",
    Verdict.NO_CLEAR_DIFFERENCE: ":material/drag_handle:",
    Verdict.CLEARLY_HIGHER: ":material/arrow_upward:",
    Verdict.CLEARLY_LOWER: ":material/arrow_downward:",
}


def figure(measure: Measure, value: float | None) -> str:
    """Return a value: the index and NPS with one decimal, CSAT as percent."""
    return show.share(value) if measure is Measure.CSAT else show.number(value, 1)


def margin(measure: Measure, found: Estimate) -> str:
    """Return half the width of the 95 % interval, as ± 2.1; "–" where there is none."""
    half = found.margin
    if half is None:
        return show.NO_DATA
    if measure is Measure.CSAT:
        return _("± {points} pp", points=show.number(half * 100, 1))
    return f"± {show.number(half, 1)}"


def interval(measure: Measure, found: Estimate) -> str:
    """Return the 95 % interval; "–" where there is none."""
    if found.low is None or found.high is None:
        return show.NO_DATA
    return _("{low} to {high}", low=figure(measure, found.low), high=figure(measure, found.high))


def zero_words() -> str:
    """Return what the setting for 0 does, and to which questions."""
    return _(
        "It holds for questions whose scale begins above 0. On a scale from 0, as 0–10 of a recommendation, 0 is an answer."
    )


def answers(count: int) -> str:
    """Return a number of answers in words."""
    return ngettext("{shown} answer", "{shown} answers", count, shown=show.number(count))


def answered(line: SurveyLine) -> str:
    """Return how many answered; of how many asked, where that is known and all of them are within reach."""
    asked = line.survey.asked_count
    if asked is None or not line.is_whole:
        return show.number(line.answered_count)
    return _("{answered} of {asked}", answered=show.number(line.answered_count), asked=show.number(asked))


def verdict(measure: Measure, found: Difference, first: str, second: str) -> str:
    """Return in a sentence what can be said of two groups or periods; their names are Markdown."""
    if found.verdict is Verdict.TOO_FEW:
        return _("Too few answers for a verdict: at least 10 are needed on each side.")
    if found.verdict is Verdict.NO_CLEAR_DIFFERENCE:
        return _("No clear difference between {first} and {second}.", first=first, second=second)
    higher, lower = (first, second) if found.verdict is Verdict.CLEARLY_HIGHER else (second, first)
    apart = abs(found.value or 0.0)
    by = _("{points} pp", points=show.number(apart * 100, 1)) if measure is Measure.CSAT else show.number(apart, 1)
    return _("{higher} is clearly higher than {lower}, by {by}.", higher=higher, lower=lower, by=by)
