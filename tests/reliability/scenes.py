"""What happens to a store in the reliability tests: written until killed, damaged, opened, restored, migrated."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pandas as pd  # noqa: F401 - the driver imports it at its first parameter: once here, not in each fork
import pytz  # noqa: F401 - the same at its first instant

from crm_core import audit
from crm_core.access.model import CONSOLE
from crm_core.errors import CrmError
from crm_core.store import Store, migrate
from crm_core.store.check import tables
from crm_core.system import service
from tests.conftest import NOW, sql
from tests.reliability.forked import Kill, Say, child, dice, tell

_ADD_TEAM = sql("insert into team (name, is_active, version, created_at) values ($1, true, 1, $2)")
_ADD_FACT = sql("insert into store_info values ($1, $2)")
_TEAMS = sql("select count(*) from team")
_FACTS = sql("select count(*) from store_info where name like 'fact %'")
_ENTRIES = sql("select count(*) from audit_entry where action = 'add'")
_NUMBERS = sql("select name from team order by team_id")


def write_one(store: Store, number: int, length: int = 200) -> None:
    """Write one transaction over three tables, ``length`` characters and some."""
    with store.transaction() as transaction:
        transaction.execute(_ADD_TEAM, [f"team {number}", NOW])
        transaction.execute(_ADD_FACT, [f"fact {number}", "x" * length])
        audit.record(transaction, CONSOLE, audit.Change("add", "team", number, None, {"name": f"team {number}"}))


def state(store: Store) -> dict[str, object]:
    """Return what a store holds of the writer's work."""
    return {
        "teams": store.value(_TEAMS),
        "facts": store.value(_FACTS),
        "entries": store.value(_ENTRIES),
        "broken": audit.verify(store),
    }


def digests(store: Store) -> dict[str, object]:
    """Return the number of rows and a digest of each table."""
    query = sql("select count(*) as n, bit_xor(hash(t))::varchar as d from query_table($1) as t")
    return {name: list(store.rows(query, [name])[0].values()) for name in tables(store)}


def kill_in_a_write_loop(path: str, rounds: int, seed: int) -> None:
    """Write, be killed, open, look, write on; tell each round what was acknowledged and what is there."""
    rolls, acknowledged = dice(seed), 0

    def write(say: Say) -> None:
        store = Store.open(Path(path))
        say({**state(store)})
        number = store.value(_TEAMS)
        while True:
            number += 1
            write_one(store, number)
            say(number)
            if number % 10 == 0:
                store._connection.execute("checkpoint")

    for turn in range(rounds):
        ended = child(write, kill=Kill(rolls.randrange(1, 9), rolls.uniform(0, 0.012)))
        tell({"round": turn, "owed": acknowledged, "found": ended.said[0], "code": ended.code})
        acknowledged = max([acknowledged, *(said for said in ended.said[1:])])
    tell({"acknowledged": acknowledged})


def leave_a_log(path: str, count: int) -> None:
    """Leave a store whose last ``count`` transactions lie in its log, as after a power cut."""

    def write(say: Say) -> None:
        Store.open(Path(path)).close()
        store = Store.open(Path(path))
        for number in range(1, count + 1):
            write_one(store, number)
        os.kill(os.getpid(), signal.SIGKILL)

    tell(child(write).code)


def damage(path: str, ending: str, kind: str, times: int, seed: int) -> None:
    """Damage copies of the store's file or log in one place each; tell what opening and reading them said."""
    rolls, source = dice(seed), Path(path)
    for _ in range(times):
        copy = _fresh_copy(source)
        target = copy.with_name(copy.name + ending)
        raw = bytearray(target.read_bytes())
        place = rolls.randrange(len(raw))
        if kind == "cut":
            del raw[place:]
        else:
            raw[place] ^= 1 << rolls.randrange(8)
        target.write_bytes(raw)
        ended = child(lambda say, opened=copy: _open_and_read(opened, say))
        tell({"place": place, "code": ended.code, "said": ended.said})


def _fresh_copy(source: Path) -> Path:
    folder = source.parent / "copy"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for place in source.parent.glob(f"{source.name}*"):
        shutil.copy(place, folder / place.name)
    return folder / source.name


def _open_and_read(path: Path, say: Say) -> None:
    try:
        with closing(Store.open(path)) as store:
            findings = [finding.check for finding in service.check_store(store, CONSOLE)]
            say({"state": state(store), "findings": findings, "digests": digests(store)})
    except CrmError as error:
        say({"refused": type(error).__name__, "text": str(error)})


def read(path: str) -> None:
    """Tell what a store holds."""
    tell(child(lambda say: _open_and_read(Path(path), say)).said[0])


MIGRATION_MOMENTS = ("before", "inside", "after")


