"""Targets as sentences say them, and what becomes of them. No I/O."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Direction(StrEnum):
    """Where a number shall move to, or on which side of its target it shall stay."""

    UP = "up"
    DOWN = "down"


class Amount(StrEnum):
    """What the number of a sentence is to the measure."""

    LEVEL = "level"  # what it shall come to
    CHANGE = "change"  # by how much it shall change, in its own unit
    RELATIVE = "relative"  # by which share of what it is now


class Unit(StrEnum):
    """In what a number of a sentence is counted."""

    PERCENT = "percent"
    PERCENTAGE_POINTS = "percentage_points"
    POINTS = "points"
    MONEY = "money"
    CUSTOMERS = "customers"
    ORDERS = "orders"
    INTERACTIONS = "interactions"
    TIMES = "times"
    HOURS = "hours"
    DAYS = "days"
    MINUTES = "minutes"
    ITEMS = "items"


TIME_UNITS = frozenset({Unit.HOURS, Unit.DAYS, Unit.MINUTES})


@dataclass(frozen=True, slots=True)
class Found:
    """A target that a sentence states.

    ``metric_id`` is one of ``crm_core/metrics``; None where it is measured by hand: then ``measure`` is the key of a known
    measure, or empty, and ``name`` what the sentence calls it. ``value`` is a share 0-1 where the unit is percent or points of
    percent, else in the unit. ``by`` is the last day, None where the sentence names none.
    """

    metric_id: str | None
    measure: str
    name: str
    direction: Direction
    amount: Amount
    value: Decimal
    unit: Unit
    by: date | None
    baseline: Decimal | None = None
