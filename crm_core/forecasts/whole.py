"""Where a goal of several metrics is heading, out of where each of them is heading. No I/O.

Each metric ends where its own forecast says; the goal is what they come to together then. How wrong that may be is taken from the
weeks in which all of them were forecast before: what each was wrong by in one week is laid on all of them at once, so that
what moves together stays together. Whether the band held is counted as for every forecast, with what was known then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from crm_core.forecasts.model import LEAST_ERRORS, LEAST_SPANS, Method, Outlook, Point, half_width
from crm_core.forecasts.rolling import Ahead, looked_back
from crm_core.plans.parts.model import Weighed, together
from crm_core.targets.model import Standing

NEAR_DAYS = 3  # so far apart two forecasts are of one week


@dataclass(frozen=True, slots=True)
class Part:
    """One metric of a goal: what it weighs, its outlook, how it stands where it ends at a number, and whether that is met."""

    weight: int
    found: Outlook
    ending: Callable[[float], Standing]
    is_met: Callable[[float], bool]


def come_to(parts: Sequence[Part], values: Sequence[float]) -> float:
    """Return what a goal has come to, 0-1, where its metrics end at ``values``."""
    whole = together([Weighed(one.weight, one.ending(value)) for one, value in zip(parts, values, strict=True)])
    return 0.0 if whole is None or whole.actual is None else float(whole.actual)


def shared(trails: Sequence[Sequence[tuple[date, float]]]) -> list[tuple[float, ...]]:
    """Return what each metric was wrong by in each week in which all were forecast, the oldest week first.

    The trail with the fewest forecasts names the weeks: of every other one the nearest counts, at most three days away.
    """
    if not trails:
        return []
    found = []
    for day, _error in min(trails, key=len):
        near = [min(trail, key=lambda one: abs((one[0] - day).days)) for trail in trails if trail]
        if len(near) == len(trails) and all(abs((one[0] - day).days) <= NEAR_DAYS for one in near):
            found.append(tuple(error for _day, error in near))
    return found


def whole_outlook(parts: Sequence[Part], seen: tuple[tuple[date, float], ...]) -> tuple[Outlook, float | None]:
    """Return where a goal is heading, as a share of 1, and how likely each of its metrics reaches its target.

    Where too few weeks are shared there is neither a band nor a chance. ``parts``, at least one, have a target each.
    """
    expected = [one.found.end.expected for one in parts]
    middle = come_to(parts, expected)
    end_on, known_on = parts[0].found.end.day, min(one.found.known_on for one in parts)
    misses = shared([one.found.trail for one in parts])
    is_young = any(one.found.is_young for one in parts)
    if len(misses) < LEAST_SPANS:
        point = Point(end_on, middle, middle, middle)
        return Outlook(Method.WHOLE, known_on, seen, (point,), (), 0, 0, is_young=is_young), None
    came = [come_to(parts, [value + miss for value, miss in zip(expected, one, strict=True)]) for one in misses]
    is_weekly = all(one.found.method is not Method.SPANS for one in parts)
    ahead = _ahead(middle, came, (end_on - known_on).days, is_weekly=is_weekly)
    low, high = max(0.0, middle - ahead.reach), min(1.0, middle + ahead.reach)
    point = Point(end_on, low, middle, high)
    found = Outlook(Method.WHOLE, known_on, seen, (point,), ahead.errors, ahead.tried, ahead.held, is_young=is_young)
    return found, _chance(parts, expected, misses, ahead.stretch)


def _ahead(middle: float, came: Sequence[float], days: int, *, is_weekly: bool) -> Ahead:
    """Return the forecast with its errors, tried as its metrics' own are: week by week, or each span by the others."""
    if is_weekly and len(came) >= LEAST_ERRORS:
        row = np.full((1, len(came)), middle)
        found = looked_back(row, np.array(came), np.ones_like(row), np.array([[middle], [1.0]]), days)
        if found is not None:
            return found
    errors = sorted(abs(one - middle) for one in came)
    held = sum(errors[place] <= half_width([*errors[:place], *errors[place + 1 :]]) for place in range(len(errors)))
    return Ahead(middle, tuple(errors), len(errors), held)


def _chance(
    parts: Sequence[Part], expected: Sequence[float], misses: Sequence[tuple[float, ...]], stretch: float
) -> float:
    """Return how likely all of the metrics end at their targets or better; as for one metric, errors fall to either side."""
    reached = 0
    for one in misses:
        for side in (stretch, -stretch):
            ends = zip(parts, expected, one, strict=True)
            reached += all(part.is_met(value + side * miss) for part, value, miss in ends)
    return (reached + 0.5) / (2 * len(misses) + 1)
