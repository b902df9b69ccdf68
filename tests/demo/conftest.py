"""One demo store, filled once, for all tests that only read it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crm_core import clock
from crm_core.demo import service
from crm_core.store import Store
from tests.conftest import copy_closed, made_once

AS_OF = date(2026, 4, 30)
LATER = datetime(2026, 5, 1, 2, 0, tzinfo=UTC)  # the morning after


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The demo company as of the evening of 30 April 2026, filled once for all processes; each has a copy of its own."""

    def fill(path: Path) -> None:
        with clock.held_at(LATER):
            store = Store.open(path)
            service.fill(store, AS_OF)
            store.close()

    path = tmp_path_factory.mktemp("demo") / "crm.duckdb"
    copy_closed(made_once(tmp_path_factory, "demo-of-april", fill), path)
    store = Store.open(path)
    yield store
    store.close()


@pytest.fixture
def empty(tmp_path: Path, new_store: Path) -> Iterator[Store]:
    """A new store."""
    copy_closed(new_store, tmp_path / "crm.duckdb")
    opened = Store.open(tmp_path / "crm.duckdb")
    yield opened
    opened.close()


@pytest.fixture
def used(demo: Store, tmp_path: Path) -> Iterator[Store]:
    """A copy of the demo store, to be worked in."""
    with demo.quiet():
        shutil.copy(demo.path, tmp_path / "used.duckdb")
    opened = Store.open(tmp_path / "used.duckdb")
    yield opened
    opened.close()
