"""The small company of the board's tests, and the pages' own fixtures, so that files can be held against pages."""

from __future__ import annotations

import pytest

from crm_core.store import Store
from tests.board.conftest import company, scene
from tests.conftest import Cast
from tests.pages.conftest import house, open_page
from tests.plans.stage import Plans, make_plans

__all__ = ["company", "house", "open_page", "scene"]


@pytest.fixture
def plans(company: Store, cast: Cast) -> Plans:
    """The plans of ``stage``, over the small company's numbers."""
    return make_plans(company, cast)
