"""A gap as people read it: the same words on the plan's page and in its file.

What people typed stands in them as it was typed: whoever shows them escapes it.
"""

from __future__ import annotations

from decimal import Decimal

from crm_core.board.figures import Figures
from crm_core.errors import N_
from crm_core.gaps.listing import KEPT_METRIC
from crm_core.gaps.model import CAUSE_LABELS, Gap, SinceKind, missing_by_now, wanted_by_now
from crm_core.i18n import Language, formats, translate, translate_plural
from crm_core.i18n.formats import NO_DATA
from crm_core.interactions.model import CHANNEL_LABELS
from crm_core.metrics.folders import metric, metrics
from crm_core.metrics.model import Metric
from crm_core.periods import Period
from crm_core.plans import words as plan_words
from crm_core.plans.model import Action, Goal, Plan
from crm_core.plans.progress import GoalProgress
from crm_core.relationships.model import RUNG_LABELS
from crm_core.relationships.norms.model import Norm
from crm_core.targets.model import Target
from crm_core.touchpoints.model import Touchpoint, Unit

SINCE_LABELS = {
    SinceKind.DAY: N_("since {day}"),
    SinceKind.START: N_("since the stage began, {day}"),
    SinceKind.AFTER: N_("opened after {day}"),
}


def name(figures: Figures, gap: Gap, plan: Plan) -> str:
    """Return what a gap is measured at, with whose it is."""
    subject, language = gap.subject, figures.language
    if isinstance(subject, Goal):
        return plan_words.goal_name(figures, subject, plan)
    if isinstance(subject, Target):
        label = figures.period_label(subject.key.period_kind, subject.key.period)
        return f"{figures.metric_name(subject.key.metric_id)} · {label}"
    return _norm_name(language, subject) if isinstance(subject, Norm) else _standard_name(language, subject)


def _norm_name(language: Language, norm: Norm) -> str:
    often = translate_plural(language, "at least every day", "at least every {count} days", norm.days)
    through = translate(language, CHANNEL_LABELS[norm.channel] if norm.channel else N_("any channel"))
    whom = norm.group or NO_DATA if norm.rung is None else translate(language, RUNG_LABELS[norm.rung])
    return " · ".join(part for part in (whom, often, through, norm.team) if part)


def _standard_name(language: Language, point: Touchpoint) -> str:
    count = point.within or 0
    if point.unit is Unit.DAY:
        within = translate_plural(
            language, "answer within {count} working day", "answer within {count} working days", count
        )
    else:
        within = translate_plural(
            language, "answer within {count} working hour", "answer within {count} working hours", count
        )
    return f"{point.name} · {within}"


def _metric(gap: Gap) -> Metric | None:
    subject = gap.subject
    if gap.parts:
        return None
    if isinstance(subject, (Norm, Touchpoint)):
        return metric(KEPT_METRIC)
    metric_id = subject.metric_id if isinstance(subject, Goal) else None
    if isinstance(subject, Target):
        metric_id = subject.key.metric_id
    return metrics().get(metric_id) if metric_id is not None else None


def figure(figures: Figures, gap: Gap, value: Decimal | None) -> str:
    """Return a number of a gap with its unit."""
    found = _metric(gap)
    if found is not None:
        return figures.full_figure(found, value)
    return plan_words.goal_figure(figures, gap.subject, value) if isinstance(gap.subject, Goal) else NO_DATA


def target(figures: Figures, gap: Gap) -> str:
    """Return what is wanted in the end."""
    return figure(figures, gap, gap.standing.target if gap.standing else None)


def expected(figures: Figures, gap: Gap) -> str:
    """Return what was expected by now of what adds up; nothing for the others, and where that is the target itself."""
    standing = gap.standing
    if standing is None or standing.pace is None or standing.pace == standing.target:
        return ""
    return figure(figures, gap, standing.pace)


