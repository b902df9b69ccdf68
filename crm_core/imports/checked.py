"""A file that was checked and waits for a yes; it lies in its workspace and outlives a reload of the page."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from crm_core.access.model import Reach, Scope
from crm_core.errors import Message
from crm_core.exchange.problems import Problem, Problems, plain_values
from crm_core.imports.comparing import INTAKES, Comparison
from crm_core.imports.model import Counts, ImportKind, ImportOptions, Outcome
from crm_core.imports.workspace import PROBLEMS_FILE, Workspace

_FACTS, _READY, _STAGED, _FOUND = "checked.json", "ready.arrow", "staged.arrow", "found.arrow"


@dataclass(frozen=True, slots=True)
class AlikeLine:
    """A line of customers that looks like one who is there: by name, phone or number, and the rule that is applied."""

    row: int
    name: str
    alike_id: int
    alike_code: str
    alike_name: str
    alike_by: str
    alike_rule: str


@dataclass(frozen=True, slots=True)
class CheckedImport:
    """A file that was checked whole, for a person who reached so far then.

    ``seen_at`` is when a file of the same content was imported before; ``new_customers`` is how many customers the
    writing would make beside the lines.
    """

    space: Workspace
    kind: ImportKind
    file_name: str
    sha256: str
    mapping: Mapping[str, str]
    options: ImportOptions
    counts: Counts
    problem_count: int
    first_on: date | None
    last_on: date | None
    versions: tuple[int, ...]
    reach: Reach
    started_at: datetime
    seen_at: datetime | None = None
    notices: tuple[Message, ...] = ()
    new_customers: int = 0

    def comparison(self) -> Comparison:
        """Return the comparison as it was when the file was checked."""
        ready, problems = self.space.arrow(_READY), self.space.arrow(PROBLEMS_FILE)
        ends = self.first_on, self.last_on
        return Comparison(ready, problems, self.counts, *ends, self.versions, self.new_customers)

    def staged(self) -> pa.Table:
        """Return the sound lines, typed."""
        return self.space.arrow(_STAGED)

    def found(self) -> pa.Table:
        """Return what the check of the file alone has found wrong."""
        return self.space.arrow(_FOUND)

    def problems(self) -> pa.Table:
        """Return every problem, those with the store too: row, column, value, text, values; in the file's order."""
        return self.space.arrow(PROBLEMS_FILE)

    def first_problems(self, count: int) -> list[Problem]:
        """Return at most ``count`` problems from the start of the file."""
        return list(Problems.from_arrow(self.problems().slice(0, count)))

    def preview(self, count: int, of: Collection[Outcome]) -> tuple[tuple[int, Outcome, tuple[Any, ...]], ...]:
        """Return row, outcome and the shown values of the first ``count`` lines that will end so."""
        ready = self.space.arrow(_READY)
        is_written = pc.is_in(ready["outcome"], pa.array([outcome.value for outcome in of]))
        lines = ready.filter(is_written).slice(0, count).select(["row", "outcome", *INTAKES[self.kind].shown])
        return tuple(
            (row, Outcome(outcome), tuple(values))
            for row, outcome, *values in zip(*(column.to_pylist() for column in lines.columns), strict=True)
        )

    def alike(self, count: int) -> tuple[AlikeLine, ...]:
        """Return the first ``count`` lines that look like a customer who is there already, with what becomes of each."""
        ready = self.space.arrow(_READY)
        if "alike_id" not in ready.column_names:
            return ()
        lines = ready.filter(pc.is_valid(ready["alike_id"])).slice(0, count)
        names = ("row", "name", "alike_id", "alike_code", "alike_name", "alike_by", "alike_rule")
        return tuple(
            AlikeLine(**{name: line[name] for name in names}) for line in lines.select(list(names)).to_pylist()
        )

    def alike_count(self) -> int:
        """Return how many lines look like a customer who is there already."""
        ready = self.space.arrow(_READY)
        if "alike_id" not in ready.column_names:
            return 0
        return int(ready.num_rows - ready["alike_id"].null_count)

    def keep(self, staged: pa.Table, found: pa.Table, comparison: Comparison) -> None:
        """Write it down in its workspace."""
        tables = {_STAGED: staged, _FOUND: found, _READY: comparison.ready, PROBLEMS_FILE: comparison.problems}
        for name, table in tables.items():
            self.space.put_table(name, table)
        self.space.put_facts(_FACTS, _as_facts(self))


def load_checked(space: Workspace) -> CheckedImport | None:
    """Return the checked import that lies in ``space``; None where no check has ended there."""
    facts = space.facts(_FACTS)
    return None if facts is None else _from_facts(space, facts)


def _as_facts(checked: CheckedImport) -> dict[str, Any]:
    return {
        "kind": checked.kind.value,
        "file_name": checked.file_name,
        "sha256": checked.sha256,
        "mapping": dict(checked.mapping),
        **checked.options.as_facts(),
        "counts": checked.counts.as_facts(),
        "problem_count": checked.problem_count,
        "first_on": checked.first_on and checked.first_on.isoformat(),
        "last_on": checked.last_on and checked.last_on.isoformat(),
        "versions": list(checked.versions),
        "reach": [checked.reach.scope.value, list(checked.reach.teams), checked.reach.me],
        "started_at": checked.started_at.isoformat(),
        "seen_at": checked.seen_at and checked.seen_at.isoformat(),
        "new_customers": checked.new_customers,
        "notices": [[notice.text, plain_values(notice.values)] for notice in checked.notices],
    }


def _from_facts(space: Workspace, facts: Mapping[str, Any]) -> CheckedImport:
    scope, teams, me = facts["reach"]
    return CheckedImport(
        space=space,
        kind=ImportKind(facts["kind"]),
        file_name=facts["file_name"],
        sha256=facts["sha256"],
        mapping=facts["mapping"],
        options=ImportOptions.from_facts(facts),
        counts=Counts(**facts["counts"]),
        problem_count=facts["problem_count"],
        first_on=date.fromisoformat(facts["first_on"]) if facts["first_on"] else None,
        last_on=date.fromisoformat(facts["last_on"]) if facts["last_on"] else None,
        versions=tuple(facts["versions"]),
        reach=Reach(Scope(scope), tuple(teams), me),
        started_at=datetime.fromisoformat(facts["started_at"]),
        seen_at=datetime.fromisoformat(facts["seen_at"]) if facts["seen_at"] else None,
        notices=tuple(Message(text, values) for text, values in facts["notices"]),
        new_customers=facts.get("new_customers", 0),  # a check that lay there when the program was renewed lacks it
    )
