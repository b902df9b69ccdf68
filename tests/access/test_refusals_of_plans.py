"""Refused writes to plans, surveys and contacts leave everything as it was: wrong role, another team's row, an old version."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from crm_core import errors
from crm_core.access.model import Actor
from crm_core.customers.contacts.service import (
    add_contact,
    edit_contact,
    note_departure,
    remove_contact,
    reveal_contact,
)
from crm_core.errors import CrmError, NotFound, NotPermitted, StaleWrite
from crm_core.metrics.files import FileKind
from crm_core.plans.acting import add_action, check_in, edit_action, work_on_action
from crm_core.plans.editing import (
    add_milestone,
    add_plan,
    add_stage,
    edit_milestone,
    edit_plan,
    remove_milestone,
    remove_stage,
)
from crm_core.plans.files import ACTION_COLUMNS, GOAL_COLUMNS, PlanFile, plan_file
from crm_core.plans.goals import add_goal, edit_goal, remove_goal
from crm_core.plans.reaching import reach_milestone
from crm_core.plans.table import StageEdit, ValueEdit, save_table
from crm_core.plans.work.book import COLUMNS, ActionBook, action_book
from crm_core.plans.work.reading import CheckedSheet, RowKind, SheetRow, save_sheet
from crm_core.plans.work.writing import add_whole_action, edit_whole_action, set_budget, work_on_whole_action
from crm_core.store import Store
from crm_core.surveys.behind import FileKind as AnswerKind
from crm_core.surveys.behind import FileWanted, answers_file
from crm_core.surveys.model import Scheme
from crm_core.surveys.service import create_survey, edit_survey, save_scheme
from crm_core.targets.model import Level
from tests.access.test_refusals import everything
from tests.conftest import NOW, Cast
from tests.customers.faces import Faces, faces, fresh
from tests.plans.stage import TODAY, YEAR, Plans, make_plans
from tests.surveys.test_service import FORM

__all__ = ["faces"]
ROOT = Path(__file__).resolve().parents[2]
SPAN = {"name": "Taken", "first_on": "2026-04-01", "last_on": "2026-04-30"}
NEXT = {"name": "Next", "first_on": "2026-07-01", "last_on": "2026-07-31"}
PLAN = {**YEAR, "name": "Taken", "state": "running"}
GOAL, ACTION = {"name": "Taken", "scope": "company"}, {"what": "Taken", "due_on": "2026-04-01"}
DAY = {"name": "Taken", "due_on": "2026-04-01"}


@dataclass(frozen=True)
class Southern:
    """The ids of a plan of the south and of what lies in it, of its survey, and of a contact of each team."""

    plan: int
    stage: int
    goal: int
    action: int
    milestone: int
    survey: int
    contact: int
    northern_contact: int
    own_milestone: int


@dataclass(frozen=True)
class World:
    store: Store
    cast: Cast
    faces: Faces
    own: Plans
    south: Southern


@pytest.fixture
def world(store: Store, cast: Cast, faces: Faces) -> World:
    """The plans of the stage, and one more that is the south's with one of each thing in it."""
    own, mia, key = make_plans(store, cast), cast.mia, fresh
    plan = add_plan(store, mia, {**YEAR, "name": "South", "state": "running", "team_id": cast.south}, key=key())
    goal = add_goal(store, mia, plan, {"name": "g", "scope": f"team-{cast.south}", "unit": "x"}, key=key())
    south = Southern(
        plan,
        add_stage(store, mia, plan, {**SPAN, "name": "s"}, key=key()),
        goal,
        add_action(store, mia, plan, {**ACTION, "what": "a", "owner_id": cast.vic.user_id}, key=key()),
        add_milestone(store, mia, plan, {**DAY, "name": "m"}, key=key()),
        create_survey(store, mia, {**FORM, "team_id": cast.south}, key()),
        add_contact(store, cast.vic, faces.nan, {"name": "p", "phone": "13600001111"}, key=key()),
        add_contact(store, cast.sol, faces.wang, {"name": "q", "phone": "13600002222"}, key=key()),
        add_milestone(store, cast.tao, own.north, {**DAY, "name": "m"}, key=key()),
    )
    return World(store, cast, faces, own, south)


Call = Callable[[Actor], object]
Refused = tuple[str, type[CrmError], Actor, Call]


@dataclass(frozen=True)
class Place:
    """Whose things are touched, and the version that is shown."""

    plan: int
    stage: int
    goal: int
    action: int
    milestone: int
    version: int = 1


