"""Where a quotient or a mean is heading: what is known of its span, and the rest of it at the recent level. No I/O."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from crm_core.forecasts.rolling import WARM_UP, Ahead, Real, Whole, looked_back, origins
from crm_core.metrics.daily import Daily

RECENT = 56


def ahead(series: Daily, known: int, begun: int, steps: Sequence[int]) -> list[Ahead] | None:
    """Return what a span of which ``begun`` days are known comes to with ``steps`` more days, the farthest last.

    None where the series is too short to know how wrong that would be, or nothing was counted.
    """
    if series.wholes is None:
        return None
    parts, wholes = _running(series.parts[:known]), _running(series.wholes[:known])
    end = _ahead(parts, wholes, known, begun, steps[-1])
    found = [] if end is None else [*(_ahead(parts, wholes, known, begun, days, end) for days in steps[:-1]), end]
    whole = [one for one in found if one is not None]
    return whole if len(whole) == len(steps) else None


def _running(values: Real) -> Real:
    return np.concatenate([[0.0], np.cumsum(values)])


def _ahead(  # noqa: PLR0917 - two tables and where they are looked at
    parts: Real, wholes: Real, known: int, begun: int, days: int, like: Ahead | None = None
) -> Ahead | None:
    at = origins(known, days, max(WARM_UP, begun, RECENT))
    if not len(at):
        return None
    everywhere = _forecasts(parts, wholes, np.append(at, known), begun, days)
    counted = wholes[at + days] - wholes[at - begun]
    came = np.where(counted > 0, (parts[at + days] - parts[at - begun]) / np.where(counted > 0, counted, 1.0), np.nan)
    told = ~np.isnan(came) & ~np.isnan(everywhere[:-1])
    if np.isnan(everywhere[-1]):
        return None
    ones = np.ones((1, int(told.sum())))
    now = np.array([[everywhere[-1]], [1.0]])
    return looked_back(everywhere[:-1][told][None, :], came[told], ones, now, days, like, back=(known - at)[told])


def _forecasts(parts: Real, wholes: Real, at: Whole, begun: int, days: int) -> Real:
    """Return what is expected of the span at each place; not a number where nothing was counted lately."""
    back = at - max(begun, RECENT)
    counted = wholes[at] - wholes[back]
    level = np.where(counted > 0, (parts[at] - parts[back]) / np.where(counted > 0, counted, 1.0), np.nan)
    coming = (wholes[at] - wholes[at - RECENT]) / RECENT * days
    whole = wholes[at] - wholes[at - begun] + coming
    told = (parts[at] - parts[at - begun] + level * coming) / np.where(whole > 0, whole, 1.0)
    return np.asarray(np.where(whole > 0, told, level))
