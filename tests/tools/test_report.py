"""The table of figures: what is over budget stands out, and what stands around the table stays."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tools.bench.report import BEGIN, END, Report, circumstances, write
from tools.serving import ROOT


@pytest.fixture
def report() -> Report:
    """One figure within its budget, one above, one that failed, one without a budget."""
    made = Report(("demo", "large"))
    made.add("demo", "empty page", 13.4, budget=20, note="9 CPU")
    made.add("large", "empty page", 24.0, budget=20)
    made.add("demo", "/board", float("nan"), budget=60, note="error: Sorry")
    made.add("demo", "memory", 1234.4, unit="MB")
    return made


def test_the_table_marks_what_is_over_budget_or_failed(report: Report) -> None:
    assert report.table().splitlines() == [
        "| what | budget | demo | large |",
        "| --- | --: | --: | --: |",
        "| empty page | 20 ms | 13.4 (9 CPU) | **24.0** |",
        "| /board | 60 ms | **failed** (error: Sorry) |  |",
        "| memory, MB |  | 1,234 |  |",
    ]


def test_what_is_over_budget_is_said_in_a_line_each(report: Report) -> None:
    assert report.over_budget() == ["empty page, large: 24.0 ms, budget 20", "/board, demo: nan ms, budget 60"]


def test_the_document_keeps_its_words(tmp_path: Path) -> None:
    document = tmp_path / "bench.md"
    document.write_text(f"# Figures\n\nWords.\n\n{BEGIN}\nold\n{END}\n\nMore.\n", encoding="utf-8")
    write(document, "2026-03-18, commit abc.", "| a |")
    text = document.read_text(encoding="utf-8")
    assert text == f"# Figures\n\nWords.\n\n{BEGIN}\n2026-03-18, commit abc.\n\n| a |\n{END}\n\nMore.\n"
    write(document, "later.", "| b |")
    assert "| a |" not in document.read_text(encoding="utf-8")


def test_a_document_without_a_place_is_left_alone(tmp_path: Path) -> None:
    document = tmp_path / "bench.md"
    document.write_text("# Figures\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no place"):
        write(document, "", "")
    assert document.read_text(encoding="utf-8") == "# Figures\n"


def test_the_projects_document_has_a_place_for_figures() -> None:
    text = (ROOT / "docs" / "bench.md").read_text(encoding="utf-8")
    assert text.index(BEGIN) < text.index(END)


def test_figures_say_when_and_of_what_they_are() -> None:
    assert circumstances(ROOT, date(2026, 3, 18)).startswith("2026-03-18, commit ")
