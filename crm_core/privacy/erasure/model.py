"""Erasures: why, what a preview shows, what is noted of those that were done. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crm_core.errors import N_, InvalidInput, Message, message
from crm_core.texts import clean_line

REFERENCE_LIMIT = 60


class Reason(StrEnum):
    """Why a person is erased."""

    ASKED = "asked"
    WITHDRAWN = "withdrawn"
    NO_NEED = "no_need"
    UNLAWFUL = "unlawful"
    OTHER = "other"


REASON_LABELS = {
    Reason.ASKED: N_("The person asked for it"),
    Reason.WITHDRAWN: N_("Consent was withdrawn"),
    Reason.NO_NEED: N_("The data are needed no longer"),
    Reason.UNLAWFUL: N_("The data should not have been collected"),
    Reason.OTHER: N_("Another reason"),
}


@dataclass(frozen=True, slots=True)
class ErasureDraft:
    """Why, and where that is filed, such as the number of a letter; without the person's name, please."""

    reason: Reason
    reference: str

    @classmethod
    def parse(cls, given: Mapping[str, object]) -> ErasureDraft:
        """Return the draft.

        Raises:
            InvalidInput: with a message a field.
        """
        problems: dict[str, Message] = {}
        if given.get("reason") not in [reason.value for reason in Reason]:
            problems["reason"] = message(N_("Please choose from the list."))
        reference = clean_line(str(given.get("reference") or ""))
        if len(reference) > REFERENCE_LIMIT:
            problems["reference"] = message(N_("At most {count} characters, please."), count=REFERENCE_LIMIT)
        if problems:
            raise InvalidInput(problems)
        return cls(Reason(str(given["reason"])), reference)


@dataclass(frozen=True, slots=True)
class Preview:
    """What an erasure would do: rows that go and rows that stay as facts of nobody, by table; texts of others that name the
    person and in which the name is struck out."""

    customer_id: int
    code: str
    name: str
    goes: Mapping[str, int]
    stays: Mapping[str, int]
    texts: int


@dataclass(frozen=True, slots=True)
class Erasure:
    """One erasure that was done, without whom. ``rows`` went or were blanked. ``replayed_at``: done again after a restore.

    ``is_known``: an import that would bring the person back is refused, until ``allowed_at``.
    """

    erasure_id: int
    reason: Reason
    reference: str
    rows: int
    erased_at: datetime
    by: str
    asked_by: str | None
    replayed_at: datetime | None
    is_known: bool
    allowed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Request:
    """An erasure that somebody asked for and that waits."""

    request_id: int
    customer_id: int
    code: str
    name: str
    reason: Reason
    reference: str
    asked_by: int
    asked_name: str
    asked_at: datetime
    version: int
