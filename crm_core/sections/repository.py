"""Rows of the store become sections, and sections rows. Who may is the service's to say."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from crm_core.access.model import Actor
from crm_core.customers.comments.model import CommentDraft
from crm_core.sections.model import Asked, Section, SectionDraft, SectionText
from crm_core.store import Row, Store, Transaction, statement

ROOM = "sections"


def find_sections(source: Store | Transaction, plan_id: int, section_id: int | None = None) -> tuple[Section, ...]:
    """Return the sections of a plan in their order, or one of them, with their latest text."""
    asked: dict[int, list[Row]] = {}
    for row in source.rows(statement(ROOM, "asked"), [plan_id]):
        asked.setdefault(row["section_id"], []).append(row)
    found = []
    for row in source.rows(statement(ROOM, "sections"), [plan_id, section_id]):
        number = row.pop("text_number")
        people = [one for one in asked.get(row["section_id"], ()) if one["is_active"] or one["agreed_number"] == number]
        found.append(Section(**row, number=number, asked=tuple(map(_asked, people))))
    return tuple(found)


def _asked(row: Row) -> Asked:
    return Asked(row["user_id"], row["name"] or "–", row["agreed_number"], row["agreed_at"])


def find_plan_of(source: Store | Transaction, section_id: int) -> int | None:
    """Return which plan a section belongs to."""
    row = source.row(statement(ROOM, "plan_of_section"), [section_id])
    return None if row is None else int(row["plan_id"])


def find_texts(source: Store | Transaction, section_id: int) -> tuple[SectionText, ...]:
    """Return the versions of a section, the latest first."""
    rows = source.rows(statement(ROOM, "texts"), [section_id])
    return tuple(SectionText(**{**row, "agreed": tuple(row["agreed"] or ())}) for row in rows)


def find_actors(source: Store | Transaction) -> tuple[Actor, ...]:
    """Return everybody active."""
    return tuple(Actor.of(row) for row in source.rows(statement(ROOM, "people")))


def insert(transaction: Transaction, plan_id: int, draft: SectionDraft, owner_id: int, by: int, at: datetime) -> int:  # noqa: PLR0917 - a row
    """Store a section at the end of a plan, and return its id."""
    rows = transaction.rows(statement(ROOM, "add_section"), [plan_id, owner_id, by, at])
    section_id = int(rows[0]["section_id"])
    add_text(transaction, section_id, 1, draft, by=by, at=at)
    return section_id


def add_text(
    transaction: Transaction, section_id: int, number: int, draft: SectionDraft, *, by: int, at: datetime
) -> None:
    """Store a further version of a section's text."""
    transaction.execute(statement(ROOM, "add_text"), [section_id, number, draft.title, draft.content, by, at])


def update(
    transaction: Transaction, section_id: int, version: int, *, owner_id: int, number: int, at: datetime
) -> bool:
    """Change a section's owner and latest version; False where ``version`` is not the stored one any more."""
    return bool(transaction.rows(statement(ROOM, "edit_section"), [section_id, version, owner_id, number, at]))


def put_places(transaction: Transaction, order: Sequence[int], at: datetime) -> None:
    """Give sections the places in which they are listed."""
    for place, section_id in enumerate(order, 1):
        transaction.execute(statement(ROOM, "put_place"), [section_id, place, at])


def remove(transaction: Transaction, section_id: int, version: int) -> bool:
    """Remove a section with its versions; False where ``version`` is not the stored one any more."""
    if not transaction.rows(statement(ROOM, "remove_section"), [section_id, version]):
        return False
    for name in ("remove_texts", "remove_agreements", "remove_all_asked", "keep_comments"):
        transaction.execute(statement(ROOM, name), [section_id])
    return True


def ask(transaction: Transaction, section_id: int, user_id: int, *, by: int, at: datetime) -> None:
    """Ask somebody to agree to a section."""
    transaction.execute(statement(ROOM, "ask"), [section_id, user_id, by, at])


def ask_no_more(transaction: Transaction, section_id: int, user_id: int) -> None:
    """Ask somebody no more."""
    transaction.execute(statement(ROOM, "ask_no_more"), [section_id, user_id])


def agree(transaction: Transaction, section_id: int, number: int, user_id: int, at: datetime) -> None:
    """Note that somebody agrees to a version."""
    transaction.execute(statement(ROOM, "agree"), [section_id, number, user_id, at])


def agree_no_more(transaction: Transaction, section_id: int, number: int, user_id: int) -> bool:
    """Take an agreement back; False where there was none."""
    return bool(transaction.rows(statement(ROOM, "agree_no_more"), [section_id, number, user_id]))


def hand_over(transaction: Transaction, giver_id: int, taker_id: int, at: datetime) -> list[int]:
    """Give somebody's sections to another; return which."""
    return [row["section_id"] for row in transaction.rows(statement(ROOM, "hand_over"), [giver_id, taker_id, at])]


def find_current(source: Store | Transaction) -> dict[int, int]:
    """Return the current plan of each team that has one, 0 for the company."""
    return {row["team_id"]: row["plan_id"] for row in source.rows(statement(ROOM, "current_plans"))}


def set_current(transaction: Transaction, team_id: int, plan_id: int, *, by: int, at: datetime) -> None:
    """Let a plan be the current one of a team, 0 for the company."""
    transaction.execute(statement(ROOM, "set_current"), [team_id, plan_id, by, at])


# Comments ---------------------------------------------------------------------------------------------------------------


def find_comments(source: Store | Transaction, plan_id: int, most: int) -> list[Row]:
    """Return the comments on a plan and its sections, the latest first; ``mentioned`` are ids, ``names`` theirs."""
    rows = source.rows(statement(ROOM, "comments"), [plan_id, most])
    for row in rows:
        row["mentioned"] = tuple(json.loads(row["mentioned"]))
    wanted = sorted({one for row in rows for one in row["mentioned"]})
    found = source.rows(statement(ROOM, "names"), [wanted]) if wanted else []
    names = {row["user_id"]: row["name"] for row in found}
    return [{**row, "names": tuple(names[one] for one in row["mentioned"] if one in names)} for row in rows]


def find_comment(transaction: Transaction, comment_id: int) -> Row | None:
    """Return one comment."""
    row = transaction.row(statement(ROOM, "comment"), [comment_id])
    return {**row, "mentioned": tuple(json.loads(row["mentioned"]))} if row else None


def insert_comment(
    transaction: Transaction, plan_id: int, section_id: int | None, draft: CommentDraft, *, by: int, at: datetime
) -> int:
    """Store a comment and return its id."""
    given = [plan_id, section_id, by, draft.content, json.dumps(list(draft.mentioned)), at]
    return int(transaction.rows(statement(ROOM, "add_comment"), given)[0]["comment_id"])


def insert_about(transaction: Transaction, comment_id: int, about: str) -> None:
    """Store what a comment is about."""
    transaction.execute(statement(ROOM, "add_about"), [comment_id, about])


def update_comment(transaction: Transaction, comment_id: int, version: int, draft: CommentDraft, at: datetime) -> bool:
    """Change a comment; False where ``version`` is not the stored one."""
    given = [comment_id, version, draft.content, json.dumps(list(draft.mentioned)), at]
    return bool(transaction.rows(statement(ROOM, "edit_comment"), given))


def remove_comment(transaction: Transaction, comment_id: int) -> None:
    """Remove a comment."""
    transaction.execute(statement(ROOM, "remove_about"), [comment_id])
    transaction.execute(statement(ROOM, "remove_comment"), [comment_id])
