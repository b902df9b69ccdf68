"""The one cache of what pages show.

The key is the query function, its request (with the actor's reach in it), the company's day and the data versions of the
tables that the function declares: a write invalidates exactly, what holds for a day ends with it (whom a deputy stands in
for), and no user sees another's rows. What is put together of many answers is kept as a whole, with the versions of all tables
that were asked on the way. What one thread is asking the store, others wait for. Answers are shared: treat as read only.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar

from crm_core import clock
from crm_core.board.service import Ask
from crm_core.store import Store
from crm_core.store.reads import tables_of
from crm_core.ui.house import settings, store

Request = TypeVar("Request", bound=Hashable)
Answer = TypeVar("Answer")
Given = ParamSpec("Given")

_SIZE, _WHOLES = 2000, 200
_kept: OrderedDict[Hashable, Any] = OrderedDict()
_wholes: OrderedDict[Hashable, _Whole] = OrderedDict()
_asking: dict[Hashable, threading.Event] = {}
_epochs: dict[str, int] = {}
_lock = threading.Lock()
_lane = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ahead")
_MISSING = object()


@dataclass(frozen=True, slots=True)
class _Whole:
    """What was put together, and the version of each table that was read for it, as it was before it was read."""

    answer: Any
    versions: Mapping[str, int]


def fetch(query: Callable[[Store, Request], Answer], request: Request) -> Answer:
    """Return ``query(store, request)``, computed again only after a write to one of its tables, or on another day.

    ``request`` is a frozen dataclass and carries the ``Reach`` of whoever asks.
    """
    tables = tables_of(query)
    here = store()
    today = clock.today(settings().zone)
    _forget_former(str(here.path), here.epoch)
    key = (str(here.path), query.__module__, query.__qualname__, request, today, here.versions(tables))

    def make() -> Answer:
        answer = query(here, request)
        with _lock:
            _kept[key] = answer
            while len(_kept) > _SIZE:
                _kept.popitem(last=False)
        return answer

    return _once(key, lambda: _find(key), make)


def _find(key: Hashable) -> Any:  # noqa: ANN401 - each query has its own answer
    with _lock:
        if key not in _kept:
            return _MISSING
        _kept.move_to_end(key)
        return _kept[key]


def _once(key: Hashable, find: Callable[[], Any], make: Callable[[], Answer]) -> Answer:
    """Return what is kept, else what ``make`` gives; where another thread is making it, wait. Where that fails, make it."""
    while True:
        found = find()
        if found is not _MISSING:
            kept: Answer = found
            return kept
        with _lock:
            others = _asking.get(key)
            if others is None:
                mine = _asking[key] = threading.Event()
                break
        others.wait()
    try:
        return make()
    finally:
        with _lock:
            del _asking[key]
        mine.set()


def fetch_whole(
    compose: Callable[Concatenate[Ask, Given], Answer], *args: Given.args, **kwargs: Given.kwargs
) -> Answer:
    """Return ``compose(fetch, …)``, put together again only after a write to a table that was read for it, or on another day.

    ``compose`` knows nothing but what it asks and what it is given; that carries the ``Reach`` of whoever asks.
    """
    here, key = store(), _key_of_whole(compose, args, kwargs)

    def make() -> Answer:
        seen: dict[str, int] = {}

        def ask(query: Callable[[Store, Any], Any], asked: Any) -> Any:  # noqa: ANN401 - each query has its own request and answer
            tables = tables_of(query)
            for table, version in zip(tables, here.versions(tables), strict=True):
                seen.setdefault(table, version)
            return fetch(query, asked)

        answer = compose(ask, *args, **kwargs)
        with _lock:
            _wholes[key] = _Whole(answer, seen)
            while len(_wholes) > _WHOLES:
                _wholes.popitem(last=False)
        return answer

    return _once(key, lambda: _find_whole(here, key), make)


def fetch_ahead(compose: Callable[Concatenate[Ask, Given], Any], *args: Given.args, **kwargs: Given.kwargs) -> None:
    """Let another thread begin with what ``fetch_whole`` will be asked for soon, unless it is kept.

    The store answers two questions side by side: a page that needs much anew, after a purchase, is there sooner.
    """
    if not is_whole_kept(compose, *args, **kwargs):
        _lane.submit(
            copy_context().run, lambda: fetch_whole(compose, *args, **kwargs)
        )  # what fails there is asked again here


def is_whole_kept(compose: Callable[Concatenate[Ask, Given], Any], *args: Given.args, **kwargs: Given.kwargs) -> bool:
    """Return whether ``fetch_whole`` would answer at once."""
    return _find_whole(store(), _key_of_whole(compose, args, kwargs)) is not _MISSING


def _key_of_whole(compose: Callable[..., Any], args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Hashable:
    named, today = tuple(kwargs.items()), clock.today(settings().zone)
    return (str(store().path), compose.__module__, compose.__qualname__, args, named, today)


def _find_whole(here: Store, key: Hashable) -> Any:  # noqa: ANN401 - each is put together differently
    """Return what is kept and still holds."""
    _forget_former(str(here.path), here.epoch)
    with _lock:
        kept = _wholes.get(key)
        if kept is not None:
            _wholes.move_to_end(key)
    if kept is None or here.versions(kept.versions) != tuple(kept.versions.values()):
        return _MISSING
    return kept.answer


def _forget_former(path: str, epoch: int) -> None:
    """Drop everything where the store's file was replaced: what was erased from it must not stay in the memory."""
    if _epochs.get(path) != epoch:
        with _lock:
            _kept.clear()
            _wholes.clear()
            _epochs[path] = epoch
