"""The stage of the plans' tests."""

from __future__ import annotations

import pytest

from crm_core.store import Store
from tests.conftest import Cast
from tests.plans.stage import Plans, make_plans


@pytest.fixture
def plans(store: Store, cast: Cast) -> Plans:
    return make_plans(store, cast)
