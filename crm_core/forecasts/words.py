"""A forecast as people read it, the same on the page and in files: the chance, what is expected, how it was made."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from crm_core.board.figures import Figures
from crm_core.errors import N_
from crm_core.forecasts.goals import GoalOutlook
from crm_core.forecasts.model import ALWAYS, NEVER, Likelihood, Method, Outlook, Silence
from crm_core.i18n import Language, formats, translate, translate_plural
from crm_core.metrics.folders import metric as metric_of
from crm_core.plans.model import Goal
from crm_core.plans.words import goal_figure
from crm_core.targets.model import Level

LIKELIHOOD_LABELS: Mapping[Likelihood, str] = {
    Likelihood.ALMOST_CERTAIN: N_("almost certain"),
    Likelihood.LIKELY: N_("likely"),
    Likelihood.OPEN: N_("uncertain"),
    Likelihood.UNLIKELY: N_("unlikely"),
    Likelihood.HARDLY: N_("hardly possible"),
}
_SILENCES: Mapping[Silence, str] = {
    Silence.NO_METRIC: N_("Measured by hand: there is no forecast."),
    Silence.NO_PAST: N_("What this number was on earlier days is not kept: there is no forecast."),
    Silence.NO_DATA: N_("There are no data for these days: there is no forecast."),
    Silence.NOT_BEGUN: N_("The stage has not begun: there is no forecast yet."),
    Silence.OVER: N_("The stage is over."),
    Silence.TOO_SHORT: N_("Too little history for a forecast as far ahead as the end of the stage."),
    Silence.UNPROVEN: N_("Earlier forecasts of this number were wrong too often for another to be shown."),
    Silence.NOT_ALL: N_("Not all of its metrics have a forecast, so the whole has none."),
    Silence.NO_AIM: N_("None of its metrics has a target in this stage: there is no forecast of the whole."),
}
_METHODS: Mapping[Method, str] = {
    Method.FLOW: N_("What came so far, and the days ahead at the level of the last eight weeks by kind of day."),
    Method.QUOTIENT: N_("What is known so far, and the days ahead at the recent level."),
    Method.SPANS: N_("As the number went on from the same point in earlier spans of the same length."),
    Method.WHOLE: N_("Each metric ends where its own forecast says; the goal is what they come to together then."),
}
_TOGETHER = N_(
    "The band lays what the metrics were wrong by in the same weeks on all of them at once; the chance is that every one is reached."
)
_NO_BAND = N_(
    "Too few earlier weeks had a forecast of every metric: how wrong this may be is not known, so there is no band."
)
_SEASONS = {
    0.5: N_("Half of last year's season is in it, aligned to Spring Festival."),
    1.0: N_("Last year's season is in it, aligned to Spring Festival."),
}


def chance_text(language: Language, share: float) -> str:
    """Return a chance in whole percent; never 0 % or 100 %."""
    if share < NEVER:
        return "<1%"
    return ">99%" if share > ALWAYS else formats.share(share, language, 0)


def likelihood_text(language: Language, one: GoalOutlook) -> str:
    """Return in a word and a number how likely the target is reached; nothing where it is not known."""
    if one.at_most is not None:
        return translate(language, "at most {share} chance", share=chance_text(language, one.at_most))
    if one.chance is None or one.likelihood is None:
        return ""
    word = translate(language, LIKELIHOOD_LABELS[one.likelihood])
    return translate(language, "{share} chance · {word}", share=chance_text(language, one.chance), word=word)


def expected_text(figures: Figures, one: GoalOutlook) -> str:
    """Return between which numbers a goal is expected to end, with its target; or why nothing is expected."""
    language, found = figures.language, one.found
    if not isinstance(found, Outlook):
        return silence_text(language, found)
    if one.progress.goal.is_composed:
        return _whole_text(figures, one.progress.goal, found)
    told = band_text(figures, one.progress.goal.metric_id or "", found)
    target = one.progress.values.get(Level.TARGET)
    if target is None:
        return told
    aim = figures.aim_figure(metric_of(one.progress.goal.metric_id or ""), target)
    return f"{told} · " + translate(language, "target {target}", target=aim)


def _whole_text(figures: Figures, goal: Goal, found: Outlook) -> str:
    """Return how far a goal of several metrics is expected to come, in parts of the whole."""
    day, end = formats.day(found.end.day, figures.language), found.end
    low, high, middle = (goal_figure(figures, goal, Decimal(str(value))) for value in (end.low, end.high, end.expected))
    if not found.has_band:
        return translate(figures.language, "about {value} expected by {day}", value=middle, day=day)
    return translate(figures.language, "{low} to {high} expected by {day}", low=low, high=high, day=day)


def band_text(figures: Figures, metric_id: str, found: Outlook) -> str:
    """Return between which numbers a metric is expected to end, and by when."""
    metric = metric_of(metric_id)
    low, high = (figures.figure(metric, Decimal(str(round(value, 6)))) for value in (found.end.low, found.end.high))
    day = formats.day(found.end.day, figures.language)
    return translate(figures.language, "{low} to {high} expected by {day}", low=low, high=high, day=day)


def method_text(language: Language, found: Outlook) -> str:
    """Return how a forecast was made, and how often its band held before."""
    parts = [translate(language, _METHODS[found.method])]
    if found.method is Method.WHOLE:
        parts.append(translate(language, _TOGETHER if found.has_band else _NO_BAND))
    if found.season in _SEASONS:
        parts.append(translate(language, _SEASONS[found.season]))
    if found.tried:
        parts.append(
            translate_plural(
                language,
                "As far ahead as this, {held} of {count} earlier forecast ended within its band; 4 of 5 should.",
                "As far ahead as this, {held} of {count} earlier forecasts ended within their bands; 4 of 5 should.",
                found.tried,
                held=found.held,
            )
        )
    if found.is_young:
        parts.append(
            translate(language, "With less than fourteen months of data, no season is known yet: mind the months.")
        )
    return ("" if language is not Language.ENGLISH else " ").join(parts)


def silence_text(language: Language, found: Silence) -> str:
    """Return why there is no forecast."""
    return translate(language, _SILENCES[found])
