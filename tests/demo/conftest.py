"""One demo store, filled once, for all tests that only read it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_core.store import Store
from tests.conftest import Founded, copy_closed


@pytest.fixture(scope="session")
def demo(founded: Founded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The demo company as of the evening of 30 April 2026; each process has a copy of its own."""
    path = tmp_path_factory.mktemp("demo") / "crm.duckdb"
    copy_closed(founded.path, path)
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
