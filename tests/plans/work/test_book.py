"""A plan's actions go out as a workbook, are worked in there, and come back: what each row does is said first, then done or not."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from crm_core.access.model import Actor
from crm_core.errors import AlreadyDone, NotFound, NotPermitted, Refused, UnusableFile
from crm_core.exchange.reading import read_table
from crm_core.plans.acting import edit_action
from crm_core.plans.limit import high_count, most_high
from crm_core.plans.service import OnePlan, plan_record, viewer_of
from crm_core.plans.work import reading
from crm_core.plans.work.book import COLUMNS, ActionBook, action_book
from crm_core.plans.work.reading import AS_WRITTEN, CheckedSheet, RowKind, Words, check_sheet, save_sheet
from crm_core.plans.work.service import plan_work
from crm_core.store import Store
from crm_core.store.check import check
from tests.conftest import Cast
from tests.plans.stage import Plans, fresh

HEADINGS = {name: name.title() for name in COLUMNS}
CODES = ("planned", "doing", "done", "dropped", "high", "mid", "low")
DUE = "2026-04-30"


def taken(store: Store, actor: Actor, plans: Plans) -> list[dict[str, object]]:
    """Return the rows of the workbook that somebody takes out, by column."""
    wanted = ActionBook(
        plans.north, HEADINGS, {code: code.upper() for code in CODES}, {}, "Actions", ("Read this",), "How"
    )
    sheet = load_workbook(io.BytesIO(action_book(store, actor, wanted)))["Actions"]
    head, *rows = sheet.iter_rows(values_only=True)
    assert list(head) == list(HEADINGS.values())
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


def brought(store: Store, actor: Actor, plans: Plans, rows: list[dict[str, object]], folder: Path) -> CheckedSheet:
    """Return what a workbook of rows comes to."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(HEADINGS.values()))
    for row in rows:
        sheet.append([row.get(name) for name in COLUMNS])
    for line in sheet.iter_rows():
        for cell in line:
            if cell.data_type == "f":
                cell.data_type = "s"  # what was typed as a text
    path = folder / "actions.xlsx"
    book.save(path)
    words = Words({text: name for name, text in HEADINGS.items()}, {code: code for code in CODES}, {})
    return check_sheet(store, actor, plans.north, read_table(path, AS_WRITTEN), words)


def actions(store: Store, actor: Actor, plans: Plans) -> Mapping[str, object]:
    record = plan_record(store, OnePlan(viewer_of(actor), plans.north))
    return {one.what: one for one in record.actions}


