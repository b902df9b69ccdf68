"""The demo company's written plans: who wrote which section when, who agreed, what is still discussed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from crm_core import audit
from crm_core.access.model import CONSOLE
from crm_core.customers.comments.model import CommentDraft
from crm_core.demo.written_words import COMPANY, TEAM, Part
from crm_core.sections.founding import WholeSection, WholeText, found_current, found_sections
from crm_core.sections.model import SectionDraft
from crm_core.store import Transaction

_KEEPER = "manager"


def add_written_plans(
    transaction: Transaction, day: date, users: Mapping[str, int], company: int, team: tuple[int, int]
) -> None:
    """Write the sections of the company's plan and of a team's (its id and the plan's), and make both the current ones."""
    team_id, team_plan = team
    for plan_id, parts, whose in ((company, COMPANY, None), (team_plan, TEAM, team_id)):
        count = found_sections(transaction, plan_id, [_section(one, day, users) for one in parts])
        made = _on(day, _earliest(parts))
        found_current(transaction, whose, plan_id, by=users[_KEEPER], at=made)
        audit.record_batch(transaction, CONSOLE, audit.Change("demo", "plan_section", None), count + 1)


def _earliest(parts: Sequence[Part]) -> int:
    return max(days for one in parts for days, _text in one.texts)


def _on(day: date, days: int, hour: int = 3) -> datetime:
    return datetime.combine(day - timedelta(days=days), datetime.min.time(), UTC) + timedelta(hours=hour)


def _section(part: Part, day: date, users: Mapping[str, int]) -> WholeSection:
    owner, latest = users[part.owner], part.texts[-1][0]
    said = [
        (users[one.who], CommentDraft(one.text, tuple(users[name] for name in one.called)), _on(day, one.days, 6))
        for one in part.said
    ]
    return WholeSection(
        owner,
        tuple(WholeText(SectionDraft(part.title, text), owner, _on(day, days)) for days, text in part.texts),
        tuple(users[name] for name in part.asked),
        tuple((users[name], _on(day, latest - 2 - place, 7)) for place, name in enumerate(part.agreed)),
        tuple(said),
    )
