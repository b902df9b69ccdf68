"""The rows behind a number: a page of them, how many there are, and all of them for a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from crm_core.metrics import folders, repository
from crm_core.metrics.model import Grain, GroupBy, Metric, MetricRequest, NumbersRequest
from crm_core.metrics.rows import Frame, frame_of
from crm_core.metrics.service import ground_of
from crm_core.store import Store
from crm_core.store.reads import reads

if TYPE_CHECKING:
    import pyarrow as pa

PAGE_ROWS = 50
MOST_ROWS = 2_000_000  # what one file may hold


class Order(StrEnum):
    """Which rows come first."""

    NEWEST = "newest"
    LARGEST = "largest"


@dataclass(frozen=True, slots=True)
class RowsRequest:
    """A page of the rows behind a number. ``number`` is ungrouped; pages are counted from 0."""

    number: MetricRequest
    order: Order = Order.NEWEST
    page: int = 0
    page_rows: int = PAGE_ROWS


@dataclass(frozen=True, slots=True)
class RowsBehind:
    """A page of rows as the SQL names their columns; how many there are in all; the sum of all their amounts.

    ``amount`` is None where rows have none. A customer whom the asker may not see today stays without id and name.
    """

    grain: Grain
    rows: tuple[Mapping[str, Any], ...]
    row_count: int
    amount: Decimal | None
    page: int
    page_count: int


@reads(
    "purchase", "interaction", "follow_up", "answer_score", "survey_answer", "survey", "setting", "team", "app_user",
    "customer", "product", "purchase_order",
)  # fmt: skip
def rows_behind(store: Store, request: RowsRequest) -> RowsBehind:
    """Return a page of the rows that a number was counted or added up from; a page beyond the last is the last.

    Raises:
        NotFound: there is no such metric.
        CannotBeAskedBy: it has no such filter.
    """
    metric, asked, frame = _question(store, request.number)
    if not metric.can_be_asked(asked.filters, asked.customers):
        return RowsBehind(metric.grain, (), 0, None, 0, 1)
    total = repository.behind_total(store, metric, asked, frame)
    page_count = max(1, -(-total["row_count"] // request.page_rows))
    page = min(max(0, request.page), page_count - 1)
    place = repository.Place(request.order.value, request.page_rows, page * request.page_rows)
    rows = repository.behind_rows(store, metric, asked, frame, place)
    return RowsBehind(metric.grain, tuple(rows), total["row_count"], total["amount"], page, page_count)


@dataclass(frozen=True, slots=True)
class MissedRequest:
    """A question for the customers behind one norm: within whose reach, in which days; at most ``limit``."""

    asked: NumbersRequest
    norm_id: int
    limit: int = 100


@dataclass(frozen=True, slots=True)
class Missed:
    """A customer with whom contacts that a norm asked for were missed; without id and name where the asker may not see it."""

    customer_id: int | None
    name: str | None
    owner: str | None
    asked: int
    kept: int
    missed_on: date


@reads(
    "contact_norm", "customer_standing", "customer_tag", "customer_tag_past", "tag", "ownership_change", "channel_opt_out", "interaction", "customer", "app_user", "setting",
)  # fmt: skip
def missed_by_norm(store: Store, request: MissedRequest) -> tuple[Missed, ...]:
    """Return with whom contacts were missed that a norm asked for, the most missed first."""
    frame = frame_of(folders.metric("norm_compliance"), request.asked, ground_of(store, request.asked))
    rows = repository.missed_by_norm(store, request.asked, frame, request.norm_id, request.limit)
    return tuple(Missed(**row) for row in rows)


def all_rows_behind(store: Store, number: MetricRequest, order: Order = Order.NEWEST) -> tuple[Grain, pa.Table]:
    """Return what one row is, and all rows behind a number as an Arrow table.

    Raises:
        NotFound: there is no such metric.
        CannotBeAskedBy: it has no such filter, or its rows do not know what it is asked for.
    """
    metric, asked, frame = _question(store, number)
    place = repository.Place(order.value, MOST_ROWS, 0)
    return metric.grain, repository.behind_table(store, metric, asked, frame, place)


def _question(store: Store, number: MetricRequest) -> tuple[Metric, MetricRequest, Frame]:
    metric = folders.metric(number.metric_id)
    asked = replace(number, by=GroupBy.NONE)
    metric.refuse_unfit(asked)
    return metric, asked, frame_of(metric, asked, ground_of(store, asked))
