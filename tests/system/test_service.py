"""Backups that hold what the store held, restores that end sessions, checks that find what was broken."""

from __future__ import annotations

import os
import stat
import threading
from contextlib import closing, suppress
from pathlib import Path

import pytest

from crm_core import audit
from crm_core.access.model import CONSOLE, Permission
from crm_core.access.sessions import Sessions, start_session
from crm_core.errors import AlreadyDone, CrmError, NotPermitted, UnusableFile
from crm_core.messages.model import NoticesWanted
from crm_core.messages.service import own_notices
from crm_core.store import NewerStore, NotAStore, Store, StoreDamaged, StoreInUse
from crm_core.store.check import check, rules, tables
from crm_core.store.mark import mark_path, read_mark
from crm_core.system import service
from tests.conftest import NOW, Cast, sql

_ADD_TEAM = sql("insert into team (name, is_active, version, created_at) values ($1, true, 1, $2)")
_TEAMS = sql("select count(*) from team")


def add_team(store: Store, name: str) -> None:
    with store.transaction() as transaction:
        transaction.execute(_ADD_TEAM, [name, NOW])
        audit.record(transaction, CONSOLE, audit.Change("add", "team", None, None, {"name": name}))


def digests(store: Store) -> dict[str, object]:
    """Return the number of rows and a digest of every table that a restore leaves as it was."""
    return {
        name: store.rows(sql("select count(*) as n, bit_xor(hash(t)) as d from query_table($1) as t"), [name])
        for name in tables(store)
        if name not in ("audit_entry", "audit_value", "data_version", "session")
    }


def test_a_backup_holds_what_the_store_held_and_is_private(store: Store, cast: Cast, tmp_path: Path):
    add_team(store, "West")
    held, head = digests(store), store.head
    done = service.make_backup(store, cast.ada, tmp_path / "elsewhere" / "kept.duckdb")
    assert done.head == head
    assert stat.S_IMODE(done.path.stat().st_mode) == 0o600
    assert sorted(place.name for place in done.path.parent.iterdir()) == ["kept.duckdb"]
    with closing(Store.open(done.path)) as copy:
        assert digests(copy) == held
        assert copy.head == head
        assert check(copy) == []


def test_a_backup_made_by_hand_is_not_removed_by_the_clock(store: Store, cast: Cast):
    by_hand = service.make_backup(store, cast.ada)
    nightly = service.make_nightly_backup(store, CONSOLE)
    assert [(file.path, file.is_nightly) for file in sorted(service.backups(store, cast.ada), key=lambda f: f.is_nightly)] == [
        (by_hand.path, False), (nightly.backup.path, True),
    ]  # fmt: skip
    assert service.remove_old_backups(store, 0) == 1
    assert by_hand.path.exists()


def test_stores_in_one_folder_do_not_share_their_backups(store: Store, cast: Cast):
    other = Store.open(store.path.with_name("other.duckdb"))
    with closing(other):
        service.make_backup(other, CONSOLE)
        assert service.list_backups(store.path) == []
        assert len(service.list_backups(other.path)) == 1


def test_a_backup_is_noted_in_the_trail(store: Store, cast: Cast):
    service.make_backup(store, cast.ada)
    last = store.rows(sql("select action, actor_id from audit_entry order by seq desc limit 1"))[0]
    assert last == {"action": "back_up", "actor_id": cast.ada.user_id}


def test_backups_made_while_people_write_are_whole(store: Store, tmp_path: Path):
    stop = threading.Event()

    def write() -> None:
        turn = 0
        while not stop.is_set():
            add_team(store, f"Team {turn}")
            turn += 1

    writer = threading.Thread(target=write)
    writer.start()
    made = [service.make_backup(store, CONSOLE, tmp_path / f"b{turn}.duckdb") for turn in range(4)]
    stop.set()
    writer.join()
    for done in made:
        with closing(Store.open(done.path)) as copy:
            assert audit.verify(copy) is None
            adds = sql("select count(*) from audit_entry where action = 'add'")
            assert copy.value(_TEAMS) == copy.value(adds)
        assert done.stall_seconds < 1


def test_a_backup_is_made_while_somebody_reads_for_long(store: Store, tmp_path: Path):
    add_team(store, "West")
    cursor = store._connection.cursor()
    cursor.execute("begin transaction")
    cursor.execute("select * from team").fetchone()
    with store.transaction() as transaction:
        transaction.execute(sql("update team set name = 'East'"))
    done = service.make_backup(store, CONSOLE, tmp_path / "b.duckdb")
    cursor.close()
    with closing(Store.open(done.path)) as copy:
        assert copy.value(sql("select name from team")) == "East"


