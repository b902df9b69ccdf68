"""A metric's numbers as people read them, in one language and currency: the same words on every page and in every file."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal

from crm_core.i18n import Language, formats, translate
from crm_core.i18n.formats import NO_DATA
from crm_core.metrics.folders import definition
from crm_core.metrics.model import Kind, Metric, Unit, Value
from crm_core.periods import Period, PeriodKind
from crm_core.targets.model import (
    STATUS_LABELS,
    Rule,
    ScopeChoice,
    ScopeKind,
    Standing,
    Status,
    TargetScope,
    limit_used,
)


def is_limit(found: Metric) -> bool:
    """Return whether the metric's targets are upper limits: what adds up and should stay low, such as returns."""
    return found.is_flow and found.lower_is_better


def attainment_percent(found: Metric, standing: Standing | None) -> float | None:
    """Return how much of a target is attained, or of a limit used, in whole percent.

    What is attained is rounded down, what is used is rounded up: 100 % is said of what is reached only.
    """
    if standing is None:
        return None
    if is_limit(found):
        used = limit_used(standing, Rule(found.is_flow, found.lower_is_better))
        return None if used is None else float(math.ceil(used * 100))
    return None if standing.attainment is None else float(standing.attainment * 100 // 1)


@dataclass(frozen=True, slots=True)
class Figures:
    """Who reads them: the language, the store's currency, and with which month the company's year begins."""

    language: Language
    currency: str
    first_month: int = 1

    def metric_name(self, metric_id: str) -> str:
        """Return the metric's name."""
        return definition(metric_id, self.language).name

    def figure(self, found: Metric, value: Value | None) -> str:
        """Return a value in three or four figures, as cards and charts show it."""
        if found.unit is not Unit.MONEY:
            return formats.number(value, self.language)
        if found.kind is Kind.RATIO:
            return formats.money(value, self.currency, self.language)
        return formats.compact_money(value, self.currency, self.language)

    def aim_figure(self, found: Metric, value: Value | None) -> str:
        """Return what was aimed at as short as it can be: ¥80万 rather than ¥80.00万."""
        return re.sub(r"\.0+(?=\D*$)", "", self.figure(found, value))

    def pace_figure(self, found: Metric, value: Value | None) -> str:
        """Return a pace: small counts with a decimal, since 2 against 2.1 expected is at risk."""
        if found.unit is Unit.MONEY or value is None or abs(Decimal(value)) >= 100:
            return self.aim_figure(found, value)
        return formats.number(value, self.language, 1)

    def full_figure(self, found: Metric, value: Value | None) -> str:
        """Return a value as tables show it, to compare down a column: money from 1,000 without decimals."""
        if found.unit is not Unit.MONEY:
            return formats.number(value, self.language)
        if value is not None and abs(Decimal(value)) >= 1000:
            return formats.whole_money(value, self.currency, self.language)
        return formats.money(value, self.currency, self.language)

    def change(self, rate: Decimal | None) -> str | None:
        """Return a change as percent with its sign in front; None where there is nothing to compare."""
        if rate is None:
            return None
        return ("+" if rate > 0 else "") + formats.share(rate, self.language)

    def gap_text(self, found: Metric, standing: Standing | None) -> str:
        """Return what is missing to the target; with a plus what it is surpassed by."""
        if standing is None or standing.gap is None:
            return NO_DATA
        missing = standing.gap
        return self.full_figure(found, missing) if missing >= 0 else f"+{self.full_figure(found, -missing)}"

    def attainment_share(self, found: Metric, standing: Standing | None) -> str:
        """Return how much of a target is attained, or of a limit used, in whole percent."""
        percent = attainment_percent(found, standing)
        if percent is None:
            return NO_DATA
        shown = formats.number(percent, self.language) + "%"
        return translate(self.language, "{share} used", share=shown) if is_limit(found) else shown

    def status(self, status: Status | None) -> str:
        """Return the status as a word; nothing where there is none."""
        return "" if status is None else translate(self.language, STATUS_LABELS[status])

    def period_label(self, kind: PeriodKind, period: Period) -> str:
        """Return a period's name: 2026年3月, 2026年第1季度, 2026年."""
        first = period.first
        if kind is PeriodKind.MONTH:
            return formats.month(first, self.language)
        year = first.year if first.month >= self.first_month else first.year - 1
        if kind is PeriodKind.QUARTER:
            quarter = (first.month - self.first_month) % 12 // 3 + 1
            return translate(self.language, "Q{quarter} {year}", quarter=quarter, year=year)
        if self.first_month == 1:
            return translate(self.language, "Year {year}", year=year)
        return formats.span(first, period.last, self.language)

    def scope_label(self, scope: TargetScope, choices: list[ScopeChoice]) -> str:
        """Return whose numbers: the company, a team, or a person with the team. People's text, as they typed it."""
        if scope.kind is ScopeKind.COMPANY:
            return translate(self.language, "Whole company")
        choice = next((one for one in choices if one.scope == scope), None)
        if choice is None:
            return NO_DATA
        if scope.kind is ScopeKind.TEAM or not choice.team_name:
            return choice.name
        return f"{choice.team_name} · {choice.name}"
