"""The targets page through the shell, as each role: edited by whom it is theirs, read by the others."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from crm_core.access.model import Permission
from crm_core.periods import PeriodKind
from crm_core.store import Store
from crm_core.targets.model import COMPANY
from crm_core.targets.service import TargetsRequest, targets_of_metric
from crm_core.ui.targets.below import BelowState, Down
from crm_core.ui.targets.draft import About
from crm_core.ui.targets.view import TargetsState
from tests.board.stage import aim, fill_company, team
from tests.conftest import Cast
from tests.pages.conftest import texts, type_of_open


@pytest.fixture
def company(store: Store, cast: Cast) -> Store:
    """The small company of ``stage``."""
    return fill_company(store, cast)


STATE = f"state:{TargetsState.__module__}.{TargetsState.__qualname__}"
MARCH = (PeriodKind.MONTH, date(2026, 3, 1), "target")


def about(cast: Cast) -> About:
    return About("net_sales", team(cast.north), date(2026, 1, 1))


def type_in(page: AppTest, cast: Cast, text: str) -> None:
    """Type into March's target, as the editor's callback notes it."""
    page.session_state[STATE].sheet(about(cast)).take(MARCH, text, "90")
    page.run()


def save(page: AppTest) -> None:
    next(button for button in page.button if (button.key or "").startswith("targets:save:")).click().run()


def march(store: Store, cast: Cast) -> str:
    reach = cast.mia.require(Permission.TARGET_READ)
    found = targets_of_metric(store, TargetsRequest(reach, "net_sales", team(cast.north), date(2026, 1, 1)))
    return f"{next(target.value for target in found if target.key.period_first == MARCH[1]):f}"


@pytest.mark.parametrize(("who", "edits"), [("ada", 1), ("mia", 1), ("tao", 1), ("sol", 0), ("vic", 0), ("rea", 0)])
def test_the_table_is_edited_by_whom_it_is_theirs_and_read_by_the_others(
    company: Store,
    cast: Cast,
    open_page: type_of_open,
    who: str,
    edits: int,
):
    page = open_page(getattr(cast, who), "plan/targets.py")
    assert not page.exception
    assert not page.error
    assert len(page.data_editor) == edits
    assert len(page.dataframe[0].value) == 17


def test_a_lead_saves_and_the_history_says_who_changed_what_and_why(
    company: Store, cast: Cast, open_page: type_of_open
):
    page = open_page(cast.tao, "plan/targets.py")
    type_in(page, cast, "1.2万")
    page.text_input[0].set_value("New shop").run()
    save(page)
    assert not page.error
    assert march(company, cast) == "12000.000000"
    told = page.dataframe[-1].value.iloc[0].tolist()
    assert told[1] == "Tao"
    assert told[-1] == "New shop"


def test_a_bad_number_is_told_at_its_cell_and_nothing_is_lost(company: Store, cast: Cast, open_page: type_of_open):
    page = open_page(cast.tao, "plan/targets.py")
    type_in(page, cast, "<b>viel</b>")
    save(page)
    assert "2026年3月 · 目标值" in page.error[0].value
    assert march(company, cast) == "90.000000"
    assert "viel" in texts(page)


def test_a_stale_edit_shows_both_versions_and_waits_for_a_choice(company: Store, cast: Cast, open_page: type_of_open):
    mine = open_page(cast.tao, "plan/targets.py")
    type_in(mine, cast, "700")
    theirs = open_page(cast.ada, "plan/targets.py", {"scope": f"team-{cast.north}"})
    type_in(theirs, cast, "600")
    save(theirs)
    assert march(company, cast) == "600.000000"
    save(mine)
    assert len(mine.warning) == 1
    assert march(company, cast) == "600.000000"
    next(button for button in mine.button if (button.key or "").startswith("targets:mine:")).click().run()
    save(mine)
    assert march(company, cast) == "700.000000"


@pytest.mark.parametrize("code", ["team-2", "person-5", "company"])
def test_a_forged_scope_in_the_address_reads_as_not_found(
    company: Store, cast: Cast, open_page: type_of_open, code: str
):
    page = open_page(cast.tao, "plan/targets.py", {"scope": code})
    assert "未找到" in "".join(error.value for error in page.error)
    assert not page.dataframe


def test_without_any_target_or_purchase_the_page_still_opens_for_everybody(
    store: Store, cast: Cast, open_page: type_of_open
):
    for actor in cast.everybody:
        page = open_page(actor, "plan/targets.py", {"metric": "no_such", "year": "twenty"})
        assert not page.exception
        assert not page.error


def test_where_last_year_has_no_data_a_dash_stands_and_nothing_can_be_spread_by_it(
    store: Store, cast: Cast, open_page: type_of_open
):
    aim(store, COMPANY, "1200")
    page = open_page(cast.mia, "plan/targets.py", {"scope": "company", "metric": "net_sales"})
    [below] = [frame.value for frame in page.dataframe if "去年实际" in frame.value.columns]
    assert len(below) == 2 and set(below["去年实际"]) == {"–"}
    next(button for button in page.button if button.key == "targets:below:open").click().run()
    assert not page.exception
    save_all = next(button for button in page.button if str(button.key).startswith("targets:below:save:"))
    assert save_all.disabled
    page.session_state[f"state:{BelowState.__module__}.{BelowState.__qualname__}"].way = Down.EVENLY
    page.run()
    assert not page.exception
    assert not next(b for b in page.button if str(b.key).startswith("targets:below:save:")).disabled


def test_who_brought_nothing_on_days_with_data_stands_at_nought(company: Store, cast: Cast, open_page: type_of_open):
    page = open_page(cast.mia, "plan/targets.py", {"scope": "company", "metric": "net_sales"})
    [below] = [frame.value for frame in page.dataframe if "去年实际" in frame.value.columns]
    assert "¥0.00" in set(below["去年实际"]) and "–" not in set(below["去年实际"])
