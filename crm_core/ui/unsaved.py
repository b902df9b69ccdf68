"""What somebody has typed into a table and not saved yet, and how it is saved: what tables of targets and of plans share.

A table shows what was stored when typing began, overlaid by what was typed. A colleague's save in between cannot slip
under it: it is told at saving, and the person chooses whose counts.
"""

from __future__ import annotations

import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from crm_core.errors import AlreadyDone, CrmError, InvalidInput, Message, StaleWrite

Cell = str | date | None
Place = TypeVar("Place", bound=Hashable)
Stored = TypeVar("Stored")


@dataclass
class Unsaved(ABC, Generic[Place, Stored]):
    """A table in the making: ``typed`` is what differs from what was seen, by place; ``key`` is the save's own.

    ``problems`` (by the name of a cell), ``problem`` and ``stale`` say why the last save wrote nothing.
    """

    typed: dict[Place, Cell] = field(default_factory=dict)
    key: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    problems: dict[str, Message] = field(default_factory=dict)
    problem: Message | None = None
    stale: StaleWrite | None = None

    @abstractmethod
    def rest_on(self, stored: Stored) -> None:
        """Take what is stored now as what was seen."""

    @abstractmethod
    def name_of(self, place: Place) -> str:
        """Return the name under which a problem of a cell is reported."""

    def look_at(self, stored: Stored) -> None:
        """Take what is stored now, unless something typed still rests on how it was."""
        if not self.typed:
            self.rest_on(stored)

    def clear(self) -> None:
        """Forget what was typed; the table begins anew."""
        self.typed, self.problems, self.problem, self.stale = {}, {}, None, None
        self.key = secrets.token_urlsafe(16)

    def take(self, place: Place, value: Cell, stored: Cell) -> None:
        """Note what was typed in one cell; typing back what stood there takes it out again."""
        if (value or None) == (stored or None):
            self.typed.pop(place, None)
        else:
            self.typed[place] = value
        self.problems.pop(self.name_of(place), None)

    def save(self, write: Callable[[], int]) -> int | None:
        """Return how many changes ``write`` made, and begin anew; None where the table now says why there were none."""
        self.problems, self.problem, self.stale = {}, None, None
        try:
            changed = write()
        except AlreadyDone:
            changed = 0
        except InvalidInput as error:
            self.problems = error.fields
            return None
        except StaleWrite as error:
            self.stale = error
            return None
        except CrmError as error:
            self.problem = error.message
            return None
        self.clear()
        return changed

    def keep_mine(self, stored: Stored) -> None:
        """Rest what was typed on what is stored now: the next save goes over theirs, knowingly."""
        self.rest_on(stored)
        self.stale = None

    def take_theirs(self, stored: Stored) -> None:
        """Drop what was typed in the cells that somebody else changed, and keep the rest."""
        if self.stale is not None:
            for place in [place for place in self.typed if self.name_of(place) in self.stale.theirs]:
                del self.typed[place]
        self.key = secrets.token_urlsafe(16)
        self.keep_mine(stored)
