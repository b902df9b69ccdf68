"""The command line's answers about metrics: the documented JSON, with every digit, and a table to read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from crm_core import clock
from crm_core.access.model import Actor, Permission
from crm_core.i18n import Language
from crm_core.metrics import folders
from crm_core.metrics.model import Customers, GroupBy, MetricRequest, MetricResult, MetricRow, Unit, Value
from crm_core.metrics.service import coverage, definition, list_metrics, measure
from crm_core.periods import Period
from crm_core.settings import service as settings
from crm_core.store import Store


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks of one metric; without days, all that are covered."""

    metric_id: str
    first: date | None = None
    last: date | None = None
    by: GroupBy = GroupBy.NONE
    customers: Customers = Customers.ALL


def metric_list(store: Store, actor: Actor) -> list[dict[str, object]]:
    """Return what metrics there are, in the order of the board, with English names.

    Raises:
        NotPermitted: the actor may see no numbers.
    """
    actor.require(Permission.BOARD_READ)
    return [
        {
            "metric": metric.metric_id,
            "name": definition(metric.metric_id, Language.ENGLISH).name,
            "unit": unit_of(store, metric.unit),
            "kind": metric.kind.value,
            "better": "lower" if metric.lower_is_better else "higher",
            "flow": metric.is_flow,
            "by": [by.value for by in metric.groups],
            "window_days": metric.window_days,
        }
        for metric in list_metrics()
    ]


def unit_of(store: Store, unit: Unit) -> str:
    """Return what values are given in: the store's currency such as CNY, or what is counted."""
    return settings.current(store).currency if unit is Unit.MONEY else unit.value


def metric_numbers(store: Store, actor: Actor, asked: Asked) -> dict[str, Any]:
    """Return one metric's numbers as documented: values unrounded, ``group`` None without grouping.

    Raises:
        NotPermitted: the actor may see no numbers.
        NotFound: there is no such metric.
        InvalidInput: the last day lies before the first.
        CannotBeAskedBy: the metric has no such grouping.
    """
    reach = actor.require(Permission.BOARD_READ)
    metric = folders.metric(asked.metric_id)
    as_of = clock.today(settings.current(store).zone)
    period = _period(store, asked, as_of)
    request = MetricRequest(
        reach, period or Period(as_of, as_of), as_of, asked.by, asked.customers, metric_id=metric.metric_id
    )
    return {
        "metric": metric.metric_id,
        "unit": unit_of(store, metric.unit),
        "from": period.first if period else asked.first,
        "to": period.last if period else asked.last,
        "by": None if asked.by is GroupBy.NONE else asked.by.value,
        "rows": _rows(measure(store, request)),
    }


def _period(store: Store, asked: Asked, as_of: date) -> Period | None:
    """Return the asked days, the open ends filled with the covered ones; None where nothing says which."""
    whole = coverage(store, asked.metric_id, as_of).whole
    first = asked.first or (whole.first if whole else asked.last)
    last = asked.last or (whole.last if whole else asked.first)
    if first is None or last is None:
        return None
    if asked.last is None:
        last = max(first, last)
    if asked.first is None:
        first = min(first, last)
    return Period(first, last)


def _rows(result: MetricResult) -> list[dict[str, object]]:
    return [
        {
            "group": row.label,
            "value": row.value,
            "numerator": row.numerator,
            "denominator": row.denominator,
            "complete": row.complete,
            **_basis(row),
        }
        for row in result.rows
    ]


def _basis(row: MetricRow) -> dict[str, object]:
    """Return what a number rests on: the count and 95 % margin of a score, the share of sales whose cost is known."""
    told: dict[str, object] = {}
    if row.tally is not None:
        told |= {"count": row.tally.count, "margin": row.tally.margin}
    if row.known_share is not None:
        told["known_share"] = row.known_share
    return told


def exact_json(value: object) -> str:
    """Return ``value`` as JSON; a Decimal is a number with all its digits, which a float would not keep."""
    if isinstance(value, Decimal):
        return plain_digits(value)
    if isinstance(value, date):
        return json.dumps(value.isoformat())
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json.dumps(str(name))}: {exact_json(each)}" for name, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(exact_json(each) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def plain_digits(value: Value) -> str:
    """Return a number without exponent and without zeros at its end: 8911407.904."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
