"""The file for the boss says what the page says: every number, to the sign, for the same person."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from crm_core.i18n import Language
from crm_core.store import Store
from crm_core.targets.model import Level
from tests.board.stage import MARCH, aim, team
from tests.conftest import Cast, sql
from tests.documents.reading import charts, drawn, made, slides, table
from tests.pages.conftest import texts, type_of_open
from tests.plans.stage import Plans

_SPEAK = sql("update app_user set language = $2, version = version + 1 where user_id = $1")
ALIKE = ("实际", "目标值", "差距", "应达进度", "同比", "去年同期")


def shown(page: AppTest, place: int) -> list[dict[str, str]]:
    """Return the rows of one of the page's tables as texts, lists of statuses as their word."""
    frame = page.dataframe[place].value
    return [
        {name: (row[name][0] if len(row[name]) else "") if name == "状态" else row[name] for name in frame.columns}
        for row in frame.to_dict("records")
    ]


def rows(content: bytes, title: str) -> list[dict[str, str]]:
    head, *body = table(slides(content)[title])
    return [dict(zip(head, row, strict=True)) for row in body]


@pytest.mark.parametrize("who", ["ada", "mia", "tao", "sol", "vic"])
def test_all_metrics_are_the_pages(company: Store, cast: Cast, open_page: type_of_open, who: str) -> None:
    actor = getattr(cast, who)
    page = shown(open_page(actor, "board/board.py"), 0)
    content = made(company, actor)
    file = [row for title in slides(content) if title.startswith("全部指标") for row in rows(content, title)]
    assert [row["指标"] for row in file] == [row["指标"] for row in page]
    assert len(file) >= 20
    for name in (*ALIKE, "状态"):
        assert [row[name] for row in file] == [row[name] for row in page], name
    attained = [None if row["达成率"] == "–" else float(row["达成率"].rstrip("%")) for row in file]
    assert attained == [None if row["达成率"] != row["达成率"] else row["达成率"] for row in page]  # nan is not itself


def test_every_decision_of_the_page_stands_in_the_file(company: Store, cast: Cast, open_page: type_of_open) -> None:
    said = texts(open_page(cast.mia, "board/board.py"))
    found = rows(made(company, cast.mia), "需要决定的事")
    assert found
    for row in found:
        assert row["情况"] in said
        assert row["对象"] in said.replace("\\", "")
        assert row["持续情况"] in said
        assert row["指标"] in said


@pytest.mark.parametrize("who", ["mia", "tao"])
def test_goals_of_plans_that_need_a_decision_are_the_pages(  # the lead's without those of others
    company: Store, cast: Cast, plans: Plans, open_page: type_of_open, who: str
) -> None:
    actor = getattr(cast, who)
    said = texts(open_page(actor, "board/board.py")).replace("\\", "")
    found = rows(made(company, actor), "需要决定的计划目标")
    assert len(found) == (3 if who == "mia" else 1)
    assert f"{len(found)} 个目标" in said
    for row in found:
        assert row["目标"] in said
        assert row["情况"] in said
        assert row["负责人"] in said
    assert any("CanaryGoal" in row["目标"] for row in found) is (who == "mia")


def test_groups_are_the_pages(company: Store, cast: Cast, open_page: type_of_open) -> None:
    told = shown(open_page(cast.mia, "board/board.py"), 1)
    content = made(company, cast.mia)
    found = rows(content, "净销售额 · 团队")
    for name in ("团队", "实际", "占比", "同比", "去年同期", "状态"):
        assert [row[name] for row in found] == [row[name] for row in told], name
    bars = drawn(charts(slides(content)["净销售额 · 团队"])[0])
    assert list(bars["实际"]) == [row["团队"] for row in told]
    assert [f"¥{value:.2f}" for value in bars["实际"].values()] == [row["实际"] for row in told]


def test_one_group_alone_is_no_slide(company: Store, cast: Cast) -> None:
    titles = list(slides(made(company, cast.mia)))
    assert "净销售额 · 品类" in titles
    assert "净销售额 · 国家或地区" not in titles


def test_months_are_the_pages_and_the_charts(company: Store, cast: Cast, open_page: type_of_open) -> None:
    for month in (1, 2, 3, 4):
        aim(company, team(cast.north), str(100 * month), MARCH.replace(month=month), level=Level.STRETCH)
    page = open_page(cast.tao, "board/board.py")
    page.segmented_control(key="board:by").set_value("month").run()
    told = shown(page, 1)
    found = slides(made(company, cast.tao))
    head, actual, before, change = table(found["净销售额：今年与去年"])
    assert head[1:4] == ["1月", "2月", "3月"]
    for place, row in enumerate(told, start=1):
        assert (actual[place], before[place], change[place]) == (row["实际"], row["去年同期"], row["同比"])
    assert set(actual[len(told) + 1 :]) == {"–"}
    aims = {row[0]: row[1:] for row in table(found["净销售额与目标值"])[1:]}
    assert aims["目标值"][:3] == ["–", "–", "¥90.00"]
    assert aims["挑战值"][:5] == ["¥100.00", "¥200.00", "¥300.00", "¥400.00", "–"]
    assert aims["达成率"][2] == f"{told[2]['达成率']:.0f}%"
    chart = drawn(charts(found["净销售额与目标值"])[0])
    assert [chart[name]["3月"] for name in ("实际", "目标值", "挑战值")] == [95.0, 90.0, 300.0]
    assert chart["挑战值"]["5月"] is None


def test_the_chosen_metric_is_the_charts(company: Store, cast: Cast, open_page: type_of_open) -> None:
    page = open_page(cast.mia, "board/board.py")
    page.selectbox(key="board:metric:path").set_value("orders").run()
    assert not page.exception
    told = shown(page, 1)
    found = rows(made(company, cast.mia, metric_id="orders"), "订单数 · 团队")
    assert [row["实际"] for row in found] == [row["实际"] for row in told]


@pytest.mark.parametrize("language", Language)
def test_the_words_are_the_readers(company: Store, cast: Cast, open_page: type_of_open, language: Language) -> None:
    with company.transaction() as transaction:
        transaction.rows(_SPEAK, [cast.mia.user_id, language.value])
    said = texts(open_page(cast.mia, "board/board.py")).replace("\\", "")
    cover = next(iter(slides(made(company, cast.mia, language)).values()))
    title, line = cover.shapes.title.text_frame.text, cover.placeholders[1].text_frame.text  # type: ignore[attr-defined]
    assert title in said
    assert line in said


@pytest.mark.parametrize(
    ("who", "is_offered"), [("ada", True), ("mia", True), ("tao", True), ("sol", True), ("rea", False)]
)
def test_the_button_is_for_whom_the_policy_gives_files(
    company: Store, cast: Cast, open_page: type_of_open, who: str, is_offered: bool
) -> None:
    page = open_page(getattr(cast, who), "board/board.py")
    assert not page.exception
    found = [button for button in page.get("download_button") if button.proto.label == "PPTX"]
    assert bool(found) is is_offered


def test_an_empty_board_offers_no_file(store: Store, cast: Cast, open_page: type_of_open) -> None:
    assert not open_page(cast.mia, "board/board.py").get("download_button")
