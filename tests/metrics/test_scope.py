"""Who may see which numbers: the own, the team's, all; and nothing of others behind them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from crm_core.metrics.behind import RowsRequest, all_rows_behind, rows_behind
from crm_core.metrics.bundle import BoardRequest, NumbersRequest, board_numbers, numbers
from crm_core.metrics.model import Customers, Filters, GroupBy
from crm_core.metrics.service import list_metrics, measure
from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.metrics.conftest import MARCH, TODAY, ask
from tests.metrics.stage import Line, Talk, add_lines, add_talks


@pytest.fixture
def shop(store: Store, cast: Cast) -> Store:
    """In March: Sol sells 10 and a colleague of the north 100, Vic nothing, nobody 1,000 to a stranger."""
    north = {"team": cast.north}
    add_lines(
        store,
        [
            Line(date(2026, 3, 2), 1, 1, 1, "10", country="Northland", owner=cast.sol.user_id, **north),
            Line(date(2026, 3, 3), 2, 2, 1, "100", country="Northland", owner=cast.tao.user_id, **north),
            Line(date(2026, 3, 4), 3, None, 1, "1000"),
        ],
    )
    add_talks(store, [Talk(date(2026, 3, 2), 1, cast.sol.user_id, cast.north, cast.sol.user_id)])
    return store


def test_sales_reach_as_far_as_the_role(shop: Store, cast: Cast) -> None:
    seen = {each.name: measure(shop, ask("gross_sales", MARCH, actor=each)).total.value for each in cast.everybody}
    whole = Decimal(1110)
    assert seen == {"Ada": whole, "Mia": whole, "Tao": Decimal(110), "Sol": Decimal(10), "Vic": 0, "Rea": whole}


def test_anonymous_sales_are_seen_at_scope_all_only(shop: Store, cast: Cast) -> None:
    def anonymous(actor: str) -> object:
        asked = ask("gross_sales", MARCH, actor=getattr(cast, actor), customers=Customers.ANONYMOUS)
        return measure(shop, asked).total.value

    assert [anonymous(name) for name in ("mia", "tao", "sol")] == [Decimal(1000), 0, 0]


def test_vic_sees_nothing_of_the_north(shop: Store, cast: Cast) -> None:
    for metric in list_metrics():
        asked = ask(metric.metric_id, MARCH, actor=cast.vic)
        assert not measure(shop, asked).total.value
        assert rows_behind(shop, RowsRequest(asked)).row_count == 0
        assert all_rows_behind(shop, asked)[1].num_rows == 0
        for by in {GroupBy.TEAM, GroupBy.COUNTRY, GroupBy.PERSON} & set(metric.groups):
            assert measure(shop, ask(metric.metric_id, MARCH, actor=cast.vic, by=by)).rows == ()


def test_asking_for_another_team_does_not_widen_the_reach(shop: Store, cast: Cast) -> None:
    for filters in (Filters(team=cast.north), Filters(person=cast.sol.user_id), Filters(country="Northland")):
        assert measure(shop, ask("gross_sales", MARCH, actor=cast.vic, filters=filters)).total.value == 0


def test_the_board_keeps_to_the_same_reach(shop: Store, cast: Cast) -> None:
    reach = ask("orders", actor=cast.vic).reach
    asked = NumbersRequest(reach, MARCH, TODAY)
    assert [number.row.value or 0 for number in board_numbers(shop, BoardRequest(asked)).values()] == [
        0 for _metric in list_metrics()
    ]
    by_team = numbers(shop, NumbersRequest(reach, MARCH, TODAY, GroupBy.TEAM))
    assert list(by_team) == [metric.metric_id for metric in list_metrics() if GroupBy.TEAM in metric.groups]
    assert all(result.rows == () for result in by_team.values())


def test_a_customer_who_moved_on_leaves_the_sale_but_not_the_name(shop: Store, cast: Cast) -> None:
    with shop.transaction() as transaction:
        move = sql("update customer set team_id = $1, owner_id = $2 where customer_id = 1")
        transaction.execute(move, [cast.south, cast.vic.user_id])
    row = rows_behind(shop, RowsRequest(ask("gross_sales", MARCH, actor=cast.sol))).rows[0]
    assert row["amount"] == Decimal(10)
    assert (row["customer_id"], row["customer_code"], row["customer_name"]) == (None, None, None)
    whole = rows_behind(shop, RowsRequest(ask("gross_sales", MARCH, actor=cast.mia))).rows
    assert "Customer 1" in [each["customer_name"] for each in whole]
