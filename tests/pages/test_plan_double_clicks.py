"""A double click in a plan's dialogs saves once, says so once, and closes the dialog: its second half does nothing."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import wraps
from threading import Barrier
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from crm_core.errors import AlreadyDone
from crm_core.plans.acting import check_in
from crm_core.plans.editing import add_milestone, add_plan, add_stage
from crm_core.plans.model import ActionStatus
from crm_core.plans.progress import PlanRecord
from crm_core.plans.service import OnePlan, plan_record, viewer_of
from crm_core.store import Store
from crm_core.ui import forms
from crm_core.ui.forms import Form
from crm_core.ui.plans import actions, head, looks
from crm_core.ui.plans.view import Dialog
from tests.conftest import Cast, Peopled, Scene, played
from tests.pages.conftest import type_of_open
from tests.pages.test_plan_pages import PLAN, button, said, state
from tests.plans.stage import YEAR, Plans, fresh, make_plans


@pytest.fixture(scope="module")
def scene(peopled: Peopled, tmp_path_factory: pytest.TempPathFactory) -> Scene[Plans]:
    return played(peopled, tmp_path_factory.mktemp("plans"), make_plans)


@pytest.fixture
def plans(scene: Scene[Plans]) -> Plans:
    return scene.known


def twice(callback: Callable[..., None]) -> Callable[..., None]:
    """Return ``callback`` called a second time before the page is drawn anew: what a quick second click comes to."""

    @wraps(callback)
    def both(*given: object) -> None:
        callback(*given)
        callback(*given)

    return both


@pytest.fixture(autouse=True)
def double_clicks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Form, "_submit", twice(Form._submit))
    monkeypatch.setattr(looks, "mark_reached", twice(looks.mark_reached))
    monkeypatch.setattr(head, "_remove", twice(head._remove))
    monkeypatch.setattr(actions, "set_status", twice(actions.set_status))


@pytest.fixture(autouse=True)
def toasts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is said in toasts, listened to where it is said: a dialog's own run, which keeps them, is a browser's alone."""
    heard: list[str] = []

    def listen(text: str, *icon: str) -> None:
        heard.append(text)

    for module in (forms, looks, head, actions):
        monkeypatch.setattr(module, "flash", listen)
    return heard


def dialog(test: AppTest, which: Dialog, about: int | None = None) -> AppTest:
    """Return the page with one of its dialogs open."""
    state(test).dialog, state(test).about = which, about
    return test.run()


def fill(test: AppTest, kind: str, label: str, value: Any) -> None:
    next(one for one in test.get(kind) if one.label == said(label)).set_value(value)


def find(test: AppTest, form: str) -> object:
    """Return the button that saves a form: the page has another of the same name that opens it."""
    return next(one for one in test.button if str(one.key).startswith(form) and str(one.key).endswith(":submit"))


def saved(test: AppTest, store: Store, cast: Cast, plan_id: int) -> PlanRecord:
    """Return the plan after a save with which nothing was wrong, and whose dialog is away."""
    assert not test.exception and not test.error and not test.warning
    assert state(test).dialog is None
    return plan_record(store, OnePlan(viewer_of(cast.tao), plan_id))


def test_one_milestone(store: Store, cast: Cast, plans: Plans, open_page: type_of_open, toasts: list[str]) -> None:
    test = dialog(open_page(cast.tao, PLAN, {"id": str(plans.north)}), Dialog.MILESTONE)
    fill(test, "text_input", "Name", "100 calls")
    fill(test, "date_input", "Due on", date(2026, 5, 1))
    find(test, "form:plan_milestone").click().run()  # type: ignore[attr-defined]
    record = saved(test, store, cast, plans.north)
    assert [one.name for one in record.milestones] == ["100 calls"]
    assert toasts == [said("Milestone added.")]


def test_one_edit_of_a_milestone(
    store: Store, cast: Cast, plans: Plans, open_page: type_of_open, toasts: list[str]
) -> None:
    given = {"name": "100 calls", "due_on": "2026-05-01"}
    milestone = add_milestone(store, cast.tao, plans.north, given, key=fresh())
    test = dialog(open_page(cast.tao, PLAN, {"id": str(plans.north)}), Dialog.MILESTONE, milestone)
    fill(test, "text_input", "Name", "200 calls")
    find(test, "form:plan_milestone").click().run()  # type: ignore[attr-defined]
    record = saved(test, store, cast, plans.north)
    assert [(one.name, one.version) for one in record.milestones] == [("200 calls", 2)]
    assert toasts == [said("Saved.")]


def test_a_milestone_goes_once(
    store: Store, cast: Cast, plans: Plans, open_page: type_of_open, toasts: list[str]
) -> None:
    given = {"name": "100 calls", "due_on": "2026-05-01"}
    milestone = add_milestone(store, cast.tao, plans.north, given, key=fresh())
    test = dialog(open_page(cast.tao, PLAN, {"id": str(plans.north)}), Dialog.MILESTONE, milestone)
    fill(test, "checkbox", "Remove this milestone", True)
    find(test, "form:plan_milestone").click().run()  # type: ignore[attr-defined]
    assert not saved(test, store, cast, plans.north).milestones
    assert toasts == [said("Removed.")]


