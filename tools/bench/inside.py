"""What the bench puts into the server it measures: an empty page, a way to write one purchase, a log of transactions.

Instants are of the monotonic clock, which processes of one machine share.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import local

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from crm_core import audit, clock
from crm_core.access import policy
from crm_core.access.model import CONSOLE, Permission
from crm_core.server import front_door
from crm_core.server.environment import Environment
from crm_core.server.running import running
from crm_core.settings import service as settings
from crm_core.store import Store, Transaction
from crm_core.ui import menu
from tools.bench.generate import sql

EMPTY_PAGE, EMPTY_ADDRESS = "../tools/bench/empty.py", "bench-empty"
PURCHASE_PATH = "/bench/purchase"


def add_pages() -> None:
    """Add the empty page to the menu and the policy of this process."""
    policy.PAGES[EMPTY_PAGE] = Permission.ACCOUNT_OWN
    menu.ENTRIES = (*menu.ENTRIES, menu.Entry(EMPTY_PAGE, EMPTY_ADDRESS, "Empty", "check_box_outline_blank"))


def add_routes() -> None:
    """Add the way to write a purchase; it needs a session like every route that is not public."""
    plain: Callable[[Environment], list[BaseRoute]] = front_door.routes

    def with_bench(where: Environment) -> list[BaseRoute]:
        return [*plain(where), Route(where.base_path + PURCHASE_PATH, _purchase, methods=["POST"])]

    front_door.routes = with_bench


async def _purchase(request: Request) -> Response:
    await anyio.to_thread.run_sync(write_purchase, running().store)
    return PlainTextResponse("written")


def write_purchase(store: Store) -> None:
    """Write one purchase of today, as an import of one line would."""
    now, today = clock.now(), clock.today(settings.current(store).zone)
    with store.transaction() as transaction:
        ids = transaction.rows(sql("next_ids"))[0]
        transaction.execute(sql("add_one_order"), [ids["order_id"]])
        transaction.execute(sql("add_one_purchase"), [ids["purchase_id"], ids["order_id"], now, today], since=today)
        audit.record_batch(transaction, CONSOLE, audit.Change("bench", "purchase", None), 1)


def note_transactions(target: Path) -> None:
    """Append a line to ``target`` for each outermost transaction: when it was asked for, began and was on the disk."""
    plain, depth = Store.transaction, local()
    out = target.open("a", encoding="utf-8", buffering=1)

    @contextmanager
    def noted(self: Store, **options: float) -> Iterator[Transaction]:
        asked_at, is_inner = time.monotonic(), getattr(depth, "is_inside", False)
        depth.is_inside = True
        try:
            with plain(self, **options) as transaction:
                began_at = time.monotonic()
                yield transaction
        finally:
            depth.is_inside = is_inner
        if not is_inner:
            entry = {"asked_at": asked_at, "began_at": began_at, "ended_at": time.monotonic()}
            out.write(json.dumps({**entry, "tables": sorted(transaction.touched)}) + "\n")

    Store.transaction = noted  # type: ignore[method-assign,assignment] # for this process and this purpose
