"""Reviews and what hangs on them, between rows and types. Who may is the service's to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from crm_core.reviews.drafts import DecisionDraft, ReviewDraft
from crm_core.reviews.model import Addendum, Decision, Fact, Feedback, Item, Kind, Person, Review, ReviewState
from crm_core.store import Row, Store, Transaction, statement
from crm_core.targets.model import ScopeKind, Status, TargetScope

ROOM = "reviews"
Source = Store | Transaction


def find(source: Source, *, plan_id: int | None = None, review_id: int | None = None) -> tuple[Review, ...]:
    """Return the reviews of a plan, or one of them, the latest first."""
    given = [plan_id, review_id]
    people = _by_review(source.rows(statement(ROOM, "people"), given))
    reported = _by_review(source.rows(statement(ROOM, "reported"), given))
    rows = source.rows(statement(ROOM, "reviews"), given)
    return tuple(_review(row, people, reported) for row in rows)


def _by_review(rows: Iterable[Row]) -> dict[int, list[Person]]:
    found: dict[int, list[Person]] = {}
    for row in rows:
        found.setdefault(row["review_id"], []).append(Person(row["user_id"], row["name"] or "–"))
    return found


def _review(row: Row, people: Mapping[int, list[Person]], reported: Mapping[int, list[Person]]) -> Review:
    counts = tuple(row.pop(name) for name in ("action_count", "done_count", "overdue_count"))
    return Review(
        **{**row, "state": ReviewState(row["state"])},
        counts=None if counts[0] is None else (counts[0], counts[1], counts[2]),
        people=tuple(people.get(row["review_id"], ())),
        reported=tuple(reported.get(row["review_id"], ())),
    )


def add(transaction: Transaction, plan_id: int, draft: ReviewDraft, *, by: int, at: datetime) -> int:
    """Store a new review and return its id."""
    row = transaction.rows(statement(ROOM, "add"), [plan_id, draft.held_on, by, at])[0]
    _add_people(transaction, row["review_id"], draft.people)
    return int(row["review_id"])


def edit(transaction: Transaction, review_id: int, version: int, draft: ReviewDraft, at: datetime) -> bool:
    """Change day and people; False where ``version`` is not the stored one, or the review is closed."""
    if not transaction.rows(statement(ROOM, "edit"), [review_id, version, draft.held_on, at]):
        return False
    transaction.execute(statement(ROOM, "remove_persons"), [review_id])
    _add_people(transaction, review_id, draft.people)
    return True


def _add_people(transaction: Transaction, review_id: int, people: Iterable[int]) -> None:
    for user_id in people:
        transaction.execute(statement(ROOM, "add_person"), [review_id, user_id])


def remove(transaction: Transaction, review_id: int, version: int) -> bool:
    """Remove a review that is not closed, with its people, items and facts."""
    if not transaction.rows(statement(ROOM, "remove"), [review_id, version]):
        return False
    for name in ("remove_persons", "remove_items", "remove_facts"):
        transaction.execute(statement(ROOM, name), [review_id])
    return True


def close(  # noqa: PLR0917 - a row
    transaction: Transaction,
    review: Review,
    version: int,
    held_on: date,
    next_on: date | None,
    counts: tuple[int, int, int],
    *,
    by: int,
    at: datetime,
) -> bool:
    """Close a review; False where ``version`` is not the stored one, or it is closed."""
    given = [review.review_id, version, held_on, next_on, *counts, by, at]
    return bool(transaction.rows(statement(ROOM, "close"), given))


# Items and facts ------------------------------------------------------------------------------------------------------


def items(source: Source, review_id: int) -> dict[str, Item]:
    """Return what people made of a review's items, by key."""
    return {row["key"]: Item(**row) for row in source.rows(statement(ROOM, "items"), [review_id])}


def put_item(transaction: Transaction, review_id: int, item: Item, *, by: int, at: datetime) -> bool:
    """Store what somebody makes of an item; False where its version is not the stored one."""
    said = [item.place, item.is_left_out, item.title, item.minutes]
    given = [review_id, item.key, item.version, *said, by, at]
    if transaction.rows(statement(ROOM, "edit_item"), given):
        return True
    if item.version or item.key in items(transaction, review_id):
        return False
    transaction.execute(statement(ROOM, "add_item"), [review_id, item.key, *said, 1, by, at])
    return True


def put_place(transaction: Transaction, review_id: int, key: str, place: int, *, by: int, at: datetime) -> None:
    """Store where an item stands; who writes its minutes meanwhile is not disturbed."""
    if not transaction.rows(statement(ROOM, "put_place"), [review_id, key, place, at]):
        transaction.execute(statement(ROOM, "add_item"), [review_id, key, place, False, "", "", 0, by, at])


def facts(source: Source, review_id: int) -> tuple[Fact, ...]:
    """Return how things stood, as they were kept."""
    return tuple(_fact(row) for row in source.rows(statement(ROOM, "facts"), [review_id]))


def _fact(row: Row) -> Fact:
    scope = TargetScope(ScopeKind(row.pop("scope_kind")), row.pop("scope_id"))
    status = Status(row["status"]) if row["status"] else None
    return Fact(**{**row, "kind": Kind(row["kind"]), "status": status}, scope=scope)


def put_fact(transaction: Transaction, review_id: int, fact: Fact, place: int = 0) -> None:
    """Store how one thing stands, in place of what was kept of it."""
    transaction.execute(statement(ROOM, "remove_fact"), [review_id, fact.key])
    _add_fact(transaction, review_id, fact, place)


