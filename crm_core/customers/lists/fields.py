"""What a list of customers can be filtered, sorted and shown by: the fields, their operators, and a filter. No I/O.

Masked fields stay masked: a phone is found whole or by its last four digits, of a birthday the month that is shown, of an
email address and an ID number whether there is one; none of them sorts a list, since an order would tell what stands there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from crm_core.customers.fields import phone_search
from crm_core.customers.model import GENDER_LABELS, KIND_LABELS
from crm_core.customers.profile.facts.industries import INDUSTRY_LABELS
from crm_core.customers.profile.facts.model import FACTS
from crm_core.customers.profile.needs.model import WAY_LABELS
from crm_core.customers.profile.outlook.model import LEVEL_LABELS, MARK_LABELS
from crm_core.customers.profile.own_fields.model import PREFIX, OwnField
from crm_core.customers.profile.own_fields.model import FieldKind as OwnKind
from crm_core.customers.profile.stages.model import STAGE_LABELS
from crm_core.errors import N_, InvalidInput, Message, message
from crm_core.relationships.model import DIMENSION_LABELS, LADDERS, RUNG_LABELS, Dimension
from crm_core.texts import clean_line

MOST_CONDITIONS, MOST_VALUES, VALUE_LIMIT = 12, 100, 200
_MOST_DAYS, _MOST_AMOUNT = 36_500, Decimal(10) ** 14


class Shape(StrEnum):
    """What kind of thing stands in a field; it decides which operators there are."""

    TEXT = "text"
    PLACE = "place"  # a text of which the list offers those that occur
    CHOICE = "choice"
    TAGS = "tags"
    NUMBER = "number"
    DAY = "day"
    MONTH = "month"
    PHONE = "phone"
    MASKED = "masked"


class Operator(StrEnum):
    """How a field is held against values; the names are those of the SQL fragments."""

    CONTAINS = "contains"
    CONTAINS_NOT = "contains_not"
    IS = "is"
    ANY_OF = "any_of"
    ALL_OF = "all_of"
    NONE_OF = "none_of"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BETWEEN = "between"
    LAST_DAYS = "last_days"
    OLDER_DAYS = "older_days"
    NEXT_DAYS = "next_days"
    EMPTY = "empty"
    FILLED = "filled"


OPERATOR_LABELS: Mapping[Operator, str] = {
    Operator.CONTAINS: N_("contains"),
    Operator.CONTAINS_NOT: N_("does not contain"),
    Operator.IS: N_("is"),
    Operator.ANY_OF: N_("is one of"),
    Operator.ALL_OF: N_("has all of"),
    Operator.NONE_OF: N_("is none of"),
    Operator.AT_LEAST: N_("at least"),
    Operator.AT_MOST: N_("at most"),
    Operator.BETWEEN: N_("between"),
    Operator.LAST_DAYS: N_("in the last … days"),
    Operator.OLDER_DAYS: N_("more than … days ago"),
    Operator.NEXT_DAYS: N_("in the next … days"),
    Operator.EMPTY: N_("is empty"),
    Operator.FILLED: N_("is filled in"),
}
# Days are from and until, not at least and at most.
DAY_LABELS: Mapping[Operator, str] = {Operator.AT_LEAST: N_("from the day"), Operator.AT_MOST: N_("up to the day")}
_PRESENCE = (Operator.EMPTY, Operator.FILLED)
OPERATORS: Mapping[Shape, tuple[Operator, ...]] = {
    Shape.TEXT: (Operator.CONTAINS, Operator.IS, Operator.CONTAINS_NOT, *_PRESENCE),
    Shape.PLACE: (Operator.ANY_OF, Operator.NONE_OF, Operator.CONTAINS, Operator.CONTAINS_NOT, *_PRESENCE),
    Shape.CHOICE: (Operator.ANY_OF, Operator.NONE_OF, *_PRESENCE),
    Shape.TAGS: (Operator.ANY_OF, Operator.ALL_OF, Operator.NONE_OF, *_PRESENCE),
    Shape.NUMBER: (Operator.AT_LEAST, Operator.AT_MOST, Operator.BETWEEN, *_PRESENCE),
    Shape.DAY: (
        Operator.LAST_DAYS, Operator.OLDER_DAYS, Operator.AT_LEAST, Operator.AT_MOST, Operator.BETWEEN, Operator.NEXT_DAYS,
        *_PRESENCE,
    ),
    Shape.MONTH: (Operator.ANY_OF, *_PRESENCE),
    Shape.PHONE: (Operator.IS, *_PRESENCE),
    Shape.MASKED: _PRESENCE,
}  # fmt: skip
MANY = frozenset({Operator.ANY_OF, Operator.ALL_OF, Operator.NONE_OF})
DAYS = frozenset({Operator.LAST_DAYS, Operator.OLDER_DAYS, Operator.NEXT_DAYS})


@dataclass(frozen=True, slots=True)
class ListField:
    """One field. ``label`` is an English source text, of an own field (``is_own``) the company's name for it.

    ``choices`` are values with their labels where the list is closed; of people, teams, tags and regions the page brings them.
    ``sort`` is the name by which a list is sorted, None where that would tell what is masked, or means nothing.
    ``is_worded``: the labels of ``choices`` are the program's own, to be translated. ``is_fact``: one that every archive
    knows; it is kept like an own field, and its label is the program's own.
    """

    name: str
    label: str
    shape: Shape
    choices: Mapping[str, str] | None = None
    sort: str | None = None
    is_own: bool = False
    is_worded: bool = True
    is_fact: bool = False


def _words(labels: Mapping[Any, str]) -> dict[str, str]:
    return {str(value): label for value, label in labels.items()}


def _rungs(dimension: Dimension) -> dict[str, str]:
    return {rung.value: RUNG_LABELS[rung] for rung in LADDERS[dimension]}


MONTH_LABELS: Mapping[str, str] = {
    "1": N_("January"), "2": N_("February"), "3": N_("March"), "4": N_("April"), "5": N_("May"), "6": N_("June"),
    "7": N_("July"), "8": N_("August"), "9": N_("September"), "10": N_("October"), "11": N_("November"),
    "12": N_("December"),
}  # fmt: skip
FIELDS: Mapping[str, ListField] = {
    field.name: field
    for field in (
        ListField("name", N_("Name"), Shape.TEXT, sort="name"),
        ListField("code", N_("Customer code"), Shape.TEXT, sort="code"),
        ListField("kind", N_("Kind"), Shape.CHOICE, _words(KIND_LABELS), sort="kind"),
        ListField("phone", N_("Phone"), Shape.PHONE),
        ListField("email", N_("Email"), Shape.MASKED),
        ListField("id_number", N_("ID number"), Shape.MASKED),
        ListField("birthday", N_("Birthday"), Shape.MONTH, MONTH_LABELS),
        ListField("gender", N_("Gender"), Shape.CHOICE, _words(GENDER_LABELS)),
        ListField("region", N_("Region"), Shape.PLACE, sort="region"),
        ListField("owner", N_("Owner"), Shape.CHOICE, sort="owner"),
        ListField("team", N_("Team"), Shape.CHOICE, sort="team"),
        ListField("tags", N_("Tags"), Shape.TAGS),
        ListField("marks", N_("New, old or large"), Shape.TAGS, _words(MARK_LABELS)),
        ListField("stage", N_("Stage"), Shape.CHOICE, _words(STAGE_LABELS), sort="stage"),
        ListField("tier", DIMENSION_LABELS[Dimension.TIER], Shape.CHOICE, _rungs(Dimension.TIER), sort="tier"),
        ListField(
            "relation_type", DIMENSION_LABELS[Dimension.TYPE], Shape.CHOICE, _rungs(Dimension.TYPE), sort="relation_type"
        ),
        ListField("potential", N_("Potential"), Shape.CHOICE, _words(LEVEL_LABELS), sort="potential"),
        ListField("spend", N_("Lifetime spend"), Shape.NUMBER, sort="spend"),
        ListField("orders", N_("Orders"), Shape.NUMBER, sort="orders"),
        ListField("first_purchase_on", N_("First purchase"), Shape.DAY, sort="first_purchase"),
        ListField("last_purchase_on", N_("Last purchase"), Shape.DAY, sort="last_purchase"),
        ListField("last_contact_at", N_("Last contact"), Shape.DAY, sort="last_contact"),
        ListField("follow_up_due_on", N_("Follow-up due"), Shape.DAY, sort="follow_up"),
        ListField("completeness", N_("Completeness (%)"), Shape.NUMBER, sort="completeness"),
        ListField("source", N_("Source of the data"), Shape.CHOICE, _words(WAY_LABELS)),
        ListField("first_contact_on", N_("First contact"), Shape.DAY, sort="first_contact"),
        ListField("created_on", N_("Added"), Shape.DAY, sort="created"),
        ListField("note", N_("Note"), Shape.TEXT),
    )
}  # fmt: skip
_OWN_SHAPES = {
    OwnKind.TEXT: Shape.TEXT,
    OwnKind.NUMBER: Shape.NUMBER,
    OwnKind.DAY: Shape.DAY,
    OwnKind.CHOICE: Shape.CHOICE,
    OwnKind.TRUTH: Shape.CHOICE,
}
_FACT_IDS = {fact.key: fact.field_id for fact in FACTS}
_TRUTHS = {"true": N_("Yes"), "false": N_("No")}


def known_fields(own: Sequence[OwnField]) -> dict[str, ListField]:
    """Return all fields by name: those of every customer, and the company's own that are in use."""
    return {**FIELDS, **{field.key: own_list_field(field) for field in (*FACTS, *own) if field.is_active}}


