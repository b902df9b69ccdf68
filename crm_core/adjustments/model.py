"""An adjustment of a plan: what was changed, when, why, what it should do; what came of it, and what people say. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from crm_core.adjustments.comparing import WEEK
from crm_core.errors import N_
from crm_core.periods import Period
from crm_core.targets.model import TargetScope

LONGEST_WEEKS = 26


class Wanted(StrEnum):
    """Which way a number shall go."""

    UP = "up"
    DOWN = "down"


class Touched(StrEnum):
    """What an adjustment changes."""

    GOAL = "goal"
    ACTION = "action"
    TOUCHPOINT = "touchpoint"
    NORM = "norm"


class Opinion(StrEnum):
    """What somebody, or a review, says came of it."""

    HELPED = "helped"
    NONE = "none"
    HURT = "hurt"


WANTED_LABELS: Mapping[Wanted, str] = {Wanted.UP: N_("shall rise"), Wanted.DOWN: N_("shall fall")}
TOUCHED_LABELS: Mapping[Touched, str] = {
    Touched.GOAL: N_("Goal"),
    Touched.ACTION: N_("Action"),
    Touched.TOUCHPOINT: N_("Touchpoint"),
    Touched.NORM: N_("Norm of contact"),
}
OPINION_LABELS: Mapping[Opinion, str] = {
    Opinion.HELPED: N_("It helped"),
    Opinion.NONE: N_("No change"),
    Opinion.HURT: N_("It hurt"),
}


@dataclass(frozen=True, slots=True)
class Aim:
    """What one metric was expected to do: by how much, as a part of itself (shares and scores: in points), None: not said."""

    metric_id: str
    wanted: Wanted
    size: Decimal | None


@dataclass(frozen=True, slots=True)
class Touch:
    """One thing that was touched, with its name as it is now; None where it is gone."""

    kind: Touched
    about_id: int
    name: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """What one person says came of it."""

    user_id: int
    user_name: str | None
    opinion: Opinion
    comment: str
    said_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was decided at a review: by whom, when, why; ``proposed`` is what arithmetic said then."""

    verdict_id: int
    opinion: Opinion
    reason: str
    proposed: str
    decided_on: date
    user_id: int
    user_name: str | None


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A dated change of a plan. ``scope`` is the company or a team; ``judge_on`` the day by which it should show."""

    adjustment_id: int
    plan_id: int
    changed_on: date
    what: str
    reason: str
    scope: TargetScope
    scope_name: str | None
    team_id: int | None
    judge_on: date
    made_by: int
    maker_name: str | None
    version: int
    aims: tuple[Aim, ...] = ()
    touches: tuple[Touch, ...] = ()
    said: tuple[Said, ...] = ()
    rulings: tuple[Ruling, ...] = ()

    @property
    def ruling(self) -> Ruling | None:
        """What stands: the latest decision."""
        return self.rulings[0] if self.rulings else None

    def counts(self) -> dict[Opinion, int]:
        """Return how many people say what."""
        return {opinion: sum(one.opinion is opinion for one in self.said) for opinion in Opinion}

    def is_due(self, today: date) -> bool:
        """Whether a review should judge it: its day has come, and nobody has."""
        return self.ruling is None and self.judge_on <= today


@dataclass(frozen=True, slots=True)
class Windows:
    """Two spans of the same whole weeks: up to the change, and from it on."""

    before: Period
    after: Period

    @property
    def weeks(self) -> int:
        """How many weeks each has."""
        return self.after.day_count // WEEK


def windows(changed_on: date, judge_on: date, known_on: date) -> Windows | None:
    """Return the weeks before and after a change, as many as are over until it is judged; None before the first is."""
    weeks = min(((min(judge_on, known_on) - changed_on).days + 1) // WEEK, LONGEST_WEEKS)
    if weeks < 1:
        return None
    days = timedelta(days=weeks * WEEK)
    return Windows(
        Period(changed_on - days, changed_on - timedelta(days=1)),
        Period(changed_on, changed_on + days - timedelta(days=1)),
    )
