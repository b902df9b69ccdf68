"""For whom and when a file is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crm_core.access.model import Reach
from crm_core.board.figures import Figures
from crm_core.i18n import Language, formats, translate
from crm_core.plans.reach import Viewer
from crm_core.targets.model import ScopeChoice


@dataclass(frozen=True, slots=True)
class Occasion:
    """How numbers are written, which teams and people may be named, the company, the author, the moment.

    ``plans`` is how far plans may be read, ``customers`` how far customers, ``register`` how far the register of touchpoints;
    None: not at all.
    """

    figures: Figures
    choices: tuple[ScopeChoice, ...]
    company: str
    zone: str
    author: str
    made_at: datetime
    plans: Viewer | None = None
    customers: Reach | None = None
    register: Reach | None = None

    @property
    def language(self) -> Language:
        """The language of the file."""
        return self.figures.language

    @property
    def made(self) -> str:
        """When it was made and by whom, in words."""
        moment = formats.moment(self.made_at, self.zone, self.language)
        return translate(self.language, "Made on {moment} by {name}", moment=moment, name=self.author)
