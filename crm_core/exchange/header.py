"""Which line of a file holds the column names, what the columns are called, and which last lines are no data.

Bills and exports begin with up to some 25 lines about the account and the period; the header is the line from which on the
lines are as wide as the table. A person can name another line; then none of this is asked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from crm_core.errors import N_, Message, message
from crm_core.exchange.scripts import name_key
from crm_core.exchange.text import clean_text

LOOK_AT = 60  # lines from the start that are judged
MAX_FOOTER = 10
MAX_LABEL = 60

_VALUE = re.compile(
    r"[-+(]?\s*[¥￥$€£]?\s*[-+]?\d[\d,.\s]*(e[+-]?\d+)?\s*[%)元]?"
    r"|\d{1,4}[-/.年]\d{1,2}月?([-/.月]?\d{1,4}日?)?([ tT].*)?"
    r"|\S+@\S+\.\S+|https?://.*|true|false",
    re.IGNORECASE,
)
_RULE = re.compile(r"[-=*#_—－·\s]{3,}.*")
_REMARK = re.compile(
    r"[共总總合][计計]?\s*\d+.*|(导出|導出|匯出|打印|列印|制表|製表|审核|審核|复核|備註|备注|说明|說明|注|註)[^:：]{0,6}[:：].*|※.*"
)
_SENTENCE = re.compile(r"[^\x00-\x7f]|[ :]")
_TOTAL = re.compile(
    r"(合计|合計|总计|總計|小计|小計|共计|共計|汇总|彙總|本页合计|本頁合計|grand total|sub-?total|total|sum)s?\s*[:：]?",
    re.IGNORECASE,
)

Line = tuple[int, Sequence[str]]


@dataclass(frozen=True, slots=True)
class HeaderGuess:
    """The line that holds the names (0: none does), and whether a person should look."""

    row: int
    is_doubtful: bool


def find_header(lines: Sequence[Line], names: Collection[str] = ()) -> HeaderGuess:
    """Return which of the first ``lines`` (number, cells) holds the column names. ``names`` are names that may occur."""
    filled = [line for line in lines if any(cell.strip() for cell in line[1])][:LOOK_AT]
    if not filled:
        return HeaderGuess(0, False)
    known = {name_key(name) for name in names}
    width = _table_width([_count(cells) for _, cells in filled])
    wide = [at for at, (_, cells) in enumerate(filled) if _count(cells) >= max(min(2, width), width / 2)]
    scores = {at: _score(filled, at, width, known) - 0.02 * rank for rank, at in enumerate(wide)}
    best = max(wide, key=lambda at: scores[at])
    row, cells = filled[best]
    if _label_share(cells) < 0.5 and not _known_share(cells, known):
        return HeaderGuess(0, True)
    return HeaderGuess(row, best != wide[0])


def _score(lines: Sequence[Line], at: int, width: int, known: Collection[str]) -> float:
    cells = lines[at][1]
    body = [other for _, other in lines[at + 1 : at + 16]]
    fit = fmean(_count(other) >= max(min(2, width), width / 4) for other in body) if body else 0.5
    return 3 * _known_share(cells, known) + _label_share(cells) + fit + _contrast(cells, body)


def _count(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell.strip())


def _table_width(counts: Sequence[int]) -> int:
    """Return the width that at least two lines reach (the widest line where there is only one)."""
    widest = sorted(counts, reverse=True)
    return widest[1] if len(widest) > 1 else widest[0]


def _label_share(cells: Sequence[str]) -> float:
    """Return the share of the filled cells that may be names, less where names repeat."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    labels = {cell for cell in filled if is_label(cell)}
    return len(labels) / len(filled) if filled else 0.0


def is_label(cell: str) -> bool:
    """Return whether a cell may be a column's name: a short text, no number, date, address or ruled line."""
    text = clean_text(cell)
    return 0 < len(text) <= MAX_LABEL and not _VALUE.fullmatch(text) and not _RULE.fullmatch(text)


def _known_share(cells: Sequence[str], known: Collection[str]) -> float:
    filled = [name_key(cell) for cell in cells if cell.strip()]
    return fmean(cell in known for cell in filled) if filled and known else 0.0


