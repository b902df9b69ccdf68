"""A written plan with its past: for the demo company's generator, which notes it in the trail as one batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from crm_core.customers.comments.model import CommentDraft
from crm_core.sections import repository
from crm_core.sections.model import SectionDraft
from crm_core.store import Transaction


@dataclass(frozen=True, slots=True)
class WholeText:
    """One version of a section: what it says, by whom and when."""

    draft: SectionDraft
    by: int
    at: datetime


@dataclass(frozen=True, slots=True)
class WholeSection:
    """A section with its versions, who is asked, who agreed to the latest and when, and what was said by whom and when."""

    owner_id: int
    texts: tuple[WholeText, ...]
    asked: tuple[int, ...] = ()
    agreed: tuple[tuple[int, datetime], ...] = ()
    comments: tuple[tuple[int, CommentDraft, datetime], ...] = ()

    @property
    def part_count(self) -> int:
        """How many rows it is."""
        return 1 + sum(map(len, (self.texts, self.asked, self.agreed, self.comments)))


def found_sections(transaction: Transaction, plan_id: int, sections: Sequence[WholeSection]) -> int:
    """Write sections at the end of a plan; return how many rows that were. Who may is the caller's to know."""
    for one in sections:
        first, *later = one.texts
        section_id = repository.insert(transaction, plan_id, first.draft, one.owner_id, first.by, first.at)
        for number, text in enumerate(later, 2):
            repository.add_text(transaction, section_id, number, text.draft, by=text.by, at=text.at)
            repository.update(transaction, section_id, number - 1, owner_id=one.owner_id, number=number, at=text.at)
        for user_id in one.asked:
            repository.ask(transaction, section_id, user_id, by=first.by, at=one.texts[-1].at)
        for user_id, at in one.agreed:
            repository.agree(transaction, section_id, len(one.texts), user_id, at)
        for user_id, said, at in one.comments:
            repository.insert_comment(transaction, plan_id, section_id, said, by=user_id, at=at)
    return sum(one.part_count for one in sections)


def found_current(transaction: Transaction, team_id: int | None, plan_id: int, *, by: int, at: datetime) -> None:
    """Let a plan be the current one of the company or of a team."""
    repository.set_current(transaction, team_id or 0, plan_id, by=by, at=at)
