"""Numbers of customers who come back, of what is earned, answered and kept up, worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from crm_core.metrics.behind import RowsRequest, rows_behind
from crm_core.metrics.model import Filters, GroupBy, MetricRow, Value
from crm_core.metrics.service import ComparisonRequest, compare, measure
from crm_core.periods import Period
from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.metrics.conftest import MARCH, TODAY, ask
from tests.metrics.stage import Answer, Line, Promise, add_answers, add_lines, add_products, add_promises

# 17 March 2026 is the last day with data: the window runs from 18 December, the one before it from 19 September.
LAST = date(2026, 3, 17)
WINDOW, BEFORE = LAST - timedelta(days=89), LAST - timedelta(days=179)


def total(store: Store, metric_id: str, period: Period = MARCH, filters: Filters | None = None) -> MetricRow:
    return measure(store, ask(metric_id, period, filters=filters)).total


def parts(row: MetricRow) -> tuple[Value | None, Value | None]:
    return row.numerator, row.denominator


@pytest.fixture
def regulars(store: Store, cast: Cast) -> Store:
    """1 buys in both windows, on their outermost days; 2 in the first only, twice; 3 in the last only; 4 long ago.

    5 bought from the north and came back to the south.
    """
    north, south = {"team": cast.north}, {"team": cast.south}
    add_lines(
        store,
        [
            Line(BEFORE, 1, 1, price="10", **north), Line(LAST, 2, 1, price="30", **north),
            Line(WINDOW - timedelta(days=1), 3, 2, price="20", **north), Line(BEFORE, 4, 2, price="5", **north),
            Line(WINDOW, 5, 3, price="40", **south),
            Line(BEFORE - timedelta(days=1), 6, 4, **north), Line(BEFORE - timedelta(days=400), 7, 4, **north),
            Line(date(2025, 11, 2), 8, 5, price="50", **north), Line(date(2026, 2, 1), 9, 5, price="60", **south),
            Line(date(2026, 3, 1), 10, None, price="1000"),
        ],
    )  # fmt: skip
    return store


def test_retention_is_who_bought_again_of_those_who_bought_before(regulars: Store, cast: Cast) -> None:
    assert parts(total(regulars, "retention")) == (2, 3)  # 1 and 5 of 1, 2 and 5
    assert parts(total(regulars, "churn")) == (1, 3)
    north = Filters(team=cast.north)
    assert parts(total(regulars, "retention", filters=north)) == (2, 3), "who came back to another team was kept"
    assert parts(total(regulars, "retention", filters=Filters(team=cast.south))) == (0, 0)


def test_retention_and_churn_are_one(regulars: Store) -> None:
    for by in (GroupBy.MONTH, GroupBy.TEAM, GroupBy.NONE):
        kept = measure(regulars, ask("retention", by=by)).rows
        lost = measure(regulars, ask("churn", by=by)).rows
        assert [row.key for row in kept] == [row.key for row in lost]
        assert [(k.numerator or 0) + (r.numerator or 0) for k, r in zip(kept, lost, strict=True)] == [
            row.denominator or 0 for row in kept
        ]


def test_the_length_of_the_span_plays_no_part_in_retention(regulars: Store) -> None:
    for period in (Period(LAST, LAST), MARCH, Period(date(2026, 1, 1), date(2026, 12, 31))):
        assert parts(total(regulars, "retention", period)) == (2, 3)


def test_without_history_for_two_windows_there_is_no_retention(store: Store) -> None:
    add_lines(store, [Line(BEFORE + timedelta(days=1), 1, 1), Line(LAST, 2, 1)])
    assert total(store, "retention").value is None and total(store, "churn").value is None
    assert rows_behind(store, RowsRequest(ask("churn", MARCH))).row_count == 0
    add_lines(store, [Line(BEFORE, 3, 2)])
    assert parts(total(store, "retention")) == (1, 2)


def test_behind_churn_stand_those_who_did_not_come_back(regulars: Store) -> None:
    behind = rows_behind(regulars, RowsRequest(ask("churn", MARCH)))
    assert [(row["customer_id"], row["order_count"], row["amount"]) for row in behind.rows] == [(2, 2, 25)]
    behind = rows_behind(regulars, RowsRequest(ask("retention", MARCH)))
    assert {row["customer_id"] for row in behind.rows} == {1, 5}


def test_who_ordered_twice_in_the_span_repurchased(store: Store) -> None:
    add_lines(
        store,
        [
            Line(date(2026, 3, 1), 1, 1), Line(date(2026, 3, 1), 1, 1), Line(date(2026, 3, 2), 2, 2),
            Line(date(2026, 3, 2), 3, 2), Line(date(2026, 3, 9), 4, 3), Line(date(2026, 2, 9), 5, 3),
            Line(date(2026, 3, 10), 6, 3, -1), Line(date(2026, 3, 10), 7, None), Line(date(2026, 3, 11), 8, None),
        ],
    )  # fmt: skip
    assert parts(total(store, "repurchase_rate")) == (1, 3), "2 alone: two lines are one order, a return is none"
    assert parts(total(store, "repurchase_rate", Period(date(2026, 2, 1), LAST))) == (2, 3)
    row = total(store, "purchase_frequency")
    assert (parts(row), row.value) == ((4, 3), Decimal(4) / 3)


def test_new_customers_return_within_ninety_days_of_their_first(store: Store) -> None:
    first = LAST - timedelta(days=90)  # their time is up on the last day with data
    add_lines(
        store,
        [
            Line(first, 1, 1), Line(first + timedelta(days=90), 2, 1),  # on the last day of the ninety
            Line(first, 3, 2), Line(first, 4, 2),  # twice on the first day is no return
            Line(first, 5, 3), Line(LAST, 6, 3, -1),  # a return is no purchase
            Line(first + timedelta(days=1), 7, 4), Line(LAST, 8, 4),  # the time is not up
            Line(first - timedelta(days=17), 9, 5), Line(first - timedelta(days=16), 10, 5),  # it was up in February
        ],
    )  # fmt: skip
    assert parts(total(store, "new_customer_return_rate")) == (1, 3)
    february = Period(date(2026, 2, 1), date(2026, 2, 28))
    assert parts(total(store, "new_customer_return_rate", february)) == (1, 1)
    behind = rows_behind(store, RowsRequest(ask("new_customer_return_rate", MARCH)))
    assert [(row["customer_id"], row["day"]) for row in behind.rows] == [(1, first)]


@pytest.mark.parametrize(
    ("amounts", "top", "whole"),
    [
        ([100, 50, 20, 20, 10], 100, 200),
        ([100, 50, 20, 20, 10, 0.5], 150, Decimal("200.5")),  # a fifth of six is two
        ([10, 10, 10, 10], 10, 40),
        ([7], 7, 7),
    ],
)
def test_the_top_fifth_is_rounded_up_to_whole_customers(
    store: Store, amounts: list[float], top: int, whole: Value
) -> None:
    add_lines(store, [Line(LAST, place, place, price=str(amount)) for place, amount in enumerate(amounts, 1)])
    add_lines(store, [Line(LAST, 90, None, price="999"), Line(LAST, 91, 1, -1)])
    assert parts(total(store, "top_fifth_share")) == (top, whole)


@pytest.fixture
def costs(store: Store) -> Store:
    """Product 1 costs 4, of 2 nobody knows; one line knows better, one was taken back."""
    add_products(store, {1: "4", 2: None})
    add_lines(
        store,
        [
            Line(date(2026, 3, 1), 1, 1, 3, "10", product=1),  # 30 - 12
            Line(date(2026, 3, 1), 1, 1, 1, "10", product=1, cost="7"),  # 10 - 7
            Line(date(2026, 3, 2), 2, 2, 1, "60", product=2),  # unknown
            Line(date(2026, 3, 3), 3, 1, -1, "10", product=1),  # -10 + 4
            Line(date(2026, 3, 4), 4, 1, 1, "0", product=1),  # a gift is no sale
            Line(date(2026, 2, 2), 5, 2, 1, "60", product=2, country="Chad"),
        ],
    )
    return store


def test_profit_is_counted_where_the_cost_is_known(costs: Store) -> None:
    row = total(costs, "gross_profit")
    assert (row.value, row.known_share) == (Decimal(15), Decimal("0.4"))
    row = total(costs, "gross_margin")
    assert (parts(row), row.value, row.known_share) == ((15, 30), Decimal("0.5"), Decimal("0.4"))


def test_without_a_known_cost_there_is_no_profit_and_without_a_sale_it_is_nothing(costs: Store) -> None:
    february = Period(date(2026, 2, 1), date(2026, 2, 20))
    for metric_id in ("gross_profit", "gross_margin"):
        row = total(costs, metric_id, february)
        assert (row.value, row.known_share) == (None, 0), "nobody knows, which is not 0"
    quiet = Period(date(2026, 2, 10), date(2026, 2, 20))
    assert (total(costs, "gross_profit", quiet).value, total(costs, "gross_profit", quiet).known_share) == (0, None)
    assert total(costs, "gross_margin", quiet).value is None


def test_scores_are_means_with_count_and_margin(store: Store) -> None:
    """Two promoters, one passive, one detractor: 25, s = 95.7427, t(3) = 3.1824: ± 152.35."""
    add_answers(
        store,
        [Answer(n, LAST, "nps", score, None, None, None) for n, score in enumerate(("100", "100", "0", "-100"), 1)]
        + [Answer(5, LAST, "csat", "1"), Answer(6, LAST, "csat", "0"), Answer(7, LAST, "index", "62.5")],
    )
    row = total(store, "nps")
    assert row.tally is not None and row.tally.margin is not None
    assert (row.value, row.tally.count, round(row.tally.margin, 2)) == (25, 4, Decimal("152.35"))
    assert total(store, "csat").value == Decimal("0.5")
    row = total(store, "satisfaction_index")
    assert (row.value, row.tally.margin if row.tally else 0) == (Decimal("62.5"), None)
    assert total(store, "nps", Period(LAST + timedelta(days=1), TODAY)).value is None, "no answer is no score of 0"


def test_follow_ups_are_in_time_when_done_by_the_day_they_were_due(store: Store, cast: Cast) -> None:
    sol, due = cast.sol.user_id, date(2026, 3, 10)
    add_promises(
        store,
        [
            Promise(due, 1, sol, due), Promise(due, 1, sol, due - timedelta(days=3)),
            Promise(due, 1, sol, due + timedelta(days=1)), Promise(due, 1, sol),
            Promise(due, 1, sol, is_cancelled=True), Promise(TODAY, 1, sol), Promise(date(2026, 2, 1), 1, sol),
        ],
    )  # fmt: skip
    assert parts(total(store, "follow_ups_in_time")) == (2, 4), "cancelled ones and today's are left out"
    behind = rows_behind(store, RowsRequest(ask("follow_ups_in_time", MARCH)))
    assert sorted((row["is_in_time"], row["done_on"] is not None) for row in behind.rows) == [
        (False, False), (False, True), (True, True), (True, True),
    ]  # fmt: skip


def test_a_record_is_as_complete_as_its_key_fields(store: Store) -> None:
    add_lines(store, [Line(LAST, 1, 1, owner=7), Line(LAST, 2, 2)])
    change = sql(
        "update customer set kind = 'company', phone = '1', email = 'a@b', region = '北京' where customer_id = 2"
    )
    with store.transaction() as transaction:
        transaction.execute(change)
    row = total(store, "record_completeness")
    assert parts(row) == (4, 10), "a person has six key fields, of which the owner is known; a company four"
    behind = rows_behind(store, RowsRequest(ask("record_completeness", MARCH)))
    assert [row["empty_fields"] for row in behind.rows] == ["owner", "phone,email,region,birthday,gender"]
    comparison = compare(store, ComparisonRequest(ask("record_completeness", MARCH)))
    assert comparison.before_is_whole is False, "what a record held last year is kept nowhere"
