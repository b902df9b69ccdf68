"""What a person does with two customers that look like one: say that they are not, or make them one.

Merging is one transaction: the fields are chosen one by one, all that hangs on the other customer moves, its id and code
lead to the one that stays, and for 30 days it can be taken back (``undoing``). Who merges must reach both.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import pyarrow as pa

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.customers.merging import repository
from crm_core.customers.merging.model import (
    FIELDS,
    Choice,
    MergeList,
    MergesWanted,
    PairPage,
    PairStatus,
    PairsWanted,
    Preview,
    Search,
    TwoCustomers,
    columns_of,
)
from crm_core.customers.merging.moves import MOVE, PARTS, REMEMBER, ROOM, How
from crm_core.customers.model import NOTE_LIMIT, Kind
from crm_core.customers.ownership.hands import Cause, Move, note_hands
from crm_core.customers.search import search_text
from crm_core.errors import N_, InvalidInput, NotFound, Refused, StaleWrite, message
from crm_core.interactions.handing import hand_over_follow_ups
from crm_core.messages import service as messages
from crm_core.store import Row, Store, Transaction, once, statement
from crm_core.store.reads import reads

TABLES = tuple(part.table for part in PARTS)
_PAGE, _LIST = "customers/customer.py", "customers/customers.py"


@reads("duplicate_pair", "customer", "app_user", *TABLES)
def pairs(store: Store, wanted: PairsWanted) -> PairPage:
    """Return a part of the pairs that look alike, the likeliest first; ``reach`` is that of CUSTOMER_MERGE."""
    return repository.find_pairs(store, wanted)


@reads("duplicate_search")
def last_search(store: Store, wanted: PairsWanted) -> Search | None:
    """Return when all customers were looked through last, and what came of it; None where they never were."""
    return repository.find_search(store)


@reads("customer_merge", "customer_at_merge", "customer_former", "customer", "app_user")
def merges(store: Store, wanted: MergesWanted) -> MergeList:
    """Return a part of the merges of the last 30 days, the latest first; ``reach`` is that of CUSTOMER_MERGE."""
    return repository.find_merges(store, wanted)


@reads("customer", "app_user", *TABLES)
def preview(store: Store, request: TwoCustomers) -> Preview:
    """Return two customers side by side, masked, with what hangs on each; ``reach`` is that of CUSTOMER_MERGE.

    Raises:
        NotFound: one of them is not there, or not the actor's to merge.
        Refused: they are one and the same.
    """
    _refuse_one(request.survivor_id, request.gone_id)
    both = (request.survivor_id, request.gone_id)
    with_reach = store.rows(statement(ROOM, "customers_to_merge"), [*request.reach.positional(), list(both)])
    faces = repository.find_faces(store, {row["customer_id"] for row in with_reach})
    for key in both:
        if key not in faces:
            raise NotFound("customer", key)
    same, different = repository.compared_fields(repository.find_compared(store, [both]).get(both))
    return Preview(faces[both[0]], faces[both[1]], same, different)


def call_different(store: Store, actor: Actor, pair_id: int) -> None:
    """Note that a pair's customers are not the same; said twice, it does no harm.

    Raises:
        NotPermitted: the role may not.
        NotFound: there is no such pair, or one of its customers is not the actor's to merge.
        Refused: they were merged in the meantime.
    """
    _judge(store, actor, pair_id, PairStatus.OPEN, PairStatus.DIFFERENT)


def open_again(store: Store, actor: Actor, pair_id: int) -> None:
    """Take back that a pair's customers are not the same; raises as ``call_different`` does."""
    _judge(store, actor, pair_id, PairStatus.DIFFERENT, PairStatus.OPEN)


def _judge(store: Store, actor: Actor, pair_id: int, before: PairStatus, after: PairStatus) -> None:
    reach = actor.require(Permission.CUSTOMER_MERGE)
    with store.transaction() as transaction:
        stored = repository.find_pair(transaction, reach, pair_id)
        if stored is None:
            raise NotFound("duplicate_pair", pair_id)
        if stored["status"] == after.value:
            return
        if stored["status"] != before.value:
            raise Refused(message(N_("These two were merged in the meantime.")))
        repository.judge_pair(transaction, pair_id, before, actor.user_id, clock.now())
        told = {"low_id": stored["low_id"], "high_id": stored["high_id"], "status": after.value}
        change = audit.Change("judge", "duplicate_pair", pair_id, {"status": before.value}, told)
        audit.record(transaction, actor, change)


