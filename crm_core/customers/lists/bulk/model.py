"""What is done with many customers at once: whom it means, and what came of it. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crm_core.customers.lists.model import CustomerListRequest
from crm_core.errors import N_

MOST_AT_ONCE, MOST_NAMED = 5_000, 3


class Skip(StrEnum):
    """Why a chosen customer was left as it is."""

    SAME = "same"
    CHANGED = "changed"
    FOREIGN = "foreign"
    GONE = "gone"
    KIND = "kind"
    FULL = "full"
    FIXED = "fixed"
    NOT_LOST = "not_lost"
    UNTOLD = "untold"
    UNFIT = "unfit"


SKIP_LABELS: Mapping[Skip, str] = {
    Skip.SAME: N_("it was so already"),
    Skip.CHANGED: N_("somebody changed it since you looked"),
    Skip.FOREIGN: N_("not yours to change"),
    Skip.GONE: N_("no longer there"),
    Skip.KIND: N_("customers of this kind do not have the field"),
    Skip.FULL: N_("as many tags as one customer may have"),
    Skip.FIXED: N_("fixed by somebody, with a reason"),
    Skip.NOT_LOST: N_("was not lost"),
    Skip.UNTOLD: N_("proposed as lost or won back, which wants a reason"),
    Skip.UNFIT: N_("holds what only such a customer can have, such as a birthday or a number"),
}


@dataclass(frozen=True, slots=True)
class Selection:
    """Whom somebody chose at an instant: some customers, or with ``request`` all that it finds.

    Who was changed after ``seen_at`` is left alone: whoever chose did not see that.
    """

    seen_at: datetime
    ids: tuple[int, ...] = ()
    request: CustomerListRequest | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """How many were left as they are for one reason, and the names of the first of them that the actor may know."""

    reason: Skip
    count: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it."""

    changed: int
    skipped: tuple[Skipped, ...] = ()
