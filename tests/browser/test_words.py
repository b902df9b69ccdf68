"""Streamlit's own words in the user's language, also in a browser that speaks another one; on each page in test_every_page.py."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from crm_core.demo.people import DEMO_PASSWORD
from tests.browser.conftest import person, settled, sign_in, turn_to
from tests.serving import Server


@pytest.fixture(scope="module")
def admin(browser: Browser, demo: Server) -> Iterator[Page]:
    """An administrator who chose 简体中文, in an English browser."""
    with person(browser, demo, "admin", DEMO_PASSWORD, language="zh_CN") as page:
        yield page


def test_an_icon_is_called_by_what_it_says_or_not_read_out(browser: Browser, demo: Server) -> None:
    with person(browser, demo, "staff", DEMO_PASSWORD, "/day", language="zh_CN") as page:
        expect(page.get_by_role("button", name="延后", exact=True).first).to_be_visible()
        expect(page.locator('[aria-label$=" icon"]:not([aria-hidden])')).to_have_count(0)


def test_the_calendar_and_the_uploader_speak_the_chosen_language(admin: Page) -> None:
    turn_to(admin, "/imports")
    expect(admin.get_by_text("每个文件不超过 64MB")).to_be_visible()
    turn_to(admin, "/audit")
    admin.get_by_test_id("stDateInput").get_by_role("button").first.click()
    expect(admin.get_by_role("grid").first).to_contain_text("日")


def test_a_form_is_not_saved_with_a_date_that_the_field_cannot_take(admin: Page) -> None:
    turn_to(admin, "/away")
    day = admin.get_by_test_id("stDateInput").first
    year = day.get_by_role("spinbutton").first
    year.click()
    admin.keyboard.type("1999")
    expect(day.get_by_role("alert")).to_contain_text("日期超出可选范围")
    admin.keyboard.press("Escape")
    admin.get_by_role("button", name="保存").click()
    expect(year).to_be_focused()
    settled(admin)
    expect(admin.get_by_test_id("stAlert")).to_have_count(0)  # the form was sent: it would say that nobody was chosen


def test_another_language_is_spoken_at_once(browser: Browser, demo: Server) -> None:
    opened = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = opened.new_page()
    sign_in(page, demo, "wangxy", DEMO_PASSWORD, "/account")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.get_by_test_id("stMain").get_by_text("繁體中文", exact=True).click()
    page.get_by_role("button", name="保存").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-TW")
    assert page.evaluate("navigator.language") == "zh-TW"
    opened.close()
