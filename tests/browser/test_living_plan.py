"""A plan's year in a real browser: made, read into, worked on, adjusted, judged a quarter later, and told to the boss."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from crm_core.demo import service as demo
from crm_core.demo.people import DEMO_PASSWORD, TEAMS
from crm_core.store import Store
from tests.browser.conftest import at_rest, cell_in, choose, person, settled, type_into
from tests.browser.test_files_for_the_boss import taken
from tests.documents.reading import words
from tests.drafting.files import docx_bytes
from tests.serving import Server, served

MONDAY = datetime.fromisoformat("2026-03-16T10:30:00+08:00")
SENTENCES = (
    "到2026年12月31日，客户满意度达到92%。",
    "到2026年底，跟进记录达到5000条。",
    "到2026年底，客户流失率降到30%以下。",
)
LOGGED, CHANGE = "Interactions logged", "Call within a week after each first purchase"
DECISION = "Ring the ten who wait longest"
QUARTER = 91


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """The demo company as it stood the evening before."""
    path = tmp_path / "crm.duckdb"
    with closing(Store.open(path)) as store:
        demo.fill(store, (MONDAY - timedelta(days=1)).date())
    return path


@contextmanager
def after(company: Path, days: int) -> Iterator[Server]:
    """Serve the company so many days after that Monday."""
    moment = (MONDAY + timedelta(days=days)).isoformat()
    with served(company, ("-m", "tools.serve", "--at", moment)) as running:
        yield running


@contextmanager
def at(
    browser: Browser, server: Server, username: str, path: str, *, width: int = 1280
) -> Iterator[tuple[Page, Locator]]:
    """A signed-in person at a page, and what its middle shows."""
    with person(browser, server, username, DEMO_PASSWORD, viewport={"width": width, "height": 1400}) as page:
        go(page, server, path)
        yield page, page.locator("[data-testid=stMain]")


def go(page: Page, server: Server, path: str) -> None:
    page.goto(f"{server.address}/{path}")
    settled(page)


def make_plan(browser: Browser, server: Server, folder: Path) -> str:
    """Make the team's plan from the full template, read a document in, and take what it proposes; return where it stands."""
    with at(browser, server, "manager", "new-plan") as (page, main):
        main.get_by_label("Name", exact=True).fill("Care for the north")
        choose(page, "Whose plan", TEAMS[0])
        main.get_by_role("radio", name="Running").click()
        main.get_by_role("button", name="Make the plan").dblclick()
        page.wait_for_url(re.compile(r"/plan\?id=\d+&tab=written"))
        settled(page)
        before = main.locator("[class*=st-key-written-contents] li").count()
        main.get_by_role("button", name="Read a document in").click()
        file = folder / "本年目标.docx"
        file.write_bytes(docx_bytes("本年目标", (("要达到的", SENTENCES), ("谁来做", ("组长牵头。",)))))
        dialog = page.get_by_role("dialog")
        dialog.locator("input[type=file]").set_input_files(file)
        dialog.get_by_role("button", name="Take it into the plan").dblclick()
        expect(page.get_by_test_id("stToast").last).to_contain_text("3 targets found")
        settled(page)
        assert main.locator("[class*=st-key-written-contents] li").count() == before + 2
        for left in range(len(SENTENCES), 0, -1):
            expect(main.get_by_role("button", name="Take", exact=True)).to_have_count(left)
            main.get_by_role("button", name="Take", exact=True).first.click()
            dialog.get_by_role("button", name="Take it as a goal").click()
            expect(dialog).to_have_count(0)
            settled(page)
        expect(main).to_contain_text("All of them are decided on.")
        return page.url.removeprefix(f"{server.address}/").removesuffix("&tab=written")


def set_levels(browser: Browser, server: Server, plan: str) -> None:
    """The lead adds a stage's milestone and says what the number shall come to at least, at all, and at best."""
    with at(browser, server, "lead", plan, width=1920) as (page, main):  # all of the table's columns in sight
        grid = page.locator("canvas[data-testid=data-grid-canvas]").first
        for column, value in (("Floor", "2000"), ("Target", "2500"), ("Stretch", "3000")):
            type_into(page, grid, column, value, row=row_of(grid, LOGGED))
        main.get_by_role("button", name="Save 3 changes").dblclick()
        expect(main.get_by_role("button", name="Save 3 changes")).to_have_count(0)
        settled(page)
        expect(cell_in(grid, "Target", row_of(grid, LOGGED))).to_have_text("2,500")
        main.get_by_role("button", name="Move stages").click()
        at_rest(page)
        stages = page.locator("canvas[data-testid=data-grid-canvas]").first
        type_into(page, stages, "Name", "Know them all")
        main.get_by_role("button", name="Save 1 change").click()
        expect(main.get_by_role("button", name="Save 1 change")).to_have_count(0)
        expect(main).to_contain_text("Know them all")


