"""Make a large store to measure on.

    python -m tools.bench.generate PATH --customers 100000 --lines 1000000 --interactions 1000000 [--seed 7]
        [--as-of 2026-03-18]

People sign in with the demo's names (admin, manager, lead, staff, reader) and password. Rows go straight into the store,
a chunk a statement, all in one transaction a table.
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa

from crm_core import audit, clock
from crm_core.access.model import CONSOLE
from crm_core.access.passwords import hash_password
from crm_core.customers.search import search_texts
from crm_core.demo import names
from crm_core.demo.kinds import add_kinds
from crm_core.demo.people import DEMO_PASSWORD
from crm_core.demo.phrases import SPONTANEOUS
from crm_core.store import Composer, Statement, Store, Transaction
from crm_core.store.statement import written_tables
from tools.bench.crowd import (
    CATEGORIES,
    CHANNELS,
    COUNTRIES,
    DAYS,
    PRODUCTS,
    STAFF_A_TEAM,
    TEAMS,
    Chunk,
    Crowd,
    Size,
    Whole,
    chunks_of,
    crowd_of,
    products_of,
)
from tools.bench.plan import ACTIONS, GOALS, add_plan

ZONE = "Asia/Shanghai"
CHUNK = 500_000
_FIRST_STAFF = 4  # users 1-3 are admin, manager and reader
_TALK_CHANNELS = ("phone", "visit", "wechat", "sms", "email", "store")
_METRICS = (
    "gross_sales", "returns", "net_sales", "orders", "average_order_value", "active_customers", "new_customers",
    "interactions_logged",
)  # fmt: skip


def sql(name: str) -> Statement:
    """Return one of the bench's own statements."""
    text = (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8").strip()
    return Statement(f"bench/{name}", text, written_tables(text))


_MOVE = Composer(
    sql("move_sequence"),
    {
        "sequence": {
            name: f"'{name}_ids'"
            for name in (
                "team",
                "user",
                "product",
                "customer",
                "order",
                "purchase",
                "interaction",
                "follow_up",
                "import",
                "target",
            )
        }
    },
)


def generate(store: Store, size: Size, *, seed: int = 7, as_of: date) -> dict[str, int]:
    """Fill an empty ``store`` and return how many rows each table got."""
    rng = np.random.default_rng(seed)
    crowd, counts = crowd_of(rng, size, as_of), {}
    with store.transaction() as transaction:
        counts |= _add_people(transaction)
        products = products_of(rng)
        counts["product"] = _add(
            transaction, "add_products", _product_rows(products.price, products.cost), [clock.now()]
        )
        counts["customer"] = _add_customers(transaction, rng, crowd)
        audit.record_batch(transaction, CONSOLE, audit.Change("bench", "customer", None), counts["customer"])
    lines = orders = 0
    for chunk in chunks_of(rng, crowd, products, size.lines, CHUNK):
        with store.transaction() as transaction:
            rows = _line_rows(chunk, crowd, lines)
            _add(transaction, "add_orders", rows)
            _add(transaction, "add_purchases", rows, [ZONE])
            audit.record_batch(transaction, CONSOLE, audit.Change("bench", "purchase", None), len(rows))
        lines, orders = lines + len(rows), int(chunk.order[-1]) + 1
    counts |= {"purchase": lines, "order": orders}
    with store.transaction() as transaction:
        counts["interaction"] = _add(transaction, "add_interactions", _talk_rows(rng, crowd, size.interactions), [ZONE])
        counts["follow_up"] = _add(transaction, "add_follow_ups", _promise_rows(rng, crowd, as_of), [clock.now()])
        counts["target"] = _add(transaction, "add_targets", _target_rows(as_of, size), [clock.now()])
        transaction.execute(sql("add_import"), [lines, crowd.first, as_of, clock.now()])
        counts["import"] = 1
        for name, count in counts.items():
            transaction.rows(_MOVE.compose(sequence=name), [count])
        audit.record_batch(transaction, CONSOLE, audit.Change("bench", "interaction", None), counts["interaction"])
    with store.transaction() as transaction:
        counts["standing"] = add_kinds(store, transaction, as_of)
        add_plan(transaction, as_of, rng)
        counts |= {"plan": 1, "goal": GOALS, "action": ACTIONS}
    return counts


def _add(transaction: Transaction, name: str, rows: pa.Table, params: list[object] | None = None) -> int:
    transaction.execute_with({"given": rows}, sql(name), params or [])
    return len(rows)


def _add_people(transaction: Transaction) -> dict[str, int]:
    teams = pa.table({"team_id": range(1, TEAMS + 1), "name": [f"第 {number} 组" for number in range(1, TEAMS + 1)]})
    people = [(1, "admin", "admin", None), (2, "manager", "manager", None), (3, "reader", "reader", None)]
    for place in range(TEAMS * STAFF_A_TEAM):
        team, rank = divmod(place, STAFF_A_TEAM)
        role = "staff" if rank else "lead"
        username = role if place in (0, 1) else f"{role}-{place}"
        people.append((_FIRST_STAFF + place, username, role, team + 1))
    users = pa.table(
        {
            "user_id": [user_id for user_id, *_ in people],
            "username": [username for _, username, *_ in people],
            "name": [username for _, username, *_ in people],
            "role": [role for *_, role, _ in people],
            "team_id": pa.array([team for *_, team in people], pa.int64()),
        }
    )
    now = clock.now()
    _add(transaction, "add_teams", teams, [now])
    _add(transaction, "add_users", users, [hash_password(DEMO_PASSWORD), now])
    return {"team": len(teams), "user": len(users)}


def _product_rows(price: Whole, cost: Whole) -> pa.Table:
    categories = [f"类别 {number:02d}" for number in range(1, CATEGORIES + 1)]
    return pa.table(
        {
            "product_id": np.arange(1, PRODUCTS + 1),
            "price": price,
            "cost": cost,
            "category": _named(categories, np.arange(PRODUCTS) % CATEGORIES),
        }
    )


def _named(words: list[str] | tuple[str, ...], at: Whole) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(at.astype(np.int32)), pa.array(words))


