"""What a customer is, and what may be written about one. No I/O."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from crm_core.access.model import Reach
from crm_core.customers.fields import (
    Unfit,
    parse_birthday,
    parse_company_number,
    parse_email,
    parse_id_card,
    parse_phone,
)
from crm_core.errors import N_, CrmError, InvalidInput, Message, message
from crm_core.texts import clean_line, clean_text

NAME_LIMIT, CODE_LIMIT, REGION_LIMIT, NOTE_LIMIT, REASON_LIMIT = 100, 40, 60, 10_000, 200


class Kind(StrEnum):
    """Whether a customer is a person or a company."""

    PERSON = "person"
    COMPANY = "company"


class Gender(StrEnum):
    """A person's gender, where it is known."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


class Secret(StrEnum):
    """The fields that are shown masked until somebody asks with a reason."""

    PHONE = "phone"
    EMAIL = "email"
    ID_NUMBER = "id_number"
    BIRTHDAY = "birthday"


KIND_LABELS = {Kind.PERSON: N_("Individual"), Kind.COMPANY: N_("Business")}
GENDER_LABELS = {Gender.FEMALE: N_("Female"), Gender.MALE: N_("Male"), Gender.OTHER: N_("Other")}
FIELD_LABELS = {
    "name": N_("Name"),
    "code": N_("Customer code"),
    "kind": N_("Kind"),
    "phone": N_("Phone"),
    "email": N_("Email"),
    "id_number": N_("ID number"),
    "birthday": N_("Birthday"),
    "gender": N_("Gender"),
    "region": N_("Region"),
    "note": N_("Note"),
    "owner_id": N_("Owner"),
    "team_id": N_("Team"),
}


class Collision(CrmError):
    """A colleague already has this customer (撞单).

    Holds what the person may know: ``field`` that is equal, the masked name, the owner's name, the team. ``handle``
    stands for the customer when this person asks to collaborate; nobody else can use it.
    """

    def __init__(self, field: str, masked_name: str, owner: str, team: str | None, handle: int) -> None:
        super().__init__(message(N_("{owner} already has this customer ({name})."), owner=owner, name=masked_name))
        self.field = field
        self.masked_name = masked_name
        self.owner = owner
        self.team = team
        self.handle = handle


@dataclass(frozen=True, slots=True)
class CustomerDraft:
    """What a form or a file says of a customer, checked. None: nothing was said.

    ``phone_key`` is what phones are compared by. ``code`` None: one is made.
    """

    name: str
    kind: Kind
    code: str | None = None
    phone: str | None = None
    phone_key: str | None = None
    email: str | None = None
    id_number: str | None = None
    birthday: date | None = None
    gender: Gender | None = None
    region: str | None = None
    note: str | None = None

    @classmethod
    def parse(cls, given: Mapping[str, object], *, today: date) -> CustomerDraft:
        """Return the draft of the ``given`` values by field name, texts or dates; a missing one counts as empty.

        Raises:
            InvalidInput: with a message for each field that cannot be taken.
        """
        fields = Fields(given)
        kind = fields.choice("kind", Kind, Kind.PERSON)
        parse_number = parse_company_number if kind is Kind.COMPANY else parse_id_card
        name = fields.line("name", NAME_LIMIT)
        if not name and "name" not in fields.problems:
            fields.problems["name"] = message(N_("A customer needs a name."))
        phone = fields.parsed("phone", parse_phone)
        birthday = fields.parsed("birthday", lambda text: parse_birthday(text, today))
        gender = fields.choice("gender", Gender, None)
        draft = cls(
            name=name or "",
            kind=kind or Kind.PERSON,
            code=fields.line("code", CODE_LIMIT),
            phone=phone.shown if phone else None,
            phone_key=phone.key if phone else None,
            email=fields.parsed("email", parse_email),
            id_number=fields.parsed("id_number", parse_number),
            birthday=birthday,
            gender=gender,
            region=fields.line("region", REGION_LIMIT),
            note=fields.note("note", NOTE_LIMIT),
        )
        if kind is Kind.COMPANY:
            for field in ("birthday", "gender"):
                if getattr(draft, field) is not None:
                    fields.problems[field] = message(N_("Only a person has this. Leave it empty for a company."))
        fields.check()
        return draft


Choice = TypeVar("Choice", bound=StrEnum)
Value = TypeVar("Value")


