"""A file's columns by field, made typed, with everything that does not fit noted at its row and column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crm_core.errors import N_, Message, message
from crm_core.exchange.columns import Reading
from crm_core.exchange.matching import Field
from crm_core.exchange.problems import Problems
from crm_core.exchange.table import Table

REQUIRED = message(N_("This must not be empty."))


class Columns:
    """The matched columns of a table. ``mapping`` is {column in the file: field}; ``fields`` say how each is parsed.

    ``on_parsed`` is told how many of the fields are typed by now, after each.
    """

    def __init__(
        self,
        table: Table,
        mapping: Mapping[str, str],
        fields: Iterable[Field],
        reading: Reading,
        on_parsed: Callable[[int], None] = lambda count: None,
    ) -> None:
        self._table = table
        self._headers = {field: header for header, field in mapping.items()}
        self.mapping = dict(mapping)
        self._fields = {field.name: field for field in fields}
        self._reading = replace(reading, is_epoch_1904=table.layout.is_epoch_1904)
        self._on_parsed, self._parsed_count = on_parsed, 0
        self.problems = Problems()
        self.problems.extend(table.problems)

    def __len__(self) -> int:
        return self._table.row_count

    @property
    def headers(self) -> tuple[str, ...]:
        """The names of all columns of the file."""
        return self._table.headers

    def column(self, header: str) -> pa.ChunkedArray:
        """Return the texts of one column of the file as they stand there."""
        return self._table.column(header)

    @property
    def rows(self) -> pa.Array:
        """The file's own number of each line."""
        return self._table.rows

    def texts(self, field: str) -> pa.ChunkedArray:
        """Return one field's texts as they stand in the file, '' where the file has no such column."""
        if field in self._headers:
            return self._table.column(self._headers[field])
        return pa.chunked_array([pa.repeat(pa.scalar("", pa.string()), len(self))])

    def parsed(self, field: str) -> pa.ChunkedArray:
        """Return one field's values; null where the cell is empty, the column is missing, or the text does not fit.

        What does not fit becomes a problem; so does an empty cell of a required field.
        """
        declared, texts = self._fields[field], self.texts(field)
        found = declared.parse(texts, self._reading)
        found.report(self.problems, self._headers.get(field, ""), texts, self.rows)
        if declared.required:
            self.reject(field, pc.is_null(found.values).to_numpy() & found.is_sound, REQUIRED)
        self._parsed_count += 1
        self._on_parsed(self._parsed_count)
        return found.values

    def reject(self, field: str, mask: np.ndarray, reason: Message) -> None:
        """Note a problem at ``field`` for each line where ``mask`` is true."""
        places = np.flatnonzero(mask)
        if not len(places):
            return
        header, at = self._headers.get(field, ""), pa.array(places)
        for row, text in zip(self.rows.take(at).to_pylist(), self.texts(field).take(at).to_pylist(), strict=True):
            self.problems.add(row, header, text, reason)

    def refuse(self, field: str, place: int, reason: Message) -> None:
        """Note a problem at ``field`` of the line at ``place``, counted from 0."""
        text = self.texts(field)[place].as_py()
        self.problems.add(self.rows[place].as_py(), self._headers.get(field, ""), text, reason)

    def lines(self, **columns: pa.ChunkedArray | pa.Array) -> pa.Table:
        """Return the lines with which nothing is wrong, as a table of ``row`` and the given columns."""
        bad = self.problems.rows()
        rows = self.rows.to_numpy(zero_copy_only=False)
        is_sound = ~np.isin(rows, np.fromiter(bad, np.int64, len(bad)))
        return pa.table({"row": self.rows, **columns}).filter(pa.array(is_sound))
