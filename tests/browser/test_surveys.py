"""A lead brings answers in, opens what is behind a number, and weighs anew: index and goal move as the preview said."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from crm_core.demo.people import DEMO_PASSWORD
from tests.browser.conftest import at_rest, cell_in, choose, person, settled, turn_to, type_into
from tests.serving import Server

HEAD = "序号,提交答卷时间,所用时间,来自IP,1、您对我们的总体满意程度是？,2、您对茶叶满意吗？,3、您对送货满意吗？,4、您的门店"
WEST, EAST = (
    "2026-01-05 10:00,80秒,203.0.113.7,非常满意,非常满意,一般,西湖店",
    "2026-01-06 10:00,75秒,203.0.113.8,满意,非常满意,非常不满意,滨江店",
)
LINES = [f"{at},{WEST if at % 2 else EAST}" for at in range(1, 25)]


def index(page: Page) -> Locator:
    """Return the card of the index."""
    return page.locator(".st-key-survey-cards [data-testid=stMetric]").nth(1).locator("[data-testid=stMetricValue]")


def weigh(page: Page, row: int, weight: str) -> None:
    """Type a weight into a row of the table of indicators, whose last column it is."""
    expect(page.get_by_role("heading", name="Versions")).to_be_visible()  # the last of the page
    at_rest(page)
    grid = page.locator("canvas[data-testid=data-grid-canvas]").first
    expect(grid.locator(f"#glide-cell-2-{row}")).to_be_attached()
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] - 30, box["y"] + 35 * (row + 1) + 17)
    expect(grid.locator(f"#glide-cell-2-{row}")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    editor = page.locator("#portal input, #portal textarea").first
    editor.fill(weight)
    editor.press("Enter")
    expect(grid.locator(f"#glide-cell-2-{row}")).to_have_text(weight)


def bring_in(page: Page, file: Path) -> None:
    """Import a file of 24 answers as a new survey, which becomes the fifth."""
    turn_to(page, "/imports?survey=new")
    page.get_by_label("Name of the new survey").fill("茶叶与送货")
    page.keyboard.press("Tab")
    settled(page)
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("What the columns mean")).to_be_visible()
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("button", name="Write 24 lines").click()
    expect(page.get_by_text("24 lines are written.")).to_be_visible()
    page.get_by_role("link", name="To the surveys").click()
    settled(page)


def add_a_goal_just_above(page: Page, plan: str, file: Path) -> tuple[int, float]:
    """Make a goal of the satisfaction index, bring answers in, and aim one point above what is measured then.

    Return the goal's row in the plan's table, and what was measured.
    """
    page.get_by_role("button", name="Add a goal").click()
    choose(page, "Metric", "Satisfaction index", is_whole_label=True)
    page.get_by_role("button", name="Add the goal").click()
    expect(page.get_by_text("Goal added.")).to_be_visible()
    bring_in(page, file)
    turn_to(page, plan)
    grid = page.locator("canvas[data-testid=data-grid-canvas]").first
    grid.locator("#glide-cell-0-0").wait_for(state="attached")
    names = grid.locator("[id^=glide-cell-0-]").all_inner_texts()
    row = next(place for place, name in enumerate(names) if "Satisfaction index" in name)
    before = float(cell_in(grid, "Actual", row).inner_text())
    type_into(page, grid, "Target", f"{before + 1:.1f}", row)
    page.get_by_role("button", name="Save 1 change").click()
    expect(cell_in(grid, "Gap", row)).to_have_text("1.0")
    expect(cell_in(grid, "Status", row)).to_have_text("On track")
    return row, before


def test_a_lead_weighs_imported_answers_anew_and_a_goal_of_the_index_follows(
    browser: Browser, demo: Server, tmp_path: Path
) -> None:
    file, plan = tmp_path / "回访.csv", "/plan?id=2"
    lately = (date.today() - timedelta(days=2)).isoformat()
    lines = [line.replace("2026-01-05", lately).replace("2026-01-06", lately) for line in LINES]
    file.write_text("\n".join([HEAD, *lines]), "utf-8-sig")
    with person(browser, demo, "lead", DEMO_PASSWORD, plan) as page:
        row, before = add_a_goal_just_above(page, plan, file)

        turn_to(page, "/survey?id=5")
        expect(page.get_by_role("heading", name="茶叶与送货")).to_be_visible()
        expect(index(page)).to_have_text("62.5")  # tea 100; delivery 50 and 0: the mean of 75 and 50
        page.get_by_text("Differences", exact=True).click()
        expect(page.get_by_text("西湖店 is clearly higher than 滨江店, by 25.0.")).to_be_visible()
        page.get_by_text("Indicators and weights", exact=True).click()
        weigh(page, 0, "3")
        preview = page.locator("[data-testid=stMetricValue]", has_text="81.3")  # (3 · 100 + 25) ÷ 4 = 81.25
        expect(preview).to_be_visible()
        expect(index(page)).to_have_text("62.5")
        page.get_by_label("Why").fill("Tea is what they come for")
        page.keyboard.press("Tab")
        settled(page)
        page.get_by_role("button", name="Save as a new version").dblclick()
        expect(page.get_by_text("Version 2 is in force.")).to_be_visible()
        expect(index(page)).to_have_text("81.3")
        assert "203.0.113" not in page.content()

        turn_to(page, plan)
        grid = page.locator("canvas[data-testid=data-grid-canvas]").first
        expect(cell_in(grid, "Status", row)).to_have_text("Target reached")
        assert float(cell_in(grid, "Actual", row).inner_text()) > before + 1
