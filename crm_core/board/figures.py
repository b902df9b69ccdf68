"""A metric's numbers as people read them, in one language and currency: the same words on every page and in every file."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from crm_core.i18n import Language, formats, translate, translate_plural
from crm_core.i18n.formats import NO_DATA
from crm_core.metrics.folders import definition
from crm_core.metrics.model import Kind, Metric, MetricRow, Unit, Value
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

WHOLE_ABOVE = 10  # paces of counts above it are told in whole ones


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
            return self.part_figure(found.unit, value, places=2 if found.kind is Kind.RATIO else 0)
        if found.kind is Kind.RATIO:
            return formats.money(value, self.currency, self.language)
        return formats.compact_money(value, self.currency, self.language)

    def part_figure(self, unit: Unit, value: Value | None, places: int = 0) -> str:
        """Return what a unit counts: money to the cent, a share as percent, points to a tenth, counts with ``places``."""
        if unit is Unit.MONEY:
            return formats.money(value, self.currency, self.language)
        if unit is Unit.SHARE:
            return formats.share(value, self.language, 1)
        return formats.number(value, self.language, 1 if unit is Unit.POINTS else places)

    def parts_text(self, found: Metric, row: MetricRow) -> str:
        """Return a quotient's parts: 412 ÷ 1,090; nothing for what has none."""
        if found.parts is None or row.numerator is None or row.denominator is None:
            return ""
        return (
            f"{self.part_figure(found.parts[0], row.numerator)} ÷ {self.part_figure(found.parts[1], row.denominator)}"
        )

    def aim_figure(self, found: Metric, value: Value | None) -> str:
        """Return what was aimed at as short as it can be: ¥80万 rather than ¥80.00万."""
        return re.sub(r"\.0+(?=\D*$)", "", self.figure(found, value))

    def pace_figure(self, found: Metric, value: Value | None) -> str:
        """Return a pace: small counts with a decimal, since 2 against 2.1 expected is at risk; larger in whole ones.

        Rounded up, since whole people and orders keep up with 23.8 from the 24th on; of what should stay low, down.
        """
        is_counted = found.kind is not Kind.RATIO and found.unit is not Unit.POINTS
        if found.unit in (Unit.MONEY, Unit.SHARE) or value is None:
            return self.aim_figure(found, value)
        if is_counted and abs(Decimal(value)) > WHOLE_ABOVE:
            rounding = ROUND_FLOOR if found.lower_is_better else ROUND_CEILING
            return formats.number(Decimal(value).to_integral_value(rounding), self.language)
        return self.aim_figure(found, value) if abs(Decimal(value)) >= 100 else formats.number(value, self.language, 1)

    def full_figure(self, found: Metric, value: Value | None) -> str:
        """Return a value as tables show it, to compare down a column: money from 1,000 without decimals."""
        if found.unit is not Unit.MONEY:
            return self.figure(found, value)
        if value is not None and abs(Decimal(value)) >= 1000:
            return formats.whole_money(value, self.currency, self.language)
        return formats.money(value, self.currency, self.language)

    def change(self, rate: Decimal | None, found: Metric | None = None) -> str | None:
        """Return a change with its sign in front; None where there is nothing to compare.

        Of amounts and counts it is a rate, in percent; of shares and scores, where ``found`` is one, a difference in points.
        """
        if rate is None:
            return None
        is_relative = found is not None and found.unit.is_relative
        text = self.difference(found, rate) if found and is_relative else formats.share(rate, self.language, 1)
        return ("+" if rate > 0 else "") + text

    def difference(self, found: Metric, value: Decimal) -> str:
        """Return the difference of two values: of shares in percentage points, of scores in points."""
        if found.unit is Unit.SHARE:
            return translate(self.language, "{number} pp", number=self._to_a_tenth(value * 100))
        if found.unit is Unit.POINTS:
            return translate(self.language, "{number} points", number=self._to_a_tenth(value))
        return self.full_figure(found, value)

    def _to_a_tenth(self, value: Decimal) -> str:
        """Return ``value`` to one decimal, without the sign of a zero."""
        return formats.number(round(value, 1) + Decimal(0), self.language, 1)

    def rests_on(self, found: Metric, row: MetricRow) -> list[str]:
        """Return what a number rests on, in short: its 95 % margin and answers, or the share of sales whose cost is known."""
        notes = []
        if row.tally is not None and row.tally.count:
            margin, count = row.tally.margin, row.tally.count
            if margin is not None:
                notes.append("±" + self.difference(found, margin))
            shown = formats.number(count, self.language)
            notes.append(translate_plural(self.language, "{number} answer", "{number} answers", count, number=shown))
        if row.known_share is not None:
            known = formats.share(row.known_share, self.language, 1)
            notes.append(translate(self.language, "cost known: {share}", share=known))
        return notes

    def gap_text(self, found: Metric, standing: Standing | None) -> str:
        """Return what is missing to the target; with a plus what it is surpassed by."""
        if standing is None or standing.gap is None:
            return NO_DATA
        missing = standing.gap
        return self.difference(found, missing) if missing >= 0 else f"+{self.difference(found, -missing)}"

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
