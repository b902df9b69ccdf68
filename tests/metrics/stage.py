"""Purchases and interactions straight in a test's store: by hand, by dice, and from Online Retail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from crm_core.store import Store
from tests.conftest import NOW, sql


@dataclass(frozen=True)
class Line:
    """One line of an order as a test tells it; a negative quantity is a return, customer None an anonymous sale."""

    day: date
    order: int
    customer: int | None
    quantity: int = 1
    price: str = "10"
    country: str | None = "China"
    category: str | None = "Tea"
    team: int | None = None
    owner: int | None = None
    cost: str | None = None
    product: int | None = None


_ADD_LINES = sql("""
    insert into purchase (purchase_id, order_id, line_key, customer_id, product_id, category, quantity, unit_price,
        unit_cost, amount, is_return, is_sold, purchased_at, purchased_on, country, team_id, owner_id, import_id, version)
    select nextval('purchase_ids'), order_id, line_key, customer_id, product_id, category, quantity, unit_price,
        unit_cost, amount,
        is_return, is_sold, purchased_on::timestamptz, purchased_on, country, team_id, owner_id, 0, 1
    from lines
""")
_ADD_ORDERS = sql("""
    insert into purchase_order (order_id, code)
    select distinct order_id, 'O-' || order_id from lines where order_id not in (select order_id from purchase_order)
""")
_ADD_CUSTOMERS = sql("""
    insert into customer (customer_id, code, kind, name, search_text, name_key, team_id, owner_id, version, created_at,
        created_on, updated_at, created_by)
    select customer_id, 'C' || customer_id, 'person', 'Customer ' || customer_id, '', '', any_value(team_id),
        any_value(owner_id), 1, $1, $1::date, $1, 0
    from lines
    where customer_id is not null and customer_id not in (select customer_id from customer)
    group by customer_id
""")
_MONEY = pa.decimal128(18, 4)


def add_lines(store: Store, lines: Iterable[Line], *, since: date | None = None) -> None:
    """Write ``lines`` with the orders and customers that they name; ``since``: none is of an earlier day."""
    given = list(lines)
    table = pa.table(
        {
            "order_id": pa.array([line.order for line in given], pa.int64()),
            "line_key": pa.array([f"n:{number}" for number in range(len(given))], pa.string()),
            "customer_id": pa.array([line.customer for line in given], pa.int64()),
            "product_id": pa.array([line.product for line in given], pa.int64()),
            "category": pa.array([line.category for line in given], pa.string()),
            "quantity": pa.array([Decimal(line.quantity) for line in given], _MONEY),
            "unit_price": pa.array([Decimal(line.price) for line in given], _MONEY),
            "unit_cost": pa.array([None if line.cost is None else Decimal(line.cost) for line in given], _MONEY),
            "amount": pa.array([line.quantity * Decimal(line.price) for line in given], _MONEY),
            "is_return": pa.array([line.quantity < 0 for line in given], pa.bool_()),
            "is_sold": pa.array([line.quantity > 0 and Decimal(line.price) > 0 for line in given], pa.bool_()),
            "purchased_on": pa.array([line.day for line in given], pa.date32()),
            "country": pa.array([line.country for line in given], pa.string()),
            "team_id": pa.array([line.team for line in given], pa.int64()),
            "owner_id": pa.array([line.owner for line in given], pa.int64()),
        }
    )
    _write(store, table, since)


def _write(store: Store, table: pa.Table, since: date | None = None) -> None:
    with store.transaction() as transaction:
        transaction.execute_with({"lines": table}, _ADD_ORDERS)
        transaction.execute_with({"lines": table}, _ADD_CUSTOMERS, [NOW])
        transaction.execute_with({"lines": table}, _ADD_LINES, since=since)


@dataclass(frozen=True)
class Talk:
    """One interaction as a test tells it."""

    day: date
    customer: int
    user: int
    team: int | None = None
    owner: int | None = None


_ADD_TALK = sql("""
    insert into interaction (customer_id, user_id, team_id, owner_id, channel, outcome, content, happened_at, happened_on,
        version, created_at, updated_at)
    values ($1, $2, $3, $4, 'phone', 'reached', 'said hello', $5::date::timestamptz, $5, 1, $6, $6)
