"""The table of figures in docs/bench.md: one row a measurement, one column a store, written between two marks."""

from __future__ import annotations

import math
import os
import platform
import subprocess
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

BEGIN, END = "<!-- figures: written by make bench -->", "<!-- end of figures -->"


@dataclass
class Row:
    """One measurement: what it is, the most it may be (None: no budget), its unit, and its value by store."""

    what: str
    budget: float | None = None
    unit: str = "ms"
    values: dict[str, float] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def is_over(self, store: str) -> bool:
        """Return whether the store's value is above the budget, or could not be measured."""
        value = self.values.get(store)
        return value is not None and (math.isnan(value) or (self.budget is not None and value > self.budget))

    def cell(self, store: str) -> str:
        """Return what the table says."""
        if store not in self.values:
            return ""
        value = self.values[store]
        text = "failed" if math.isnan(value) else f"{value:,.0f}" if value >= 100 else f"{value:.1f}"
        note = self.notes.get(store, "")
        return (f"**{text}**" if self.is_over(store) else text) + (f" ({note})" if note else "")


@dataclass
class Report:
    """All rows in the order of their first value."""

    stores: tuple[str, ...]
    rows: dict[str, Row] = field(default_factory=dict)

    def add(
        self, store: str, what: str, value: float, *, budget: float | None = None, unit: str = "ms", note: str = ""
    ) -> None:
        """Note a value; of several for the same cell the last stands."""
        row = self.rows.setdefault(what, Row(what, budget, unit))
        row.values[store] = value
        if note:
            row.notes[store] = note

    def over_budget(self) -> list[str]:
        """Return a line for each value above its budget."""
        return [
            f"{row.what}, {store}: {row.values[store]:.1f} {row.unit}, budget {row.budget:g}"
            if row.budget is not None
            else f"{row.what}, {store}: failed"
            for row in self.rows.values()
            for store in self.stores
            if row.is_over(store)
        ]

    def table(self) -> str:
        """Return the rows as a Markdown table."""
        head = ["what", "budget", *self.stores]
        lines = [" | ".join(head), " | ".join(["---", "--:", *["--:"] * len(self.stores)])]
        for row in self.rows.values():
            budget = "" if row.budget is None else f"{row.budget:g} {row.unit}"
            what = row.what if row.budget is not None else f"{row.what}, {row.unit}"
            lines.append(" | ".join([what, budget, *(row.cell(store) for store in self.stores)]))
        return "\n".join(f"| {line} |" for line in lines)


def circumstances(root: Path, day: date) -> str:
    """Return when, of which commit and on what machine the figures are, and how busy it was before."""
    commit = _git(root, "rev-parse", "--short", "HEAD") + ("+" if _git(root, "status", "--porcelain") else "")
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    busy = f", load before the start {load:.1f}" if load >= 0.5 else ""
    return (
        f"{day.isoformat()}, commit {commit}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}{busy}."
    )


def _git(root: Path, *arguments: str) -> str:
    found = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=False)
    return found.stdout.strip() or ("" if arguments[0] == "status" else "unknown")


def write(document: Path, about: str, table: str) -> None:
    """Put the table between the marks of ``document``; what stands around it stays.

    Raises:
        ValueError: the document has no marks.
    """
    text = document.read_text(encoding="utf-8")
    before, mark, rest = text.partition(BEGIN)
    _, end_mark, after = rest.partition(END)
    if not mark or not end_mark:
        raise ValueError(f"{document} has no place for figures")
    document.write_text(f"{before}{BEGIN}\n{about}\n\n{table}\n{END}{after}", encoding="utf-8")
