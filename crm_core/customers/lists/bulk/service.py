"""What people can do with many customers at once: tags, one field, the stage, type and tier.

Each is one transaction with an entry in the trail for every customer that changed. Who is not the actor's to change, or was
changed by somebody since the actor looked, is left alone and told; nothing else is undone by that.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

import pyarrow as pa

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.customers.lists.bulk.choosing import ROOM, Chosen, changed_since, choose, table_of
from crm_core.customers.lists.bulk.model import Outcome, Selection, Skip
from crm_core.customers.model import REGION_LIMIT, Fields, Gender, Kind
from crm_core.customers.profile.own_fields import repository as own_fields
from crm_core.customers.profile.own_fields.model import OwnField, parse_own
from crm_core.customers.profile.stages.model import Stage, StageDraft, Standing
from crm_core.customers.profile.stages.service import check_reason
from crm_core.customers.profile.tags import repository as tags
from crm_core.customers.profile.tags.model import MOST_ON_ONE
from crm_core.errors import N_, InvalidInput, message
from crm_core.relationships.many import find_standings, put_many
from crm_core.relationships.model import Dimension, StandingDraft
from crm_core.settings import service as settings
from crm_core.store import Composer, Row, Store, Transaction, once, statement

COLUMNS = (
    "region",
    "gender",
    "kind",
)  # of every customer, that are changed in many at once, beside the company's own fields
_EDIT = Composer(statement(ROOM, "edit_many"), {"column": {name: name for name in COLUMNS}})
_MARKS = pa.schema([("customer_id", pa.int64()), ("tag_id", pa.int64())])


def change_tags_of_many(
    store: Store, actor: Actor, selection: Selection, *, add: Collection[int], remove: Collection[int], key: str
) -> Outcome:
    """Put tags on customers and take others off; what colleagues did to further tags meanwhile stays.

    Raises:
        NotPermitted: the role may not edit customers.
        InvalidInput: at ``tags``, where none was chosen or one is not on the list; or nobody was chosen.
        Refused: too many customers were chosen.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.CUSTOMER_EDIT)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        known = {tag.tag_id: tag.name for tag in tags.find_tags(transaction)}
        new, gone = set(add), set(remove) - set(add)
        if not (new or gone) or not new | gone <= known.keys():
            raise InvalidInput({"tags": message(N_("Please choose from the list."))})
        chosen = choose(store, transaction, actor, reach, selection)
        before: dict[int, set[int]] = {}
        for row in transaction.execute_with(table_of(chosen.rows), statement(ROOM, "tags_of_many")):
            before.setdefault(row["customer_id"], set()).add(row["tag_id"])
        after = {row["customer_id"]: (before.get(row["customer_id"], set()) | new) - gone for row in chosen.rows}

        def unfit(row: Row) -> Skip | None:
            now, then = before.get(row["customer_id"], set()), after[row["customer_id"]]
            if now == then:
                return Skip.SAME
            return Skip.FULL if len(then) > max(MOST_ON_ONE, len(now)) else None

        ids = [row["customer_id"] for row in chosen.keep(unfit)]
        put = [(key_, tag) for key_ in ids for tag in sorted(after[key_] - before.get(key_, set()))]
        take = [(key_, tag) for key_ in ids for tag in sorted(before.get(key_, set()) - after[key_])]
        zone = settings.current(store).zone
        transaction.execute_with(_marks(take), statement(ROOM, "keep_past_tags"), [zone, clock.today(zone)])
        transaction.execute_with(_marks(take), statement(ROOM, "take_tags"))
        transaction.execute_with(_marks(put), statement(ROOM, "put_tags"), [actor.user_id, clock.now()])
        told = {each: ", ".join(sorted(known[tag] for tag in after[each])) for each in ids}
        was = {each: ", ".join(sorted(known[tag] for tag in before.get(each, set()))) for each in ids}
        _record(transaction, actor, chosen, "edit", {each: ({"tags": was[each]}, {"tags": told[each]}) for each in ids})
        once.settle(transaction, key, len(ids))
    return chosen.outcome()


def _marks(pairs: list[tuple[int, int]]) -> Mapping[str, pa.Table]:
    rows = [{"customer_id": customer_id, "tag_id": tag_id} for customer_id, tag_id in pairs]
    return {"marks": pa.Table.from_pylist(rows, schema=_MARKS)}


