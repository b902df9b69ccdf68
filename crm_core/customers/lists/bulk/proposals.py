"""Taking the stages that the purchases propose, for many customers at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pyarrow as pa

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.customers.lists.bulk.choosing import ROOM, choose, table_of
from crm_core.customers.lists.bulk.model import Outcome, Selection, Skip
from crm_core.customers.model import Fields
from crm_core.customers.profile.stages.model import WHY_LIMIT, Buying, Stage, Standing, proposed
from crm_core.customers.profile.stages.service import check_reason
from crm_core.settings import service as settings
from crm_core.store import Row, Store, Transaction, once, statement

_PROPOSED = pa.schema(
    [("customer_id", pa.int64()), ("stage", pa.string()), ("reason_id", pa.int64()), ("why", pa.string())]
)


def take_stages_of_many(
    store: Store, actor: Actor, selection: Selection, given: Mapping[str, object], *, key: str
) -> Outcome:
    """Give customers, from today on, the stage that their purchases propose; who stands as proposed stays so.

    ``reason_id`` is why those are lost who are proposed as lost, ``why`` what won back who is proposed as won back: without
    it, these are left as they are.

    Raises:
        NotPermitted: the role may not edit customers.
        InvalidInput: with a message a field; or nobody was chosen.
        Refused: too many customers were chosen.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.CUSTOMER_EDIT)
    fields = Fields(given)
    why = fields.note("why", WHY_LIMIT) or ""
    fields.check()
    reason = given.get("reason_id")
    reason_id = reason if isinstance(reason, int) and not isinstance(reason, bool) else None
    today = clock.today(settings.current(store).zone)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        if reason_id is not None:
            check_reason(transaction, reason_id)
        chosen = choose(store, transaction, actor, reach, selection)
        before = _stages(transaction, chosen.rows)
        wanted = _proposals(transaction, chosen.rows, before, today)

        def unfit(row: Row) -> Skip | None:
            stands, stage = before.get(row["customer_id"]), wanted[row["customer_id"]]
            if stage is None:
                return Skip.SAME
            if stands is not None and (stands.set_at > selection.seen_at or stands.since_on > today):
                return Skip.CHANGED
            is_told = {Stage.LOST: reason_id is not None, Stage.WON_BACK: bool(why)}.get(stage, True)
            return None if is_told else Skip.UNTOLD

        rows = [_entry(row["customer_id"], wanted[row["customer_id"]], reason_id, why) for row in chosen.keep(unfit)]
        table = {"proposed": pa.Table.from_pylist(rows, schema=_PROPOSED)}
        transaction.execute_with(table, statement(ROOM, "add_proposed_stages"), [today, actor.user_id, clock.now()])
        audit.record_many(transaction, actor, [_change(row, before, today) for row in rows])
        once.settle(transaction, key, len(rows))
    return chosen.outcome()


def _stages(transaction: Transaction, rows: list[Row]) -> dict[int, Standing]:
    """Return the present stages of customers, by id; of nobody who has none."""
    found = transaction.execute_with(table_of(rows), statement(ROOM, "stages_of_many"))
    return {
        row["customer_id"]: Standing(
            0, Stage(row["stage"]), row["since_on"], None, None, "", False, None, row["set_at"]
        )
        for row in found
    }  # fmt: skip


def _proposals(
    transaction: Transaction, rows: list[Row], before: Mapping[int, Standing], today: date
) -> dict[int, Stage | None]:
    """Return what the purchases of customers propose, by id; None where that stands already."""
    found = {}
    for row in transaction.execute_with(table_of(rows), statement(ROOM, "buying_of_many")):
        buying = Buying(row["days"], row["first_on"], row["last_on"], row["known_until"])
        proposal = proposed(buying, today, before.get(row["customer_id"]))
        found[row["customer_id"]] = proposal.stage if proposal else None
    return found


def _entry(customer_id: int, stage: Stage | None, reason_id: int | None, why: str) -> Row:
    is_lost, is_back = stage is Stage.LOST, stage is Stage.WON_BACK
    return {
        "customer_id": customer_id,
        "stage": stage,
        "reason_id": reason_id if is_lost else None,
        "why": why if is_back or is_lost else "",
    }


def _change(row: Row, before: Mapping[int, Standing], today: date) -> audit.Change:
    was = before.get(row["customer_id"])
    told = {"stage": row["stage"], "since": today, "reason_id": row["reason_id"], "note": row["why"] or None}
    after = {name: value for name, value in told.items() if value is not None}
    return audit.Change("set_stage", "customer", row["customer_id"], {"stage": was.stage} if was else None, after)
