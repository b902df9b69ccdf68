"""A plan as it was known on an earlier day: what was done, reached and said later is not there yet. Pure rules.

When an action or goal was added, and what its text was before, is not stored: what there is counts as there already.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from crm_core.plans.model import Action, ActionStatus, Milestone
from crm_core.plans.progress import PlanRecord


def known_on(record: PlanRecord, day: date) -> PlanRecord:
    """Return a plan as it was known at the end of ``day``; the same one where nothing came later."""
    check_ins = tuple(one for one in record.check_ins if one.checked_on <= day)
    last_on = record.last_check_in_on
    if last_on is not None and last_on > day:
        last_on = max((one.checked_on for one in check_ins), default=None)
    return replace(
        record,
        actions=tuple(_action_on(one, day) for one in record.actions),
        milestones=tuple(_milestone_on(one, day) for one in record.milestones),
        check_ins=check_ins,
        last_check_in_on=last_on,
    )


def _action_on(action: Action, day: date) -> Action:
    if action.done_on is None or action.done_on <= day:
        return action
    is_begun = action.start_on is None or action.start_on <= day
    return replace(action, status=ActionStatus.DOING if is_begun else ActionStatus.PLANNED, done_on=None, evidence="")


def _milestone_on(milestone: Milestone, day: date) -> Milestone:
    is_later = milestone.done_on is not None and milestone.done_on > day
    return replace(milestone, done_on=None) if is_later else milestone
