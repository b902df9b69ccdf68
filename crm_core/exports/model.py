"""A large file that somebody asked for: what it holds, and how far it is. No I/O."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from crm_core.access.model import Reach
from crm_core.errors import N_, Message, Refused, message

KEPT_FOR = timedelta(days=7)
TOLD_FOR = timedelta(days=90)  # how long the list of own files names what was removed


class FileStatus(StrEnum):
    """How far a file is."""

    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"
    REMOVED = "removed"


STATUS_LABELS = {
    FileStatus.WAITING: N_("Being made …"),
    FileStatus.READY: N_("Ready"),
    FileStatus.FAILED: N_("Failed"),
    FileStatus.REMOVED: N_("Removed"),
}


@dataclass(frozen=True, slots=True)
class OwnFiles:
    """A request for the files of whoever looks; ``reach`` is that of exporting customers."""

    reach: Reach


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One file of a kind (a key of ``kinds.KINDS``). ``row_count`` and ``byte_count`` are known once it is ready; ``problem`` where it failed."""

    file_id: int
    kind: str
    file_name: str
    status: FileStatus
    row_count: int | None
    byte_count: int | None
    problem: Message | None
    asked_at: datetime
    finished_at: datetime | None

    @property
    def kept_until(self) -> datetime | None:
        """When the file will be removed; None where there is none."""
        if self.status is not FileStatus.READY or self.finished_at is None:
            return None
        return self.finished_at + KEPT_FOR


class FileUnderWay(Refused):
    """The same person's last file is not made yet."""

    def __init__(self) -> None:
        super().__init__(message(N_("Your last file is still being made. The bell tells you when it is ready.")))


class FileOutdated(Refused):
    """The file holds customers whom the person may not see any more."""

    def __init__(self, count: int) -> None:
        super().__init__(
            message(
                N_("This file holds {count} customers that are not yours to see any more. Ask for a new one."),
                count=count,
            )
        )


class AnswersOutdated(Refused):
    """The file holds answers that the person may not see any more."""

    def __init__(self, count: int) -> None:
        super().__init__(
            message(
                N_("This file holds {count} answers that are gone or not yours to see any more. Ask for a new one."),
                count=count,
            )
        )
