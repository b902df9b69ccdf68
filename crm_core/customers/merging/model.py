"""Two customers that look like one: why, what is kept of each, and what a merge did. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crm_core.access.model import Reach
from crm_core.errors import N_

LARGEST_BLOCK = 20  # customers that share a value; where more do, it says nothing about who is who
LEAST_SCORE = 25  # below it, a pair is not worth a look: people of one name in one city with different birthdays
KEPT_DAYS = 30
PAGE_SIZE = 10


class Sign(StrEnum):
    """What is equal between two customers, or (AGAINST) speaks against their being one."""

    PHONE = "phone"
    NUMBER = "number"
    EMAIL = "email"
    NAME = "name"
    NAME_BIRTHDAY = "name_birthday"
    NAME_DIGITS = "name_digits"
    NAME_REGION = "name_region"
    CONTACT_PHONE = "contact_phone"
    OTHER_NUMBER = "-number"
    OTHER_BIRTHDAY = "-birthday"
    OTHER_KIND = "-kind"


# What each sign alone is worth, as the chance that the two are one; several add up as 1 - (1 - p)(1 - q)…
WORTH: Mapping[Sign, float] = {
    Sign.NUMBER: 0.95,
    Sign.PHONE: 0.80,
    Sign.EMAIL: 0.70,
    Sign.NAME: 0.65,
    Sign.NAME_BIRTHDAY: 0.70,
    Sign.NAME_DIGITS: 0.60,
    Sign.NAME_REGION: 0.30,
    Sign.CONTACT_PHONE: 0.40,
}
# What each sign against leaves of the score.
LEFT: Mapping[Sign, float] = {Sign.OTHER_NUMBER: 0.4, Sign.OTHER_BIRTHDAY: 0.6, Sign.OTHER_KIND: 0.7}
SIGN_LABELS: Mapping[Sign, str] = {
    Sign.PHONE: N_("Same phone number"),
    Sign.NUMBER: N_("Same ID number or credit code"),
    Sign.EMAIL: N_("Same email address"),
    Sign.NAME: N_("Same company name"),
    Sign.NAME_BIRTHDAY: N_("Same name and birthday"),
    Sign.NAME_DIGITS: N_("Same name and last four digits"),
    Sign.NAME_REGION: N_("Same name and region"),
    Sign.CONTACT_PHONE: N_("A contact's phone"),
    Sign.OTHER_NUMBER: N_("Different numbers"),
    Sign.OTHER_BIRTHDAY: N_("Different birthdays"),
    Sign.OTHER_KIND: N_("Individual and business"),
}


class PairStatus(StrEnum):
    """What became of a pair."""

    OPEN = "open"
    DIFFERENT = "different"
    MERGED = "merged"


class Choice(StrEnum):
    """Whose value a merged customer has: the one's that stays, the other's, or (notes) both."""

    OWN = "own"
    OTHER = "other"
    BOTH = "both"


# What is chosen field by field. Each is what the trail calls it; some stand for several columns.
FIELDS = ("name", "kind", "phone", "email", "id_number", "birthday", "gender", "region", "owner_id", "note")
COLUMNS_OF: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "name_key"),
    "phone": ("phone", "phone_key"),
    "owner_id": ("owner_id", "team_id"),
}


def columns_of(field: str) -> tuple[str, ...]:
    """Return the stored columns that a field stands for."""
    return COLUMNS_OF.get(field, (field,))


@dataclass(frozen=True, slots=True)
class Face:
    """One of two customers, masked, with what hangs on it."""

    customer_id: int
    code: str
    version: int
    values: Mapping[str, str | None]  # by field, as it may be shown
    counts: Mapping[str, int]  # by part, what hangs on it


@dataclass(frozen=True, slots=True)
class Pair:
    """Two customers that look like one. ``score`` 0-100. ``same`` and ``different``: fields that both have."""

    pair_id: int
    low: Face
    high: Face
    score: int
    signs: tuple[Sign, ...]
    status: PairStatus
    same: frozenset[str]
    different: frozenset[str]
    judged_at: datetime | None
    judged_by: str | None


@dataclass(frozen=True, slots=True)
class PairsWanted:
    """Which pairs: ``reach`` is that of CUSTOMER_MERGE and opens both customers; ``sign`` '' for all; pages from 0."""

    reach: Reach
    status: PairStatus = PairStatus.OPEN
    sign: str = ""
    text: str = ""
    first: int = 0
    size: int = PAGE_SIZE


@dataclass(frozen=True, slots=True)
class PairPage:
    """A part of the pairs, the likeliest first, and how many there are in all."""

    pairs: tuple[Pair, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Search:
    """The last look through all customers; ``crowded`` counts by sign the values that too many customers share."""

    searched_at: datetime
    customer_count: int
    open_count: int
    fresh_count: int
    crowded: Mapping[str, int]
    duration_ms: int


@dataclass(frozen=True, slots=True)
class TwoCustomers:
    """A request to look at two customers side by side: ``survivor_id`` stays, ``gone_id`` goes."""

    reach: Reach
    survivor_id: int
    gone_id: int


@dataclass(frozen=True, slots=True)
class Preview:
    """Two customers before they are merged."""

    survivor: Face
    gone: Face
    same: frozenset[str]
    different: frozenset[str]

    def proposed(self) -> dict[str, Choice]:
        """Return for each field whose value to keep: the survivor's, and where it has none the other's."""
        fields = {
            field: Choice.OTHER
            if self.survivor.values.get(field) is None and self.gone.values.get(field) is not None
            else Choice.OWN
            for field in FIELDS
        }
        if "note" in self.different:
            fields["note"] = Choice.BOTH
        return fields


@dataclass(frozen=True, slots=True)
class Merge:
    """One merge of the last days. ``keeper`` and ``gone_name`` are names; ``can_undo`` within 30 days, not undone yet."""

    merge_id: int
    survivor_id: int
    keeper: str
    gone_id: int
    gone_code: str
    gone_name: str
    merged_at: datetime
    merged_by: str
    undone_at: datetime | None
    undone_by: str | None
    moved: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class MergesWanted:
    """Which merges of the last 30 days: within the reach, perhaps those into one customer alone."""

    reach: Reach
    survivor_id: int | None = None
    first: int = 0
    size: int = PAGE_SIZE


@dataclass(frozen=True, slots=True)
class MergeList:
    """A part of the merges, the latest first, and how many there are in all."""

    merges: tuple[Merge, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking a merge back does: fields of the survivor put back, and those that stay since they were edited."""

    restored: tuple[str, ...]
    kept: tuple[str, ...]
