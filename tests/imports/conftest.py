"""Files made on the spot, brought into the store the way the wizard and the command line do."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from crm_core.access.model import CONSOLE, Actor
from crm_core.exchange.csv_file import write_csv
from crm_core.exchange.limited import Step
from crm_core.imports import service
from crm_core.imports.checked import CheckedImport
from crm_core.imports.contract import ImportRequest
from crm_core.imports.model import ImportKind, ImportOptions, ImportResult, UpdateRule
from crm_core.imports.workspace import Workspace
from crm_core.store import Store
from tests.conftest import sql

PURCHASE_HEADERS = ("order", "line", "customer", "product", "quantity", "unit_price", "purchased_at")


@dataclass
class Desk:
    """Where a test's files are checked and written."""

    store: Store
    folder: Path
    steps: list[str] = field(default_factory=list)

    def file(self, headers: Sequence[str], lines: Sequence[Sequence[Any]], name: str = "file.csv") -> Path:
        """Write a CSV file and return its path."""
        path = self.folder / name
        write_csv(path, list(headers), [[str(cell) for cell in line] for line in lines])
        return path

    def check(
        self,
        kind: str,
        path: Path,
        *,
        actor: Actor = CONSOLE,
        update: bool = False,
        create: bool = False,
        mapping: Mapping[str, str] | None = None,
        survey: str = "",
        keep: bool = False,
    ) -> CheckedImport:
        """Check a file and return what writing it would do."""
        rule = UpdateRule.BY_KEY if update else UpdateRule.SKIP
        options = ImportOptions(rule, create_customers=create, survey_name=survey, keep_unknown=keep)
        request = ImportRequest(ImportKind(kind), path, path.name, mapping=mapping, options=options)
        place = self.folder / secrets.token_hex(8)
        place.mkdir()
        return service.check_import(self.store, actor, request, Workspace(place), self._note)

    def write(self, checked: CheckedImport, *, actor: Actor = CONSOLE, key: str | None = None) -> ImportResult:
        """Write a checked file."""
        return service.write_import(self.store, actor, checked, key or secrets.token_hex(8), self._note)

    def bring(self, kind: str, path: Path, **how: Any) -> ImportResult:
        """Check and write a file."""
        checked = self.check(kind, path, **how)
        return self.write(checked, actor=how.get("actor", CONSOLE))

    def rows(self, text: str) -> list[dict[str, Any]]:
        """Return the rows of a test's own question."""
        return self.store.rows(sql(text))

    def _note(self, step: Step) -> None:
        self.steps.append(step.name)


@pytest.fixture
def desk(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose files are read in this process: the rules alone, without a child for each file."""
    monkeypatch.setattr(service, "run_limited", _here)
    return Desk(store, tmp_path)


@pytest.fixture
def real_desk(store: Store, tmp_path: Path) -> Desk:
    """A desk whose files are read in limited children, as in the running program."""
    return Desk(store, tmp_path)


def _here(function: Callable[..., Any], request: Any, *, on_step: Any = None, cancelled: Any = None) -> Any:
    return function(request, on_step or (lambda step: None))


def reasons(checked: CheckedImport) -> list[tuple[int, str, str]]:
    """Return row, column and the reason's sentence of every problem."""
    return [(each.row, each.column, str(each.reason)) for each in checked.first_problems(1000)]
