"""A review's agenda and numbers as people read them: the same words on the page and in its presentation.

What people typed stands in them as it was typed: whoever shows them escapes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from crm_core.adjustments.comparing import Verdict
from crm_core.adjustments.model import OPINION_LABELS, Opinion
from crm_core.adjustments.words import verdict_text
from crm_core.board.figures import Figures
from crm_core.errors import N_
from crm_core.forecasts.model import likelihood
from crm_core.forecasts.words import LIKELIHOOD_LABELS, chance_text
from crm_core.i18n import Language, formats, translate, translate_plural
from crm_core.i18n.formats import NO_DATA
from crm_core.interactions.model import CHANNEL_LABELS, Channel
from crm_core.metrics.folders import metric, metrics
from crm_core.periods import PeriodKind, period_of
from crm_core.plans import words as plan_words
from crm_core.plans.model import ACTION_LABELS, ActionStatus, Plan
from crm_core.relationships.model import RUNG_LABELS, Rung
from crm_core.reviews.model import GROUP, Decision, Fact, Kind, Review

STATES: Mapping[bool, str] = {False: N_("Coming"), True: N_("Minutes closed")}


def title(language: Language, review: Review) -> str:
    """Return what a review is called: its day."""
    return translate(language, "Review of {day}", day=formats.day(review.held_on, language))


def name(figures: Figures, fact: Fact, plan: Plan) -> str:
    """Return what an item is about."""
    if fact.kind is Kind.PART:
        return f"– {plan_words.metric_label(figures, fact.goal)}"
    if fact.kind is Kind.CHECK_IN:
        return translate(figures.language, "No check-in since it was due")
    if fact.kind in (Kind.GOAL, Kind.FORECAST) or (
        fact.goal_id is not None and (fact.name == "" or fact.target is not None)
    ):
        return plan_words.goal_name(figures, fact.goal, plan)
    if fact.code.count(":") == 2 and (not fact.name or fact.code.startswith(f"{GROUP}:")):
        return _norm_name(figures.language, fact)
    if fact.metric_id is not None and not fact.name:
        return _target_name(figures, fact)
    return fact.name or NO_DATA


def _norm_name(language: Language, fact: Fact) -> str:
    rung, days, channel = fact.code.split(":")
    often = translate_plural(language, "at least every day", "at least every {count} days", int(days))
    through = translate(language, CHANNEL_LABELS[Channel(channel)] if channel else N_("any channel"))
    whom = fact.name or NO_DATA if rung == GROUP else translate(language, RUNG_LABELS[Rung(rung)])
    parts = (whom, often, through, fact.scope_name)
    return " · ".join(part for part in parts if part)


def _target_name(figures: Figures, fact: Fact) -> str:
    kind, _colon, first = fact.code.partition(":")
    told = figures.metric_name(fact.metric_id) if fact.metric_id in metrics() else str(fact.metric_id)
    if kind not in set(PeriodKind):
        return told
    period_kind = PeriodKind(kind)
    period = period_of(period_kind, date.fromisoformat(first), figures.first_month)
    return f"{told} · {figures.period_label(period_kind, period)}"


def figure(figures: Figures, fact: Fact, value: Decimal | None) -> str:
    """Return a number of a fact with its unit."""
    if fact.metric_id is not None and fact.metric_id in metrics() and not fact.is_composed:
        return figures.full_figure(metric(fact.metric_id), value)
    if fact.is_composed:
        return plan_words.goal_figure(figures, fact.goal, value)
    return NO_DATA if fact.metric_id is not None else plan_words.goal_figure(figures, fact.goal, value)


def missing(figures: Figures, fact: Fact) -> str:
    """Return what is missing to what was expected by then; shares in points."""
    value = fact.missing_by_now
    if value is None:
        return NO_DATA
    if fact.is_composed:
        return formats.share(value, figures.language, 0)
    if fact.metric_id is not None and fact.metric_id in metrics():
        return figures.difference(metric(fact.metric_id), value)
    return figure(figures, fact, value)


def attainment(fact: Fact) -> float | None:
    """Return how much of a goal's target is attained, in whole percent; None where that is not known."""
    if fact.metric_id is not None and fact.metric_id not in metrics():
        return None
    if fact.kind is Kind.PART:  # what it counts for in its goal
        return None if fact.attainment is None else float(plan_words.whole_percent(fact.attainment) * 100)
    return plan_words.goal_attainment(fact.progress)


def gap(figures: Figures, fact: Fact) -> str:
    """Return what is missing to a goal's target; with a plus what it is surpassed by."""
    return plan_words.goal_gap(figures, fact.progress)


def expected(figures: Figures, fact: Fact) -> str:
    """Return between which numbers a goal is expected to end, with the chance of its target; nothing without a forecast."""
    if fact.expected is None:
        return ""
    if fact.low is None or fact.high is None:
        return translate(figures.language, "about {value}", value=figure(figures, fact, fact.expected))
    told = f"{figure(figures, fact, fact.low)} – {figure(figures, fact, fact.high)}"
    if fact.chance is None:
        return told
    chance = chance_text(figures.language, float(fact.chance))
    return translate(figures.language, N_("{words} ({note})"), words=told, note=chance)