def own_list_field(field: OwnField) -> ListField:
    """Return a field of the company's own as a list knows it."""
    shape, is_truth = _OWN_SHAPES[field.kind], field.kind is OwnKind.TRUTH
    choices: Mapping[str, str] = _TRUTHS if is_truth else {choice: choice for choice in field.choices}
    if field.fact is not None:
        choices = INDUSTRY_LABELS
    kept = choices if shape is Shape.CHOICE else None
    is_fact = field.fact is not None
    return ListField(
        field.key, field.name, shape, kept, sort=field.key, is_own=True, is_worded=is_truth or is_fact, is_fact=is_fact
    )


def own_id(name: str) -> int | None:
    """Return the id of a fact or a field of the company's own by its name in lists (``own_12``); None where it is no such name."""
    if name in _FACT_IDS:
        return _FACT_IDS[name]
    number = name.removeprefix(PREFIX)
    return (
        int(number) if name.startswith(PREFIX) and number.isascii() and number.isdigit() and len(number) < 10 else None
    )


@dataclass(frozen=True, slots=True)
class Condition:
    """One filter: a field, an operator, and the values as texts in one form (12, 1000.5, 2026-03-31, a choice)."""

    field: str
    operator: Operator
    values: tuple[str, ...] = ()


def parse_condition(field: ListField, operator: str, given: Collection[object]) -> Condition:
    """Return the filter that somebody made.

    Raises:
        InvalidInput: at ``operator`` or ``value``.
    """
    if operator not in OPERATORS[field.shape]:
        raise InvalidInput({"operator": message(N_("Please choose from the list."))})
    how = Operator(operator)
    if how in _PRESENCE:
        return Condition(field.name, how)
    texts = [text for text in dict.fromkeys(_text(each) for each in given) if text]
    if not texts:
        raise InvalidInput({"value": message(N_("Please fill this in."))})
    if len(texts) > MOST_VALUES:
        raise InvalidInput({"value": message(N_("At most {count} values, please."), count=MOST_VALUES)})
    if how is Operator.BETWEEN:
        texts = [_text(each) for each in given]
    return Condition(field.name, how, _values(field, how, texts))


