"""A metric's numbers as people read them: name, value with its unit, change, status; the same words on every page."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import streamlit as st

from crm_core.errors import N_
from crm_core.metrics.folders import definition, metric
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
from crm_core.ui import show
from crm_core.ui.house import settings
from crm_core.ui.text import _, language

NO_DATA = show.NO_DATA


@dataclass(frozen=True, slots=True)
class Look:
    """How a status is shown: never by colour alone."""

    icon: str
    colour: str


LOOKS = {
    Status.REACHED: Look("check_circle", "green"),
    Status.ON_TRACK: Look("trending_up", "blue"),
    Status.AT_RISK: Look("error", "orange"),
    Status.BEHIND: Look("cancel", "red"),
}
PERIOD_LABELS = {PeriodKind.MONTH: N_("Month"), PeriodKind.QUARTER: N_("Quarter"), PeriodKind.YEAR: N_("Year")}


def metric_name(metric_id: str) -> str:
    """Return the metric's name in the user's language."""
    return definition(metric_id, language()).name


def figure(found: Metric, value: Value | None) -> str:
    """Return a value in three or four figures, as cards and charts show it."""
    if found.unit is not Unit.MONEY:
        return show.number(value)
    return show.money(value) if found.kind is Kind.RATIO else show.compact_money(value)


def aim_figure(found: Metric, value: Value | None) -> str:
    """Return what was aimed at as short as it can be: ¥80万 rather than ¥80.00万."""
    return re.sub(r"\.0+(?=\D*$)", "", figure(found, value))


def pace_figure(found: Metric, value: Value | None) -> str:
    """Return a pace: small counts with a decimal, since 2 against 2.1 expected is at risk."""
    if found.unit is Unit.MONEY or value is None or abs(Decimal(value)) >= 100:
        return aim_figure(found, value)
    return show.number(value, 1)


def full_figure(found: Metric, value: Value | None) -> str:
    """Return a value as tables show it, to compare down a column: money from 1,000 without decimals."""
    if found.unit is not Unit.MONEY:
        return show.number(value)
    return show.whole_money(value) if value is not None and abs(Decimal(value)) >= 1000 else show.money(value)


def change(rate: Decimal | None) -> str | None:
    """Return a change as percent with its sign in front; None where there is nothing to compare."""
    if rate is None:
        return None
    return ("+" if rate > 0 else "") + show.share(rate)


def status_badge(status: Status) -> str:
    """Return a status as a badge in Markdown: icon, word and colour."""
    look = LOOKS[status]
    return f":{look.colour}-badge[:material/{look.icon}: {_(STATUS_LABELS[status])}]"


def status_pills(standing: Standing | None) -> list[str]:
    """Return a status as a cell of a ``status_column``: a word in its colour, or nothing."""
    return [_(STATUS_LABELS[standing.status])] if standing is not None and standing.status is not None else []


def status_column(label: str | None = None) -> Any:  # noqa: ANN401 - Streamlit's type
    """Return the setting of a column of statuses."""
    words = [_(STATUS_LABELS[status]) for status in LOOKS]
    return st.column_config.MultiselectColumn(label, options=words, color=[look.colour for look in LOOKS.values()])


def is_limit(found: Metric) -> bool:
    """Return whether the metric's targets are upper limits: what adds up and should stay low, such as returns."""
    return found.is_flow and found.lower_is_better


def attainment_share(found: Metric, standing: Standing) -> str:
    """Return how much of a target is attained, or of a limit used, in whole percent.

    What is attained is rounded down, what is used is rounded up: 100 % is said of what is reached only.
    """
    percent = attainment_percent(found, standing)
    if percent is None:
        return NO_DATA
    shown = show.number(percent) + "%"
    return _("{share} used", share=shown) if is_limit(found) else shown


def attainment_percent(found: Metric, standing: Standing | None) -> float | None:
    """Return how much of a target is attained, or of a limit used, as a cell of an ``attainment_column``."""
    if standing is None:
        return None
    if is_limit(found):
        used = limit_used(standing, Rule(found.is_flow, found.lower_is_better))
        return None if used is None else float(math.ceil(used * 100))
    return None if standing.attainment is None else float(standing.attainment * 100 // 1)


def attainment_label(found: Metric) -> str:
    """Return the heading of a column of one metric's attainments."""
    return _("Limit used") if is_limit(found) else _("Attainment")


def attainment_column(label: str | None = None, help: str | None = None) -> Any:  # noqa: ANN401 - Streamlit's words and types
    """Return the setting of a column of attainments: a bar up to the target, and the percentage."""
    return st.column_config.ProgressColumn(label, help=help, min_value=0, max_value=100, format="%.0f%%", width=96)


def gap_text(found: Metric, standing: Standing | None) -> str:
    """Return what is missing to the target; with a plus what it is surpassed by."""
    if standing is None or standing.gap is None:
        return NO_DATA
    return full_figure(found, standing.gap) if standing.gap >= 0 else f"+{full_figure(found, -standing.gap)}"


def period_label(kind: PeriodKind, period: Period) -> str:
    """Return a period's name: 2026年3月, 2026年第1季度, 2026年."""
    first_month = settings().first_month
    if kind is PeriodKind.MONTH:
        return show.month(period.first)
    year = period.first.year if period.first.month >= first_month else period.first.year - 1
    if kind is PeriodKind.QUARTER:
        return _("Q{quarter} {year}", quarter=(period.first.month - first_month) % 12 // 3 + 1, year=year)
    return _("Year {year}", year=year) if first_month == 1 else show.span(period)


def scope_label(scope: TargetScope, choices: list[ScopeChoice]) -> str:
    """Return whose numbers: the company, a team, or a person with the team. People's text: mind ``plain``."""
    if scope.kind is ScopeKind.COMPANY:
        return _("Whole company")
    choice = next((one for one in choices if one.scope == scope), None)
    if choice is None:
        return NO_DATA
    if scope.kind is ScopeKind.TEAM or not choice.team_name:
        return choice.name
    return f"{choice.team_name} · {choice.name}"


def scope_code(scope: TargetScope) -> str:
    """Return a scope as addresses hold it: company, team-3, person-7."""
    return scope.kind.value if scope.kind is ScopeKind.COMPANY else f"{scope.kind.value}-{scope.scope_id}"


def scope_of_code(code: str) -> TargetScope | None:
    """Return the scope of an address; None for what is no scope."""
    kind, dash, number = code.partition("-")
    if kind == ScopeKind.COMPANY.value and not dash:
        return TargetScope(ScopeKind.COMPANY)
    if kind in (ScopeKind.TEAM.value, ScopeKind.PERSON.value) and number.isascii() and number.isdigit():
        return TargetScope(ScopeKind(kind), int(number[:15]))
    return None


def unit_of(metric_id: str) -> str:
    """Return what a metric's full figures are in: the currency, or nothing for counts."""
    return settings().currency if metric(metric_id).unit is Unit.MONEY else ""
