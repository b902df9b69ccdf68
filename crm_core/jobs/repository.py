"""Jobs and their runs, between rows and types."""

from __future__ import annotations

import json
from datetime import datetime

from crm_core.errors import Message
from crm_core.jobs.model import JobRun, Result
from crm_core.messages.model import message_from, values_as_json
from crm_core.store import Row, Store, Transaction, statement


def jobs(store: Store) -> dict[str, Row]:
    """Return what is stored of each job, by its id."""
    return {row["job_id"]: row for row in store.rows(statement("jobs", "all_jobs"))}


def runs(store: Store, job_id: str, count: int) -> list[JobRun]:
    """Return the latest ``count`` runs of a job, the latest first."""
    found = store.rows(statement("jobs", "runs_of_job"), [job_id, count])
    return [
        JobRun(row["job_id"], row["started_at"], row["duration_ms"], Result(row["result"]), text_from(row["message"]))
        for row in found
    ]


def plan(transaction: Transaction, job_id: str, next_run_at: datetime) -> None:
    """Store when a job is due next."""
    transaction.execute(statement("jobs", "plan_job"), [job_id, next_run_at])


def note_run(transaction: Transaction, run: JobRun, next_run_at: datetime) -> None:
    """Store how a run ended and when the job is due next."""
    text = text_as_json(run.message)
    transaction.execute(
        statement("jobs", "note_last_run"),
        [run.job_id, next_run_at, run.started_at, run.result.value, text, run.duration_ms],
    )
    transaction.execute(
        statement("jobs", "add_run"), [run.job_id, run.started_at, run.duration_ms, run.result.value, text]
    )


def set_enabled(transaction: Transaction, job_id: str, *, is_enabled: bool) -> None:
    """Store whether a job may run."""
    transaction.execute(statement("jobs", "set_enabled"), [job_id, is_enabled])


def forget_runs(transaction: Transaction, before: datetime) -> int:
    """Remove the runs that began before an instant; return how many."""
    return len(transaction.rows(statement("jobs", "forget_runs"), [before]))


def text_as_json(text: Message) -> str:
    """Return a message as the store keeps it, to be translated when it is shown."""
    return json.dumps({"text": text.text, "values": values_as_json(text)}, ensure_ascii=False)


def text_from(stored: str) -> Message:
    """Return the message that the store keeps as JSON."""
    found = json.loads(stored)
    return message_from(found["text"], found["values"])
