"""Looking through all customers for two that look like one.

What is compared are values in blocks: customers that share a phone, a number, an email or a name. The blocks are read and
paired without the write lock; only the pairs are written under it. A value that more than 20 customers share says nothing
about who is who (a switchboard, a placeholder): it is left out, and how many there were is told.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from crm_core import audit, clock
from crm_core.access.model import SCHEDULER, Actor, Permission
from crm_core.customers.likeness import LEGAL_FORMS
from crm_core.customers.merging.model import LARGEST_BLOCK, LEAST_SCORE, LEFT, WORTH, Sign
from crm_core.customers.merging.moves import ROOM
from crm_core.errors import N_, Refused, message
from crm_core.exchange.scripts import SIMPLIFIED, TRADITIONAL
from crm_core.store import Store, statement

_SECONDS = 300.0
_under_way: set[Path] = set()
_lock = threading.Lock()


def search(store: Store, actor: Actor = SCHEDULER) -> tuple[int, int]:
    """Look through all customers; return how many open pairs there are now, and how many of them are new.

    Raises:
        Refused: somebody else's look is under way.
    """
    with _lock:
        if store.path in _under_way:
            raise Refused(message(N_("A search for duplicates is running at this moment.")))
        _under_way.add(store.path)
    try:
        return _searched(store, actor)
    finally:
        with _lock:
            _under_way.discard(store.path)


def search_now(store: Store, actor: Actor) -> tuple[int, int]:
    """Look through all customers because somebody asked for it; return as ``search`` does.

    Raises:
        NotPermitted: the role may not.
        Refused: a look is under way.
    """
    actor.require(Permission.CUSTOMER_MERGE)
    return search(store, actor)


def _searched(store: Store, actor: Actor) -> tuple[int, int]:
    began, now = time.perf_counter(), clock.now()
    customer_count = int(store.value(statement(ROOM, "customer_count")))
    blocks = store.table(
        statement(ROOM, "duplicate_blocks"),
        {"largest": LARGEST_BLOCK, "legal": LEGAL_FORMS, "traditional": TRADITIONAL, "simplified": SIMPLIFIED},
        seconds=_SECONDS,
    )
    found = store.table(
        statement(ROOM, "alike_pairs"),
        {"largest": LARGEST_BLOCK, "least": LEAST_SCORE},
        tables={"blocks": blocks, "worth": _table("worth", WORTH), "against": _table("share", LEFT)},
        seconds=_SECONDS,
    )
    crowded = _crowded(blocks)
    with store.transaction() as transaction:
        given = {"found": found}
        transaction.execute_with(given, statement(ROOM, "drop_pairs"))
        transaction.execute_with(given, statement(ROOM, "renew_pairs"))
        fresh = len(transaction.execute_with(given, statement(ROOM, "add_pairs"), [now]))
        spent = round((time.perf_counter() - began) * 1000)
        noted = [now, customer_count, fresh, json.dumps(crowded, sort_keys=True), spent]
        transaction.execute(statement(ROOM, "put_search"), noted)
        transaction.execute(statement(ROOM, "forget_searches"), [now])
        last = transaction.rows(statement(ROOM, "last_search"))[0]
        after = {"count": last["open_count"], "added": fresh}
        audit.record_batch(transaction, actor, audit.Change("search", "duplicate_pair", None, None, after), fresh)
    return int(last["open_count"]), fresh


def _table(name: str, values: Mapping[Sign, float]) -> pa.Table:
    return pa.table({"sign": [sign.value for sign in values], name: list(values.values())})


def _crowded(blocks: pa.Table) -> dict[str, int]:
    """Return by sign how many values too many customers share."""
    large = blocks.filter(pc.greater(blocks["member_count"], LARGEST_BLOCK))
    counted = large["sign"].value_counts().to_pylist()
    return {entry["values"]: entry["counts"] for entry in counted}
