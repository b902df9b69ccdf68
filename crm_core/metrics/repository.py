"""The metrics' SQL: composed from closed fragments, run with the same named parameters everywhere."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from crm_core import clock
from crm_core.access.model import Reach
from crm_core.metrics.folders import sql_text
from crm_core.metrics.model import Computation, Customers, Grain, GroupBy, Metric, MetricRequest, NumbersRequest, Source
from crm_core.metrics.rows import Frame
from crm_core.periods import Period, month_of
from crm_core.settings import service as settings
from crm_core.store import Composer, Row, Statement, Store, statement
from crm_core.store.past import Past, past_rows
from crm_core.targets.workdays import is_working_day, next_working_day

if TYPE_CHECKING:
    import pyarrow as pa

BY_DAY = "day"  # what no user asks for: the days that a series is made of
_PERIOD = "(date_trunc('{kind}', l.{day} - to_months($first_month - 1)) + to_months($first_month - 1))::date"


def _groups(day: str, person: str) -> dict[str, str]:
    return {
        GroupBy.NONE: "null",
        BY_DAY: f"l.{day}",
        GroupBy.MONTH: f"date_trunc('month', l.{day})::date",
        GroupBy.QUARTER: _PERIOD.format(kind="quarter", day=day),
        GroupBy.YEAR: _PERIOD.format(kind="year", day=day),
        GroupBy.TEAM: "l.team_id",
        GroupBy.PERSON: f"l.{person}",
    }


def _filters(person: str) -> dict[str, str]:
    return {
        "any": "true",
        "team": "l.team_id = $team",
        "no team": "l.team_id is null",
        "person": f"l.{person} = $person",
        "no person": f"l.{person} is null",
    }


# What stood of a counted row's customer on the day that counts; looked up only where it is asked for.
_STOOD = (
    "(select max(p.rung) from customer_standing_view as p where p.customer_id = l.customer_id and p.dimension = '{dimension}' "
    "and p.since_on <= l.calendar_on and (p.until_on is null or p.until_on > l.calendar_on))"
)
_RUNGS: dict[str, str] = {by.value: _STOOD.format(dimension=by.value) for by in (GroupBy.TYPE, GroupBy.TIER)}
_KNOWN = {"known": "l.customer_id is not null", "anonymous": "l.customer_id is null"}

# What a user may choose, as constant fragments by closed names; alias l is the counted row in every statement.
_SLOTS: dict[Source, dict[str, dict[str, str]]] = {
    Source.PURCHASE: {
        "groups": {
            **_groups("purchased_on", "owner_id"),
            GroupBy.COUNTRY: "l.country",
            GroupBy.CATEGORY: "l.category",
        },
        "filters": {
            **_filters("owner_id"),
            **_KNOWN,
            "country": "l.country = $country",
            "no country": "l.country is null",
            "category": "l.category = $category",
            "no category": "l.category is null",
        },
    },
    Source.INTERACTION: {"groups": _groups("happened_on", "user_id"), "filters": _filters("user_id")},
    Source.FOLLOW_UP: {"groups": _groups("due_on", "user_id"), "filters": _filters("user_id")},
    Source.NORM: {
        "groups": {**_groups("due_on", "user_id"), **_RUNGS},
        "filters": {
            **_filters("user_id"),
            **{by: f"{rung} = ${by}" for by, rung in _RUNGS.items()},
            **{f"no {by}": f"{rung} is null" for by, rung in _RUNGS.items()},
        },
    },
    Source.ANSWER: {"groups": _groups("answered_on", "owner_id"), "filters": {**_filters("owner_id"), **_KNOWN}},
    Source.CUSTOMER: {"groups": _groups("created_on", "owner_id"), "filters": _filters("owner_id")},
}
# What is asked as of a day is grouped by the spans that are asked for, not by the days of its rows.
_SPAN_GROUPS = dict.fromkeys((GroupBy.MONTH, GroupBy.QUARTER, GroupBy.YEAR), "s.span_key")
_PARAMETER = re.compile(r"\$([a-z_]+)")
# Statements that count the purchases of the asked days and nothing later, and those of them that give a row a day.
_OF_ITS_DAYS = ("purchase_numbers", "customer_numbers", "new_customers_by_day")
_BY_DAY = ("new_customers_by_day",)
_TEN_YEARS, _HOLIDAYS = timedelta(days=3660), timedelta(days=25)
_COMMENT = re.compile(r"--[^\n]*")


@cache
def _composer(name: str, text: str, source: Source, is_as_of: bool) -> Composer:
    base = Statement(name, text, frozenset())
    return Composer(base, _slots(source, is_as_of=is_as_of), empty={"groups": "null", "filters": "true"})


def _slots(source: Source, *, is_as_of: bool) -> dict[str, dict[str, str]]:
    slots = _SLOTS[source]
    return {**slots, "groups": slots["groups"] | _SPAN_GROUPS} if is_as_of else slots


def _chosen_filters(request: NumbersRequest, source: Source) -> list[str]:
    names = [by.value if value else f"no {by.value}" for by, value in request.filters.asked.items()]
    if source in (Source.PURCHASE, Source.ANSWER) and request.customers is not Customers.ALL:
        names.append(request.customers.value)
    return names or ["any"]


def compose(name: str, text: str, source: Source, request: NumbersRequest, *, is_as_of: bool = False) -> Statement:
    """Return ``text`` with the request's grouping and filters in its slots; ``is_as_of`` groups periods by their spans.

    Raises:
        KeyError: the source does not know them; ask ``Metric.can_be_asked`` first.
    """
    composer = _composer(name, text, source, is_as_of)
    return composer.compose(groups=request.by.value, filters=_chosen_filters(request, source))


def parameters(query: Statement, request: NumbersRequest, frame: Frame, **more: object) -> dict[str, object]:
    """Return the values of the parameters that ``query`` names."""
    known: dict[str, object] = {
        "from": request.period.first,
        "to": request.period.end,
        **request.reach.named(),
        "first_month": frame.first_month,
        "today": frame.today,
        "window": frame.window_days,
        "keys": [span.key for span in frame.spans],
        "firsts": [span.first for span in frame.spans],
        "ends": [span.end for span in frame.spans],
        **{by.value: value for by, value in request.filters.asked.items()},
        **more,
    }
    names = _PARAMETER.findall(_COMMENT.sub("", query.text))
    if "off_days" in names:
        known |= _days_off(request, frame.today)
    return {name: known[name] for name in names}


def _days_off(request: NumbersRequest, today: date) -> dict[str, object]:
    """Return the days off work around the asked days up to today, of the last ten years, and the working day after each."""
    first = max(request.period.first, today - _TEN_YEARS) - _HOLIDAYS
    last = min(request.period.last, today) + _HOLIDAYS
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    off = [day for day in days if not is_working_day(day)]
    return {"off_days": off, "next_days": [next_working_day(day) for day in off]}


def metric_rows(store: Store, metric: Metric, request: MetricRequest, frame: Frame) -> tuple[list[Row], Computation]:
    """Return one row a group as the metric's ``query.sql`` gives it, and the very SQL that ran."""
    text = sql_text(metric.metric_id, "query")
    query = compose(f"metrics/{metric.metric_id}", text, metric.source, request, is_as_of=metric.is_as_of)
    rows = []
    for asked, counted, end in _past_and_rest(store, metric, request, frame):
        rows += _rows(store, metric.source, query, parameters(query, asked, counted), end)
    return rows, Computation(query.text, parameters(query, request, frame))


