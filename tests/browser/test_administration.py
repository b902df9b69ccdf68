"""An administrator at work in a real browser: users come, go and come back; a backup takes the store's place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from crm_core.demo.people import DEMO_PASSWORD
from tests.browser.conftest import choose, copied, person, settled, sign_in, turn_to
from tests.serving import Server, served

OWN = "seven-lanterns-over-the-lake"


@pytest.fixture(scope="module")
def office(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A demo company of its own: here people lose their passwords and the store its last hours."""
    with served(copied(demo_store, tmp_path_factory.mktemp("office"))) as running:
        yield running


@contextmanager
def administrator(browser: Browser, office: Server, path: str = "/users") -> Iterator[Page]:
    """The administrator's browser, signed in at ``path``."""
    with person(browser, office, "admin", DEMO_PASSWORD, path) as page:
        yield page


def open_user(page: Page, name: str, *, is_disabled: bool = False) -> None:
    """Open a user from the list, as found by the user name; a disabled one is not among those shown at first."""
    grid = page.locator("[data-testid=stDataFrame]").first
    page.get_by_placeholder("Name, user name or team").fill(name)
    page.get_by_placeholder("Name, user name or team").press("Enter")
    if is_disabled:
        expect(page.get_by_text("No user fits")).to_be_visible()
        settled(page)
        page.get_by_role("radio", name="Disabled", exact=True).click()
    expect(grid.locator("tbody tr")).to_have_count(1)
    expect(grid.locator("tbody tr")).to_contain_text(name)
    settled(page)
    box = grid.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 120, box["y"] + 50)
    expect(page.get_by_label("User name", exact=True)).to_have_value(name)


def handed_over(page: Page) -> str:
    """Return the throw-away password on the screen."""
    page.get_by_text("Throw-away password for").wait_for()
    return page.locator("[data-testid=stCode]").first.inner_text().strip()


def choose_own_password(page: Page, current: str) -> None:
    """Fill the form that stands before everything else, and send it twice at once."""
    expect(page.get_by_text("Please choose your own password")).to_be_visible()
    assert page.get_by_role("link", name="Customer list").count() == 0
    page.get_by_label("Current password").fill(current)
    page.get_by_label("New password", exact=True).fill(OWN)
    page.get_by_label("New password once more").fill(OWN)
    page.get_by_role("button", name="Change password").dblclick()
    expect(page.get_by_role("link", name="Customer list")).to_be_visible()


