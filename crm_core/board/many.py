"""Proposing many targets at once: a year's targets, last year's, or what last year reached, changed by a percentage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from crm_core.access.model import Reach
from crm_core.board.planning import last_years_values
from crm_core.board.service import Ask
from crm_core.board.year import YearQuestion
from crm_core.errors import N_
from crm_core.periods import Period, PeriodKind, add_months
from crm_core.targets.bulk import Proposed, changed_by, keyed, proposals
from crm_core.targets.model import Level, Target, TargetKey, TargetScope
from crm_core.targets.service import SpanRequest, targets_in_span
from crm_core.targets.spreading import Place
from crm_core.targets.sums import values_by_place

MOST_TABLES = 100  # of a metric and scope each; more at once nobody looks through


class Base(StrEnum):
    """What new values are made from."""

    NOW = "now"
    LAST_TARGETS = "last_targets"
    LAST_ACTUALS = "last_actuals"


BASE_LABELS = {
    Base.LAST_ACTUALS: N_("What last year reached"),
    Base.LAST_TARGETS: N_("Last year's targets"),
    Base.NOW: N_("The present targets"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which targets to propose, from what, changed by how many percent: for all, and for single tables instead."""

    reach: Reach
    board_reach: Reach
    as_of: date
    year_first: date
    metrics: tuple[str, ...]
    scopes: tuple[TargetScope, ...]
    base: Base
    percent: Decimal
    own_percents: Mapping[tuple[str, TargetScope], Decimal] = field(default_factory=dict)
    kinds: tuple[PeriodKind, ...] = tuple(PeriodKind)
    in_figures: bool = True

    def percent_of(self, metric_id: str, scope: TargetScope) -> Decimal:
        """Return by how many percent one table is changed."""
        return self.own_percents.get((metric_id, scope), self.percent)


def proposed(ask: Ask, wanted: Wanted) -> list[Proposed]:
    """Return what the wanted targets shall become, beside what stands and what each was made from.

    Raises:
        NotFound: there is no such metric.
    """
    standing = _by_table(ask, wanted, wanted.year_first)
    last = _by_table(ask, wanted, add_months(wanted.year_first, -12)) if wanted.base is Base.LAST_TARGETS else {}
    made: list[Proposed] = []
    for metric_id in wanted.metrics:
        for scope in wanted.scopes:
            own = standing.get((metric_id, scope), [])
            bases = _bases(ask, wanted, (metric_id, scope), own, last.get((metric_id, scope), []))
            for level, values in bases.items():
                made += _of_level(
                    wanted, TargetKey(metric_id, scope, PeriodKind.YEAR, wanted.year_first, level), own, values
                )
    return made


def _of_level(wanted: Wanted, about: TargetKey, own: list[Target], values: Mapping[Place, Decimal]) -> list[Proposed]:
    percent = wanted.percent_of(about.metric_id, about.scope)
    new = changed_by(values, percent, about.metric_id, wanted.year_first, in_figures=wanted.in_figures)
    keys = keyed(about.metric_id, about.scope, about.level, new)
    base = {TargetKey(about.metric_id, about.scope, *place, about.level): value for place, value in values.items()}
    chosen = {key: value for key, value in keys.items() if key.period_kind in wanted.kinds}
    return proposals(own, chosen, base)


def _bases(
    ask: Ask, wanted: Wanted, table: tuple[str, TargetScope], own: list[Target], last: list[Target]
) -> dict[Level, dict[Place, Decimal]]:
    if wanted.base is Base.LAST_ACTUALS:
        question = YearQuestion(wanted.board_reach, *table, wanted.year_first, wanted.as_of)
        return _with_levels(last_years_values(ask, question), own)
    given = own if wanted.base is Base.NOW else last
    found = {level: values_by_place(given, level) for level in Level}
    if wanted.base is Base.LAST_TARGETS:
        found = {
            level: {(kind, add_months(first, 12)): value for (kind, first), value in values.items()}
            for level, values in found.items()
        }
    return {level: values for level, values in found.items() if values}


def _with_levels(values: dict[Place, Decimal], own: list[Target]) -> dict[Level, dict[Place, Decimal]]:
    """Return ``values`` for the target, and floors and stretches as far from them as those that stand are from theirs."""
    aims = values_by_place(own, Level.TARGET)
    found = {Level.TARGET: values}
    for level in (Level.FLOOR, Level.STRETCH):
        kept = values_by_place(own, level)
        moved = {
            place: value * kept[place] / aims[place]
            for place, value in values.items()
            if place in kept and aims.get(place, Decimal(0)) > 0
        }
        if moved:
            found[level] = moved
    return found


def _by_table(ask: Ask, wanted: Wanted, year_first: date) -> dict[tuple[str, TargetScope], list[Target]]:
    span = Period(year_first, add_months(year_first, 12) - timedelta(days=1))
    found: dict[tuple[str, TargetScope], list[Target]] = {}
    for target in ask(targets_in_span, SpanRequest(wanted.reach, span)):
        found.setdefault((target.key.metric_id, target.key.scope), []).append(target)
    return found