def _past_and_rest(
    store: Store, metric: Metric, request: NumbersRequest, frame: Frame
) -> Iterator[tuple[NumbersRequest, Frame, date]]:
    """Yield a question to purchases by months in two: those that are over, and the rest; any other as it is.

    Each with the day after the last that it counts.
    """
    over = _over(store)
    if not metric.is_as_of or metric.source is not Source.PURCHASE:
        is_split = request.by is GroupBy.MONTH and metric.source is Source.PURCHASE
        for asked in split(request, over) if is_split else (request,):
            yield asked, frame, asked.period.end
        return
    past = tuple(span for span in frame.spans if span.end <= over)
    for spans in (past, frame.spans[len(past) :]) if past and len(past) < len(frame.spans) else (frame.spans,):
        yield request, replace(frame, spans=spans), max((span.end for span in spans), default=request.period.end)


def split(request: NumbersRequest, day: date) -> Iterator[NumbersRequest]:
    """Yield the question for the days before ``day``, then for those from it on; as it is where all lie on one side."""
    asked = request.period
    if asked.first < day <= asked.last:
        yield replace(request, period=Period(asked.first, day - timedelta(days=1)))
        yield replace(request, period=Period(day, asked.last))
    else:
        yield request


def _over(store: Store) -> date:
    """Return the first day of the month that is not over."""
    return month_of(clock.today(settings.current(store).zone)).first


def _rows(store: Store, source: Source, query: Statement, values: Mapping[str, object], end: date) -> list[Row]:
    """Return a statement's rows; those of purchases of months that are over are kept until one of them is written.

    ``end`` is the day after the last that the statement counts: no purchase of a later day changes what it finds.
    """
    if source is Source.PURCHASE and end <= _over(store):
        return past_rows(store, query, values, Past("purchase", end, ("product",)))
    return store.rows(query, values)


def daily_rows(store: Store, metric: Metric, request: MetricRequest, frame: Frame) -> list[Row]:
    """Return one row a day on which something was counted, as the metric's ``query.sql`` gives it."""
    base = _composer(f"metrics/{metric.metric_id}", sql_text(metric.metric_id, "query"), metric.source, is_as_of=False)
    query = base.compose(groups=BY_DAY, filters=_chosen_filters(request, metric.source))
    rows = []
    for asked in split(request, _over(store)) if metric.source is Source.PURCHASE else (request,):
        rows += _rows(store, metric.source, query, parameters(query, asked, frame), asked.period.end)
    return rows


