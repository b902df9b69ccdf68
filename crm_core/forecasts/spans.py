"""Where a number that days do not add up to is heading: as past spans of the same length went on from the same point. No I/O.

Customers who bought, those who came back, retention: each is counted for its span alone. So the span is laid over the past
several times, and what happened between its part that is over now and its end tells what may happen this time.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from crm_core.forecasts.model import LEAST_SPANS, half_width
from crm_core.forecasts.rolling import Ahead

SPANS = 14  # past spans that are asked for
LONGEST_STEP, SHORTEST_STEP = 28, 7  # days between two of them


def starts_back(reaching: int, needed: int) -> list[int]:
    """Return by how many days the span is laid back, the nearest first; fewer where the past is short.

    ``reaching`` is how many days before the last known one are covered, ``needed`` how many the whole span takes,
    history of its definition included.
    """
    room = reaching - needed
    if room < 0:
        return []
    step = max(SHORTEST_STEP, min(LONGEST_STEP, room // max(1, SPANS - 1)))
    return [step * place for place in range(min(SPANS, room // step + 1))]


def ahead(
    now: float, pairs: Sequence[tuple[float, float]], *, by_difference: bool, back: Sequence[int] = ()
) -> Ahead | None:
    """Return what ``now`` becomes by the end of its span; None where there are too few past spans.

    ``pairs`` hold what each past span came to by the same point and by its end, ``back`` how many days ago it was at that
    point, the nearest first: then the forecast knows its trail. Amounts grow by a part, shares and scores by
    a difference. Each past span is judged by the others.
    """
    told = [by_difference or before > 0 for before, _after in pairs]
    moves = [
        after - before if by_difference else after / before
        for (before, after), is_told in zip(pairs, told, strict=True)
        if is_told
    ]
    if len(moves) < LEAST_SPANS or (not by_difference and now <= 0):
        return None
    middle = median(moves)
    scale = 1.0 if by_difference else now
    errors = sorted(abs(move - middle) for move in moves)
    held = sum(_holds(moves, place) for place in range(len(moves)))
    expected = now + middle if by_difference else now * middle
    days_ago = [days for days, is_told in zip(back, told, strict=False) if is_told]
    trail = tuple((days, (move - middle) * scale) for days, move in zip(days_ago, moves, strict=False))
    return Ahead(expected, tuple(error * scale for error in errors), len(moves), held, trail=trail[::-1])


def _holds(moves: Sequence[float], place: int) -> bool:
    others = [move for other, move in enumerate(moves) if other != place]
    middle = median(others)
    return abs(moves[place] - middle) <= half_width(sorted(abs(move - middle) for move in others))
