"""A year's targets as a workbook: a row a metric, scope and level, a column a period; keys and versions are hidden.

The hidden columns say which target a row is and which version each cell was written from, so that a file that was filled
in tells apart what its owner changed and what others changed since.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from crm_core import audit
from crm_core.access.model import Actor
from crm_core.access.policy import EXPORTS
from crm_core.exchange.grid import Grid, grid_xlsx
from crm_core.periods import PeriodKind
from crm_core.store import Store
from crm_core.targets import repository
from crm_core.targets.model import Level, Target, TargetKey, TargetScope, periods_of_year
from crm_core.targets.service import TargetsRequest, require_within
from crm_core.targets.spreading import Place
from crm_core.targets.traits import number_kind_of

KEY, STATE = "key", "state"
UNSET = "-"


@dataclass(frozen=True, slots=True)
class BookWanted:
    """Which targets to write: of these metrics and scopes in a year, with the words of the reader's language.

    ``headings`` are those of metric, whose, level and unit; ``metrics``, ``scopes``, ``levels`` and ``units`` say what
    each is called; ``guide`` are the lines of the second sheet.
    """

    year_first: date
    headings: tuple[str, str, str, str]
    metrics: Mapping[str, str]
    scopes: Mapping[TargetScope, str]
    levels: Mapping[Level, str]
    units: Mapping[str, str]
    sheet: str
    guide_sheet: str
    guide: Sequence[str]


@cache
def columns_of_year(year_first: date) -> Mapping[str, Place]:
    """Return the year, its quarters and months by how their columns are called: 2026, 2026-Q1, 2026-01."""
    found: dict[str, Place] = {}
    quarter = 0
    for kind, period in reversed(periods_of_year(year_first)):
        if kind is PeriodKind.YEAR:
            found[str(year_first.year)] = (kind, period.first)
    for kind, period in periods_of_year(year_first):
        if kind is PeriodKind.QUARTER:
            quarter += 1
            found[f"{year_first.year}-Q{quarter}"] = (kind, period.first)
    for kind, period in periods_of_year(year_first):
        if kind is PeriodKind.MONTH:
            found[f"{period.first:%Y-%m}"] = (kind, period.first)
    return found


def key_text(metric_id: str, scope: TargetScope, level: Level) -> str:
    """Return the key of a row: net_sales|team-3|floor."""
    return f"{metric_id}|{scope.kind.value}-{scope.scope_id}|{level.value}"


def state_of(target: Target | None) -> str:
    """Return which version of a target a cell shows: 12:3 for the third of target 12."""
    return UNSET if target is None else f"{target.target_id}:{target.version}"


def targets_book(store: Store, actor: Actor, wanted: BookWanted) -> bytes:
    """Return the workbook, after an entry in the trail says who took which targets out.

    Raises:
        NotPermitted: the role may not.
        NotFound: a metric or scope does not exist, or is not within reach.
    """
    reach = actor.require(EXPORTS["targets"])
    columns = columns_of_year(wanted.year_first)
    rows: list[list[object]] = []
    formats: list[str] = []
    for metric_id, name in wanted.metrics.items():
        for scope, whose in wanted.scopes.items():
            require_within(store, reach, scope)
            span = TargetsRequest(reach, metric_id, scope, wanted.year_first).span
            kept = {target.key: target for target in repository.of_metric(store, metric_id, scope, span)}
            for level, label in wanted.levels.items():
                own = [kept.get(TargetKey(metric_id, scope, *place, level)) for place in columns.values()]
                told = [name, whose, label, wanted.units[metric_id]]
                head = [key_text(metric_id, scope, level), ",".join(state_of(target) for target in own)]
                rows.append([*head, *told, *(target.value if target else None for target in own)])
                formats.append(_format(metric_id))
    with store.transaction() as transaction:
        facts = {"metrics": list(wanted.metrics), "first": wanted.year_first, "file": "xlsx", "count": len(rows)}
        audit.record_batch(transaction, actor, audit.Change("export", "target", None, None, facts), len(rows))
    return grid_xlsx(
        Grid(
            wanted.sheet,
            [KEY, STATE, *wanted.headings, *columns],
            rows,  # type: ignore[arg-type] # texts and values, each made above
            formats,
            hidden=2,
            fixed=6,
            guide_sheet=wanted.guide_sheet,
            guide=wanted.guide,
        )
    )


def _format(metric_id: str) -> str:
    kind = number_kind_of(metric_id)
    if kind.is_rate:
        return "0.00%"
    return "#,##0" if kind.is_whole else "#,##0.##"


def metrics_named(keys: Iterable[str]) -> set[str]:
    """Return the metrics that rows' keys name, whether they exist or not."""
    return {key.partition("|")[0] for key in keys}
