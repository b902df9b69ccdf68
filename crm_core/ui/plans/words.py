"""A plan's goals and actions as people read them: names, figures with their unit, states."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from crm_core.metrics.folders import metric as metric_of
from crm_core.plans.model import ACTION_LABELS, Action, ActionStatus, Goal, Plan, Priority
from crm_core.plans.progress import GoalProgress
from crm_core.plans.service import OwnAction
from crm_core.targets.model import COMPANY, ScopeKind
from crm_core.ui import show
from crm_core.ui.figures import NO_DATA, attainment_percent, full_figure, metric_name
from crm_core.ui.text import _, ngettext

ACTION_ICONS = {
    ActionStatus.PLANNED: "schedule",
    ActionStatus.DOING: "play_circle",
    ActionStatus.DONE: "check_circle",
    ActionStatus.DROPPED: "block",
}
PRIORITY_MARKS = {
    Priority.HIGH: ":red[:material/priority_high:]",
    Priority.MID: "",
    Priority.LOW: ":gray[:material/south:]",
}


def goal_name(goal: Goal, plan: Plan | None = None) -> str:
    """Return a goal's own name, else its metric's, with whose it is: not in the ``plan`` of that very team.

    People's text: mind ``plain``.
    """
    name = goal.name or (metric_name(goal.metric_id) if goal.metric_id else NO_DATA)
    is_plans_own = plan is not None and goal.scope.kind is ScopeKind.TEAM and goal.scope.scope_id == plan.team_id
    return name if goal.scope == COMPANY or is_plans_own else f"{name} · {goal.scope_name or NO_DATA}"


def goal_figure(goal: Goal, value: Decimal | None) -> str:
    """Return a goal's number with its unit: the metric's, or the goal's own."""
    if value is None:
        return NO_DATA
    if goal.metric_id is not None:
        return full_figure(metric_of(goal.metric_id), value)
    exponent = value.normalize().as_tuple().exponent
    places = min(2, max(0, -exponent)) if isinstance(exponent, int) else 0
    blank = " " if goal.unit and goal.unit.isascii() and goal.unit.isalpha() else ""
    return f"{show.number(value, places)}{blank}{goal.unit}"


def goal_gap(progress: GoalProgress) -> str:
    """Return what is missing to the target; with a plus what it is surpassed by."""
    if progress.standing is None or progress.standing.gap is None:
        return NO_DATA
    gap = progress.standing.gap
    text = goal_figure(progress.goal, abs(gap))
    return text if gap >= 0 else f"+{text}"


def goal_attainment(progress: GoalProgress) -> float | None:
    """Return how much of a goal's target is attained, in whole percent rounded down, as a cell of a column."""
    goal, standing = progress.goal, progress.standing
    if goal.metric_id is not None:
        return attainment_percent(metric_of(goal.metric_id), standing)
    if standing is None or standing.attainment is None:
        return None
    return float(standing.attainment * 100 // 1)


def due_text(action: Action | OwnAction, today: date) -> str:
    """Return as Markdown when an action is due: by how many days it is late, today, or its day."""
    if isinstance(action, Action) and action.done_on is not None:
        return _("done on {day}", day=show.day(action.done_on))
    days = (today - action.due_on).days
    if not action.status.is_open or days < 0:
        return _("due {day}", day=show.weekday(action.due_on) if -days < 60 else show.day(action.due_on))
    if days == 0:
        return f":orange[{_('due today')}]"
    return f":red[{ngettext('overdue by {count} day', 'overdue by {count} days', days)}]"


def state_text(action: Action | OwnAction) -> str:
    """Return an action's state with its icon, as Markdown."""
    return f":material/{ACTION_ICONS[action.status]}: {_(ACTION_LABELS[action.status])}"
