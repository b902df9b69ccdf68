"""A plan's actions brought back in Excel, and how a period ended told to all: what people see and do on the plan's page."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from crm_core.plans.model import ACTION_LABELS, PRIORITY_LABELS
from crm_core.plans.service import OnePlan, plan_record, viewer_of
from crm_core.plans.work.book import COLUMNS, ActionBook, action_book
from crm_core.snapshots.service import take_due
from crm_core.snapshots.sharing import share_period, shared_periods
from crm_core.store import Store
from crm_core.ui.plans.files import COLUMN_LABELS
from tests.conftest import Cast
from tests.pages.conftest import texts, type_of_open
from tests.pages.test_plan_pages import PLAN, button, said
from tests.plans.stage import Plans, fresh, make_plans

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def plans(store: Store, cast: Cast) -> Plans:
    return make_plans(store, cast)


def test_actions_brought_back_are_looked_over_before_they_are_saved(
    store: Store, cast: Cast, plans: Plans, open_page: type_of_open
) -> None:
    labels = {"mark": "Mark (leave as it is)", **COLUMN_LABELS}
    words = {one.value: said(label) for one, label in (*ACTION_LABELS.items(), *PRIORITY_LABELS.items())}
    wanted = ActionBook(plans.north, {one: said(labels[one]) for one in COLUMNS}, words, {}, "a", (), "b")
    book = load_workbook(io.BytesIO(action_book(store, cast.tao, wanted)))
    sheet = book["a"]
    sheet.cell(2, 2).value = "Call *all* of them"
    sheet.append([None, "A new one", None, "Tao", None, None, "2026-05-04"])
    sheet.append([None, "Nobody's", None, "Vic", None, None, "2026-05-04"])
    book.save(content := io.BytesIO())

    page = open_page(cast.tao, PLAN, {"id": str(plans.north), "tab": "work"})
    button(page, said("In Excel …")).click().run()  # type: ignore[attr-defined]
    before = store.head.seq
    page.file_uploader[0].upload("actions.xlsx", content.getvalue(), XLSX).run()
    assert not page.exception
    assert store.head.seq == before
    nobody, changed, new = [one for one in texts(page).split("\n") if f":gray[{said('Row')} " in one]
    assert "Nobody's" in nobody  # what is not taken stands first
    assert said("Not taken") in nobody
    assert "Call the lapsing" in changed
    assert "A new one" in new
    assert "Vic" in texts(page)
    assert "→ Call \\*all\\* of them" in texts(page)
    next(one for one in page.button if (one.key or "").startswith("work:book:save:")).click().run()
    assert not page.exception
    known = {one.what for one in plan_record(store, OnePlan(viewer_of(cast.tao), plans.north)).actions}
    assert known == {"Call *all* of them", "A new one"}
    assert not page.run().file_uploader

    staff = open_page(cast.sol, PLAN, {"id": str(plans.north), "tab": "work"})
    assert said("In Excel …") not in {one.label for one in staff.button}


def test_staff_read_how_a_period_ended_above_the_goals_and_are_answered(
    store: Store, cast: Cast, plans: Plans, open_page: type_of_open
) -> None:
    take_due(store)
    day, where = date(2026, 2, 28), {"id": str(plans.company), "tab": "progress"}
    share_period(store, cast.mia, plans.company, day, {"words": "A **hard** month"}, version=0, key=fresh())

    def is_above(page: AppTest) -> bool:
        told = [str(getattr(one, "value", "")) for one in page.main if one.type in {"markdown", "subheader"}]
        place = next(place for place, text in enumerate(told) if "A **hard** month" in text)
        return place < next(place for place, text in enumerate(told) if text.startswith(said("Goals")))

    assert not is_above(open_page(cast.mia, PLAN, where))
    staff = open_page(cast.sol, PLAN, where)
    assert not staff.exception
    assert is_above(staff)
    assert said("your part") in texts(staff)
    next(one for one in staff.text_area if one.label == said("What do you think of it?")).set_value(
        "The *fair* was off"
    )
    button(staff, said("Say it")).click().run()  # type: ignore[attr-defined]
    assert not staff.exception
    assert said("waits for an answer") in texts(staff)

    lead = open_page(cast.mia, PLAN, where)
    assert is_above(lead)  # while somebody waits
    next(one for one in lead.text_area if one.label == said("Answer")).set_value("It comes in May")
    [one for one in lead.button if one.label == said("Answer")][-1].click().run()
    assert not lead.exception
    assert not is_above(open_page(cast.mia, PLAN, where))
    assert "It comes in May" in texts(open_page(cast.sol, PLAN, where))
    (one,) = shared_periods(store, OnePlan(viewer_of(cast.sol), plans.company))
    assert [voice.content for voice in one.voices] == ["The *fair* was off"]
