"""Fields of a company's own: what one is, and what may stand in it. No I/O.

A value is kept as one text in one form: numbers with a point and without needless zeros, days as 2026-03-31, yes and no as
``true`` and ``false``, choices as the list writes them. Forms and files are read by the same rules.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from crm_core.customers.fields import Unfit
from crm_core.customers.model import Fields, Kind
from crm_core.errors import N_, InvalidInput, Message, message
from crm_core.texts import clean_line, clean_text, key_of

NAME_LIMIT, CHOICE_LIMIT, MOST_CHOICES, MOST_FIELDS, TEXT_LIMIT = 40, 60, 50, 40, 500
PREFIX, FACT_PREFIX = "own_", "fact_"
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]00:00(?::00)?)?")
_YES = frozenset({"true", "yes", "y", "1", "是", "对", "對", "有"})
_NO = frozenset({"false", "no", "n", "0", "否", "不是", "无", "無", "没有", "沒有"})
_DIGITS, _PLACES = 15, 6


class FieldKind(StrEnum):
    """What a field holds; the values are what the store says."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    CHOICE = "choice"
    TRUTH = "truth"


FIELD_KIND_LABELS = {
    FieldKind.TEXT: N_("Text"),
    FieldKind.NUMBER: N_("Decimal number"),
    FieldKind.DAY: N_("Date"),
    FieldKind.CHOICE: N_("One of a list"),
    FieldKind.TRUTH: N_("Yes or no"),
}
FOR_LABELS = {None: N_("Individuals and businesses"), Kind.PERSON: N_("Individuals"), Kind.COMPANY: N_("Businesses")}


@dataclass(frozen=True, slots=True)
class OwnField:
    """A field of the company's own. ``for_kind`` None: of persons and companies. ``choices``: of a choice alone.

    A fact that every archive knows is one too (``profile/facts``): it has a code ``fact``, a ``name`` that is translated, a
    ``field_id`` below zero, and a way of its own to ``read`` what people write.
    """

    field_id: int
    name: str
    kind: FieldKind
    for_kind: Kind | None
    is_required: bool
    choices: tuple[str, ...]
    is_active: bool
    version: int
    fact: str | None = None
    read: Callable[[object], str | None] | None = None

    @property
    def key(self) -> str:
        """What forms, files and mappings call it: ``own_12``, ``fact_industry``."""
        return f"{FACT_PREFIX}{self.fact}" if self.fact else f"{PREFIX}{self.field_id}"

    def parse(self, given: object) -> str | None:
        """Return what is kept of what people write; None where it is empty.

        Raises:
            Unfit: it cannot stand in this field.
        """
        return self.read(given) if self.read else parse_value(self.kind, self.choices, given)

    def is_of(self, kind: Kind) -> bool:
        """Return whether customers of ``kind`` have it."""
        return self.is_active and self.for_kind in (None, kind)


def parse_value(kind: FieldKind, choices: Sequence[str], given: object) -> str | None:
    """Return what is kept of a ``given`` text, date or truth; None where it is empty.

    Raises:
        Unfit: it cannot stand in such a field.
    """
    if isinstance(given, bool):
        given = str(given).lower()
    if isinstance(given, date):
        given = given.date().isoformat() if isinstance(given, datetime) else given.isoformat()
    text = "" if given is None else str(given)
    if kind is FieldKind.TEXT:
        return _text(clean_text(text))
    line = clean_line(text)
    if not line:
        return None
    if kind is FieldKind.NUMBER:
        return _number(line)
    if kind is FieldKind.DAY:
        return _day(line)
    return _choice(line, choices) if kind is FieldKind.CHOICE else _truth(line)


def _text(text: str) -> str | None:
    if len(text) > TEXT_LIMIT:
        raise Unfit(message(N_("At most {count} characters, please."), count=TEXT_LIMIT))
    return text or None


def _number(line: str) -> str:
    bare = unicodedata.normalize("NFKC", line).replace(",", "").replace(" ", "")
    try:
        value = Decimal(bare)
    except InvalidOperation:
        raise Unfit(message(N_("A number, please, such as 1200 or 3.5."))) from None
    if not value.is_finite():
        raise Unfit(message(N_("A number, please, such as 1200 or 3.5.")))
    if abs(value) >= 10**_DIGITS or value != round(value, _PLACES):
        raise Unfit(
            message(N_("At most {digits} digits and {places} after the point."), digits=_DIGITS, places=_PLACES)
        )
    return f"{value.normalize() + 0:f}"


