"""Work on unknown files happens in a child that may use so much and no more."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import pytest

from crm_core.errors import InvalidInput, UnusableFile
from crm_core.exchange.limited import Cancelled, ChildFailed, Limits, Step, run_limited
from tests.exchange import work

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such limits")


def test_result_and_steps_come_back() -> None:
    steps: list[Step] = []
    handover = run_limited(work.double, (1, 2, 3), on_step=steps.append)
    assert handover.facts == {"sum": 6}
    assert handover.tables["numbers"]["twice"].to_pylist() == [2, 4, 6]
    assert steps == [Step("doubling", 1, 3), Step("doubling", 2, 3), Step("doubling", 3, 3)]


def test_refusal_keeps_its_sentence_and_values() -> None:
    with pytest.raises(UnusableFile) as refused:
        run_limited(work.refuse, "bill.xlsx")
    assert refused.value.message.text == "{name} cannot be read"
    assert refused.value.message.values == {"name": "bill.xlsx"}


def test_refused_form_keeps_its_fields() -> None:
    with pytest.raises(InvalidInput) as refused:
        run_limited(work.refuse_fields, "Robert'); --")
    assert str(refused.value.fields["name"]) == "Robert'); -- is no name"


def test_bug_in_the_child_is_a_bug_with_its_traceback() -> None:
    with pytest.raises(ChildFailed, match="ZeroDivisionError: half"):
        run_limited(work.fail, "half")


@posix
def test_hungry_work_ends_at_the_memory_limit() -> None:
    with pytest.raises(UnusableFile, match="more memory than one import may use"):
        run_limited(work.grow, 50_000_000, limits=Limits(memory_bytes=1_000_000_000))


@posix
def test_endless_work_ends_at_the_processor_limit() -> None:
    with pytest.raises(UnusableFile, match="more memory or time than is allowed"):
        run_limited(work.spin, None, limits=Limits(cpu_seconds=1))


def test_slow_work_ends_at_the_wall_limit() -> None:
    began = time.monotonic()
    with pytest.raises(UnusableFile, match="longer than 1 seconds"):
        run_limited(work.sleep, 60.0, limits=Limits(wall_seconds=1.0))
    assert time.monotonic() - began < 10


def test_work_stops_when_its_caller_says_so() -> None:
    steps: list[Step] = []
    with pytest.raises(Cancelled):
        run_limited(work.sleep, 60.0, on_step=steps.append, cancelled=lambda: bool(steps))


@posix
def test_crash_of_a_reader_is_a_sentence() -> None:
    with pytest.raises(UnusableFile, match="the file is damaged"):
        run_limited(work.crash, None)


def test_child_sees_no_secrets_of_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_STORE", "postgresql://crm:secret@localhost/crm")
    seen = run_limited(work.surroundings, None).facts["environment"]
    assert "secret" not in str(seen)


def test_nothing_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    handover = run_limited(work.double, (4,))
    assert list(tmp_path.iterdir()) == []
    assert handover.tables["numbers"]["twice"].to_pylist() == [8]


def test_table_that_is_not_sound_is_not_taken() -> None:
    with pytest.raises(ChildFailed, match="not sound"):
        run_limited(work.deceive, None)
