"""What a file can hold and a box can show: texts without characters that XML has not, cut where they would not fit.

Widths are estimated, never too small: an office program chooses the font in the end.
"""

from __future__ import annotations

import unicodedata

from crm_core.texts import clean_line, clean_text

_CUT = "…"
_NARROW, _WIDE = frozenset(" .,:;'|!()[]ijl·"), frozenset("mwMW@%—")
_LONGEST = 4_000  # so much is looked at: no box holds more


def line_of(text: str) -> str:
    """Return ``text`` as one line that a file can hold."""
    return clean_line(text[:_LONGEST])


def lines_of(text: str) -> list[str]:
    """Return the lines of ``text`` that a file can hold; at least one."""
    return clean_text(text).split("\n")


def width_of(text: str, size: float) -> float:
    """Return about how wide ``text`` is in points when it is written ``size`` points high."""
    return sum(map(_share, text)) * size


def _share(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.3 if letter > "\uffff" else 1.0
    if unicodedata.combining(letter):
        return 0.0
    if letter in _NARROW:
        return 0.36
    if letter in _WIDE:
        return 0.95
    if letter.isupper():
        return 0.72
    return 0.57 if letter.isascii() else 0.8


def cut(text: str, width: float, size: float, lines: int = 1) -> str:
    """Return ``text`` as one line, cut with a mark so that it fits ``lines`` lines of ``width`` points.

    Lines break between words, so that each but the last may stay a little empty: a tenth is held back for it.
    """
    whole = line_of(text)
    room = width * (1 if lines == 1 else 0.9 * lines)
    if width_of(whole, size) <= room:
        return whole
    room -= width_of(_CUT, size)
    kept, used = [], 0.0
    for letter in whole:
        used += _share(letter) * size
        if used > room:
            break
        kept.append(letter)
    return "".join(kept).rstrip() + _CUT


def wrapped(text: str, width: float, size: float) -> list[str]:
    """Return ``text`` in lines that each fit ``width`` points, broken between words where there are any; none for nothing."""
    found, line, used = [], "", 0.0
    for letter in line_of(text):
        wide = _share(letter) * size
        if used + wide > width and line:
            at = line.rfind(" ") if letter.isascii() and letter != " " else -1
            head, rest = (line[:at], line[at + 1 :]) if at > len(line) // 2 else (line, "")
            found.append(head.rstrip())
            line, used = rest, width_of(rest, size)
        line, used = line + letter, used + wide
    return [*found, line.rstrip()] if line.strip() else found
