"""What colleagues say to each other about a customer, and whom they call to it. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from crm_core.access.model import Scope
from crm_core.customers.model import Fields
from crm_core.errors import N_, message

COMMENT_LIMIT, MOST_MENTIONED, MOST_SHOWN, EDIT_MINUTES = 2_000, 10, 200, 15
EDIT_FOR = timedelta(minutes=EDIT_MINUTES)


@dataclass(frozen=True, slots=True)
class CommentDraft:
    """A comment as a form says it, checked; ``mentioned`` are users."""

    content: str
    mentioned: tuple[int, ...]

    @classmethod
    def parse(cls, given: Mapping[str, object]) -> CommentDraft:
        """Return the draft of ``content`` and ``mentioned``.

        Raises:
            InvalidInput: with a message a field.
        """
        fields = Fields(given)
        content = fields.note("content", COMMENT_LIMIT)
        if not content:
            fields.problems.setdefault("content", message(N_("Please write something.")))
        listed = given.get("mentioned") or ()
        people = list(listed) if isinstance(listed, (list, tuple)) else [None]
        found = tuple(dict.fromkeys(one for one in people if isinstance(one, int) and not isinstance(one, bool)))
        if len(found) < len(dict.fromkeys(map(repr, people))):
            fields.problems["mentioned"] = message(N_("Please choose from the list."))
        if len(found) > MOST_MENTIONED:
            fields.problems["mentioned"] = message(N_("At most {count} people, please."), count=MOST_MENTIONED)
        fields.check()
        return cls(content or "", found)


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment; ``mentioned`` are the names of the people told of it, ``version`` goes back with an edit."""

    comment_id: int
    author_id: int
    author: str | None
    content: str
    mentioned_ids: tuple[int, ...]
    mentioned: tuple[str, ...]
    created_at: datetime
    edited_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody active, as far as it decides whether the person may see one customer. ``scope`` is that of ``CUSTOMER_READ``."""

    user_id: int
    name: str
    scope: Scope | None
    team_id: int | None
    is_collaborator: bool


def sees(person: Person, owner_id: int | None, team_id: int | None) -> bool:
    """Return whether somebody may see a customer with this owner and team, whoever stands in for whom left aside."""
    if person.scope is None:
        return False
    is_teams = person.scope is Scope.TEAM and team_id is not None and person.team_id == team_id
    return person.scope is Scope.ALL or is_teams or person.user_id == owner_id or person.is_collaborator


def may_change(author_id: int, created_at: datetime, *, me: int, now: datetime) -> bool:
    """Return whether a comment may still be changed or taken back: by its author, for fifteen minutes."""
    return author_id == me and now - created_at <= EDIT_FOR
