"""Handing over what somebody holds: what there is, and to whom it goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from crm_core.access.model import Reach, Role
from crm_core.errors import N_, InvalidInput, message

MOST_TAKERS = 50


class Way(StrEnum):
    """How customers find their new owners."""

    ONE = "one"
    TURN = "turn"
    POOL = "pool"


WAY_LABELS = {
    Way.ONE: N_("All to one person"),
    Way.TURN: N_("In turn among several"),
    Way.POOL: N_("To the public pool"),
}


@dataclass(frozen=True, slots=True)
class Holding:
    """What one person holds. ``other_follow_ups`` are open ones with customers of others, not in ``follow_ups``."""

    user_id: int
    name: str
    role: Role
    team_id: int | None
    team: str | None
    is_active: bool
    customers: int
    follow_ups: int
    other_follow_ups: int
    actions: int
    goals: int
    plans: int
    milestones: int
    touchpoints: int
    sections: int
    barriers: int
    collaborations: int

    @property
    def work(self) -> int:
        """How much of plans, their sections and barriers too, and how many touchpoints: it always needs a person."""
        return (
            self.actions + self.goals + self.plans + self.milestones + self.sections + self.barriers + self.touchpoints
        )

    @property
    def is_anything(self) -> bool:
        """Whether somebody has to take over."""
        return bool(self.customers or self.follow_ups or self.other_follow_ups or self.work or self.collaborations)


@dataclass(frozen=True, slots=True)
class HoldingsRequest:
    """What do the people within a reach hold? One of them, or all (None)."""

    reach: Reach
    user_id: int | None = None


@dataclass(frozen=True, slots=True)
class HandOverDraft:
    """To whom it goes: ``takers`` in turn (none: the pool); what belongs to plans, and touchpoints, go to ``work_to``."""

    way: Way
    takers: tuple[int, ...]
    work_to: int | None

    @classmethod
    def parse(cls, given: Mapping[str, object]) -> HandOverDraft:
        """Return the draft of ``way``, ``taker`` (one), ``takers`` (several) and ``work_to``.

        Raises:
            InvalidInput: with a message a field.
        """
        wanted = str(given.get("way") or "")
        if wanted not in tuple(Way):
            raise InvalidInput({"way": message(N_("Please choose from the list."))})
        way = Way(wanted)
        takers: tuple[int, ...] = ()
        if way is Way.ONE:
            one = _user_id(given.get("taker"))
            if one is None:
                raise InvalidInput({"taker": message(N_("Please choose who takes over."))})
            takers = (one,)
        elif way is Way.TURN:
            several = given.get("takers")
            found = [_user_id(item) for item in several] if isinstance(several, Sequence) else []
            takers = tuple(dict.fromkeys(item for item in found if item is not None))
            if not 2 <= len(takers) <= MOST_TAKERS:
                raise InvalidInput({"takers": message(N_("Please choose 2 to {count} people."), count=MOST_TAKERS)})
        return cls(way, takers, _user_id(given.get("work_to")) or (takers[0] if takers else None))

    def check(self, held: Holding) -> None:
        """Make sure that what belongs to plans finds somebody.

        Raises:
            InvalidInput: there is some of it and nobody takes it.
        """
        if held.work and self.work_to is None:
            raise InvalidInput({"work_to": message(N_("Please choose who takes over actions, goals and touchpoints."))})


def _user_id(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


@dataclass(frozen=True, slots=True)
class HandedOver:
    """How much went over."""

    customers: int
    follow_ups: int
    work: int
    collaborations: int


@dataclass(frozen=True, slots=True)
class Share:
    """What one taker gets; ``user_id`` None: the public pool. ``follow_ups`` of customers of others are in turn too."""

    user_id: int | None
    customers: int
    follow_ups: int
    work: int


def shares(held: Holding, draft: HandOverDraft) -> tuple[Share, ...]:
    """Return who would get how much of what is held, in the order of the takers; all of it is told once.

    Follow-ups with the customers themselves go with these, so only those with customers of others are counted here. Those
    have no share where customers go to the pool: their customers' owners take them.
    """
    takers: tuple[int | None, ...] = draft.takers or (None,)
    found = {
        taker: Share(
            taker,
            _part(held.customers, place, len(takers)),
            _part(held.other_follow_ups, place, len(takers)) if taker is not None else 0,
            0,
        )
        for place, taker in enumerate(takers)
    }
    if draft.work_to is not None and held.work:
        before = found.get(draft.work_to, Share(draft.work_to, 0, 0, 0))
        found[draft.work_to] = replace(before, work=held.work)
    return tuple(one for one in found.values() if one.customers or one.follow_ups or one.work)


def _part(count: int, place: int, among: int) -> int:
    """Return how many of ``count`` that are dealt in turn come to a place."""
    share, rest = divmod(count, among)
    return share + (place < rest)