def refused(browser: Browser, office: Server, name: str, password: str) -> None:
    """See the sign-in form say no, in a browser of its own."""
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.goto(f"{office.address}/account/sign-in")
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.locator("main button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    context.close()


def test_a_user_is_added_once_by_a_double_click_and_chooses_a_password(browser: Browser, office: Server) -> None:
    with administrator(browser, office, "/users?user=new") as admin:
        admin.get_by_label("Name shown").fill("王小'明")
        admin.get_by_label("User name", exact=True).fill("wangxm")
        choose(admin, "Team", "华北组")
        admin.get_by_role("button", name="Add the user").dblclick()
        password = handed_over(admin)
        expect(admin.get_by_text("15 active users")).to_be_visible()
    with person(browser, office, "wangxm", password) as page:
        choose_own_password(page, password)
        expect(page.get_by_role("link", name="My day")).to_be_visible()
    with person(browser, office, "wangxm", OWN) as page:
        expect(page.get_by_role("heading", name="My day")).to_be_visible()


@pytest.mark.nightly
def test_a_reset_password_ends_the_session_and_the_former_one_opens_nothing(browser: Browser, office: Server) -> None:
    with administrator(browser, office) as admin, person(browser, office, "xupeng", DEMO_PASSWORD) as page:
        open_user(admin, "xupeng")
        admin.get_by_role("button", name="Reset the password", exact=True).click()
        admin.get_by_role("button", name="Reset the password now").dblclick()
        password = handed_over(admin)
        page.get_by_role("link", name="Customer list").click()
        expect(page.get_by_text("Your session has ended")).to_be_visible()
        refused(browser, office, "xupeng", DEMO_PASSWORD)
        sign_in(page, office, "xupeng", password)
        choose_own_password(page, password)


def test_a_disabled_user_is_out_at_once_and_back_when_enabled(browser: Browser, office: Server) -> None:
    with administrator(browser, office) as admin, person(browser, office, "zhengkai", DEMO_PASSWORD) as page:
        open_user(admin, "zhengkai")
        admin.get_by_role("button", name="Disable", exact=True).click()
        admin.get_by_role("button", name="Disable, then hand over").dblclick()
        expect(admin.get_by_role("heading", name="Hand-over")).to_be_visible()
        page.get_by_role("link", name="Customer list").click()
        expect(page.get_by_text("Your session has ended")).to_be_visible()
        refused(browser, office, "zhengkai", DEMO_PASSWORD)
        turn_to(admin, "/users")
        open_user(admin, "zhengkai", is_disabled=True)
        admin.get_by_role("button", name="Enable", exact=True).dblclick()
        expect(admin.get_by_role("button", name="Disable", exact=True)).to_be_visible()
        sign_in(page, office, "zhengkai", DEMO_PASSWORD)
        expect(page.get_by_role("heading", name="My day")).to_be_visible()


@pytest.mark.nightly
def test_two_administrators_who_reset_at_once_leave_one_password_that_works(browser: Browser, office: Server) -> None:
    given = []
    with administrator(browser, office) as one, administrator(browser, office) as two:
        for page in (one, two):
            open_user(page, "wujing")
            page.get_by_role("button", name="Reset the password", exact=True).click()
        for page in (one, two):
            page.get_by_role("button", name="Reset the password now").click()
            given.append(handed_over(page))
        refused(browser, office, "wujing", given[0])
        with person(browser, office, "wujing", given[1]) as page:
            expect(page.get_by_text("Please choose your own password")).to_be_visible()


def test_a_backup_is_put_back_what_came_after_it_is_gone_and_everybody_is_told(
    browser: Browser, office: Server
) -> None:
    with administrator(browser, office, "/system") as admin:
        admin.get_by_role("button", name="Back up now").click()
        expect(admin.get_by_text("Backed up and checked")).to_be_visible()
        with person(browser, office, "manager", DEMO_PASSWORD, "/customers?add=1") as page:
            page.get_by_label("Name", exact=True).fill("Nothing of this lasts")
            page.get_by_role("button", name="Add the customer").dblclick()
            expect(page.get_by_role("heading", name="Nothing of this lasts")).to_be_visible()
            made = page.url.removeprefix(office.address)
            restore(admin)

            page.locator(".st-key-card-edit button").click()
            expect(page.get_by_text("A backup was restored at")).to_be_visible()
            sign_in(page, office, "manager", DEMO_PASSWORD, made)
            assert "Nothing of this lasts" not in page.locator("body").inner_text()
            turn_to(page, "/notices")
            expect(page.get_by_text("A backup was restored; its last entry is of").first).to_be_visible()

        admin.get_by_role("link", name="Sign in").click()
        sign_in(admin, office, "admin", DEMO_PASSWORD, "/system")
        rows = admin.locator("[data-testid=stDataFrame]").first.locator("tbody tr")
        expect(rows).to_have_count(2)  # restored once: one copy of what was there before, and the one put back
        expect(rows.filter(has_text="before a restore")).to_have_count(1)


def restore(admin: Page) -> None:
    """Put the last backup back: first without saying which, then twice at once."""
    admin.get_by_text("Restore a backup").click()
    admin.get_by_role("button", name="Restore now").click()
    expect(admin.get_by_text("Choose a backup, please.")).to_be_visible()
    expect(admin.get_by_text("Type crm.duckdb to confirm.")).to_be_visible()
    choose(admin, "Backup", "by-hand-")
    admin.get_by_label("The store's name, to confirm").fill("crm.duckdb")
    admin.get_by_role("button", name="Restore now").dblclick()
    expect(admin.get_by_text("A backup was restored at")).to_be_visible()
    expect(admin.get_by_text("Your session has ended")).to_be_visible()
