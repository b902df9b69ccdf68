"""Strategies and what is in force, between rows and types. Who may is the service's to say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from crm_core.interactions.model import Channel
from crm_core.relationships.norms.model import Subject
from crm_core.store import Row, Store, Transaction, statement
from crm_core.strategy.drafts import StrategyDraft
from crm_core.strategy.model import After, Beat, Choice, InForce, NormChange, SetNorm, Strategy, Words, in_order

ROOM = "strategy"
Source = Store | Transaction


def find_strategies(source: Source, plan_id: int, groups: Mapping[int, str]) -> tuple[Strategy, ...]:
    """Return a plan's strategies in their order; ``groups`` names the tags that there are."""
    beats: dict[int, list[Beat]] = {}
    for row in source.rows(statement(ROOM, "beats"), [plan_id]):
        beats.setdefault(row["strategy_id"], []).append(Beat(_channel(row["channel"]), row["days"], row["guide"]))
    found = {}
    for row in source.rows(statement(ROOM, "strategies"), [plan_id]):
        subject = Subject.parse(row["subject"])
        if subject is not None:
            own = tuple(sorted(beats.get(row["strategy_id"], ()), key=lambda one: _place(one.channel)))
            group = groups.get(subject.tag_id) if subject.tag_id is not None else None
            found[subject] = Strategy(
                row["strategy_id"], subject, group, _words(row), own, row["version"], row["updated_at"],
                row["updated_by"],
            )  # fmt: skip
    return tuple(found[subject] for subject in in_order(found, groups))


def insert(
    transaction: Transaction, plan_id: int, subject: Subject, draft: StrategyDraft, *, by: int, at: datetime
) -> int:
    """Store a new strategy and return its id."""
    given = [plan_id, str(subject), *_values(draft.words), by, at]
    strategy_id = int(transaction.rows(statement(ROOM, "add_strategy"), given)[0]["strategy_id"])
    _put_beats(transaction, strategy_id, draft)
    return strategy_id


def update(
    transaction: Transaction, strategy_id: int, version: int, draft: StrategyDraft, *, by: int, at: datetime
) -> bool:
    """Change a strategy; False where ``version`` is not the stored one."""
    given = [strategy_id, version, *_values(draft.words), by, at]
    if not transaction.rows(statement(ROOM, "edit_strategy"), given):
        return False
    transaction.execute(statement(ROOM, "remove_beats"), [strategy_id])
    _put_beats(transaction, strategy_id, draft)
    return True


def remove(transaction: Transaction, strategy_id: int, version: int) -> bool:
    """Remove a strategy; False where ``version`` is not the stored one."""
    if not transaction.rows(statement(ROOM, "remove_strategy"), [strategy_id, version]):
        return False
    transaction.execute(statement(ROOM, "remove_beats"), [strategy_id])
    return True


def find_in_force(source: Source, team_id: int | None) -> dict[Subject, InForce]:
    """Return what holds for the customers of a team by its own word, or (None) by the company's."""
    found = {}
    for row in source.rows(statement(ROOM, "in_force"), [team_id or 0]):
        subject = Subject.parse(row["subject"])
        if subject is not None:
            found[subject] = InForce(
                subject, row["plan_id"], row["plan_name"], _words(row), row["put_at"], row["put_by"]
            )
    return found


def put_words(
    transaction: Transaction,
    team_id: int | None,
    subject: Subject,
    plan_id: int,
    words: Words,
    *,
    by: int,
    at: datetime,
) -> None:
    """Let words hold for some customers from now on."""
    given = [team_id or 0, str(subject), plan_id, *_values(words), by, at]
    transaction.execute(statement(ROOM, "put_in_force"), given)


def end_words(transaction: Transaction, team_id: int | None, subject: Subject, plan_id: int) -> None:
    """Let a plan's words hold no longer."""
    transaction.execute(statement(ROOM, "end_in_force"), [team_id or 0, str(subject), plan_id])


