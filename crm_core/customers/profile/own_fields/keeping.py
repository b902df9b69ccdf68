"""Own fields while a customer is added or edited: read from what a form gave, held against what is kept, and written."""

from __future__ import annotations

from collections.abc import Mapping

from crm_core.customers.model import Kind
from crm_core.customers.profile.own_fields import repository
from crm_core.customers.profile.own_fields.model import OwnField, parse_own
from crm_core.store import Transaction


class OwnChanges:
    """What a form changes in one customer's own fields. ``before`` and ``after`` are as the trail tells them."""

    def __init__(self, fields: tuple[OwnField, ...], kept: Mapping[int, str], found: Mapping[int, str | None]) -> None:
        self._names = {field.field_id: field.name for field in fields if field.fact is None}
        self._facts = {field.field_id: field.fact for field in fields if field.fact is not None}
        self._kept = dict(kept)
        self._values = {key: value for key, value in found.items() if value != kept.get(key)}

    def __bool__(self) -> bool:
        return bool(self._values)

    @property
    def before(self) -> dict[str, object]:
        """The changed fields as they were; nothing where nothing changes."""
        return self._told({key: self._kept.get(key) for key in self._values})

    @property
    def after(self) -> dict[str, object]:
        """The changed fields as they become; nothing where nothing changes."""
        return self._told(self._values)

    def _told(self, values: Mapping[int, str | None]) -> dict[str, object]:
        facts: dict[str, object] = {self._facts[key]: value for key, value in values.items() if key in self._facts}
        own = {self._names[key]: value for key, value in values.items() if key in self._names}
        told = "; ".join(f"{name}: {value or '–'}" for name, value in own.items())
        return facts | ({"own_fields": told} if told else {})

    def write(self, transaction: Transaction, customer_id: int) -> None:
        """Write the changes."""
        repository.put_values(transaction, customer_id, self._values)


def changes_of_new(transaction: Transaction, given: Mapping[str, object], kind: Kind) -> OwnChanges:
    """Return what a form says of a new customer's own fields.

    Raises:
        InvalidInput: with a message a field.
    """
    fields = repository.find_all_fields(transaction)
    return OwnChanges(fields, {}, parse_own(fields, given, kind, is_new=True))


def changes_of_known(transaction: Transaction, customer_id: int, given: Mapping[str, object], kind: Kind) -> OwnChanges:
    """Return what a form changes in a customer's own fields; those that it does not name stay.

    Raises:
        InvalidInput: with a message a field.
    """
    fields = repository.find_all_fields(transaction)
    found = parse_own(fields, given, kind, is_new=False)
    return OwnChanges(fields, repository.find_values(transaction, customer_id), found)


def compared(
    transaction: Transaction, customer_id: int, given: Mapping[str, object]
) -> tuple[dict[str, object], dict[str, object]]:
    """Return what a form gave and what is kept, by the fields' keys, to lay two versions side by side."""
    kept = repository.find_values(transaction, customer_id)
    fields = [field for field in repository.find_all_fields(transaction) if field.key in given]
    mine: dict[str, object] = {field.key: str(given.get(field.key) or "") for field in fields}
    return mine, {field.key: kept.get(field.field_id, "") for field in fields}
