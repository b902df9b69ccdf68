"""Where an import lies while it is under way: a private folder beside the store, so that a reload loses nothing.

One folder an import, mode 0700, files 0600, named by a random token and its user. A user has at most one: a new upload
takes the place of the old. What is forgotten is removed after a day.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from crm_core import clock
from crm_core.exchange.limited import Handover
from crm_core.exchange.table import Table

if TYPE_CHECKING:  # the child process reads workspaces too, and never opens the store
    from crm_core.store import Store

KEPT_FOR = timedelta(days=1)
PROBLEMS_FILE = "problems.arrow"  # every problem of the check, in the file's order
_NAME = re.compile(r"u(-?\d+)-([A-Za-z0-9_-]{16,})")


def workspaces_path(store: Store) -> Path:
    """Return the folder that holds the imports under way of a store."""
    return store.path.with_name(store.path.name + ".imports")


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folder of one import."""

    path: Path

    @property
    def token(self) -> str:
        """What the import is known by while it is under way."""
        return self.path.name

    def file(self, name: str) -> Path:
        """Return the path of one of the files."""
        return self.path / name

    def put_bytes(self, name: str, content: bytes | memoryview) -> Path:
        """Write a file whole or not at all; return its path."""
        fresh = self.path / f".{name}.{secrets.token_hex(4)}"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        return fresh.replace(self.path / name)

    def put_facts(self, name: str, facts: object) -> None:
        """Write a JSON file whole or not at all."""
        self.put_bytes(name, json.dumps(facts, ensure_ascii=False).encode("utf-8", "replace"))

    def facts(self, name: str) -> Any:  # noqa: ANN401 - what JSON holds
        """Return the content of a JSON file; None where it was not written yet."""
        try:
            return json.loads((self.path / name).read_text("utf-8"))
        except FileNotFoundError:
            return None

    def put_table(self, name: str, table: pa.Table) -> None:
        """Write an Arrow file whole or not at all."""
        fresh = self.path / f".{name}.{secrets.token_hex(4)}"
        os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with pa.OSFile(str(fresh), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
        fresh.replace(self.path / name)

    def arrow(self, name: str) -> pa.Table:
        """Return an Arrow file's table; its pages stay the file's own where the system can map files."""
        path = str(self.path / name)
        with pa.OSFile(path) if os.name == "nt" else pa.memory_map(path) as source, pa.ipc.open_file(source) as reader:
            return reader.read_all()

    def put_read(self, table: Table) -> None:
        """Keep what was read from the file."""
        handover = table.to_handover()
        for name, content in handover.tables.items():
            self.put_table(f"read-{name}.arrow", content)
        self.put_facts("read.json", handover.facts)

    def read(self) -> Table:
        """Return what was read from the file.

        Raises:
            FileNotFoundError: nothing was read yet; a bug.
        """
        tables = {name: self.arrow(f"read-{name}.arrow") for name in ("cells", "rows", "problems")}
        return Table.from_handover(Handover(json.loads(self.file("read.json").read_text("utf-8")), tables))

    def remove(self) -> None:
        """Remove the folder with all that is in it."""
        shutil.rmtree(self.path, ignore_errors=True)


def begin(store: Store, user_id: int) -> Workspace:
    """Return a new, empty folder for a user's import; the user's earlier ones go."""
    for earlier in _of_user(store, user_id):
        earlier.remove()
    return _make(store, user_id)


def under_way(store: Store, user_id: int) -> Workspace | None:
    """Return the folder of the user's import, None where there is none."""
    return next(iter(_of_user(store, user_id)), None)


@contextmanager
def passing(store: Store, user_id: int) -> Iterator[Workspace]:
    """Hold a folder for one import that is checked and written at once; it is gone afterwards."""
    space = _make(store, user_id)
    try:
        yield space
    finally:
        space.remove()


def every(store: Store) -> list[Workspace]:
    """Return the folders of all imports under way."""
    return _all(store)


def clean_up(store: Store) -> int:
    """Remove what was left for longer than a day; return how many folders that were."""
    removed = 0
    for space in _all(store):
        touched = datetime.fromtimestamp(space.path.stat().st_mtime, UTC)
        if clock.now() - touched > KEPT_FOR:
            space.remove()
            removed += 1
    return removed


def _make(store: Store, user_id: int) -> Workspace:
    folder = workspaces_path(store)
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"u{user_id}-{secrets.token_urlsafe(18)}"
    path.mkdir(mode=0o700)
    return Workspace(path)


def _all(store: Store) -> list[Workspace]:
    folder = workspaces_path(store)
    places = folder.iterdir() if folder.is_dir() else ()
    return [Workspace(place) for place in sorted(places) if _NAME.fullmatch(place.name)]


def _of_user(store: Store, user_id: int) -> list[Workspace]:
    return [space for space in _all(store) if space.path.name.startswith(f"u{user_id}-")]
