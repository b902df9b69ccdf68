"""The list of customers in a real browser: what a click on its head does, and what its keys do."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from crm_core.demo.people import DEMO_PASSWORD
from tests.browser.conftest import person, settled
from tests.serving import Server


def test_a_tables_head_sorts_and_only_a_row_or_enter_opens(browser: Browser, demo: Server) -> None:
    with person(browser, demo, "manager", DEMO_PASSWORD) as page:
        page.goto(f"{demo.address}/customers")
        settled(page)
        table = page.locator("[class*=st-key-opens-] [data-testid=stDataFrame]").first
        first = table.locator("#glide-cell-1-0")
        before = first.inner_text()
        box = table.bounding_box()
        assert box
        head = (box["x"] + 90, box["y"] + 15)
        page.mouse.click(*head)
        settled(page)
        page.mouse.click(*head)  # up, then down: the list comes sorted upwards
        expect(first).not_to_have_text(before)
        settled(page)
        assert page.url.endswith("/customers")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/customer\?id=\d+"))
        page.go_back()
        settled(page)
        page.mouse.click(box["x"] + 90, box["y"] + 55)
        page.wait_for_url(re.compile(r"/customer\?id=\d+"))
