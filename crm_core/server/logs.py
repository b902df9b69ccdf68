"""One log for the server and the command line: JSON lines on standard error that name no person.

What goes in is a closed list: constant events, ids, counts, durations, and a few names of things of the program. An
exception is logged by its kind and the places it passed; its message is not, because drivers and parsers quote the
value they choked on. What libraries log is cut down in the same way. A line break in a value cannot begin a new entry.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO, cast

import structlog

from crm_core import clock

REMOVED = "[removed]"

# Keys whose values name a thing of the program, never a person or what a person typed.
_NAMES = frozenset(
    {"reference", "job", "command", "table", "action", "entity", "kind", "permission", "result", "state", "version"}
)
_NUMBERS = re.compile(r"(?:.*_)?(?:id|count|ms|bytes|seconds|seq|code|port)")
_OWN = frozenset({"event", "level", "at", "logger", "error", "where"})
_NAME = re.compile(r"[A-Za-z0-9_.:/+-]{1,80}")
_LONG_NUMBER = re.compile(r"\d(?:[\s-]?\d){6,}")
_MAIL = re.compile(r"[^\s@]+@[^\s@]+")
_UNPRINTABLE = re.compile(r"[^ -~]+")
_FRAMES = 25


def configure_logs() -> None:
    """Send every log of this process through here, uncaught exceptions and libraries' records too."""
    structlog.configure(
        processors=[_stamp, _without_people, structlog.processors.JSONRenderer(ensure_ascii=True)],
        logger_factory=structlog.PrintLoggerFactory(cast("TextIO", _Stderr())),
        cache_logger_on_first_use=False,
    )
    logging.setLogRecordFactory(CleanRecord)
    requests = logging.getLogger("uvicorn.access")  # its lines are nothing but values, and an address may name somebody
    requests.handlers.clear()
    requests.propagate = False
    sys.excepthook = _uncaught
    import threading  # noqa: PLC0415 - for its hook alone

    threading.excepthook = _uncaught_in_thread


class _Stderr:
    """Standard error as it is when something is written, so that whoever redirects it gets it."""

    def write(self, text: str) -> int:
        return sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()


def _stamp(_logger: object, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    event["level"] = method
    event["at"] = clock.now().isoformat(timespec="milliseconds")
    given = event.pop("exc_info", None)
    if given:
        error = given if isinstance(given, BaseException) else sys.exc_info()[1]
        if error is not None:
            event["error"], event["where"] = kinds_of(error), places_of(error)
    return event


def _without_people(_logger: object, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    return {key: value if key in _OWN else _kept(key, value) for key, value in event.items()} | {
        "event": bare(str(event.get("event", "")))
    }


def _kept(key: str, value: object) -> object:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, float)) and _NUMBERS.fullmatch(key):
        return value
    if isinstance(value, str) and key in _NAMES and _NAME.fullmatch(value) and not _LONG_NUMBER.search(value):
        return value
    return REMOVED


def bare(text: str) -> str:
    """Return a text on one line without what may be a person's: Han and other scripts, addresses, long numbers."""
    one_line = " ".join(text.split())
    return _UNPRINTABLE.sub("?", _LONG_NUMBER.sub(REMOVED, _MAIL.sub(REMOVED, one_line)))[:300]


def kinds_of(error: BaseException) -> list[str]:
    """Return the kinds of an exception and of those it came from, without their messages."""
    kinds: list[str] = []
    seen: set[int] = set()
    step: BaseException | None = error
    while step is not None and id(step) not in seen:
        seen.add(id(step))
        kinds.append(type(step).__qualname__)
        step = step.__cause__ or (None if step.__suppress_context__ else step.__context__)
    return kinds


def places_of(error: BaseException) -> list[str]:
    """Return where an exception passed, outermost first: file, line and function, without lines of data."""
    frames = traceback.extract_tb(error.__traceback__, limit=-_FRAMES)
    return [f"{'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}" for frame in frames]


class CleanRecord(logging.LogRecord):
    """A library's record: its constant text without the values, its exception by kind and place."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.msg, self.args = bare(str(self.msg)), ()
        error = self.exc_info[1] if self.exc_info else None
        if error is not None:
            self.exc_text = " < ".join(kinds_of(error)) + "".join(f"\n  {place}" for place in places_of(error))
        self.exc_info = None


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    structlog.get_logger("crm").error("uncaught", exc_info=error)


def _uncaught_in_thread(args: Any) -> None:  # noqa: ANN401 - threading's own bundle has no public type
    if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
        structlog.get_logger("crm").error("uncaught in a thread", exc_info=args.exc_value)