def merge(
    store: Store,
    actor: Actor,
    survivor_id: int,
    gone_id: int,
    choices: Mapping[str, Choice],
    *,
    versions: tuple[int, int],
    key: str,
) -> int:
    """Make two customers one and return the merge's id. ``versions``: of the one that stays and the one that goes.

    A field that is not in ``choices`` keeps the survivor's value. Where one of the two has an owner, the one that stays
    has one too; open follow-ups of the other owner are handed over. What does not fit the chosen kind is dropped.

    Raises:
        NotPermitted: the role may not.
        NotFound: one of them is not there, or not the actor's to merge.
        InvalidInput: a field or choice is unknown, or both notes are too long for one.
        StaleWrite: one of them was changed since ``versions``.
        Refused: they are one and the same.
        AlreadyDone: the same form was sent before.
    """
    reach = actor.require(Permission.CUSTOMER_MERGE)
    chosen = _checked(choices)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        _refuse_one(survivor_id, gone_id)
        found = repository.find_to_merge(transaction, reach, [survivor_id, gone_id])
        for customer_id, version in zip((survivor_id, gone_id), versions, strict=True):
            if customer_id not in found:
                raise NotFound("customer", customer_id)
            if found[customer_id]["version"] != version:
                raise StaleWrite("customer", customer_id, {}, {"version": found[customer_id]["version"]})
        merge_id = _merged(transaction, actor, found[survivor_id], found[gone_id], chosen)
        once.settle(transaction, key, merge_id)
    return merge_id


def _refuse_one(survivor_id: int, gone_id: int) -> None:
    if survivor_id == gone_id:
        raise Refused(message(N_("This is one and the same customer. Choose another one.")))


def _checked(choices: Mapping[str, Choice]) -> dict[str, Choice]:
    wrong = message(N_("Please choose from the list."))
    problems = {
        field: wrong
        for field, choice in choices.items()
        if field not in FIELDS or choice not in tuple(Choice) or (choice is Choice.BOTH and field != "note")
    }
    if problems:
        raise InvalidInput(problems)
    return dict(choices)


def _merged(transaction: Transaction, actor: Actor, kept: Row, gone: Row, chosen: Mapping[str, Choice]) -> int:
    now = clock.now()
    survivor_id, gone_id = kept["customer_id"], gone["customer_id"]
    after = _chosen_values(kept, gone, chosen)
    given = [survivor_id, gone_id, gone["code"], now, actor.user_id]
    merge_id = int(transaction.rows(statement(ROOM, "add_merge"), given)[0]["merge_id"])
    for side, customer_id in (("gone", gone_id), ("before", survivor_id)):
        transaction.execute(statement(ROOM, "remember_customer"), [merge_id, side, customer_id])
    repository.write_fields(transaction, survivor_id, after, now)
    transaction.execute(statement(ROOM, "remember_customer"), [merge_id, "after", survivor_id])
    _move(transaction, merge_id, gone_id, survivor_id, after["owner_id"])
    _hand_over(transaction, actor, merge_id, (kept, gone), after)
    _note_hands(transaction, actor, (kept, gone), after)
    transaction.execute(statement(ROOM, "remove_customer"), [gone_id])
    transaction.execute(statement(ROOM, "lead_on"), [gone_id, survivor_id])
    transaction.execute(statement(ROOM, "add_former"), [gone_id, gone["code"], survivor_id, merge_id])
    low, high = sorted((survivor_id, gone_id))
    transaction.execute(statement(ROOM, "pair_merged"), [low, high, merge_id, actor.user_id, now])
    _note(transaction, actor, merge_id, (kept, gone), after)
    return merge_id


def _chosen_values(kept: Row, gone: Row, chosen: Mapping[str, Choice]) -> Row:
    """Return what the survivor holds afterwards."""
    after = dict(kept)
    for field, choice in chosen.items():
        if choice is Choice.OTHER:
            after.update({column: gone[column] for column in columns_of(field)})
    if chosen.get("note") is Choice.BOTH:
        after["note"] = _both_notes(kept["note"], gone["note"])
    if after["owner_id"] is None and gone["owner_id"] is not None:
        after.update({column: gone[column] for column in columns_of("owner_id")})
    if after["kind"] == Kind.COMPANY.value:
        after["birthday"] = after["gender"] = None
    source = gone if chosen.get("id_number") is Choice.OTHER else kept
    if source["kind"] != after["kind"]:
        after["id_number"] = None
    after["search_text"] = search_text(after["name"], after["code"])
    return after


def _both_notes(first: str | None, second: str | None) -> str | None:
    notes = list(dict.fromkeys(note for note in (first, second) if note))
    joined = "\n\n".join(notes)
    if len(joined) > NOTE_LIMIT:
        raise InvalidInput({"note": message(N_("Both notes together are too long. Choose one of them."))})
    return joined or None


