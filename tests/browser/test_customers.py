"""Journeys with customers in a real browser: found, logged within four clicks, once; two editors; names full of markup."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from crm_core.demo.people import DEMO_PASSWORD
from tests.browser.conftest import PHONE, person, settled, turn_to
from tests.customers.faces import PAYLOAD
from tests.serving import Server


def logged_today(page: Page) -> int:
    """Return the count in the head of my day."""
    found = re.search(r"(\d+) logged today", page.locator("[data-testid=stMain]").inner_text())
    assert found
    return int(found[1])


def test_staff_log_from_my_day_on_a_phone_in_two_clicks_and_a_double_click_stores_one(
    browser: Browser, demo: Server
) -> None:
    with person(browser, demo, "staff", DEMO_PASSWORD, viewport=PHONE) as page:
        before = logged_today(page)
        page.get_by_role("button", name="Log", exact=True).first.click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("What was said").fill("约好周三再聊")
        dialog.get_by_role("button", name="Save").dblclick()
        expect(dialog).to_have_count(0)
        expect(page.locator("[data-testid=stMain]")).to_contain_text(f"{before + 1} logged today")
        page.reload()
        settled(page)
        assert logged_today(page) == before + 1


def open_first(page: Page, demo: Server, typed: str, first: str) -> None:
    """Find a customer while typing, and open the first row once it is one called ``first``."""
    page.goto(f"{demo.address}/customers")
    settled(page)
    page.get_by_placeholder("Name, pinyin, initials, code, or phone").fill(typed)
    grid = page.locator("[data-testid=stDataFrame]").first
    expect(grid.locator("tbody tr").first).to_contain_text(first)
    settled(page)
    table = grid.bounding_box()
    assert table
    page.mouse.click(table["x"] + 90, table["y"] + 55)
    page.wait_for_url(re.compile(r"/customer\?id=\d+"))
    settled(page)


def edit_region(page: Page, region: str) -> None:
    page.get_by_label("Region", exact=True).fill(region)
    page.get_by_role("button", name="Save", exact=True).click()


@pytest.mark.nightly
def test_of_two_who_edit_one_customer_the_second_is_told(browser: Browser, demo: Server) -> None:
    with (
        person(browser, demo, "staff", DEMO_PASSWORD) as first,
        person(browser, demo, "lead", DEMO_PASSWORD) as second,
    ):
        open_first(first, demo, "wang", "王")
        second.goto(first.url)
        settled(second)
        for page in (first, second):
            page.locator(".st-key-card-edit button").click()
            page.get_by_label("Region", exact=True).wait_for()
        edit_region(first, "西宁")
        expect(first.locator("[data-testid=stTable]").first).to_contain_text("西宁")
        edit_region(second, "拉萨")
        expect(second.get_by_text("Someone else changed this in the meantime").first).to_be_visible()
        edit_region(second, "拉萨")
        expect(second.locator("[data-testid=stTable]").first).to_contain_text("拉萨")


def test_a_name_full_of_markup_loads_nothing_and_shows_itself(browser: Browser, demo: Server) -> None:
    with person(browser, demo, "staff", DEMO_PASSWORD, "/customers?add=1") as page:
        hosts: set[str] = set()
        page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname or ""))
        page.get_by_label("Name", exact=True).fill(PAYLOAD)
        page.get_by_label("Note").fill(PAYLOAD)
        page.get_by_role("button", name="Add the customer").click()
        page.wait_for_url(re.compile(r"/customer\?id=\d+"))
        expect(page.locator("h1")).to_have_text(PAYLOAD)
        page.get_by_role("button", name="Log an interaction").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("What was said").fill(PAYLOAD)
        dialog.get_by_role("button", name="Save").click()
        expect(dialog).to_have_count(0)
        turn_to(page, "/log")
        expect(page.get_by_role("button", name="evil.example")).to_be_visible()
        assert page.locator("[data-testid=stMain] img, [data-testid=stMain] a[href*=evil]").count() == 0
        page.reload()
        settled(page)
        expect(page.get_by_role("button", name="evil.example")).to_be_visible()
        assert hosts == {"127.0.0.1"}
