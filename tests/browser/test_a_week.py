"""One week of a team in a real browser: a list comes in, customers are made one, given up, claimed and cared for.

The same week is proven through the services in ``tests/customers/test_a_week.py``; here it is what people see and click.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from crm_core.demo import service as demo
from crm_core.demo.people import DEMO_PASSWORD
from crm_core.store import Store
from tests.browser.conftest import at_rest, choose, person, settled
from tests.browser.test_journeys import command
from tests.customers.test_a_week import HEADERS, PEOPLE, THEIRS, TWICE
from tests.serving import Server, served

WEDNESDAY = datetime.fromisoformat("2026-03-18T10:30:00+08:00")
LEAD, STAFF, FAR = "lead", "staff", "wujing"  # a team's lead and one on it; staff of another team
DEPUTY = "陈涛"  # the lead's name


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """The store of a company on its first day: people, and not one customer."""
    path = tmp_path / "crm.duckdb"
    with closing(Store.open(path)) as store:
        demo.add_people(store)
    return path


@contextmanager
def day(company: Path, number: int) -> Iterator[Server]:
    """Serve the company so many days after Wednesday."""
    moment = (WEDNESDAY + timedelta(days=number)).isoformat()
    with served(company, ("-m", "tools.serve", "--at", moment)) as running:
        yield running


def on(number: int) -> date:
    """Return the day so many days after Wednesday."""
    return (WEDNESDAY + timedelta(days=number)).date()


@contextmanager
def at(browser: Browser, server: Server, username: str, path: str) -> Iterator[tuple[Page, Locator]]:
    """A signed-in person at a page, and what its middle shows."""
    high: ViewportSize = {"width": 1280, "height": 1200}
    with person(browser, server, username, DEMO_PASSWORD, f"/{path}", viewport=high) as page:
        yield page, page.locator("[data-testid=stMain]")


def go(page: Page, server: Server, path: str) -> None:
    page.goto(f"{server.address}/{path}")
    settled(page)


def lines() -> list[tuple[str, str, str, str]]:
    """500 lines: 20 companies stand in it twice, 30 people belong to colleagues of another team."""
    people = [(f"K{at:03d}", f"客户{at:03d}号", f"138{at:08d}", STAFF) for at in range(PEOPLE)]
    firms = [(f"F{at:03d}", f"第{at:03d}茶业有限公司", f"137{at:08d}", STAFF) for at in range(TWICE)]
    again = [(f"G{at:03d}", f"第{at:03d}茶业（有限责任公司）", "", STAFF) for at in range(TWICE)]
    theirs = [(f"T{at:03d}", f"南方{at:03d}号", f"139{at:08d}", STAFF) for at in range(THEIRS)]
    return [*people, *firms, *again, *theirs]


def written(path: Path, rows: list[tuple[str, str, str, str]]) -> Path:
    """Write lines to a CSV file and return its path."""
    path.write_text("\n".join(",".join(row) for row in [HEADERS, *rows]) + "\n", "utf-8")
    return path


def find(page: Page, server: Server, name: str) -> None:
    """Open a customer by its name from the list."""
    go(page, server, "customers")
    page.get_by_placeholder("Name, pinyin, initials, code, or phone").fill(name)
    grid = page.locator("[data-testid=stDataFrame]").first
    expect(grid.locator("tbody tr")).to_have_count(1)
    at_rest(page)
    open_row(page, grid)
    page.wait_for_url(re.compile(r"/customer\?id=\d+"))
    settled(page)


def open_row(page: Page, grid: Locator, *, tick: bool = False) -> None:
    """Click on the first row of a table, or on its box."""
    box = grid.bounding_box()
    assert box
    page.mouse.click(box["x"] + (16 if tick else 90), box["y"] + 50)


def enter_day(page: Page, label: str, day: date) -> None:
    """Type a date as a person does, part by part."""
    page.get_by_role("spinbutton", name=f"year, {label}", exact=True).click()
    page.keyboard.type(f"{day:%Y%m%d}")
    page.keyboard.press("Tab")
    at_rest(page)


def bring_in(browser: Browser, server: Server, folder: Path) -> None:
    """Import the list: the colleagues' are refused with their reason, the others written."""
    with at(browser, server, LEAD, "imports") as (page, main):
        main.get_by_role("radio", name=re.compile("Customers")).click()
        at_rest(page)
        page.locator("input[type=file]").set_input_files(written(folder / "list.csv", lines()))
        expect(main.get_by_text("What the columns mean")).to_be_visible()
        settled(page)
        main.get_by_role("button", name="Check the file").click()
        expect(main.get_by_role("button", name="Take another file")).to_be_visible()
        settled(page)
        refused = page.locator("[data-testid=stDataFrame]").first
        expect(refused).to_contain_text("A colleague of another team")
        main.get_by_role("button", name="Write 470 lines").click()
        expect(main.get_by_text("470 lines are written.")).to_be_visible()


