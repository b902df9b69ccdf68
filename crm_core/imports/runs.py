"""Work on an import that goes on while its page is reloaded: one thread an import, a few at once, the rest in a queue.

What a run makes lies in its import's workspace; here is only how far it is and how it ended. A run that a crash of the
server cuts off leaves the workspace as it was before, so that the step can be taken again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from crm_core import clock
from crm_core.exchange.limited import Step

AT_ONCE = 2
_slots = threading.BoundedSemaphore(AT_ONCE)
_runs: dict[str, Run] = {}
_lock = threading.Lock()


class Task(StrEnum):
    """What a run does."""

    READ = "read"
    CHECK = "check"
    WRITE = "write"


@dataclass(slots=True)
class Run:
    """One piece of work, asked for at ``begun_at``. ``step`` is how far it is; ``error`` how it failed, once ``is_over``."""

    task: Task
    begun_at: datetime = field(default_factory=clock.now)
    step: Step = field(default_factory=lambda: Step("waiting"))
    error: BaseException | None = None
    over: threading.Event = field(default_factory=threading.Event)
    asked_to_stop: threading.Event = field(default_factory=threading.Event)

    @property
    def is_over(self) -> bool:
        """Whether the work has ended, well or not."""
        return self.over.is_set()


Work = Callable[[Callable[[Step], None], Callable[[], bool]], object]


def begin(token: str, task: Task, work: Work) -> Run:
    """Start ``work(progress, is_asked_to_stop)`` for the import ``token`` and return its run.

    While a run of the same import goes on, nothing is started and that run is returned: a second click changes nothing.
    """
    with _lock:
        going = _runs.get(token)
        if going is not None and not going.is_over:
            return going
        run = _runs[token] = Run(task)
    threading.Thread(target=_go, args=(run, work), name=f"import {task}", daemon=True).start()
    return run


def find(token: str) -> Run | None:
    """Return the latest run of an import, None where there was none since the server started."""
    with _lock:
        return _runs.get(token)


def is_writing(token: str) -> bool:
    """Return whether an import is being written just now."""
    run = find(token)
    return run is not None and run.task is Task.WRITE and not run.is_over


def forget(token: str) -> None:
    """Ask the import's run to stop and forget it."""
    with _lock:
        run = _runs.pop(token, None)
    if run is not None:
        run.asked_to_stop.set()


def _go(run: Run, work: Work) -> None:
    def progress(step: Step) -> None:
        run.step = step

    try:
        with _slots:
            run.step = Step("starting")
            work(progress, run.asked_to_stop.is_set)
    except BaseException as error:  # noqa: BLE001 - it is kept, and raised again in the page that asks how it ended
        run.error = error
    finally:
        run.over.set()