def test_a_milestone_is_reached_once(
    store: Store, cast: Cast, plans: Plans, open_page: type_of_open, toasts: list[str]
) -> None:
    add_milestone(store, cast.tao, plans.north, {"name": "100 calls", "due_on": "2026-05-01"}, key=fresh())
    test = open_page(cast.tao, PLAN, {"id": str(plans.north)})
    button(test, said("Mark as reached")).click().run()  # type: ignore[attr-defined]
    record = saved(test, store, cast, plans.north)
    assert [one.version for one in record.milestones] == [2]
    assert toasts == [said("Milestone reached.")]


def test_one_stage(store: Store, cast: Cast, open_page: type_of_open, toasts: list[str]) -> None:
    plan_id = add_plan(store, cast.tao, {**YEAR, "name": "Spring"}, key=fresh())
    test = dialog(open_page(cast.tao, PLAN, {"id": str(plan_id)}), Dialog.STAGE)
    fill(test, "text_input", "Name", "Warm up")
    find(test, "form:plan_stage").click().run()  # type: ignore[attr-defined]
    record = saved(test, store, cast, plan_id)
    assert [one.name for one in record.stages] == ["Warm up"]
    assert toasts == [said("Stage added.")]


def test_a_stage_goes_once(store: Store, cast: Cast, open_page: type_of_open, toasts: list[str]) -> None:
    plan_id = add_plan(store, cast.tao, {**YEAR, "name": "Spring"}, key=fresh())
    given = {"name": "Warm up", "first_on": YEAR["first_on"], "last_on": YEAR["last_on"]}
    stage_id = add_stage(store, cast.tao, plan_id, given, key=fresh())
    test = open_page(cast.tao, PLAN, {"id": str(plan_id)})
    state(test).is_moving_stages = True
    test.run()
    next(one for one in test.get("menu_button") if one.key == "plan:stage:remove").set_value(stage_id).run()
    assert not saved(test, store, cast, plan_id).stages
    assert toasts == [said("Removed.")]


def test_one_check_in(store: Store, cast: Cast, plans: Plans, open_page: type_of_open, toasts: list[str]) -> None:
    before = len(plan_record(store, OnePlan(viewer_of(cast.tao), plans.north)).check_ins)
    test = dialog(open_page(cast.tao, PLAN, {"id": str(plans.north)}), Dialog.CHECK_IN)
    fill(test, "text_area", "How it goes, and what comes next", "Well")
    find(test, "form:plan_check_in").click().run()  # type: ignore[attr-defined]
    record = saved(test, store, cast, plans.north)
    assert [one.comment for one in record.check_ins][: len(record.check_ins) - before] == ["Well"]
    assert toasts == [said("Thank you: the check-in is kept.")]


def test_an_action_is_done_once(
    store: Store, cast: Cast, plans: Plans, open_page: type_of_open, toasts: list[str]
) -> None:
    test = open_page(cast.tao, PLAN, {"id": str(plans.north)})
    button(test, said("Done")).click().run()  # type: ignore[attr-defined]
    record = saved(test, store, cast, plans.north)
    assert [(one.status, one.version) for one in record.actions] == [(ActionStatus.DONE, 2)]
    assert len(toasts) == 1


def test_another_stage_and_check_in_after_the_first_are_two(
    store: Store, cast: Cast, open_page: type_of_open, toasts: list[str]
) -> None:
    given = {**YEAR, "name": "Spring", "state": "running"}
    plan_id = add_plan(store, cast.tao, given, key=fresh())
    test = open_page(cast.tao, PLAN, {"id": str(plan_id)})
    for name in ("Warm up", "Go"):
        dialog(test, Dialog.STAGE)
        fill(test, "text_input", "Name", name)
        find(test, "form:plan_stage").click().run()  # type: ignore[attr-defined]
        dialog(test, Dialog.CHECK_IN)
        fill(test, "text_area", "How it goes, and what comes next", name)
        find(test, "form:plan_check_in").click().run()  # type: ignore[attr-defined]
    record = saved(test, store, cast, plan_id)
    assert [one.name for one in record.stages] == ["Warm up", "Go"]
    assert record.stages[0].last_on < record.stages[1].first_on
    assert {one.comment for one in record.check_ins} == {"Warm up", "Go"}
    assert len(toasts) == 4


@pytest.mark.parametrize("write", ["milestone", "stage", "check-in"])
def test_two_clicks_at_the_same_moment_add_one(store: Store, cast: Cast, plans: Plans, write: str) -> None:
    """Both wait for each other before they begin; the one that comes second is told that it was saved."""
    given = {
        "name": "x",
        "due_on": "2026-05-01",
        "first_on": "2026-07-01",
        "last_on": "2026-08-01",
        "confidence": "mid",
    }
    add = {"milestone": add_milestone, "stage": add_stage, "check-in": check_in}[write]
    together = Barrier(2)

    def click() -> int | None:
        together.wait()
        try:
            return add(store, cast.tao, plans.north, given, key="the same")
        except AlreadyDone:
            return None

    def count() -> int:
        record = plan_record(store, OnePlan(viewer_of(cast.tao), plans.north))
        return len(record.milestones) + len(record.stages) + len(record.check_ins)

    before = count()
    with ThreadPoolExecutor(2) as pool:
        made = [found.result() for found in (pool.submit(click), pool.submit(click))]
    assert made.count(None) == 1
    assert count() == before + 1
