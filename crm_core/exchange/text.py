"""Text as people paste it: invisible marks go, what was meant stays.

``clean_text`` is what is kept and shown; ``key_of`` is what is compared. Full-width letters stay as they were written in
the former and are folded in the latter.
"""

from __future__ import annotations

import re
import unicodedata

_WRAPPED = re.compile(r'="(.*)"', re.DOTALL)  # how exports keep Excel from turning a code into a number
_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_SPACES = re.compile(r"\s+")
_PLAIN = re.compile(r"[!-~](?:[ -~]*[!-~])?")  # printable ASCII without blanks at the ends: nothing to clean


def clean_text(text: str, *, lines: bool = False) -> str:
    """Return ``text`` without invisible marks (Unicode Cf and Cc) and blanks at its ends; line breaks become blanks.

    With ``lines`` line breaks stay, as ``\\n``. ``="00123"``, Excel's way of keeping a code, gives ``00123``.
    """
    if _PLAIN.fullmatch(text) and not text.startswith('="'):
        return text
    wrapped = _WRAPPED.fullmatch(text.strip())
    text = _BREAKS.sub("\n", wrapped.group(1).replace('""', '"') if wrapped else text)
    kept = "".join(character for character in text if character in "\n\t" or not _is_invisible(character))
    if lines:
        return "\n".join(line.strip() for line in kept.replace("\t", " ").split("\n")).strip()
    return kept.replace("\n", " ").replace("\t", " ").strip()


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in ("Cf", "Cc", "Cs")


def key_of(text: str) -> str:
    """Return the form in which names are compared: cleaned, NFKC, case folded, inner blanks as one."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", clean_text(text))).strip().casefold()


def folded(text: str) -> str:
    """Return ``text`` cleaned and with full-width digits, letters and signs as their usual forms (NFKC)."""
    cleaned = clean_text(text)
    return cleaned if cleaned.isascii() else unicodedata.normalize("NFKC", cleaned).strip()
