"""The cast and the stage of all tests: a real store in a temporary folder, a frozen clock, always the same people.

**Ada** admin, **Mia** manager, **Tao** lead of the north team, **Sol** staff on it, **Vic** staff of the south team who
must see none of the north's, **Rea** reader.
"""

from __future__ import annotations

import gc
import io
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fcntl import LOCK_EX, flock
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar
from zlib import crc32

import duckdb
import pytest
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import local_script_runner
from streamlit.testing.v1.local_script_runner import LocalScriptRunner
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from crm_core import clock
from crm_core.access.model import Actor, Role
from crm_core.cli.main import main
from crm_core.store import Statement, Store
from crm_core.store.documents import documents_path
from crm_core.store.statement import written_tables

settings.register_profile("crm", deadline=None)  # a busy machine is no counterexample
settings.load_profile("crm")

# Each run of an AppTest looks through every installed package for components: half of the pages' tests went there.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

_look_each_millisecond = local_script_runner.require_widgets_deltas


def _wait_for_the_script(runner: LocalScriptRunner, timeout: float = 3) -> None:
    """Sleep until the script of an AppTest has ended, instead of asking a thousand times a second."""
    thread = runner._script_thread
    if thread is not None:
        thread.join(timeout)
    _look_each_millisecond(runner, 0.1)


local_script_runner.require_widgets_deltas = _wait_for_the_script

# Several processes share the cores: a query that splits its small work among threads would wait for the other tests'.
# The long proofs of the night run with more threads than there are cores.
os.environ.setdefault("CRM_THREADS", "1")

Known = TypeVar("Known")
_BROWSERS = 2
NOW = datetime(2026, 3, 18, 2, 30, tzinfo=UTC)  # a Wednesday, 10:30 in Shanghai
AS_OF = date(2026, 4, 30)  # the demo company's day
LATER = datetime(2026, 5, 1, 2, 0, tzinfo=UTC)  # the morning after


def sql(text: str) -> Statement:
    """Return a test's own statement."""
    return Statement("test", text, written_tables(text))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the browser's tests and let them go first: they wait much and work little."""
    for item in items:
        if "browser" in item.path.parent.parts:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


def pytest_collection_finish() -> None:
    """Spare the collector what stays to the end: the libraries and the tests themselves."""
    gc.collect()
    gc.freeze()


class _Shares(LoadFileScheduling):
    """A file's tests stay in one process; the browser's files share two, as more browsers only wait for each other."""

    def _split_scope(self, nodeid: str) -> str:
        path = super()._split_scope(nodeid)
        return f"browser-{crc32(path.encode()) % _BROWSERS}" if path.startswith("tests/browser/") else path


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling:
    """Return how the tests are shared among processes."""
    return _Shares(config, log)


@pytest.fixture
def frozen() -> Iterator[datetime]:
    """Hold the clock on Wednesday 18 March 2026, 10:30 in Shanghai."""
    with clock.held_at(NOW):
        yield NOW


@pytest.fixture(scope="session")
def new_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a new, empty store, made once: to be copied."""
    path = tmp_path_factory.mktemp("new") / "crm.duckdb"
    with clock.held_at(NOW):
        Store.open(path).close()
    return path


@pytest.fixture
def store(request: pytest.FixtureRequest, tmp_path: Path, frozen: datetime, new_store: Path) -> Iterator[Store]:
    """A new store: empty, or with the cast in it where a test asks for them, or as the room's ``scene`` left it."""
    begun = next((name for name in ("scene", "peopled") if name in request.fixturenames), None)
    made = request.getfixturevalue(begun).path if begun else new_store
    copy_closed(made, tmp_path / "crm.duckdb")
    opened = Store.open(tmp_path / "crm.duckdb")
    yield opened
    with suppress(duckdb.Error):  # closed or broken by the test
        opened._connection.execute("pragma disable_checkpoint_on_shutdown")  # nobody reads the file any more
    opened.close()


@dataclass(frozen=True)
class Cast:
    """The people of a store, and their teams."""

    ada: Actor
    mia: Actor
    tao: Actor
    sol: Actor
    vic: Actor
    rea: Actor
    north: int
    south: int

    @property
    def everybody(self) -> tuple[Actor, ...]:
        return (self.ada, self.mia, self.tao, self.sol, self.vic, self.rea)


