"""Rules and visits: rows of the store."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache

import pyarrow as pa

from crm_core.access.model import Reach
from crm_core.customers.profile.birthdays.model import keys_of
from crm_core.interactions.model import Channel
from crm_core.store import Composer, Row, Store, Transaction, statement
from crm_core.visits.events import Event, events
from crm_core.visits.model import (
    Candidate,
    Question,
    QuestionKind,
    Rule,
    RuleDraft,
    Tally,
    Visit,
    due_day,
    last_day,
    questions_from,
)

ROOM = "visits"


def find_rules(store: Store | Transaction, reach: Reach, rule_id: int | None = None) -> tuple[Rule, ...]:
    """Return the rules, or one, those that are on first, each with how many visits of the reach it asked for."""
    rows = store.rows(statement(ROOM, "rules"), [*reach.positional(), rule_id])
    return tuple(
        Rule(**{**row, "channel": Channel(row["channel"]), "questions": questions_from(row["questions"])})
        for row in rows
    )


def is_team(transaction: Transaction, team_id: int) -> bool:
    """Return whether there is such a team, and it is active."""
    return bool(transaction.rows(statement(ROOM, "team"), [team_id]))


def insert(transaction: Transaction, draft: RuleDraft, at: datetime, by: int) -> int:
    """Store a rule, which is off, and return its id."""
    return int(transaction.rows(statement(ROOM, "add_rule"), [*draft.values().values(), at, by])[0]["rule_id"])


def update(
    transaction: Transaction, rule_id: int, version: int, draft: RuleDraft, at: datetime, *, stays: bool
) -> bool:
    """Change a rule, which is off then unless it ``stays`` as it is; False where ``version`` is not the stored one."""
    given = [rule_id, version, *draft.values().values(), at, stays]
    return bool(transaction.rows(statement(ROOM, "edit_rule"), given))


def switch(
    transaction: Transaction, rule_id: int, version: int, *, on: date | None, by: int | None, at: datetime
) -> bool:
    """Switch a rule on from a day on, or off (None); False where ``version`` is not the stored one any more."""
    given = [rule_id, version, at if on is not None else None, on, by, at]
    return bool(transaction.rows(statement(ROOM, "switch_rule"), given))


def remove(transaction: Transaction, rule_id: int, version: int) -> bool:
    """Remove a rule that is off and has asked nobody; False where that is not so, or it was changed."""
    return bool(transaction.rows(statement(ROOM, "remove_rule"), [rule_id, version]))


@cache
def _due() -> Composer:
    found = {event.event_id: statement(event.room, event.query).text for event in events().values()}
    which = {"all": "true", "fresh": statement(ROOM, "fresh").text}
    return Composer(statement(ROOM, "due"), {"event": found, "which": which})


def find_candidates(
    source: Store | Transaction,
    reach: Reach,
    draft: RuleDraft,
    since: date,
    today: date,
    *,
    rule_id: int | None,
    size: int,
) -> tuple[tuple[Candidate, ...], int]:
    """Return whom of the reach the events of a rule since a day call to mind, and how many there are in all.

    With ``rule_id``, those whom that rule has not asked yet, the oldest first; else all, the latest first.
    """
    event = events().get(draft.event)
    if event is None:
        return (), 0
    last = last_day(event.event_id, today) if rule_id is not None else today
    asked: dict[str, object] = {
        **_asked(event, draft.amount, since, last), "team": draft.team_id, "size": size,
        "scope": reach.scope.value, "teams": list(reach.teams), "channel": draft.channel.value,
    }  # fmt: skip
    if rule_id is not None:
        asked["rule"] = rule_id
    asked["sign"] = 1 if rule_id is not None else -1
    rows = source.rows(_due().compose(event=event.event_id, which="fresh" if rule_id is not None else "all"), asked)
    total = rows[0]["total"] if rows else 0
    return tuple(_candidate(row, draft, event, today if rule_id is not None else since) for row in rows), total


def _asked(event: Event, amount: Decimal | None, first: date, last: date) -> dict[str, object]:
    if event.takes_birthdays:
        days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
        pairs = [(key, day) for day in days for key in keys_of(day)]
        return {"keys": [key for key, _day in pairs], "days": [day for _key, day in pairs]}
    span: dict[str, object] = {"since": first, "until": last}
    return {**span, "amount": amount} if event.has_amount else span


def _candidate(row: Row, draft: RuleDraft, event: Event, earliest: date) -> Candidate:
    due_on = due_day(row["event_on"], draft.working_days, earliest, is_foreseen=event.is_foreseen)
    return Candidate(**{name: row[name] for name in row if name != "total"}, due_on=due_on)


def add_visits(transaction: Transaction, rule: Rule, found: Sequence[Candidate], at: datetime) -> int:
    """Make visits of candidates, each with its follow-up; return how many were made that were not made before."""
    if not found:
        return 0
    columns = {
        "place": (pa.int64(), list(range(len(found)))),
        "customer_id": (pa.int64(), [one.customer_id for one in found]),
        "event_key": (pa.string(), [one.event_key for one in found]),
        "event_on": (pa.date32(), [one.event_on for one in found]),
        "user_id": (pa.int64(), [one.owner_id for one in found]),
        "team_id": (pa.int64(), [one.team_id for one in found]),
        "due_on": (pa.date32(), [one.due_on for one in found]),
    }
    given = pa.table({name: pa.array(values, kind) for name, (kind, values) in columns.items()})
    made = transaction.execute_with({"given": given}, statement(ROOM, "add_visits"), [rule.rule_id, at])
    table = pa.table({name: pa.array([row[name] for row in made], pa.int64()) for name in ("visit_id", "follow_up_id")})
    both = {"given": given, "made": table}
    transaction.execute_with(both, statement(ROOM, "add_follow_ups"), [rule.channel.value, rule.name, at])
    return len(made)


def find_visits(store: Store, reach: Reach, follow_up_ids: Sequence[int]) -> dict[int, Visit]:
    """Return which of the follow-ups are open visits, by follow-up, as far as the reach goes."""
    given = [*reach.positional(), list(follow_up_ids), list(reach.stands_in_for)]
    rows = store.rows(statement(ROOM, "open_visits"), given)
    return {row["follow_up_id"]: _visit(row) for row in rows}


def find_visit(store: Store | Transaction, follow_up_id: int) -> Row | None:
    """Return the open visit that a follow-up is: its ids, its rule, the customer, and how often it was tried."""
    return store.row(statement(ROOM, "visit"), [follow_up_id])


def _visit(row: Row) -> Visit:
    return Visit(**{**row, "channel": Channel(row["channel"]), "questions": questions_from(row["questions"])})


def add_answers(transaction: Transaction, visit_id: int, answers: Sequence[tuple[int, Question, str]]) -> None:
    """Keep what was answered in a visit."""
    for place, question, answer in answers:
        given = [visit_id, place, question.text, question.kind.value, answer]
        transaction.execute(statement(ROOM, "add_answer"), given)


def give_up(transaction: Transaction, visit_id: int, at: datetime) -> None:
    """Note that nobody was reached in as many tries as there are."""
    transaction.execute(statement(ROOM, "give_up"), [visit_id, at])


def find_tallies(store: Store, reach: Reach, rule_id: int) -> tuple[Tally, ...]:
    """Return how the questions of a rule were answered in visits of the reach, in their order."""
    rows = store.rows(statement(ROOM, "tallies"), [*reach.positional(), rule_id])
    return tuple(
        Tally(
            row["question"],
            QuestionKind(row["kind"]),
            row["answered"],
            row["mean"],
            tuple((part["answer"], part["count"]) for part in json.loads(row["parts"])),
        )
        for row in rows
    )
