"""Readers pass together; whoever must have the file alone waits until they are out."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from crm_core.store.faults import StoreBusy

_PATIENCE_SECONDS = 3.0


class Gate:
    """Counts the readers inside, and shuts them out while one owner has the file alone.

    The owner holds the store's write lock, so there is never a second one.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside: dict[int, Callable[[], None]] = {}
        self._tickets = 0
        self._is_shut = False

    def enter(self, interrupt: Callable[[], None], seconds: float) -> int:
        """Let a reader in and return its ticket; ``interrupt`` stops what it does.

        Raises:
            StoreBusy: the gate stayed shut for ``seconds``.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: not self._is_shut, seconds):
                raise StoreBusy
            self._tickets += 1
            self._inside[self._tickets] = interrupt
            return self._tickets

    def leave(self, ticket: int) -> None:
        """Let the reader with ``ticket`` out."""
        with self._changed:
            del self._inside[ticket]
            self._changed.notify_all()

    @contextmanager
    def alone(self, seconds: float) -> Iterator[None]:
        """Shut the gate and go on when the last reader is out; the slow ones are interrupted.

        Raises:
            StoreBusy: a reader did not leave within ``seconds``.
        """
        with self._changed:
            self._is_shut = True
        try:
            self._clear(seconds)
            yield
        finally:
            with self._changed:
                self._is_shut = False
                self._changed.notify_all()

    def _clear(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        wait = min(_PATIENCE_SECONDS, seconds)
        while True:
            with self._changed:
                if self._changed.wait_for(lambda: not self._inside, max(wait, 0.0)):
                    return
                slow = list(self._inside.values())
            if time.monotonic() >= end:
                raise StoreBusy
            for interrupt in slow:
                interrupt()
            wait = min(0.2, end - time.monotonic())
