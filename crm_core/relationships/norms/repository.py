"""Norms, and what is due by them: rows of the store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from crm_core.access.model import Reach
from crm_core.interactions.model import Channel
from crm_core.periods import add_months
from crm_core.relationships.model import Rung
from crm_core.relationships.norms.model import DelayDraft, DueContact, Norm, NormDraft, Subject, UntouchedOf, due_day
from crm_core.store import Composer, Row, Store, Transaction, statement
from crm_core.targets.workdays import last_working_day_before, next_working_day

ROOM = "relationships/norms"
_WHOSE = {
    "mine": "c.owner_id = any($owners)",
    "others": "c.owner_id <> $me and ($scope = 'all' or c.team_id = any($teams))",
    "one": "c.customer_id = $customer",
    "person": "c.owner_id = $person and ($scope = 'all' or c.team_id = any($teams))",
}
_ANSWERS = {name: statement(ROOM, f"due_{name}").text for name in ("items", "by_person")}
_DUE = Composer(statement(ROOM, "due"), {"whose": _WHOSE, "answer": _ANSWERS})
_FAR = timedelta(days=3650)


def find_norms(store: Store, reach: Reach) -> tuple[Norm, ...]:
    """Return the norms that hold today: the company's, and those of the reach's teams or the actor's own."""
    rows = store.rows(statement(ROOM, "norms"), reach.positional())
    return tuple(_norm(row) for row in rows)


def _norm(row: Row) -> Norm:
    told = {name: value for name, value in row.items() if name != "rung"}
    return Norm(
        **{**told, "subject": Subject.kept(row["rung"]), "channel": Channel(row["channel"]) if row["channel"] else None}
    )


def find_norm(transaction: Transaction, norm_id: int) -> Row | None:
    """Return a norm that holds today."""
    return transaction.row(statement(ROOM, "norm_to_change"), [norm_id])


def has_same(transaction: Transaction, draft: NormDraft, but: int) -> bool:
    """Return whether another norm holds today for the same rung, channel and team."""
    given = [draft.subject.code, draft.channel.value if draft.channel else None, draft.team_id, but]
    return bool(transaction.rows(statement(ROOM, "same_norm"), given))


def is_team(transaction: Transaction, team_id: int) -> bool:
    """Return whether there is such a team, and it is active."""
    return bool(transaction.rows(statement(ROOM, "possible_team"), [team_id]))


def insert(
    transaction: Transaction, draft: NormDraft, *, since_on: date, version: int, at: datetime, user_id: int
) -> int:
    """Store a norm and return its id."""
    channel = draft.channel.value if draft.channel else None
    given = [draft.subject.code, channel, draft.days, draft.guide, draft.team_id, since_on, version, at, user_id]
    return int(transaction.rows(statement(ROOM, "add_norm"), given)[0]["norm_id"])


def edit(transaction: Transaction, norm_id: int, draft: NormDraft, *, at: datetime, user_id: int) -> None:
    """Change days and guide of a norm in place."""
    transaction.execute(statement(ROOM, "edit_norm"), [norm_id, draft.days, draft.guide, at, user_id])


def end(transaction: Transaction, stored: Row, today: date, *, at: datetime, user_id: int) -> None:
    """Let a norm hold no longer from today on; one of today is removed."""
    if stored["since_on"] >= today:
        transaction.execute(statement(ROOM, "remove_norm"), [stored["norm_id"]])
    else:
        transaction.execute(statement(ROOM, "end_norm"), [stored["norm_id"], today, at, user_id])


def may_put_off(transaction: Transaction, reach: Reach, customer_id: int) -> bool:
    """Return whether the reach, collaborations left out, opens a customer."""
    return bool(transaction.rows(statement(ROOM, "customer_to_put_off"), [*reach.positional(), customer_id]))


def put_delay(
    transaction: Transaction, customer_id: int, draft: DelayDraft, today: date, *, at: datetime, user_id: int
) -> None:
    """Put a customer's contact off."""
    given = [customer_id, draft.due_on, draft.reason, today, user_id, at]
    transaction.execute(statement(ROOM, "put_delay"), given)


def find_mine(store: Store, reach: Reach, today: date, promised_until: date) -> list[DueContact]:
    """Return what is due by ``today`` with the customers of ``reach.me`` and of whom it stands in for.

    Without those who have a promise by ``promised_until``.
    """
    owners = [reach.me, *reach.stands_in_for]
    return _find(store, "mine", {"owners": owners}, today, until=today, promised_until=promised_until)


def find_of_person(store: Store, reach: Reach, user_id: int, today: date) -> list[DueContact]:
    """Return what was due before ``today`` with the customers that somebody owns within the reach."""
    given = {"person": user_id, "scope": reach.scope.value, "teams": list(reach.teams)}
    until = last_working_day_before(today)
    return _find(store, "person", given, today, until=until, promised_until=None)


def count_others(store: Store, reach: Reach, today: date) -> tuple[UntouchedOf, ...]:
    """Return who else within the reach has customers that were due before ``today``, the most first.

    What was due on the last working day before, or on a day off until then, is overdue today.
    """
    until = last_working_day_before(today)
    given = {"me": reach.me, "scope": reach.scope.value, "teams": list(reach.teams)}
    asked = {**given, **_span(today, until, None)}
    rows = store.rows(_DUE.compose(whose="others", answer="by_person"), asked)
    return tuple(
        UntouchedOf(
            row["user_id"],
            row["name"],
            row["count"],
            row["worst"]["customer"],
            row["worst"]["customer_id"],
            (today - next_working_day(row["worst"]["calendar_on"])).days,
        )
        for row in rows
    )


def find_next(store: Store, customer_id: int, today: date) -> DueContact | None:
    """Return when the next contact with one customer is due; None where no norm fits."""
    found = _find(store, "one", {"customer": customer_id}, today, until=today + _FAR, promised_until=None)
    return found[0] if found else None


def _find(
    store: Store, whose: str, given: Mapping[str, object], today: date, *, until: date, promised_until: date | None
) -> list[DueContact]:
    query = _DUE.compose(whose=whose, answer="items")
    return [_due(row, today) for row in store.rows(query, {**given, **_span(today, until, promised_until)})]


def _span(today: date, until: date, promised_until: date | None) -> dict[str, object]:
    return {"today": today, "until": until, "since": add_months(today, -12), "promised_until": promised_until}


def _due(row: Row, today: date) -> DueContact:
    last_on, anchor_on = row["last_on"], row["anchor_on"]
    due_on = due_day(last_on or anchor_on, row["days"])
    delayed_on = row["delayed_on"]
    is_put_off = delayed_on is not None and delayed_on > due_on
    if is_put_off:
        due_on = due_day(delayed_on, 0)
    return DueContact(
        row["customer_id"],
        row["customer"],
        row["code"],
        row["owner_id"],
        row["owner"],
        Subject.kept(row["rung"]),
        row["group_name"],
        Rung(row["tier"]) if row["tier"] else None,
        Channel(row["channel"]) if row["channel"] else None,
        row["days"],
        row["guide"],
        last_on,
        anchor_on,
        due_on,
        (today - due_on).days,
        row["put_off"] if is_put_off else None,
        row["sales"],
    )
