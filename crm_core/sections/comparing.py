"""Two versions of a text side by side: what went, what came, word by word. Pure rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# A word of letters and digits, one Chinese character, a run of blanks, or a sign.
_PIECE = re.compile(r"[A-Za-z0-9À-ɏ]+|\s+|.", re.DOTALL)
_LONGEST = 1_500  # pieces of a line: a longer one is shown as gone and come as a whole
_ALIKE = 0.4  # share of pieces that two lines must have in common to be shown as one that was changed


class Mark(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    COME = "come"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with what became of it."""

    mark: Mark
    text: str


Compared = tuple[Piece, ...]


def compare(before: str, after: str) -> tuple[Compared, ...]:
    """Return the lines of both texts in their order, each as its pieces; without the marks GONE or COME it is ``after``."""
    old, new = before.split("\n"), after.split("\n")
    found: list[Compared] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [(Piece(Mark.SAME, line),) for line in old[a:b]]
        else:
            found += _replaced(old[a:b], new[c:d])
    return tuple(found)


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Compared]:
    """Yield lines that stand for others: pairs that are alike as one line each, the rest as gone and come."""
    both = min(len(old), len(new))
    for before, after in zip(old[:both], new[:both], strict=True):
        one = _within(before, after)
        if one is not None:
            yield one
        else:
            yield (Piece(Mark.GONE, before),)
            yield (Piece(Mark.COME, after),)
    yield from ((Piece(Mark.GONE, line),) for line in old[both:])
    yield from ((Piece(Mark.COME, line),) for line in new[both:])


def _within(before: str, after: str) -> Compared | None:
    """Return how one line became another, piece by piece; None where they have too little in common to read so."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    if max(len(old), len(new)) > _LONGEST:
        return None
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return None
    pieces: list[Piece] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece(Mark.SAME, "".join(old[a:b])))
            continue
        pieces += [Piece(mark, "".join(text)) for mark, text in ((Mark.GONE, old[a:b]), (Mark.COME, new[c:d])) if text]
    return tuple(pieces)


def excerpt(lines: Sequence[Compared], around: int = 1) -> list[Compared | None]:
    """Return the lines that changed with those ``around`` them; None stands for what is left out between."""
    changed = {place for place, line in enumerate(lines) if any(piece.mark is not Mark.SAME for piece in line)}
    near = {place + step for place in changed for step in range(-around, around + 1)}
    found: list[Compared | None] = []
    for place, line in enumerate(lines):
        if place in near:
            found.append(line)
        elif found and found[-1] is not None:
            found.append(None)
    return found
