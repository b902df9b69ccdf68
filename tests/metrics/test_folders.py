"""Every metric folder is whole: declared, told in three languages, its SQL runs by each group, its rows give its value."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from crm_core.errors import NotFound
from crm_core.i18n import Language
from crm_core.metrics import folders
from crm_core.metrics.behind import RowsRequest, all_rows_behind, rows_behind
from crm_core.metrics.bundle import NumbersRequest, numbers
from crm_core.metrics.model import CannotBeAskedBy, Customers, Filters, Grain, GroupBy, Kind, Value
from crm_core.metrics.service import definition, list_metrics, measure
from crm_core.store import Store
from tests.metrics.conftest import ALL_DAYS, TODAY, ask
from tests.metrics.stage import Line, Talk, add_lines, add_talks

IDS = [metric.metric_id for metric in list_metrics()]
PAIRS = [(metric.metric_id, by) for metric in list_metrics() for by in (GroupBy.NONE, *metric.groups)]


NORTH, SOUTH, SOL, VIC = 1, 2, 11, 12


@pytest.fixture(scope="module")
def full(shared_store: Store) -> Store:
    """Two teams, two countries, a return, a gift, an anonymous sale, an order of two days, a customer with a quote."""
    store = shared_store
    north, south = {"team": NORTH, "owner": SOL}, {"team": SOUTH, "owner": VIC}
    add_lines(
        store,
        [
            Line(date(2025, 3, 5), 1, 1, 2, "10.5", **north),
            Line(date(2025, 3, 5), 1, 1, 1, "4", category="Cups", **north),
            Line(date(2026, 1, 30), 2, 1, 3, "10", **north),
            Line(date(2026, 2, 2), 2, 1, 1, "1", **north),
            Line(date(2026, 3, 1), 3, 2, 1, "99.9999", country="Germany", **south),
            Line(date(2026, 3, 2), 4, 2, -1, "99.9999", country="Germany", **south),
            Line(date(2026, 3, 3), 5, 3, 1, "0", country=None, **south),
            Line(date(2026, 3, 4), 6, None, 5, "2", country=None, category=None),
            Line(date(2026, 3, 17), 7, 3, 1, "0.0001", country="O'Land", **south),
        ],
    )
    add_talks(
        store,
        [
            Talk(date(2026, 3, 1), 1, SOL, NORTH, SOL),
            Talk(date(2026, 3, 2), 2, VIC, SOUTH, VIC),
            Talk(date(2026, 3, 17), 2, SOL, NORTH, VIC),
        ],
    )
    return store


def test_the_eight_metrics_stand_in_the_order_of_the_board() -> None:
    assert IDS == [
        "gross_sales", "returns", "net_sales", "orders", "average_order_value", "active_customers", "new_customers",
        "interactions_logged",
    ]  # fmt: skip


def test_flows_and_directions_are_those_that_targets_reckon_with() -> None:
    flows = {metric.metric_id for metric in list_metrics() if metric.is_flow}
    assert flows == set(IDS) - {"average_order_value", "active_customers"}
    assert [metric.metric_id for metric in list_metrics() if metric.lower_is_better] == ["returns"]


def test_an_unknown_metric_is_not_found() -> None:
    with pytest.raises(NotFound):
        folders.metric("profit")


@pytest.mark.parametrize("metric_id", IDS)
def test_a_metric_is_told_in_three_languages_and_their_own_words(metric_id: str) -> None:
    told = [definition(metric_id, language) for language in Language]
    assert len({each.name for each in told}) == 3, "each language has its own name"
    for each in told:
        assert 0 < len(each.name) < 30
        assert each.about.count("- **") == 4, "counted, not counted, how it adds up, whose team"


@pytest.mark.parametrize(("metric_id", "by"), PAIRS)
def test_a_metric_answers_by_each_of_its_groups(full: Store, metric_id: str, by: GroupBy) -> None:
    result = measure(full, ask(metric_id, by=by))
    assert result.rows
    assert result.computation is not None and "/*" not in result.computation.sql
    values = [row.value for row in result.rows]
    assert all(value is None or type(value) in (int, Decimal) for value in values), "floats are not exact"


@pytest.mark.parametrize(("metric_id", "by"), PAIRS)
def test_the_rows_behind_give_the_value(full: Store, metric_id: str, by: GroupBy) -> None:
    asked = ask(metric_id, by=by)
    for row in measure(full, asked).rows:
        narrowed = asked.narrowed(row.key, 1)
        behind = rows_behind(full, RowsRequest(narrowed))
        assert _value_of(metric_id, behind.row_count, behind.amount) == (row.value or 0)
        assert len(behind.rows) == behind.row_count
        assert sum(each.get("amount") or 0 for each in behind.rows) == (behind.amount or 0)


def _value_of(metric_id: str, count: int, amount: Decimal | None) -> Value:
    metric = folders.metric(metric_id)
    if metric.kind is Kind.RATIO:
        return (amount or Decimal(0)) / count if count else 0
    return count if metric.grain is not Grain.LINES else amount or 0


@pytest.mark.parametrize("metric_id", IDS)
def test_a_file_holds_the_same_rows_as_the_pages(full: Store, metric_id: str) -> None:
    _, table = all_rows_behind(full, ask(metric_id))
    pages = [rows_behind(full, RowsRequest(ask(metric_id), page=page, page_rows=2)) for page in range(5)]
    shown = [row["row_id"] for page in pages[: pages[0].page_count] for row in page.rows]
    assert table.column("row_id").to_pylist() == shown


def test_a_page_beyond_the_last_is_the_last(full: Store) -> None:
    assert rows_behind(full, RowsRequest(ask("orders"), page=99, page_rows=2)).page == 2
    assert rows_behind(full, RowsRequest(ask("orders"), page=-1, page_rows=2)).page == 0


@pytest.mark.parametrize("by", [GroupBy.COUNTRY, GroupBy.CATEGORY])
def test_interactions_know_no_country_and_no_category(full: Store, by: GroupBy) -> None:
    with pytest.raises(CannotBeAskedBy):
        measure(full, ask("interactions_logged", by=by))
    with pytest.raises(CannotBeAskedBy):
        measure(full, ask("interactions_logged", filters=Filters(**{by.value: "Tea"})))


@pytest.mark.parametrize("metric_id", ["active_customers", "new_customers", "interactions_logged"])
def test_there_is_nothing_to_say_of_anonymous_customers(full: Store, metric_id: str) -> None:
    asked = ask(metric_id, customers=Customers.ANONYMOUS)
    assert measure(full, asked).total.value is None
    assert rows_behind(full, RowsRequest(asked)).row_count == 0


def test_all_numbers_at_once_leave_out_what_cannot_be_grouped_so(full: Store) -> None:
    asked = ask("orders")
    found = numbers(full, NumbersRequest(asked.reach, ALL_DAYS, TODAY, GroupBy.COUNTRY))
    assert set(found) == set(IDS) - {"interactions_logged"}