def row_of(grid: Locator, text: str) -> int:
    """Return the row of a table whose first column holds ``text``, once the table is drawn."""
    found = grid.locator("[id^=glide-cell-0-]").filter(has_text=text).first
    found.wait_for(state="attached")
    return int(str(found.get_attribute("id")).rsplit("-", 1)[1])


def gap_of(page: Page, server: Server, plan: str) -> str:
    """Return what the gap list says of the number that staff move."""
    go(page, server, f"{plan}&tab=gaps")
    found = page.locator("[class*=st-key-gap-first], [class*=st-key-gap-next]").filter(has_text=LOGGED).first
    expect(found).to_contain_text("Actual")
    return found.inner_text()


def actual_in(told: str) -> int:
    """Return the actual that a gap tells."""
    found = re.search(r"Actual\s+([\d,]+)", told)
    assert found, told
    return int(found[1].replace(",", ""))


def log_a_call(browser: Browser, server: Server) -> None:
    """A member of the team's staff calls a customer of their own, and says so."""
    with at(browser, server, "staff", "day") as (page, _main):
        page.get_by_role("button").filter(has_text="****").first.click()
        page.get_by_label("What was said").fill("问了新茶，下周寄样")
        page.get_by_role("button", name="Save", exact=True).first.dblclick()
        expect(page.get_by_text("Logged.")).to_be_visible()


def adjust(page: Page, server: Server, plan: str) -> None:
    """Note what is changed from today on, and what shall come of it."""
    go(page, server, f"{plan}&tab=adjustments")
    page.get_by_role("button", name="Note an adjustment").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What was changed").fill(CHANGE)
    dialog.get_by_label("Why").fill("New customers hear nothing for a month.")
    dialog.get_by_role("combobox", name="Metric that shall show it", exact=True).click()
    page.keyboard.type(LOGGED)
    page.get_by_role("option").filter(has_text=LOGGED).first.click()
    dialog.get_by_role("button", name="Note the adjustment").dblclick()
    expect(dialog).to_have_count(0)
    expect(page.locator("[class*=st-key-adjustment-]").first).to_contain_text(CHANGE)


def judge(page: Page, server: Server, plan: str) -> None:
    """See before and after, and decide what it was worth."""
    go(page, server, f"{plan}&tab=adjustments")
    card = page.locator("[class*=st-key-adjustment-]").filter(has_text=CHANGE).first
    expect(card).to_contain_text("To be judged")
    expect(card).to_contain_text(LOGGED)
    card.get_by_role("button", name="Judge").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name="It helped").click()
    dialog.get_by_label("Why, and what follows from it").fill("It stays.")
    dialog.get_by_role("button", name="Decide").dblclick()
    expect(dialog).to_have_count(0)
    expect(card).to_contain_text("It helped")


def hold_review(page: Page, server: Server, plan: str) -> None:
    """Plan the review, find on its agenda what is to be talked about, and decide something that becomes an action."""
    go(page, server, f"{plan}&tab=reviews")
    page.get_by_role("button", name="Plan a review").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Plan the review").dblclick()
    expect(dialog).to_have_count(0)
    agenda = page.locator("[data-testid=stMain]")
    expect(agenda).to_contain_text(CHANGE)
    expect(agenda).to_contain_text(LOGGED)
    settled(page)
    page.get_by_role("button", name="Note a decision").last.click()
    dialog.get_by_label("What is decided").fill(DECISION)
    dialog.get_by_role("button", name="Note the decision").dblclick()
    expect(dialog).to_have_count(0)
    expect(agenda).to_contain_text(DECISION)
    settled(page)


@pytest.mark.nightly
@pytest.mark.timeout(900)
def test_a_living_plan(browser: Browser, company: Path, tmp_path: Path) -> None:
    with after(company, 0) as server:
        plan = make_plan(browser, server, tmp_path)
        set_levels(browser, server, plan)
        with at(browser, server, "lead", plan) as (page, _main):
            before = actual_in(gap_of(page, server, plan))
            log_a_call(browser, server)
            assert actual_in(gap_of(page, server, plan)) == before + 1
            adjust(page, server, plan)
    with after(company, QUARTER) as server, at(browser, server, "lead", plan) as (page, main):
        judge(page, server, plan)
        hold_review(page, server, plan)
        go(page, server, f"{plan}&tab=work")
        main.get_by_role("radio", name="List").click()
        expect(main).to_contain_text(DECISION)
        go(page, server, f"{plan}&tab=reviews")
        grid = page.locator("[class*=st-key-review-head] canvas[data-testid=data-grid-canvas]")
        row = row_of(grid, LOGGED)
        shown = [cell_in(grid, column, row).inner_text() for column in ("Target", "Actual")]
        told = words(taken(page, "PPTX", tmp_path).read_bytes())
        for figure in (*shown, DECISION, CHANGE):
            assert figure in told, figure
