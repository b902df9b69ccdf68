"""Filling a new store with the demo company, and carrying it on to today."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pyarrow as pa

from crm_core import audit, clock
from crm_core.access.model import CONSOLE
from crm_core.access.passwords import hash_password
from crm_core.customers.merging.finding import search
from crm_core.demo import meetings, rows
from crm_core.demo.adjustments import add_adjustments
from crm_core.demo.archive import add_archive
from crm_core.demo.carrying import carry_on
from crm_core.demo.contacts import add_cards, add_contacts
from crm_core.demo.dice import SEED, day_of
from crm_core.demo.duplicates import add_duplicates
from crm_core.demo.gaps import add_gap_notes
from crm_core.demo.kinds import add_kinds
from crm_core.demo.people import COMPANY_NAME, DEMO_PASSWORD
from crm_core.demo.plans import plan_rows
from crm_core.demo.pool import add_pool
from crm_core.demo.reviews import add_reviews, share_last_period
from crm_core.demo.scope import add_scope
from crm_core.demo.staged import add_staged_plans, staged_until
from crm_core.demo.strategy import add_strategy
from crm_core.demo.surveys import add_surveys
from crm_core.demo.touchpoints import add_touchpoints, measure_standards
from crm_core.demo.visits import add_visits
from crm_core.demo.world import EARLIEST, World, history_begins, joined_after, world_between, youngest
from crm_core.errors import N_, Refused, message
from crm_core.messages.service import notify_of_figures, notify_of_overdue
from crm_core.plans.reminding import notify_of_plans
from crm_core.settings import service as settings
from crm_core.snapshots.service import take_due
from crm_core.store import Composer, Store, Transaction, statement

_PLANNER = "manager"  # who set the targets
_AS_OF, _SEED_NAME, _STAGED = "demo_as_of", "demo_seed", "demo_staged_plans"
_RESERVE = Composer(
    statement("demo", "reserve_ids"),
    {
        "sequence": {
            name: f"'{name}_ids'" for name in ("customer", "order", "purchase", "interaction", "follow_up", "target")
        }
    },
)


@dataclass(frozen=True, slots=True)
class Filled:
    """What was written: the day the demo company now stands at, and how many rows of each kind."""

    as_of: date
    customers: int = 0
    purchases: int = 0
    interactions: int = 0
    follow_ups: int = 0
    targets: int = 0
    answers: int = 0


def demo_day(store: Store) -> date | None:
    """Return the day up to which the store's demo company is known; None where the store is no demo."""
    found = _info(store)
    return date.fromisoformat(found[_AS_OF]) if _AS_OF in found else None


def fill(store: Store, as_of: date | None = None, *, seed: int = SEED) -> Filled:
    """Write the demo company into an empty store as it stands on ``as_of`` (today where not given), all or nothing.

    With a day given, the whole of that day counts as over; else nothing lies after the present moment.

    Raises:
        Refused: the store holds people or customers, or the day lies too far back.
    """
    moment = _moment(store, as_of)
    day = day_of(moment.day)
    if day < EARLIEST:
        raise Refused(message(N_("The demo company is not known before {day}."), day=EARLIEST.isoformat()))
    year = world_between(seed, history_begins(day), date(day.year, 12, 31))
    plans = plan_rows(year, range(day.year - 1, day.year + 1), day)
    world = year.until(day)
    password_hash = hash_password(DEMO_PASSWORD)
    with store.transaction() as transaction:
        _refuse_used(transaction)
        _add_people(transaction, password_hash)
        before = settings.current(store)
        settings.write_settings(transaction, CONSOLE, before, replace(before, company_name=COMPANY_NAME))
        import_id = _import_of(transaction, "products", rows.product_rows(), None)
        transaction.execute_with(
            {"given": rows.product_rows()}, statement("demo", "add_products"), [import_id, _noon(world)]
        )
        _record(transaction, "product", len(rows.product_rows()))
        kept = youngest(world.people, day)
        customers = rows.customer_rows(world.people, kept, moment)
        filled = _add_world(transaction, world, customers, moment, zone=before.zone)
        add_cards(transaction, customers, clock.now())
        add_pool(transaction, clock.now(), day)
        add_duplicates(transaction)
        meetings.add_meetings(transaction, meetings.request_rows(world.people, kept, moment.day), before.zone)
        meetings.tell_of_customers(transaction, filled.purchases)
        targets = _add_plans(transaction, plans)
        answers = _add_answers(transaction, store, world, moment)
        add_archive(store, transaction, day)
        staged = add_staged_plans(store, transaction, world, day)
        add_kinds(store, transaction, day)
        add_visits(store, transaction, day)
        add_touchpoints(store, transaction, day)
        measure_standards(store, transaction, day)
        add_adjustments(store, transaction, day, staged)
        add_gap_notes(store, transaction, staged)
        add_strategy(store, transaction, staged, day)
        add_scope(store, transaction, day, staged)
        take_due(store)
        share_last_period(store, transaction, staged)
        add_reviews(store, transaction, day, staged)
        _put(transaction, {_AS_OF: day.isoformat(), _SEED_NAME: str(seed), _STAGED: staged})
        _tell_of_overdue(store, day)
        search(store)
    return replace(filled, targets=targets, answers=answers)