def shared_rows(
    store: Store, name: str, source: Source, request: NumbersRequest, frame: Frame, **more: object
) -> list[Row]:
    """Return the rows of one of the room's statements that several metrics share; ``more`` are its own parameters."""
    query = compose(f"metrics/{name}", statement("metrics", name).text, source, request)
    if name not in _OF_ITS_DAYS:
        return store.rows(query, parameters(query, request, frame, **more))
    rows = []
    for asked in split(request, _over(store)) if request.by is GroupBy.MONTH or name in _BY_DAY else (request,):
        rows += _rows(store, source, query, parameters(query, asked, frame, **more), asked.period.end)
    return rows


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of rows lies: in which order, how many, after how many."""

    order: str
    limit: int
    offset: int


_ORDERS = {"newest": "day desc, row_id desc", "largest": "amount desc, row_id desc"}
_WITHOUT_AMOUNT = (Grain.INTERACTIONS, Grain.FOLLOW_UPS, Grain.NORMS, Grain.ANSWERS, Grain.RECORDS)


@cache
def _behind_composer(name: str, metric: Metric) -> Composer:
    """Return a statement around the metric's own rows: first they go in, then what they are narrowed to."""
    slots = {
        "rows": {"own": sql_text(metric.metric_id, "rows")},
        "order": _ORDERS,
        "amount": {"sum": "sum(b.amount)", "none": "null"},
        **_slots(metric.source, is_as_of=metric.is_as_of),
    }
    return Composer(statement("metrics", name), slots, joiners={"order": ", "})


def _behind(metric: Metric, asked: MetricRequest, place: Place) -> Statement:
    order = "newest" if metric.grain in _WITHOUT_AMOUNT else place.order
    filters = _chosen_filters(asked, metric.source)
    return _behind_composer(f"behind_{metric.grain}", metric).compose(rows="own", order=order, filters=filters)


def behind_total(store: Store, metric: Metric, asked: MetricRequest, frame: Frame) -> Row:
    """Return how many rows lie behind a number (``row_count``) and the sum of their ``amount``."""
    amount = "none" if metric.grain in _WITHOUT_AMOUNT else "sum"
    composer = _behind_composer("behind_total", metric)
    query = composer.compose(rows="own", amount=amount, filters=_chosen_filters(asked, metric.source))
    return store.rows(query, parameters(query, asked, frame))[0]


def behind_rows(store: Store, metric: Metric, asked: MetricRequest, frame: Frame, place: Place) -> list[Row]:
    """Return a page of the rows behind a number."""
    query = _behind(metric, asked, place)
    return store.rows(query, parameters(query, asked, frame, limit=place.limit, offset=place.offset))


def behind_table(store: Store, metric: Metric, asked: MetricRequest, frame: Frame, place: Place) -> pa.Table:
    """Return the same rows as an Arrow table, for files."""
    query = _behind(metric, asked, place)
    return store.table(query, parameters(query, asked, frame, limit=place.limit, offset=place.offset))


_BY_NORM = Composer(
    statement("metrics", "kept_by_norm"),
    {"rows": {"own": sql_text("norm_compliance", "rows")}, **_slots(Source.NORM, is_as_of=False)},
)


def kept_by_norm(store: Store, request: NumbersRequest, frame: Frame) -> list[Row]:
    """Return how many contacts each norm asked for within the asked days, and how many of them were kept."""
    query = _BY_NORM.compose(rows="own", filters=_chosen_filters(request, Source.NORM))
    return store.rows(query, parameters(query, request, frame))


_MISSED = Composer(
    statement("metrics", "missed_by_norm"),
    {"rows": {"own": sql_text("norm_compliance", "rows")}, **_slots(Source.NORM, is_as_of=False)},
)


def missed_by_norm(store: Store, request: NumbersRequest, frame: Frame, norm_id: int, limit: int) -> list[Row]:
    """Return the customers with whom contacts were missed that a norm asked for, the most missed first."""
    query = _MISSED.compose(rows="own", filters=_chosen_filters(request, Source.NORM))
    return store.rows(query, parameters(query, request, frame, norm=norm_id, limit=limit))


Days = dict[Source, tuple[date | None, date | None]]
_known_days: WeakKeyDictionary[Store, tuple[tuple[int, ...], Days]] = WeakKeyDictionary()
_lock = threading.Lock()


def data_days(store: Store) -> Days:
    """Return the first and the last day with data of each source table; asked by every number, so kept until a write."""
    versions = store.versions([source.value for source in Source])
    with _lock:
        kept = _known_days.get(store)
    if kept is not None and kept[0] == versions:
        return kept[1]
    rows = store.rows(statement("metrics", "coverage"))
    days = {Source(row["source"]): (row["first_on"], row["last_on"]) for row in rows}
    with _lock:
        _known_days[store] = (versions, days)
    return days


def country_names(store: Store, reach: Reach) -> list[str]:
    """Return the countries or regions of the purchases within ``reach``."""
    return [row["name"] for row in store.rows(statement("metrics", "country_names"), reach.named())]


def group_names(store: Store, by: GroupBy) -> Mapping[int, str]:
    """Return the names of teams or people by id; nothing for other groupings."""
    names = {GroupBy.TEAM: "team_names", GroupBy.PERSON: "person_names"}
    if by not in names:
        return {}
    return {row["id"]: row["name"] for row in store.rows(statement("metrics", names[by]))}