def plan_writes(store: Store, at: Place) -> dict[str, Call]:
    """Return each way to write something into a plan that is there."""
    plan, version = at.plan, at.version
    value = ValueEdit(at.goal, at.stage, Level.TARGET, "5", version - 1)
    stage = StageEdit(at.stage, "Taken", date(2026, 4, 1), date(2026, 4, 2), version)
    return {
        "edit_plan": lambda who: edit_plan(store, who, plan, PLAN, version=version, key=fresh()),
        "add_stage": lambda who: add_stage(store, who, plan, NEXT, key=fresh()),
        "remove_stage": lambda who: remove_stage(store, who, plan, at.stage, version=version, key=fresh()),
        "add_milestone": lambda who: add_milestone(store, who, plan, DAY, key=fresh()),
        "edit_milestone": lambda who: edit_milestone(store, who, plan, at.milestone, DAY, version=version, key=fresh()),
        "remove_milestone": lambda who: remove_milestone(store, who, plan, at.milestone, version=version, key=fresh()),
        "reach_milestone": lambda who: reach_milestone(store, who, at.milestone, version=version, key=fresh()),
        "add_goal": lambda who: add_goal(store, who, plan, GOAL, key=fresh()),
        "edit_goal": lambda who: edit_goal(store, who, plan, at.goal, GOAL, version=version, key=fresh()),
        "remove_goal": lambda who: remove_goal(store, who, plan, at.goal, version=version, key=fresh()),
        "add_action": lambda who: add_action(store, who, plan, ACTION, key=fresh()),
        "edit_action": lambda who: edit_action(store, who, at.action, ACTION, version=version, key=fresh()),
        "add_whole_action": lambda who: add_whole_action(store, who, plan, ACTION, key=fresh()),
        "edit_whole_action": lambda who: edit_whole_action(
            store, who, at.action, {**ACTION, "method": "Taken"}, version=version, key=fresh()
        ),
        "work_on_whole_action": lambda who: work_on_whole_action(
            store, who, at.action, {"status": "done", "spent_cost": "5"}, version=version, key=fresh()
        ),
        "set_budget": lambda who: set_budget(store, who, plan, {"amount": "5"}, version=version - 1, key=fresh()),
        "save_table": lambda who: save_table(store, who, plan, [stage], [value], key=fresh()),
        "values alone": lambda who: save_table(store, who, plan, [], [value], key=fresh()),
        "work_on_action": lambda who: work_on_action(
            store, who, at.action, {"status": "done"}, version=version, key=fresh()
        ),
        "check_in": lambda who: check_in(store, who, plan, {"comment": "Taken"}, key=fresh()),
    }


BY_WHO_DOES = ("reach_milestone", "work_on_action", "work_on_whole_action", "check_in")  # staff may, where it is theirs


def on_books(world: World) -> Iterator[Refused]:
    """A workbook of another team's plan, and by roles that edit none."""
    store, cast, south = world.store, world.cast, world.south
    words = dict.fromkeys(COLUMNS, "x")
    book = ActionBook(south.plan, words, {}, {}, "Actions", (), "How")
    row = SheetRow(2, RowKind.CHANGED, "Taken", action_id=south.action, version=1, given=ACTION)
    for who, refusal in ((cast.tao, NotFound), (cast.sol, NotPermitted), (cast.rea, NotPermitted)):
        yield "action_book", refusal, who, lambda who: action_book(store, who, book)
    for who, refusal in ((cast.tao, errors.Refused), (cast.sol, NotPermitted), (cast.rea, NotPermitted)):
        yield (
            "save_sheet",
            refusal,
            who,
            lambda who: save_sheet(store, who, CheckedSheet(south.plan, (row,)), key=fresh()),
        )


def on_plans(world: World) -> Iterator[Refused]:
    store, cast, own, south = world.store, world.cast, world.own, world.south
    theirs = Place(south.plan, south.stage, south.goal, south.action, south.milestone)
    mine = Place(own.north, own.north_stage, own.hand_goal, own.sol_action, south.own_milestone)
    yield from on_books(world)
    for name, call in plan_writes(store, theirs).items():
        yield name, NotFound, cast.tao, call
        yield name, NotFound if name in BY_WHO_DOES else NotPermitted, cast.sol, call
    for name, call in plan_writes(store, mine).items():
        yield name, NotPermitted, cast.rea, call
        yield name, NotFound if name in BY_WHO_DOES else NotPermitted, cast.vic, call
    swapped = Place(own.north, south.stage, south.goal, south.action, south.milestone)
    for name, call in plan_writes(store, swapped).items():
        if not name.startswith(("add_", "edit_plan", "set_", "check_in")):
            yield f"{name} through the own plan", NotFound, cast.tao, call
    company = Place(own.company, own.second_stage, own.south_goal, own.vic_action, south.milestone)
    for name, call in plan_writes(store, company).items():
        if name not in ("add_action", "add_whole_action", "check_in"):
            yield f"{name} in the company's", NotFound, cast.tao, call
    old = Place(own.north, own.north_stage, own.hand_goal, own.sol_action, south.own_milestone, version=0)
    for name, call in plan_writes(store, old).items():
        if name.startswith(("edit_", "remove_", "work_", "set_")):
            yield f"{name} of yesterday", StaleWrite, cast.tao, call
    for actor in (cast.sol, cast.rea):
        yield "add_plan", NotPermitted, actor, lambda who: add_plan(store, who, PLAN, key=fresh())
    for has_goals in (True, False):
        names = {name: name for name in (*GOAL_COLUMNS, *ACTION_COLUMNS)}
        wanted = PlanFile(south.plan, has_goals, FileKind.CSV, names, {}, {}, "x")
        for actor, refusal in ((cast.tao, NotFound), (cast.vic, NotPermitted), (cast.rea, NotPermitted)):
            yield "plan_file", refusal, actor, lambda who, wanted=wanted: plan_file(store, who, wanted, TODAY)


