"""Damage is told, never passed over in silence: a bit flipped or bytes cut, in the file or in its log."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.reliability.forked import run

WRITTEN = 40


@pytest.fixture(scope="module")
def unfinished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose work lies in its log, as a power cut leaves it."""
    path = tmp_path_factory.mktemp("unfinished") / "crm.duckdb"
    assert run("scenes:leave_a_log", path, WRITTEN) == [-9]
    return path


@pytest.fixture(scope="module")
def folded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A store whose work lies in its main file, and what it holds."""
    path = tmp_path_factory.mktemp("folded") / "crm.duckdb"
    run("scenes:leave_a_log", path, WRITTEN)
    return path, run("scenes:read", path)[0]["digests"]


def damage(path: Path, ending: str, kind: str, times: int, seed: int) -> list[dict[str, Any]]:
    told = run("scenes:damage", path, ending, kind, times, seed, timeout=30 + times * 3)
    assert len(told) == times
    assert [scene for scene in told if scene["code"] != 0] == [], "the process did not survive"
    return [scene["said"][0] | {"place": scene["place"]} for scene in told]


def assert_none_is_silent(told: list[dict[str, Any]]) -> None:
    for scene in told:
        if "refused" in scene:
            assert scene["refused"] == "StoreDamaged", scene
            assert "Restore the last backup" in scene["text"]
        else:
            assert scene["findings"] or scene["state"]["teams"] == WRITTEN, f"rows are missing without a word: {scene}"


@pytest.mark.parametrize(("kind", "seed"), [("flip", 1), ("cut", 2)])
def test_a_damaged_log_never_passes_silently(unfinished: Path, kind: str, seed: int) -> None:
    told = damage(unfinished, ".wal", kind, 24 if kind == "flip" else 12, seed)
    assert_none_is_silent(told)
    assert sum("refused" in scene for scene in told) > len(told) / 2


def test_a_flipped_bit_in_the_main_file_is_refused_found_or_harmless(folded: tuple[Path, dict[str, Any]]) -> None:
    path, digests = folded
    told = damage(path, "", "flip", 14, 3)
    assert_none_is_silent(told)
    for scene in told:
        if "refused" not in scene and not scene["findings"]:
            assert scene["digests"] == digests, "another answer without a word"


@pytest.mark.nightly
@pytest.mark.parametrize("kind", ["flip", "cut"])
def test_four_hundred_damaged_logs_never_pass_silently(unfinished: Path, kind: str) -> None:
    assert_none_is_silent(damage(unfinished, ".wal", kind, 400, 4))


@pytest.mark.nightly
def test_two_hundred_flips_in_the_main_file(folded: tuple[Path, dict[str, Any]]) -> None:
    assert_none_is_silent(damage(folded[0], "", "flip", 200, 5))


def test_a_cut_main_file_is_refused(folded: tuple[Path, dict[str, Any]]) -> None:
    told = damage(folded[0], "", "cut", 8, 6)
    quiet = [scene for scene in told if "refused" not in scene and not scene["findings"]]
    assert [scene for scene in quiet if scene["digests"] != folded[1]] == []
    assert len(quiet) < len(told) / 2


def test_a_flipped_bit_in_the_mark_harms_nothing(unfinished: Path) -> None:
    told = damage(unfinished, ".mark", "flip", 12, 7)
    assert all("refused" not in scene and scene["state"]["teams"] == WRITTEN for scene in told), told


def test_a_store_without_its_log_lacks_acknowledged_work_and_is_refused(unfinished: Path, tmp_path: Path) -> None:
    for ending in ("", ".mark"):
        source = unfinished.with_name(unfinished.name + ending)
        (tmp_path / source.name).write_bytes(source.read_bytes())
    told = run("scenes:read", tmp_path / unfinished.name)[0]
    assert told["refused"] == "StoreDamaged"
    assert f"entry {WRITTEN} of the audit trail is missing" in told["text"]
