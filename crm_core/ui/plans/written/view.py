"""What the tab of the written plan looks at, and which of its dialogs is open: kept in the session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from crm_core.drafting.reading import Document
from crm_core.errors import Message
from crm_core.plans.service import OnePlan
from crm_core.sections.comments import PlanComment, comments_of_plan
from crm_core.sections.model import Section, may_write
from crm_core.sections.service import current_plans, people_of_plan, sections_of, writers_of_plan
from crm_core.ui.fetch import fetch
from crm_core.ui.plans.view import Looked, close_dialog
from crm_core.ui.session import page_state


class Open(StrEnum):
    """What a dialog of the tab is for."""

    WRITE = "write"
    ASK = "ask"
    VERSIONS = "versions"
    COMMENT = "comment"
    TAKE = "take"
    KEEP = "keep"
    READ = "read"


@dataclass
class WrittenState:
    """The open dialog with the section or proposal it is about (None: a new one, or the plan), and the own comment being changed."""

    dialog: Open | None = None
    section_id: int | None = None
    comment_id: int | None = None
    copies: int | None = None  # the plan that is to be copied, on another page
    document: Document | None = None  # read, and not taken into the plan yet
    problem: Message | None = None  # why the last one could not be read


def open_dialog(dialog: Open, section_id: int | None = None) -> None:
    """Have the tab show a dialog in its next run, and put away any other of the page."""
    close_dialog()
    state = page_state(WrittenState)
    state.dialog, state.section_id, state.comment_id = dialog, section_id, None
    state.document = state.problem = None


def put_away() -> None:
    """Put the dialog away."""
    state = page_state(WrittenState)
    state.dialog = state.section_id = state.comment_id = state.document = state.problem = None


@dataclass(frozen=True)
class Written:
    """A plan's written text as whoever looks sees it."""

    looked: Looked
    sections: tuple[Section, ...]
    comments: tuple[PlanComment, ...]
    may_edit: bool
    is_current: bool

    @property
    def asked(self) -> OnePlan:
        """The question for the plan, by whoever looks."""
        return OnePlan(self.looked.viewer, self.looked.plan_id)

    def section(self, section_id: int | None) -> Section | None:
        """Return one of the sections; None where it is gone."""
        return next((one for one in self.sections if one.section_id == section_id), None)

    def comments_on(self, section_id: int | None) -> Sequence[PlanComment]:
        """Return what was said of a section, or (None) of the plan as a whole, the latest first."""
        return [one for one in self.comments if one.section_id == section_id and one.about is None]

    def may_write(self, section: Section) -> bool:
        """Return whether whoever looks may write a section."""
        return may_write(self.looked.viewer, self.looked.view.plan, section.owner_id)


def written_of(looked: Looked, *, may_edit: bool) -> Written:
    """Return the written text of the plan that is looked at."""
    asked = OnePlan(looked.viewer, looked.plan_id)
    is_current = looked.plan_id in fetch(current_plans, looked.viewer).values()
    return Written(looked, fetch(sections_of, asked), fetch(comments_of_plan, asked), may_edit, is_current)


def writers(written: Written, *kept: tuple[int, str | None]) -> dict[int, str]:
    """Return who may own a section or be asked to agree, by id; ``kept`` are those who are already."""
    return {key: name or "–" for key, name in kept} | fetch(writers_of_plan, written.asked)


def people(written: Written) -> dict[int, str]:
    """Return whom a comment can call, by id: everybody else who may see the plan."""
    me = written.looked.actor.user_id
    return {key: name for key, name in fetch(people_of_plan, written.asked).items() if key != me}