def _day(line: str) -> str:
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", line))
    try:
        return date(*(int(part) for part in found.groups())).isoformat() if found else _no_day()
    except ValueError:
        return _no_day()


def _no_day() -> str:
    raise Unfit(message(N_("A date, please, such as 2026-03-31.")))


def _choice(line: str, choices: Sequence[str]) -> str:
    for choice in choices:
        if key_of(choice) == key_of(line):
            return choice
    raise Unfit(message(N_("Please choose from the list.")))


def _truth(line: str) -> str:
    word = key_of(line)
    if word in _YES or word in _NO:
        return "true" if word in _YES else "false"
    raise Unfit(message(N_("Yes or no, please.")))


def typed(kind: FieldKind, value: str) -> object:
    """Return a kept value as a file holds it: a Decimal, a date, else its text."""
    if kind is FieldKind.NUMBER:
        return Decimal(value)
    return date.fromisoformat(value) if kind is FieldKind.DAY else value


def misfits(values: Iterable[str], kind: FieldKind, choices: Sequence[str]) -> int:
    """Return how many of the kept ``values`` could not stand in a field of another kind or list."""
    return sum(not _fits(value, kind, choices) for value in values)


def _fits(value: str, kind: FieldKind, choices: Sequence[str]) -> bool:
    try:
        return parse_value(kind, choices, value) is not None
    except Unfit:
        return False


def parse_own(
    fields: Sequence[OwnField], given: Mapping[str, object], kind: Kind, *, is_new: bool
) -> dict[int, str | None]:
    """Return {field: what is kept, None where it is emptied} of what ``given`` says of the fields that ``kind`` has.

    A field that is not named stays as it is. A required one must not be emptied; of a new customer it must be there.

    Raises:
        InvalidInput: with a message a field.
    """
    problems: dict[str, Message] = {}
    found: dict[int, str | None] = {}
    for field in fields:
        if not field.is_of(kind) or not (is_new or field.key in given):
            continue
        try:
            value = field.parse(given.get(field.key))
        except Unfit as error:
            problems[field.key] = error.reason
            continue
        if value is None and field.is_required:
            problems[field.key] = message(N_("Please fill this in."))
        elif value is not None or field.key in given:
            found[field.field_id] = value
    if problems:
        raise InvalidInput(problems)
    return found


@dataclass(frozen=True, slots=True)
class OwnFieldDraft:
    """What an administrator says of a field, checked."""

    name: str
    kind: FieldKind
    for_kind: Kind | None
    is_required: bool
    choices: tuple[str, ...]
    is_active: bool

    @classmethod
    def parse(cls, given: Mapping[str, object]) -> OwnFieldDraft:
        """Return the draft; ``choices`` is a text with one choice a line.

        Raises:
            InvalidInput: with a message a field.
        """
        fields = Fields(given)
        name = fields.line("name", NAME_LIMIT)
        if not name:
            fields.problems.setdefault("name", message(N_("Please fill this in.")))
        kind = fields.choice("kind", FieldKind, FieldKind.TEXT) or FieldKind.TEXT
        choices = _choices(fields, given) if kind is FieldKind.CHOICE else ()
        draft = cls(
            name=name or "",
            kind=kind,
            for_kind=fields.choice("for_kind", Kind, None),
            is_required=given.get("is_required") is True,
            choices=choices,
            is_active=given.get("is_active") is not False,
        )
        fields.check()
        return draft


def _choices(fields: Fields, given: Mapping[str, object]) -> tuple[str, ...]:
    lines = [clean_line(line) for line in clean_text(str(given.get("choices") or "")).split("\n")]
    kept = {key_of(line): line for line in reversed(lines) if line}
    choices = tuple(reversed(kept.values()))
    if len(choices) < 2:
        fields.problems["choices"] = message(N_("Two choices at least, one a line."))
    elif len(choices) > MOST_CHOICES:
        fields.problems["choices"] = message(N_("At most {count} choices, please."), count=MOST_CHOICES)
    elif any(len(choice) > CHOICE_LIMIT for choice in choices):
        fields.problems["choices"] = message(N_("At most {count} characters a choice, please."), count=CHOICE_LIMIT)
    return choices
