"""Taking a merge back within 30 days, and forgetting it afterwards.

At once, both customers are what they were. Later, what was added to the one that stayed remains there; a field of it that
was edited since keeps the edit; what moved with the merge, and is there still, goes back.
"""

from __future__ import annotations

from datetime import timedelta

from crm_core import audit, clock
from crm_core.access.model import SCHEDULER, Actor, Permission, Reach
from crm_core.customers.merging import repository
from crm_core.customers.merging.model import FIELDS, KEPT_DAYS, Undone, columns_of
from crm_core.customers.merging.moves import MOVE, PARTS, REMOVE, ROOM, How
from crm_core.customers.ownership.hands import Cause, Move, note_hands
from crm_core.customers.search import search_text
from crm_core.errors import N_, AlreadyDone, NotFound, Refused, message
from crm_core.messages import service as messages
from crm_core.store import Row, Store, Transaction, once, statement

KEPT_FOR = timedelta(days=KEPT_DAYS)
_PAGE = "customers/customer.py"


def undo_plan(store: Store, actor: Actor, merge_id: int) -> Undone:
    """Return what taking a merge back would do to the fields of the one that stayed; nothing is written.

    Raises:
        NotPermitted: the role may not.
        NotFound: there is no such merge, or one of its customers is not the actor's to merge.
        Refused: it was taken back already, is too old, or the one that stayed was merged into another itself.
    """
    reach = actor.require(Permission.CUSTOMER_MERGE)
    stored = _undoable(store, reach, merge_id)
    return _judged(repository.find_memory(store, merge_id), _now(store, stored["survivor_id"]))[1]


def undo_merge(store: Store, actor: Actor, merge_id: int, *, key: str) -> Undone:
    """Take a merge back in one transaction and return what was done; raises as ``undo_plan`` does.

    Raises:
        AlreadyDone: the same form was sent before.
    """
    reach = actor.require(Permission.CUSTOMER_MERGE)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        stored = _undoable(transaction, reach, merge_id)
        memory = repository.find_memory(transaction, merge_id)
        held = _now(transaction, stored["survivor_id"])
        done = _put_back(transaction, stored, memory)
        _note_hands(transaction, actor, stored, held)
        given = [merge_id, clock.now(), actor.user_id, len(done.kept)]
        if not transaction.rows(statement(ROOM, "undo_merge"), given):
            raise AlreadyDone(merge_id)
        _note(transaction, actor, stored, memory, done)
        for name in ("forget_sides", "forget_parts"):
            transaction.execute(statement(ROOM, name), [[merge_id]])
        once.settle(transaction, key, merge_id)
    return done


def _undoable(reader: Store | Transaction, reach: Reach, merge_id: int) -> Row:
    stored = reader.row(statement(ROOM, "merge_to_undo"), [*reach.positional(), merge_id])
    if stored is None:
        raise NotFound("customer_merge", merge_id)
    if stored["undone_at"] is not None:
        raise Refused(message(N_("This merge was taken back already.")))
    if stored["forgotten_at"] is not None or clock.now() - stored["merged_at"] > KEPT_FOR:
        raise Refused(message(N_("This merge can no longer be taken back: that goes for {days} days."), days=KEPT_DAYS))
    if not stored["is_there"]:
        raise Refused(
            message(
                N_("The customer it was merged into was itself merged into another one. Take that merge back first.")
            )
        )
    if reader.row(statement(ROOM, "code_owner"), [stored["gone_code"]]) is not None:
        text = N_("Another customer has the code {code} by now. Change it there first.")
        raise Refused(message(text, code=stored["gone_code"]))
    return stored


def _now(reader: Store | Transaction, customer_id: int) -> Row:
    return reader.rows(statement(ROOM, "customer_now"), [customer_id])[0]


def _judged(memory: dict[str, Row], now: Row) -> tuple[Row, Undone]:
    """Return what the survivor holds afterwards, and which of its fields that puts back and which stay edited."""
    before, after, values = memory["before"], memory["after"], dict(now)
    restored, kept = [], []
    for field in FIELDS:
        columns = columns_of(field)
        if all(before[name] == after[name] for name in columns):
            continue
        if all(now[name] == after[name] for name in columns):
            values.update({name: before[name] for name in columns})
            restored.append(field)
        else:
            kept.append(field)
    values["search_text"] = search_text(values["name"], values["code"])
    return values, Undone(tuple(restored), tuple(kept))


