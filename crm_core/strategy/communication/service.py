"""How we talk at each touchpoint: the register's own words and standards, and whether they were looked at with what customers said.

Nothing of a touchpoint is stored a second time here; a revision only says when somebody looked, and what came of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission, Reach
from crm_core.board.service import Ask
from crm_core.errors import N_, InvalidInput, NotFound, message
from crm_core.periods import add_months
from crm_core.plans.drafts import Reader
from crm_core.plans.editing import editor, plan_to_edit, today_of
from crm_core.store import Store, once, statement
from crm_core.store.reads import reads
from crm_core.strategy.service import EVERYTHING
from crm_core.touchpoints.model import RegisterRequest, Touchpoint
from crm_core.touchpoints.said.voiced import Voiced, VoicedRequest, voiced_counts
from crm_core.touchpoints.service import touchpoints

ROOM = "strategy/communication"
WORDS_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Revision:
    """When a touchpoint was revised last, what came of it, and how often it was."""

    touchpoint_id: int
    revised_on: date
    words: str
    revised_by: str | None
    count: int


@reads("touchpoint_revision", "app_user")
def revisions(store: Store, request: RegisterRequest) -> Mapping[int, Revision]:
    """Return the last revision of each touchpoint that has one, by touchpoint; for whoever reads the register."""
    return {row["touchpoint_id"]: Revision(**row) for row in store.rows(statement(ROOM, "revisions"))}


@dataclass(frozen=True, slots=True)
class Talk:
    """A touchpoint with its last revision, and how many suggestions came since (None: none may be told)."""

    point: Touchpoint
    revision: Revision | None
    suggested: int | None


def talks(ask: Ask, register: Reach, reach: Reach | None, today: date) -> tuple[Talk, ...]:
    """Return the register with revisions and what customers within the reach suggested since."""
    request = RegisterRequest(register)
    known, revised = ask(touchpoints, request), ask(revisions, request)
    asked = [question(one, revised.get(one.touchpoint_id), today) for one in known]
    counts: Mapping[str, int] = {}
    if reach is not None:
        counts = ask(voiced_counts, VoicedRequest(reach, tuple(one for one in asked if one is not None)))
    return tuple(
        Talk(one, revised.get(one.touchpoint_id), counts.get(str(one.touchpoint_id)) if reach is not None else None)
        for one in known
    )


@dataclass(frozen=True, slots=True)
class RevisionsOn:
    """Which revisions of the register were there by a day? For whoever reads the register."""

    register: Reach
    day: date


@reads("touchpoint_revision", "app_user")
def revisions_on(store: Store, request: RevisionsOn) -> Mapping[int, Revision]:
    """Return the last revision of each touchpoint until a day, by touchpoint."""
    rows = store.rows(statement(ROOM, "revisions_until"), [request.day])
    return {row["touchpoint_id"]: Revision(**row) for row in rows}


def talks_on(ask: Ask, register: Reach, day: date) -> tuple[Talk, ...]:
    """Return the register with its revisions until a day; its words are those of today, suggestions are not told."""
    revised = ask(revisions_on, RevisionsOn(register, day))
    known = ask(touchpoints, RegisterRequest(register))
    return tuple(Talk(one, revised.get(one.touchpoint_id), None) for one in known)


def question(point: Touchpoint, revision: Revision | None, today: date) -> Voiced | None:
    """Return which suggestions speak of a touchpoint: through its channels, about what its guides are for, since its last revision, at
    most a year back; None where no guide says what it is about.
    """
    purposes = tuple(dict.fromkeys(one.purpose for one in point.guides))
    since = add_months(today, -12)
    if revision is not None:
        since = max(since, revision.revised_on + timedelta(days=1))
    return Voiced(str(point.touchpoint_id), since, (), "", point.channels, purposes) if purposes else None


def unplaced(today: date) -> Voiced:
    """Return which suggestions of the last year belong to no touchpoint, since nobody noted what the talk was about."""
    return Voiced("unplaced", add_months(today, -12), purposes=(None,))


def note_revision(
    store: Store, actor: Actor, plan_id: int, touchpoint_id: int, given: Mapping[str, object], *, key: str
) -> int:
    """Note that a touchpoint's words and standard were looked at, and what came of it; return the revision's id.

    ``words`` say it, ``revised_on`` the day (today where missing).

    Raises:
        NotPermitted, NotFound: the role may not; the plan is not the actor's to edit, or there is no such touchpoint.
        InvalidInput: with a message a field.
        AlreadyDone: the same form was saved before.
    """
    viewer, today = editor(actor), today_of(store)
    actor.require(Permission.TOUCHPOINT_EDIT)
    reader = Reader(given)
    words, revised_on = reader.note("words", WORDS_LIMIT), reader.day("revised_on") or today
    if not words and "words" not in reader.problems:
        reader.problems["words"] = message(N_("Please say what was changed, or why nothing was."))
    if revised_on > today:
        reader.problems["revised_on"] = message(N_("This day lies ahead."))
    reader.check()
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan_to_edit(store, viewer, plan_id)
        if all(one.touchpoint_id != touchpoint_id for one in touchpoints(store, RegisterRequest(EVERYTHING))):
            raise NotFound("touchpoint", touchpoint_id)
        last = revisions(store, RegisterRequest(EVERYTHING)).get(touchpoint_id)
        if last is not None and revised_on < last.revised_on:
            raise InvalidInput({"revised_on": message(N_("The last revision was later than this day."))})
        values = [plan_id, touchpoint_id, revised_on, words, actor.user_id, clock.now()]
        made = int(transaction.rows(statement(ROOM, "add"), values)[0]["revision_id"])
        told = {"plan_id": plan_id, "revised_on": revised_on, "revision": words}
        audit.record(transaction, actor, audit.Change("revise", "touchpoint", touchpoint_id, None, told))
        once.settle(transaction, key, made)
    return made
