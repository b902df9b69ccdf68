"""The sections of a plan's written text: their versions, who agrees, and what a form says of them. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crm_core.errors import N_, message
from crm_core.plans.drafts import NAME_LIMIT, Reader
from crm_core.plans.model import Plan
from crm_core.plans.reach import Viewer, may_edit_plan

TEXT_LIMIT, MOST_SECTIONS, MOST_ASKED = 20_000, 60, 20


class SectionState(StrEnum):
    """How far a section is: agreed once everybody who was asked has agreed to its latest version."""

    DRAFT = "draft"
    AGREED = "agreed"


SECTION_LABELS = {SectionState.DRAFT: N_("In draft"), SectionState.AGREED: N_("Agreed")}


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody asked to agree; ``number`` is the latest version that the person agreed to, None for none."""

    user_id: int
    name: str
    number: int | None
    agreed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Section:
    """A section with its latest text. ``number`` counts its versions, ``version`` its changes of any kind."""

    section_id: int
    plan_id: int
    place: int
    owner_id: int
    owner_name: str | None
    number: int
    title: str
    content: str
    written_at: datetime
    written_by: str | None
    version: int
    asked: tuple[Asked, ...] = ()

    @property
    def agreed(self) -> tuple[Asked, ...]:
        """Who has agreed to this very text."""
        return tuple(one for one in self.asked if one.number == self.number)

    @property
    def waited_for(self) -> tuple[Asked, ...]:
        """Who was asked and has not agreed to this text yet."""
        return tuple(one for one in self.asked if one.number != self.number)

    @property
    def state(self) -> SectionState:
        """Agreed where somebody was asked and all have agreed to the latest text; else in draft."""
        return SectionState.AGREED if self.asked and not self.waited_for else SectionState.DRAFT


@dataclass(frozen=True, slots=True)
class SectionText:
    """One version of a section's text, and who agreed to it."""

    number: int
    title: str
    content: str
    written_at: datetime
    written_by: str | None
    agreed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionDraft:
    """What a form says of a section, checked; ``owner_id`` None: as before, or whoever adds it."""

    title: str
    content: str
    owner_id: int | None = None

    @classmethod
    def parse(cls, given: Mapping[str, object]) -> SectionDraft:
        """Return the draft of ``title``, ``content`` and ``owner_id``.

        Raises:
            InvalidInput: with a message a field.
        """
        reader = Reader(given)
        title = reader.line("title", NAME_LIMIT, is_required=True)
        content = reader.note("content", TEXT_LIMIT)
        owner_id = reader.key("owner_id")
        reader.check()
        return cls(title, content, owner_id)


def people_of(given: Mapping[str, object], name: str) -> tuple[int, ...]:
    """Return the users that a form names, each once.

    Raises:
        InvalidInput: there are too many, or something else stands there.
    """
    reader = Reader(given)
    found = reader.keys(name, MOST_ASKED)
    if not found and name not in reader.problems:
        reader.problems[name] = message(N_("Please choose at least one person."))
    reader.check()
    return found


def may_write(viewer: Viewer, plan: Plan, owner_id: int) -> bool:
    """Return whether the viewer may write a section: who edits the plan, and who answers for the section."""
    return may_edit_plan(viewer, plan.team_id) or owner_id == viewer.reach.me
