"""Measuring the standards of touchpoints: by what, what the records tell of it, and what people found by hand."""

from __future__ import annotations

from collections.abc import Mapping

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.errors import N_, InvalidInput, NotFound, StaleWrite, message
from crm_core.settings import service as settings
from crm_core.store import Store, Transaction, once, statement
from crm_core.store.reads import reads
from crm_core.touchpoints import repository
from crm_core.touchpoints.model import RegisterRequest, Touchpoint
from crm_core.touchpoints.standards.model import (
    Happened,
    KeptRequest,
    Measure,
    Reading,
    ReadingDraft,
    Told,
    kept_in_time,
    measures_for,
)

ROOM = "touchpoints/standards"
_NOTHING = Told(Measure.HAND, 0, ())


@reads("touchpoint_measure", "touchpoint_reading", "app_user")
def standards(store: Store, request: RegisterRequest) -> Mapping[int, Told]:
    """Return by what each touchpoint is measured and what people found, of those of which anything was said."""
    readings: dict[int, list[Reading]] = {}
    for row in store.rows(statement(ROOM, "readings")):
        readings.setdefault(row["touchpoint_id"], []).append(Reading(**row))
    said = {row["touchpoint_id"]: row for row in store.rows(statement(ROOM, "measures"))}
    found = {}
    for key in readings.keys() | said.keys():
        one = said.get(key)
        measure, version = (Measure.HAND, 0) if one is None else (Measure(one["measure"]), one["version"])
        found[key] = Told(measure, version, tuple(readings.get(key, ())))
    return found


def told_of(found: Mapping[int, Told], point: Touchpoint) -> Told:
    """Return what is said of one touchpoint's standard; by hand where nobody has said, or where it can be told so no more."""
    told = found.get(point.touchpoint_id, _NOTHING)
    return told if told.measure in measures_for(point) else Told(Measure.HAND, told.version, told.readings)


@reads("customer", "interaction", "interaction_detail", "customer_suggestion", "follow_up", "setting")
def kept_of(store: Store, request: KeptRequest) -> tuple[int, int]:
    """Return how many answers were in time, and of how many that is known; by hand nothing is."""
    point = request.point
    asked: dict[str, object] = {"first": request.first, "last": request.last}
    about = {
        "channels": [one.value for one in point.channels], "zone": settings.current(store).zone,
        "purposes": list(dict.fromkeys(one.purpose.value for one in point.guides)),
    }  # fmt: skip
    within = point.within or 0
    if request.measure is Measure.FIRST_CONTACT:
        rows = store.rows(statement(ROOM, "first_contacts"), asked)
    elif request.measure is Measure.SUGGESTION:
        rows = store.rows(statement(ROOM, "suggestions"), asked | about)
    elif request.measure is Measure.PROMISE:
        rows, within = store.rows(statement(ROOM, "promises"), asked | about), 0
    else:
        return 0, 0
    return kept_in_time((Happened(**row) for row in rows), within, request.today)


def choose_measure(
    store: Store, actor: Actor, touchpoint_id: int, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Say by what a touchpoint's standard is measured (``measure``).

    Raises:
        NotPermitted, NotFound: the role may not; there is no such touchpoint that promises an answer in time.
        InvalidInput: at ``measure``: it cannot be measured so.
        StaleWrite: somebody said something else since ``version`` (0: nobody had).
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.TOUCHPOINT_EDIT)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        point = _point(transaction, touchpoint_id)
        wanted = str(given.get("measure") or "")
        if wanted not in measures_for(point):
            raise InvalidInput({"measure": message(N_("Please choose one of the list."))})
        before = {row["touchpoint_id"]: row for row in transaction.rows(statement(ROOM, "measures"))}.get(touchpoint_id)
        stored = 0 if before is None else before["version"]
        put = [touchpoint_id, wanted, version, actor.user_id, clock.now()]
        if stored != version or not transaction.rows(statement(ROOM, "put_measure"), put):
            raise StaleWrite("touchpoint", touchpoint_id, {"measure": wanted}, {"version": stored})
        was = None if before is None else {"standard_measure": before["measure"]}
        audit.record(
            transaction, actor, audit.Change("edit", "touchpoint", touchpoint_id, was, {"standard_measure": wanted})
        )
        once.settle(transaction, key, touchpoint_id)


def note_reading(store: Store, actor: Actor, touchpoint_id: int, given: Mapping[str, object], *, key: str) -> int:
    """Enter what somebody found of a touchpoint's standard on a day, and return its id.

    Raises:
        NotPermitted, NotFound: the role may not; there is no such touchpoint that promises an answer in time.
        InvalidInput: with a message a field.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.TOUCHPOINT_EDIT)
    draft = ReadingDraft.parse(given, today=clock.today(settings.current(store).zone))
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        _point(transaction, touchpoint_id)
        row = [touchpoint_id, draft.measured_on, draft.asked, draft.kept, draft.evidence, actor.user_id, clock.now()]
        made = int(transaction.rows(statement(ROOM, "add_reading"), row)[0]["reading_id"])
        after = {
            "touchpoint_id": touchpoint_id, "measured_on": draft.measured_on, "looked_at_count": draft.asked,
            "in_time_count": draft.kept, "evidence": draft.evidence,
        }  # fmt: skip
        audit.record(transaction, actor, audit.Change("add", "touchpoint_reading", made, None, after))
        once.settle(transaction, key, made)
    return made


def _point(transaction: Transaction, touchpoint_id: int) -> Touchpoint:
    found = repository.find_all(transaction, touchpoint_id)
    if not found or found[0].within is None:
        raise NotFound("touchpoint", touchpoint_id)
    return found[0]
