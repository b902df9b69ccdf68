"""What of a flow is still to come: its recent level, spread over the days ahead, with last year's season. No I/O.

The level is that of the last eight weeks, told apart by the kind of day (days of the week, public holidays, make-up days),
so that a week with a holiday in it is expected to be a small one. The season is how the days ahead compared with those eight
weeks a year ago, aligned to Spring Festival; all of it, half of it or none is taken, whichever was least wrong so far.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from crm_core.forecasts.calendar import FREE, KINDS, MADE_UP, Whole, laid_out
from crm_core.forecasts.rolling import Ahead, Real, looked_back, origins
from crm_core.metrics.daily import Daily

SEASONS = (0.0, 0.5, 1.0)  # how much of last year's season is taken
RECENT, YEAR = 56, 364
_LONGEST_SEASON = 300  # days ahead beyond which last year's days were not over yet
_LEAST_OF_A_KIND = 3
_STEEPEST = 5.0  # no season is steeper than this


class Flow:
    """A flow's days up to the last known one, laid out for sums between any two days."""

    def __init__(self, series: Daily, known: int, ahead: int) -> None:
        values = series.parts[:known]
        self._known = known
        kinds, earlier = laid_out(series.first, len(series) + ahead)
        there = (earlier >= 0) & (earlier < known)
        mirrored = np.where(there, values[np.clip(earlier, 0, known - 1)], 0.0)
        self._first_mirrored = int(np.argmax(there)) if there.any() else len(kinds)
        self._sums = _running(values[None, :])[0]
        self._mirrored = _running(mirrored[None, :])[0]
        self._days = _running(_by_kind(kinds, np.ones(len(kinds))))
        self._mirrored_days = _running(_by_kind(kinds[np.clip(earlier, 0, len(kinds) - 1)], np.ones(len(kinds))))
        self._by_kind = _running(_by_kind(kinds[:known], values))

    def total(self, first: Whole, end: Whole) -> Real:
        """Return what came from each ``first`` place to the one before ``end``."""
        return np.asarray(self._sums[end] - self._sums[first])

    def forecasts(self, at: Whole, days: int) -> Real:
        """Return what each season's way expects of the ``days`` days from each place on, knowing what lies before it."""
        weights = self._weights(at)
        begun = np.maximum(0, at - RECENT)
        end = at + days
        level = self.total(begun, at) / _weighed(weights, self._days, begun, at)
        ahead = _weighed(weights, self._days, at, end)
        season = np.ones(len(at))
        if days <= _LONGEST_SEASON:
            then = self._mirrored_rate(weights, begun, at)
            later = self._mirrored_rate(weights, at, end)
            is_known = (begun >= self._first_mirrored) & (then > 0) & (later > 0)
            season = np.where(is_known, later / np.where(then > 0, then, 1.0), 1.0)
        season = np.clip(season, 1 / _STEEPEST, _STEEPEST)
        return np.stack([level * ahead * season**share for share in SEASONS])

    def _mirrored_rate(self, weights: Real, first: Whole, end: Whole) -> Real:
        found = self._mirrored[end] - self._mirrored[first]
        return np.asarray(found / _weighed(weights, self._mirrored_days, first, end))

    def _weights(self, at: Whole) -> Real:
        """Return what a day of each kind brought in the year before each place, a row a kind; never quite 0."""
        first = np.maximum(0, at - YEAR)
        counts = self._days[:, at] - self._days[:, first]
        sums = self._by_kind[:, at] - self._by_kind[:, first]
        all_days = np.maximum(1.0, counts.sum(axis=0))
        mean = sums.sum(axis=0) / all_days
        own = np.where(counts >= _LEAST_OF_A_KIND, sums / np.maximum(1.0, counts), np.nan)
        for kind, like in ((FREE, slice(5, 7)), (MADE_UP, slice(0, 5))):
            alike = sums[like].sum(axis=0) / np.maximum(1.0, counts[like].sum(axis=0))
            own[kind] = np.where(np.isnan(own[kind]), alike, own[kind])
        least = 1e-6 * np.abs(mean) + 1e-12
        return np.asarray(np.maximum(np.where(np.isnan(own), mean, own), least))


def _by_kind(kinds: Whole, values: Real) -> Real:
    found = np.zeros((KINDS, len(kinds)))
    found[kinds, np.arange(len(kinds))] = values
    return found


def _running(rows: npt.NDArray[np.float64]) -> Real:
    """Return the sums of each row up to each place, with 0 before the first."""
    found = np.zeros((rows.shape[0], rows.shape[1] + 1))
    np.cumsum(rows, axis=1, out=found[:, 1:])
    return found


def _weighed(weights: Real, days: Real, first: Whole, end: Whole) -> Real:
    return np.asarray((weights * (days[:, end] - days[:, first])).sum(axis=0))


def ahead(series: Daily, known: int, steps: Sequence[int]) -> list[Ahead] | None:
    """Return what comes within each of ``steps`` days after the first ``known`` days of a series, the farthest last.

    None where the series is too short to know how wrong that would be.
    """
    flow = Flow(series, known, steps[-1])
    end = _ahead(flow, known, steps[-1])
    found = [] if end is None else [*(_ahead(flow, known, days, end) for days in steps[:-1]), end]
    whole = [one for one in found if one is not None]
    return whole if len(whole) == len(steps) else None


def _ahead(flow: Flow, known: int, days: int, like: Ahead | None = None) -> Ahead | None:
    at = origins(known, days)
    if not len(at):
        return None
    everywhere = flow.forecasts(np.append(at, known), days)
    came = flow.total(at, at + days)
    is_positive = bool((everywhere > 0).all())
    scale = (
        everywhere if is_positive else np.ones_like(everywhere)
    )  # errors grow with what is expected, if it is above 0
    now = np.stack([everywhere[:, -1], scale[:, -1]])
    return looked_back(everywhere[:, :-1], came, scale[:, :-1], now, days, like, back=known - at)
