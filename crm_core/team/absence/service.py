"""Absence 代班: a period and a deputy, who sees and does the due work meanwhile. No row moves; it ends by itself.

What the deputy may is read from here at each click, as the role is: ``Actor.stands_in_for``. The rooms of follow-ups and
plans say what that opens. A person sets the own absence, a lead the team's, managers and administrators everybody's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission, Reach, Scope
from crm_core.errors import N_, InvalidInput, NotFound, StaleWrite, message
from crm_core.messages import service as messages
from crm_core.settings import service as settings
from crm_core.store import Row, Store, Transaction, once, statement
from crm_core.store.reads import reads
from crm_core.team.absence.model import Absence, AbsenceDraft, AbsencesRequest, Candidate

ROOM = "team/absence"


@reads("absence", "app_user", "team")
def absences(store: Store, request: AbsencesRequest) -> tuple[Absence, ...]:
    """Return the periods that are not over, the next first: those of the reach, and those in which one stands in."""
    rows = store.rows(statement(ROOM, "absences"), [*request.reach.positional(), request.today])
    return tuple(Absence(**row) for row in rows)


@reads("app_user", "team")
def candidates(store: Store, reach: Reach) -> tuple[Candidate, ...]:
    """Return who can be away, as far as the reach (that of ``ABSENCE_EDIT``) goes."""
    return tuple(Candidate(**row) for row in store.rows(statement(ROOM, "candidates"), reach.positional()))


@reads("app_user", "team")
def deputies(store: Store, reach: Reach) -> tuple[Candidate, ...]:
    """Return who can stand in: everybody who works with customers, the own team first for whoever looks."""
    return tuple(Candidate(**row) for row in store.rows(statement(ROOM, "deputies"), [reach.me]))


def add_absence(store: Store, actor: Actor, user_id: int, given: Mapping[str, object], *, key: str) -> int:
    """Note that a person is away and who stands in; both are told. Return the period's id.

    Raises:
        NotPermitted: the role may not.
        NotFound: there is no such person, or not the actor's to say so of.
        InvalidInput: with a message a field; also where the person, or the deputy, is away then.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.ABSENCE_EDIT)
    draft = AbsenceDraft.parse(given, today=clock.today(settings.current(store).zone))
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        people = {row["user_id"]: row for row in transaction.rows(statement(ROOM, "candidates"), ["all", [], 0])}
        person, deputy = people.get(user_id), people.get(draft.deputy_id)
        if person is None or not _reaches(reach, person):
            raise NotFound("app_user", user_id)
        if deputy is None or draft.deputy_id == user_id:
            raise InvalidInput({"deputy_id": message(N_("Please choose somebody else who works with customers."))})
        _check_free(transaction, draft, user_id, deputy)
        added = [user_id, draft.deputy_id, draft.first_on, draft.last_on, draft.reason, clock.now(), actor.user_id]
        absence_id = int(transaction.rows(statement(ROOM, "add_absence"), added)[0]["absence_id"])
        after = {"user_id": user_id, "deputy_id": draft.deputy_id, "first_on": draft.first_on, "last_on": draft.last_on}
        audit.record(transaction, actor, audit.Change("add", "absence", absence_id, None, after))
        told = {"name": person["name"], "first": draft.first_on, "last": draft.last_on}
        if draft.deputy_id != actor.user_id:
            text = message(N_("You stand in for {name} from {first} to {last}: their due work is on your day."), **told)
            messages.notify(transaction, draft.deputy_id, "absence", text, "work/day.py")
        if user_id != actor.user_id:
            text = message(N_("{name} stands in for you from {first} to {last}."), **{**told, "name": deputy["name"]})
            messages.notify(transaction, user_id, "absence", text, "work/away.py")
        once.settle(transaction, key, absence_id)
    return absence_id


def _reaches(reach: Reach, person: Row) -> bool:
    return reach.scope is Scope.ALL or person["user_id"] == reach.me or person["team_id"] in reach.teams


def _check_free(transaction: Transaction, draft: AbsenceDraft, user_id: int, deputy: Row) -> None:
    """Refuse a second absence in the same days, and a deputy who is away in them."""
    span = [draft.first_on, draft.last_on]
    if transaction.rows(statement(ROOM, "away_within"), [user_id, *span]):
        raise InvalidInput({"first_on": message(N_("An absence is noted for some of these days already."))})
    if transaction.rows(statement(ROOM, "away_within"), [draft.deputy_id, *span]):
        raise InvalidInput({"deputy_id": message(N_("{name} is away in these days too."), name=deputy["name"])})


def end_absence(store: Store, actor: Actor, absence_id: int, *, version: int, key: str) -> None:
    """End a period now: one that has not begun is taken back, one under way ends with yesterday.

    Raises:
        NotPermitted: the role may not.
        NotFound: there is none that is not over, or it is not the actor's to end.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same click was taken before.
    """
    reach, today = actor.require(Permission.ABSENCE_EDIT), clock.today(settings.current(store).zone)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        found = transaction.row(statement(ROOM, "absence"), [absence_id, today])
        if found is None or not _reaches(reach, found):
            raise NotFound("absence", absence_id)
        is_cancelled = found["first_on"] >= today
        last_on = found["last_on"] if is_cancelled else today - timedelta(days=1)
        ended = [absence_id, version, last_on, is_cancelled, clock.now()]
        if not transaction.rows(statement(ROOM, "end_absence"), ended):
            raise StaleWrite("absence", absence_id, {}, {"version": found["version"]})
        before, after = {"last_on": found["last_on"]}, {"last_on": last_on}
        audit.record(transaction, actor, audit.Change("end_absence", "absence", absence_id, before, after))
        once.settle(transaction, key, absence_id)