def merge_all(browser: Browser, server: Server) -> None:
    """Search for duplicates and make one of each pair."""
    with at(browser, server, LEAD, "duplicates") as (page, main):
        main.get_by_role("button", name="Search now").click()
        expect(main.get_by_role("link", name="Compare and merge").first).to_be_visible()
        for _ in range(TWICE):
            main.get_by_role("link", name="Compare and merge").first.click()
            page.wait_for_url(re.compile(r"/merge\?id=\d+"))
            settled(page)
            main.get_by_role("button", name="Merge the two").click()
            page.wait_for_url(re.compile(r"/customer\?id=\d+"))
            expect(main).to_contain_text("Merged into this customer")
            go(page, server, "duplicates")
        expect(main.get_by_role("link", name="Compare and merge")).to_have_count(0)


def give_up(browser: Browser, server: Server) -> None:
    """Release a customer, and find that whoever lets go does not take back."""
    with at(browser, server, STAFF, "day") as (page, main):
        find(page, server, "客户000号")
        page.get_by_role("tab", name="Ownership").click()
        main.get_by_role("button", name="Release").click()
        page.get_by_placeholder("Whoever looks into the pool reads it").fill("搬到了外省")
        page.get_by_role("button", name="Release the customer").click()
        expect(main).to_contain_text("This customer lies in the public pool")
        settled(page)
        go(page, server, "customers?view=pool")
        grid = page.locator("[data-testid=stDataFrame]").first
        expect(grid).to_contain_text("客户000号")
        open_row(page, grid, tick=True)
        main.get_by_role("button", name="Claim 1 customer").click()
        expect(page.get_by_test_id("stToast").last).to_contain_text("You let 客户000号 go")


def claim_and_ask(browser: Browser, server: Server) -> None:
    """Claim the customer from the pool, meet a colleague's while adding one, and ask to work along."""
    with at(browser, server, FAR, "customers?view=pool") as (page, main):
        grid = page.locator("[data-testid=stDataFrame]").first
        expect(grid).to_contain_text("客户000号")
        open_row(page, grid, tick=True)
        main.get_by_role("button", name="Claim 1 customer").dblclick()
        expect(page.get_by_test_id("stToast").last).to_contain_text("1 customer is yours now.")
        go(page, server, "customers?add=1")
        main.get_by_label("Name", exact=True).fill("一位客户")
        main.get_by_label("Phone").fill("13800000001")
        main.get_by_label("Phone").blur()
        at_rest(page)
        main.get_by_role("button", name="Add the customer").click()
        expect(main).to_contain_text("A colleague has this customer")
        expect(main).not_to_contain_text("客户001号")
        main.get_by_label("Why you want to collaborate").fill("他在我们这边也有一家店")
        main.get_by_role("button", name="Ask to collaborate").click()
        expect(page.get_by_test_id("stToast").last).to_contain_text("Asked.")


