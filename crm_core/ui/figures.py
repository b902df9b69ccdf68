"""A metric's numbers as people read them: name, value with its unit, change, status; the same words on every page."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import streamlit as st

from crm_core.board.figures import Figures, attainment_percent, is_limit
from crm_core.errors import N_
from crm_core.metrics.folders import metric
from crm_core.metrics.model import Metric, MetricRow, Unit, Value
from crm_core.periods import Period, PeriodKind
from crm_core.targets.model import STATUS_LABELS, ScopeChoice, ScopeKind, Standing, Status, TargetScope
from crm_core.ui import show
from crm_core.ui.house import settings
from crm_core.ui.identity import moment
from crm_core.ui.text import _

__all__ = [
    "LOOKS",
    "NO_DATA",
    "PERIOD_LABELS",
    "aim_figure",
    "attainment_column",
    "attainment_label",
    "attainment_percent",
    "attainment_share",
    "change",
    "difference",
    "figure",
    "full_figure",
    "gap_text",
    "is_limit",
    "metric_name",
    "pace_figure",
    "part_figure",
    "parts_text",
    "period_label",
    "rests_on",
    "scope_code",
    "scope_label",
    "scope_of_code",
    "spoken",
    "status_badge",
    "status_column",
    "status_pills",
    "unit_of",
]  # fmt: skip
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


def spoken() -> Figures:
    """Return how numbers are written for whoever looks: their language, the company's currency and year."""
    now = moment()
    found: Figures | None = now.kept.get("figures")
    if found is None:
        choices = settings()
        found = now.kept["figures"] = Figures(now.language, choices.currency, choices.first_month)
    return found


def metric_name(metric_id: str) -> str:
    """Return the metric's name in the user's language."""
    return spoken().metric_name(metric_id)


def figure(found: Metric, value: Value | None) -> str:
    """Return a value in three or four figures, as cards and charts show it."""
    return spoken().figure(found, value)


def aim_figure(found: Metric, value: Value | None) -> str:
    """Return what was aimed at as short as it can be: ¥80万 rather than ¥80.00万."""
    return spoken().aim_figure(found, value)


def pace_figure(found: Metric, value: Value | None) -> str:
    """Return a pace: small counts with a decimal, since 2 against 2.1 expected is at risk."""
    return spoken().pace_figure(found, value)


def full_figure(found: Metric, value: Value | None) -> str:
    """Return a value as tables show it, to compare down a column: money from 1,000 without decimals."""
    return spoken().full_figure(found, value)


def change(rate: Decimal | None, found: Metric | None = None) -> str | None:
    """Return a change with its sign in front; None where there is nothing to compare.

    Of amounts and counts it is a rate, in percent; of shares and scores, where ``found`` is one, a difference in points.
    """
    return spoken().change(rate, found)


def difference(found: Metric, value: Decimal) -> str:
    """Return the difference of two values: of shares in percentage points, of scores in points."""
    return spoken().difference(found, value)


def part_figure(unit: Unit, value: Value | None) -> str:
    """Return what a unit counts, such as the parts of a quotient."""
    return spoken().part_figure(unit, value)


def parts_text(found: Metric, row: MetricRow) -> str:
    """Return a quotient's parts: 412 ÷ 1,090; nothing for what has none."""
    return spoken().parts_text(found, row)


def rests_on(found: Metric, row: MetricRow) -> list[str]:
    """Return what a number rests on, in short: its 95 % margin and answers, or the share of sales whose cost is known."""
    return spoken().rests_on(found, row)


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


def attainment_share(found: Metric, standing: Standing) -> str:
    """Return how much of a target is attained, or of a limit used, in whole percent.

    What is attained is rounded down, what is used is rounded up: 100 % is said of what is reached only.
    """
    return spoken().attainment_share(found, standing)


def attainment_label(found: Metric) -> str:
    """Return the heading of a column of one metric's attainments."""
    return _("Limit used") if is_limit(found) else _("Attainment")


def attainment_column(label: str | None = None, help: str | None = None, *, width: int = 96) -> Any:  # noqa: ANN401 - Streamlit's words and types
    """Return the setting of a column of attainments: a bar up to the target, and the percentage."""
    return st.column_config.ProgressColumn(label, help=help, min_value=0, max_value=100, format="%.0f%%", width=width)


def gap_text(found: Metric, standing: Standing | None) -> str:
    """Return what is missing to the target; with a plus what it is surpassed by."""
    return spoken().gap_text(found, standing)


def period_label(kind: PeriodKind, period: Period) -> str:
    """Return a period's name: 2026年3月, 2026年第1季度, 2026年."""
    return spoken().period_label(kind, period)


def scope_label(scope: TargetScope, choices: list[ScopeChoice]) -> str:
    """Return whose numbers: the company, a team, or a person with the team. People's text: mind ``plain``."""
    return spoken().scope_label(scope, choices)


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
