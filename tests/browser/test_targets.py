"""A manager plans next year: copies a year's value, spreads it by last year's shape, and takes it through a workbook."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, expect

from crm_core.demo.people import DEMO_PASSWORD
from tests.browser.conftest import choose, person, settled
from tests.serving import Server


@pytest.mark.nightly
def test_a_manager_spreads_next_year_and_takes_it_through_a_workbook(
    browser: Browser, demo: Server, tmp_path: Path
) -> None:
    year = date.today().year + 1  # the demo company plans this year and the last
    file = tmp_path / "targets.xlsx"
    with person(browser, demo, "manager", DEMO_PASSWORD, "/many-targets") as page:
        page.get_by_text("Excel", exact=True).click()
        choose(page, "Year", f"Year {year}")
        with page.expect_download() as download:
            page.get_by_role("button", name="Workbook with the present targets").click()
        download.value.save_as(file)
        book = load_workbook(file)
        sheet = book.worksheets[0]
        assert [cell.value for cell in sheet[3]][:5] == ["net_sales|company-0|target", ",".join("-" * 17), *TOLD]
        sheet.cell(3, 7).value = 3_600_000
        book.save(file)
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_role("button", name="Save 1 change").dblclick()
        expect(page.get_by_text("1 target saved.")).to_be_visible()

        page.goto(f"{demo.address}/targets?metric=net_sales&scope=company&year={year}")
        settled(page)
        page.get_by_role("button", name="Spread the year").click()
        expect(page.get_by_text("The twelve months add up to the year exactly: Target ¥3,600,000")).to_be_visible()
        page.get_by_role("button", name="Fill the table").click()
        page.get_by_role("button", name="Save 16 changes").click()
        expect(page.get_by_text("16 targets saved.")).to_be_visible()
        settled(page)
        expect(page.get_by_text("Months add up to ¥3,600,000, as the year")).to_be_visible()

        page.goto(f"{demo.address}/many-targets")
        settled(page)
        page.get_by_text("Excel", exact=True).click()
        choose(page, "Year", f"Year {year}")
        with page.expect_download() as download:
            page.get_by_role("button", name="Workbook with the present targets").click()
        download.value.save_as(file)
        row = [cell.value for cell in load_workbook(file).worksheets[0][3]][6:]
        assert row[0] == sum(row[1:5]) == sum(row[5:]) == 3_600_000
        page.locator("input[type=file]").set_input_files(file)
        expect(page.get_by_text("The file says what stands already: nothing to save.")).to_be_visible()


TOLD = ("Net sales", "Whole company", "Target")
