"""How a table is laid into a width: the size of its letters, the width of each column, and its texts as they fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crm_core.documents.fitting import cut, line_of, width_of
from crm_core.documents.model import Table

_SMALLEST, _STEP, _MARGIN = 6.0, 0.5, 9.0  # points; the margin is that of both sides of a cell
_BOLD, _DOT = 1.08, 1.3  # how much wider bold letters are; the dot before a status, in letters
_OFF = 12.0
_LEAST = 6  # letters of a text that are always shown
_ROOMY = 18.0  # so much more than it needs, at most, a column of figures is given


@dataclass(frozen=True, slots=True)
class Laid:
    """A table that fits: letters ``size`` points high, columns ``widths`` points wide, texts cut, figures whole.

    ``indents`` are the points that a text keeps from the figures at its left.
    """

    size: float
    indents: tuple[float, ...]
    widths: tuple[float, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def laid(table: Table, width: float, size: float) -> Laid:
    """Return ``table`` as it fits into ``width`` points, with letters of at most ``size``.

    Figures are not cut: where they need it, all letters are smaller. Texts share what the figures leave. Where people's
    units make figures wider than any letters could be small, they are cut like texts.
    """
    while size > _SMALLEST and _needed(table, size) > width:
        size -= _STEP
    is_roomy = _needed(table, size) <= width
    widths = _widths(table, width, size) if is_roomy else _shared_widths(table, width, size)
    return Laid(
        size,
        tuple(_indent(table, place) for place in range(len(widths))),
        widths,
        tuple(
            cut(column.heading, widths[place] - _MARGIN - _indent(table, place), size * _BOLD)
            for place, column in enumerate(table.columns)
        ),
        tuple(
            tuple(
                line_of(cell.text)
                if is_roomy and (column.is_figure or column.is_whole)
                else cut(cell.text, widths[place] - _MARGIN - _indent(table, place), size * _BOLD)
                for place, (cell, column) in enumerate(zip(row, table.columns, strict=True))
            )
            for row in table.rows
        ),
    )


def _indent(table: Table, place: int) -> float:
    """Return how far the texts of a column stand off the figures before it, which end where the column begins."""
    follows = place > 0 and table.columns[place - 1].is_figure and not table.columns[place].is_figure
    return _OFF if follows else 0.0


def _natural(table: Table, place: int, size: float) -> float:
    """Return how wide a column is whose every text is whole."""
    column = table.columns[place]
    dot = size * _DOT if any(row[place].tone.is_status for row in table.rows) and not column.is_figure else 0.0
    texts = [column.heading, *(row[place].text for row in table.rows)]
    return max(width_of(line_of(text), size) for text in texts) * _BOLD + dot + _indent(table, place) + _MARGIN


def _naturals(table: Table, size: float) -> list[float]:
    found = [_natural(table, place, size) for place in range(len(table.columns))]
    if table.is_even:
        widest = max((found[place] for place, column in enumerate(table.columns) if column.is_figure), default=0.0)
        found = [widest if column.is_figure else width for column, width in zip(table.columns, found, strict=True)]
    return found


def _needed(table: Table, size: float) -> float:
    least = _LEAST * size + _MARGIN
    return sum(
        width if column.is_figure or column.is_whole else min(least, width)
        for column, width in zip(table.columns, _naturals(table, size), strict=True)
    )


def _widths(table: Table, width: float, size: float) -> tuple[float, ...]:
    natural = _naturals(table, size)
    texts = [place for place, column in enumerate(table.columns) if not (column.is_figure or column.is_whole)]
    firm = [place for place in range(len(natural)) if place not in texts]
    room = width - sum(natural[place] for place in firm)
    wanted = [(width if table.is_fixed else natural[place], table.columns[place].width) for place in texts]
    given = dict(zip(texts, _shared(room, wanted), strict=True))
    given |= {place: natural[place] for place in firm}
    left = width - sum(given.values())
    if firm and left > 0:
        more = min(_ROOMY if texts else left, left / len(firm))
        given |= {place: given[place] + more for place in firm}
        left -= more * len(firm)
    if texts and left > 0:
        weights = sum(table.columns[place].width for place in texts)
        given |= {place: given[place] + left * table.columns[place].width / weights for place in texts}
    return tuple(given[place] for place in range(len(natural)))


def _shared_widths(table: Table, width: float, size: float) -> tuple[float, ...]:
    natural = _naturals(table, size)
    got = _shared(width, [(natural[place], column.width) for place, column in enumerate(table.columns)])
    more = max(0.0, width - sum(got)) / len(got)
    return tuple(one + more for one in got)


def _shared(room: float, wanted: Sequence[tuple[float, float]]) -> list[float]:
    """Return how much of ``room`` each of (natural width, weight) gets: those that need less leave it to the others."""
    got, open_ = [0.0] * len(wanted), set(range(len(wanted)))
    while open_:
        weights = sum(wanted[place][1] for place in open_)
        content = [place for place in open_ if wanted[place][0] <= room * wanted[place][1] / weights]
        if not content:
            for place in open_:
                got[place] = room * wanted[place][1] / weights
            break
        for place in content:
            got[place] = wanted[place][0]
            room -= got[place]
            open_.discard(place)
    return got
