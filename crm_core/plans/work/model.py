"""How a plan's actions are done, what they cost, what waits for what, and who answers for which part. No I/O."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from crm_core.errors import N_
from crm_core.plans.model import Action, ActionStatus, CheckIn, Milestone


@dataclass(frozen=True, slots=True)
class Detail:
    """What is kept beside an action: how it is done, and its money in the store's currency (None: nothing was said)."""

    method: str = ""
    planned_cost: Decimal | None = None
    spent_cost: Decimal | None = None


NOTHING = Detail()
Link = tuple[int, int]  # an action, and one that it comes after


@dataclass(frozen=True, slots=True)
class PlanWork:
    """What one reader may see beside a plan's actions.

    ``links`` lead between actions that the reader sees; ``hidden_open`` counts, by action, the open ones before it that they
    do not see. ``budget`` is None where there is none, or where the reader does not see all that it is for
    (``sees_budget``). ``high_count`` counts the open actions of high priority, hidden ones too. ``active`` are the people who
    may own something.
    """

    details: Mapping[int, Detail] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    hidden_open: Mapping[int, int] = field(default_factory=dict)
    sees_budget: bool = False
    budget: Decimal | None = None
    budget_version: int = 0
    high_count: int = 0
    active: frozenset[int] = frozenset()

    def detail(self, action_id: int) -> Detail:
        """Return what is kept beside an action; nothing where that is hidden or was never said."""
        return self.details.get(action_id, NOTHING)

    def before(self, action_id: int) -> tuple[int, ...]:
        """Return the actions that one comes after, as far as the reader sees them."""
        return tuple(after for one, after in self.links if one == action_id)


# What comes after what ------------------------------------------------------------------------------------------------


def leads_back(links: Iterable[Link], action_id: int, before: Collection[int]) -> bool:
    """Return whether an action that came after ``before`` would wait for itself, through ``links`` of the others."""
    steps: dict[int, list[int]] = {}
    for one, after in links:
        if one != action_id:
            steps.setdefault(one, []).append(after)
    todo, known = list(before), set(before)
    while todo:
        for after in steps.get(todo.pop(), []):
            if after not in known:
                known.add(after)
                todo.append(after)
    return action_id in known


@dataclass(frozen=True, slots=True)
class Waiting:
    """What an open action waits for: the open ones before it, and how many of those the reader does not see."""

    actions: tuple[Action, ...] = ()
    hidden: int = 0

    @property
    def waits(self) -> bool:
        """Whether something is still to be done before."""
        return bool(self.actions or self.hidden)


def waiting_of(action: Action, actions: Mapping[int, Action], work: PlanWork) -> Waiting:
    """Return what an action waits for; what is done or dropped waits for nothing, and nothing waits for it."""
    if not action.status.is_open:
        return Waiting()
    before = (actions[one] for one in work.before(action.action_id) if one in actions)
    found = sorted((one for one in before if one.status.is_open), key=lambda one: (one.due_on, one.action_id))
    return Waiting(tuple(found), work.hidden_open.get(action.action_id, 0))


def starts_early(begin: date | None, before: Action) -> bool:
    """Return whether something that begins on a day does so before an open action that it waits for is due."""
    return begin is not None and before.status.is_open and begin < before.due_on


def begins_early(action: Action, before: Action) -> bool:
    """Return whether an open action begins before one that it waits for is due; without a start its due day tells."""
    return action.status.is_open and starts_early(action.start_on or action.due_on, before)


# What it costs --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cost:
    """Money of some actions: what was planned (of those not dropped) and what was spent; ``count`` have any."""

    planned: Decimal = Decimal(0)
    spent: Decimal = Decimal(0)
    count: int = 0

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.planned + other.planned, self.spent + other.spent, self.count + other.count)


def cost_of(action: Action, detail: Detail) -> Cost:
    """Return the money of one action: what was planned for one that was dropped is free again, what was spent is not."""
    planned = detail.planned_cost if action.status is not ActionStatus.DROPPED else None
    has_any = planned is not None or detail.spent_cost is not None
    return Cost(planned or Decimal(0), detail.spent_cost or Decimal(0), int(has_any))


def costs_by_goal(actions: Iterable[Action], work: PlanWork) -> dict[int | None, Cost]:
    """Return the money by goal (None: for the plan as a whole), of the goals for which there is any."""
    found: dict[int | None, Cost] = {}
    for action in actions:
        cost = cost_of(action, work.detail(action.action_id))
        if cost.count:
            found[action.goal_id] = found.get(action.goal_id, Cost()) + cost
    return found


