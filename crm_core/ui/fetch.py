"""The one cache of what pages show.

The key is the query function, its request (with the actor's reach in it), the company's day and the data versions of the
tables that the function declares: a write invalidates exactly, what holds for a day ends with it (whom a deputy stands in
for), and no user sees another's rows. Answers are shared: treat as read only.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from crm_core import clock
from crm_core.store import Store
from crm_core.store.reads import tables_of
from crm_core.ui.house import settings, store

Request = TypeVar("Request", bound=Hashable)
Answer = TypeVar("Answer")

_SIZE = 2000
_kept: OrderedDict[Hashable, Any] = OrderedDict()
_epochs: dict[str, int] = {}
_lock = threading.Lock()


def fetch(query: Callable[[Store, Request], Answer], request: Request) -> Answer:
    """Return ``query(store, request)``, computed again only after a write to one of its tables, or on another day.

    ``request`` is a frozen dataclass and carries the ``Reach`` of whoever asks.
    """
    tables = tables_of(query)
    here = store()
    today = clock.today(settings().zone)
    _forget_former(str(here.path), here.epoch)
    key = (str(here.path), query.__module__, query.__qualname__, request, today, here.versions(tables))
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            found: Answer = _kept[key]
            return found
    answer = query(here, request)
    with _lock:
        _kept[key] = answer
        while len(_kept) > _SIZE:
            _kept.popitem(last=False)
    return answer


def _forget_former(path: str, epoch: int) -> None:
    """Drop everything where the store's file was replaced: what was erased from it must not stay in the memory."""
    if _epochs.get(path) != epoch:
        with _lock:
            _kept.clear()
            _epochs[path] = epoch