_ADD_TEAM = sql("insert into team (name, is_active, version, created_at) values ($1, true, 1, $2) returning team_id")
_ADD_USER = sql(
    "insert into app_user (username, display_name, password_hash, role, team_id, is_active, must_change_password, is_demo, "
    "version, created_at) values ($1, $2, $3, $4, $5, true, false, false, 1, $6) returning user_id"
)


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Return the file of a closed store that the first process to ask makes for all of this run: to be copied."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    path = shared / name / "crm.duckdb"
    with (shared / f"{name}.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not path.parent.exists():
            make(path)
    return path


def copy_closed(made: Path, target: Path) -> None:
    """Copy the file of a store that nobody has open, and the documents beside it."""
    shutil.copyfile(made, target)
    if (documents := documents_path(made)).exists():
        shutil.copytree(documents, documents_path(target))


@dataclass(frozen=True)
class Founded:
    """The file of a closed store as a command made it, its exit code, and what it said."""

    path: Path
    code: int
    said: str


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Founded:
    """The demo company as of the evening of 30 April 2026, made on the command line once for all processes: to be copied."""

    def make(path: Path) -> None:
        said = io.StringIO()
        with clock.held_at(LATER), redirect_stdout(said):
            code = main(["--store", str(path), "init", "--demo", "--as-of", f"{AS_OF}", "--json"])
        path.with_name("said").write_text(f"{code}\n{said.getvalue()}", "utf-8")

    path = made_once(tmp_path_factory, "demo-of-april", make)
    code, said = path.with_name("said").read_text("utf-8").split("\n", 1)
    return Founded(path, int(code), said)


@dataclass(frozen=True)
class Scene(Generic[Known]):
    """The file of a store with the cast and more in it, made once for a room: to be copied. ``known`` names what stands there.

    A room whose tests begin alike has a fixture ``scene`` that lasts longer than a test, and hands ``scene.known`` on.
    """

    path: Path
    known: Known


def played(peopled: Peopled, folder: Path, play: Callable[[Store, Cast], Known]) -> Scene[Known]:
    """Return the scene that ``play`` leaves behind in a store with the cast, on the day of all tests."""
    path = folder / "crm.duckdb"
    shutil.copyfile(peopled.path, path)
    with clock.held_at(NOW):
        opened = Store.open(path)
        known = play(opened, peopled.cast)
        opened.close()
    return Scene(path, known)


@dataclass(frozen=True)
class Peopled:
    """The file of a store with the cast in it."""

    path: Path
    cast: Cast


@pytest.fixture(scope="session")
def peopled(new_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Peopled:
    """The file of a store that holds the cast and nothing else, made once: to be copied."""
    path = tmp_path_factory.mktemp("peopled") / "crm.duckdb"
    shutil.copyfile(new_store, path)
    with clock.held_at(NOW):
        opened = Store.open(path)
        cast = people_of(opened)
        opened.close()
    return Peopled(path, cast)


@pytest.fixture
def cast(store: Store, peopled: Peopled) -> Cast:
    """Two teams and six people, in the store."""
    return peopled.cast


def people_of(store: Store) -> Cast:
    """Put two teams and six people straight into a store (their passwords do not fit anything), and return them."""
    with store.transaction() as transaction:
        north, south = (transaction.rows(_ADD_TEAM, [name, NOW])[0]["team_id"] for name in ("North", "South"))

        def person(name: str, role: Role, team: int | None) -> Actor:
            row = transaction.rows(_ADD_USER, [name.lower(), name, "-", role.value, team, NOW])[0]
            return Actor(row["user_id"], name, role, team)

        return Cast(
            ada=person("Ada", Role.ADMIN, None),
            mia=person("Mia", Role.MANAGER, None),
            tao=person("Tao", Role.LEAD, north),
            sol=person("Sol", Role.STAFF, north),
            vic=person("Vic", Role.STAFF, south),
            rea=person("Rea", Role.READER, None),
            north=north,
            south=south,
        )
