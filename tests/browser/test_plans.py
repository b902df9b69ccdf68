"""A plan worked on in a real browser: a target moves a goal's status, an action is done on my day, the manager sees both."""

from __future__ import annotations

from playwright.sync_api import Browser, Locator, Page, expect

from crm_core.demo.people import DEMO_PASSWORD
from tests.browser.conftest import cell_in, person, settled, type_into
from tests.serving import Server

STEP = "补写上月漏记的电话回访"


def goals(page: Page) -> Locator:
    return page.locator("canvas[data-testid=data-grid-canvas]").first


def test_a_lead_moves_a_target_staff_do_an_action_and_the_manager_sees_it(browser: Browser, demo: Server) -> None:
    with person(browser, demo, "lead", DEMO_PASSWORD, "/plan?id=1") as page:
        status, gap, target = (cell_in(goals(page), column).inner_text() for column in ("Status", "Gap", "Target"))
        assert "On track" in status
        higher = round(int(target.replace(",", "")) * 1.07)  # not above the stretch, above the pace
        type_into(page, goals(page), "Target", str(higher))
        page.get_by_role("button", name="Save 1 change").dblclick()
        expect(page.get_by_role("button", name="Save 1 change")).to_have_count(0)
        settled(page)
        expect(cell_in(goals(page), "Target")).to_have_text(f"{higher:,}")
        assert "At risk" in cell_in(goals(page), "Status").inner_text()
        assert cell_in(goals(page), "Gap").inner_text() != gap
    with person(browser, demo, "staff", DEMO_PASSWORD) as page:
        row = page.locator("[class*=st-key-own-step-]").filter(has_text=STEP)
        row.get_by_role("button", name="Done", exact=True).click()
        expect(page.locator("[class*=st-key-own-step-]").filter(has_text=STEP)).to_have_count(0)
    with person(browser, demo, "manager", DEMO_PASSWORD, "/plan?id=1") as page:
        expect(page.locator("[class*=st-key-step-row-]").first).to_be_visible()
        assert page.locator("[class*=st-key-step-row-]").filter(has_text=STEP).count() == 0
        page.locator(".st-key-plan-actions-more button").click()
        expect(page.locator("[class*=st-key-step-row-]").filter(has_text=STEP)).to_contain_text("done on")
