"""Every metric folder is whole: declared, told in three languages, its SQL runs by each group, its rows give its value."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from crm_core.errors import NotFound
from crm_core.i18n import Language
from crm_core.metrics import folders
from crm_core.metrics.behind import RowsBehind, RowsRequest, all_rows_behind, rows_behind
from crm_core.metrics.bundle import NumbersRequest, numbers
from crm_core.metrics.model import (
    CannotBeAskedBy,
    Customers,
    Filters,
    Grain,
    GroupBy,
    Metric,
    MetricRow,
    Section,
    Source,
    Value,
)
from crm_core.metrics.service import definition, list_metrics, measure
from crm_core.store import Store
from tests.metrics.conftest import ALL_DAYS, TODAY, ask
from tests.metrics.stage import (
    Answer,
    Line,
    Promise,
    Talk,
    add_answers,
    add_lines,
    add_norms,
    add_products,
    add_promises,
    add_talks,
)

IDS = [metric.metric_id for metric in list_metrics()]
PAIRS = [(metric.metric_id, by) for metric in list_metrics() for by in (GroupBy.NONE, *metric.groups)]


NORTH, SOUTH, SOL, VIC = 1, 2, 11, 12


@pytest.fixture(scope="module")
def full(shared_store: Store) -> Store:
    """Two teams, two countries, a return, a gift, an anonymous sale, an order of two days, a customer with a quote."""
    store = shared_store
    north, south = {"team": NORTH, "owner": SOL}, {"team": SOUTH, "owner": VIC}
    add_products(store, {1: "2.5", 2: None})
    add_lines(
        store,
        [
            Line(date(2025, 11, 5), 8, 1, 1, "20", cost="12", **north),
            Line(date(2025, 12, 7), 9, 2, 2, "30", country="Germany", product=1, **south),
            Line(date(2026, 1, 9), 10, 4, 1, "45", product=2, **south),
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
    add_promises(
        store,
        [
            Promise(date(2026, 3, 2), 1, SOL, date(2026, 3, 1), NORTH),
            Promise(date(2026, 3, 3), 2, VIC, date(2026, 3, 9), SOUTH),
            Promise(date(2026, 2, 3), 2, VIC, None, SOUTH),
            Promise(date(2026, 3, 30), 2, VIC, None, SOUTH),
            Promise(date(2026, 3, 3), 1, SOL, None, NORTH, is_cancelled=True),
        ],
    )
    add_answers(
        store,
        [
            Answer(number, day, measure, score, customer, team, owner)
            for number, (day, customer, team, owner, scores) in enumerate(
                [
                    (date(2025, 9, 3), 1, NORTH, SOL, ("87.5", "100", "1")),
                    (date(2026, 3, 4), 2, SOUTH, VIC, ("62.333333", "0", "1")),
                    (date(2026, 3, 4), None, None, None, ("12", "-100", "0")),
                ],
                1,
            )
            for measure, score in zip(("index", "nps", "csat"), scores, strict=True)
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
    add_norms(store)
    return store


def test_the_metrics_stand_in_the_order_of_the_board() -> None:
    assert IDS == [
        "gross_sales", "returns", "net_sales", "gross_profit", "gross_margin", "orders", "average_order_value",
        "active_customers", "new_customers", "retention", "repurchase_rate", "churn", "new_customer_return_rate",
        "purchase_frequency", "top_fifth_share", "satisfaction_index", "nps", "csat", "interactions_logged",
        "follow_ups_in_time", "norm_compliance", "record_completeness",
    ]  # fmt: skip
    sections = [metric.section for metric in list_metrics()]
    assert sections == sorted(sections, key=list(Section).index), "a section's metrics stand together"


def test_flows_and_directions_are_those_that_targets_reckon_with() -> None:
    flows = {metric.metric_id for metric in list_metrics() if metric.is_flow}
    assert flows == {
        "gross_sales", "returns", "net_sales", "gross_profit", "orders", "new_customers", "interactions_logged",
    }  # fmt: skip
    assert [metric.metric_id for metric in list_metrics() if metric.lower_is_better] == [
        "returns",
        "churn",
        "top_fifth_share",
    ]


def test_a_quotient_says_what_it_divides() -> None:
    for metric in list_metrics():
        assert (metric.parts is not None) == metric.is_quotient, metric.metric_id


def test_an_unknown_metric_is_not_found() -> None:
    with pytest.raises(NotFound):
        folders.metric("profit")


@pytest.mark.parametrize("metric_id", IDS)
def test_a_metric_is_told_in_three_languages_and_their_own_words(metric_id: str) -> None:
    told = [definition(metric_id, language) for language in Language]
    english = definition(metric_id, Language.ENGLISH).name
    chinese = {each.name for each in told} - {english}
    assert len(chinese) == (1 if chinese & {"毛利", "毛利率", "留存率", "流失率"} else 2), (
        "both scripts write these four alike"
    )
    for each in told:
        assert 0 < len(each.name) < 30
        assert each.about.count("- **") == 4, "counted, not counted, how it adds up, whose team"
        metric = each.metric
        for days in {metric.window_days, metric.history_days} - {None, 0}:
            assert f"{days} " in each.about, "the windows are stated"


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
        assert _told_by(behind) >= _told_of(folders.metric(metric_id), row), row
        assert len(behind.rows) == behind.row_count
        assert sum(each.get("amount") or 0 for each in behind.rows) == (behind.amount or 0)


def _told_by(behind: RowsBehind) -> set[tuple[str, Value]]:
    """Return all that could be said of the rows: how many, what they add up to."""
    told: set[tuple[str, Value]] = {("count", behind.row_count)}
    for name in ("amount", "sales", "order_count", "score", "is_in_time", "is_kept"):
        if behind.rows and name in behind.rows[0]:
            told.add((name, sum((row[name] for row in behind.rows), Decimal(0))))
    empty = sum(len(row["empty_fields"].split(",")) for row in behind.rows if "empty_fields" in row)
    return told | {("empty", empty)}


# What the rows behind a metric say of its numbers: which of what they add up to is which.
_NUMERATORS = {
    "gross_margin": "amount", "average_order_value": "amount", "top_fifth_share": "amount",
    "purchase_frequency": "order_count", "follow_ups_in_time": "is_in_time",
    "norm_compliance": "is_kept",
}  # fmt: skip
_DENOMINATORS = {
    "gross_margin": "sales", "average_order_value": "count", "purchase_frequency": "count", "follow_ups_in_time": "count",
    "norm_compliance": "count",
}  # fmt: skip


def _told_of(metric: Metric, row: MetricRow) -> set[tuple[str, Value]]:
    if row.tally is not None:
        return {("count", row.tally.count)} | ({("score", row.tally.sum)} if row.tally.count else set())
    if metric.metric_id == "record_completeness":
        return {("empty", (row.denominator or 0) - (row.numerator or 0))}
    if metric.is_quotient:
        numerator, denominator = _NUMERATORS.get(metric.metric_id, "count"), _DENOMINATORS.get(metric.metric_id)
        found = {(numerator, row.numerator or 0)} | ({(denominator, row.denominator or 0)} if denominator else set())
        return {(name, value) for name, value in found if name == "count" or value}
    by_amount = metric.grain in (Grain.LINES, Grain.PROFITS)
    if by_amount and not row.value:
        return set()
    return {("amount" if by_amount else "count", row.value or 0)}


@pytest.mark.parametrize("metric_id", IDS)
def test_a_file_holds_the_same_rows_as_the_pages(full: Store, metric_id: str) -> None:
    _, table = all_rows_behind(full, ask(metric_id))
    pages = [rows_behind(full, RowsRequest(ask(metric_id), page=page, page_rows=2)) for page in range(7)]
    shown = [row["row_id"] for page in pages[: pages[0].page_count] for row in page.rows]
    assert table.column("row_id").to_pylist() == shown


def test_a_page_beyond_the_last_is_the_last(full: Store) -> None:
    assert rows_behind(full, RowsRequest(ask("orders"), page=99, page_rows=2)).page == 3
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
    assert set(found) == {metric.metric_id for metric in list_metrics() if metric.source is Source.PURCHASE}
