"""One file for the boss, taken in a real browser and read by another hand: the page's numbers stand in it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from pptx import Presentation

from crm_core.demo.people import DEMO_PASSWORD
from tests.browser.conftest import person, settled, turn_to
from tests.documents.reading import all_words, words
from tests.serving import Server


def taken(page: Page, name: str, folder: Path) -> Path:
    """Click a download, and return the file under the name that the browser was given."""
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("button", name=name, exact=True).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_a_manager_takes_the_board_and_a_plan_and_finds_the_pages_numbers(
    browser: Browser, demo: Server, tmp_path: Path
) -> None:
    with person(browser, demo, "manager", DEMO_PASSWORD) as page:
        expect(page.get_by_role("heading", name="KPI board")).to_be_visible()
        settled(page)
        said = page.locator("[class*=st-key-concern-decision-] p").all_text_contents()
        decided = [one.strip() for one in said if "expected by now" in one]
        path = taken(page, "PPTX", tmp_path)
        turn_to(page, "/plan?id=1")
        summary = page.get_by_text("of the actions done").first.inner_text()
        page.get_by_role("button", name="Files").click()
        plan = taken(page, "DOCX", tmp_path)
    assert path.name.startswith("KPI board Whole company") and path.suffix == ".pptx"
    told = words(path.read_bytes())
    assert decided
    for figures in decided:
        assert figures in told, figures
    assert len(Presentation(str(path)).slides) >= 8
    assert plan.suffix == ".docx"
    share = summary[: summary.index("%") + 1].split()[-1]
    assert f"{share} of the actions done" in all_words(plan.read_bytes())
