"""The KPI board through the shell, as each role: the own figures, nobody else's, empty and full."""

from __future__ import annotations

from datetime import date

import pytest

from crm_core.metrics.model import Section
from crm_core.metrics.service import list_metrics
from crm_core.periods import PeriodKind
from crm_core.store import Store
from tests.board.stage import aim, fill_company, team
from tests.conftest import Cast, Peopled, Scene, played
from tests.pages.conftest import texts, type_of_open

# Cards with a number; without an answer, satisfaction is one line.
SHOWN = len([metric for metric in list_metrics() if metric.section is not Section.SATISFACTION])


@pytest.fixture(scope="module")
def scene(peopled: Peopled, tmp_path_factory: pytest.TempPathFactory) -> Scene[Store]:
    return played(peopled, tmp_path_factory.mktemp("board"), fill_company)


@pytest.fixture
def company(scene: Scene[Store], store: Store) -> Store:
    """The small company of ``stage``."""
    return store


def values(page: object) -> list[str]:
    return [str(metric.value) for metric in page.metric]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("who", "net_sales"),
    [("ada", "125"), ("mia", "125"), ("tao", "95"), ("sol", "95"), ("vic", "30"), ("rea", "125")],
)
def test_everybody_sees_the_own_figures(company: Store, cast: Cast, open_page: type_of_open, who: str, net_sales: str):
    page = open_page(getattr(cast, who), "board/board.py")
    assert not page.exception
    assert len(page.metric) == SHOWN
    assert net_sales in values(page)[0]


def test_vic_sees_nothing_of_the_north(company: Store, cast: Cast, open_page: type_of_open):
    page = open_page(cast.vic, "board/board.py")
    assert "North" not in texts(page)
    assert all("North" not in str(option) for box in page.selectbox for option in box.options)


def test_what_is_behind_stands_first_with_whose_it_is(company: Store, cast: Cast, open_page: type_of_open):
    shown = texts(open_page(cast.mia, "board/board.py"))
    assert "落后" in shown
    assert "South" in shown


def test_a_new_target_moves_the_board_at_once(company: Store, cast: Cast, open_page: type_of_open):
    page = open_page(cast.tao, "board/board.py", {"kind": "quarter"})
    assert "5,000" not in texts(page)
    aim(company, team(cast.north), "5000", date(2026, 1, 1), PeriodKind.QUARTER)
    assert "5,000" in texts(page.run())


@pytest.mark.parametrize(
    ("who", "word"), [("ada", "init --demo"), ("mia", "目标值"), ("tao", "导入"), ("sol", "跟进"), ("rea", "导入")]
)
def test_an_empty_store_says_what_to_do_first(store: Store, cast: Cast, open_page: type_of_open, who: str, word: str):
    page = open_page(getattr(cast, who), "board/board.py")
    assert not page.exception
    assert word in texts(page)
    assert len(page.metric) == 0


@pytest.mark.parametrize("code", ["team-2", "person-5", "company", "team-999999999999999999999"])
def test_a_forged_scope_in_the_address_reads_as_not_found(
    company: Store, cast: Cast, open_page: type_of_open, code: str
):
    page = open_page(cast.tao, "board/board.py", {"scope": code})
    assert "未找到" in "".join(error.value for error in page.error)
    assert len(page.metric) == 0


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "decade", "day": "yesterday", "scope": "'; drop table target; --"},
        {"kind": "year", "day": "9999-12-31"},
        {"day": "0001-01-01", "scope": "😀" * 1000},
    ],
)
def test_nonsense_in_the_address_is_left_as_if_not_said(
    company: Store,
    cast: Cast,
    open_page: type_of_open,
    query: dict[str, str],
):
    page = open_page(cast.mia, "board/board.py", query)
    assert not page.exception
    assert len(page.metric) == SHOWN


def test_the_address_chooses_period_and_scope(company: Store, cast: Cast, open_page: type_of_open):
    query = {"kind": "year", "day": "2025-06-01", "scope": f"team-{cast.north}"}
    page = open_page(cast.mia, "board/board.py", query)
    assert "2025" in texts(page)
    assert "1,600" in values(page)[0].replace("¥", "")