def _text(value: object) -> str:
    return "" if value is None else clean_line(value.isoformat() if isinstance(value, date) else str(value))


def _values(field: ListField, how: Operator, texts: Sequence[str]) -> tuple[str, ...]:
    if how in MANY:
        return _choices(field, texts)
    if how in DAYS:
        return (str(_whole(texts[0])),)
    if field.shape in (Shape.NUMBER, Shape.DAY):
        parse: Callable[[str], Any] = _amount if field.shape is Shape.NUMBER else _day
        found = [parse(text) for text in texts[: 2 if how is Operator.BETWEEN else 1]]
        if how is Operator.BETWEEN and (len(found) < 2 or found[0] > found[1]):
            raise _refused(N_("The first must not lie above the second."))
        return tuple(_plain(each) for each in found)
    if field.shape is Shape.PHONE and phone_search(texts[0]) == ("", ""):
        raise _refused(N_("A whole phone number, please, or its last four digits."))
    if len(texts[0]) > VALUE_LIMIT:
        raise _refused(N_("At most {count} characters, please."), count=VALUE_LIMIT)
    return (texts[0],)


def _choices(field: ListField, texts: Sequence[str]) -> tuple[str, ...]:
    if field.name in IDS and not all(text.isascii() and text.isdigit() and len(text) < 19 for text in texts):
        raise _refused(N_("Please choose from the list."))
    if field.choices is not None and not set(texts) <= set(field.choices):
        raise _refused(N_("Please choose from the list."))
    if any(len(text) > VALUE_LIMIT for text in texts):
        raise _refused(N_("At most {count} characters, please."), count=VALUE_LIMIT)
    return tuple(texts)


IDS = frozenset({"owner", "team", "tags"})  # whose values are ids


def _whole(text: str) -> int:
    folded = unicodedata.normalize("NFKC", text)
    if not (folded.isascii() and folded.isdigit() and len(folded) < 6 and int(folded) <= _MOST_DAYS):
        raise _refused(N_("A whole number of days, please."))
    return int(folded)


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(unicodedata.normalize("NFKC", text).replace(",", ""))
    except InvalidOperation:
        amount = Decimal("nan")
    if not amount.is_finite() or abs(amount) >= _MOST_AMOUNT:
        raise _refused(N_("A number, please, such as 1200 or 3.5."))
    return round(amount, 6)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _refused(N_("A date, please, such as 2026-03-31.")) from None


def _plain(value: Decimal | date) -> str:
    return value.isoformat() if isinstance(value, date) else f"{value.normalize() + 0:f}"


def _refused(text: str, **values: object) -> InvalidInput:
    told: Message = message(text, **values)
    return InvalidInput({"value": told})
