"""A lead at work in a real browser: the own team's customers only, by file and by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from crm_core.demo.people import DEMO_PASSWORD
from tests.browser.conftest import choose, person, settled, unfolded
from tests.browser.test_journeys import command
from tests.serving import Server

HEADER = "单号,行号,客户编号,商品,数量,单价,日期\n"


def add_customer(demo: Server, tmp_path: Path, code: str, name: str, owner: str) -> None:
    """Put a customer of the test's own into the store, as an operator would."""
    file = tmp_path / f"{code}.csv"
    file.write_text(f"客户编号,客户名称,类型,负责人\n{code},{name},公司,{owner}\n", "utf-8")
    assert command(demo, "import", "customers", str(file))[0] == 0


@pytest.mark.nightly
def test_a_line_of_another_teams_customer_is_refused_with_its_reason(
    browser: Browser, demo: Server, tmp_path: Path
) -> None:
    add_customer(demo, tmp_path, "OWN-1", "华东自家客户", "wangxy")
    add_customer(demo, tmp_path, "FAR-1", "南方别家客户", "wujing")
    file = tmp_path / "own.csv"
    lines = "OWN-9,1,OWN-1,龙井,2,98,2026-01-05\nOWN-9,2,FAR-1,龙井,2,98,2026-01-05\n"
    file.write_text(HEADER + lines, "utf-8")
    with person(browser, demo, "lilan", DEMO_PASSWORD, "/imports") as page:  # other leads have imports under way
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_role("button", name="Check the file").click()
        refused = page.locator("[data-testid=stDataFrame]").first.locator("tbody tr")
        expect(refused).to_have_count(1)
        expect(refused).to_contain_text("FAR-1")
        expect(refused).to_contain_text("Customer FAR-1 is not one of your team's.")
        page.get_by_role("button", name="Write 1 line").dblclick()
        expect(page.get_by_text("1 line is written.")).to_be_visible()


def test_a_lead_assigns_a_customer_within_the_team_and_two_tabs_agree(
    browser: Browser, demo: Server, tmp_path: Path
) -> None:
    add_customer(demo, tmp_path, "OWN-2", "待分配客户", "lead")
    with person(browser, demo, "lead", DEMO_PASSWORD, "/customers") as page:
        page.get_by_placeholder("Name, pinyin").fill("OWN-2")
        row = page.locator("[data-testid=stDataFrame]").first.locator("tbody tr")
        expect(row).to_have_count(1)
        expect(row).to_contain_text("待分配客户")
        settled(page)
        box = page.locator("[data-testid=stDataFrame]").first.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + 90, box["y"] + 55)
        expect(page.get_by_role("heading", name="待分配客户")).to_be_visible()
        settled(page)
        other = page.context.new_page()
        other.goto(page.url)
        settled(other)
        for tab, owner in ((page, "孙磊"), (other, "刘佳")):
            tab.bring_to_front()  # a tab behind another hardly draws
            settled(tab)
            tab.get_by_role("tab", name="Ownership").click()
            owners = unfolded(tab, "Owner")
            expect(tab.get_by_role("option")).to_have_text(["刘佳 (华北组)", "孙磊 (华北组)", "陈涛 (华北组)"])
            owners.press("Escape")
            choose(tab, "Owner", owner)
            tab.get_by_role("button", name="Assign", exact=True).dblclick()
            expect(tab.locator("[data-testid=stTable]").first).to_contain_text(owner)
        page.bring_to_front()
        page.reload()
        expect(page.locator("[data-testid=stTable]").first).to_contain_text("刘佳")
