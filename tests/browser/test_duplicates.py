"""A lead finds two customers who are one, merges them and takes it back, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from crm_core.demo.people import DEMO_PASSWORD
from tests.browser.conftest import PHONE, person, settled
from tests.serving import Server


@pytest.mark.nightly
def test_two_who_look_alike_are_merged_and_the_merge_taken_back(browser: Browser, demo: Server) -> None:
    with person(browser, demo, "lead", DEMO_PASSWORD, "/duplicates", viewport=PHONE) as page:
        main = page.locator("[data-testid=stMain]")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.get_by_role("link", name="Compare and merge").first.click()
        page.wait_for_url(re.compile(r"/merge\?id=\d+"))
        settled(page)
        page.get_by_role("button", name="Merge the two").click()
        page.wait_for_url(re.compile(r"/customer\?id=\d+"))
        expect(main).to_contain_text("Merged into this customer")
        page.get_by_role("button", name="Take this merge back").click()
        expect(main).to_contain_text("What was added since the merge stays where it is.")
        page.get_by_role("button", name="Take the merge back").dblclick()
        expect(main).to_contain_text("Taken back on")
