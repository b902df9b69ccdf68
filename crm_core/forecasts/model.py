"""Where a number is heading: what is expected at an end, how sure that is, and how often it was right. No I/O.

A forecast is never one number. Its band is as wide as this very forecast was wrong before, at the same distance, on the
same number: four fifths of the past errors lie within it. Whether that held is counted on the past too, each time with
what was known then.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import ceil

BAND = 0.8  # the share of outcomes that shall lie in the band
LEAST_ERRORS = 16  # past forecasts below which nothing is said
LEAST_SPANS = 10  # the same, where each past forecast is a span of its own
NEVER, ALWAYS = 0.01, 0.99
LEAST_HELD, LEAST_TRIED = 0.6, 10  # a forecast whose band held less often than this is not shown


class Method(StrEnum):
    """How a forecast is made; each has its sentence."""

    FLOW = "flow"  # what is still to come, added to what has come
    QUOTIENT = "quotient"  # the rest of the stage at the recent level, together with what is known of it
    SPANS = "spans"  # how the number moved over the same part of past spans of the same length
    WHOLE = "whole"  # of a goal of several metrics, put together out of their own forecasts


class Silence(StrEnum):
    """Why there is no forecast."""

    NO_METRIC = "no_metric"  # measured by hand
    NO_PAST = "no_past"  # what it was on an earlier day is kept nowhere
    NO_DATA = "no_data"
    NOT_BEGUN = "not_begun"
    OVER = "over"
    TOO_SHORT = "too_short"
    UNPROVEN = "unproven"  # its band held too seldom in the past
    NOT_ALL = "not_all"  # a goal of several metrics, not all of which have a forecast
    NO_AIM = "no_aim"  # a goal of several metrics, none of which has a target


class Likelihood(StrEnum):
    """A chance in a word."""

    ALMOST_CERTAIN = "almost_certain"
    LIKELY = "likely"
    OPEN = "open"
    UNLIKELY = "unlikely"
    HARDLY = "hardly"


_FROM = (
    (0.95, Likelihood.ALMOST_CERTAIN),
    (0.65, Likelihood.LIKELY),
    (0.35, Likelihood.OPEN),
    (0.05, Likelihood.UNLIKELY),
)


@dataclass(frozen=True, slots=True)
class Point:
    """What is expected by the end of a day, with the band's ends."""

    day: date
    low: float
    expected: float
    high: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where a metric is heading by the last day of a span, in its base unit.

    ``known_on`` is the last day that is over and covered; ``seen`` is what the number stood at by the end of earlier days,
    ``way`` what is expected from then on, the end last. ``errors`` are the sizes of past errors at the same distance,
    the smallest first, and scaled to this one. Of ``tried`` past forecasts ``held`` had the outcome within their band.
    ``season`` is how much of last year's season is in it, 0-1. ``trail`` are those forecasts one by one: the last day each
    knew, and how far above it the outcome was, in today's scale. Without ``errors`` there is no band: ``end`` is what is expected.
    """

    method: Method
    known_on: date
    seen: tuple[tuple[date, float], ...]
    way: tuple[Point, ...]
    errors: tuple[float, ...]
    tried: int
    held: int
    season: float = 0.0
    is_young: bool = False  # the data are younger than a year and eight weeks: no season is known yet
    trail: tuple[tuple[date, float], ...] = ()

    @property
    def has_band(self) -> bool:
        """Whether it is known how wrong it may be."""
        return bool(self.errors)

    @property
    def is_proven(self) -> bool:
        """Whether its band held as often as a band should, as far as that is known."""
        return self.tried < LEAST_TRIED or self.held >= LEAST_HELD * self.tried

    @property
    def end(self) -> Point:
        """What is expected at the end."""
        return self.way[-1]


def half_width(errors: Sequence[float]) -> float:
    """Return how far the band reaches to either side: the error that four fifths of all, and this one, do not exceed.

    ``errors`` are sizes, the smallest first, at least one. Source: split conformal prediction (Papadopoulos and others
    2002; Lei and others 2018, JASA 113): the ⌈0.8 (n + 1)⌉-th smallest of n, at most the largest.
    """
    return errors[min(len(errors), ceil(BAND * (len(errors) + 1))) - 1]


def chance(outlook: Outlook, target: float, *, lower_is_better: bool = False) -> float:
    """Return how likely the end is at ``target`` or better: the share of past errors that would lead there, 0 to 1 excluded.

    An error may fall to either side, as the band has it. One more that decides nothing counts a half, so that a few
    errors never say that something is certain or impossible.
    """
    needed = (outlook.end.expected - target) if lower_is_better else (target - outlook.end.expected)
    errors = outlook.errors
    if needed <= 0:  # met unless the outcome falls short by more than there is to spare
        fails = len(errors) - bisect_left(errors, -needed + _slack(target))
        return 1 - (fails + 0.5) / (2 * len(errors) + 1)
    meets = len(errors) - bisect_left(errors, needed - _slack(target))
    return (meets + 0.5) / (2 * len(errors) + 1)


def _slack(target: float) -> float:
    return 1e-9 * max(1.0, abs(target))


def likelihood(share: float) -> Likelihood:
    """Return a chance in a word."""
    return next((word for least, word in _FROM if share >= least), Likelihood.HARDLY)