def on_surveys(world: World) -> Iterator[Refused]:
    store, cast, survey = world.store, world.cast, world.south.survey
    form = {**FORM, "name": "Taken"}

    def weigh(who: Actor, before: int = 0) -> object:
        return save_scheme(store, who, survey, Scheme(), key=fresh(), before=before, reason="why")

    def edit(who: Actor, version: int = 1) -> object:
        return edit_survey(store, who, survey, form, key=fresh(), version=version)

    for actor, refusal in ((cast.tao, NotFound), (cast.sol, NotPermitted), (cast.vic, NotPermitted)):
        yield "save_scheme", refusal, actor, weigh
        yield "edit_survey", refusal, actor, edit
    for actor in (cast.sol, cast.rea):
        yield "create_survey", NotPermitted, actor, lambda who: create_survey(store, who, form, fresh())
    yield "save_scheme of yesterday", StaleWrite, cast.mia, lambda who: weigh(who, 9)
    yield "edit_survey of yesterday", StaleWrite, cast.mia, lambda who: edit(who, 9)
    wanted = FileWanted(survey, None, AnswerKind.CSV, {})
    for actor, refusal in ((cast.tao, NotFound), (cast.vic, NotPermitted), (cast.rea, NotPermitted)):
        yield "answers_file", refusal, actor, lambda who: answers_file(store, who, wanted)


def on_contacts(world: World) -> Iterator[Refused]:
    store, cast = world.store, world.cast
    named = {"name": "Taken"}

    def writes(customer: int, contact: int, version: int = 1) -> dict[str, Call]:
        return {
            "add_contact": lambda who: add_contact(store, who, customer, named, key=fresh()),
            "edit_contact": lambda who: edit_contact(store, who, contact, named, version=version, key=fresh()),
            "remove_contact": lambda who: remove_contact(store, who, contact, version=version, key=fresh()),
            "note_departure": lambda who: note_departure(store, who, contact, NOW.date(), key=fresh()),
            "reveal_contact": lambda who: reveal_contact(store, who, contact, "phone", "to call"),
        }

    for name, call in writes(world.faces.nan, world.south.contact).items():
        yield name, NotFound, cast.tao, call
        yield name, NotFound, cast.sol, call
        yield name, NotPermitted, cast.rea, call
    for name, call in writes(world.faces.wang, world.south.northern_contact, 0).items():
        yield name, NotFound, cast.vic, call
        if name in ("edit_contact", "remove_contact"):
            yield f"{name} of yesterday", StaleWrite, cast.sol, call


@pytest.mark.parametrize("calls", [on_plans, on_surveys, on_contacts])
def test_a_refusal_changes_nothing(world: World, calls: Callable[[World], Iterator[Refused]]) -> None:
    store, before = world.store, everything(world.store)
    tables = tuple(name for name in before if not name.startswith(" "))
    told = (store.head.seq, store.versions(tables))
    for what, refusal, actor, call in calls(world):
        with pytest.raises(CrmError) as caught:
            call(actor)
        assert type(caught.value) is refusal, (what, actor.name)
        assert (store.head.seq, store.versions(tables)) == told, (what, actor.name)
    assert everything(store) == before


def test_who_may_is_not_refused(world: World) -> None:
    south = world.south
    place = Place(south.plan, south.stage, south.goal, south.action, south.milestone)
    for name, call in plan_writes(world.store, place).items():
        if name.startswith(("add_", "edit_milestone", "edit_action", "check_in")) and name != "add_goal":
            call(world.cast.mia)


def test_every_service_that_writes_here_stands_in_the_list(world: World) -> None:
    found = set()
    for room in ("plans", "plans/work", "surveys", "customers/contacts"):
        for path in (ROOT / "crm_core" / room).glob("*.py"):
            module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
            for name, function in inspect.getmembers(module, inspect.isfunction):
                is_own = function.__module__ == module.__name__ and not name.startswith("_")
                takes = list(inspect.signature(function).parameters)[:2]
                if is_own and takes == ["store", "actor"] and "store.transaction()" in inspect.getsource(function):
                    found.add(name)
    told = {what.split()[0] for calls in (on_plans, on_surveys, on_contacts) for what, *_ in calls(world)}
    assert len(found) > 15
    assert found - told == set()
