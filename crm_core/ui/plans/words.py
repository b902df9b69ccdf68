"""A plan's goals and actions as people read them: names, figures with their unit, states."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from crm_core.plans import words
from crm_core.plans.model import ACTION_LABELS, Action, ActionStatus, Goal, Plan, Priority
from crm_core.plans.progress import GoalProgress
from crm_core.plans.to_do import OwnAction
from crm_core.plans.words import goal_attainment
from crm_core.ui.figures import spoken
from crm_core.ui.text import _, language

__all__ = [
    "ACTION_ICONS", "PRIORITY_MARKS", "due_text", "goal_attainment", "goal_figure", "goal_gap", "goal_label", "goal_name", "goal_pace",
    "state_text",
]  # fmt: skip

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


def goal_label(goal: Goal) -> str:
    """Return a goal's own name, else its metric's, without whose it is. People's text: mind ``plain``."""
    return words.goal_label(spoken(), goal)


def goal_name(goal: Goal, plan: Plan | None = None) -> str:
    """Return a goal's own name, else its metric's, with whose it is: not in the ``plan`` of that very team.

    People's text: mind ``plain``.
    """
    return words.goal_name(spoken(), goal, plan)


def goal_figure(goal: Goal, value: Decimal | None) -> str:
    """Return a goal's number with its unit: the metric's, or the goal's own."""
    return words.goal_figure(spoken(), goal, value)


def goal_pace(goal: Goal, value: Decimal | None) -> str:
    """Return what was expected of a goal by now, with its unit."""
    return words.goal_pace(spoken(), goal, value)


def goal_gap(progress: GoalProgress) -> str:
    """Return what is missing to the target; with a plus what it is surpassed by."""
    return words.goal_gap(spoken(), progress)


def due_text(action: Action | OwnAction, today: date) -> str:
    """Return as Markdown when an action is due: by how many days it is late, today, or its day."""
    if isinstance(action, Action) and action.done_on is not None:
        return words.done_on(language(), action.done_on)
    days = (today - action.due_on).days
    if not action.status.is_open or days < 0:
        return words.due_on(language(), action.due_on, today)
    if days == 0:
        return f":orange[{_('due today')}]"
    return f":red[{words.overdue_by(language(), action.due_on, today)}]"


def state_text(action: Action | OwnAction) -> str:
    """Return an action's state with its icon, as Markdown."""
    return f":material/{ACTION_ICONS[action.status]}: {_(ACTION_LABELS[action.status])}"
