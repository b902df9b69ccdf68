"""A person at a customer: what may be written about one, and how one is shown. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crm_core.customers.fields import parse_email, parse_phone
from crm_core.customers.model import Fields
from crm_core.errors import N_, message

NAME_LIMIT, TITLE_LIMIT, WECHAT_LIMIT, NOTE_LIMIT = 100, 60, 60, 1_000


class ContactSecret(StrEnum):
    """The fields that are shown masked until somebody asks with a reason."""

    PHONE = "phone"
    EMAIL = "email"
    WECHAT = "wechat"


FIELD_LABELS = {
    "name": N_("Full name"),
    "title": N_("Role or title"),
    "is_decision_maker": N_("Decision maker"),
    "phone": N_("Phone"),
    "email": N_("Email"),
    "wechat": N_("WeChat ID"),
    "note": N_("Note"),
}


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """What a form or a file says of a contact, checked. None: nothing was said. ``phone_key``: what phones are compared by."""

    name: str
    title: str | None = None
    is_decision_maker: bool = False
    phone: str | None = None
    phone_key: str | None = None
    email: str | None = None
    wechat: str | None = None
    note: str | None = None

    @classmethod
    def parse(cls, given: Mapping[str, object]) -> ContactDraft:
        """Return the draft of the ``given`` values by field name; a missing one counts as empty.

        Raises:
            InvalidInput: with a message for each field that cannot be taken.
        """
        fields = Fields(given)
        name = fields.line("name", NAME_LIMIT)
        if not name and "name" not in fields.problems:
            fields.problems["name"] = message(N_("A contact needs a name."))
        phone = fields.parsed("phone", parse_phone)
        draft = cls(
            name=name or "",
            title=fields.line("title", TITLE_LIMIT),
            is_decision_maker=given.get("is_decision_maker") is True,
            phone=phone.shown if phone else None,
            phone_key=phone.key if phone else None,
            email=fields.parsed("email", parse_email),
            wechat=fields.line("wechat", WECHAT_LIMIT),
            note=fields.note("note", NOTE_LIMIT),
        )
        fields.check()
        return draft


@dataclass(frozen=True, slots=True)
class ContactFace:
    """A contact as it may be shown: phone, e-mail and WeChat masked. ``version`` goes back with an edit.

    ``left_on``: since when the contact is no longer with the customer.
    """

    contact_id: int
    name: str
    title: str | None
    is_decision_maker: bool
    phone: str | None
    email: str | None
    wechat: str | None
    note: str | None
    version: int
    left_on: date | None = None
