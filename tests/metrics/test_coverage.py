"""No data is None, never 0; a covered day without an event is data. When a period is complete."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from crm_core.access.model import CONSOLE
from crm_core.metrics.behind import RowsRequest, rows_behind
from crm_core.metrics.coverage import Coverage
from crm_core.metrics.model import GroupBy
from crm_core.metrics.service import (
    ComparisonRequest,
    breakdown,
    compare,
    coverage,
    list_metrics,
    measure,
    opening_period,
    trend,
)
from crm_core.periods import Period, PeriodKind, month_of
from crm_core.settings.service import change_settings
from crm_core.store import Store
from tests.metrics.conftest import MARCH, TODAY, ask
from tests.metrics.stage import Line, Talk, add_lines, add_talks

IDS = [metric.metric_id for metric in list_metrics()]


@pytest.fixture
def shop(store: Store) -> Store:
    """Sales from 10 January 2025 to 15 March 2026, none in February 2026."""
    days = [date(2025, 1, 10), date(2025, 3, 10), date(2025, 3, 20), date(2026, 1, 5), date(2026, 3, 15)]
    add_lines(store, [Line(day, order, order, order) for order, day in enumerate(days, 1)])
    return store


@pytest.mark.parametrize("metric_id", IDS)
@pytest.mark.parametrize("by", [GroupBy.NONE, GroupBy.MONTH, GroupBy.TEAM])
def test_an_empty_store_says_nothing(shared_store: Store, metric_id: str, by: GroupBy) -> None:
    store = shared_store
    rows = measure(store, ask(metric_id, by=by)).rows
    assert [row.value for row in rows] == ([None] if by is GroupBy.NONE else [])
    assert not any(row.complete for row in rows)
    assert rows_behind(store, RowsRequest(ask(metric_id))).rows == ()
    assert trend(store, ask(metric_id, MARCH)).rows == ()
    comparison = compare(store, ComparisonRequest(ask(metric_id, MARCH)))
    assert (comparison.counted, comparison.before) == (None, None)


@pytest.mark.parametrize("period", [month_of(date(2024, 12, 1)), month_of(date(2026, 4, 1))])
def test_a_span_that_is_not_covered_has_no_value(shop: Store, period: Period) -> None:
    assert measure(shop, ask("gross_sales", period)).total.value is None
    assert measure(shop, ask("orders", period)).total.value is None
    assert measure(shop, ask("gross_sales", period, by=GroupBy.MONTH)).rows == ()


def test_a_covered_month_without_a_sale_sold_nothing(shop: Store) -> None:
    february = month_of(date(2026, 2, 1))
    assert measure(shop, ask("gross_sales", february)).total.value == 0
    assert measure(shop, ask("active_customers", february)).total.value == 0
    row = measure(shop, ask("average_order_value", february)).total
    assert (row.value, row.numerator, row.denominator) == (None, 0, 0)


def test_months_without_a_sale_leave_no_hole(shop: Store) -> None:
    rows = measure(shop, ask("orders", Period(date(2025, 12, 1), date(2026, 12, 31)), by=GroupBy.MONTH)).rows
    assert [(row.label, row.value, row.complete) for row in rows] == [
        ("2025-12", 0, True),
        ("2026-01", 1, True),
        ("2026-02", 0, True),
        ("2026-03", 1, False),
    ]


def test_a_month_that_was_asked_in_part_is_not_complete(shop: Store) -> None:
    rows = measure(shop, ask("orders", Period(date(2025, 3, 2), date(2025, 5, 30)), by=GroupBy.MONTH)).rows
    assert [(row.label, row.complete) for row in rows] == [("2025-03", False), ("2025-04", True), ("2025-05", False)]


def test_the_first_month_is_complete_from_the_first_day_with_data(shop: Store) -> None:
    rows = measure(shop, ask("orders", Period(date(2025, 1, 10), date(2025, 2, 28)), by=GroupBy.MONTH)).rows
    assert [row.complete for row in rows] == [True, True]


@pytest.mark.parametrize(
    ("last", "as_of", "until", "complete"),
    [
        (date(2026, 3, 15), date(2026, 3, 18), date(2026, 3, 15), True),
        (date(2026, 3, 16), date(2026, 3, 18), date(2026, 3, 15), False),  # not covered
        (date(2026, 3, 18), date(2026, 3, 18), date(2026, 3, 31), False),  # today is not past
        (date(2026, 3, 17), date(2026, 3, 18), date(2026, 3, 31), True),
        (date(2026, 3, 1), date(2026, 3, 18), None, False),
    ],
)
def test_a_period_is_complete_when_its_last_day_is_past_and_covered(
    last: date, as_of: date, until: date | None, complete: bool
) -> None:
    covered = Coverage(date(2025, 1, 1), until, until)
    assert covered.is_complete(Period(date(2026, 3, 1), last), as_of) is complete


def test_the_admin_says_until_when_purchases_are_whole(shop: Store) -> None:
    january = month_of(date(2026, 1, 1))
    assert measure(shop, ask("orders", MARCH, as_of=date(2026, 4, 2))).total.complete is False
    change_settings(shop, CONSOLE, {"purchases_cover_until": "2026-03-31"}, 0)
    assert measure(shop, ask("orders", MARCH, as_of=date(2026, 4, 2))).total.complete is True
    change_settings(shop, CONSOLE, {"purchases_cover_until": "2025-12-31"}, 1)
    assert measure(shop, ask("orders", january)).total.complete is False


def test_what_is_logged_by_hand_is_covered_until_today(store: Store) -> None:
    add_talks(store, [Talk(date(2026, 1, 5), 1, 7)])
    assert measure(store, ask("interactions_logged", month_of(date(2026, 2, 1)))).total.complete is True
    assert measure(store, ask("interactions_logged", month_of(date(2026, 2, 1)))).total.value == 0
    assert coverage(store, "interactions_logged", TODAY).until == TODAY


def test_a_partial_month_is_compared_with_the_same_days(shop: Store) -> None:
    comparison = compare(shop, ComparisonRequest(ask("gross_sales", MARCH)))
    assert comparison.row.value == Decimal(50) and comparison.row.complete is False
    assert comparison.counted == Period(date(2026, 3, 1), date(2026, 3, 15))
    assert comparison.before is not None
    assert comparison.before.period == Period(date(2025, 3, 1), date(2025, 3, 15))
    assert comparison.before_value == Decimal(20)  # not the 20th's
    assert comparison.before_is_whole


def test_a_year_before_that_the_data_do_not_reach_is_said_so(shop: Store) -> None:
    comparison = compare(shop, ComparisonRequest(ask("gross_sales", month_of(date(2026, 1, 1)))))
    assert comparison.before_value == Decimal(10)
    assert comparison.before_is_whole is False  # data begin on the 10th


def test_the_board_opens_on_the_latest_period_with_purchases(shop: Store) -> None:
    assert opening_period(shop, PeriodKind.MONTH, date(2026, 8, 1)) == MARCH
    assert opening_period(shop, PeriodKind.YEAR, date(2027, 8, 1)) == Period(date(2026, 1, 1), date(2026, 12, 31))
    assert opening_period(shop, PeriodKind.MONTH, date(2026, 2, 10)) == month_of(date(2026, 2, 1))


def test_the_board_of_an_empty_store_opens_on_the_present(store: Store) -> None:
    assert opening_period(store, PeriodKind.MONTH, TODAY) == MARCH


def test_the_trend_shows_thirteen_months_that_end_with_the_last_counted_one(shop: Store) -> None:
    rows = trend(shop, ask("orders", Period(date(2026, 1, 1), date(2026, 12, 31)))).rows
    assert [rows[0].label, rows[-1].label, len(rows)] == ["2025-03", "2026-03", 13]


def test_groups_are_compared_with_the_same_days_a_year_before(shop: Store) -> None:
    asked = ask("gross_sales", Period(date(2026, 1, 1), date(2026, 12, 31)), by=GroupBy.MONTH)
    found = breakdown(shop, ComparisonRequest(asked))
    assert [(row.label, row.value, found.before.get(row.key)) for row in found.result.rows] == [
        ("2026-01", Decimal(40), Decimal(10)),
        ("2026-02", 0, 0),
        ("2026-03", Decimal(50), Decimal(20)),
    ]
    assert found.before_period == Period(date(2025, 1, 1), date(2025, 3, 15))
    assert found.before_is_whole is False


def test_countries_are_compared_by_name(shop: Store) -> None:
    found = breakdown(shop, ComparisonRequest(ask("orders", MARCH, by=GroupBy.COUNTRY)))
    assert dict(found.before) == {"China": 1}


def test_an_empty_store_has_no_groups_and_no_year_before(store: Store) -> None:
    found = breakdown(store, ComparisonRequest(ask("orders", MARCH, by=GroupBy.COUNTRY)))
    assert (found.result.rows, found.before, found.before_period) == ((), {}, None)
