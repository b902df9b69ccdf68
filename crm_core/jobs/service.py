"""What an administrator does with the jobs: look, run one now, hold one back."""

from __future__ import annotations

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.errors import NotFound
from crm_core.jobs import repository
from crm_core.jobs.model import JobRun, JobState, Result
from crm_core.jobs.runner import run_job
from crm_core.jobs.tasks import JOBS, Job
from crm_core.settings import service as settings
from crm_core.store import Store
from crm_core.store.reads import reads

RUNS_SHOWN = 50


@reads("job", "setting")
def list_jobs(store: Store, actor: Actor) -> list[JobState]:
    """Return all jobs with their last run and the next one.

    Raises:
        NotPermitted: the role may not.
    """
    actor.require(Permission.JOB_MANAGE)
    known, choices, now = repository.jobs(store), settings.current(store), clock.now()
    found = []
    for job in JOBS:
        row, daily = known.get(job.job_id), job.when(choices)
        last = row["last_result"] if row else None
        found.append(
            JobState(
                job_id=job.job_id,
                name=job.name,
                about=job.about,
                daily=daily,
                is_enabled=row["is_enabled"] if row else True,
                next_run_at=row["next_run_at"] if row else daily.next_after(now, choices.zone),
                last_run_at=row["last_run_at"] if row else None,
                last_result=Result(last) if last else None,
                last_message=repository.text_from(row["last_message"]) if row and last else None,
                last_duration_ms=row["last_duration_ms"] if row else None,
            )
        )
    return found


@reads("job_run")
def list_runs(store: Store, actor: Actor, job_id: str) -> list[JobRun]:
    """Return the latest runs of a job, the latest first.

    Raises:
        NotPermitted: the role may not.
        NotFound: there is no such job.
    """
    actor.require(Permission.JOB_MANAGE)
    return repository.runs(store, _job(job_id).job_id, RUNS_SHOWN)


def run_now(store: Store, actor: Actor, job_id: str) -> JobRun:
    """Run a job at once, also one that is held back, and return how it ended.

    Raises:
        NotPermitted: the role may not.
        NotFound: there is no such job.
        JobUnderWay: it is running already.
    """
    actor.require(Permission.JOB_MANAGE)
    run = run_job(store, _job(job_id))
    with store.transaction() as transaction:
        after = {"job": job_id, "result": run.result.value}
        audit.record(transaction, actor, audit.Change("run", "job", None, None, after))
    return run


def set_enabled(store: Store, actor: Actor, job_id: str, *, is_enabled: bool) -> None:
    """Let a job run by the clock, or hold it back; nothing happens where it is so already.

    Raises:
        NotPermitted: the role may not.
        NotFound: there is no such job.
    """
    actor.require(Permission.JOB_MANAGE)
    job, choices = _job(job_id), settings.current(store)
    with store.transaction() as transaction:
        known = repository.jobs(store).get(job_id)
        if (known["is_enabled"] if known else True) == is_enabled:
            return
        repository.plan(transaction, job_id, job.when(choices).next_after(clock.now(), choices.zone))
        repository.set_enabled(transaction, job_id, is_enabled=is_enabled)
        before, after = {"job": job_id, "is_enabled": not is_enabled}, {"job": job_id, "is_enabled": is_enabled}
        audit.record(transaction, actor, audit.Change("change", "job", None, before, after))


def _job(job_id: str) -> Job:
    for job in JOBS:
        if job.job_id == job_id:
            return job
    raise NotFound("job", job_id)