def _put_back(transaction: Transaction, stored: Row, memory: dict[str, Row]) -> Undone:
    merge_id, survivor_id, gone_id = stored["merge_id"], stored["survivor_id"], stored["gone_id"]
    at, now = clock.now(), _now(transaction, survivor_id)
    values, done = _judged(memory, now)
    transaction.execute(statement(ROOM, "restore_customer"), [merge_id])
    version = repository.write_fields(transaction, survivor_id, values, at)
    if now["version"] == memory["after"]["version"]:
        transaction.execute(statement(ROOM, "mend_imports"), [survivor_id, memory["before"]["version"], version])
    _mend_later(transaction, stored, memory)
    transaction.execute(statement(ROOM, "give_promises_back"), [merge_id, memory["after"]["owner_id"], at])
    for part in PARTS:
        if part.how is not How.STAYS:
            query = MOVE.compose(table=part.table, key=part.table)
            transaction.execute(query, [merge_id, part.table, survivor_id, gone_id])
    transaction.execute(statement(ROOM, "move_owner_aside"), [merge_id, gone_id, survivor_id])
    transaction.execute(statement(ROOM, "remove_former"), [gone_id])
    led = _led_by(transaction, gone_id)
    if led:
        transaction.execute(statement(ROOM, "lead_back"), [led, gone_id])
    transaction.execute(statement(ROOM, "pair_open_again"), [merge_id])
    return done


def _led_by(transaction: Transaction, customer_id: int) -> list[int]:
    """Return all customers that were merged into one, through any number of merges."""
    found, ahead = [], [customer_id]
    while ahead:
        rows = transaction.rows(statement(ROOM, "merged_into"), [ahead.pop()])
        ahead += [row["gone_id"] for row in rows]
        found += [row["gone_id"] for row in rows]
    return found


def _mend_later(transaction: Transaction, stored: Row, memory: dict[str, Row]) -> None:
    """Let later merges into the same customer forget the values that this one brought: taken back, they would return."""
    before, after = memory["before"], memory["after"]
    given = [stored["survivor_id"], stored["merge_id"]]
    for row in transaction.rows(statement(ROOM, "later_merges"), given):
        sides = repository.find_memory(transaction, row["merge_id"])
        for name in ("before", "after"):
            side, is_changed = dict(sides[name]), False
            for field in FIELDS:
                columns = columns_of(field)
                if any(before[one] != after[one] for one in columns) and all(
                    side[one] == after[one] for one in columns
                ):
                    side.update({one: before[one] for one in columns})
                    is_changed = True
            if is_changed:
                side["search_text"] = search_text(side["name"], side["code"])
                repository.write_memory(transaction, row["merge_id"], name, side)


def _note_hands(transaction: Transaction, actor: Actor, stored: Row, held: Row) -> None:
    """Write into the history to whom each of the two goes back from the owner of the one that they were."""
    moves = []
    for customer_id in (stored["survivor_id"], stored["gone_id"]):
        now = _now(transaction, customer_id)
        if now["owner_id"] != held["owner_id"]:
            givers = (held["owner_id"], held["team_id"])
            moves.append(Move(customer_id, now["version"], *givers, now["owner_id"], now["team_id"]))
    if moves:
        note_hands(transaction, actor, moves, Cause.UNMERGE, reason=stored["gone_code"])


def _note(transaction: Transaction, actor: Actor, stored: Row, memory: dict[str, Row], done: Undone) -> None:
    told = {"merged": stored["gone_code"], "restored": ", ".join(done.restored), "kept": ", ".join(done.kept)}
    for customer_id in (stored["survivor_id"], stored["gone_id"]):
        audit.record(transaction, actor, audit.Change("unmerge", "customer", customer_id, None, told))
    owners = {memory["gone"]["owner_id"]: stored["gone_id"], memory["before"]["owner_id"]: stored["survivor_id"]}
    for owner_id, customer_id in owners.items():
        if owner_id is not None and owner_id != actor.user_id:
            text = message(
                N_("{name} took the merge of {customer} back."),
                name=actor.name, customer=customer_id, code=stored["gone_code"],
            )  # fmt: skip
            together = N_("{name} took {count} merges of your customers back: {codes}")
            messages.notify_in_one(transaction, owner_id, "merged", text, together, _PAGE, {"id": customer_id})


def forget_old(store: Store) -> int:
    """Forget the merges of more than 30 days ago, with the people's data in them; return how many. For a job."""
    with store.transaction() as transaction:
        rows = transaction.rows(statement(ROOM, "old_merges"), [clock.now() - KEPT_FOR])
        merges, gone = [row["merge_id"] for row in rows], [row["gone_id"] for row in rows]
        if not merges:
            return 0
        for part in PARTS:
            if part.how is not How.ALL:
                transaction.execute(REMOVE.compose(table=part.table), [gone])
        for name in ("forget_sides", "forget_parts", "forget_pairs"):
            transaction.execute(statement(ROOM, name), [merges])
        transaction.execute(statement(ROOM, "mark_forgotten"), [merges, clock.now()])
        change = audit.Change("clean_up", "customer_merge", None, None, {"count": len(merges)})
        audit.record_batch(transaction, SCHEDULER, change, len(merges))
    return len(merges)