def migrate_from(folder: str, *shapes: str) -> None:
    """Bring a store of each of the older ``shapes`` (numbers of steps) up to date, and one killed at each moment."""
    ways = [(int(steps), "not at all") for steps in shapes]
    for steps, moment in [*ways, *((2, moment) for moment in MIGRATION_MOMENTS)]:
        path = Path(folder) / f"{steps} {moment}" / "crm.duckdb"
        tell({"steps": steps, "moment": moment, **_migrate_from(path, steps, moment)})


def _migrate_from(path: Path, steps: int, moment: str) -> dict[str, object]:
    every = migrate.migrations()

    def make_old(say: Say) -> None:
        migrate.migrations = lambda: every[:steps]
        connection = migrate.connect_migrated(path)
        connection.execute("insert into store_info values ('kept', 'through all of it')")
        connection.close()

    def be_killed(say: Say) -> None:
        real = migrate._apply

        def apply(connection: object, step: migrate.Migration) -> None:
            if moment == "before":
                os.kill(os.getpid(), signal.SIGKILL)
            if moment == "inside":
                connection.execute("begin transaction")  # type: ignore[attr-defined]
                connection.execute(step.text)  # type: ignore[attr-defined]
                os.kill(os.getpid(), signal.SIGKILL)
            real(connection, step)  # type: ignore[arg-type]
            os.kill(os.getpid(), signal.SIGKILL)

        migrate._apply = apply  # type: ignore[assignment]
        Store.open(path)

    def bring_up_to_date(say: Say) -> None:
        with closing(Store.open(path)) as store:
            shape = sql(
                "select table_name, column_name, data_type, is_nullable from information_schema.columns order by all"
            )
            say(
                {
                    "steps": store.value(sql("select count(*) from schema_migration")),
                    "kept": store.value(sql("select value from store_info where name = 'kept'")),
                    "shape": [list(row.values()) for row in store.rows(shape)],
                }
            )

    child(make_old)
    code = None if moment == "not at all" else child(be_killed).code
    return {"code": code, "first": child(bring_up_to_date).said[0], "again": child(bring_up_to_date).said[0]}


RESTORE_MOMENTS = ("before the mark", "after the mark", "after the rename")


def kill_in_restores(folder: str) -> None:
    """Be killed at each moment on the way of a restore, then open the store again; tell what it holds."""
    for moment in RESTORE_MOMENTS:
        path, backup = Path(folder) / moment / "crm.duckdb", Path(folder) / moment / "kept.duckdb"
        child(lambda say, to=path, kept=backup: _write_back_up_write(to, kept))
        tell({"moment": moment, **_kill_in_a_restore(path, backup, moment)})


def _write_back_up_write(path: Path, backup: Path) -> None:
    with closing(Store.open(path)) as store:
        for number in (1, 2, 3):
            write_one(store, number)
        service.make_backup(store, CONSOLE, backup)
        write_one(store, 4)


def _kill_in_a_restore(path: Path, backup: Path, moment: str) -> dict[str, object]:

    def restore(say: Say) -> None:
        from crm_core.store import database

        def killing(real: Callable[..., object], *, is_done: bool) -> Callable[..., object]:
            def act(*given: object) -> object:
                if is_done:
                    real(*given)
                os.kill(os.getpid(), signal.SIGKILL)
                return None

            return act

        store = Store.open(path)
        real_place, real_forget = database.put_in_place, database.MarkFile.forget
        if moment == "before the mark":
            database.MarkFile.forget = killing(real_forget, is_done=False)  # type: ignore[method-assign]
        if moment == "after the mark":
            database.MarkFile.forget = killing(real_forget, is_done=True)  # type: ignore[method-assign]
        if moment == "after the rename":
            database.put_in_place = killing(real_place, is_done=True)  # type: ignore[assignment]
        service.restore(store, CONSOLE, backup)

    code = child(restore).code
    return {"code": code, "found": child(lambda say: _open_and_read(path, say)).said[0]}


def fill_the_disk(folder: str) -> None:
    """Write into a small file system until it is full, then make room; tell what was acknowledged and what is there."""
    import subprocess

    def write(say: Say) -> None:
        store = Store.open(Path(folder) / "crm.duckdb")
        number, faults = 0, []
        while len(faults) < 3:
            try:
                write_one(store, number + 1, 20_000)
                number += 1
            except CrmError as error:
                faults.append(type(error).__name__)
        reading = store.value(_TEAMS)
        subprocess.run(["mount", "-o", "remount,size=200m", folder], check=True)
        write_one(store, number + 1)
        say({"acknowledged": number + 1, "faults": faults, "read_while_full": reading - number, "state": state(store)})
        os.kill(os.getpid(), signal.SIGKILL)

    tell(child(write).said[0])
    tell(child(lambda say: _open_and_read(Path(folder) / "crm.duckdb", say)).said[0])
