"""Whatever plans, surveys, answers and contacts are called: pages show it as text, files hold no formula, nothing is lost."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from crm_core.access.model import Permission
from crm_core.customers.contacts.service import add_contact, contacts_of
from crm_core.customers.model import OneCustomer
from crm_core.errors import InvalidInput
from crm_core.metrics.files import FileKind
from crm_core.plans.acting import add_action, check_in
from crm_core.plans.editing import add_milestone, add_plan, add_stage
from crm_core.plans.files import ACTION_COLUMNS, GOAL_COLUMNS, PlanFile, plan_file
from crm_core.plans.goals import add_goal
from crm_core.plans.service import OnePlan, plan_record, viewer_of
from crm_core.store import Store
from crm_core.surveys.behind import COLUMNS as ANSWER_COLUMNS
from crm_core.surveys.behind import FileKind as AnswerKind
from crm_core.surveys.behind import FileWanted, answers_file
from crm_core.surveys.service import create_survey
from crm_core.texts import clean_line
from tests.conftest import Cast
from tests.customers.faces import Faces, faces, fresh
from tests.documents.reading import all_words, written
from tests.imports.conftest import Desk, desk
from tests.pages.conftest import type_of_open
from tests.plans.stage import TODAY, YEAR, aim
from tests.surveys.test_service import FORM

__all__ = ["desk", "faces"]
CORPUS = (
    "O'Neil ' or 1=1 --", "<script>alert(1)</script>", "[x](https://evil.example/)", "![x](https://evil.example/p.png)",
    "=cmd|'/C calc'!A0", "@SUM(A1:A9)", "𝕏 😀 ｅ́", "\u202eabc\u202c\u200b", "a\x00b\x1fc", "**b** $x$ :red[y] `z` {0} %s", "-2+3",
)  # fmt: skip
LONG = "长" * 10_000
# Markdown that is alive: a link or picture, a colour, or a tag, without the stroke that makes it plain text.
_ALIVE = re.compile(r"(?<!\\)\[x(?<!\\)\]\(https://evil|(?<!\\):red\[y|<script>")


def alive(test: AppTest) -> list[str]:
    """Return the texts of a page that would be drawn as more than text."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "error", "warning", "info", "success")
    told = [element for kind in kinds for element in test.get(kind)]
    return [str(one.value) for one in told if _ALIVE.search(str(one.value))]


def cells(content: bytes) -> Iterator[object]:
    """Yield the cells of a CSV or workbook; in a workbook, a formula is one as it stands."""
    if content.startswith(b"PK"):
        for sheet in load_workbook(io.BytesIO(content)).worksheets:
            for row in sheet.iter_rows():
                assert not [cell.coordinate for cell in row if cell.data_type == "f"]
                yield from (cell.value for cell in row)
    else:
        for line in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
            assert not [cell for cell in line if re.match(r"[=@]|[-+](?!\d+(\.\d+)?$)", cell)]
            yield from line


@pytest.fixture
def plan(store: Store, cast: Cast) -> int:
    """A plan in which a stage, a goal, an action, a milestone and a check-in bear each name."""
    mia, day = cast.mia, "2026-03-10"
    plan_id = add_plan(store, mia, {**YEAR, "name": CORPUS[2], "purpose": CORPUS[1], "state": "running"}, key=fresh())
    for at, name in enumerate(CORPUS):
        days = {"first_on": date(2026, at + 1, 1).isoformat(), "last_on": date(2026, at + 1, 28).isoformat()}
        stage = add_stage(store, mia, plan_id, {**days, "name": name}, key=fresh())
        goal = add_goal(store, mia, plan_id, {"name": name, "unit": clean_line(name)[:12]}, key=fresh())
        aim(store, mia, plan_id, goal, stage, "5")
        told = {"note": name, "evidence": name, "goal_id": str(goal), "owner_id": str(cast.tao.user_id)}
        add_action(store, mia, plan_id, {"what": name, "due_on": day, **told}, key=fresh())
        add_milestone(store, mia, plan_id, {"name": name, "due_on": day}, key=fresh())
        check_in(store, mia, plan_id, {"comment": name, f"goal:{goal}": "3"}, key=fresh())
    return plan_id


def test_a_plan_is_kept_shown_and_written_as_it_is_called(
    store: Store, cast: Cast, plan: int, open_page: type_of_open
) -> None:
    record = plan_record(store, OnePlan(viewer_of(cast.mia), plan))
    kept = {clean_line(name) for name in CORPUS}
    for parts in (record.stages, record.goals, record.milestones):
        assert {part.name for part in parts} == kept  # type: ignore[attr-defined] # each of them has a name
    assert {action.what for action in record.actions} == kept
    for who in (cast.mia, cast.tao):
        for page, query in (("plan/plans.py", {}), ("plan/plan.py", {"id": str(plan)}), ("account/notices.py", {})):
            test = open_page(who, page, query)
            assert not test.exception
            assert alive(test) == [], page
    test = open_page(cast.tao, "work/day.py")
    assert not test.exception
    assert alive(test) == []
    headings = {name: name for name in (*GOAL_COLUMNS, *ACTION_COLUMNS)}
    names = {goal.goal_id: goal.name for goal in record.goals}
    for has_goals in (True, False):
        for kind in FileKind:
            content = plan_file(store, cast.mia, PlanFile(plan, has_goals, kind, headings, {}, names, "x"), TODAY)
            found = {str(cell).removeprefix("'") for cell in cells(content)}
            assert kept <= found
    words = all_words(written(store, cast.mia, plan))
    for name in kept:
        assert name in words


