"""A lead brings customers in, is shown who is there already, leaves one out, takes the import back; counts are as before."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from crm_core.demo.people import DEMO_PASSWORD
from crm_core.store import Store
from tests.browser.conftest import copied, person, settled
from tests.conftest import sql
from tests.serving import Server, served


def bring(page: Page, server: Server, file: Path) -> None:
    page.goto(f"{server.address}/imports")
    settled(page)
    page.get_by_role("radio", name="Customers").or_(
        page.get_by_role("button", name="Customers", exact=True)
    ).first.click()
    settled(page)
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Check the file").click()


@pytest.mark.nightly
def test_a_lead_sees_duplicates_and_takes_the_import_back(browser: Browser, demo_store: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text("code,name\nWEB-A,网上云雾茶业有限公司\n", "utf-8")
    second.write_text("code,name\nWEB-B,网上云雾茶业有限责任公司\nWEB-C,网上新雨商贸有限公司\n", "utf-8")
    company = copied(demo_store, tmp_path)
    before = Store.open(company)
    latest = int(before.value(sql("select max(import_id) from import_batch")))
    before.close()
    with (
        served(company) as server,
        person(browser, server, "lead", DEMO_PASSWORD) as page,
    ):
        bring(page, server, first)
        page.get_by_role("button", name="Write 1 line").click()
        expect(page.get_by_text("1 line is written.")).to_be_visible()
        page.get_by_role("button", name="Import another file").click()
        settled(page)
        bring(page, server, second)
        expect(page.get_by_text("1 line looks like a customer who is there already")).to_be_visible()
        page.get_by_role("radio", name="Leave out").or_(page.get_by_role("button", name="Leave out")).first.click()
        page.get_by_role("button", name="Write 1 line").click()
        expect(page.get_by_text("1 line is written.")).to_be_visible()
        page.goto(f"{server.address}/imports?id={latest + 2}")
        page.get_by_role("button", name="Take this import back").click()
        expect(page.get_by_text("Nothing was changed since")).to_be_visible()
        page.get_by_role("button", name="Take 1 record back").dblclick()
        expect(page.get_by_text("Taken back on")).to_be_visible()
        expect(page.get_by_text("1 removed, 0 put back, 0 stayed.").first).to_be_visible()
