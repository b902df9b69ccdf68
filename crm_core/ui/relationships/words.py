"""Types and tiers in words: what stands, and why something is proposed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from crm_core.errors import N_
from crm_core.relationships.model import AT_MOST, MEASURE_LABELS, MONEY, RUNG_LABELS, Criterion, Measure, Reason, Rung
from crm_core.relationships.norms.model import Subject
from crm_core.ui.show import NO_DATA, number, whole_money
from crm_core.ui.text import _, plain

_COLOURS = {
    Rung.HIGH: "orange",
    Rung.MID: "blue",
    Rung.LOW: "gray",
    Rung.STRATEGIC: "orange",
    Rung.RELATIONAL: "blue",
    Rung.TRANSACTIONAL: "gray",
}
GONE = N_("a group that is gone")
_OVER_MONTHS = N_("{measure} of {months} months {value} {sign} {threshold}")
_AT_ANY_TIME = N_("{measure} {value} {sign} {threshold}")


def badge(rung: Rung) -> str:
    """Return a rung as a badge, Markdown."""
    return f":{_COLOURS[rung]}-badge[{_(RUNG_LABELS[rung])}]"


def whom(subject: Subject, group: str | None) -> str:
    """Return for whom a strategy is, without marks."""
    if subject.rung is not None:
        return _(RUNG_LABELS[subject.rung])
    return group or _(GONE)


def whom_badge(subject: Subject, group: str | None) -> str:
    """Return for whom a strategy is as a badge, Markdown."""
    if subject.rung is not None:
        return badge(subject.rung)
    return f":violet-badge[:material/sell: {plain(group or _(GONE))}]"


def figure(measure: Measure, value: Decimal | None) -> str:
    """Return a measure's value with its unit."""
    if value is None:
        return NO_DATA
    return whole_money(value) if measure in MONEY else number(value)


def why(reasons: Sequence[Reason]) -> str:
    """Return the reasons in one line: each measure, its value, and the thresholds that it was held against, those met first."""
    ordered = sorted(reasons, key=lambda reason: not reason.is_met)
    alike: dict[tuple[Measure, int], list[Reason]] = {}
    for reason in ordered:
        alike.setdefault((reason.measure, reason.months), []).append(reason)
    return " · ".join(_told(found) for found in alike.values())


def _told(reasons: Sequence[Reason]) -> str:
    first, *others = reasons
    if first.value is None:
        return _("{measure}: none yet", measure=_(MEASURE_LABELS[first.measure]))
    limits = [
        figure(first.measure, first.threshold),
        *(f"{_sign(one)} {figure(one.measure, one.threshold)}" for one in others),
    ]
    return _(
        _OVER_MONTHS if first.months else _AT_ANY_TIME,
        measure=_(MEASURE_LABELS[first.measure]),
        months=first.months,
        value=figure(first.measure, first.value),
        sign=_sign(first),
        threshold=_(", ").join(limits),
    )


def _sign(reason: Reason) -> str:
    fits, fails = ("≤", ">") if reason.measure in AT_MOST else ("≥", "<")
    return fits if reason.is_met else fails


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
