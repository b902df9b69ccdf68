"""Acknowledged means durable: killed at any moment, a store opens with all that was acknowledged and nothing torn."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reliability.forked import run


def kill(path: Path, rounds: int, seed: int) -> int:
    """Kill the writer ``rounds`` times; return how many transactions were acknowledged in all."""
    *told, end = run("scenes:kill_in_a_write_loop", path, rounds, seed, timeout=20 + rounds * 4)
    assert len(told) == rounds
    for scene in told:
        found = scene["found"]
        assert scene["code"] == -9
        assert found["teams"] >= scene["owed"], f"acknowledged work is lost: {scene}"
        assert found["teams"] == found["facts"] == found["entries"], f"a transaction is torn: {scene}"
        assert found["broken"] is None
    return int(end["acknowledged"])


def test_sixty_kills_lose_nothing(tmp_path: Path) -> None:
    assert kill(tmp_path / "crm.duckdb", 60, seed=1) > 60


@pytest.mark.nightly
def test_five_hundred_kills_lose_nothing(tmp_path: Path) -> None:
    assert kill(tmp_path / "crm.duckdb", 500, seed=2) > 500


def test_a_restore_that_is_killed_leaves_the_old_store_or_the_new_one(tmp_path: Path) -> None:
    told = run("scenes:kill_in_restores", tmp_path)
    assert [scene["code"] for scene in told] == [-9] * 3
    assert [scene["found"]["findings"] for scene in told] == [[]] * 3
    held = {scene["moment"]: scene["found"]["state"]["teams"] for scene in told}
    assert held == {"before the mark": 4, "after the mark": 4, "after the rename": 3}
