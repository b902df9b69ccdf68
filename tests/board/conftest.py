"""The small company of the board's tests, as a fixture."""

from __future__ import annotations

import pytest

from crm_core.store import Store
from tests.board.stage import fill_company
from tests.conftest import Peopled, Scene, played


@pytest.fixture(scope="session")
def scene(peopled: Peopled, tmp_path_factory: pytest.TempPathFactory) -> Scene[Store]:
    return played(peopled, tmp_path_factory.mktemp("board"), fill_company)


@pytest.fixture
def company(scene: Scene[Store], store: Store) -> Store:
    """The small company of ``stage``."""
    return store
