"""The page of cohorts through the shell: each role's own, a cell opened by its address, wrong addresses, an empty store."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from crm_core.store import Store
from crm_core.ui.board import cohorts
from crm_core.ui.charts import contrast
from tests.conftest import Cast
from tests.metrics.stage import Line, add_lines
from tests.pages.conftest import texts, type_of_open


@pytest.fixture
def shop(store: Store, cast: Cast) -> Store:
    """January: two customers of the north, one of the south; one of the north came back in February."""
    north, south = {"team": cast.north, "owner": cast.sol.user_id}, {"team": cast.south, "owner": cast.vic.user_id}
    add_lines(
        store,
        [
            Line(date(2026, 1, 5), 1, 1, **north), Line(date(2026, 1, 6), 2, 2, **north),
            Line(date(2026, 1, 7), 3, 3, country="Chad", **south), Line(date(2026, 2, 1), 4, 1, price="77", **north),
        ],
    )  # fmt: skip
    return store


@pytest.mark.parametrize(("who", "size"), [("ada", 3), ("mia", 3), ("tao", 2), ("sol", 2), ("vic", 1), ("rea", 3)])
def test_everybody_sees_the_own_cohorts(shop: Store, cast: Cast, open_page: type_of_open, who: str, size: int) -> None:
    page = open_page(getattr(cast, who), "board/cohorts.py")
    assert not page.exception
    frame = page.dataframe[0].value
    assert frame.iloc[0, 1] == str(size)
    assert len(page.get("download_button")) == (0 if who == "rea" else 2)


def test_a_cell_opens_its_customers(shop: Store, cast: Cast, open_page: type_of_open) -> None:
    page = open_page(cast.sol, "board/cohorts.py", {"cohort": "2026-01-01", "since": "1"})
    assert page.dataframe[1].value.iloc[0, 0] == "Customer 1"
    page = open_page(cast.vic, "board/cohorts.py", {"cohort": "2026-01-01", "since": "1"})
    assert len(page.dataframe) == 1 and "Customer 1" not in texts(page)


@pytest.mark.parametrize(
    "query",
    [
        {"cohort": "2026-13-01", "since": "1"}, {"cohort": "2026-01-01", "since": "-4"}, {"months": "99"},
        {"scope": "nobody"}, {"country": "'; drop table purchase; --"}, {"as": "?"},
        {"cohort": "2026-01-01", "since": "9" * 40},
    ],
)  # fmt: skip
def test_nonsense_in_the_address_breaks_nothing(
    shop: Store, cast: Cast, open_page: type_of_open, query: dict[str, str]
) -> None:
    assert not open_page(cast.mia, "board/cohorts.py", query).exception


def test_another_team_is_not_found(shop: Store, cast: Cast, open_page: type_of_open) -> None:
    page = open_page(cast.tao, "board/cohorts.py", {"scope": f"team-{cast.south}"})
    assert not page.exception and page.error and not page.dataframe


def test_an_empty_store_says_what_to_do(store: Store, cast: Cast, open_page: type_of_open) -> None:
    page = open_page(cast.mia, "board/cohorts.py")
    assert not page.exception and not page.dataframe
    assert "导入" in texts(page)
    assert not [one for one in page.selectbox if str(one.key).startswith("cohorts:")]
    assert not page.get("button_group")


@pytest.mark.parametrize("query", [{"country": "Nowhere"}, {"months": "25"}, {"as": "counts"}])
def test_an_empty_store_offers_no_choices_whatever_the_address_says(
    store: Store, cast: Cast, open_page: type_of_open, query: dict[str, str]
) -> None:
    page = open_page(cast.mia, "board/cohorts.py", query)
    assert not page.exception and not page.dataframe
    assert not [one for one in page.selectbox if str(one.key).startswith("cohorts:")]


@pytest.mark.parametrize(("who", "may"), [("ada", True), ("tao", True), ("mia", False), ("sol", False), ("rea", False)])
def test_an_empty_store_leads_to_the_import_who_may_import(
    store: Store, cast: Cast, open_page: type_of_open, who: str, may: bool
) -> None:
    page = open_page(getattr(cast, who), "board/cohorts.py")
    assert any(str(one.key).startswith("empty:exchange/imports.py") for one in page.button) == may


def test_choices_that_find_nobody_stay_to_be_changed(shop: Store, cast: Cast, open_page: type_of_open) -> None:
    page = open_page(cast.mia, "board/cohorts.py", {"country": "Nowhere"})
    assert not page.exception and not page.dataframe
    assert "按这些选择" in texts(page) and "导入" not in texts(page)
    months = next(one for one in page.selectbox if one.key == "cohorts:months")
    assert months.value == 13
    country = next(one for one in page.selectbox if one.key == "cohorts:country")
    country.set_value("").run()
    assert len(page.dataframe) == 1


def test_who_reaches_no_purchase_is_offered_no_choices(store: Store, cast: Cast, open_page: type_of_open) -> None:
    add_lines(store, [Line(date(2026, 1, 7), 1, 1, team=cast.south, owner=cast.vic.user_id)])
    page = open_page(cast.tao, "board/cohorts.py")
    assert not page.exception and not page.dataframe
    assert not [one for one in page.selectbox if str(one.key).startswith("cohorts:")]


@pytest.mark.parametrize("shade", ["light", "dark"])
def test_every_cell_of_the_heat_map_can_be_read(monkeypatch: pytest.MonkeyPatch, shade: str) -> None:
    monkeypatch.setattr(cohorts, "theme", lambda: shade)
    for percent in range(101):
        for is_complete in (True, False):
            css = cohorts._colour(Decimal(percent) / 100, is_complete)
            ground, ink = (tuple(map(int, one.split(", "))) for one in re.findall(r"rgb\(([\d, ]+)\)", css))
            assert contrast(ground, ink) >= 4.5, (percent, is_complete)


def test_contrast_runs_from_one_to_twenty_one() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(
        4.48, abs=0.005
    )  # WCAG's own example of a near miss
    assert contrast((9, 9, 9), (9, 9, 9)) == 1