def chance(language: Language, fact: Fact) -> str:
    """Return how likely a target is reached, in a number and a word; nothing where that is not known."""
    if fact.chance is None:
        return ""
    share = float(fact.chance)
    word = translate(language, LIKELIHOOD_LABELS[likelihood(share)])
    return translate(language, "{share} chance · {word}", share=chance_text(language, share), word=word)


def about(figures: Figures, fact: Fact, day: date) -> list[str]:
    """Return in a few words each what there is to know of an item on a day: numbers, since when, who."""
    language = figures.language
    told = [_measured(figures, fact)] if fact.kind in (Kind.GAP, Kind.FORECAST) or fact.target is not None else []
    told += [_state(language, fact), _when(language, fact, day)]
    if fact.kind not in (Kind.OWN, Kind.VOICE) or fact.owner_name:
        told.append(fact.owner_name or "")
    return [part for part in told if part]


def _measured(figures: Figures, fact: Fact) -> str:
    if not fact.has_figures or fact.actual is None or fact.target is None:
        return ""
    language, actual = figures.language, figure(figures, fact, fact.actual)
    if fact.kind is Kind.FORECAST:
        return chance(language, fact)
    if fact.pace is None or fact.pace == fact.target:
        told = translate(language, "{actual} of {target}", actual=actual, target=figure(figures, fact, fact.target))
    else:
        pace = figure(figures, fact, fact.pace)
        told = translate(language, "{actual}, {pace} expected by now", actual=actual, pace=pace)
    if fact.kind is not Kind.GAP:
        return told
    return translate(language, "{amount} missing", amount=missing(figures, fact)) + " · " + told


def _state(language: Language, fact: Fact) -> str:
    if fact.kind is Kind.ADJUSTMENT:
        known = [part.partition(":") for part in fact.code.split(";") if part]
        return " · ".join(
            f"{metric_word(language, metric_id)} {verdict_text(language, Verdict(verdict))}"
            for metric_id, _colon, verdict in known
            if verdict in set(Verdict)
        )
    if fact.kind is Kind.DECISION and not fact.code:
        return translate(language, "no action yet")
    if fact.code in set(ActionStatus) and fact.kind in (Kind.DECISION, Kind.LESSON):
        return translate(language, ACTION_LABELS[ActionStatus(fact.code)])
    if fact.code in set(Opinion) and fact.kind is Kind.LESSON:
        return translate(language, OPINION_LABELS[Opinion(fact.code)])
    return ""


def metric_word(language: Language, metric_id: str) -> str:
    """Return a metric's name, or its id where there is none such any more."""
    return Figures(language, "").metric_name(metric_id) if metric_id in metrics() else metric_id


_SINCE: Mapping[Kind, str] = {
    Kind.GAP: N_("since {day}"),
    Kind.CHECK_IN: N_("check-in due since {day}"),
    Kind.ADJUSTMENT: N_("to be judged since {day}"),
}


def _when(language: Language, fact: Fact, day: date) -> str:
    if fact.day is None:
        return ""
    is_decision = fact.kind is Kind.DECISION
    if fact.kind is Kind.ACTION or (is_decision and (not fact.code or ActionStatus(fact.code).is_open)):
        write = plan_words.overdue_by if fact.day < day else plan_words.due_on
        return write(language, fact.day, day)
    if is_decision:
        return ""
    shown = formats.day(fact.day, language)
    return translate(language, _SINCE[fact.kind], day=shown) if fact.kind in _SINCE else shown


def decided(language: Language, one: Decision, day: date) -> str:
    """Return who does what was decided, until when, and how far it is."""
    who = one.owner_name or NO_DATA
    if one.action_id is None:
        return f"{who} · {plan_words.due_on(language, one.due_on, day)} · {translate(language, 'no action yet')}"
    if one.action_status is None:
        return f"{who} · {plan_words.due_on(language, one.due_on, day)}"
    if one.done_on is not None:
        return f"{who} · {plan_words.done_on(language, one.done_on)}"
    state = translate(language, ACTION_LABELS[one.action_status])
    if one.action_status.is_open and one.due_on < day:
        return f"{who} · {plan_words.overdue_by(language, one.due_on, day)} · {state}"
    return f"{who} · {plan_words.due_on(language, one.due_on, day)} · {state}"


def counts(language: Language, found: tuple[int, int, int]) -> str:
    """Return how many actions are done, and how many overdue."""
    count, done, late = found
    told = translate(
        language,
        "{done} of {count} actions done",
        done=formats.number(done, language),
        count=formats.number(count, language),
    )
    if late:
        told += " · " + translate_plural(language, "{count} action overdue", "{count} actions overdue", late)
    return told


def as_of(language: Language, day: date, *, is_fixed: bool) -> str:
    """Return of which day the numbers are."""
    text = N_("Numbers as kept on {day}") if is_fixed else N_("Numbers as of {day}")
    return translate(language, text, day=formats.day(day, language))
