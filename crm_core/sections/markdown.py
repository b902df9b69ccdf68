"""Markdown as a plan's sections hold it: what people write, read into blocks that a page and a document are made from.

Headings, paragraphs, lists, tables, quotations, rules, code; bold, italic, struck-out; links to http, https and mailto. Raw
HTML is text like any other. A picture becomes its description: fetched from elsewhere, it would tell when who reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import TypeAlias

from markdown_it import MarkdownIt
from markdown_it.token import Token

DEEPEST = 4
_LINK = re.compile(r"(?:https?://|mailto:)[^\s<>()]+\Z", re.IGNORECASE)
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$:<>&])")


@dataclass(frozen=True, slots=True)
class Span:
    """Text in one hand; ``link`` is an address that may be followed, else empty."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    is_struck: bool = False
    is_code: bool = False
    link: str = ""


Line: TypeAlias = tuple[Span, ...]


class Kind(StrEnum):
    """What a block of text is."""

    HEADING = "heading"
    TEXT = "text"
    BULLET = "bullet"
    NUMBER = "number"
    QUOTE = "quote"
    CODE = "code"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Text:
    """A block of one or more lines. ``level``: a heading's 1-6, else how deep a list is nested, 0 outermost.

    ``number`` is what stands before an item of a numbered list; 0 continues the item before.
    """

    kind: Kind
    lines: tuple[Line, ...] = ()
    level: int = 0
    number: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the first row are its headings; every row has as many cells."""

    rows: tuple[tuple[Line, ...], ...]


Block: TypeAlias = Text | Grid


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "maxNesting": 12}).enable(["table", "strikethrough"])
    reader.validateLink = _is_link  # type: ignore[method-assign] # as its manual says
    return reader


def _is_link(url: str) -> bool:
    return bool(_LINK.match(url))


def read(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text in their order; nothing for an empty one."""
    return tuple(_Walk(_reader().parse(text)).blocks())


def plain_text(line: Line) -> str:
    """Return what a line says, without its looks."""
    return "".join(span.text for span in line)


