"""Every older shape of a store is brought to the newest with its data, also when it is killed on the way."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path
from typing import Any

import pytest

from crm_core.store import migrate
from crm_core.store.connection import connect
from crm_core.store.faults import StoreDamaged
from crm_core.store.migrate import migrations
from tests.reliability.forked import run
from tests.reliability.scenes import MIGRATION_MOMENTS

STEPS = len(migrations())
# Each shape costs half a second: the first ones, every eighth and the latest by day, all the others by night.
BY_DAY = sorted({1, 2, *range(8, STEPS, 8), *range(STEPS - 4, STEPS + 1)})
BY_NIGHT = sorted(set(range(1, STEPS)) - set(BY_DAY))
OLDER = [
    *(steps for steps in BY_DAY if steps < STEPS),
    *(pytest.param(steps, marks=pytest.mark.nightly) for steps in BY_NIGHT),
]
Told = dict[tuple[int, str], dict[str, Any]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("older")


def _told(folder: Path, shapes: list[int]) -> Told:
    found = run("scenes:migrate_from", folder, *(str(steps) for steps in shapes))
    return {(scene["steps"], scene["moment"]): scene for scene in found}


@pytest.fixture(scope="module")
def by_day(folder: Path) -> Told:
    """What became of stores of some older shapes, and of those that were killed on the way."""
    return _told(folder / "day", BY_DAY)


@pytest.fixture(scope="module")
def by_night(folder: Path) -> Told:
    """What became of stores of all other older shapes."""
    return _told(folder / "night", BY_NIGHT)


@pytest.fixture
def told(request: pytest.FixtureRequest) -> Told:
    """What became of the stores among which the test's own is."""
    is_of_day = request.node.callspec.params["steps"] in BY_DAY
    found: Told = request.getfixturevalue("by_day" if is_of_day else "by_night")
    return found


@pytest.fixture(scope="module")
def newest(by_day: Told) -> Any:
    return by_day[STEPS, "not at all"]["first"]["shape"]


@pytest.mark.parametrize("steps", OLDER)
def test_an_older_store_is_brought_up_to_date_with_its_data(told: Told, newest: Any, steps: int) -> None:
    _is_whole(told[steps, "not at all"], newest, None)


@pytest.mark.parametrize("moment", MIGRATION_MOMENTS)
def test_one_that_was_killed_on_the_way_goes_on_when_it_is_opened_again(by_day: Told, newest: Any, moment: str) -> None:
    _is_whole(by_day[2, moment], newest, -9)


def _is_whole(scene: dict[str, Any], newest: Any, code: int | None) -> None:
    assert scene["code"] == code
    assert scene["first"] == scene["again"]
    assert (scene["first"]["steps"], scene["first"]["kept"]) == (STEPS, "through all of it")
    assert scene["first"]["shape"] == newest


@pytest.mark.parametrize("steps", OLDER)
def test_the_copy_before_the_upgrade_opens_with_the_older_program(
    folder: Path, told: Told, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = migrations()
    folder = folder / ("day" if steps in BY_DAY else "night")
    copy = folder / f"{steps} not at all" / f"crm.duckdb.before-{every[steps].number:04d}"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    monkeypatch.setattr(migrate, "migrations", lambda: every[:steps])
    connection = migrate.connect_migrated(copy)
    assert connection.execute("select value from store_info where name = 'kept'").fetchone() == ("through all of it",)
    connection.close()


def test_no_two_migrations_have_one_number() -> None:
    numbers = [step.number for step in migrations()]
    assert numbers[0] == 1
    assert numbers == sorted(set(numbers))


def test_a_lower_number_that_comes_later_is_applied_to_a_store_that_has_the_higher(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    every, path = migrations(), tmp_path / "crm.duckdb"
    lower, higher = (
        migrate.Migration(number, f"add_{number}", f"create table t{number} (n bigint);") for number in (9001, 9002)
    )
    monkeypatch.setattr(migrate, "migrations", lambda: (*every, higher))
    migrate.connect_migrated(path).close()
    monkeypatch.setattr(migrate, "migrations", lambda: (*every, lower, higher))
    connection = migrate.connect_migrated(path)
    query = "select number from schema_migration where number > 9000 order by applied_at"
    assert connection.execute(query).fetchall() == [(9002,), (9001,)]
    assert (tmp_path / "crm.duckdb.before-9001").exists()
    connection.close()
    edited = migrate.Migration(9001, "add_9001", "create table another (n bigint);")
    monkeypatch.setattr(migrate, "migrations", lambda: (*every, edited, higher))
    with pytest.raises(StoreDamaged):
        migrate.connect_migrated(path)


def test_no_column_holds_money_or_anything_else_as_a_binary_fraction(newest: Any) -> None:
    fractions = [f"{table}.{column}" for table, column, kind, _ in newest if kind in ("DOUBLE", "FLOAT", "REAL")]
    assert fractions == []
    money = {
        (table, column): kind for table, column, kind, _ in newest if column in ("amount", "unit_price", "unit_cost")
    }
    assert ("purchase", "amount") in money
    assert set(money.values()) == {"DECIMAL(18,4)"}


def test_every_migration_can_be_replayed_from_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # After each step the store is copied as a crash would leave it, its log not yet folded into the file.
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    known = migrate._apply

    def apply_and_crash(connection: Any, step: migrate.Migration) -> None:
        known(connection, step)
        for name in ("store.duckdb", "store.duckdb.wal"):
            shutil.copy(tmp_path / name, crashed / f"{step.number:04d}-{name}")

    monkeypatch.setattr(migrate, "_apply", apply_and_crash)
    migrate.connect_migrated(tmp_path / "store.duckdb").close()
    for step in migrations():
        connection = connect(crashed / f"{step.number:04d}-store.duckdb")
        assert connection.execute("select max(number) from schema_migration").fetchall() == [(step.number,)]
        connection.close()
