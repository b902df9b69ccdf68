"""Work by the clock: when a job is due, and what is known of its runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from crm_core.errors import N_, Message, Refused, message


class Result(StrEnum):
    """How a run ended."""

    DONE = "done"
    FAILED = "failed"


RESULT_LABELS = {Result.DONE: N_("Succeeded"), Result.FAILED: N_("Failed")}


@dataclass(frozen=True, slots=True)
class Daily:
    """Once a day at a time of the company's zone."""

    hour: int
    minute: int = 0

    def next_after(self, instant: datetime, zone: str) -> datetime:
        """Return the first such moment after ``instant``, in UTC.

        A time that the clock skips that day counts as the moment after the skip; one that it shows twice, as the first.
        """
        place = ZoneInfo(zone)
        day = instant.astimezone(place).date()
        moment = self._on(day, place)
        return moment if moment > instant else self._on(day + timedelta(days=1), place)

    def _on(self, day: date, place: ZoneInfo) -> datetime:
        return datetime.combine(day, time(self.hour, self.minute), place).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class JobState:
    """A job as an administrator sees it; times in UTC, the duration in milliseconds. What never ran has no last run."""

    job_id: str
    name: str
    about: str
    daily: Daily
    is_enabled: bool
    next_run_at: datetime
    last_run_at: datetime | None
    last_result: Result | None
    last_message: Message | None
    last_duration_ms: int | None


@dataclass(frozen=True, slots=True)
class JobRun:
    """One run of a job."""

    job_id: str
    started_at: datetime
    duration_ms: int
    result: Result
    message: Message


class JobUnderWay(Refused):
    """The job is running at this moment."""

    def __init__(self) -> None:
        super().__init__(message(N_("This job is running at this moment. Look again in a minute.")))
