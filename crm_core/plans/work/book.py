"""A plan's actions as a workbook to work in: out with those that the actor may change, each under its own mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crm_core import audit
from crm_core.access.model import Actor
from crm_core.access.policy import EXPORTS
from crm_core.exchange.xlsx_file import Sheet, workbook_bytes
from crm_core.plans.acting import may_edit_action
from crm_core.plans.editing import editor
from crm_core.plans.model import Action
from crm_core.plans.people import PeopleRequest, people_to_choose
from crm_core.plans.progress import PlanRecord
from crm_core.plans.reach import Viewer
from crm_core.plans.service import OnePlan, plan_record
from crm_core.plans.work import repository
from crm_core.plans.work.model import NOTHING, Detail
from crm_core.settings import service as settings
from crm_core.store import Store

MARK = "mark"
COLUMNS = (
    MARK, "what", "goal", "owner", "helpers", "start_on", "due_on", "priority", "status", "method", "planned_cost", "spent_cost",
    "note", "evidence",
)  # fmt: skip
MANY = "; "  # between the helpers


@dataclass(frozen=True, slots=True)
class ActionBook:
    """What a workbook of actions says in the reader's language: ``headings`` by column, ``words`` by code, ``goals`` by id."""

    plan_id: int
    headings: Mapping[str, str]
    words: Mapping[str, str]
    goals: Mapping[int, str]
    sheet: str
    notes: tuple[str, ...]
    notes_sheet: str


@dataclass(frozen=True, slots=True)
class Names:
    """How a workbook calls people and goals: by name, with the number behind it where two are called alike."""

    people: Mapping[int, str]
    goals: Mapping[int, str]


def told_apart(names: Mapping[int, str]) -> dict[int, str]:
    """Return names of which none occurs twice."""
    counts = Counter(names.values())
    return {key: name if counts[name] == 1 else f"{name} #{key}" for key, name in names.items()}


def names_of(store: Store, viewer: Viewer, record: PlanRecord, goals: Mapping[int, str]) -> Names:
    """Return what people and goals are called: whoever may own an action, those who do already, and the plan's goals."""
    assert viewer.edit is not None  # noqa: S101 - who gets here edits plans
    found = {one.user_id: one.name for one in people_to_choose(store, PeopleRequest(viewer.edit, record.plan.team_id))}
    for action in record.actions:
        found.setdefault(action.owner_id, action.owner_name or "–")
        for helper, name in zip(action.helpers, action.helper_names, strict=False):
            found.setdefault(helper, name)
    known = {goal.goal_id: goals.get(goal.goal_id, goal.name) for goal in record.goals}
    return Names(told_apart(found), told_apart(known))


def mark_of(action: Action) -> str:
    """Return the mark under which an action stands in a workbook: its id, and its version when it was taken out."""
    return f"{action.action_id}-{action.version}"


def action_book(store: Store, actor: Actor, wanted: ActionBook) -> bytes:
    """Return the workbook, after an entry in the trail says who took what.

    Raises:
        NotPermitted, NotFound: the role may not take plans out or edits none; the plan is not the actor's to see.
    """
    actor.require(EXPORTS["plan_actions"])
    viewer = editor(actor)
    record = plan_record(store, OnePlan(viewer, wanted.plan_id))
    names, details = names_of(store, viewer, record, wanted.goals), repository.find_details(store, wanted.plan_id)
    own = [one for one in record.actions if may_edit_action(viewer, record.plan, one)]
    rows = [_row(one, details.get(one.action_id, NOTHING), names, wanted) for one in own]
    with store.transaction() as transaction:
        told = {"file": "xlsx", "view": "actions", "count": len(rows)}
        audit.record_batch(transaction, actor, audit.Change("export", "plan", wanted.plan_id, None, told), len(rows))
    headings = [wanted.headings[name] for name in COLUMNS]
    sheets = [
        Sheet(wanted.sheet, headings, rows), Sheet(wanted.notes_sheet, [wanted.notes_sheet], [[one] for one in wanted.notes])
    ]  # fmt: skip
    return workbook_bytes(sheets, zone=settings.current(store).zone)


def _row(action: Action, detail: Detail, names: Names, wanted: ActionBook) -> list[str | date | Decimal | None]:
    texts = as_typed(action, detail, names)
    typed: dict[str, date | Decimal | None] = {
        "start_on": action.start_on, "due_on": action.due_on,
        "planned_cost": detail.planned_cost, "spent_cost": detail.spent_cost,
    }  # fmt: skip
    coded = {name: wanted.words.get(texts[name], texts[name]) for name in ("priority", "status")}
    return [
        mark_of(action) if name == MARK else typed[name] if name in typed else coded.get(name, texts[name]) or None
        for name in COLUMNS
    ]


def as_typed(action: Action, detail: Detail, names: Names) -> dict[str, str]:
    """Return an action as the texts of a workbook's row, codes as they are kept."""

    def amount(value: Decimal | None) -> str:
        return "" if value is None else f"{value:.2f}"

    return {
        "what": action.what, "goal": names.goals.get(action.goal_id or 0, ""), "owner": names.people[action.owner_id],
        "helpers": MANY.join(names.people[one] for one in action.helpers), "priority": action.priority.value,
        "start_on": action.start_on.isoformat() if action.start_on else "", "due_on": action.due_on.isoformat(),
        "status": action.status.value, "method": detail.method, "planned_cost": amount(detail.planned_cost),
        "spent_cost": amount(detail.spent_cost), "note": action.note, "evidence": action.evidence,
    }  # fmt: skip