class _Walk:
    """Goes once through what the library has read."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._lists: list[int] = []  # the number of the coming item; 0 for bullets
        self._item: tuple[Kind, int] | None = None  # of the item that begins here
        self._heading = 0
        self._is_quoted = 0
        self._rows: list[list[Line]] | None = None

    def blocks(self) -> Iterator[Block]:
        for token in self._tokens:
            yield from self._block(token)

    def _block(self, token: Token) -> Iterator[Block]:
        kind = token.type
        if kind in ("bullet_list_open", "ordered_list_open"):
            start = token.attrs.get("start", 1)
            self._lists.append(int(start) if kind.startswith("ordered") else 0)
        elif kind in ("bullet_list_close", "ordered_list_close"):
            self._lists.pop()
        elif kind == "list_item_open":
            number = self._lists[-1]
            self._item = (Kind.NUMBER if number else Kind.BULLET, number)
            self._lists[-1] += bool(number)
        elif kind in ("blockquote_open", "blockquote_close"):
            self._is_quoted += 1 if kind.endswith("open") else -1
        elif kind == "heading_open":
            self._heading = int(token.tag[1])
        elif kind == "hr":
            yield Text(Kind.RULE)
        elif kind in ("fence", "code_block"):
            yield Text(Kind.CODE, tuple((Span(line),) for line in token.content.rstrip("\n").split("\n")))
        else:
            yield from self._inline_or_table(token)

    def _inline_or_table(self, token: Token) -> Iterator[Block]:
        if token.type == "table_open":
            self._rows = []
        elif token.type == "tr_open" and self._rows is not None:
            self._rows.append([])
        elif token.type == "table_close" and self._rows is not None:
            yield Grid(tuple(tuple(row) for row in self._rows))
            self._rows = None
        elif token.type == "inline":
            lines = tuple(_lines(token.children or []))
            if self._rows is not None:
                self._rows[-1].append(tuple(span for line in lines for span in line))
            else:
                yield self._text(lines)

    def _text(self, lines: tuple[Line, ...]) -> Text:
        if self._heading:
            level, self._heading = self._heading, 0
            return Text(Kind.HEADING, lines, level)
        depth = min(len(self._lists), DEEPEST) - 1
        if self._lists:
            kind, number = self._item or (Kind.BULLET, -1)
            is_first, self._item = self._item is not None, None
            return Text(kind if is_first else Kind.TEXT, lines, depth + (not is_first), max(number, 0))
        return Text(Kind.QUOTE if self._is_quoted else Kind.TEXT, lines)


def _lines(tokens: Sequence[Token]) -> Iterator[Line]:
    """Yield the lines of running text; a soft end of a line stays one, as people who type mean it."""
    look, line = Span(""), list[Span]()
    for token in tokens:
        name, _under, side = token.type.partition("_")
        if token.type in ("softbreak", "hardbreak"):
            yield tuple(line)
            line = []
        elif name == "strong":
            look = replace(look, is_bold=side == "open")
        elif name == "em":
            look = replace(look, is_italic=side == "open")
        elif name == "s":
            look = replace(look, is_struck=side == "open")
        elif name == "link":
            look = replace(look, link=str(token.attrs.get("href", "")) if side == "open" else "")
        elif token.type == "code_inline":
            line.append(replace(look, text=token.content, is_code=True))
        elif token.content:
            line.append(replace(look, text=token.content))
    yield tuple(line)


# As Markdown that shows what was meant and nothing else --------------------------------------------------------------------


def shown(blocks: Sequence[Block]) -> str:
    """Return blocks as Markdown for a page: each word escaped, headings small enough to stand below a section's."""
    parts: list[str] = []
    was_item = False
    for block in blocks:
        is_item = isinstance(block, Text) and (block.kind in (Kind.BULLET, Kind.NUMBER) or block.level > 0)
        is_item = is_item and not (isinstance(block, Text) and block.kind is Kind.HEADING)
        if parts:
            parts.append("\n" if was_item and is_item else "\n\n")
        parts.append(_shown_grid(block) if isinstance(block, Grid) else _shown_text(block))
        was_item = is_item
    return "".join(parts)


def _shown_text(block: Text) -> str:
    lines = [_shown_line(line) for line in block.lines]
    if block.kind is Kind.HEADING:
        return f"{'#' * (5 if block.level <= 2 else 6)} {' '.join(lines)}"
    if block.kind is Kind.RULE:
        return "---"
    if block.kind is Kind.QUOTE:
        return "\n".join(f"> {line}  " for line in lines)
    if block.kind is Kind.CODE:
        return "  \n".join(f"`` {span.text.replace('``', '` `') or ' '} ``" for (span,) in block.lines)
    if block.kind is Kind.TEXT:
        return (f"  \n{_indent(block.level)}").join(
            ["\n" * (block.level > 0) + _indent(block.level) + lines[0], *lines[1:]]
        )
    mark = f"{block.number}." if block.kind is Kind.NUMBER else "-"
    first = f"{_indent(block.level)}{mark} {lines[0]}"
    return f"  \n{_indent(block.level + 1)}".join([first, *lines[1:]])


def _indent(level: int) -> str:
    return "    " * level


def _shown_grid(grid: Grid) -> str:
    rows = ["| " + " | ".join(_shown_line(cell) or " " for cell in row) + " |" for row in grid.rows]
    rows.insert(1, "|" + "---|" * len(grid.rows[0]))
    return "\n".join(rows)


def _shown_line(line: Line) -> str:
    return "".join(_shown_span(span) for span in line)


def _shown_span(span: Span) -> str:
    core = span.text.strip()
    if not core:
        return span.text
    text = _SPECIAL.sub(r"\\\1", core)
    if span.link:
        text = f"[{text}](<{span.link.replace('<', '%3C').replace('>', '%3E')}>)"
    for mark, is_on in (("~~", span.is_struck), ("*", span.is_italic), ("**", span.is_bold)):
        text = f"{mark}{text}{mark}" if is_on else text
    before, after = span.text[: len(span.text) - len(span.text.lstrip())], span.text[len(span.text.rstrip()) :]
    return f"{before}{text}{after}"
