"""Cohorts: the published row of Online Retail, small ones by hand, whose they are, and what they leave open."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from crm_core.access.model import CONSOLE, Actor, Permission
from crm_core.errors import NotPermitted
from crm_core.metrics.cohorts import (
    CellRequest,
    Cohort,
    CohortFile,
    CohortRequest,
    cell_customers,
    cohort_file,
    cohorts,
)
from crm_core.metrics.files import FileKind
from crm_core.metrics.model import Filters
from crm_core.store import Store
from tests.conftest import Cast
from tests.metrics.conftest import TODAY
from tests.metrics.stage import Line, add_lines


def asked(actor: Actor, filters: Filters | None = None, months: int = 13) -> CohortRequest:
    return CohortRequest(actor.require(Permission.BOARD_READ), TODAY, filters or Filters(), months)


def counts(found: tuple[Cohort, ...]) -> list[list[int]]:
    return [[cell.buyers for cell in cohort.cells] for cohort in found]


@pytest.mark.real_data
def test_the_first_cohort_of_online_retail_is_the_published_one(online_retail: Store) -> None:
    first = cohorts(online_retail, asked(CONSOLE))[0]
    assert first.first == date(2010, 12, 1)
    assert [cell.buyers for cell in first.cells] == [885, 324, 286, 340, 321, 352, 321, 309, 313, 350, 331, 445, 235]
    assert [cell.is_complete for cell in first.cells] == [True] * 12 + [False], "the last month has nine days"
    assert sum(cohort.size for cohort in cohorts(online_retail, asked(CONSOLE))) == 4338
    assert cell_customers(online_retail, CellRequest(asked(CONSOLE), first.first, 12)).row_count == 235


@pytest.fixture
def shop(store: Store, cast: Cast) -> Store:
    """January: 1 and 2 of the north, 3 of the south. 1 came back in February to the south, 2 in March; 4 is new in March."""
    north, south = {"team": cast.north, "owner": cast.sol.user_id}, {"team": cast.south, "owner": cast.vic.user_id}
    add_lines(
        store,
        [
            Line(date(2026, 1, 5), 1, 1, price="10", **north), Line(date(2026, 1, 6), 2, 2, country="Chad", **north),
            Line(date(2026, 1, 7), 3, 3, **south), Line(date(2026, 2, 1), 4, 1, price="7", **south),
            Line(date(2026, 2, 2), 5, 2, -1, **north), Line(date(2026, 3, 1), 6, 2, price="4", **north),
            Line(date(2026, 3, 2), 7, 4, **south), Line(date(2026, 3, 2), 8, None),
        ],
    )  # fmt: skip
    return store


def test_a_cohort_counts_who_bought_again_in_each_month_since(shop: Store, cast: Cast) -> None:
    found = cohorts(shop, asked(cast.mia))
    assert [cohort.first.month for cohort in found] == [1, 2, 3]
    assert counts(found) == [[3, 1, 1], [0, 0], [1]], "a return is no purchase"
    assert found[0].cells[1].share == Decimal(1) / 3
    assert found[1].cells[1].share is None, "of nobody there is no share"
    assert [cell.is_complete for cell in found[0].cells] == [True, True, False]


def test_whoever_comes_back_to_another_team_stays_in_the_own_cohort(shop: Store, cast: Cast) -> None:
    assert counts(cohorts(shop, asked(cast.tao))) == [[2, 1, 1], [0, 0], [0]]
    assert counts(cohorts(shop, asked(cast.mia, Filters(team=cast.north)))) == [[2, 1, 1], [0, 0], [0]]
    assert counts(cohorts(shop, asked(cast.vic))) == [[1, 0, 0], [0, 0], [1]]
    assert counts(cohorts(shop, asked(cast.mia, Filters(country="Chad"))))[0] == [1, 0, 1]


def test_a_cell_opens_its_customers_with_what_the_asker_may_see(shop: Store, cast: Cast) -> None:
    january = date(2026, 1, 1)
    found = cell_customers(shop, CellRequest(asked(cast.mia), january, 1))
    assert [(row["customer_id"], row["order_count"], row["amount"]) for row in found.rows] == [(1, 1, 7)]
    found = cell_customers(shop, CellRequest(asked(cast.tao), january, 1))
    assert [(row["order_count"], row["amount"]) for row in found.rows] == [(0, None)], (
        "the south's sale is not the north's"
    )
    for cohort, since in ((january, 9), (date(2031, 1, 1), 0), (date(2026, 2, 1), 1)):
        assert cell_customers(shop, CellRequest(asked(cast.mia), cohort, since)).row_count == 0


def test_the_cells_of_every_cohort_hold_as_many_customers_as_they_say(shop: Store, cast: Cast) -> None:
    for actor in cast.everybody:
        for cohort in cohorts(shop, asked(actor)):
            for since, cell in enumerate(cohort.cells):
                request = CellRequest(asked(actor), cohort.first, since)
                assert cell_customers(shop, request).row_count == cell.buyers


def test_only_the_latest_months_are_shown(shop: Store, cast: Cast) -> None:
    add_lines(shop, [Line(date(2024, 1, 5), 90, 1)])
    found = cohorts(shop, asked(cast.mia))
    assert (found[0].first, len(found)) == (date(2025, 3, 1), 13)
    assert sum(cohort.size for cohort in found) == 3, "customer 1 first bought before"
    assert len(cohorts(shop, asked(cast.mia, months=37))) == 27


def test_an_empty_store_has_no_cohorts(store: Store, cast: Cast) -> None:
    assert cohorts(store, asked(cast.mia)) == ()
    assert cell_customers(store, CellRequest(asked(cast.mia), date(2026, 1, 1), 0)).rows == ()


def test_a_file_holds_every_cell_and_stands_in_the_trail(shop: Store, cast: Cast) -> None:
    headings = ("cohort", "month", "since", "size", "buyers", "share", "complete")
    text = cohort_file(shop, cast.mia, CohortFile(asked(cast.mia), FileKind.CSV, headings, "x")).decode("utf-8-sig")
    lines = text.splitlines()
    assert lines[0] == ",".join(headings) and len(lines) == 1 + 3 + 2 + 1
    assert lines[2].startswith("2026-01-01,2026-02-01,1,3,1,0.333")
    narrow = cohort_file(shop, cast.tao, CohortFile(asked(cast.mia), FileKind.CSV, headings, "x")).decode("utf-8-sig")
    assert narrow.splitlines()[2].startswith("2026-01-01,2026-02-01,1,2,1"), "the reach is the taker's, not the asker's"
    assert cohort_file(shop, cast.mia, CohortFile(asked(cast.mia), FileKind.XLSX, headings, "x"))[:2] == b"PK"
    with pytest.raises(NotPermitted):
        cohort_file(shop, cast.rea, CohortFile(asked(cast.rea), FileKind.CSV, headings, "x"))