def test_actions_are_changed_and_added_in_a_workbook(store: Store, cast: Cast, plans: Plans, tmp_path: Path) -> None:
    tao = cast.tao
    rows = taken(store, tao, plans)
    (own,) = rows
    assert (own["mark"], own["what"], own["owner"]) == (f"{plans.sol_action}-1", "Call the lapsing", "Sol")
    assert [one.kind for one in brought(store, tao, plans, rows, tmp_path).rows] == [RowKind.UNCHANGED]
    edited = {
        **own,
        "what": "=1+1 '; drop 🍵",
        "status": "DOING",
        "planned_cost": 1200.5,
        "method": "by phone",
        "helpers": "Tao",
    }
    new = {"what": "New one", "due_on": DUE, "owner": "Tao", "priority": "high", "goal": "Complaints"}
    wrong = [
        {"what": "Nobody's", "due_on": DUE, "owner": "Vic"},
        {"what": "No day", "start_on": "2026-13-45"},
        {"what": "Not there", "due_on": DUE, "mark": "999-1"},
        {**own, "what": "Twice"},
        {"what": "x" * 300, "due_on": DUE},
        {"what": "Odd", "due_on": DUE, "priority": "urgent", "spent_cost": "many"},
    ]
    before = store.head.seq
    found = brought(store, tao, plans, [edited, new, {}, *wrong], tmp_path)
    assert store.head.seq == before  # what was tried is taken back
    assert [one.kind.value for one in found.rows] == ["changed", "added", *["refused"] * len(wrong)]
    assert [{name for name, _why in one.reasons} for one in found.rows[2:]] == [
        {"owner"}, {"due_on", "start_on"}, {"mark"}, {"mark"}, {"what"}, {"priority"},
    ]  # fmt: skip
    key = fresh()
    assert save_sheet(store, tao, found, key=key) == 2
    with pytest.raises(AlreadyDone):
        save_sheet(store, tao, found, key=key)
    known = actions(store, tao, plans)
    assert set(known) == {"=1+1 '; drop 🍵", "New one"}
    one = known["=1+1 '; drop 🍵"]
    assert (one.status.value, one.owner_id, one.helpers) == ("doing", cast.sol.user_id, (tao.user_id,))  # type: ignore[attr-defined]
    detail = plan_work(store, OnePlan(viewer_of(tao), plans.north)).detail(plans.sol_action)
    assert (float(detail.planned_cost or 0), detail.method) == (1200.5, "by phone")
    again = taken(store, tao, plans)
    assert "=1+1 '; drop 🍵" in {row["what"] for row in again}  # a text, not a formula
    assert {one.kind for one in brought(store, tao, plans, again, tmp_path).rows} == {RowKind.UNCHANGED}

    found = brought(store, tao, plans, [{**again[0], "what": "Mine"}], tmp_path)
    stale = next(
        one for one in actions(store, tao, plans).values() if f"{one.action_id}-{one.version}" == again[0]["mark"]
    )  # type: ignore[attr-defined]
    given = {"what": "Theirs", "owner_id": stale.owner_id, "due_on": stale.due_on, "priority": "mid"}  # type: ignore[attr-defined]
    edit_action(store, cast.mia, stale.action_id, given, version=stale.version, key=fresh())  # type: ignore[attr-defined]
    with pytest.raises(Refused):
        save_sheet(store, tao, found, key=fresh())
    late = brought(store, tao, plans, [{**again[0], "what": "Mine"}], tmp_path)
    assert [one.kind for one in late.rows] == [RowKind.REFUSED]
    assert check(store) == []


def test_rows_tried_in_portions_know_of_the_limit_of_high_priorities(
    store: Store, cast: Cast, plans: Plans, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own,) = taken(store, cast.tao, plans)
    free = most_high(store) - high_count(store, plans.north)
    rows: list[dict[str, object]] = [
        {"what": f"New {step}", "due_on": DUE, "priority": "high" if step % 2 else "low"}
        for step in range(2 * (free + 2))
    ]
    rows.insert(0, {**own, "priority": "high" if own["priority"] != "HIGH" else "low"})
    whole = brought(store, cast.tao, plans, rows, tmp_path).rows
    monkeypatch.setattr(reading, "MOMENT", -1)  # a portion of each row
    assert brought(store, cast.tao, plans, rows, tmp_path).rows == whole
    assert [one.row for one in whole] == sorted(one.row for one in whole)
    refused = [one for one in whole if one.kind is RowKind.REFUSED]
    assert {name for one in refused for name, _why in one.reasons} == {"priority"}
    assert len(refused) == (1 if own["priority"] == "HIGH" else 3)  # the row that changes makes a place, or takes one


def test_who_edits_nothing_takes_no_workbook_and_brings_none(
    store: Store, cast: Cast, plans: Plans, tmp_path: Path
) -> None:
    row: dict[str, object] = {"what": "Taken", "due_on": DUE}
    refused: list[tuple[type[Exception], Callable[[], object]]] = [
        (NotPermitted, lambda: taken(store, cast.sol, plans)),
        (NotPermitted, lambda: taken(store, cast.rea, plans)),
        (NotPermitted, lambda: brought(store, cast.sol, plans, [row], tmp_path)),
        (NotPermitted, lambda: save_sheet(store, cast.rea, CheckedSheet(plans.north, ()), key=fresh())),
        (NotFound, lambda: brought(store, cast.tao, Plans(**{**as_given(plans), "north": 999}), [row], tmp_path)),
        (UnusableFile, lambda: brought(store, cast.tao, plans, [row] * 501, tmp_path)),
    ]
    before = store.head.seq
    for error, call in refused:
        with pytest.raises(error):
            call()
    assert store.head.seq == before


def as_given(plans: Plans) -> dict[str, int]:
    return {name: getattr(plans, name) for name in plans.__dataclass_fields__}
