"""A later hand cannot mend the trail unseen: what it changes, removes or adds is found where it did so."""

from __future__ import annotations

import pytest

from crm_core import audit
from crm_core.access.model import CONSOLE
from crm_core.audit.trail import Change
from crm_core.store import Store


@pytest.fixture
def trail(store: Store) -> Store:
    """A store with nine entries, each with values."""
    for number in range(1, 10):
        with store.transaction() as transaction:
            audit.record(transaction, CONSOLE, Change("add", "team", number, None, {"name": f"团队 {number}"}))
    return store


def by_hand(store: Store, text: str) -> None:
    with store._connection.cursor() as cursor:
        cursor.execute(text)


def test_an_untouched_trail_fits(trail: Store):
    assert audit.verify(trail) is None


CHANGES = {
    "happened_at": "happened_at + interval 1 second",
    "actor_id": "actor_id + 1",
    "actor_name": "'Ada'",
    "action": "'change'",
    "entity": "'app_user'",
    "entity_id": "entity_id + 1",
    "row_count": "row_count + 1",
    "values_digest": "upper(values_digest)",
    "previous_hash": "hash",
    "hash": "previous_hash",
}


@pytest.mark.parametrize("seq", [1, 5, 9])
def test_a_changed_field_is_found_at_its_entry(trail: Store, seq: int):
    by_hand(trail, "create table kept as from audit_entry")
    for column, value in (*CHANGES.items(), ("entity_id", "null")):
        by_hand(trail, f"update audit_entry set {column} = {value} where seq = {seq}")  # noqa: S608 - a test's own words
        assert audit.verify(trail) == seq, (column, value)
        by_hand(
            trail,
            f"update audit_entry set {column} = kept.{column} from kept "  # noqa: S608 - a test's own words
            f"where kept.seq = audit_entry.seq and kept.seq = {seq}",
        )
        assert audit.verify(trail) is None, (column, value)


@pytest.mark.parametrize(("removed", "found"), [("seq = 1", 2), ("seq = 5", 6), ("seq in (4, 5)", 6), ("seq = 9", 9)])
def test_a_removed_entry_is_found_at_the_next_one(trail: Store, removed: str, found: int):
    by_hand(trail, f"delete from audit_entry where {removed}")  # noqa: S608 - a test's own words
    assert audit.verify(trail) == found


def test_two_entries_that_changed_places_are_found(trail: Store):
    by_hand(trail, "update audit_entry set seq = -1 where seq = 3")
    by_hand(trail, "update audit_entry set seq = 3 where seq = 4")
    by_hand(trail, "update audit_entry set seq = 4 where seq = -1")
    assert audit.verify(trail) == 3


@pytest.mark.parametrize("change", ["content = '{}'", "salt = 'other'"])
def test_values_that_were_exchanged_are_found(trail: Store, change: str):
    by_hand(trail, f"update audit_value set {change} where seq = 5")  # noqa: S608 - a test's own words
    assert audit.verify(trail) == 5


def test_values_that_were_erased_leave_a_trail_that_fits(trail: Store):
    by_hand(trail, "delete from audit_value where seq in (2, 9)")
    assert audit.verify(trail) is None


def test_a_trail_that_was_cut_off_and_closed_is_refused_by_the_mark(trail: Store):
    from crm_core.store import StoreDamaged

    by_hand(trail, "delete from audit_entry where seq > 6")
    trail.close()
    with pytest.raises(StoreDamaged):
        Store.open(trail.path)


def test_a_trail_that_was_written_anew_is_refused_by_the_mark(trail: Store):
    from crm_core.store import StoreDamaged

    by_hand(trail, "update audit_entry set hash = 'forged' where seq = 9")
    trail.close()
    with pytest.raises(StoreDamaged):
        Store.open(trail.path)


def test_entries_written_while_the_trail_is_walked_disturb_nothing(trail: Store, monkeypatch: pytest.MonkeyPatch):
    from crm_core.audit import trail as module

    monkeypatch.setattr(module, "_PAGE", 3)
    real = Store.rows

    def rows(self: Store, query: object, params: object = ()) -> object:
        found = real(self, query, params)
        if "all_entries" in query.name and self.head.seq < 30:
            with self.transaction() as transaction:
                audit.record(transaction, CONSOLE, Change("add", "team", 0))
        return found

    monkeypatch.setattr(Store, "rows", rows)
    assert audit.verify(trail) is None
    assert trail.head.seq > 9
