"""The clock of the server: one thread that looks every few seconds which job is due.

It is the only one: one process holds the store, and one scheduler runs in it. A run that was missed, because the server
stood still or the computer slept, is made up for once. Where the clock or the company's choices change, what is planned
follows.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from datetime import datetime

import structlog

from crm_core import clock
from crm_core.errors import CrmError
from crm_core.jobs import repository
from crm_core.jobs.model import Daily, JobUnderWay
from crm_core.jobs.runner import run_job
from crm_core.jobs.tasks import JOBS, Job
from crm_core.settings import service as settings
from crm_core.store import Row, Store

TICK_SECONDS = 15.0
REST_SECONDS = 600.0  # after a run whose end could not even be noted
STOP_SECONDS = 20.0

_log = structlog.get_logger("crm")


class Scheduler:
    """Runs the jobs of one open store while the server lives."""

    def __init__(self, store: Store, jobs: Sequence[Job] = JOBS) -> None:
        self._store = store
        self._jobs = jobs
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._rests: dict[str, float] = {}

    def start(self) -> None:
        """Begin to look at the clock."""
        self._thread = threading.Thread(target=self._look, name="scheduler", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look no more, and let the job under way end."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(STOP_SECONDS)

    def _look(self) -> None:
        while not self._stopping.is_set():
            try:
                self.tick()
            except Exception as error:  # noqa: BLE001 - were it to end here, no backup would be made and nobody told
                _log.warning("the scheduler could not look", exc_info=error)
            self._stopping.wait(TICK_SECONDS)

    def tick(self) -> list[str]:
        """Run what is due, the longest overdue first, and plan what is new or moved; return the ids of what ran."""
        known = repository.jobs(self._store)
        self._plan(known)
        now = clock.now()
        due = [job for job in self._jobs if self._is_due(known.get(job.job_id), now)]
        ran = []
        for job in sorted(due, key=lambda job: known[job.job_id]["next_run_at"]):
            if not self._stopping.is_set() and self._run(job):
                ran.append(job.job_id)
        return ran

    def _plan(self, known: dict[str, Row]) -> None:
        """Plan jobs that are new, held back, or planned for another moment than the clock and the choices say."""
        now, choices = clock.now(), settings.current(self._store)
        moved: dict[str, datetime] = {}
        for job in self._jobs:
            daily: Daily = job.when(choices)
            row, planned = known.get(job.job_id), daily.next_after(now, choices.zone)
            is_waiting = row is not None and row["is_enabled"] and row["next_run_at"] <= now
            if not is_waiting and (row is None or row["next_run_at"] != planned):
                moved[job.job_id] = planned
        if moved:
            with self._store.transaction() as transaction:
                for job_id, planned in moved.items():
                    repository.plan(transaction, job_id, planned)

    def _is_due(self, row: Row | None, now: datetime) -> bool:
        if row is None or not row["is_enabled"] or row["next_run_at"] > now:
            return False
        return time.monotonic() >= self._rests.get(row["job_id"], 0.0)

    def _run(self, job: Job) -> bool:
        try:
            run_job(self._store, job)
        except JobUnderWay:
            return False  # an administrator has just started it
        except CrmError as error:
            self._rests[job.job_id] = time.monotonic() + REST_SECONDS
            _log.error("a job's end could not be noted", job=job.job_id, exc_info=error)
            return False
        return True
