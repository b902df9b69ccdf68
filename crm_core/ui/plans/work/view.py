"""What the tab of a plan's work looks at, and what it needs on every view: kept in the session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crm_core.errors import N_
from crm_core.plans.model import Plan
from crm_core.plans.service import OnePlan
from crm_core.plans.work.model import Part, PartKind
from crm_core.sections.service import sections_of
from crm_core.ui.fetch import fetch
from crm_core.ui.plans.view import Looked
from crm_core.ui.plans.words import goal_name


class Way(StrEnum):
    """How the work is looked at."""

    TIMELINE = "timeline"
    MONTH = "month"
    PEOPLE = "people"
    COSTS = "costs"
    LIST = "list"


WAYS = {
    Way.TIMELINE: N_("Gantt chart"),
    Way.MONTH: N_("Month by day"),
    Way.PEOPLE: N_("Who does what"),
    Way.COSTS: N_("Costs"),
    Way.LIST: N_("List"),
}


@dataclass
class WorkState:
    """Which month of which plan is looked at, and whether only the own actions are."""

    plan_id: int = 0
    month: date | None = None
    only_mine: bool = False


def parts_of(looked: Looked) -> list[Part]:
    """Return what somebody answers for in the plan, as far as whoever looks knows of it; of actions the open ones."""
    view = looked.view
    plan, record = view.plan, view.record
    found = [_of_plan(plan, PartKind.PLAN, plan.plan_id, plan.name)]
    found += [
        Part(PartKind.MILESTONE, one.milestone_id, one.name, one.owner_id, one.owner_name, one.version)
        for one in record.milestones
        if not one.done_on
    ]
    found += [
        Part(PartKind.GOAL, one.goal_id, goal_name(one, plan), one.owner_id, one.owner_name, one.version)
        for one in record.goals
    ]
    found += [
        Part(PartKind.SECTION, one.section_id, one.title, one.owner_id, one.owner_name, one.version)
        for one in fetch(sections_of, OnePlan(looked.viewer, looked.plan_id))
    ]
    found += [
        Part(
            PartKind.ACTION, one.action_id, one.what, one.owner_id, one.owner_name, one.version, one.helpers,
            one.helper_names, one.priority.value == "high", one.is_overdue(view.today),
        )
        for one in view.actions
        if one.status.is_open
    ]  # fmt: skip
    return found


def _of_plan(plan: Plan, kind: PartKind, about_id: int, name: str) -> Part:
    return Part(kind, about_id, name, plan.owner_id, plan.owner_name, plan.version)
