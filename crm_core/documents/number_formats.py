"""How a spreadsheet writes the numbers of a chart's axis, as near to the page's figures as its formats come."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from crm_core.i18n import Language
from crm_core.metrics.model import Kind, Metric, Unit

_UNITS = {
    Language.ENGLISH: ((10**9, '0.0,,,"B"'), (10**6, '0.0,,"M"'), (10**3, '0,"K"')),
    # a format divides by thousands only: the point is put before the last figure of the thousands, or the last two of millions
    Language.SIMPLIFIED: ((10**8, '0\\.00,,"亿"'), (10**4, '0\\.0,"万"')),
    Language.TRADITIONAL: ((10**8, '0\\.00,,"億"'), (10**4, '0\\.0,"萬"')),
}


def axis_format(found: Metric, largest: float, sign: str, language: Language) -> str:
    """Return the format for an axis whose largest number is ``largest``; ``sign`` is the currency's."""
    money = f'"{sign}"' if found.unit is Unit.MONEY and '"' not in sign else ""
    if found.unit is Unit.SHARE:
        return "0%" if largest >= 0.05 else "0.0%"
    if found.unit is Unit.POINTS or (found.unit is not Unit.MONEY and found.kind is Kind.RATIO):
        return "#,##0" if largest >= 5 else "0.0"
    if found.unit is Unit.MONEY and found.kind is Kind.RATIO:
        return f"{money}#,##0"
    for size, pattern in _UNITS[language]:
        if largest >= size:
            return f"{money}{pattern};-{money}{pattern};0"
    return f"{money}#,##0"


def step_of(values: Iterable[float], most: int) -> float:
    """Return a round distance for the marks of an axis that shows ``values`` from 0, so that there are at most ``most``."""
    known = [*values, 0.0]
    span = Decimal(repr(max(known) - min(known)))
    if not span:
        return 1.0
    raw = span / most
    size = Decimal(10) ** raw.adjusted()
    return float(next(size * factor for factor in (1, 2, Decimal("2.5"), 5, 10) if size * factor >= raw))