def edit_many(store: Store, actor: Actor, selection: Selection, field: str, value: object, *, key: str) -> Outcome:
    """Write one ``field`` of customers: one of ``COLUMNS``, a fact or a field of the company's own; None empties it.

    Person or company is written where the customer holds nothing that only the one can have.

    Raises:
        NotPermitted: the role may not edit customers.
        InvalidInput: at ``field``, where it is none of those; at ``value``; or nobody was chosen.
        Refused: too many customers were chosen.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.CUSTOMER_EDIT)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        own = {one.key: one for one in own_fields.find_all_fields(transaction) if one.is_active}
        if field not in own and field not in COLUMNS:
            raise InvalidInput({"field": message(N_("Please choose from the list."))})
        kept = _own_value(own[field], value) if field in own else _column_value(field, value)
        chosen = choose(store, transaction, actor, reach, selection)
        chosen.keep(changed_since(selection))
        if field in own:
            _write_own(transaction, actor, chosen, own[field], kept)
        else:
            if field == "kind":
                _keep_movable(transaction, chosen, kept, [one.field_id for one in own.values() if one.for_kind])
            _write_column(transaction, actor, chosen, field, kept)
        once.settle(transaction, key, len(chosen.rows))
    return chosen.outcome()


def _column_value(field: str, value: object) -> str | None:
    fields = Fields({"value": value})
    kinds = {"gender": Gender, "kind": Kind}
    found = fields.choice("value", kinds[field], None) if field in kinds else fields.line("value", REGION_LIMIT)
    if field == "kind" and found is None:
        fields.problems.setdefault("value", message(N_("Please choose from the list.")))
    fields.check()
    return None if found is None else str(found)


def _own_value(field: OwnField, value: object) -> str | None:
    try:
        return parse_own([field], {field.key: value}, field.for_kind or Kind.PERSON, is_new=False)[field.field_id]
    except InvalidInput as error:
        raise InvalidInput({"value": error.fields[field.key]}) from None


def _keep_movable(transaction: Transaction, chosen: Chosen, kind: str | None, of_one_kind: list[int]) -> None:
    """Leave those as they are who hold what only their present kind can have: facts of the person, fields ``of_one_kind``."""
    rows = transaction.execute_with(table_of(chosen.rows), statement(ROOM, "held_of_one_kind"), [of_one_kind])
    held = {row["customer_id"] for row in rows}

    def unfit(row: Row) -> Skip | None:
        is_bound = row["is_of_kind"] or row["customer_id"] in held
        return Skip.UNFIT if is_bound and row["kind"] != kind else None

    chosen.keep(unfit)


def _write_column(transaction: Transaction, actor: Actor, chosen: Chosen, field: str, value: str | None) -> None:
    def unfit(row: Row) -> Skip | None:
        if field == "gender" and row["kind"] != Kind.PERSON:
            return Skip.KIND
        return Skip.SAME if row[field] == value else None

    if rows := chosen.keep(unfit):
        transaction.execute_with(table_of(rows), _EDIT.compose(column=field), [value, clock.now()])
        changes = {row["customer_id"]: ({field: row[field]}, {field: value}) for row in rows}
        _record(transaction, actor, chosen, "edit", changes)


def _write_own(transaction: Transaction, actor: Actor, chosen: Chosen, field: OwnField, value: str | None) -> None:
    found = transaction.execute_with(table_of(chosen.rows), statement(ROOM, "own_values_of_many"), [field.field_id])
    before = {row["customer_id"]: row["value"] for row in found}

    def unfit(row: Row) -> Skip | None:
        if not field.is_of(Kind(row["kind"])):
            return Skip.KIND
        return Skip.SAME if before.get(row["customer_id"]) == value else None

    if rows := chosen.keep(unfit):
        given = table_of(rows)
        transaction.execute_with(given, statement(ROOM, "remove_own_values"), [field.field_id])
        if value is not None:
            transaction.execute_with(given, statement(ROOM, "add_own_values"), [field.field_id, value])
        transaction.execute_with(given, statement(ROOM, "touch_many"), [clock.now()])
        ids = [row["customer_id"] for row in rows]
        changes = {each: (_told(field, before.get(each)), _told(field, value)) for each in ids}
        _record(transaction, actor, chosen, "edit", changes)


def _told(field: OwnField, value: str | None) -> dict[str, object]:
    """Return what stands in a fact or a field of the company's own, as the trail tells it."""
    return {field.fact: value} if field.fact else {"own_fields": f"{field.name}: {value or '–'}"}


