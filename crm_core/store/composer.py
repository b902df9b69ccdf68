"""The one place where SQL depends on what a user chose: constant fragments, joined by closed names.

A ``Composer`` holds a statement with ``/*filters*/``, ``/*order*/`` and ``/*groups*/`` slots and, for each slot, the
constant fragments that may go in by name. Values stay parameters; a name outside the list is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from crm_core.store.statement import Statement, written_tables


@dataclass(frozen=True)
class Composer:
    """A statement with slots, and the fragments that may fill each.

    ``slots`` maps a slot's name to its fragments by name; ``joiners`` says what stands between several fragments of a
    slot (" and " unless told), and ``empty`` what an unfilled slot holds ("" unless told).
    """

    base: Statement
    slots: Mapping[str, Mapping[str, str]]
    joiners: Mapping[str, str] = field(default_factory=dict)
    empty: Mapping[str, str] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.base)

    def compose(self, **chosen: str | Iterable[str]) -> Statement:
        """Return the statement with the fragments of the ``chosen`` names in their slots.

        Raises:
            KeyError: a slot or a name is not in the lists; a bug or an attack, never a user's mistake.
        """
        names = {slot: (given,) if isinstance(given, str) else tuple(given) for slot, given in chosen.items()}
        unknown = set(names) - set(self.slots)
        if unknown:
            raise KeyError(f"no such slot: {sorted(unknown)}")
        return _composed(self, tuple(sorted(names.items())))


@lru_cache(maxsize=2048)
def _composed(composer: Composer, chosen: tuple[tuple[str, tuple[str, ...]], ...]) -> Statement:
    text = composer.base.text
    filled = dict(chosen)
    for slot, fragments in composer.slots.items():
        parts = [fragments[name] for name in filled.get(slot, ())]
        joined = composer.joiners.get(slot, " and ").join(parts) if parts else composer.empty.get(slot, "")
        text = text.replace(f"/*{slot}*/", joined)
    return Statement(composer.base.name, text, written_tables(text))