def actual(figures: Figures, gap: Gap) -> str:
    """Return what is."""
    return figure(figures, gap, gap.standing.actual if gap.standing else None)


def held_against(figures: Figures, gap: Gap) -> str:
    """Return what is beside what was expected by now, or beside the target."""
    language, path = figures.language, expected(figures, gap)
    if path:
        return translate(language, "{actual}, {pace} expected by now", actual=actual(figures, gap), pace=path)
    return translate(language, "{actual} of {target}", actual=actual(figures, gap), target=target(figures, gap))


def missing(figures: Figures, gap: Gap) -> str:
    """Return what is missing to what was expected by now; shares in points. Of a goal of several metrics: what part of it."""
    if gap.parts and gap.severity is not None:
        return formats.share(gap.severity, figures.language, 0)
    value = missing_by_now(gap.standing, gap.rule) if gap.standing is not None else None
    if value is None:
        return NO_DATA
    found = _metric(gap)
    return figures.difference(found, value) if found is not None else figure(figures, gap, value)


def metrics_told(figures: Figures, gap: Gap) -> list[tuple[str, GoalProgress]]:
    """Return of a goal of several metrics what each is and was wanted, the most that is missing first."""
    found = []
    for part in gap.parts:
        standing = part.standing
        if standing is None:
            continue
        told = (plan_words.goal_figure(figures, part.goal, value) for value in (part.actual, wanted_by_now(standing)))
        actual_then, wanted = told
        label = plan_words.metric_label(figures, part.goal)
        language = figures.language
        text = translate(language, "{actual}, {pace} expected by now", actual=actual_then, pace=wanted)
        if standing.pace is None:
            text = translate(language, "{actual} of {target}", actual=actual_then, target=wanted)
        found.append((f"{label} {text}", part))
    return sorted(found, key=lambda each: each[1].standing.shortfall if each[1].standing else 0, reverse=True)


def since(language: Language, gap: Gap) -> str:
    """Return since when it is open; nothing where that is not known."""
    if gap.since is None:
        return ""
    return translate(language, SINCE_LABELS[gap.since.kind], day=formats.day(gap.since.day, language))


def since_day(language: Language, gap: Gap) -> str:
    """Return since when it is open as short as a column of days holds it."""
    if gap.since is None:
        return NO_DATA
    is_after = gap.since.kind is SinceKind.AFTER
    return since(language, gap) if is_after else formats.day(gap.since.day, language)


def closed(language: Language, gap: Gap) -> str:
    """Return when it closed, as far as days are known."""
    found = gap.closing
    if found is None:
        return ""
    by = formats.day(found.by, language)
    if found.after is None or found.after >= found.by:
        return translate(language, "closed by {day}", day=by)
    return translate(language, "closed between {first} and {last}", first=formats.day(found.after, language), last=by)


def counted(language: Language, gap: Gap) -> str:
    """Return of a norm how many contacts were kept of how many, of a standard how many answers were in time; nothing for the others."""
    if gap.counts is None or not gap.counts[1]:
        return ""
    kept, asked = (formats.number(one, language) for one in gap.counts)
    if isinstance(gap.subject, Touchpoint):
        return translate(language, "{kept} of {asked} in time", kept=kept, asked=asked)
    return translate(language, "{kept} of {asked} contacts kept", kept=kept, asked=asked)


def days(language: Language, period: Period) -> str:
    """Return the days that a gap is measured over."""
    return formats.span(period.first, period.last, language)


def cause(language: Language, gap: Gap) -> str:
    """Return its cause as people say, from the short list; nothing where nobody has."""
    found = gap.note.cause if gap.note is not None else None
    return "" if found is None else translate(language, CAUSE_LABELS[found])


def action_facts(language: Language, one: Action) -> str:
    """Return who does an action, until when or since when it is done."""
    when = plan_words.done_on(language, one.done_on) if one.done_on else formats.day(one.due_on, language)
    return f"{one.owner_name or NO_DATA} · {when}"
