"""Whole columns at once: each distinct text is parsed once, so that half a million cells take about a second.

A column parser takes a column of texts and a ``Reading`` and gives ``Parsed``: typed values, and for each cell that cannot
be taken the reason. ``text_column``, ``code_column``, ``amount_column``, … make the usual ones; ``each_distinct`` makes one of
any function that turns one text into a value or raises ``BadValue``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crm_core import money
from crm_core.errors import Message
from crm_core.exchange.dates import DayOrder, instant, judge_order, parse_written
from crm_core.exchange.fields import BadValue, parse_amount, parse_choice, parse_code, parse_text
from crm_core.exchange.problems import Problems, plain_values

AMOUNT = pa.decimal128(18, 4)
MOMENT = pa.timestamp("us", "UTC")


@dataclass(frozen=True, slots=True)
class Reading:
    """What must be known to read a column: the company's zone and currency, and what the file says about days.

    ``order`` is what a person chose; ``UNKNOWN`` lets the column tell it.
    """

    zone: str = "Asia/Shanghai"
    currency: str | None = None
    is_epoch_1904: bool = False
    order: DayOrder = DayOrder.UNKNOWN


@dataclass(frozen=True, slots=True)
class Parsed:
    """A column's typed ``values`` (null where blank or refused); ``faults[i]`` is 0 or the 1-based index into ``reasons``.

    ``order`` is how the column's days were read, where it is one of days.
    """

    values: pa.ChunkedArray
    faults: np.ndarray
    reasons: tuple[Message, ...] = ()
    order: DayOrder | None = None

    @property
    def is_sound(self) -> np.ndarray:
        """For each cell, whether it was taken."""
        sound: np.ndarray = self.faults == 0
        return sound

    def report(self, problems: Problems, column: str, texts: pa.ChunkedArray, rows: pa.Array) -> None:
        """Add every refused cell to ``problems`` with its row of the file."""
        at = np.flatnonzero(self.faults)
        if not len(at):
            return
        shown = texts.take(pa.array(at)).to_pylist()
        numbers = rows.take(pa.array(at)).to_pylist()
        for row, text, fault in zip(numbers, shown, self.faults[at].tolist(), strict=True):
            problems.add(row, column, text, self.reasons[fault - 1])


ColumnParser = Callable[[pa.ChunkedArray, Reading], Parsed]
CellParser = Callable[[str], object]


@dataclass(slots=True)
class _Reasons:
    """Reasons met so far, each once."""

    found: dict[tuple[str, str], int] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)

    def index(self, reason: Message) -> int:
        key = (reason.text, repr(plain_values(reason.values)))
        if key not in self.found:
            self.messages.append(reason)
            self.found[key] = len(self.messages)
        return self.found[key]


def parse_distinct(texts: pa.ChunkedArray, parse: CellParser, arrow_type: pa.DataType) -> Parsed:
    """Return the column with each distinct text parsed once by ``parse``, which may raise ``BadValue``."""
    encoded = texts.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):  # a column too long for one chunk
        encoded = encoded.unify_dictionaries().combine_chunks()
    reasons = _Reasons()
    values: list[object] = []
    faults: list[int] = []
    for text in encoded.dictionary.to_pylist():
        try:
            values.append(parse(text))
            faults.append(0)
        except BadValue as error:
            values.append(None)
            faults.append(reasons.index(error.message))
    indices = encoded.indices
    taken = pa.array(values, arrow_type).take(indices)
    marks = (
        np.array(faults, dtype=np.int32)[indices.to_numpy(zero_copy_only=False)]
        if len(indices)
        else np.empty(0, np.int32)
    )
    return Parsed(pa.chunked_array([taken]), marks, tuple(reasons.messages))


def each_distinct(parse: CellParser, arrow_type: pa.DataType) -> ColumnParser:
    """Return a column parser that uses ``parse`` for each distinct text."""
    return lambda texts, reading: parse_distinct(texts, parse, arrow_type)


def untold(parse: ColumnParser, pattern: str) -> ColumnParser:
    """Return a parser for which a cell that is ``pattern`` as a whole says nothing, like a blank one."""
    whole = f"^\\s*(?:{pattern})\\s*$"

    def parse_told(texts: pa.ChunkedArray, reading: Reading) -> Parsed:
        is_untold = pc.fill_null(pc.match_substring_regex(texts, whole), False)
        return parse(pc.if_else(is_untold, "", texts), reading)

    return parse_told


def text_column(*, longest: int = 2_000, lines: bool = False) -> ColumnParser:
    """Return a parser of free text."""
    return each_distinct(lambda text: parse_text(text, longest=longest, lines=lines), pa.string())


def code_column(*, longest: int = 100) -> ColumnParser:
    """Return a parser of codes, which refuses numbers that a spreadsheet damaged."""
    return each_distinct(lambda text: parse_code(text, longest=longest), pa.string())


def choice_column(choices: Mapping[str, str]) -> ColumnParser:
    """Return a parser of words that stand for values."""
    return each_distinct(lambda text: parse_choice(text, choices), pa.string())


def amount_column() -> ColumnParser:
    """Return a parser of amounts, as DECIMAL(18,4): further places are rounded, halves away from zero."""

    def parse(texts: pa.ChunkedArray, reading: Reading) -> Parsed:
        def cell(text: str) -> Decimal | None:
            amount = parse_amount(text, currency=reading.currency)
            return None if amount is None else money.stored(amount)

        return parse_distinct(texts, cell, AMOUNT)

    return parse


def day_column() -> ColumnParser:
    """Return a parser of days, judged over the whole column."""

    def parse(texts: pa.ChunkedArray, reading: Reading) -> Parsed:
        order = column_order(texts, reading)

        def cell(text: str) -> dt.date | None:
            written = parse_written(text, order=order, is_epoch_1904=reading.is_epoch_1904)
            return written.day if written else None

        return _ordered(parse_distinct(texts, cell, pa.date32()), order)

    return parse


def moment_column() -> ColumnParser:
    """Return a parser of instants in UTC, judged over the whole column; times without a zone are the company's."""

    def parse(texts: pa.ChunkedArray, reading: Reading) -> Parsed:
        order = column_order(texts, reading)
        zone = ZoneInfo(reading.zone)

        def cell(text: str) -> dt.datetime | None:
            written = parse_written(text, order=order, is_epoch_1904=reading.is_epoch_1904)
            return instant(written, zone) if written else None

        return _ordered(parse_distinct(texts, cell, MOMENT), order)

    return parse


def local_days(moments: pa.ChunkedArray, zone: str) -> pa.ChunkedArray:
    """Return the calendar days in ``zone`` of a column of instants."""
    place = ZoneInfo(zone)
    encoded = moments.combine_chunks().dictionary_encode()
    days = [each.astimezone(place).date() for each in encoded.dictionary.to_pylist()]
    return pa.chunked_array([pa.array(days, pa.date32()).take(encoded.indices)])


def column_order(texts: pa.ChunkedArray, reading: Reading) -> DayOrder:
    """Return how a column writes its days: as a person chose, else as the column tells."""
    if reading.order is not DayOrder.UNKNOWN:
        return reading.order
    counted = pc.value_counts(texts)
    return judge_order(dict(zip(counted.field("values").to_pylist(), counted.field("counts").to_pylist(), strict=True)))


def _ordered(parsed: Parsed, order: DayOrder) -> Parsed:
    return Parsed(parsed.values, parsed.faults, parsed.reasons, order)
