"""The outline of a plan: what a template, a copy and a kept plan have in common, its days counted from the first. No I/O.

``days`` is how long the outline's plan lasts; made for another length, every day moves in proportion, so that stages still fill
the plan and never overlap.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from crm_core.errors import N_, InvalidInput, message
from crm_core.periods import Period
from crm_core.plans.model import Priority, Rhythm
from crm_core.targets.model import Level, TargetScope


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """A section's title and text."""

    title: str
    content: str


@dataclass(frozen=True, slots=True)
class OutlineStage:
    """A stage from one day to another, counted from the plan's first, 0."""

    name: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class OutlinePart:
    """A further metric of a goal with its values by the place of the stage and by level."""

    metric_id: str
    weight: int = 1
    values: Mapping[int, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OutlineGoal:
    """A goal with its values by the place of the stage and by level. ``scope`` None: the plan's own.

    ``first_weight`` is what its own metric weighs among its further metrics, ``parts``; ``horizon``, ``group`` and ``purpose``
    are what it says of itself.
    """

    metric_id: str | None
    name: str
    unit: str = ""
    lower_is_better: bool = False
    weight: int = 1
    values: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    scope: TargetScope | None = None
    owner_id: int | None = None
    first_weight: int = 1
    parts: tuple[OutlinePart, ...] = ()
    horizon: str = ""
    group: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class OutlineAction:
    """An action for the goal at a place, or for the whole plan (None); ``before`` are the places of those it comes after.

    ``planned_cost`` is written as people write an amount; what was spent belongs to the plan that it was spent for.
    """

    what: str
    due: int
    start: int | None = None
    goal: int | None = None
    priority: Priority = Priority.MID
    note: str = ""
    owner_id: int | None = None
    method: str = ""
    planned_cost: str = ""
    before: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class OutlineMilestone:
    """A milestone on a day."""

    name: str
    due: int


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole plan without its dates."""

    name: str
    purpose: str
    days: int
    rhythm: Rhythm = Rhythm.MONTHLY
    sections: tuple[OutlineSection, ...] = ()
    stages: tuple[OutlineStage, ...] = ()
    goals: tuple[OutlineGoal, ...] = ()
    actions: tuple[OutlineAction, ...] = ()
    milestones: tuple[OutlineMilestone, ...] = ()

    def on(self, day: int, span: Period) -> date:
        """Return a day of the outline in a plan of ``span``: the first stays the first, the last the last."""
        longest = max(self.days - 1, 1)
        return span.first + timedelta(days=min(max(day, 0), longest) * (span.day_count - 1) // longest)

    def stage_spans(self, span: Period) -> list[Period]:
        """Return the days of the stages in a plan of ``span``; where one followed another at once, it still does.

        Raises:
            InvalidInput: at ``last_on``, where the plan is too short for its stages.
        """
        found: list[Period] = []
        for place, stage in enumerate(self.stages):
            first, last = self.on(stage.first, span), self.on(stage.last, span)
            if found and stage.first == self.stages[place - 1].last + 1:
                first = found[-1].last + timedelta(days=1)
            if last < first:
                text = N_("These days are too few for {count} stages.")
                raise InvalidInput({"last_on": message(text, count=len(self.stages))})
            found.append(Period(first, last))
        return found


def as_json(outline: Outline) -> str:
    """Return an outline for the store; whose goal and action it was is not kept."""
    told = asdict(outline)
    for one in (*told["goals"], *told["actions"]):
        one.pop("owner_id", None)
        one.pop("scope", None)
    return json.dumps(told, ensure_ascii=False, default=str)


def from_json(text: str) -> Outline:
    """Return the outline that ``as_json`` wrote."""
    return outline_of(json.loads(text))


def outline_of(told: Mapping[str, Any]) -> Outline:
    """Return the outline that a mapping of a template's file or of the store says."""
    goals = [
        OutlineGoal(
            **{
                "metric_id": None,
                **one,
                "values": _by_place(one),
                "parts": tuple(OutlinePart(**{**part, "values": _by_place(part)}) for part in one.get("parts", ())),
            }
        )
        for one in told.get("goals", ())
    ]
    actions = [
        OutlineAction(
            **{**one, "priority": Priority(one.get("priority", "mid")), "before": tuple(one.get("before", ()))}
        )
        for one in told.get("actions", ())
    ]
    return Outline(
        told["name"], told["purpose"], int(told["days"]), Rhythm(told.get("rhythm", "monthly")),
        tuple(OutlineSection(**one) for one in told.get("sections", ())),
        tuple(OutlineStage(**one) for one in told.get("stages", ())), tuple(goals), tuple(actions),
        tuple(OutlineMilestone(**one) for one in told.get("milestones", ())),
    )  # fmt: skip


def _by_place(one: Mapping[str, Any]) -> dict[int, dict[str, str]]:
    return {int(key): dict(value) for key, value in one.get("values", {}).items()}


def values_of(values: Sequence[tuple[int, Level, Decimal]]) -> dict[int, dict[str, str]]:
    """Return values by the place of their stage and by level, as an outline holds them."""
    found: dict[int, dict[str, str]] = {}
    for place, level, value in values:
        found.setdefault(place, {})[level.value] = str(value)
    return found
