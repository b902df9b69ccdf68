"""What two customers are shown with: names of fields, values in the user's language, signs, and what hangs on them."""

from __future__ import annotations

from collections.abc import Mapping

from crm_core.customers.merging.model import SIGN_LABELS, Face, Sign
from crm_core.customers.merging.moves import PARTS
from crm_core.customers.model import FIELD_LABELS, GENDER_LABELS, KIND_LABELS, Gender, Kind
from crm_core.ui.show import number
from crm_core.ui.text import _, noted, plain

_MOST = 80  # letters of a note beside another


def field_label(field: str) -> str:
    """Return what a field is called."""
    return _(FIELD_LABELS[field])


def shown_value(face: Face, field: str) -> str:
    """Return a field of a customer as it may be shown, '' where it is empty; not escaped."""
    value = face.values.get(field)
    if value is None:
        return _("Public pool") if field == "owner_id" else ""
    if field == "kind":
        return _(KIND_LABELS[Kind(value)])
    if field == "gender":
        return _(GENDER_LABELS[Gender(value)])
    return value if len(value) <= _MOST else value[:_MOST] + "…"


def sign_badges(signs: tuple[Sign, ...]) -> str:
    """Return why two look alike as badges, those that speak against it set apart."""
    return " ".join(
        f":{'orange' if sign.value.startswith('-') else 'gray'}-badge[{_(SIGN_LABELS[sign])}]" for sign in signs
    )


def counted(counts: Mapping[str, int]) -> str:
    """Return what hangs on a customer in one line of Markdown; '' where nothing does."""
    parts = [(part.label, counts.get(part.table, 0)) for part in PARTS if part.label]
    return " · ".join(f"{_(label)} {number(count)}" for label, count in parts if label and count)


def face_label(face: Face) -> str:
    """Return name and code of a customer as Markdown."""
    return plain(noted(face.values["name"] or "", face.code))
