"""``import`` on the command line: what it prints, writes and returns."""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path
from typing import Any

import pytest

from crm_core.access.model import CONSOLE
from crm_core.errors import UnusableFile
from crm_core.imports import command
from tests.imports.conftest import PURCHASE_HEADERS, Desk

LINES = [
    ("1001", "1", "K1", "TEA", "2", "9.50", "2026-03-01"),
    ("1002", "1", "", "TEA", "2", "-1", "2026-03-01"),
]


def run(desk: Desk, *words: str) -> tuple[int, str]:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    command.add_arguments(parser)
    out = io.StringIO()
    return command.run(desk.store, CONSOLE, parser.parse_args(words), out), out.getvalue()


def counts(out: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(out)
    return found


def test_json_has_the_five_counts_and_the_status_tells_of_rejected_lines(desk: Desk) -> None:
    path = desk.file(PURCHASE_HEADERS, LINES)
    status, out = run(desk, "purchases", str(path), "--create-customers", "--json")
    assert status == 3
    assert counts(out) == {"read": 2, "added": 1, "updated": 0, "unchanged": 0, "rejected": 1}


def test_a_sound_file_ends_with_0_and_a_sentence(desk: Desk) -> None:
    path = desk.file(PURCHASE_HEADERS, [("1001", "1", "", "TEA", "2", "9.50", "2026-03-01")])
    assert run(desk, "purchases", str(path)) == (0, "1 read: 1 added, 0 updated, 0 unchanged, 0 rejected\n")
    status, out = run(desk, "purchases", str(path))
    assert (status, out.splitlines()[0]) == (0, "1 read: 0 added, 0 updated, 1 unchanged, 0 rejected")
    assert "imported before" in out


def test_a_dry_run_writes_nothing(desk: Desk) -> None:
    path = desk.file(PURCHASE_HEADERS, LINES)
    status, out = run(desk, "purchases", str(path), "--create-customers", "--dry-run", "--json")
    assert (status, counts(out)["added"]) == (3, 1)
    assert desk.rows("select * from purchase") == []
    assert desk.rows("select * from import_batch") == []
    said = run(desk, "purchases", str(path), "--create-customers", "--dry-run")[1]
    assert "  1 customer would be made for the purchases that name it" in said.splitlines()


def test_rejected_lines_are_written_as_they_stood_and_can_be_mended(desk: Desk, tmp_path: Path) -> None:
    path, rejects = desk.file(PURCHASE_HEADERS, LINES), tmp_path / "rejects.csv"
    run(desk, "purchases", str(path), "--create-customers", "--rejects", str(rejects))
    text = rejects.read_text("utf-8-sig")
    header, line = text.splitlines()
    assert header == "order,line,customer,product,quantity,unit_price,purchased_at,Row,Reason"
    assert line.startswith("1002,1,,TEA,2,-1,2026-03-01,3,unit_price: A price is never negative.")
    rejects.write_text(text.replace(",-1,", ",1,"), "utf-8")
    assert run(desk, "purchases", str(rejects), "--json")[0] == 0


def test_rejected_lines_that_cannot_be_written_stop_the_import(desk: Desk, tmp_path: Path) -> None:
    path = desk.file(PURCHASE_HEADERS, LINES)
    with pytest.raises(UnusableFile, match="cannot be written"):
        run(desk, "purchases", str(path), "--rejects", str(tmp_path / "nowhere" / "rejects.csv"))
    assert desk.rows("select * from import_batch") == []


def test_a_mapping_file_says_what_the_columns_mean(desk: Desk, tmp_path: Path) -> None:
    path = desk.file(("a", "b", "c", "d"), [("1", "2", "3.5", "2026-03-01")])
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps({"a": "order", "b": "quantity", "c": "unit_price", "d": "purchased_at"}), "utf-8")
    assert run(desk, "purchases", str(path), "--mapping", str(mapping))[0] == 0


@pytest.mark.parametrize("text", ["", "{", "[]", '"x"', '{"a": 1}', "\ufeffnull", "[" * 100_000])
def test_a_mapping_that_is_none_is_refused_with_a_sentence(desk: Desk, tmp_path: Path, text: str) -> None:
    path, mapping = desk.file(PURCHASE_HEADERS, LINES), tmp_path / "mapping.json"
    mapping.write_text(text, "utf-8")
    with pytest.raises(UnusableFile, match="JSON"):
        run(desk, "purchases", str(path), "--mapping", str(mapping))


def test_a_file_that_is_not_there_is_refused_with_a_sentence(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match=r"no file nothing\.csv"):
        run(desk, "purchases", str(tmp_path / "nothing.csv"))


def test_the_first_problems_are_told_and_the_rest_counted(desk: Desk) -> None:
    lines = [("1", "1", "", "T", "x", "1", "2026-03-01")] * 12
    out = run(desk, "purchases", str(desk.file(PURCHASE_HEADERS, lines)))[1]
    assert "row 2, quantity = 'x': This is no number." in out
    assert "… 2 more" in out