# The month ------------------------------------------------------------------------------------------------------------


class DayKind(StrEnum):
    """What happens on a day of the calendar."""

    DUE = "due"
    BEGINS = "begins"
    MILESTONE = "milestone"
    CHECKED_IN = "checked_in"
    CHECK_IN = "check_in"


@dataclass(frozen=True, slots=True)
class DayEntry:
    """One thing on one day: an action, a milestone, a check-in that was, or (``about`` None) the next one."""

    kind: DayKind
    about: Action | Milestone | CheckIn | None = None


def month_days(month: date) -> tuple[date, ...]:
    """Return the days of the whole weeks, from Monday, that hold a month."""
    first = month.replace(day=1)
    begin = first - timedelta(days=first.weekday())
    after = (first + timedelta(days=31)).replace(day=1)
    end = after + timedelta(days=-after.weekday() % 7)
    return tuple(begin + timedelta(days=step) for step in range((end - begin).days))


def entries_by_day(
    actions: Iterable[Action], milestones: Iterable[Milestone], check_ins: Iterable[CheckIn], next_on: date | None
) -> dict[date, list[DayEntry]]:
    """Return what happens on which day: milestones first, then what is due, what begins, and the check-ins.

    Dropped actions are left out; what begins on the day it is due is told once.
    """
    found: dict[date, list[DayEntry]] = {}
    for milestone in milestones:
        found.setdefault(milestone.due_on, []).append(DayEntry(DayKind.MILESTONE, milestone))
    kept = [action for action in actions if action.status is not ActionStatus.DROPPED]
    for action in kept:
        found.setdefault(action.due_on, []).append(DayEntry(DayKind.DUE, action))
    for action in kept:
        if action.start_on is not None and action.start_on != action.due_on:
            found.setdefault(action.start_on, []).append(DayEntry(DayKind.BEGINS, action))
    for look in check_ins:
        found.setdefault(look.checked_on, []).append(DayEntry(DayKind.CHECKED_IN, look))
    if next_on is not None:
        found.setdefault(next_on, []).append(DayEntry(DayKind.CHECK_IN))
    return found


# Who answers for what -------------------------------------------------------------------------------------------------


class PartKind(StrEnum):
    """What a person can answer for."""

    PLAN = "plan"
    GOAL = "goal"
    SECTION = "section"
    ACTION = "action"
    MILESTONE = "milestone"


PART_LABELS = {
    PartKind.PLAN: N_("Plan"),
    PartKind.GOAL: N_("Goal"),
    PartKind.SECTION: N_("Section of a plan"),
    PartKind.ACTION: N_("Action of a plan"),
    PartKind.MILESTONE: N_("Milestone"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a plan that somebody answers for, and who helps."""

    kind: PartKind
    about_id: int
    name: str
    owner_id: int
    owner_name: str | None
    version: int
    helpers: tuple[int, ...] = ()
    helper_names: tuple[str, ...] = ()
    is_high: bool = False
    is_late: bool = False


def without_person(parts: Iterable[Part], active: Collection[int]) -> list[Part]:
    """Return the parts whose owner is no active person, in their order."""
    return [part for part in parts if part.owner_id not in active]


@dataclass(frozen=True, slots=True)
class Load:
    """What one person carries in a plan: how many parts by kind they own, how many actions are high or late or helped with."""

    user_id: int
    name: str
    owned: Mapping[PartKind, int]
    high: int
    late: int
    helped: int


def loads_of(parts: Sequence[Part]) -> list[Load]:
    """Return what each person carries, who carries the most first."""
    names: dict[int, str] = {}
    for part in parts:
        names[part.owner_id] = part.owner_name or names.get(part.owner_id, "")
        names |= dict(zip(part.helpers, part.helper_names, strict=False))
    found = []
    for user_id, name in names.items():
        own = [part for part in parts if part.owner_id == user_id]
        owned = {kind: sum(part.kind is kind for part in own) for kind in PartKind}
        helped = sum(user_id in part.helpers for part in parts)
        steps = [part for part in own if part.kind is PartKind.ACTION]
        high, late = sum(part.is_high for part in steps), sum(part.is_late for part in steps)
        found.append(Load(user_id, name, owned, high, late, helped))
    return sorted(found, key=lambda one: (-sum(one.owned.values()) - one.helped, one.name))
