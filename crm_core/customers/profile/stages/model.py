"""The stages of a customer's life with us, and which of them the purchases speak for. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from crm_core.customers.model import Fields
from crm_core.errors import N_, Message, message

WHY_LIMIT, REASON_NAME_LIMIT = 500, 60
NEW_DAYS = 90  # how long after the first purchase a customer counts as new
USUAL_DAYS = 90  # the rhythm of who has bought on one day only
RISK_AFTER, LOST_AFTER = 2, 4  # times the own rhythm without a purchase
LEAST_RISK_DAYS, LEAST_LOST_DAYS = 60, 180  # a daily customer is not lost after four days


class Stage(StrEnum):
    """Where a customer stands; the values are what the store and the trail say."""

    PROSPECT = "prospect"
    NEW = "new"
    ACTIVE = "active"
    AT_RISK = "at_risk"
    LOST = "lost"
    WON_BACK = "won_back"


STAGE_LABELS = {
    Stage.PROSPECT: N_("Prospect"),
    Stage.NEW: N_("New customer"),
    Stage.ACTIVE: N_("Active customer"),
    Stage.AT_RISK: N_("About to leave"),
    Stage.LOST: N_("Lost"),
    Stage.WON_BACK: N_("Won back"),
}
KNOWN_REASONS: Mapping[str, str] = {
    "price": N_("Too expensive"),
    "competitor": N_("Went to a competitor"),
    "quality": N_("Unhappy with the product"),
    "service": N_("Unhappy with the service"),
    "no_need": N_("Needs it no longer"),
    "closed": N_("Business closed"),
    "moved": N_("Moved away"),
    "unknown": N_("Not known"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """One stage that a customer was given: since when, why, by whom. ``reason_*`` is why it was lost, where it was.

    ``why`` is what somebody wrote; of a customer who was won back, what did it. ``is_proposed``: as the data proposed.
    """

    stage_id: int
    stage: Stage
    since_on: date
    reason_known: str | None
    reason_name: str | None
    why: str
    is_proposed: bool
    who: str | None
    set_at: datetime


@dataclass(frozen=True, slots=True)
class Buying:
    """On how many days a customer bought, the first and the last of them, and until which day purchases are known."""

    days: int
    first_on: date | None
    last_on: date | None
    known_until: date | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The stage that the data speak for, and why."""

    stage: Stage
    reason: Message


@dataclass(frozen=True, slots=True)
class CustomerStages:
    """The stages of one customer, the latest first, and what the data propose in place of the present one, if anything."""

    history: tuple[Standing, ...]
    proposal: Proposal | None

    @property
    def now(self) -> Standing | None:
        """The present stage; None where none was given yet."""
        return self.history[0] if self.history else None


def rhythm_of(buying: Buying) -> int | None:
    """Return the days that usually lie between two purchases, at least 1; None for who bought on one day or never."""
    if buying.days < 2 or buying.first_on is None or buying.last_on is None:
        return None
    return max(1, round((buying.last_on - buying.first_on).days / (buying.days - 1)))


def proposed(buying: Buying, today: date, now: Standing | None) -> Proposal | None:
    """Return the stage that the purchases speak for; None where the customer stands in it already.

    Silence is counted up to the last day of which purchases are known: an import that is late loses nobody. It is held
    against the customer's own rhythm (twice: about to leave; four times: lost), never below 60 and 180 days.
    """
    found = _found(buying, min(today, buying.known_until or today), now)
    return None if now is not None and found.stage is now.stage else found


def _found(buying: Buying, until: date, now: Standing | None) -> Proposal:
    if buying.first_on is None or buying.last_on is None:
        return Proposal(Stage.PROSPECT, message(N_("Nothing bought yet.")))
    silent, age = max(0, (until - buying.last_on).days), max(0, (until - buying.first_on).days)
    back = Proposal(Stage.WON_BACK, message(N_("Bought again after being lost, {days} days ago."), days=silent))
    if now is not None and now.stage is Stage.LOST and buying.last_on > now.since_on:
        return back
    quiet = _quiet(silent, rhythm_of(buying))
    if quiet is not None:
        return quiet
    if now is not None and now.stage is Stage.WON_BACK and (until - now.since_on).days <= NEW_DAYS:
        return back
    if age <= NEW_DAYS:
        return Proposal(Stage.NEW, message(N_("Bought for the first time {days} days ago."), days=age))
    return Proposal(Stage.ACTIVE, message(N_("Last purchase {days} days ago."), days=silent))


def _quiet(silent: int, rhythm: int | None) -> Proposal | None:
    """Return what a silence of so many days speaks for, held against the customer's rhythm; None where it is usual."""
    usual = rhythm or USUAL_DAYS
    if silent > max(LOST_AFTER * usual, LEAST_LOST_DAYS):
        stage = Stage.LOST
    elif silent > max(RISK_AFTER * usual, LEAST_RISK_DAYS):
        stage = Stage.AT_RISK
    else:
        return None
    if rhythm is None:
        return Proposal(stage, message(N_("No purchase for {days} days after the only one."), days=silent))
    return Proposal(stage, message(N_("No purchase for {days} days; usual are {rhythm}."), days=silent, rhythm=rhythm))


@dataclass(frozen=True, slots=True)
class StageDraft:
    """A stage that somebody gives, checked. ``since_on`` None: today."""

    stage: Stage
    since_on: date | None
    reason_id: int | None
    why: str

    @classmethod
    def parse(cls, given: Mapping[str, object], *, now: Standing | None, today: date) -> StageDraft:
        """Return the draft of ``stage``, ``since_on``, ``reason_id`` and ``why``.

        Raises:
            InvalidInput: with a message a field: no stage, the same one again, a day before the last change or after
                today, lost without a reason, won back without having been lost or without what did it.
        """
        fields = Fields(given)
        stage = fields.choice("stage", Stage, None)
        why = fields.note("why", WHY_LIMIT) or ""
        since, reason = given.get("since_on"), given.get("reason_id")
        since_on = since if isinstance(since, date) else None
        reason_id = reason if isinstance(reason, int) and not isinstance(reason, bool) else None
        if stage is None:
            fields.problems.setdefault("stage", message(N_("Please choose from the list.")))
        elif now is not None and stage is now.stage:
            fields.problems["stage"] = message(N_("The customer stands in this stage already."))
        if stage is Stage.LOST and reason_id is None:
            fields.problems["reason_id"] = message(N_("Please say why the customer was lost."))
        if stage is Stage.WON_BACK and (now is None or now.stage is not Stage.LOST):
            fields.problems["stage"] = message(N_("Only a lost customer can be won back."))
        elif stage is Stage.WON_BACK and not why:
            fields.problems.setdefault("why", message(N_("Please say what won the customer back.")))
        if since_on is not None and since_on > today:
            fields.problems["since_on"] = message(N_("This day has not come yet."))
        elif now is not None and since_on is not None and since_on < now.since_on:
            fields.problems["since_on"] = message(N_("The present stage began later than this."))
        fields.check()
        return cls(stage or Stage.PROSPECT, since_on, reason_id if stage is Stage.LOST else None, why)


@dataclass(frozen=True, slots=True)
class LossReason:
    """A reason of loss. ``known``: one whose name is translated; ``name`` stands in its place where it was written."""

    reason_id: int
    known: str | None
    name: str | None
    is_active: bool
    version: int
