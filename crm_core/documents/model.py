"""What stands in a file for people: slides and sections of texts, tables and charts, before anybody writes them. No I/O.

Every text is people's or ours, as it is to be read; the writers take out what a file cannot hold and cut what does not fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from crm_core.sections.markdown import Text

SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
TEXT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Tone(StrEnum):
    """How a text is meant; a colour beside the words, never in place of them."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    REACHED = "reached"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    BEHIND = "behind"

    @property
    def is_status(self) -> bool:
        """Whether it says how a target stands."""
        return self in (Tone.REACHED, Tone.ON_TRACK, Tone.AT_RISK, Tone.BEHIND)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table, or one piece of a paragraph. ``more`` stands below it, smaller, where a page has the room."""

    text: str
    tone: Tone = Tone.PLAIN
    more: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its heading, its part of the width beside the others' where it holds long texts.

    Figures stand at the right and are never cut; ``is_whole`` says that of short words too, such as statuses.
    """

    heading: str
    width: float = 1.0
    is_figure: bool = False
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under headings. ``told`` says what it is to who cannot see it.

    ``is_even`` gives all columns of figures the same width; ``is_fixed`` gives columns of texts their parts whatever they
    hold, so that tables one under another stand in line.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    told: str = ""
    is_even: bool = False
    is_fixed: bool = False


class Part(StrEnum):
    """What a series of a chart stands for: it decides between bars and line, and the colour."""

    ACTUAL = "actual"
    BEFORE = "before"
    TARGET = "target"
    STRETCH = "stretch"

    @property
    def is_line(self) -> bool:
        """Whether it is a line over the bars."""
        return self in (Part.TARGET, Part.STRETCH)


@dataclass(frozen=True, slots=True)
class Series:
    """The numbers of one series, a value a category; None where there is none. ``open`` are the places not over yet."""

    name: str
    part: Part
    values: tuple[float | None, ...]
    open: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers by category: columns side by side, or bars one under another where ``is_flat``, the first on top.

    ``number_format`` is how a spreadsheet writes the numbers, ``step`` the distance of the axis's marks. ``told`` says what the chart says to who cannot see it.
    """

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    number_format: str
    step: float
    told: str
    is_flat: bool = False


@dataclass(frozen=True, slots=True)
class Slide:
    """One subject: what it is, a line beside it, its table and chart. A table too long for one slide goes on on more.

    ``notes`` are what a speaker reads, a paragraph each.
    """

    title: str
    what: str
    table: Table | None = None
    chart: Chart | None = None
    text: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself: its language as a tag, title, subject, who made it and when, and its keywords."""

    language: str
    title: str
    subject: str
    author: str
    made_at: datetime
    keywords: str = ""


@dataclass(frozen=True, slots=True)
class Deck:
    """A presentation: the first slide's lines, and the slides. ``page`` is the word that stands before their numbers."""

    about: About
    company: str
    title: str
    subtitle: str
    facts: tuple[str, ...]
    footer: str
    slides: tuple[Slide, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 or 2."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of one text, or of ``pieces`` side by side, each in its tone."""

    text: str
    pieces: tuple[Cell, ...] = ()
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Prose:
    """A block of what people wrote: a paragraph, a heading within it, an item of a list, a quotation."""

    text: Text


Block: TypeAlias = Heading | Paragraph | Table | Prose


@dataclass(frozen=True, slots=True)
class Report:
    """A document: its title with a line below, who made it, and the blocks in their order."""

    about: About
    company: str
    title: str
    subtitle: str
    made: str
    blocks: tuple[Block, ...]


def tall(rows: Sequence[tuple[Cell, ...]], most: int) -> list[tuple[tuple[Cell, ...], ...]]:
    """Return ``rows`` in parts of at most ``most``, as even as they can be; one empty part for none."""
    if not rows:
        return [()]
    count = -(-len(rows) // most)
    size, larger = divmod(len(rows), count)
    parts, first = [], 0
    for place in range(count):
        last = first + size + (place < larger)
        parts.append(tuple(rows[first:last]))
        first = last
    return parts
