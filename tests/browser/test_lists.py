"""The list of customers in a real browser: what a click on its head and the keys do; ticked rows are changed at once."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Locator, Page, expect

from crm_core.demo.people import DEMO_PASSWORD
from tests.browser.conftest import choose, person, settled
from tests.serving import Server


def test_a_head_sorts_enter_opens_and_what_is_ticked_is_changed(browser: Browser, demo: Server) -> None:
    with person(browser, demo, "manager", DEMO_PASSWORD, "/customers") as page:
        table = page.locator("[class*=st-key-opens-] [data-testid=stDataFrame]").first
        first = table.locator("#glide-cell-1-0")
        before = first.inner_text()
        box = table.bounding_box()
        assert box
        page.mouse.click(box["x"] + 90, box["y"] + 15)  # the list comes sorted upwards by the name
        expect(first).not_to_have_text(before)
        expect(table.locator("[role=columnheader]").first).to_have_text("Name ↓")
        settled(page)
        assert page.url.endswith("/customers")
        table.locator("canvas").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/customer\?id=\d+"))
        page.go_back()
        settled(page)
        assert page.url.endswith("/customers"), "the list as it was, without the customer's id"
        change_region_of_the_first(page, table, "南京鼓楼")


def change_region_of_the_first(page: Page, table: Locator, region: str) -> None:
    """Tick the first customer and write one field of all that are ticked."""
    box = table.bounding_box()
    assert box
    page.mouse.click(box["x"] + 16, box["y"] + 52)
    page.get_by_role("radio", name="One field", exact=True).click()
    choose(page, "Field", "Region")
    page.get_by_label("New value").fill(region)
    page.get_by_role("button", name="Change 1 customer").click()
    expect(page.get_by_text("1 customer changed.")).to_be_visible()
