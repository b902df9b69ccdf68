"""The small company of the board's tests, as a fixture."""

from __future__ import annotations

import pytest

from crm_core.store import Store
from tests.board.stage import fill_company
from tests.conftest import Cast


@pytest.fixture
def company(store: Store, cast: Cast) -> Store:
    """The small company of ``stage``."""
    return fill_company(store, cast)