def top_up(store: Store, today: date | None = None) -> Filled | None:
    """Carry a demo store on to ``today`` (the present day where not given) and return what was added.

    None where the store is no demo, or stands at that day or later. What the days hold depends on the days alone, so a
    store that is topped up holds the same sales and talks as one that is filled later; beside them it keeps the customers
    and sales that a later one has no room for.
    """
    info = _info(store)
    moment = _moment(store, today)
    if _AS_OF not in info or date.fromisoformat(info[_AS_OF]).toordinal() >= moment.day:
        return None
    seed, known = int(info[_SEED_NAME]), date.fromisoformat(info[_AS_OF])
    day = day_of(moment.day)
    first = max(day_of(known.toordinal() + 1), history_begins(day))
    world = world_between(seed, first, day)
    plans = _new_plans(seed, range(max(known.year + 1, day.year - 1), day.year + 1), day)
    staged = world_between(seed, history_begins(day), day) if staged_until(info.get(_STAGED)) < day else None
    with store.transaction() as transaction:
        joined = rows.customer_rows(world.people, joined_after(world.people, known, day), moment)
        zone = settings.current(store).zone
        filled = _add_world(transaction, world, joined, moment, zone=zone, promised_since=first)
        targets = _add_plans(transaction, plans) if plans is not None else 0
        answers = _add_answers(transaction, store, world, moment)
        if staged is not None:
            info[_STAGED] = add_staged_plans(store, transaction, staged, day, before=info.get(_STAGED))
            add_adjustments(store, transaction, day, info[_STAGED])
            add_gap_notes(store, transaction, info[_STAGED])
            add_strategy(store, transaction, info[_STAGED], day)
            add_scope(store, transaction, day, info[_STAGED])
            take_due(store)
            share_last_period(store, transaction, info[_STAGED])
            add_reviews(store, transaction, day, info[_STAGED])
        carry_on(store, transaction, known, day, clock.now())
        _put(transaction, {_AS_OF: day.isoformat(), **{name: info[name] for name in (_STAGED,) if name in info}})
        _tell_of_overdue(store, day)
    return replace(filled, targets=targets, answers=answers)


def _new_plans(seed: int, years: range, day: date) -> pa.Table | None:
    if not years:
        return None
    return plan_rows(world_between(seed, date(years[0] - 1, 1, 1), date(years[-1], 12, 31)), years, day)


def _moment(store: Store, as_of: date | None) -> rows.Moment:
    if as_of is not None:
        return rows.Moment(as_of.toordinal())
    now = clock.now().astimezone(ZoneInfo(settings.current(store).zone))
    return rows.Moment(now.date().toordinal(), now.hour * 3600 + now.minute * 60 + now.second)


def _tell_of_overdue(store: Store, day: date) -> None:
    """Leave the notices that the day's job would leave."""
    if day == clock.today(settings.current(store).zone):
        notify_of_overdue(store)
        notify_of_plans(store)


def _info(store: Store) -> dict[str, str]:
    return {row["name"]: row["value"] for row in store.rows(statement("demo", "info"))}


def _put(transaction: Transaction, facts: dict[str, str]) -> None:
    for name, value in facts.items():
        transaction.execute(statement("demo", "put_info"), [name, value])


def _noon(world: World) -> datetime:
    return datetime(world.first.year, world.first.month, world.first.day, 12, tzinfo=clock.now().tzinfo)


def add_people(store: Store) -> None:
    """Write the demo's teams and accounts alone into an empty store: a company on its first day."""
    password_hash = hash_password(DEMO_PASSWORD)
    with store.transaction() as transaction:
        _refuse_used(transaction)
        _add_people(transaction, password_hash)


def _refuse_used(transaction: Transaction) -> None:
    if transaction.rows(statement("demo", "anything"))[0]["is_used"]:
        raise Refused(message(N_("This store is in use. The demo company needs an empty one.")))


def _add_people(transaction: Transaction, password_hash: str) -> None:
    now = clock.now()
    transaction.execute_with({"given": rows.team_rows()}, statement("demo", "add_teams"), [now])
    transaction.execute_with({"given": rows.user_rows()}, statement("demo", "add_users"), [password_hash, now])
    _record(transaction, "team", len(rows.team_rows()))
    _record(transaction, "app_user", len(rows.user_rows()))


