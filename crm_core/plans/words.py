"""A plan's goals, actions and milestones as people read them: the same words on its page and in its file.

What people typed stands in them as it was typed: whoever shows them escapes it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from crm_core.board.figures import WHOLE_ABOVE, Figures, attainment_percent
from crm_core.i18n import Language, formats, translate, translate_plural
from crm_core.i18n.formats import NO_DATA
from crm_core.metrics.folders import metric as metric_of
from crm_core.metrics.model import Unit
from crm_core.plans.model import STATE_LABELS, Goal, Milestone, Plan, Seen, SeenPart, first_of
from crm_core.plans.parts.model import HORIZON_LABELS, progress_of
from crm_core.plans.progress import GoalProgress, PlanView
from crm_core.plans.service import GoalConcern
from crm_core.relationships.model import RUNG_LABELS
from crm_core.targets.model import COMPANY, ScopeKind

_COUNTED = frozenset(
    [
        "人",
        "位",
        "名",
        "家",
        "户",
        "戶",
        "个",
        "個",
        "单",
        "單",
        "次",
        "件",
        "场",
        "場",
        "people",
        "customers",
        "orders",
        "times",
        "cases",
    ]
)
_NEAR = 60  # days within which a day is told with its weekday


def described(language: Language, plan: Plan) -> list[str]:
    """Return in a few words each whose plan it is, its days, its state and who answers for it."""
    whose = plan.team_name or translate(language, "Whole company")
    days = formats.span(plan.first_on, plan.last_on, language)
    return [whose, days, translate(language, STATE_LABELS[plan.state]), plan.owner_name or NO_DATA]


def goal_label(figures: Figures, goal: Goal) -> str:
    """Return a goal's own name, else its metric's."""
    return goal.name or (figures.metric_name(goal.metric_id) if goal.metric_id else NO_DATA)


def goal_name(figures: Figures, goal: Goal, plan: Plan | None = None) -> str:
    """Return a goal's label with whose it is: not in the ``plan`` of that very team."""
    name = goal_label(figures, goal)
    scope = _narrower_scope(goal, plan)
    return f"{name} · {scope}" if scope else name


def _narrower_scope(goal: Goal, plan: Plan | None) -> str:
    is_plans_own = plan is not None and goal.scope.kind is ScopeKind.TEAM and goal.scope.scope_id == plan.team_id
    return "" if goal.scope == COMPANY or is_plans_own else goal.scope_name or NO_DATA


def whole_percent(value: Decimal) -> Decimal:
    """Return a share of 0-1 in whole percent rounded down: what is not reached never reads 100 %."""
    return (value * 100).to_integral_value(ROUND_FLOOR) / 100


def goal_figure(figures: Figures, goal: Goal, value: Decimal | None) -> str:
    """Return a goal's number with its unit: the metric's, or the goal's own."""
    if value is None:
        return NO_DATA
    if goal.is_composed:
        return formats.share(whole_percent(value), figures.language, 0)
    if goal.metric_id is not None:
        return figures.full_figure(metric_of(goal.metric_id), value)
    exponent = value.normalize().as_tuple().exponent
    places = min(2, max(0, -exponent)) if isinstance(exponent, int) else 0
    blank = " " if goal.unit and goal.unit.isascii() and goal.unit.isalpha() else ""
    return f"{formats.number(value, figures.language, places)}{blank}{goal.unit}"


def goal_pace(figures: Figures, goal: Goal, value: Decimal | None) -> str:
    """Return what was expected by now, with its unit: counts above 10 in whole ones, as the board tells them."""
    if value is None or goal.is_composed:
        return goal_figure(figures, goal, value)
    if goal.metric_id is None:
        is_long = value > WHOLE_ABOVE
        return goal_figure(
            figures, goal, value.to_integral_value(ROUND_CEILING) if is_long and goal.unit in _COUNTED else value
        )
    found = metric_of(goal.metric_id)
    return goal_figure(figures, goal, value) if found.unit is Unit.MONEY else figures.pace_figure(found, value)


def said_of(language: Language, goal: Goal) -> str:
    """Return how far ahead a goal looks and which customers it is for, in a few words; perhaps nothing."""
    horizon, group = goal.detail.horizon, goal.detail.group
    told = [translate(language, HORIZON_LABELS[horizon])] if horizon else []
    return " · ".join([*told, *([translate(language, RUNG_LABELS[group])] if group else [])])


def metric_label(figures: Figures, part: Goal) -> str:
    """Return the name of one metric of a goal of several; of one measured by hand, the goal's own."""
    return figures.metric_name(part.metric_id) if part.metric_id else part.name or NO_DATA


def weight_share(figures: Figures, progress: GoalProgress, part: GoalProgress) -> str:
    """Return what a metric weighs in its goal, as a share of the whole."""
    whole = sum(one.goal.weight for one in progress.parts)
    return formats.share(Decimal(part.goal.weight) / whole, figures.language, 0)


