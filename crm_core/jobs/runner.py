"""Running one job: never twice at once, its end always noted, its failure told to the administrators."""

from __future__ import annotations

import secrets
import threading
import time
from pathlib import Path

import structlog

from crm_core import clock
from crm_core.errors import N_, CrmError, Message, message
from crm_core.jobs import repository
from crm_core.jobs.model import JobRun, JobUnderWay, Result
from crm_core.jobs.tasks import Job
from crm_core.messages.service import notify_admins
from crm_core.settings import service as settings
from crm_core.store import Store

_log = structlog.get_logger("crm")
_under_way: set[tuple[Path, str]] = set()
_lock = threading.Lock()


def run_job(store: Store, job: Job) -> JobRun:
    """Run ``job`` now and return how it ended; whatever goes wrong in it is part of the answer.

    Raises:
        JobUnderWay: it is running already.
        StoreError: how it ended could not be noted.
    """
    key = (store.path, job.job_id)
    with _lock:
        if key in _under_way:
            raise JobUnderWay
        _under_way.add(key)
    try:
        return _noted(store, job)
    finally:
        with _lock:
            _under_way.discard(key)


def _noted(store: Store, job: Job) -> JobRun:
    started_at, began = clock.now(), time.perf_counter()
    result, text = _outcome(store, job)
    run = JobRun(job.job_id, started_at, round((time.perf_counter() - began) * 1000), result, text)
    choices = settings.current(store)
    next_run_at = job.when(choices).next_after(clock.now(), choices.zone)
    with store.transaction() as transaction:
        if job.job_id not in repository.jobs(store):
            repository.plan(transaction, job.job_id, next_run_at)
        repository.note_run(transaction, run, next_run_at)
        if result is Result.FAILED:
            text = message(N_("The job “{name}” failed: {reason}"), name=Message(job.name), reason=run.message)
            kind = "backup_failed" if job.job_id == "backup" else "job_failed"
            notify_admins(transaction, kind, text, "admin/jobs.py")
    return run


def _outcome(store: Store, job: Job) -> tuple[Result, Message]:
    try:
        return Result.DONE, job.run(store)
    except CrmError as error:
        _log.warning("job failed", job=job.job_id, exc_info=error)
        return Result.FAILED, error.message
    except Exception as error:  # noqa: BLE001 - one job's bug must not stop the others; it is logged and shown
        reference = secrets.token_hex(4)
        _log.error("job failed", job=job.job_id, reference=reference, exc_info=error)
        return Result.FAILED, message(
            N_("Something went wrong inside the program. Its number in the log is {reference}."), reference=reference
        )
