"""The guard against formulas in CSV files: a ``'`` before what a spreadsheet would run, taken off again on import.

A cell that begins, after blanks and invisible marks, with one of ``= + - @`` TAB CR LF NUL or a full-width ``＝＋－＠`` is
run as a formula by some program. Cells that already begin like a guarded one get a second ``'``: so taking the guard off
always gives back what was written, and a text like ``'tis`` is left alone both ways.
"""

from __future__ import annotations

import re

GUARD = "'"
_RISKY = re.compile(
    r"[\s'\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*?[=+\-@\t\r\n\x00＝＋－＠]"
)


def guarded(text: str) -> str:
    """Return ``text`` as it may stand in a CSV file that a spreadsheet opens."""
    return GUARD + text if _RISKY.match(text) else text


def without_guard(text: str) -> str:
    """Return what was given to ``guarded``; a ``'`` that is no guard stays."""
    return text[1:] if text.startswith(GUARD) and _RISKY.match(text, 1) else text
