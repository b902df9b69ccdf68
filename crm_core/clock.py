"""The one place where time is read, so that tests can hold it still.

Instants are aware and in UTC; a day is a day in the company's zone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_held: datetime | None = None


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return _held if _held is not None else datetime.now(UTC)


def local_day(instant: datetime, zone: str) -> date:
    """Return the calendar day of an aware ``instant`` in ``zone`` (an IANA name)."""
    return instant.astimezone(ZoneInfo(zone)).date()


def today(zone: str) -> date:
    """Return the present calendar day in ``zone``."""
    return local_day(now(), zone)


@contextmanager
def held_at(instant: datetime) -> Iterator[None]:
    """Hold the clock at an aware ``instant``; for tests and for ``--as-of``."""
    global _held  # noqa: PLW0603 - the clock is the one thing a process shares on purpose
    if instant.tzinfo is None:
        raise ValueError("the clock is held at aware instants only")
    before, _held = _held, instant.astimezone(UTC)
    try:
        yield
    finally:
        _held = before
