"""A goal with several metrics, and how far it is as a whole. No I/O.

The goal's progress is the weighted mean of its metrics' progress, so that it always lies between them. None counts for more
than the whole: what is surpassed hides nothing that is missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from crm_core.errors import N_
from crm_core.relationships.model import Rung
from crm_core.targets.model import ONE, ZERO, Standing, Status

MOST_METRICS = 10  # of one goal, the first with them
RULE = N_(
    "Weighted mean of the metrics below. Each counts up to its target and no further: by the way from baseline to target, or by "
    "the target itself. The status is the weighted middle of theirs; reached only when every metric is."
)


class Horizon(StrEnum):
    """How far ahead a goal looks."""

    LONG = "long"
    MIDDLE = "middle"
    SHORT = "short"


HORIZON_LABELS = {
    Horizon.LONG: N_("Long term"),
    Horizon.MIDDLE: N_("Middle term"),
    Horizon.SHORT: N_("Short term"),
}


@dataclass(frozen=True, slots=True)
class Detail:
    """What a goal says of itself: what its first metric weighs among several, how far it looks, for whom and what it is."""

    first_weight: int = 1
    horizon: Horizon | None = None
    group: Rung | None = None
    purpose: str = ""


NOTHING = Detail()


@dataclass(frozen=True, slots=True)
class GoalPart:
    """A further metric of a goal. ``weight`` is against the goal's first metric and the other parts."""

    part_id: int
    goal_id: int
    metric_id: str
    weight: int
    baseline: Decimal | None
    baseline_on: date | None
    lower_is_better: bool = False


@dataclass(frozen=True, slots=True)
class Weighed:
    """How one metric of a goal stands, and what it weighs; ``standing`` None where it has no target in the stage."""

    weight: int
    standing: Standing | None


def progress_of(standing: Standing) -> Decimal | None:
    """Return how far a metric is, 0-1; None without an actual. Where there is no ratio, what is kept of what was expected."""
    if standing.actual is None or standing.status is None:
        return None
    if standing.attainment is None:
        return ONE - standing.shortfall
    return min(ONE, max(ZERO, standing.attainment))


def weighted_mean(values: Iterable[tuple[int, Decimal]]) -> Decimal | None:
    """Return the mean of values by whole weights above 0; None where there are none. It lies between them, exactly."""
    given = list(values)
    if not given:
        return None
    mean = sum((weight * value for weight, value in given), ZERO) / sum(weight for weight, _value in given)
    return min(max(mean, min(value for _weight, value in given)), max(value for _weight, value in given))


def together(parts: Sequence[Weighed]) -> Standing | None:
    """Return how a goal of several metrics stands against 100 %; None where no metric has a target in the stage.

    Metrics of which nothing is known yet are left out, and keep the goal from being reached. ``shortfall`` is the mean of
    theirs: 0 exactly where each metric is where it should be by now.
    """
    aimed = [(one.weight, one.standing) for one in parts if one.standing is not None]
    if not aimed:
        return None
    known = [(weight, found, standing) for weight, standing in aimed if (found := progress_of(standing)) is not None]
    progress = weighted_mean((weight, found) for weight, found, _standing in known)
    if progress is None:
        return Standing(None, ONE, None, None, None, None, None, ZERO)
    missing = weighted_mean((weight, standing.shortfall) for weight, _found, standing in known) or ZERO
    is_whole = len(known) == len(aimed)
    stands = [(weight, standing.status) for weight, _found, standing in known if standing.status is not None]
    return Standing(
        progress, ONE, None, None, progress, ONE - progress, middle_status(stands, is_whole=is_whole), missing
    )


def middle_status(statuses: Sequence[tuple[int, Status]], *, is_whole: bool = True) -> Status | None:
    """Return the weighted middle of statuses, halves towards the worse; reached only where all are and none is unknown."""
    rank = weighted_mean((weight, Decimal(status.rank)) for weight, status in statuses)
    if rank is None:
        return None
    place = int(rank.quantize(ONE, rounding=ROUND_HALF_UP))
    is_reached = is_whole and all(status is Status.REACHED for _weight, status in statuses)
    return Status.REACHED if is_reached else list(Status)[max(place, Status.ON_TRACK.rank)]
