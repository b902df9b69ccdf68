"""Where the awkward files are: those of real programs in ``CRM_TEST_DATA``, and small ones that the tests make."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def spreadsheets() -> Path:
    """The folder of awkward files from other projects' tests, which may not ship."""
    folder = os.environ.get("CRM_TEST_DATA", "")
    place = Path(folder) / "spreadsheets"
    if not folder or not place.is_dir():
        pytest.skip("CRM_TEST_DATA names no folder with spreadsheets: the files of other programs are NOT tested")
    return place


@pytest.fixture
def text_file(tmp_path: Path) -> Callable[..., Path]:
    """Make a text file from text and an encoding, or from bytes."""

    def make(content: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / "file.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return make