def _contrast(cells: Sequence[str], body: Sequence[Sequence[str]]) -> float:
    """Return the share of the columns that have a name above and numbers or dates below."""
    columns = [at for at, cell in enumerate(cells) if cell.strip()]
    if not columns or not body:
        return 0.0
    differs = 0
    for at in columns:
        below = [other[at] for other in body if at < len(other) and other[at].strip()]
        values = sum(1 for cell in below if not is_label(cell))
        differs += is_label(cells[at]) and bool(below) and values * 2 > len(below)
    return differs / len(columns)


@dataclass(frozen=True, slots=True)
class ColumnNames:
    """Distinct names for all columns; ``unnamed`` are the indexes of those that the file gives no name."""

    names: tuple[str, ...]
    unnamed: frozenset[int]
    repeated: tuple[str, ...]

    @property
    def least_width(self) -> int:
        """The columns up to the last named one: a line with fewer cells is incomplete."""
        named = [at for at in range(len(self.names)) if at not in self.unnamed]
        return named[-1] + 1 if named else len(self.names)

    def notices(self, kept: Collection[int]) -> list[Message]:
        """Return what is to be said about the names, for the column indexes that are ``kept``."""
        said: list[Message] = []
        if self.repeated:
            said.append(message(
                N_("Some columns have the same name; the later ones are called: {names}"),
                names=", ".join(self.repeated[:10]),
            ))  # fmt: skip
        letters = [self.names[at] for at in sorted(self.unnamed) if at in kept]
        if letters and len(self.unnamed) < len(self.names):
            said.append(message(
                N_("Some columns have no name; they are called by their letter: {names}"), names=", ".join(letters[:10])
            ))  # fmt: skip
        return said


def column_names(cells: Sequence[str], width: int) -> ColumnNames:
    """Return ``width`` names for the cells of a header line, distinct without regard to case, blanks, width and script.

    Names are compared so when a file's columns are found again (``name_key``). A column without a name is called by its letter, as a spreadsheet calls it; a repeated name gets a number.
    """
    names: list[str] = []
    unnamed: set[int] = set()
    repeated: list[str] = []
    wanted = [clean_text(cells[at]) if at < len(cells) else "" for at in range(width)]
    given = {_told_apart(text) for text in wanted if text}
    taken: set[str] = set()
    for at, text in enumerate(wanted):
        if not text:
            unnamed.add(at)
        base = text or column_letter(at)
        name, number = base, 1
        while _told_apart(name) in taken or (name != text and _told_apart(name) in given):
            number += 1
            name = f"{base} ({number})"
        if text and name != base:
            repeated.append(name)
        taken.add(_told_apart(name))
        names.append(name)
    return ColumnNames(tuple(names), frozenset(unnamed), tuple(repeated))


def _told_apart(name: str) -> str:
    """Return what tells a name from others; a name of nothing but punctuation by itself."""
    return name_key(name) or name


def column_letter(at: int) -> str:
    """Return the letter of the column at index ``at``: 0 is A, 26 is AA."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def footer_length(tail: Sequence[Sequence[str]], width: int) -> int:
    """Return how many of the last lines are no data: totals, ruled lines, a remark in a table of three columns or more."""
    found = 0
    for cells in reversed(tail[-MAX_FOOTER:]):
        if not is_footer(cells, width):
            break
        found += 1
    return found


def is_footer(cells: Sequence[str], width: int) -> bool:
    """Return whether a line at the end of a table ``width`` columns wide is surely no data line."""
    filled = [clean_text(cell) for cell in cells if cell.strip()]
    if not filled:
        return True
    first = filled[0]
    if width < 2:
        return False
    if len(filled) == 1 and (_RULE.fullmatch(first) or _REMARK.fullmatch(first)):
        return True
    if width >= 3 and len(cells) == 1 and _SENTENCE.search(first):
        return True
    return bool(_TOTAL.fullmatch(first)) and cells[0].strip() != "" and len(filled) <= max(2, width - 1)


def extent(lines: Iterable[Sequence[str]]) -> int:
    """Return the number of columns up to the last filled cell of any of ``lines``."""
    widest = 0
    for cells in lines:
        for at in range(len(cells), widest, -1):
            if cells[at - 1].strip():
                widest = at
                break
    return widest