@pytest.mark.parametrize("view", ["results", "compare", "answers", "scheme"])
def test_a_survey_is_shown_as_it_is_called(desk: Desk, cast: Cast, open_page: type_of_open, view: str) -> None:
    _ask(desk)
    test = open_page(cast.mia, "surveys/survey.py", {"id": "1", "view": view})
    assert not test.exception
    assert alive(test) == []


def _ask(desk: Desk) -> None:
    heads = [f"{clean_line(name)} {at}" for at, name in enumerate(CORPUS)]
    lines = [
        [str(at), "4", name, *(str(1 + (at + n) % 5) for n in range(len(heads)))] for at, name in enumerate(CORPUS * 3)
    ]
    uses = {"No": "number", "Mean": "overall", "Where": "group", **dict.fromkeys(heads, "rating")}
    result = desk.bring("answers", desk.file(["No", "Mean", "Where", *heads], lines), survey=CORPUS[2], mapping=uses)
    assert (result.counts.added, result.counts.rejected) == (3 * len(CORPUS), 0)


def test_a_surveys_list_and_files_hold_its_names_as_text(desk: Desk, cast: Cast, open_page: type_of_open) -> None:
    _ask(desk)
    for page in ("surveys/surveys.py", "exchange/imports.py"):
        test = open_page(cast.ada, page)
        assert not test.exception
        assert alive(test) == []
    for kind in AnswerKind:
        wanted = FileWanted(1, None, kind, {name: name for name in ANSWER_COLUMNS})
        found = {str(cell).removeprefix("'") for cell in cells(answers_file(desk.store, cast.mia, wanted))}
        assert {clean_line(name) for name in CORPUS if name.isprintable()} <= found
        assert not [cell for cell in found if re.search(r"[\x00-\x08\x0b-\x1f]", cell)]


def test_contacts_are_shown_as_they_are_called(store: Store, cast: Cast, faces: Faces, open_page: type_of_open) -> None:
    for name in CORPUS:
        add_contact(store, cast.sol, faces.wang, {"name": name, "title": name, "note": name}, key=fresh())
    seen = contacts_of(store, OneCustomer(cast.sol.require(Permission.CUSTOMER_READ), faces.wang))
    assert {one.name for one in seen} >= {clean_line(name) for name in CORPUS}
    test = open_page(cast.sol, "customers/customer.py", {"id": str(faces.wang), "tab": "ownership"})
    assert not test.exception
    assert alive(test) == []


def test_what_never_ends_is_refused_at_its_field(store: Store, cast: Cast, faces: Faces, plan: int) -> None:
    mia, span = cast.mia, {"first_on": "2026-12-01", "last_on": "2026-12-02"}
    tries = {
        "plan": lambda: add_plan(store, mia, {**YEAR, "name": LONG, "purpose": LONG}, key=fresh()),
        "stage": lambda: add_stage(store, mia, plan, {**span, "name": LONG}, key=fresh()),
        "goal": lambda: add_goal(store, mia, plan, {"name": LONG, "unit": LONG, "baseline": LONG}, key=fresh()),
        "milestone": lambda: add_milestone(store, mia, plan, {"name": LONG, "due_on": LONG}, key=fresh()),
        "action": lambda: add_action(store, mia, plan, {"what": LONG, "note": LONG, "due_on": LONG}, key=fresh()),
        "check-in": lambda: check_in(store, mia, plan, {"comment": LONG, "checked_on": LONG}, key=fresh()),
        "survey": lambda: create_survey(store, mia, {**FORM, "name": LONG, "asked_count": LONG}, fresh()),
        "contact": lambda: add_contact(store, cast.sol, faces.wang, {"name": LONG, "phone": LONG}, key=fresh()),
    }  # fmt: skip
    for what, call in tries.items():
        with pytest.raises(InvalidInput) as refusal:
            call()
        assert refusal.value.fields.keys() & {"name", "what", "comment"}, what
        assert all(len(str(text)) < 200 for text in refusal.value.fields.values()), what


def test_what_is_alive_is_told_from_what_is_text() -> None:
    for live, text in (("[x](https://evil.example/)", "\\[x\\](https://evil.example/)"), (":red[y]", "\\:red[y]")):
        assert _ALIVE.search(live)
        assert not _ALIVE.search(text)