def _move(transaction: Transaction, merge_id: int, gone_id: int, survivor_id: int, owner_id: int | None) -> None:
    """Give the survivor all that hangs on the other one, and note what it was."""
    for part in PARTS:
        chosen = {"table": part.table, "key": part.table}
        values: list[object] = [merge_id, part.table, gone_id]
        if part.how in (How.MISSING, How.FIRST):
            values.append(survivor_id)
        transaction.execute(REMEMBER.compose(**chosen, which=part.how.value), values)
    transaction.execute(statement(ROOM, "keep_owner_out"), [merge_id, owner_id])
    transaction.execute(statement(ROOM, "remember_owner_aside"), [merge_id, survivor_id, gone_id, owner_id])
    counts = {row["part"]: row["row_count"] for row in transaction.rows(statement(ROOM, "moved_counts"), [merge_id])}
    for part in PARTS:
        if part.table in counts:
            query = MOVE.compose(table=part.table, key=part.table)
            transaction.execute(query, [merge_id, part.table, gone_id, survivor_id])
    transaction.execute(statement(ROOM, "move_owner_aside"), [merge_id, survivor_id, gone_id])
    told = {part.table: counts[part.table] for part in PARTS if part.label and part.table in counts}
    transaction.execute(statement(ROOM, "put_moved"), [merge_id, json.dumps(told, sort_keys=True)])


def _hand_over(transaction: Transaction, actor: Actor, merge_id: int, both: tuple[Row, Row], after: Row) -> None:
    """Give what the former owners had promised to the owner that stays."""
    survivor_id = after["customer_id"]
    former = next((row for row in both if row["owner_id"] not in (None, after["owner_id"])), None)
    if former is None:
        return
    transaction.execute(statement(ROOM, "remember_promises"), [merge_id, survivor_id, after["owner_id"]])
    move = {
        "customer_id": survivor_id, "giver_id": former["owner_id"], "giver_team_id": former["team_id"],
        "taker_id": after["owner_id"], "team_id": after["team_id"],
    }  # fmt: skip
    moves = pa.table({name: pa.array([value], pa.int64()) for name, value in move.items()})
    hand_over_follow_ups(transaction, actor, moves)


def _note_hands(transaction: Transaction, actor: Actor, both: tuple[Row, Row], after: Row) -> None:
    """Write into the history from whom each of the two came to the owner that stays; it is the survivor's from now on.

    Where both were the same owner's already, no hand has changed.
    """
    survivor_id, owner_id, team_id = after["customer_id"], after["owner_id"], after["team_id"]
    if all(row["owner_id"] == owner_id for row in both):
        return
    moves = [Move(survivor_id, row["version"], row["owner_id"], row["team_id"], owner_id, team_id) for row in both]
    note_hands(transaction, actor, moves, Cause.MERGE, reason=both[1]["code"])


def _note(transaction: Transaction, actor: Actor, merge_id: int, both: tuple[Row, Row], after: Row) -> None:
    """Write it into the trail, and tell whoever owned one of the two."""
    kept, gone = both
    changed = [field for field in FIELDS if after[field] != kept[field]]
    before = {field: _plain(kept[field]) for field in changed}
    told = {**{field: _plain(after[field]) for field in changed}, "merged": gone["code"], "merge_id": merge_id}
    audit.record(transaction, actor, audit.Change("merge", "customer", kept["customer_id"], before, told))
    into = audit.Change("merge_away", "customer", gone["customer_id"], None, {"merged_into": kept["code"]})
    audit.record(transaction, actor, into)
    for owner_id in sorted({row["owner_id"] for row in both} - {None, actor.user_id}):
        if owner_id == after["owner_id"]:
            text = message(
                N_("{name} merged {code} into {customer}."),
                name=actor.name, code=gone["code"], customer=kept["customer_id"],
            )  # fmt: skip
            together = N_("{name} merged {count} duplicates among your customers: {codes}")
            where = {"id": kept["customer_id"]}
            messages.notify_in_one(transaction, owner_id, "merged", text, together, _PAGE, where)
        else:
            lost = gone if owner_id == gone["owner_id"] else kept
            text = message(
                N_("{name} merged your customer {code} with a colleague's, who has it now."),
                name=actor.name, code=lost["code"],
            )  # fmt: skip
            together = N_("{name} merged {count} of your customers with colleagues', who have them now: {codes}")
            messages.notify_in_one(transaction, owner_id, "merged", text, together, _LIST)


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, (str, int)) else str(value)