def answer_and_call(browser: Browser, server: Server) -> None:
    """Grant the request, promise a call for today, reach nobody, put a customer on a tier, and note a week away."""
    with at(browser, server, STAFF, "day") as (page, main):
        expect(main).to_contain_text("他在我们这边也有一家店")
        main.get_by_role("button", name="Grant").click()
        expect(main.get_by_role("button", name="Grant")).to_have_count(0)
        find(page, server, "客户002号")
        main.get_by_text("Plan a follow-up").click()
        enter_day(page, "On", on(0))
        main.get_by_label("What for").last.fill("问近况")
        main.get_by_role("button", name="Plan it").click()
        expect(main.locator("[class*=st-key-due-row], [data-testid=stVerticalBlock]").first).to_contain_text("问近况")
        go(page, server, "day")
        expect(main).to_contain_text("客户002号")
        main.locator("[class*=st-key-due-row-promise]").get_by_role("button").nth(1).click()
        expect(page.get_by_test_id("stToast").last).to_contain_text("nobody reached")
        settled(page)
        expect(main).to_contain_text(re.compile("Next 7 days.*客户002号"))
        expect(main).not_to_contain_text(re.compile("客户002号.*Next 7 days"))
        find(page, server, "客户003号")
        main.get_by_role("button", name="Decide").first.click()
        choose(page, "Value tier", "High value")
        page.get_by_role("button", name="Save").last.click()
        expect(main.locator("[class*=st-key-due-row-kind]").first).to_contain_text("High value")
        go(page, server, "away")
        choose(page, "Who stands in", DEPUTY)
        enter_day(page, "First day", on(1))
        enter_day(page, "Last day", on(6))
        main.get_by_role("button", name="Save").click()
        expect(main).to_contain_text(f"{DEPUTY} stands in")


def set_norm(browser: Browser, server: Server, days: int) -> None:
    """Say how often customers of the highest tier are contacted; the norm that stands is changed."""
    with at(browser, server, "manager", "norms") as (page, main):
        way = main.get_by_role("button", name="Edit")
        (way if way.count() else main.get_by_role("button", name="New norm")).first.click()
        choose(page, "For which customers", "High value")
        page.get_by_label("At least every … days").fill(str(days))
        page.get_by_role("button", name="Save").last.click()
        expect(main).to_contain_text(f"at least every {days} days")


@pytest.mark.nightly
@pytest.mark.timeout(900)
def test_a_week(browser: Browser, company: Path, tmp_path: Path) -> None:
    with day(company, 0) as server:
        theirs = [(f"S{at:03d}", f"华南客户{at}", f"139{at:08d}", FAR) for at in range(THEIRS)]
        assert command(server, "import", "customers", str(written(tmp_path / "theirs.csv", theirs)))[0] == 0
        bring_in(browser, server, tmp_path)
        merge_all(browser, server)
        give_up(browser, server)
        claim_and_ask(browser, server)
        answer_and_call(browser, server)
        set_norm(browser, server, 7)
        with at(browser, server, FAR, "customers?view=shared") as (page, _main):
            expect(page.locator("[data-testid=stDataFrame]").first).to_contain_text("客户001号")
    with day(company, 1) as server:
        with at(browser, server, STAFF, "day") as (_page, main):
            expect(main).to_contain_text("客户002号")
        with at(browser, server, LEAD, "day") as (_page, main):
            expect(main).to_contain_text("客户002号")
            expect(main).to_contain_text("for 孙磊")
    with day(company, 7) as server:
        with at(browser, server, LEAD, "day") as (_page, main):
            expect(main).not_to_contain_text("客户002号")
        with at(browser, server, STAFF, "day") as (_page, main):
            expect(main).to_contain_text("客户003号")
            expect(main).to_contain_text("at least every 7 days")
        set_norm(browser, server, 14)
        with at(browser, server, STAFF, "day") as (_page, main):
            expect(main).to_contain_text("客户002号")
            expect(main).not_to_contain_text("客户003号")
    with day(company, 21) as server, at(browser, server, STAFF, "day") as (_page, main):
        expect(main).to_contain_text("客户003号")
        expect(main).to_contain_text("at least every 14 days")
