"""Types and tiers in words: what stands, and why something is proposed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from crm_core.errors import N_
from crm_core.relationships.model import AT_MOST, MEASURE_LABELS, MONEY, RUNG_LABELS, Criterion, Measure, Reason, Rung
from crm_core.ui.show import NO_DATA, number, whole_money
from crm_core.ui.text import _

_COLOURS = {
    Rung.HIGH: "orange",
    Rung.MID: "blue",
    Rung.LOW: "gray",
    Rung.STRATEGIC: "orange",
    Rung.RELATIONAL: "blue",
    Rung.TRANSACTIONAL: "gray",
}
_OVER_MONTHS = N_("{measure} of {months} months {value} {sign} {threshold}")
_AT_ANY_TIME = N_("{measure} {value} {sign} {threshold}")


def badge(rung: Rung) -> str:
    """Return a rung as a badge, Markdown."""
    return f":{_COLOURS[rung]}-badge[{_(RUNG_LABELS[rung])}]"


def figure(measure: Measure, value: Decimal | None) -> str:
    """Return a measure's value with its unit."""
    if value is None:
        return NO_DATA
    return whole_money(value) if measure in MONEY else number(value)


def why(reasons: Sequence[Reason]) -> str:
    """Return the reasons in one line: each measure, its value, and the threshold that it was held against."""
    return " · ".join(_reason(reason) for reason in reasons)


def _reason(reason: Reason) -> str:
    fits, fails = ("≤", ">") if reason.measure in AT_MOST else ("≥", "<")
    return _(
        _OVER_MONTHS if reason.months else _AT_ANY_TIME,
        measure=_(MEASURE_LABELS[reason.measure]),
        months=reason.months,
        value=figure(reason.measure, reason.value),
        sign=fits if reason.is_met else fails,
        threshold=figure(reason.measure, reason.threshold),
    )


def asked(criterion: Criterion) -> str:
    """Return what a criterion asks for, without anybody's value."""
    return _(
        _OVER_MONTHS if criterion.months else _AT_ANY_TIME,
        measure=_(MEASURE_LABELS[criterion.measure]),
        months=criterion.months,
        value="",
        sign="≤" if criterion.measure in AT_MOST else "≥",
        threshold=figure(criterion.measure, criterion.threshold),
    ).replace("  ", " ")