def find_set_norms(source: Source) -> tuple[SetNorm, ...]:
    """Return what plans asked for when they set norms, of every team and the company."""
    return tuple(
        SetNorm(**{**_without_rung(row), "subject": Subject.kept(row["rung"]), "channel": _channel(row["channel"])})
        for row in source.rows(statement(ROOM, "set_norms"))
    )


def _without_rung(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "rung"}


def put_norm(
    transaction: Transaction,
    plan_id: int,
    change: NormChange,
    norm_id: int,
    *,
    team_id: int | None,
    by: int,
    at: datetime,
) -> None:
    """Note that a plan set a norm, and what it asks for."""
    after = change.after
    assert after is not None  # noqa: S101 - an ended norm is forgotten, not put
    channel = change.channel.value if change.channel else ""
    given = [team_id or 0, change.subject.code, channel, plan_id, norm_id, after.days, after.guide, by, at]
    transaction.execute(statement(ROOM, "put_norm"), given)


def forget_norm(
    transaction: Transaction, plan_id: int, subject: Subject, channel: Channel | None, team_id: int | None
) -> None:
    """Let a plan stand for a norm no longer."""
    given = [team_id or 0, subject.code, channel.value if channel else "", plan_id]
    transaction.execute(statement(ROOM, "forget_norm"), given)


def put_before(transaction: Transaction, plan_id: int, change: NormChange, team_id: int | None) -> None:
    """Keep what held before a plan, unless that is kept already."""
    before, channel = change.before, change.channel.value if change.channel else ""
    given = [team_id or 0, change.subject.code, channel, plan_id]
    days, guide = (None, "") if before is None else (before.days, before.guide)
    transaction.execute(statement(ROOM, "put_before"), [*given, days, guide])


def find_before(source: Source, plan_id: int) -> dict[tuple[Subject, Channel | None], Beat | None]:
    """Return what held before a plan by whom and channel; None: nothing did."""
    return {
        (Subject.kept(row["rung"]), _channel(row["channel"])): None
        if row["days"] is None
        else Beat(_channel(row["channel"]), row["days"], row["guide"])
        for row in source.rows(statement(ROOM, "norms_before"), [plan_id])
    }


def forget_before(transaction: Transaction, plan_id: int) -> None:
    """Keep no longer what held before a plan."""
    transaction.execute(statement(ROOM, "forget_before"), [plan_id])


def find_after(source: Source, plan_id: int) -> After | None:
    """Return what was said of a closed plan's strategy; None: nothing yet."""
    row = source.row(statement(ROOM, "after"), [plan_id])
    return None if row is None else After(Choice(row["choice"]), row["chosen_by"], row["chosen_at"])


def put_after(transaction: Transaction, plan_id: int, choice: Choice, *, by: int, at: datetime) -> None:
    """Keep what was said of a closed plan's strategy."""
    transaction.execute(statement(ROOM, "put_after"), [plan_id, choice.value, by, at])


def forget_after(transaction: Transaction, plan_id: int) -> None:
    """Keep no longer what was said of a plan's strategy."""
    transaction.execute(statement(ROOM, "forget_after"), [plan_id])


def _put_beats(transaction: Transaction, strategy_id: int, draft: StrategyDraft) -> None:
    for beat in draft.beats:
        channel = beat.channel.value if beat.channel else ""
        transaction.execute(statement(ROOM, "add_beat"), [strategy_id, channel, beat.days, beat.guide])


def _values(words: Words) -> list[object]:
    return [words.aim, words.content, words.raising, words.guideline]


def _words(row: Row) -> Words:
    return Words(row["aim"], row["content"], row["raising"], row["guideline"])


def _channel(text: str) -> Channel | None:
    return Channel(text) if text else None


def _place(channel: Channel | None) -> int:
    return -1 if channel is None else list(Channel).index(channel)
