"""The file's side of each kind of import, for the child process and for everybody who shows columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crm_core.customers.contacts.importing import ContactDeclaration
from crm_core.customers.importing import CustomerDeclaration
from crm_core.customers.profile.facts.model import FACTS
from crm_core.customers.profile.own_fields.importing import columns_of
from crm_core.customers.profile.own_fields.model import OwnField
from crm_core.exchange.matching import Field, known_names, match_columns
from crm_core.exchange.table import Table
from crm_core.i18n import Language, translate
from crm_core.imports.contract import Declaration
from crm_core.imports.model import ImportKind
from crm_core.interactions.importing import InteractionDeclaration
from crm_core.purchases.importing import ProductDeclaration, PurchaseDeclaration
from crm_core.surveys.importing import AnswerDeclaration, guessed_meanings
from crm_core.surveys.model import Frame

DECLARATIONS: Mapping[ImportKind, Declaration] = {
    ImportKind.CUSTOMERS: CustomerDeclaration(),
    ImportKind.PRODUCTS: ProductDeclaration(),
    ImportKind.PURCHASES: PurchaseDeclaration(),
    ImportKind.CONTACTS: ContactDeclaration(),
    ImportKind.INTERACTIONS: InteractionDeclaration(),
    ImportKind.ANSWERS: AnswerDeclaration(),
}


def fields_of(kind: ImportKind, own: Sequence[OwnField] = ()) -> tuple[Field, ...]:
    """Return the fields that a file of this kind may have; of customers, with the company's ``own``."""
    fields = DECLARATIONS[kind].fields
    return (*fields, *columns_of(own)) if kind is ImportKind.CUSTOMERS else fields


def matched(kind: ImportKind, table: Table, frame: Frame | None = None, own: Sequence[OwnField] = ()) -> dict[str, str]:
    """Return {column: field} for the columns that are recognised by name, synonym, or label in any of our languages.

    In a file of answers the columns are questions: what they mean is guessed from what stands in them, as far as the
    survey (``frame``) does not know them.
    """
    if kind is ImportKind.ANSWERS:
        return guessed_meanings(table, frame, _labels(kind))
    return match_columns(table.headers, fields_of(kind, own), _labels(kind))


def repeated(kind: ImportKind) -> frozenset[str]:
    """Return the fields that several columns of a file may mean."""
    return frozenset(field.name for field in fields_of(kind) if field.repeats)


def names_of(kind: ImportKind, own: Sequence[OwnField] = ()) -> tuple[str, ...]:
    """Return all names that a header may have; they help to find the header line."""
    return known_names(fields_of(kind, own), _labels(kind))


def _labels(kind: ImportKind) -> dict[str, tuple[str, ...]]:
    fields = fields_of(kind, FACTS)
    return {field.name: tuple(translate(language, field.label) for language in Language) for field in fields}
