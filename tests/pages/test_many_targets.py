"""Many targets at once through the shell, and the panels of the targets' page that spread, add up and compare."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from crm_core import clock
from crm_core.access.model import CONSOLE
from crm_core.metrics.folders import metrics
from crm_core.periods import PeriodKind
from crm_core.store import Store
from crm_core.targets.bulk import set_many
from crm_core.targets.drafts import TargetDraft
from crm_core.targets.model import COMPANY, Level, TargetKey, TargetScope
from crm_core.targets.reading import check_upload
from crm_core.ui.targets.book import BookState
from crm_core.ui.targets.draft import About
from crm_core.ui.targets.view import TargetsState
from tests.board.stage import fill_company, team
from tests.conftest import NOW, Cast, Peopled, Scene, played, sql
from tests.pages.conftest import texts, type_of_open

MONTH, YEAR = PeriodKind.MONTH, PeriodKind.YEAR
FIRST = date(2026, 1, 1)


@pytest.fixture(scope="module")
def scene(peopled: Peopled, tmp_path_factory: pytest.TempPathFactory) -> Scene[Store]:
    return played(peopled, tmp_path_factory.mktemp("board"), fill_company)


@pytest.fixture
def company(scene: Scene[Store], store: Store) -> Store:
    """The small company of ``stage``: last year the north brought 100 a month from February on, and 500 in March."""
    return store


def press(page: AppTest, start: str) -> AppTest:
    next(button for button in page.button if (button.key or "").startswith(start)).click()
    return page.run()


def stored(store: Store, scope: TargetScope = COMPANY, level: Level = Level.TARGET) -> dict[tuple[str, int], Decimal]:
    given = [scope.kind.value, scope.scope_id, level.value]
    rows = store.rows(
        sql("select * from target where metric_id = 'net_sales' and scope_kind = $1 and scope_id = $2 and level = $3"),
        given,
    )
    return {(row["period_kind"], row["period_first"].month): row["value"] for row in rows}


@pytest.mark.parametrize("who", ["ada", "mia", "tao"])
def test_it_opens_for_whoever_sets_targets(company: Store, cast: Cast, open_page: type_of_open, who: str):
    page = open_page(getattr(cast, who), "plan/many.py")
    assert not page.exception
    assert len(page.multiselect) == 2


@pytest.mark.parametrize("who", ["sol", "vic", "rea"])
def test_for_the_others_there_is_no_such_page(company: Store, cast: Cast, open_page: type_of_open, who: str):
    with pytest.raises(ValueError, match="navigation page"):
        open_page(getattr(cast, who), "plan/many.py")


def test_a_manager_copies_last_year_with_a_change_and_takes_it_back(
    company: Store, cast: Cast, open_page: type_of_open
):
    before = stored(company)
    page = open_page(cast.mia, "plan/many.py")
    page.number_input[0].set_value(10.0).run()
    # what last year reached: February to December, 100 each and 600 in March; January has no data
    table = page.dataframe[0].value
    assert "¥110.00" in table.to_string()
    page.text_input[0].set_value("Ten more").run()
    with clock.held_at(NOW + timedelta(hours=1)):
        press(page, "many:save:")
    now = stored(company)
    assert (now["month", 2], now["month", 3], now["month", 12]) == (110, 660, 110)
    assert now["quarter", 4] == 330
    page.segmented_control[0].set_value("saves").run()
    assert "Ten more" in texts(page)
    press(page, "many:undo:0:")
    assert not page.error
    assert stored(company) == before


def test_nothing_is_saved_where_a_level_would_be_out_of_order(company: Store, cast: Cast, open_page: type_of_open):
    key = TargetKey("net_sales", COMPANY, MONTH, date(2026, 2, 1), Level.FLOOR)
    set_many(company, CONSOLE, [TargetDraft(key, "5000", "", None, 0)], key="floor")
    before = stored(company)
    page = press(open_page(cast.mia, "plan/many.py"), "many:save:")
    assert "保底值（5,000）不能高于目标值" in page.error[0].value
    assert stored(company) == before


def test_a_lead_sees_the_own_teams_choices_and_saves_only(company: Store, cast: Cast, open_page: type_of_open):
    page = open_page(cast.tao, "plan/many.py")
    assert page.multiselect[1].options == ["North", "North · Sol", "North · Tao"]
    assert "¥105.00" in page.dataframe[0].value.to_string()
    page.segmented_control[0].set_value("saves").run()
    assert len([one for one in page.button if (one.key or "").startswith("many:undo:")]) == 0


def test_without_a_choice_or_without_data_it_says_what_to_do(store: Store, cast: Cast, open_page: type_of_open):
    page = open_page(cast.mia, "plan/many.py")
    assert not page.exception
    assert "没有任何变化" in texts(page)
    page.multiselect[0].set_value([]).run()
    assert "请至少选择一个指标" in texts(page)
    page.segmented_control[0].set_value("book").run()
    assert not page.exception
    page.segmented_control[0].set_value("saves").run()
    assert "还没有人批量设定过" in texts(page)


def test_a_workbook_that_was_checked_is_looked_through_and_saved(
    company: Store, cast: Cast, open_page: type_of_open, tmp_path: Path
):
    path = tmp_path / "in.csv"
    path.write_text('key,state,2026,2026-Q1\nnet_sales|company-0|target,"-,-",,450\n', encoding="utf-8")
    page = open_page(cast.mia, "plan/many.py")
    page.segmented_control[0].set_value("book").run()
    state = page.session_state[f"state:{BookState.__module__}.{BookState.__qualname__}"]
    state.checked = check_upload(company, cast.mia, path)
    page.run()
    assert "¥450.00" in page.dataframe[0].value.to_string()
    press(page, "many:file:save:")
    assert stored(company)["quarter", 1] == 450
    assert stored(company)["year", 1] == 1600  # an empty cell that was empty when it was written removes nothing


def test_a_workbook_with_problems_offers_no_save(company: Store, cast: Cast, open_page: type_of_open, tmp_path: Path):
    path = tmp_path / "in.csv"
    path.write_text('key,state,2026\nnet_sales|company-0|target,-,"<b>viel</b>"\n', encoding="utf-8")
    page = open_page(cast.mia, "plan/many.py")
    page.segmented_control[0].set_value("book").run()
    state = page.session_state[f"state:{BookState.__module__}.{BookState.__qualname__}"]
    state.checked = check_upload(company, cast.mia, path)
    page.run()
    assert not page.exception
    assert "有误" in page.error[0].value
    assert not [one for one in page.button if (one.key or "").startswith("many:file:save:")]


# --- the targets' own page


def test_a_year_is_spread_into_the_table_and_saved_from_there(company: Store, cast: Cast, open_page: type_of_open):
    page = open_page(cast.mia, "plan/targets.py", {"metric": "net_sales", "scope": "company", "year": "2026"})
    press(page, "targets:spread:open")
    page.segmented_control[0].set_value("evenly").run()
    press(page, "targets:spread:fill")
    assert stored(company) == {("month", 3): 200, ("year", 1): 1600}
    press(page, "targets:save:")
    now = stored(company)
    assert sum(value for (kind, _), value in now.items() if kind == "month") == 1600
    assert sum(value for (kind, _), value in now.items() if kind == "quarter") == 1600
    assert "与全年一致" in texts(page)


def test_a_year_that_does_not_add_up_is_said_so(company: Store, cast: Cast, open_page: type_of_open):
    page = open_page(cast.rea, "plan/targets.py", {"metric": "net_sales", "scope": "company", "year": "2026"})
    assert "各月合计 ¥200.00，比全年少 ¥1,400（其中 11 项未填）" in texts(page)
    assert not [one for one in page.button if (one.key or "").startswith("targets:spread")]


def test_a_rate_is_said_not_to_add_up(company: Store, cast: Cast, open_page: type_of_open):
    key = TargetKey("average_order_value", COMPANY, YEAR, FIRST)
    set_many(company, CONSOLE, [TargetDraft(key, "120", "", None, 0)], key="aov")
    page = open_page(cast.mia, "plan/targets.py", {"metric": "average_order_value", "scope": "company", "year": "2026"})
    assert "不能相加" in texts(page)
    press(page, "targets:spread:open")
    press(page, "targets:spread:fill")
    press(page, "targets:save:")
    rows = company.rows(sql("select distinct value from target where metric_id = 'average_order_value'"))
    assert [row["value"] for row in rows] == [120]


def test_teams_are_added_up_and_a_companys_targets_are_spread_down_to_them(
    company: Store, cast: Cast, open_page: type_of_open
):
    page = open_page(cast.mia, "plan/targets.py", {"metric": "net_sales", "scope": "company", "year": "2026"})
    page.selectbox(key="targets:below:place").set_value((MONTH, date(2026, 3, 1))).run()
    assert "各团队合计为整体的 95.0%，还差 ¥10.00。" in texts(page)
    press(page, "targets:below:open")
    press(page, "targets:below:save:")
    assert not page.error
    # last year the whole of it was the north's
    assert stored(company, team(cast.north)) == {("month", 3): 200, ("year", 1): 1600}
    south = stored(company, team(cast.south))
    assert (south["month", 3], south["year", 1], south["month", 1]) == (0, 0, 100)
    assert "与整体完全一致" in texts(page)


def test_a_lead_spreads_the_teams_targets_over_its_people_evenly(company: Store, cast: Cast, open_page: type_of_open):
    page = open_page(cast.tao, "plan/targets.py")
    press(page, "targets:below:open")
    page.segmented_control(key="targets:below:way").set_value("evenly").run()
    press(page, "targets:below:save:")
    rows = company.rows(sql("select scope_id, value from target where scope_kind = 'person' order by scope_id"))
    assert [(row["scope_id"], row["value"]) for row in rows] == [(cast.tao.user_id, 45), (cast.sol.user_id, 45)]


@pytest.mark.parametrize("who", ["sol", "rea"])
def test_who_only_reads_spreads_nothing(company: Store, cast: Cast, open_page: type_of_open, who: str):
    page = open_page(getattr(cast, who), "plan/targets.py")
    assert not page.exception
    assert not [one for one in page.button if (one.key or "").startswith(("targets:below:", "targets:spread:"))]


def test_two_days_are_compared_side_by_side(company: Store, cast: Cast, open_page: type_of_open):
    page = open_page(cast.mia, "plan/targets.py", {"metric": "net_sales", "scope": "company", "year": "2026"})
    page.toggle(key="targets:compare").set_value(True).run()
    told = page.dataframe[-1].value
    assert list(told.columns)[2:4] == ["2026年3月17日", "2026年3月18日"]
    assert told.iloc[-1].tolist()[:4] == ["2026年", "目标值", "–", "¥1,600"]


# --- rates and points


@pytest.mark.parametrize(
    ("metric", "told"),
    [("retention", ("92%", "0.92", "92%")), ("csat", ("87.5", "0.875", "87.5%")), ("nps", ("-12.5", "-12.5", "-12.5"))],
)
def test_rates_are_typed_in_percent_and_points_may_lie_below_0(
    company: Store, cast: Cast, open_page: type_of_open, metric: str, told: tuple[str, str, str]
):
    typed, stands, shown = told
    asked = {"metric": metric, "scope": "company", "year": "2026"}
    page = open_page(cast.mia, "plan/targets.py", asked)
    state = page.session_state[f"state:{TargetsState.__module__}.{TargetsState.__qualname__}"]
    state.sheet(About(metric, COMPANY, FIRST)).take((YEAR, FIRST, "target"), typed, None)
    page.run()
    press(page, "targets:save:")
    assert not page.error
    rows = company.rows(sql("select value from target where metric_id = $1"), [metric])
    assert [row["value"] for row in rows] == [Decimal(stands)]
    assert page.data_editor[0].value["target"].iloc[-1] == shown
    press(page, "targets:spread:open")
    assert not page.exception
    assert "不能相加" in texts(page)


def test_every_metric_can_be_planned(company: Store, cast: Cast, open_page: type_of_open):
    page = open_page(cast.mia, "plan/many.py")
    for metric in metrics():
        page.multiselect[0].set_value([metric]).run()
        assert not page.exception, metric
