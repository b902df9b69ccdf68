"""What people come for, done in a real browser over the demo company, in English."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from crm_core.cli.main import main
from crm_core.demo.people import DEMO_PASSWORD
from tests.browser.conftest import cell_in, person, settled, turn_to, type_into
from tests.serving import Server


def command(server: Server, *words: str) -> tuple[int, str]:
    """Give the running server a command, as an operator's terminal would; return its exit code and what it said."""
    said = io.StringIO()
    with redirect_stdout(said):
        code = main(["--store", str(server.store), *words])
    return code, said.getvalue()


def logged(server: Server) -> int:
    """Return how many interactions the store counts."""
    answer = json.loads(command(server, "metrics", "show", "interactions_logged", "--json")[1])
    return int(answer["rows"][0]["value"])


def button(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def pick_somebody(page: Page) -> None:
    """In the box for a customer, take the first of those contacted last; a telephone stands beside each."""
    page.get_by_role("button").filter(has_text="****").first.click()
    page.get_by_label("What was said").wait_for()


def test_staff_log_an_interaction_in_four_clicks_and_the_number_moves(browser: Browser, demo: Server) -> None:
    before = logged(demo)
    with person(browser, demo, "staff", DEMO_PASSWORD) as page:
        expect(page.get_by_role("heading", name="My day")).to_be_visible()
        pick_somebody(page)  # 1
        page.get_by_label("What was said").fill("Asked about the delivery; it's fine 👍")  # 2: into the field
        button(page, "Save")  # 3
        expect(page.get_by_text("Logged.")).to_be_visible()
        settled(page)
    assert logged(demo) == before + 1


@pytest.mark.nightly
def test_three_quick_clicks_store_one_row(browser: Browser, demo: Server) -> None:
    before = logged(demo)
    with person(browser, demo, "staff", DEMO_PASSWORD, "/log") as page:
        pick_somebody(page)
        page.get_by_label("What was said").fill("Only once, please")
        page.get_by_label("What was said").blur()
        page.get_by_role("button", name="Save", exact=True).first.evaluate(
            "save => { save.click(); save.click(); save.click() }"
        )
        expect(page.get_by_text("Logged.")).to_be_visible()
        settled(page)
    assert logged(demo) == before + 1


def test_the_sign_in_survives_a_reload_and_ends_with_the_sign_out(browser: Browser, demo: Server) -> None:
    with person(browser, demo, "staff", DEMO_PASSWORD) as page:
        page.reload()
        settled(page)
        expect(page.get_by_role("heading", name="My day")).to_be_visible()
        page.get_by_role("link", name="Sign out").click()
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        page.goto(f"{demo.address}/day")
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_deep_link_leads_there_after_signing_in(browser: Browser, demo: Server) -> None:
    with person(browser, demo, "reader", DEMO_PASSWORD, "/customer?id=700") as page:
        expect(page.get_by_role("tab", name="Ownership")).to_be_visible()
        assert page.url == f"{demo.address}/customer?id=700"


def test_a_disabled_users_next_click_is_refused_in_a_fragment_too(browser: Browser, demo: Server) -> None:
    with person(browser, demo, "zhengkai", DEMO_PASSWORD, "/log") as page:
        assert command(demo, "users", "disable", "zhengkai")[0] == 0
        page.get_by_label("Customer").first.press_sequentially("a")  # a fragment run, as one types
        expect(page.get_by_text("Your session has ended")).to_be_visible()
        assert page.get_by_label("Customer").count() == 0
        page.reload()
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_two_people_edit_one_customer_and_the_second_is_told(browser: Browser, demo: Server) -> None:
    customer = "/customer?id=700"  # any of the demo's two thousand
    with (
        person(browser, demo, "manager", DEMO_PASSWORD, customer) as first,
        person(browser, demo, "heyuan", DEMO_PASSWORD, customer) as second,
    ):
        for page in (first, second):
            page.locator(".st-key-card-edit button").click()
            page.get_by_label("Region").wait_for()
        first.get_by_label("Region").fill("Lhasa")
        button(first, "Save")
        expect(first.get_by_text("Lhasa").first).to_be_visible()
        second.get_by_label("Region").fill("Urumqi")
        button(second, "Save")
        expect(second.get_by_text("Someone else changed this in the meantime").first).to_be_visible()
        assert second.get_by_label("Region").input_value() == "Urumqi", "what was typed stays"
        button(second, "Save")
        expect(second.get_by_text("Urumqi").first).to_be_visible()


def test_two_teams_never_see_each_others_customers(browser: Browser, demo: Server) -> None:
    with (
        person(browser, demo, "lead", DEMO_PASSWORD, "/board") as north,
        person(browser, demo, "lilan", DEMO_PASSWORD, "/board") as east,
    ):
        seen: dict[str, set[str]] = {"north": set(), "east": set()}
        for is_again in (False, True):
            for name, page in (("north", north), ("east", east)):
                if is_again:
                    turn_to(page, "/board")
                seen[name].add(page.locator("[data-testid=stMain]").inner_text())
        assert not seen["north"] & seen["east"]


def test_a_lead_edits_a_target_and_the_gap_moves(browser: Browser, demo: Server) -> None:
    with person(browser, demo, "lead", DEMO_PASSWORD, "/targets") as page:
        grid = page.locator("canvas[data-testid=data-grid-canvas]").first
        target, gap = cell_in(grid, "Target"), cell_in(grid, "Gap")  # January's
        before = gap.inner_text()
        higher = round(int(target.inner_text().replace(",", "")) * 1.02)  # stays between the floor and the stretch
        type_into(page, grid, "Target", str(higher))
        page.get_by_role("button", name="Save 1 change").click()
        expect(page.get_by_role("button", name="Save 1 change")).to_have_count(0)
        settled(page)
        expect(target).to_have_text(f"{higher:,}")
        assert gap.inner_text() != before
        expect(page.get_by_text(f"{higher:,}").last).to_be_attached()  # the history below keeps what was there before


@pytest.mark.nightly
def test_a_lead_imports_customers_through_the_wizard(browser: Browser, demo: Server, tmp_path: Path) -> None:
    file = tmp_path / "新客户.csv"
    rows = [
        "客户编号,客户名称,类型,手机,地区",
        "W-1,王'小明,个人,13800138001,北京",
        "W-2,=cmd,个人,not a phone,天津",
        "W-3,<b>李雷</b>,个人,13800138003,天津",
    ]
    file.write_bytes("\r\n".join(rows).encode("gb18030"))
    with person(browser, demo, "huangzm", DEMO_PASSWORD, "/imports") as page:
        page.locator("[data-testid=stMain]").get_by_text("Customers", exact=True).first.click()
        settled(page)
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_role("button", name="Check the file").click(timeout=30_000)
        expect(page.get_by_text("Rejected lines").first).to_be_visible(timeout=30_000)
        page.get_by_role("button", name="Write").first.click()
        expect(page.get_by_text("To the customers")).to_be_visible(timeout=30_000)
        page.goto(f"{demo.address}/customers")
        settled(page)
        page.get_by_placeholder("Name, pinyin").fill("wangxiaoming")
        settled(page)
        # the rows of a grid live in its accessible table
        expect(page.locator("[data-testid=stDataFrame] td", has_text="王'小明").first).to_be_attached()


def test_customers_text_runs_nothing_and_asks_nothing(browser: Browser, demo: Server, tmp_path: Path) -> None:
    file = tmp_path / "payload.csv"
    names = [
        "<img src=http://evil.example/a.png onerror=alert(1)>",
        "![x](http://evil.example/b.png)",
        "[x](javascript:alert(1))",
        "<script>alert(1)</script>",
    ]
    lines = ["code,name,kind,note", *(f'X-{place},"{name}",person,"{name}"' for place, name in enumerate(names))]
    file.write_text("\n".join(lines), "utf-8")
    assert command(demo, "import", "customers", str(file))[0] == 0
    asked: list[str] = []
    dialogs: list[str] = []
    with person(browser, demo, "admin", DEMO_PASSWORD, "/customers") as page:
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        rows = page.locator("[data-testid=stDataFrame]").first.locator("tbody tr")
        for place, name in enumerate(names):
            page.get_by_placeholder("Name, pinyin").fill(f"x-{place}")
            expect(rows).to_have_count(1)
            expect(rows).to_contain_text(name)
        page.reload()
        settled(page)
        turn_to(page, "/audit")
    assert asked
    assert not dialogs
    assert not [url for url in asked if "evil.example" in url]


def test_an_administrators_page_is_not_there_for_staff(browser: Browser, demo: Server) -> None:
    first, *others = "/users", "/audit", "/imports", "/settings"
    with person(browser, demo, "staff", DEMO_PASSWORD, first) as page:
        my_day_is_all(page)
        for address in others:
            page.goto(demo.address + address)  # turned to, it would not even be asked for
            settled(page)
            my_day_is_all(page)


def my_day_is_all(page: Page) -> None:
    """See that Streamlit says that there is no such page, and that the person's own first page is drawn."""
    expect(page.locator("[data-testid=stMain] h1")).to_have_text("My day")
    body = page.locator("body").inner_text()
    assert not [word for word in ("何远", "Users and teams", "Audit trail", "Settings", "Upload") if word in body]