def _add_world(
    transaction: Transaction,
    world: World,
    joined: pa.Table,
    moment: rows.Moment,
    *,
    zone: str,
    promised_since: date | None = None,
) -> Filled:
    """Write what happens in the world's span, and return how much it was."""
    lines = rows.line_rows(world.lines, moment)
    if len(joined):
        first_id = _reserve(transaction, "customer", len(joined))
        import_id = _import_of(transaction, "customers", joined, None)
        transaction.execute_with({"given": joined}, statement("demo", "add_customers"), [first_id, import_id, zone])
        _record(transaction, "customer", len(joined))
        add_contacts(transaction, joined)
    if len(lines):
        _add_lines(transaction, world, lines, zone)
    talks, promises = rows.talk_rows(world.done, moment), rows.promise_rows(world.promised(promised_since), moment)
    _add_talks(transaction, talks, promises, zone)
    return Filled(world.last, len(joined), len(lines), len(talks), len(promises))


def _add_lines(transaction: Transaction, world: World, lines: pa.Table, zone: str) -> None:
    order_count = int(lines["order_place"].to_numpy().max()) + 1
    first_id, first_order = _reserve(transaction, "purchase", len(lines)), _reserve(transaction, "order", order_count)
    import_id = _import_of(transaction, "purchases", lines, world)
    given = {"given": lines}
    transaction.execute_with(given, statement("demo", "add_orders"), [first_order])
    transaction.execute_with(given, statement("demo", "add_purchases"), [first_id, first_order, import_id, zone])
    _record(transaction, "purchase", len(lines))
    notify_of_figures(transaction, world.last)


def _add_talks(transaction: Transaction, talks: pa.Table, promises: pa.Table, zone: str) -> None:
    """Write interactions and follow-ups, and which of them does which."""
    given = {"given": talks}
    first_talk = _reserve(transaction, "interaction", len(talks)) if len(talks) else 0
    if len(talks):
        transaction.execute_with(given, statement("demo", "add_interactions"), [first_talk, zone])
    if len(promises):
        first_promise = _reserve(transaction, "follow_up", len(promises))
        transaction.execute_with({"given": promises}, statement("demo", "add_follow_ups"), [first_promise, zone])
    if len(talks):
        transaction.execute_with(given, statement("demo", "do_follow_ups"), [first_talk])
        transaction.execute(statement("demo", "link_interactions"), [first_talk])
    _record(transaction, "interaction", len(talks))
    _record(transaction, "follow_up", len(promises))


def _add_plans(transaction: Transaction, plans: pa.Table) -> int:
    count = int(plans["place"].to_numpy().max()) + 1
    first_id = _reserve(transaction, "target", count)
    given = {"given": plans}
    transaction.execute_with(given, statement("demo", "add_targets"), [_PLANNER, first_id])
    transaction.execute_with(given, statement("demo", "add_target_versions"), [_PLANNER, first_id])
    _record(transaction, "target", count)
    return count


def _add_answers(transaction: Transaction, store: Store, world: World, moment: rows.Moment) -> int:
    def import_of(answers: pa.Table) -> int:
        return _import_of(transaction, "answers", answers, None)

    count = add_surveys(transaction, store, world, moment, import_of=import_of)
    _record(transaction, "survey_answer", count)
    return count


def _reserve(transaction: Transaction, sequence: str, count: int) -> int:
    found = transaction.rows(_RESERVE.compose(sequence=sequence), [count])
    return int(found[0]["first_id"])


def _import_of(transaction: Transaction, kind: str, table: pa.Table, world: World | None) -> int:
    """Return the id of the demo's import of a kind, which grows when days are added."""
    name, span = f"演示数据-{_FILE_NAMES[kind]}", (world.first, world.last) if world else (None, None)
    more = [kind, name, len(table), span[1], clock.now()]
    grown = transaction.rows(statement("demo", "grow_import"), more)
    if grown:
        return int(grown[0]["import_id"])
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    digest = hashlib.sha256(sink.getvalue()).hexdigest()
    given = [kind, name, digest, "{}", CONSOLE.user_id, len(table), *span, clock.now()]
    return int(transaction.rows(statement("demo", "add_import"), given)[0]["import_id"])


_FILE_NAMES = {"customers": "客户", "products": "商品", "purchases": "购买记录", "answers": "调查答卷"}


def _record(transaction: Transaction, entity: str, count: int) -> None:
    if count:
        audit.record_batch(transaction, CONSOLE, audit.Change("demo", entity, None), count)
