"""Whom the keys typed before have left: each further key of a search looks among them, not among all customers again.

What is kept holds for one state of the customers, whoever asks: who may see whom is asked of what is left, each time.
"""

from __future__ import annotations

import itertools
import threading
from collections import OrderedDict

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Words = tuple[str, ...]

MOST = 100_000  # rows of one search worth keeping: more are as soon looked through anew
ENOUGH = 5_000  # rows that are looked through as soon as narrowed further
_ROWS, _TOTALS = 400_000, 256  # kept at once


def goes_on(words: Words, earlier: Words) -> bool:
    """Return whether whoever fits ``words`` fits ``earlier`` too: each of the earlier texts is a part of one of the words."""
    return all(any(text in word for word in words) for text in earlier)


def with_places(table: pa.Table) -> pa.Table:
    """Return a table with the number of each row, in parts as before; ``rows_at`` finds rows by it."""
    starts = np.cumsum([0, *(batch.num_rows for batch in table.to_batches())])
    places = [pa.array(np.arange(first, last)) for first, last in itertools.pairwise(starts)]
    return table.append_column("place", pa.chunked_array(places, pa.int64()))


def rows_at(table: pa.Table, places: npt.NDArray[np.int64]) -> pa.Table:
    """Return the rows at ``places``, which are in order; part by part, since to take from all would copy all."""
    batches = table.to_batches()
    starts = np.cumsum([0, *(batch.num_rows for batch in batches)])
    ends = np.searchsorted(places, starts)
    taken = [
        batch.take(pa.array(places[first:last] - start))
        for batch, start, (first, last) in zip(batches, starts[:-1], itertools.pairwise(ends), strict=True)
        if first < last
    ]
    return pa.Table.from_batches(taken, table.schema)


class Narrowed:
    """The searches of late, for one state of the customers. Threads share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._totals: OrderedDict[Words, int] = OrderedDict()
        self._tables: OrderedDict[Words, pa.Table] = OrderedDict()

    def among(self, words: Words) -> pa.Table | None:
        """Return the smallest kept table in which all who fit ``words`` are; None where there is none."""
        with self._lock:
            fits = [key for key in self._tables if goes_on(words, key)]
            best = min(fits, key=lambda key: self._tables[key].num_rows, default=None)
            if best is None:
                return None
            self._tables.move_to_end(best)
            return self._tables[best]

    def is_worth_keeping(self, words: Words) -> bool:
        """Return whether an earlier search that ``words`` go on from has found few enough."""
        with self._lock:
            return any(total <= MOST and goes_on(words, earlier) for earlier, total in self._totals.items())

    def note(self, words: Words, total: int) -> None:
        """Note how many a search has found."""
        with self._lock:
            self._totals[words] = total
            self._totals.move_to_end(words)
            while len(self._totals) > _TOTALS:
                self._totals.popitem(last=False)

    def keep(self, words: Words, table: pa.Table) -> None:
        """Keep whom a search has left; what was not looked into for longest makes room."""
        with self._lock:
            self._tables[words] = table
            while sum(each.num_rows for each in self._tables.values()) > _ROWS and len(self._tables) > 1:
                self._tables.popitem(last=False)
