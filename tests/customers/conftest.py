"""The faces, for every test of this room."""

from __future__ import annotations

import pytest

from tests.conftest import Peopled, Scene, played
from tests.customers.faces import Faces, make_faces


@pytest.fixture(scope="session")
def scene(peopled: Peopled, tmp_path_factory: pytest.TempPathFactory) -> Scene[Faces]:
    return played(peopled, tmp_path_factory.mktemp("faces"), make_faces)


@pytest.fixture
def faces(scene: Scene[Faces]) -> Faces:
    """One customer for each, with every sensitive field somewhere."""
    return scene.known
