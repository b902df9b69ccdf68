"""Reading the trail: every filter, nothing sensitive, a file of it, and the proof that nobody has mended it."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from crm_core import audit, clock
from crm_core.access.model import CONSOLE, Actor, Permission
from crm_core.audit import service
from crm_core.audit.model import EXPORT_LIMIT, EntriesWanted, Entry, field_changes
from crm_core.errors import NotPermitted, Refused
from crm_core.store import Store
from tests.conftest import NOW, Cast, sql

CANARIES = {
    "phone": "13800138000",
    "email": "li@example.cn",
    "id_number": "11010519491231002X",
    "birthday": "1949-12-31",
}


def _note(
    store: Store,
    actor: Actor,
    action: str = "edit",
    entity: str = "customer",
    *,
    entity_id: int | None = 7,
    after: dict[str, object] | None = None,
) -> None:
    with store.transaction() as transaction:
        audit.record(transaction, actor, audit.Change(action, entity, entity_id, None, after))


def _wanted(cast: Cast, **filters: object) -> EntriesWanted:
    return EntriesWanted(cast.ada.require(Permission.AUDIT_READ), **filters)  # type: ignore[arg-type]


def _seqs(store: Store, cast: Cast, **filters: object) -> list[int]:
    return [entry.seq for entry in service.entries(store, _wanted(cast, **filters)).entries]


def test_entries_come_latest_first_in_parts_with_their_total(store: Store, cast: Cast) -> None:
    for number in range(7):
        _note(store, cast.sol, entity_id=number)
    found = service.entries(store, _wanted(cast, first=2, count=3))
    assert ([entry.seq for entry in found.entries], found.total_count) == ([5, 4, 3], 7)


def test_each_filter_narrows_and_they_work_together(store: Store, cast: Cast) -> None:
    _note(store, cast.sol, "edit", "customer", entity_id=7)
    _note(store, cast.tao, "edit", "target", entity_id=7)
    _note(store, cast.tao, "add", "customer", entity_id=8)
    assert _seqs(store, cast, actor_id=cast.tao.user_id) == [3, 2]
    assert _seqs(store, cast, action="edit") == [2, 1]
    assert _seqs(store, cast, entity="customer") == [3, 1]
    assert _seqs(store, cast, entity="customer", entity_id=8) == [3]
    assert _seqs(store, cast, actor_id=cast.tao.user_id, action="edit") == [2]
    assert _seqs(store, cast, action="' or 1=1 --") == []


def test_days_are_the_companys_days_and_both_are_inside(store: Store, cast: Cast) -> None:
    late = NOW.replace(hour=15, minute=59)  # 23:59 in Shanghai
    for moment in (NOW - timedelta(days=1), late, late + timedelta(minutes=1)):
        with clock.held_at(moment):
            _note(store, cast.sol)
    day = date(2026, 3, 18)
    assert _seqs(store, cast, since=day, until=day) == [2]
    assert _seqs(store, cast, since=day) == [3, 2]
    assert _seqs(store, cast, until=day) == [2, 1]


def test_sensitive_values_are_masked_wherever_they_stand(store: Store, cast: Cast) -> None:
    _note(
        store,
        cast.sol,
        after={**CANARIES, "name": "王'\"<b>", "more": {"phone": CANARIES["phone"], "list": [CANARIES]}},
    )
    _note(store, cast.sol, entity="collaboration", after={"phone": CANARIES["phone"]})
    found = service.entries(store, _wanted(cast)).entries
    text = str(found)
    assert not [value for value in CANARIES.values() if value in text]
    fields = {change.name: change for change in found[1].fields or ()}
    assert (fields["phone"].after, fields["phone"].is_masked) == ("1****", True)
    assert (fields["name"].after, fields["name"].is_masked) == ("王'\"<b>", False)


def test_the_reason_of_a_reveal_is_shown_for_it_is_no_data(store: Store, cast: Cast) -> None:
    _note(store, cast.sol, "reveal", after={"phone": "calls back"})
    [entry] = service.entries(store, _wanted(cast)).entries
    assert [(change.name, change.after) for change in entry.fields or ()] == [("phone", "calls back")]


def test_people_and_teams_are_named_and_a_name_that_is_gone_stays_a_number(store: Store, cast: Cast) -> None:
    _note(store, cast.ada, after={"owner_id": cast.sol.user_id, "team_id": str(cast.north), "user_id": 999})
    [entry] = service.entries(store, _wanted(cast)).entries
    assert {change.name: change.after for change in entry.fields or ()} == {
        "owner_id": "Sol",
        "team_id": "North",
        "user_id": "999",
    }


def test_erased_values_are_told_from_none(store: Store, cast: Cast) -> None:
    _note(store, cast.sol)
    _note(store, cast.sol, after={"name": "x"})
    with store.transaction() as transaction:
        transaction.execute(sql("delete from audit_value where seq = 2"))
    found = service.entries(store, _wanted(cast)).entries
    assert [entry.fields for entry in found] == [None, ()]
    assert service.verify_trail(store, cast.ada).broken_at is None


def test_everybody_can_be_chosen_and_what_stands_in_the_trail(store: Store, cast: Cast) -> None:
    _note(store, cast.sol)
    _note(store, CONSOLE, "add", "target")
    found = service.choices(store, cast.ada.require(Permission.AUDIT_READ))
    assert found.people[cast.vic.user_id] == "Vic"
    assert {found.people[hand] for hand in (0, -1, -2)} == {"console", "scheduler", "nobody"}
    assert (found.actions, found.entities) == (("add", "edit"), ("customer", "target"))


@pytest.mark.parametrize(
    "harm",
    [
        "update audit_entry set actor_name = 'Eve' where seq = 3",
        "delete from audit_entry where seq = 3",
        "update audit_value set content = '{}' where seq = 3",
    ],
)
def test_a_mended_entry_is_named(store: Store, cast: Cast, harm: str) -> None:
    for _ in range(5):
        _note(store, cast.sol, after={"name": "x"})
    assert service.verify_trail(store, cast.ada).broken_at is None
    with store.transaction() as transaction:
        transaction.execute(sql(harm))
    assert service.verify_trail(store, cast.ada).broken_at in (3, 4)


def test_a_trail_whose_end_was_cut_off_is_found(store: Store, cast: Cast) -> None:
    for _ in range(5):
        _note(store, cast.sol)
    with store.transaction() as transaction:
        transaction.execute(sql("delete from audit_entry where seq = 5"))
    assert service.verify_trail(store, cast.ada).broken_at == 5


def test_an_export_holds_what_fits_masked_and_is_noted_itself(store: Store, cast: Cast) -> None:
    _note(store, cast.sol, after=dict(CANARIES))
    _note(store, cast.tao, "add")
    found: list[Entry] = list(service.exported(store, cast.ada, _wanted(cast, action="edit", count=1)))
    assert [entry.seq for entry in found] == [1]
    assert CANARIES["phone"] not in str(found)
    note = service.entries(store, _wanted(cast, action="export")).entries[0]
    assert {change.name: change.after for change in note.fields or ()} == {"action": "edit", "count": "1"}


def test_an_export_of_too_much_is_refused_before_anything_is_read(store: Store, cast: Cast) -> None:
    with store.transaction() as transaction:
        transaction.execute(
            sql(
                "insert into audit_entry select 10 + i, now(), 0, 'x', 'edit', 'customer', i, 1, '', '', '' "
                "from range($1) as r(i)"
            ),
            [EXPORT_LIMIT + 1],
        )
    with pytest.raises(Refused):
        service.exported(store, cast.ada, _wanted(cast))


def test_only_administrators_read_or_prove_the_trail(store: Store, cast: Cast) -> None:
    for actor in (cast.mia, cast.tao, cast.sol, cast.vic, cast.rea):
        with pytest.raises(NotPermitted):
            service.verify_trail(store, actor)
        with pytest.raises(NotPermitted):
            service.exported(store, actor, _wanted(cast))
    assert store.head.seq == 0


def test_a_field_that_only_one_side_has_is_shown_with_none_on_the_other() -> None:
    content = json.dumps({"before": {"note": "old"}, "after": {"name": "new"}})
    changes = field_changes("edit", content, frozenset())
    assert changes is not None
    assert [(change.name, change.before, change.after) for change in changes] == [
        ("name", None, "new"),
        ("note", "old", None),
    ]