def _owners(crowd: Crowd, at: Whole) -> tuple[pa.Array, pa.Array]:
    """Return the owners' ids and teams of customers at positions; null for -1 and for the public pool."""
    owner = np.where(at < 0, -1, crowd.owner[at])
    nobody = owner < 0
    return pa.array(owner + _FIRST_STAFF, mask=nobody), pa.array(owner // STAFF_A_TEAM + 1, mask=nobody)


def _add_customers(transaction: Transaction, rng: np.random.Generator, crowd: Crowd) -> int:
    for start in range(0, len(crowd), CHUNK):
        at = np.arange(start, min(start + CHUNK, len(crowd)))
        owner_id, team_id = _owners(crowd, at)
        called, codes = _names(rng, crowd.is_company[at]), [f"K{number + 1:07d}" for number in at]
        rows = pa.table(
            {
                "customer_id": at + 1,
                "code": codes,
                "kind": _named(("person", "company"), crowd.is_company[at].astype(np.int64)),
                "name": called,
                "name_key": called,
                "search_text": search_texts(called, codes),
                "phone": [f"{names.PHONE_PREFIX}{number * 48611 % 10_000_000:07d}" for number in at],
                "birthday": pa.array(rng.integers(-7000, 14_000, len(at)).astype(np.int32)).cast(pa.date32()),
                "gender": _named(("female", "male"), rng.integers(0, 2, len(at))),
                "region": _named([place.region for place in names.PLACES], rng.integers(0, len(names.PLACES), len(at))),
                "owner_id": owner_id,
                "team_id": team_id,
                "created_at": _instants(crowd, (crowd.joined[at] * 86_400).astype(np.int64)),
            }
        )
        _add(transaction, "add_customers", rows, [ZONE])
    return len(crowd)


def _names(rng: np.random.Generator, is_company: Whole) -> list[str]:
    given_names = (*names.FEMALE_NAMES, *names.MALE_NAMES)
    count = len(is_company)
    surname, given = rng.integers(0, len(names.SURNAMES), count), rng.integers(0, len(given_names), count)
    brand, trade = rng.integers(0, len(names.BRANDS), count), rng.integers(0, len(names.TRADES), count)
    place = rng.integers(0, len(names.PLACES), count)
    return [
        f"{names.PLACES[place[at]].region}{names.BRANDS[brand[at]]}{names.TRADES[trade[at]]}有限公司"
        if is_company[at]
        else names.SURNAMES[surname[at]] + given_names[given[at]]
        for at in range(count)
    ]


def _instants(crowd: Crowd, seconds: Whole) -> pa.Array:
    start = int((datetime.combine(crowd.first, datetime.min.time()) - datetime(1970, 1, 1)).total_seconds())  # noqa: DTZ001 - local
    return pa.array((seconds + start) * 1_000_000, pa.timestamp("us"))


def _line_rows(chunk: Chunk, crowd: Crowd, before: int) -> pa.Table:
    known = chunk.customer >= 0
    owner_id, team_id = _owners(crowd, chunk.customer)
    return pa.table(
        {
            "purchase_id": np.arange(before + 1, before + 1 + len(chunk.order)),
            "order_id": chunk.order + 1,
            "line": chunk.line,
            "customer_id": pa.array(chunk.customer + 1, mask=~known),
            "product_id": chunk.product + 1,
            "category": _named(
                [f"类别 {number:02d}" for number in range(1, CATEGORIES + 1)], chunk.product % CATEGORIES
            ),
            "quantity": chunk.quantity,
            "price": chunk.price,
            "cost": chunk.cost,
            "sold_at": _instants(crowd, chunk.moment),
            "country": _named(COUNTRIES, np.where(known, crowd.country[chunk.customer], 0)),
            "channel": _named(CHANNELS, chunk.order % len(CHANNELS)),
            "team_id": team_id,
            "owner_id": owner_id,
        }
    )


def _talk_rows(rng: np.random.Generator, crowd: Crowd, count: int) -> pa.Table:
    owned = np.flatnonzero(crowd.owner >= 0)
    at = owned[rng.integers(0, len(owned), count)]
    day = (crowd.joined[at] + rng.random(count) * (DAYS - crowd.joined[at])).astype(np.int64)
    moment = np.sort(day * 86_400 + rng.integers(9 * 3600, 18 * 3600, count))
    user_id, team_id = _owners(crowd, at)
    contents = [text.replace("{ware}", "茶具") for text in SPONTANEOUS]
    return pa.table(
        {
            "interaction_id": np.arange(1, count + 1),
            "customer_id": at + 1,
            "user_id": user_id,
            "team_id": team_id,
            "channel": _named(_TALK_CHANNELS, rng.integers(0, len(_TALK_CHANNELS), count)),
            "outcome": _named(("reached", "solved", "not_reached"), rng.integers(0, 3, count)),
            "content": _named(contents, rng.integers(0, len(contents), count)),
            "happened_at": _instants(crowd, moment),
        }
    )


def _promise_rows(rng: np.random.Generator, crowd: Crowd, as_of: date) -> pa.Table:
    """Return open follow-ups around ``as_of``, a hundredth as many as customers, at least one for each user."""
    owned = np.flatnonzero(crowd.owner >= 0)
    count = max(len(crowd) // 100, 2 * TEAMS * STAFF_A_TEAM)
    at = owned[rng.integers(0, len(owned), count)]
    user_id, team_id = _owners(crowd, at)
    due = (as_of - date(1970, 1, 1)).days + rng.integers(-5, 15, count)
    return pa.table(
        {
            "follow_up_id": np.arange(1, count + 1),
            "customer_id": at + 1,
            "user_id": user_id,
            "team_id": team_id,
            "due_on": pa.array(due.astype(np.int32)).cast(pa.date32()),
        }
    )


def _target_rows(as_of: date, size: Size) -> pa.Table:
    monthly = size.lines * 130.0 / 36
    scopes = [("company", 0, 1.0)]
    scopes += [("team", team, 1 / TEAMS) for team in range(1, TEAMS + 1)]
    scopes += [("person", _FIRST_STAFF + at, 1 / TEAMS / STAFF_A_TEAM) for at in range(TEAMS * STAFF_A_TEAM)]
    periods = [
        (kind, date(year, month, 1), months)
        for year in (as_of.year - 1, as_of.year)
        for kind, months in (("month", 1), ("quarter", 3), ("year", 12))
        for month in range(1, 13, months)
    ]
    rows = [
        {
            "metric": metric, "scope_kind": kind, "scope_id": scope_id, "period_kind": period_kind, "period_first": first,
            "value": round(monthly * share * months, 2),
        }
        for metric in _METRICS
        for kind, scope_id, share in scopes
        for period_kind, first, months in periods
    ]  # fmt: skip
    return pa.Table.from_pylist([{"place": place, **row} for place, row in enumerate(rows, 1)])


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--interactions", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--as-of", type=date.fromisoformat, default=None)
    given = parser.parse_args(arguments)
    if given.path.exists():
        parser.error(f"{given.path} is there already")
    began = time.perf_counter()
    store = Store.open(given.path)
    as_of = given.as_of or clock.today(ZONE)
    size = Size(given.customers, given.lines, given.interactions)
    counts = generate(store, size, seed=given.seed, as_of=as_of)
    store.close()
    seconds = time.perf_counter() - began
    print(", ".join(f"{name} {count:,}" for name, count in counts.items()), f"in {seconds:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
