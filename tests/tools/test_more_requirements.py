"""The two lists of requirements are installed side by side, so they may hold nothing in common that differs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.more_requirements import entries, main

ROOT = Path(__file__).resolve().parents[2]


def test_what_the_program_needs_the_tests_need_in_the_same_version(capsys: pytest.CaptureFixture[str]) -> None:
    lists = [ROOT / "requirements.txt", ROOT / "requirements-dev.txt"]
    program, tests = (entries(path.read_text("utf-8")) for path in lists)
    assert set(program) < set(tests)
    assert main([str(path) for path in lists]) == 0
    more = entries(capsys.readouterr().out)
    assert set(more) == set(tests) - set(program)
    names = [{one.split("==")[0] for one in found} for found in (program, more)]
    assert not names[0] & names[1]
    assert all("--hash=sha256:" in block for block in (*program.values(), *more.values()))