""")


def add_talks(store: Store, talks: Iterable[Talk]) -> None:
    """Write interactions."""
    with store.transaction() as transaction:
        for talk in talks:
            transaction.execute(_ADD_TALK, [talk.customer, talk.user, talk.team, talk.owner, talk.day, NOW])


def add_products(store: Store, costs: dict[int, str | None]) -> None:
    """Write products by id with what they cost; None: nobody knows."""
    add = sql("""
        insert into product (product_id, code, name, unit_cost, version, created_at, updated_at)
        values ($1, 'P' || $1, 'Product ' || $1, $2, 1, $3, $3)
    """)
    with store.transaction() as transaction:
        for product, cost in costs.items():
            transaction.execute(add, [product, None if cost is None else Decimal(cost), NOW])


@dataclass(frozen=True)
class Promise:
    """One follow-up as a test tells it: due when, done on which day (None: not), cancelled or not."""

    due: date
    customer: int
    user: int
    done: date | None = None
    team: int | None = None
    is_cancelled: bool = False


def add_promises(store: Store, promises: Iterable[Promise]) -> None:
    """Write follow-ups, and the interactions that did them."""
    add = sql("""
        insert into follow_up (customer_id, user_id, team_id, due_on, channel, purpose, status, done_by, closed_at, version,
            created_at, updated_at)
        values ($1, $2, $3, $4, 'phone', 'ask how it is', $5, $6, $7, 1, $8, $8)
    """)
    last = sql("select max(interaction_id) as interaction_id from interaction")
    with store.transaction() as transaction:
        for promise in promises:
            done_by = None
            if promise.done is not None:
                add_talks(store, [Talk(promise.done, promise.customer, promise.user, promise.team)])
                done_by = store.value(last)
            status = "cancelled" if promise.is_cancelled else "open" if promise.done is None else "done"
            closed = None if status == "open" else NOW
            given = [promise.customer, promise.user, promise.team, promise.due, status, done_by, closed, NOW]
            transaction.execute(add, given)


@dataclass(frozen=True)
class Answer:
    """One survey answer's score as a test tells it; its number is the answer's id."""

    number: int
    day: date
    measure: str
    score: str
    customer: int | None = None
    team: int | None = None
    owner: int | None = None


def add_answers(store: Store, answers: Iterable[Answer]) -> None:
    """Write answers of one survey with their scores."""
    given = list(answers)
    survey = sql("""
        insert into survey (survey_id, name, name_key, first_on, last_on, scale_low, scale_high, scheme_version, version,
            created_at, created_by, updated_at)
        values (1, 'Autumn', 'autumn', '2020-01-01', '2030-01-01', 1, 10, 1, 1, $1, 0, $1)
    """)
    answer = sql("""
        insert into survey_answer (answer_id, survey_id, answer_key, content_digest, answered_at, answered_on, customer_id,
            team_id, owner_id, version)
        values ($1, 1, 'n:' || $1, '', $2::date::timestamptz, $2, $3, $4, $5, 1)
    """)
    score = sql("insert into answer_score values ($1, 1, $2, $3, $4, $5, $6, $7)")
    with store.transaction() as transaction:
        transaction.execute(survey, [NOW])
        for one in {one.number: one for one in given}.values():
            transaction.execute(answer, [one.number, one.day, one.customer, one.team, one.owner])
        for one in given:
            rest = [one.customer, one.team, one.owner]
            transaction.execute(score, [one.number, one.measure, Decimal(one.score), one.day, *rest])


_ONLINE_RETAIL = sql("""
    select dense_rank() over (order by InvoiceNo) as order_id, 'n:' || row_number() over () as line_key,
        CustomerID::bigint as customer_id, null::bigint as product_id, null as category,
        Quantity::decimal(18, 4) as quantity, UnitPrice::decimal(18, 4) as unit_price,
        null::decimal(18, 4) as unit_cost,
        (Quantity * UnitPrice::decimal(18, 4))::decimal(18, 4) as amount,
        Quantity < 0 or InvoiceNo like 'C%' as is_return,
        Quantity > 0 and UnitPrice > 0 and InvoiceNo not like 'C%' as is_sold,
        InvoiceDate::date as purchased_on, Country as country, null::bigint as team_id, null::bigint as owner_id
    from retail
    where UnitPrice >= 0
""")


def load_online_retail(store: Store, folder: Path) -> None:
    """Write Online Retail without its two lines of negative price."""
    retail = pq.read_table(folder / "online_retail" / "online_retail.parquet")
    _write(store, store.table(_ONLINE_RETAIL, tables={"retail": retail}))


def add_norms(store: Store) -> None:
    """A norm of 14 days for high tiers since 5 January 2026, under which customers 1 and 2 stand since then."""
    with store.transaction() as transaction:
        transaction.execute(
            sql(
                "insert into contact_norm (rung, channel, days, guide, team_id, since_on, version, updated_at, updated_by) "
                "values ('high', null, 14, '', null, '2026-01-05', 1, $1, 0)"
            ),
            [NOW],
        )
        transaction.execute(
            sql(
                "insert into customer_standing (customer_id, dimension, rung, since_on, is_fixed, reason, set_by, set_at, version) "
                "select customer_id, 'tier', 'high', '2026-01-05', false, '', 0, $1, 1 from customer where customer_id in (1, 2)"
            ),
            [NOW],
        )
