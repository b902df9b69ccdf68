"""What people type, cleaned: no control characters, no invisible ones; and the form in which two texts count as equal."""

from __future__ import annotations

import re
import unicodedata

_JOINER = "\u200d"  # holds family emoji together; wanted in running text, a disguise in a name
_BLANKS = re.compile(r"\s+")
_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029")


def _is_hidden(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Cn")


def clean_line(text: str) -> str:
    """Return ``text`` as one line: controls and invisible characters gone, blanks single, ends trimmed."""
    spaced = _BLANKS.sub(" ", text)
    if not spaced.isascii() or not spaced.isprintable():
        spaced = "".join(letter for letter in spaced if not _is_hidden(letter))
    return _BLANKS.sub(" ", spaced).strip()


def clean_text(text: str) -> str:
    """Return ``text`` with its line ends as ``\\n``, without other controls and direction marks, ends trimmed."""
    lines = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    if lines.isascii() and lines.replace("\n", "").isprintable():
        return lines.strip()
    return "".join(letter for letter in lines if letter in ("\n", _JOINER) or not _is_hidden(letter)).strip()


def key_of(text: str) -> str:
    """Return the form in which two texts count as equal: full-width folded, case folded, without blanks."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", clean_line(text)).casefold())