def set_stage_of_many(
    store: Store, actor: Actor, selection: Selection, given: Mapping[str, object], *, key: str
) -> Outcome:
    """Give customers a stage from today on: ``stage``, ``reason_id`` of lost ones, ``why``.

    Raises:
        NotPermitted: the role may not edit customers.
        InvalidInput: with a message a field; or nobody was chosen.
        Refused: too many customers were chosen.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.CUSTOMER_EDIT)
    today, is_back = clock.today(settings.current(store).zone), given.get("stage") == Stage.WON_BACK
    now = Standing(0, Stage.LOST, today, None, None, "", False, None, clock.now()) if is_back else None
    draft = StageDraft.parse({**given, "since_on": None}, now=now, today=today)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        if draft.reason_id is not None:
            check_reason(transaction, draft.reason_id)
        chosen = choose(store, transaction, actor, reach, selection)
        found = transaction.execute_with(table_of(chosen.rows), statement(ROOM, "stages_of_many"))
        before = {row["customer_id"]: row for row in found}

        def unfit(row: Row) -> Skip | None:
            stands = before.get(row["customer_id"])
            if stands is not None and stands["stage"] == draft.stage:
                return Skip.SAME
            if stands is not None and (stands["set_at"] > selection.seen_at or stands["since_on"] > today):
                return Skip.CHANGED
            return Skip.NOT_LOST if is_back and (stands is None or stands["stage"] != Stage.LOST) else None

        if rows := chosen.keep(unfit):
            told = [draft.stage.value, today, draft.reason_id, draft.why, actor.user_id, clock.now()]
            transaction.execute_with(table_of(rows), statement(ROOM, "add_stages"), told)
            after = _stage_entry(draft, today)
            ids = [row["customer_id"] for row in rows]
            was = {each: {"stage": before[each]["stage"]} if each in before else None for each in ids}
            _record(transaction, actor, chosen, "set_stage", {each: (was[each], after) for each in ids})
        once.settle(transaction, key, len(chosen.rows))
    return chosen.outcome()


def _stage_entry(draft: StageDraft, today: date) -> dict[str, object]:
    told = {"stage": draft.stage.value, "since": today, "reason_id": draft.reason_id, "note": draft.why or None}
    return {name: value for name, value in told.items() if value is not None}


def place_many(
    store: Store, actor: Actor, selection: Selection, dimension: Dimension, given: Mapping[str, object], *, key: str
) -> Outcome:
    """Decide from today on of which type, or of which tier, customers are; what somebody fixed stays.

    Raises:
        NotPermitted: the role may not decide.
        InvalidInput: at ``rung``; or nobody was chosen.
        Refused: too many customers were chosen.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.STANDING_SET)
    draft = StandingDraft.parse(dimension, given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        chosen = choose(store, transaction, actor, reach, selection)
        found = find_standings(transaction, dimension, [row["customer_id"] for row in chosen.rows])

        def unfit(row: Row) -> Skip | None:
            stands = found.get(row["customer_id"])
            if stands is None:
                return None
            if stands["is_fixed"]:
                return Skip.FIXED
            if stands["rung"] == draft.rung:
                return Skip.SAME
            return Skip.CHANGED if stands["set_at"] > selection.seen_at else None

        ids = [row["customer_id"] for row in chosen.keep(unfit)]
        today = clock.today(settings.current(store).zone)
        put_many(transaction, actor, dimension, draft, found=found, customer_ids=ids, today=today)
        once.settle(transaction, key, len(ids))
    return chosen.outcome()


def _record(
    transaction: Transaction,
    actor: Actor,
    chosen: Chosen,
    action: str,
    changes: Mapping[int, tuple[Mapping[str, object] | None, Mapping[str, object]]],
) -> None:
    """Note each customer's change in the trail, in the order in which they were chosen."""
    entries = [
        audit.Change(action, "customer", row["customer_id"], *changes[row["customer_id"]]) for row in chosen.rows
    ]
    audit.record_many(transaction, actor, entries)
