"""What a plan takes in: what customers want and which goal meets it, touchpoints in it, maturity today and to be. No I/O."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crm_core.customers.profile.needs.model import Want
from crm_core.errors import N_, InvalidInput, message
from crm_core.plans.drafts import Reader

REASON_LIMIT, NOTE_LIMIT, LEVELS = 200, 500, 5


class Side(StrEnum):
    """A side of the care for customers, whose maturity is judged."""

    LEADING = "leading"
    KNOWING = "knowing"
    CARING = "caring"
    JUDGING = "judging"
    WATCHING = "watching"
    PEOPLE = "people"


SIDE_LABELS: Mapping[Side, str] = {
    Side.LEADING: N_("Goals and leadership"),
    Side.KNOWING: N_("What we know of customers"),
    Side.CARING: N_("How we deal with customers"),
    Side.JUDGING: N_("Judging customers and their value"),
    Side.WATCHING: N_("Watching risk and service"),
    Side.PEOPLE: N_("People and working together"),
}
SIDE_QUESTIONS: Mapping[Side, str] = {
    Side.LEADING: N_("Are goals set with numbers, time and money given, and problems solved rather than passed over?"),
    Side.KNOWING: N_("Does one record tell whoever needs it who the customer is, what was bought and what was said?"),
    Side.CARING: N_("Do types, norms, guides and contracts say how each customer is dealt with, by whoever does it?"),
    Side.JUDGING: N_("Are customers judged by the same criteria, and does what they get follow from it?"),
    Side.WATCHING: N_("Are risks, complaints and missed promises seen in time, and does somebody act on them?"),
    Side.PEOPLE: N_(
        "Are people trained for it, and do sales, service and the rest work on the same customer together?"
    ),
}
LEVEL_LABELS: Mapping[int, str] = {
    1: N_("1 By chance"),
    2: N_("2 By habit"),
    3: N_("3 By rule"),
    4: N_("4 By numbers"),
    5: N_("5 Ever better"),
}
LEVEL_MEANINGS: Mapping[int, str] = {
    1: N_("Everybody does it their own way; nothing is written down."),
    2: N_("Some do it alike from experience; who is new has to ask."),
    3: N_("It is written down and taught, and people work by it."),
    4: N_("Numbers show whether it is kept and whether it works."),
    5: N_("It is changed again and again by what numbers and customers say."),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many customers in reach want one kind of thing: still (of these for how many it matters most), and got it."""

    want: Want
    open_count: int
    most_count: int
    met_count: int
    goals: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Wants:
    """What the customers in reach want, most wanted first; ``told_count`` of ``customer_count`` said anything."""

    kinds: tuple[Wanted, ...]
    customer_count: int
    told_count: int

    @property
    def unmet(self) -> tuple[Wanted, ...]:
        """What somebody still wants and no goal of the plan answers to."""
        return tuple(one for one in self.kinds if one.open_count and not one.goals)


@dataclass(frozen=True, slots=True)
class Placed:
    """Whether a touchpoint is in a plan, and why not; ``is_in`` None, version 0: nobody decided."""

    touchpoint_id: int
    is_in: bool | None = None
    reason: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class PlaceDraft:
    """What a form says of a touchpoint, checked; who leaves one out says why."""

    is_in: bool
    reason: str

    @classmethod
    def parse(cls, given: Mapping[str, object]) -> PlaceDraft:
        """Return the draft.

        Raises:
            InvalidInput: with a message a field.
        """
        reader = Reader(given)
        choice = str(given.get("is_in") or "")
        reason = reader.line("reason", REASON_LIMIT)
        if choice not in ("in", "out"):
            reader.problems["is_in"] = message(N_("Please choose one of the list."))
        elif choice == "out" and not reason:
            reader.problems.setdefault("reason", message(N_("Please say why it is left out.")))
        reader.check()
        return cls(choice == "in", "" if choice == "in" else reason)


@dataclass(frozen=True, slots=True)
class Look:
    """One look at one side: its level, 1 to 5, and where it shall be by when (None: nobody said)."""

    side: Side
    level: int
    aim: int | None
    aim_on: date | None
    note: str
    assessed_on: date
    assessed_by: str | None
    maturity_id: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one side stands: the latest look, and the one before it on another level; none where nobody looked."""

    side: Side
    latest: Look | None
    before: Look | None

    @property
    def distance(self) -> int:
        """How many levels are still to go; 0 where none is, or no aim was set."""
        if self.latest is None or self.latest.aim is None:
            return 0
        return max(0, self.latest.aim - self.latest.level)

    def is_late(self, today: date) -> bool:
        """Return whether the day of its aim is past and the level is not reached."""
        return bool(self.distance and self.latest and self.latest.aim_on and self.latest.aim_on < today)


def standings(looks: Iterable[Look]) -> tuple[Standing, ...]:
    """Return where each side stands, by its looks; the later day holds, of one day the later look."""
    found = []
    known = sorted(looks, key=lambda one: (one.assessed_on, one.maturity_id))
    for side in Side:
        own = [one for one in known if one.side is side]
        latest = own[-1] if own else None
        earlier = [one for one in own if latest is not None and one.level != latest.level]
        found.append(Standing(side, latest, earlier[-1] if earlier else None))
    return tuple(found)


def parse_looks(given: Mapping[str, object], *, today: date) -> list[Look]:
    """Return what a form says of the sides (``level:<side>``, ``aim:<side>``), those without a level left out.

    Raises:
        InvalidInput: with a message a field; an aim lies above the level, and has a day that is still to come.
    """
    reader = Reader(given)
    assessed_on = reader.day("assessed_on") or today
    aim_on, note = reader.day("aim_on"), reader.note("note", NOTE_LIMIT)
    if assessed_on > today:
        reader.problems["assessed_on"] = message(N_("This day lies ahead."))
    found = []
    for side in Side:
        level, aim = (_level(reader, f"{name}:{side.value}") for name in ("level", "aim"))
        if level is None:
            if aim is not None:
                reader.problems[f"level:{side.value}"] = message(N_("Please say where we are first."))
            continue
        if aim is not None and aim < level:
            reader.problems[f"aim:{side.value}"] = message(N_("The aim lies below where we are."))
        found.append(Look(side, level, aim, aim_on if aim is not None else None, note, assessed_on, None))
    if any(one.aim is not None and one.aim > one.level for one in found) and aim_on is None:
        reader.problems.setdefault("aim_on", message(N_("Please choose a day.")))
    elif aim_on is not None and aim_on <= assessed_on:
        reader.problems["aim_on"] = message(N_("This day is over: an aim lies ahead."))
    if not found and not reader.problems:
        raise InvalidInput({f"level:{Side.LEADING.value}": message(N_("Please choose one of the list."))})
    reader.check()
    return found


def _level(reader: Reader, name: str) -> int | None:
    level = reader.key(name)
    if level is not None and not 1 <= level <= LEVELS:
        reader.problems[name] = message(N_("Please choose one of the list."))
        return None
    return level


def mean_level(found: Sequence[Standing]) -> float | None:
    """Return the mean level of the sides that were looked at; None where none was."""
    levels = [one.latest.level for one in found if one.latest is not None]
    return sum(levels) / len(levels) if levels else None