def test_where_an_open_file_cannot_be_copied_reads_wait_and_go_on(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(Store, "_can_copy_open_file", False)
    add_team(store, "West")
    seen: list[int] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            seen.append(store.value(_TEAMS))

    reader = threading.Thread(target=read)
    reader.start()
    done = [service.make_backup(store, CONSOLE, tmp_path / f"b{turn}.duckdb") for turn in range(3)]
    stop.set()
    reader.join()
    assert set(seen) == {1}
    with closing(Store.open(done[-1].path)) as copy:
        assert copy.value(_TEAMS) == 1
    add_team(store, "East")
    assert read_mark(store.path) == store.head


def test_a_backup_never_destroys_what_is_no_backup(store: Store, tmp_path: Path):
    (tmp_path / "letter.txt").write_text("dear")
    for target in (store.path, tmp_path / "letter.txt", tmp_path, mark_path(store.path)):
        with pytest.raises(UnusableFile):
            service.make_backup(store, CONSOLE, target)
    assert (tmp_path / "letter.txt").read_text() == "dear"


def test_a_newer_backup_takes_the_place_of_an_older_one(store: Store, tmp_path: Path):
    service.make_backup(store, CONSOLE, tmp_path / "b.duckdb")
    add_team(store, "West")
    service.make_backup(store, CONSOLE, tmp_path / "b.duckdb")
    with closing(Store.open(tmp_path / "b.duckdb")) as copy:
        assert copy.value(_TEAMS) == 1


def test_only_those_who_may_back_up_restore_and_check(store: Store, cast: Cast, tmp_path: Path):
    done = service.make_backup(store, cast.ada)
    for actor in (cast.mia, cast.tao, cast.sol, cast.rea):
        for act in (
            lambda who: service.make_backup(store, who),
            lambda who: service.restore(store, who, done.path),
            lambda who: service.check_store(store, who),
            lambda who: service.backups(store, who),
        ):
            with pytest.raises(NotPermitted):
                act(actor)


def test_a_restore_brings_back_what_was_and_keeps_what_is(store: Store, cast: Cast):
    add_team(store, "West")
    held = digests(store)
    done = service.make_backup(store, cast.ada)
    add_team(store, "East")
    restored = service.restore(store, cast.ada, done.path)
    assert {**digests(store), "notice": None} == {**held, "notice": None}  # everybody finds a new one
    assert store.head.seq == restored.entry == done.head.seq + 1
    assert read_mark(store.path) == store.head
    assert audit.verify(store) is None
    last = store.rows(sql("select action, actor_id from audit_entry order by seq desc limit 1"))[0]
    assert last == {"action": "restore", "actor_id": cast.ada.user_id}
    assert restored.former is not None
    with closing(Store.open(restored.former)) as former:
        assert former.value(_TEAMS) == 4
    add_team(store, "After")
    store.close()
    with closing(Store.open(store.path)) as again:
        assert again.value(sql("select count(*) from team where name = 'After'")) == 1
    assert not [place.name for place in store.path.parent.iterdir() if ".part" in place.name]


def test_a_restore_signs_everybody_out_and_renews_every_cache(store: Store, cast: Cast):
    sessions = Sessions(store)
    with store.transaction() as transaction:
        token = start_session(transaction, cast.mia.user_id, "test")
    done = service.make_backup(store, cast.ada)
    assert sessions.identify(token) is not None
    before = store.versions(tables(store))
    service.restore(store, cast.ada, done.path)
    assert sessions.identify(token) is None
    after = store.versions(tables(store))
    assert all(new != old for new, old in zip(after, before, strict=True) if old)


def test_a_restore_is_told_to_everybody_with_the_moment_up_to_which_nothing_is_lost(store: Store, cast: Cast):
    add_team(store, "West")
    done = service.make_backup(store, cast.ada)
    assert service.last_restore(store) is None
    service.restore(store, cast.ada, done.path)
    assert service.last_restore(store) == NOW
    for person in cast.everybody:
        [notice] = own_notices(store, NoticesWanted(person.require(Permission.NOTICE_OWN))).notices
        assert notice.kind == "restored"
        assert notice.text.values == {"moment": "2026-03-18 10:30"}
    assert {file.origin for file in service.list_backups(store.path)} == {"by-hand", "before-restore"}


def test_two_clicks_at_once_restore_once(store: Store, cast: Cast, monkeypatch: pytest.MonkeyPatch):
    done = service.make_backup(store, cast.ada)
    both_in_the_middle, ends = threading.Barrier(2, timeout=1), []
    real = service.backup

    def meeting(*given: object) -> object:
        with suppress(threading.BrokenBarrierError):  # as it should be: the other one never comes
            both_in_the_middle.wait()
        return real(*given)

    monkeypatch.setattr(service, "backup", meeting)

    def click() -> None:
        try:
            ends.append(service.restore(store, cast.ada, done.path, key="one form"))
        except AlreadyDone as error:
            ends.append(error)

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    assert sorted(type(end).__name__ for end in ends) == ["AlreadyDone", "Restored"]
    assert [file.origin for file in service.list_backups(store.path)].count("before-restore") == 1
    assert store.value(sql("select count(*) from audit_entry where action = 'restore'")) == 1


def test_readers_at_work_during_a_restore_get_old_or_new_rows_and_no_error(store: Store, cast: Cast):
    done = service.make_backup(store, cast.ada)
    add_team(store, "East")
    seen: set[int] = set()
    wrong: list[BaseException] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                seen.add(store.value(_TEAMS))
            except CrmError as error:
                wrong.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    service.restore(store, cast.ada, done.path)
    seen.add(store.value(_TEAMS))
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert seen <= {2, 3}
    assert store.value(_TEAMS) == 2


@pytest.mark.parametrize("content", [b"", b"dear sirs", b"\0" * 8 + b"DUCK" + b"\0" * 5000])
def test_a_file_that_is_no_backup_changes_nothing(store: Store, cast: Cast, tmp_path: Path, content: bytes):
    add_team(store, "West")
    bad = tmp_path / "bad.duckdb"
    bad.write_bytes(content)
    with pytest.raises((NotAStore, StoreDamaged)):
        service.restore(store, cast.ada, bad)
    with pytest.raises(UnusableFile):
        service.restore(store, cast.ada, tmp_path / "missing.duckdb")
    assert store.value(_TEAMS) == 3
    assert bad.read_bytes() == content


def test_a_damaged_backup_is_refused(store: Store, cast: Cast):
    done = service.make_backup(store, cast.ada)
    raw = bytearray(done.path.read_bytes())
    for place in range(12 * 1024, len(raw), 4096):
        raw[place] ^= 1
    done.path.write_bytes(raw)
    with pytest.raises(StoreDamaged):
        service.restore(store, cast.ada, done.path)
    assert store.value(_TEAMS) == 2


def test_a_backup_of_a_newer_program_is_refused(store: Store, cast: Cast, tmp_path: Path):
    done = service.make_backup(store, cast.ada, tmp_path / "b.duckdb")
    with closing(Store.open(done.path)) as copy, copy.transaction() as transaction:
        transaction.execute(sql("insert into schema_migration values (9999, 'later', '-', now())"))
    with pytest.raises(NewerStore):
        service.restore(store, cast.ada, done.path)


def test_a_damaged_store_is_restored_offline_and_its_remains_are_kept(tmp_path: Path):
    path = tmp_path / "crm.duckdb"
    with closing(Store.open(path)) as store:
        add_team(store, "West")
        done = service.make_backup(store, CONSOLE)
    raw = bytearray(path.read_bytes())
    raw[8] ^= 255
    raw[4096:9000] = bytes(4904)
    raw[8:12] = b"DUCK"
    path.write_bytes(raw)
    with pytest.raises(StoreDamaged):
        Store.open(path)
    restored = service.restore_closed(path, CONSOLE, done.path)
    assert restored.former is not None
    assert restored.former.read_bytes() == bytes(raw)
    with closing(Store.open(path)) as store:
        assert store.value(_TEAMS) == 1
        assert audit.verify(store) is None


def test_a_missing_store_is_made_from_a_backup(tmp_path: Path):
    with closing(Store.open(tmp_path / "crm.duckdb")) as store:
        add_team(store, "West")
        done = service.make_backup(store, CONSOLE)
    there = tmp_path / "new machine" / "crm.duckdb"
    assert service.restore_closed(there, CONSOLE, done.path).former is None
    with closing(Store.open(there)) as store:
        assert store.value(_TEAMS) == 1


def test_a_store_in_use_is_not_restored_from_outside(store: Store):
    done = service.make_backup(store, CONSOLE)
    with pytest.raises(StoreInUse):
        service.restore_closed(store.path, CONSOLE, done.path)


def test_an_older_backup_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from crm_core.store import migrate

    every = migrate.migrations()
    with monkeypatch.context() as past:
        past.setattr(migrate, "migrations", lambda: every[:2])
        migrate.connect_migrated(tmp_path / "old.duckdb").close()
    with closing(Store.open(tmp_path / "crm.duckdb")) as store:
        service.restore(store, CONSOLE, tmp_path / "old.duckdb")
        assert check(store) == []
    assert [place.name for place in tmp_path.iterdir() if "before" in place.name or "part" in place.name] == []


BREAKERS = {
    "collaborators": "insert into collaborator values (99, 99, now())",
    "customer_owners": "insert into customer (code, kind, name, search_text, name_key, owner_id, version, created_at,"
    " created_on, updated_at, created_by) values ('X', 'person', 'X', 'x', 'x', 99, 1, now(), today(), now(), 0)",
    "data_versions": "delete from data_version where table_name = 'app_user'",
    "follow_ups": "insert into follow_up (customer_id, user_id, due_on, purpose, status, version, created_at, updated_at)"
    " values (99, 99, today(), 'x', 'open', 1, now(), now())",
    "interactions": "insert into interaction (customer_id, user_id, channel, outcome, content, happened_at, happened_on,"
    " version, created_at, updated_at) values (99, 99, 'phone', 'solved', 'x', now(), today(), 1, now(), now())",
    "order_lines": "insert into purchase select 1, 1, 'n:1', null, null, null, null, 1, 1, null, 1, false, true, now(),"
    " today(), null, null, null, null, 1, 1 from range(2)",
    "outside_accounts": "insert into oidc_link values ('https://id.example', 'x', 99, '', now())",
    "plans": "insert into plan_milestone (plan_id, name, due_on, version, updated_at) values (99, 'x', today(), 1, now())",
    "purchases": "insert into purchase values (1, 1, 'n:1', 99, null, null, null, 1, 1, null, 1, false, true, now(),"
    " today(), null, null, null, null, 1, 1)",
    "purchase_amounts": "insert into purchase values (1, 1, 'n:1', null, null, null, null, 2, 2, null, 5, false, true,"
    " now(), today(), null, null, null, null, 1, 1)",
    "sessions": "insert into session values ('x', 99, now(), now(), null, null, null, null)",
    "stages": "insert into plan_stage (plan_id, name, first_on, last_on, version, updated_at)"
    " select 99, 'x', today(), today(), 1, now() from range(2)",
    "stamps": "insert into purchase values (1, 1, 'n:1', null, null, null, null, 1, 1, null, 1, false, true, now(),"
    " today(), null, null, 99, null, 1, 1)",
    "survey_answers": "insert into answer_score values (99, 1, 'index', 50, today(), null, null, null)",
    "targets": "insert into target (metric_id, scope_kind, scope_id, period_kind, period_first, level, value, version,"
    " updated_at, updated_by) values ('orders', 'team', 99, 'month', '2026-03-01', 'floor', 1, 1, now(), 1)",
    "users": "update app_user set team_id = 99 where username = 'sol'",
}


def test_every_rule_has_a_case_that_breaks_it():
    assert rules() == sorted(BREAKERS)


def test_a_store_in_order_has_no_findings(store: Store, cast: Cast):
    assert service.check_store(store, cast.ada) == []


@pytest.mark.parametrize("rule", sorted(BREAKERS))
def test_the_check_finds_what_was_broken(store: Store, cast: Cast, rule: str):
    with store._connection.cursor() as cursor:
        cursor.execute(BREAKERS[rule])
    assert rule in {finding.check for finding in service.check_store(store, cast.ada)}
    assert all(str(finding.text) for finding in check(store))


@pytest.mark.parametrize(
    ("check_name", "damage"),
    [
        ("audit", "update audit_entry set actor_name = 'nobody' where seq = 1"),
        ("audit", "delete from audit_entry where seq = 1"),
        ("audit", "update audit_value set content = '{}' where seq = 1"),
        ("mark", None),
        ("migrations", "update schema_migration set checksum = '-' where number = 1"),
        ("migrations", "delete from schema_migration where number = 2"),
    ],
)
def test_the_check_finds_what_was_changed_from_outside(store: Store, cast: Cast, check_name: str, damage: str | None):
    add_team(store, "West")
    if damage is None:
        os.truncate(mark_path(store.path), 0)
    else:
        with store._connection.cursor() as cursor:
            cursor.execute(damage)
    assert check_name in {finding.check for finding in service.check_store(store, cast.ada)}
