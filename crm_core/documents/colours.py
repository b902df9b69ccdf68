"""The looks of a file: the app's colours on white, one accent, and the fonts of each language."""

from __future__ import annotations

from dataclasses import dataclass

from crm_core.documents.model import Part, Tone

ACCENT, INK, QUIET, LINE, WASH = "0F6B5C", "16211E", "5C6B66", "DDE5E2", "F0F4F2"
TONES = {
    Tone.PLAIN: INK,
    Tone.STRONG: INK,
    Tone.QUIET: QUIET,
    Tone.REACHED: "15803D",
    Tone.ON_TRACK: "1D5FBF",
    Tone.AT_RISK: "B45309",
    Tone.BEHIND: "C2271B",
}
PARTS = {Part.ACTUAL: ACCENT, Part.BEFORE: "B9C6C1", Part.TARGET: INK, Part.STRETCH: "8A9691"}


@dataclass(frozen=True, slots=True)
class Fonts:
    """The fonts of a file: for Latin letters and figures, and for Chinese."""

    latin: str
    chinese: str


def fonts_of(language: str) -> Fonts:
    """Return the fonts for a language's tag; other systems put their own in the place of those that they lack."""
    return Fonts("Arial", "Microsoft JhengHei" if language == "zh-TW" else "Microsoft YaHei")
