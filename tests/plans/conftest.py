"""The stage of the plans' tests."""

from __future__ import annotations

import pytest

from tests.conftest import Peopled, Scene, played
from tests.plans.stage import Plans, make_plans


@pytest.fixture(scope="session")
def scene(peopled: Peopled, tmp_path_factory: pytest.TempPathFactory) -> Scene[Plans]:
    return played(peopled, tmp_path_factory.mktemp("plans"), make_plans)


@pytest.fixture
def plans(scene: Scene[Plans]) -> Plans:
    return scene.known
