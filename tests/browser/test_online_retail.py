"""Online Retail, whole, through the wizard in a real browser: every line accounted for, and the figures on the board."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from crm_core.access.model import CONSOLE
from crm_core.settings import service as settings
from crm_core.store import Store
from crm_core.team import service as team
from tests.browser.conftest import choose, person, settled
from tests.browser.test_journeys import command
from tests.samples import online_retail_csv, online_retail_xlsx
from tests.serving import Server, served

PASSWORD = "seven-lanterns-over-the-lake"
WHOLE_FILE = 300_000  # milliseconds that a step on half a million lines may take on a busy machine
WRITTEN = {"Read": "541,909", "Added": "541,907", "Updated": "0", "Unchanged": "0", "Rejected": "2"}
KNOWN = {**WRITTEN, "Added": "0", "Unchanged": "541,907"}


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Server]:
    """An empty house that counts in pounds, with its first administrator."""
    path = tmp_path / "crm.duckdb"
    with closing(Store.open(path)) as store:
        settings.change_settings(store, CONSOLE, {"currency": "GBP"}, settings.current_version(store))
        team.first_admin(store, "ada", "Ada", PASSWORD)
    with served(path) as running:
        yield running


def counts(page: Page) -> dict[str, str]:
    """Return the five figures on the screen by their labels."""
    words = page.locator("[data-testid=stMain]").inner_text().splitlines()
    return {label: next(word for word in words[words.index(label) + 1 :] if word.strip()) for label in WRITTEN}


def take(page: Page, shop: Server, file: Path) -> None:
    """Upload a file, let missing customers be made, and have it checked whole; its steps show how far they are."""
    page.goto(f"{shop.address}/imports")
    settled(page)
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("Reading the file")).to_be_visible(timeout=WHOLE_FILE)
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_text("What the columns mean")).to_be_visible(timeout=WHOLE_FILE)
    expect(page.get_by_text("541,909 lines")).to_be_visible()
    page.get_by_text("Create customers that are not there yet").click()
    settled(page)
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_text("Checking 541,909 lines")).to_be_visible(timeout=WHOLE_FILE)
    expect(page.get_by_role("button", name="Take another file")).to_be_visible(timeout=WHOLE_FILE)
    settled(page)
    refused = page.locator("[data-testid=stDataFrame]").first.locator("tbody tr")
    expect(refused).to_have_count(2)
    for place, row in enumerate(("299985", "299986")):
        expect(refused.nth(place)).to_contain_text(row)
        expect(refused.nth(place)).to_contain_text("-11062.06")
        expect(refused.nth(place)).to_contain_text("A price is never negative.")


def value(shop: Server, metric: str, customers: str) -> float:
    """Return what a metric counts from the first to the last day of the file, of ``all`` or the ``known`` customers."""
    words = (
        "metrics",
        "show",
        metric,
        "--from",
        "2010-12-01",
        "--to",
        "2011-12-09",
        "--customers",
        customers,
        "--json",
    )
    return float(json.loads(command(shop, *words)[1])["rows"][0]["value"])


@pytest.mark.nightly
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("make", [online_retail_csv, online_retail_xlsx])
def test_the_whole_file_goes_in_once(
    browser: Browser, shop: Server, tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    first = make(tmp_path / ("retail" + (".csv" if make is online_retail_csv else ".xlsx")))
    with person(browser, shop, "ada", PASSWORD) as page:
        take(page, shop, first)
        assert counts(page) == WRITTEN
        expect(page.get_by_text("4,372 customers")).to_be_visible()
        page.get_by_role("button", name="Write 541,907 lines").dblclick()
        expect(page.get_by_text("Writing 541,907 lines")).to_be_visible(timeout=WHOLE_FILE)
        expect(page.get_by_text("541,907 lines are written.")).to_be_visible(timeout=WHOLE_FILE)
        settled(page)
        assert counts(page) == WRITTEN

        assert round(value(shop, "gross_sales", "known"), 2) == 8_911_407.90  # as published
        assert value(shop, "active_customers", "known") == 4_338
        assert value(shop, "orders", "known") == 18_532
        assert round(value(shop, "gross_sales", "all"), 2) == 10_666_684.54
        assert round(value(shop, "net_sales", "all"), 2) == 9_769_872.05
        page.goto(f"{shop.address}/board")
        choose(page, "Which period", "Nov 2011")
        expect(page.get_by_text("£1.51M")).to_be_visible()

        page.goto(f"{shop.address}/imports")
        page.get_by_role("button", name="Import another file").click()
        expect(page.get_by_text("What does the file hold?")).to_be_visible()
        take(page, shop, first)
        assert counts(page) == KNOWN
        expect(page.get_by_text("A file of the same content was imported")).to_be_visible()
        expect(page.get_by_text("There is nothing new to write.")).to_be_visible()
        assert page.get_by_role("button", name="Write").count() == 0