def put_facts(transaction: Transaction, review_id: int, found: Iterable[Fact]) -> None:
    """Store how everything stands, in place of what was kept."""
    transaction.execute(statement(ROOM, "remove_facts"), [review_id])
    for place, fact in enumerate(found):
        _add_fact(transaction, review_id, fact, place)


def _add_fact(transaction: Transaction, review_id: int, one: Fact, place: int) -> None:
    given = [
        review_id, place, one.key, one.kind.value, one.name, one.told, one.code, one.day, one.metric_id, one.unit,
        one.lower_is_better, one.scope.kind.value, one.scope.scope_id, one.scope_name, one.team_id, one.goal_id, one.owner_id,
        one.owner_name, one.weight, one.baseline, one.target, one.pace, one.actual, one.attainment, one.low, one.expected, one.high,
        one.chance, one.status.value if one.status is not None else None,
    ]  # fmt: skip
    transaction.execute(statement(ROOM, "add_fact"), given)


# Decisions, addenda ---------------------------------------------------------------------------------------------------


def decisions(source: Source, plan_id: int) -> tuple[Decision, ...]:
    """Return what a plan's reviews decided, without how far the actions are."""
    return tuple(Decision(**row) for row in source.rows(statement(ROOM, "decisions"), [plan_id]))


def decision(source: Source, decision_id: int) -> Row | None:
    """Return one decision: its review and plan, what, by whom, until when, and its action."""
    return source.row(statement(ROOM, "decision"), [decision_id])


def add_decision(
    transaction: Transaction,
    review_id: int,
    key: str,
    draft: DecisionDraft,
    action_id: int | None,
    *,
    by: int,
    at: datetime,
) -> int:
    """Store a decision and return its id."""
    given = [review_id, key, draft.what, draft.owner_id, draft.due_on, action_id, by, at]
    return int(transaction.rows(statement(ROOM, "add_decision"), given)[0]["decision_id"])


def edit_decision(  # noqa: PLR0917 - a row
    transaction: Transaction, decision_id: int, version: int, draft: DecisionDraft, by: int, at: datetime
) -> bool:
    """Word a decision anew; False where it was since ``version``."""
    if not transaction.rows(statement(ROOM, "note_decision_edit"), [decision_id, version, by, at]):
        return False
    transaction.execute(statement(ROOM, "edit_decision"), [decision_id, draft.what, draft.owner_id, draft.due_on])
    return True


def act_on(transaction: Transaction, decision_id: int, action_id: int) -> bool:
    """Store which action a decision became; False where it became one before."""
    return bool(transaction.rows(statement(ROOM, "act_on_decision"), [decision_id, action_id]))


def addenda(source: Source, review_id: int) -> tuple[Addendum, ...]:
    """Return what was added to closed minutes, in its order."""
    return tuple(Addendum(**row) for row in source.rows(statement(ROOM, "addenda"), [review_id]))


def add_addendum(transaction: Transaction, review_id: int, content: str, *, by: int, at: datetime) -> int:
    """Store what is added to closed minutes and return its id."""
    return int(transaction.rows(statement(ROOM, "add_addendum"), [review_id, content, by, at])[0]["addendum_id"])


# Report, feedback, what everybody reads -------------------------------------------------------------------------------


def report(transaction: Transaction, review_id: int, user_id: int, *, by: int, at: datetime) -> bool:
    """Store to whom a review is reported; False where it was before."""
    return bool(transaction.rows(statement(ROOM, "report"), [review_id, user_id, by, at]))


def feedback(source: Source, plan_id: int) -> tuple[Feedback, ...]:
    """Return what leadership said to a plan's reviews, in its order."""
    return tuple(Feedback(**row) for row in source.rows(statement(ROOM, "feedback"), [plan_id]))


def one_feedback(source: Source, feedback_id: int) -> Row | None:
    """Return one feedback: its review and plan, who said it, whether it is answered, its version."""
    return source.row(statement(ROOM, "one_feedback"), [feedback_id])


def say(transaction: Transaction, review_id: int, key: str, content: str, *, by: int, at: datetime) -> int:
    """Store a feedback and return its id."""
    return int(transaction.rows(statement(ROOM, "say"), [review_id, key, content, by, at])[0]["feedback_id"])


def answer(
    transaction: Transaction,
    feedback_id: int,
    version: int,
    content: str,
    action_id: int | None,
    *,
    by: int,
    at: datetime,
) -> bool:
    """Store the answer to a feedback; False where it is answered, or ``version`` is not the stored one."""
    given = [feedback_id, version, content, action_id, by, at]
    return bool(transaction.rows(statement(ROOM, "answer"), given))


def publish(transaction: Transaction, review_id: int, version: int, summary: str, *, by: int, at: datetime) -> bool:
    """Store what everybody reads of a closed review; False where ``version`` is not the stored one."""
    return bool(transaction.rows(statement(ROOM, "publish"), [review_id, version, summary, by, at]))


def published(source: Source, since: datetime) -> list[Row]:
    """Return the reviews of which everybody was told since a moment: id, plan, day, summary, when."""
    return source.rows(statement(ROOM, "published"), [since])


# Reminders --------------------------------------------------------------------------------------------------------------


def remind(transaction: Transaction, key: str, user_id: int, day: date) -> bool:
    """Store that somebody is reminded of something; False where they were before."""
    return bool(transaction.rows(statement(ROOM, "remind"), [key, user_id, day]))


def coming(source: Source, until: date) -> list[Row]:
    """Return reviews that are not closed, up to a day, a row a person who takes part."""
    return source.rows(statement(ROOM, "coming"), [until])


def own(source: Source, user_id: int, until: date) -> list[Row]:
    """Return the reviews up to a day that somebody takes part in: id, plan, day."""
    return source.rows(statement(ROOM, "own"), [user_id, until])
