"""Slow work at the door, a few at a time and in threads of its own, so that a crowd outside holds up nobody inside."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import anyio
import anyio.to_thread

from crm_core.access.passwords import TooManyAtOnce

Answer = TypeVar("Answer")


class Crowd:
    """Lets ``at_once`` in, keeps ``most_waiting`` in line and sends the others away at once."""

    def __init__(self, at_once: int, most_waiting: int) -> None:
        self._limiter = anyio.CapacityLimiter(at_once)
        self._most = at_once + most_waiting
        self._here = 0  # counted on the event loop alone

    async def run(self, work: Callable[[], Answer]) -> Answer:
        """Return what ``work`` returns, done in a thread when it is its turn.

        Raises:
            TooManyAtOnce: the line is full.
        """
        if self._here >= self._most:
            raise TooManyAtOnce
        self._here += 1
        try:
            return await anyio.to_thread.run_sync(work, limiter=self._limiter)
        finally:
            self._here -= 1
