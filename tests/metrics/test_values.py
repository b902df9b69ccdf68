"""Small stores whose numbers were worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from crm_core.access.model import CONSOLE
from crm_core.metrics.model import Customers, Filters, GroupBy, Value
from crm_core.metrics.service import measure
from crm_core.periods import Period
from crm_core.settings.service import change_settings
from crm_core.store import Store
from tests.conftest import Cast
from tests.metrics.conftest import MARCH, ask
from tests.metrics.stage import Line, Talk, add_lines, add_talks

FEBRUARY = Period(date(2026, 2, 1), date(2026, 2, 28))


@pytest.fixture(scope="module")
def shop(shared_store: Store) -> Store:
    """January: order 1 of customer 1. February: order 2, a return. March: order 3 in two lines, a gift, an anonymous sale."""
    add_lines(
        shared_store,
        [
            Line(date(2026, 1, 31), 1, 1, 2, "10.25"),  # 20.50
            Line(date(2026, 2, 1), 2, 2, 1, "100", country="Germany"),
            Line(date(2026, 2, 28), 3, 1, -1, "10.25"),  # returned after January
            Line(date(2026, 3, 1), 4, 1, 3, "7", category="Cups"),  # 21
            Line(date(2026, 3, 1), 4, 1, 1, "4"),  # the same order: 4
            Line(date(2026, 3, 10), 5, 3, 1, "0"),  # a gift is no sale
            Line(date(2026, 3, 15), 6, None, 1, "30", country=None),
        ],
    )
    return shared_store


@pytest.mark.parametrize(
    ("metric_id", "january", "february", "march"),
    [
        ("gross_sales", Decimal("20.50"), Decimal(100), Decimal(55)),
        ("returns", 0, Decimal("10.25"), 0),
        ("net_sales", Decimal("20.50"), Decimal("89.75"), Decimal(55)),
        ("orders", 1, 1, 2),
        ("average_order_value", Decimal("20.50"), Decimal(100), Decimal("27.5")),
        ("active_customers", 1, 1, 1),
        ("new_customers", 1, 1, 0),
    ],
)
def test_each_metric_by_month(shop: Store, metric_id: str, january: Value, february: Value, march: Value) -> None:
    rows = measure(shop, ask(metric_id, by=GroupBy.MONTH)).rows
    assert [(row.label, row.value) for row in rows] == [
        ("2026-01", january),
        ("2026-02", february),
        ("2026-03", march),
    ]


def test_a_ratio_of_the_whole_is_not_the_mean_of_its_parts(shop: Store) -> None:
    row = measure(shop, ask("average_order_value")).total
    assert (row.numerator, row.denominator, row.value) == (Decimal("175.5"), 4, Decimal("43.875"))


def test_a_customer_of_two_months_is_one_customer_of_both(shop: Store) -> None:
    assert measure(shop, ask("active_customers")).total.value == 2


def test_known_and_anonymous_customers_are_told_apart(shop: Store) -> None:
    def asked(customers: Customers) -> Value | None:
        return measure(shop, ask("gross_sales", MARCH, customers=customers)).total.value

    assert [asked(each) for each in Customers] == [Decimal(55), Decimal(25), Decimal(30)]


def test_both_ends_of_a_span_count(shop: Store) -> None:
    span = Period(date(2026, 1, 31), date(2026, 2, 1))
    assert measure(shop, ask("gross_sales", span)).total.value == Decimal("120.50")


def test_numbers_by_country_leave_a_row_for_what_has_none(shop: Store) -> None:
    rows = measure(shop, ask("gross_sales", by=GroupBy.COUNTRY)).rows
    assert [(row.label, row.value) for row in rows] == [
        ("China", Decimal("45.5")),
        ("Germany", Decimal(100)),
        (None, Decimal(30)),
    ]


@pytest.mark.parametrize(
    ("filters", "value"),
    [
        (Filters(country="Germany"), Decimal(100)),
        (Filters(country=""), Decimal(30)),
        (Filters(category="Cups"), Decimal(21)),
        (Filters(category="Tea", country="China"), Decimal("24.5")),
        (Filters(country="'; drop table purchase; --"), 0),
    ],
)
def test_a_number_is_narrowed_to_what_was_chosen(shop: Store, filters: Filters, value: Value) -> None:
    assert measure(shop, ask("gross_sales", filters=filters)).total.value == value


def test_who_came_back_is_not_new_and_who_was_given_a_gift_has_not_bought(store: Store) -> None:
    add_lines(store, [Line(date(2026, 1, 31), 1, 1), Line(date(2026, 3, 10), 2, 3, 1, "0")])
    assert measure(store, ask("new_customers", MARCH)).total.value == 0
    add_lines(store, [Line(date(2026, 3, 16), 3, 1), Line(date(2026, 3, 16), 4, 3)])
    assert measure(store, ask("new_customers", MARCH)).total.value == 1  # customer 3, on the 16th


def test_a_first_purchase_in_another_team_stays_the_first(store: Store, cast: Cast) -> None:
    add_lines(
        store,
        [Line(date(2026, 1, 5), 1, 1, team=cast.south), Line(date(2026, 3, 5), 2, 1, team=cast.north)],
    )
    assert measure(store, ask("new_customers", MARCH, actor=cast.tao)).total.value == 0
    assert measure(store, ask("new_customers", filters=Filters(team=cast.south))).total.value == 1
    assert measure(store, ask("new_customers", filters=Filters(team=cast.north))).total.value == 0


def test_an_interaction_counts_for_whoever_logged_it(store: Store, cast: Cast) -> None:
    sol, vic = cast.sol.user_id, cast.vic.user_id
    add_talks(
        store,
        [Talk(date(2026, 3, 2), 1, sol, cast.north, vic), Talk(date(2026, 3, 3), 2, vic, cast.south, vic)],
    )
    assert measure(store, ask("interactions_logged", MARCH)).total.value == 2
    assert measure(store, ask("interactions_logged", MARCH, actor=cast.sol)).total.value == 1
    assert measure(store, ask("interactions_logged", MARCH, filters=Filters(person=vic))).total.value == 1


def test_quarters_and_years_begin_with_the_companys_first_month(store: Store) -> None:
    change_settings(store, CONSOLE, {"first_month": "4"}, 0)
    add_lines(store, [Line(date(2025, 3, 31), 1, 1), Line(date(2025, 4, 1), 2, 1, 2), Line(date(2026, 3, 31), 3, 1, 4)])

    def by(group: GroupBy) -> list[tuple[str | None, Value | None]]:
        return [(row.label, row.value) for row in measure(store, ask("gross_sales", by=group)).rows]

    assert by(GroupBy.YEAR) == [("2024", Decimal(10)), ("2025", Decimal(60))]
    assert by(GroupBy.QUARTER) == [
        ("2024-Q4", Decimal(10)), ("2025-Q1", Decimal(20)), ("2025-Q2", 0), ("2025-Q3", 0), ("2025-Q4", Decimal(40)),
    ]  # fmt: skip