class Fields:
    """Reads given values field by field, and gathers what is wrong."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self._given = given
        self.problems: dict[str, Message] = {}

    def _text(self, field: str) -> str:
        value = self._given.get(field)
        return "" if value is None else str(value)

    def _limited(self, field: str, text: str, limit: int) -> str | None:
        if len(text) > limit:
            self.problems[field] = message(N_("At most {count} characters, please."), count=limit)
            return None
        return text or None

    def line(self, field: str, limit: int) -> str | None:
        return self._limited(field, clean_line(self._text(field)), limit)

    def note(self, field: str, limit: int) -> str | None:
        return self._limited(field, clean_text(self._text(field)), limit)

    def choice(self, field: str, choices: type[Choice], empty: Choice | None) -> Choice | None:
        text = clean_line(self._text(field))
        if not text:
            return empty
        try:
            return choices(text)
        except ValueError:
            self.problems[field] = message(N_("Please choose from the list."))
            return empty

    def parsed(self, field: str, parse: Callable[..., Value]) -> Value | None:
        value = self._given.get(field)
        if value is None or (isinstance(value, str) and not clean_line(value)):
            return None
        try:
            return parse(value if isinstance(value, date) else str(value))
        except Unfit as error:
            self.problems[field] = error.reason
            return None

    def check(self) -> None:
        if self.problems:
            raise InvalidInput(self.problems)


def mask_name(name: str) -> str:
    """Return a name that its owner's colleagues recognise and nobody else: 张**, 远航****, J**."""
    if "*" in name:
        return "**"
    if len(name) > 4 and not name.isascii():
        return name[:2] + "****"
    return (name[:1] if len(name) > 1 else "") + "**"


@dataclass(frozen=True, slots=True)
class Owner:
    """A user to whom customers can be given."""

    user_id: int
    display_name: str
    team_id: int | None
    team: str | None = None


@dataclass(frozen=True, slots=True)
class CustomerFace:
    """One customer as the reach opens it, sensitive fields masked.

    ``is_open`` False: a customer of the public pool, of whom only name and code are told; all else is None.
    ``version`` goes back with an edit. ``has_landline``: the phone is a landline, no message reaches it.
    """

    customer_id: int
    code: str
    name: str
    is_open: bool
    kind: Kind | None = None
    phone: str | None = None
    has_landline: bool = False
    email: str | None = None
    id_number: str | None = None
    birthday: str | None = None
    gender: Gender | None = None
    region: str | None = None
    note: str | None = None
    owner_id: int | None = None
    owner: str | None = None
    team_id: int | None = None
    team: str | None = None
    collaborators: str | None = None
    created_on: date | None = None
    created_by: str | None = None
    updated_at: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Lifetime:
    """What one customer ever bought, in the store's currency; days None where nothing was bought."""

    gross: Decimal
    returned: Decimal
    net: Decimal
    orders: int
    first_on: date | None
    last_on: date | None

    @property
    def average_order(self) -> Decimal | None:
        """Gross sales per order; None where there is none."""
        return self.gross / self.orders if self.orders else None


@dataclass(frozen=True, slots=True)
class MonthOfPurchases:
    """One month in which a customer bought or returned: net in the store's currency, and orders."""

    month: date
    net: Decimal
    orders: int


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened with a customer.

    ``kind`` is interaction, purchase, follow_up or change; ``state`` the outcome, bought or returned, the follow-up's
    status, or what was done; ``title`` the order, or who began an interaction (in, out); ``text`` what was said, bought, promised, or the changed fields separated by commas.
    """

    kind: str
    key: int
    happened_at: datetime
    who: str | None
    channel: str | None
    state: str
    title: str | None
    text: str | None
    amount: Decimal | None
    line_count: int
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """One page of a customer's events, the latest first, and how many there are in all."""

    events: tuple[Event, ...]
    total: int


@dataclass(frozen=True, slots=True)
class OneCustomer:
    """A request for one customer within a reach."""

    reach: Reach
    customer_id: int


@dataclass(frozen=True, slots=True)
class TimelineRequest:
    """A request for one page of one customer's events; ``kind`` '' for all. Pages count from 0."""

    reach: Reach
    customer_id: int
    kind: str = ""
    page: int = 0
    size: int = 20


def reveal_reason(text: str) -> str:
    """Return why somebody wants to see what is masked, as the trail keeps it.

    Raises:
        InvalidInput: at ``reason``, where it says nothing or too much.
    """
    why = clean_line(text)
    if len(why) < 2:
        raise InvalidInput({"reason": message(N_("Please say why you need it. The reason is kept."))})
    if len(why) > REASON_LIMIT:
        raise InvalidInput({"reason": message(N_("At most {count} characters, please."), count=REASON_LIMIT)})
    return why
