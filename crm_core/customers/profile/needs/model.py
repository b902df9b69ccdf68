"""How a customer's data came to us, and what the customer wants: goals of the customer's own. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crm_core.customers.model import Fields
from crm_core.errors import N_, InvalidInput, message

CONTENT_LIMIT, MOST_NEEDS = 500, 50


class Way(StrEnum):
    """How the data of a customer came to us."""

    QUESTIONNAIRE = "questionnaire"
    ON_SITE = "on_site"
    ONLINE = "online"
    MEMBERSHIP = "membership"
    REFERRAL = "referral"
    TRADE_FAIR = "trade_fair"
    CONTRACT = "contract"
    IMPORT = "import"
    OTHER = "other"


class Want(StrEnum):
    """What kind of thing a customer wants of us."""

    PRICE = "price"
    CONVENIENCE = "convenience"
    EASE = "ease"
    RELIABILITY = "reliability"
    OTHER = "other"


class NeedState(StrEnum):
    """What became of it."""

    OPEN = "open"
    MET = "met"
    GIVEN_UP = "given_up"


WAY_LABELS = {
    Way.QUESTIONNAIRE: N_("Questionnaire"),
    Way.ON_SITE: N_("Registered on site"),
    Way.ONLINE: N_("Registered online"),
    Way.MEMBERSHIP: N_("Membership drive"),
    Way.REFERRAL: N_("Recommended by a customer"),
    Way.TRADE_FAIR: N_("Trade fair"),
    Way.CONTRACT: N_("With an order or contract"),
    Way.IMPORT: N_("From another system"),
    Way.OTHER: N_("Otherwise"),
}
WANT_LABELS = {
    Want.PRICE: N_("Low price"),
    Want.CONVENIENCE: N_("Convenience"),
    Want.EASE: N_("Ease of use"),
    Want.RELIABILITY: N_("Reliability"),
    Want.OTHER: N_("Something else"),
}
STATE_LABELS = {NeedState.OPEN: N_("Not met yet"), NeedState.MET: N_("Met"), NeedState.GIVEN_UP: N_("Given up")}
WEIGHT_LABELS = {3: N_("Matters most"), 2: N_("Matters"), 1: N_("Would be nice")}


@dataclass(frozen=True, slots=True)
class Origin:
    """How a customer's data came to us and when it was met first; ``version`` 0: nothing was ever said."""

    way: Way | None = None
    first_contact_on: date | None = None
    version: int = 0

    @classmethod
    def parse(cls, given: Mapping[str, object], *, today: date) -> Origin:
        """Return what a form says; empty fields say nothing.

        Raises:
            InvalidInput: with a message a field.
        """
        fields = Fields(given)
        way, first = fields.choice("way", Way, None), given.get("first_contact_on")
        first_on = first if isinstance(first, date) else None
        if first_on is not None and first_on > today:
            fields.problems["first_contact_on"] = message(N_("This day has not come yet."))
        fields.check()
        return cls(way, first_on)


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that a customer wants. ``weight`` 3 matters most; ``version`` goes back with an edit."""

    need_id: int
    kind: Want
    content: str
    weight: int
    state: NeedState
    noted_on: date
    version: int


@dataclass(frozen=True, slots=True)
class WantCount:
    """How many customers want one kind of thing still, for how many of these it matters most, and how many got it."""

    want: Want
    open_count: int
    most_count: int
    met_count: int


@dataclass(frozen=True, slots=True)
class WantCounts:
    """How many of some customers want what; ``told_count`` of ``customer_count`` ever said anything."""

    kinds: tuple[WantCount, ...]
    customer_count: int
    told_count: int


@dataclass(frozen=True, slots=True)
class NeedDraft:
    """What a form says of a need, checked."""

    kind: Want
    content: str
    weight: int
    state: NeedState
    noted_on: date

    @classmethod
    def parse(cls, given: Mapping[str, object], *, today: date) -> NeedDraft:
        """Return the draft; without a day it was noted today. Something else asks for words.

        Raises:
            InvalidInput: with a message a field.
        """
        fields = Fields(given)
        kind = fields.choice("kind", Want, None)
        content = fields.note("content", CONTENT_LIMIT) or ""
        weight, noted = given.get("weight", 2), given.get("noted_on")
        noted_on = noted if isinstance(noted, date) else today
        if kind is None:
            fields.problems.setdefault("kind", message(N_("Please choose from the list.")))
        if kind is Want.OTHER and not content:
            fields.problems.setdefault("content", message(N_("Please say in words what the customer wants.")))
        if weight not in WEIGHT_LABELS or isinstance(weight, bool):
            fields.problems["weight"] = message(N_("Please choose from the list."))
        if noted_on > today:
            fields.problems["noted_on"] = message(N_("This day has not come yet."))
        state = fields.choice("state", NeedState, NeedState.OPEN) or NeedState.OPEN
        if fields.problems:
            raise InvalidInput(fields.problems)
        return cls(kind or Want.OTHER, content, int(str(weight)), state, noted_on)
