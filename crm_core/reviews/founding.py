"""A review that was held, written as a whole with the moments it has: for the demo company. The caller authorises and records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from crm_core.board.service import remembering
from crm_core.plans.model import Priority
from crm_core.reviews import repository
from crm_core.reviews.agenda import Before, standings
from crm_core.reviews.drafts import DecisionDraft, ReviewDraft
from crm_core.reviews.model import WHOLE, Fact, Item, Kind
from crm_core.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class Decided:
    """Something that was decided, and the action that it became."""

    what: str
    owner_id: int
    due_on: date
    action_id: int | None


@dataclass(frozen=True, slots=True)
class Noted:
    """What was said of the first item of a kind (and metric) that nothing is noted of yet, else of the whole, and decided."""

    kind: Kind | None
    metric_id: str | None
    minutes: str
    decisions: tuple[Decided, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody to whom it was reported said, and what was answered (empty: nothing yet)."""

    user_id: int
    content: str
    said_at: datetime
    answer: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WholeReview:
    """A review that was held: when, by whom, with whom, what was said; to whom it was reported, what all were told."""

    plan_id: int
    held_on: date
    by: int
    at: datetime
    people: tuple[int, ...]
    since: date
    notes: tuple[Noted, ...]
    topics: tuple[tuple[str, str], ...] = ()
    next_on: date | None = None
    summary: str = ""
    reported: tuple[int, ...] = ()
    answers: tuple[Answered, ...] = ()
    addendum: str = ""


def found_review(store: Store, transaction: Transaction, whole: WholeReview) -> int:
    """Write a closed review with the numbers of its day, and return its id."""
    review_id = repository.add(
        transaction, whole.plan_id, ReviewDraft(whole.held_on, whole.people), by=whole.by, at=whole.at
    )
    found = standings(remembering(store), whole.plan_id, whole.held_on, Before(whole.since))
    own = [Fact(f"{Kind.OWN}:{place}", Kind.OWN, title) for place, (title, _said) in enumerate(whole.topics, start=1)]
    for fact, (title, said) in zip(own, whole.topics, strict=True):
        item = Item(fact.key, title=title, minutes=said)
        repository.put_item(transaction, review_id, item, by=whole.by, at=whole.at)
    _write_notes(transaction, whole, review_id, list(found.agenda))
    review = repository.find(transaction, review_id=review_id)[0]
    repository.close(
        transaction, review, review.version, whole.held_on, whole.next_on, found.counts, by=whole.by, at=whole.at
    )
    repository.put_facts(transaction, review_id, (*found.agenda, *own, *found.goals))
    _report(transaction, whole, review_id)
    return review_id


def _write_notes(transaction: Transaction, whole: WholeReview, review_id: int, agenda: list[Fact]) -> None:
    for note in whole.notes:
        fact = next((one for one in agenda if one.kind is note.kind and note.metric_id in (None, one.metric_id)), None)
        key = WHOLE if fact is None else fact.key
        if fact is not None:
            agenda.remove(fact)
            item = Item(key, minutes=note.minutes)
            repository.put_item(transaction, review_id, item, by=whole.by, at=whole.at)
        for one in note.decisions:
            draft = DecisionDraft(one.what, one.owner_id, one.due_on, Priority.MID, one.action_id is not None)
            repository.add_decision(transaction, review_id, key, draft, one.action_id, by=whole.by, at=whole.at)


def _report(transaction: Transaction, whole: WholeReview, review_id: int) -> None:
    for user_id in whole.reported:
        repository.report(transaction, review_id, user_id, by=whole.by, at=whole.at)
    for one in whole.answers:
        made = repository.say(transaction, review_id, WHOLE, one.content, by=one.user_id, at=one.said_at)
        if one.answered_at is not None:
            repository.answer(transaction, made, 1, one.answer, None, by=whole.by, at=one.answered_at)
    if whole.addendum:
        repository.add_addendum(transaction, review_id, whole.addendum, by=whole.by, at=whole.at)
    if whole.summary:
        version = repository.find(transaction, review_id=review_id)[0].version
        repository.publish(transaction, review_id, version, whole.summary, by=whole.by, at=whole.at)