def goal_gap(figures: Figures, progress: GoalProgress) -> str:
    """Return what is missing to the target; with a plus what it is surpassed by."""
    if progress.standing is None or progress.standing.gap is None:
        return NO_DATA
    gap = progress.standing.gap
    if progress.goal.is_composed:
        return formats.share(1 - whole_percent(1 - gap), figures.language, 0)
    text = goal_figure(figures, progress.goal, abs(gap))
    return text if gap >= 0 else f"+{text}"


def seen_text(figures: Figures, goal: Goal, plan: Plan, seen: Seen) -> str:
    """Return what a goal was seen at in a check-in with how it stood; of several metrics the whole and each of them.

    A check-in from before its metrics were kept tells the first metric's number, by that metric's name.
    """
    name, status = goal_name(figures, goal, plan), figures.status(seen.status) if seen.status else ""
    if seen.whole is not None:
        figure = goal_figure(figures, replace(goal, metric_count=len(seen.parts)), seen.whole)
        told = translate(figures.language, ", ").join(_seen_part(figures, goal, one) for one in seen.parts)
        return " ".join(filter(None, (name, figure, status, f"({told})")))
    first = first_of(goal)
    label = f"{metric_label(figures, first)} " if goal.is_composed and goal.metric_id is not None else ""
    return " ".join(filter(None, (name, f"{label}{goal_figure(figures, first, seen.value)}", status)))


def _seen_part(figures: Figures, goal: Goal, one: SeenPart) -> str:
    alone = replace(goal, metric_id=one.metric_id, metric_count=1)
    return f"{metric_label(figures, alone)} {goal_figure(figures, alone, one.value)}"


def goal_attainment(progress: GoalProgress) -> float | None:
    """Return how much of a goal's target is attained, in whole percent rounded down."""
    goal, standing = progress.goal, progress.standing
    if goal.metric_id is not None and not goal.is_composed:
        return attainment_percent(metric_of(goal.metric_id), standing)
    if standing is None or standing.attainment is None:
        return None
    return float(standing.attainment * 100 // 1)


def part_attainment(part: GoalProgress) -> float | None:
    """Return for how much of its target one metric counts in its goal, in whole percent rounded down."""
    found = progress_of(part.standing) if part.standing is not None else None
    return None if found is None else float(whole_percent(found) * 100)


def concern_figures(figures: Figures, concern: GoalConcern) -> str:
    """Return what was reached of what; without figures, the stage alone."""
    progress, goal, language = concern.progress, concern.progress.goal, figures.language
    if progress.standing is None:
        return concern.stage.name
    actual = goal_figure(figures, goal, progress.actual)
    if progress.standing.pace is None:
        target = goal_figure(figures, goal, progress.standing.target)
        return translate(language, "{actual} of {target}", actual=actual, target=target)
    pace = goal_pace(figures, goal, progress.standing.pace)
    return translate(language, "{actual}, {pace} expected by now", actual=actual, pace=pace)


def concern_whose(concern: GoalConcern) -> str:
    """Return whose goal it is, where that is not its plan's own scope, and who answers for it; perhaps nothing."""
    goal = concern.progress.goal
    return " ".join(part for part in (_narrower_scope(goal, concern.plan), goal.owner_name or "") if part)


def done_on(language: Language, day: date) -> str:
    """Return when something was done."""
    return translate(language, "done on {day}", day=formats.day(day, language))


def due_on(language: Language, day: date, today: date) -> str:
    """Return when something that need not worry yet is due."""
    is_near = abs((day - today).days) < _NEAR
    shown = formats.weekday(day, language) if is_near else formats.day(day, language)
    return translate(language, "due {day}", day=shown)


def overdue_by(language: Language, day: date, today: date) -> str:
    """Return by how many days something is late."""
    days = (today - day).days
    return translate_plural(language, "overdue by {count} day", "overdue by {count} days", days)


def reached_on(language: Language, milestone: Milestone, day: date) -> str:
    """Return when a milestone was reached, and how late that was."""
    told = translate(language, "reached {day}", day=formats.day(day, language))
    late = (day - milestone.due_on).days
    if late > 0:
        told += " · " + translate_plural(language, "{count} day late", "{count} days late", late)
    return told


def done_share(language: Language, view: PlanView) -> str:
    """Return which share of the actions is done; nothing where there are none."""
    if view.done_share is None:
        return ""
    return translate(language, "{share} of the actions done", share=formats.share(view.done_share, language, 0))


def overdue_actions(language: Language, view: PlanView) -> str:
    """Return how many actions are overdue; nothing where none is."""
    count = view.overdue_count
    return translate_plural(language, "{count} action overdue", "{count} actions overdue", count) if count else ""


def next_check_in(language: Language, view: PlanView) -> str:
    """Return when the next check-in is due, or since when; nothing where none is to come."""
    if view.check_in_on is None:
        return ""
    day = formats.weekday(view.check_in_on, language)
    if view.is_check_in_due:
        return translate(language, "check-in due since {day}", day=day)
    return translate(language, "next check-in {day}", day=day)
