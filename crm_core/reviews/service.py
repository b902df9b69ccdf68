"""Reviews of a plan as people read them: which there are, the agenda by itself, minutes and numbers, as of a day.

An open review shows the plan as it stands; a closed one what was kept at its close, or (``as_of``) the numbers of another day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from crm_core.access.model import Reach
from crm_core.board.service import Ask
from crm_core.errors import NotFound
from crm_core.plans.model import Action, Plan, PlanState, stage_to_show
from crm_core.plans.progress import PlanRecord
from crm_core.plans.reach import Viewer, may_edit_plan, seen_by
from crm_core.plans.service import OnePlan, PlansRequest, known_plans, plan_record, whole_plan
from crm_core.reviews import repository
from crm_core.reviews.agenda import HOUSE, Before, standings
from crm_core.reviews.model import (
    OF_GOALS,
    WHOLE,
    Addendum,
    Decision,
    Entry,
    Fact,
    Feedback,
    Item,
    Kind,
    Review,
    in_order,
    may_open,
    seen,
)
from crm_core.sections.comments import PlanComment, comments_of_plan
from crm_core.store import Row, Store
from crm_core.store.reads import reads

_TABLES = ("plan_review", "plan_review_person", "plan_review_report", "app_user")


@reads(*_TABLES, "plan", "team")
def reviews_of(store: Store, request: OnePlan) -> tuple[Review, ...]:
    """Return the reviews of a plan that the viewer may open, and those whose results are told to all, the latest first.

    Of the latter, who takes part is left out.

    Raises:
        NotFound: there is no such plan, or it is not the viewer's to see.
    """
    plan = plan_record(store, request).plan
    found = []
    for one in repository.find(store, plan_id=request.plan_id):
        if may_open(request.viewer, plan, one):
            found.append(one)
        elif one.published_at is not None:
            found.append(replace(one, people=(), reported=()))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class ReviewRequest:
    """One review, for whoever looks, on a day; ``as_of``: with the numbers of that day, where it is not the review's own."""

    viewer: Viewer
    plan_id: int
    review_id: int
    today: date
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class _Kept:
    items: Mapping[str, Item]
    facts: tuple[Fact, ...]
    addenda: tuple[Addendum, ...]
    decisions: tuple[Decision, ...]
    feedback: tuple[Feedback, ...]


@dataclass(frozen=True, slots=True)
class _OneReview:
    plan_id: int
    review_id: int


@reads(
    "plan_review", "plan_review_item", "plan_review_fact", "plan_review_decision", "plan_review_decision_edit", "plan_review_addendum",
    "plan_review_feedback", "app_user",
)  # fmt: skip
def _kept(store: Store, request: _OneReview) -> _Kept:
    return _Kept(
        repository.items(store, request.review_id),
        repository.facts(store, request.review_id),
        repository.addenda(store, request.review_id),
        repository.decisions(store, request.plan_id),
        repository.feedback(store, request.plan_id),
    )


@reads(*_TABLES)
def every_review(store: Store, plan_id: int) -> tuple[Review, ...]:
    """Return all reviews of a plan, the latest first, for arithmetic: who may open which is the caller's to say."""
    return repository.find(store, plan_id=plan_id)


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A review as one reader gets it: how the goals stand, the agenda in its order, what was decided and said.

    ``day`` is that of the numbers; ``is_fixed`` says that they are those kept at the close. ``counts``: actions not dropped, done,
    overdue. ``decisions`` are those of the whole; those of an item stand with it. ``standing`` are the goals, each with its metrics
    where it has several.
    """

    plan: Plan
    review: Review
    day: date
    is_fixed: bool
    standing: tuple[Fact, ...]
    entries: tuple[Entry, ...]
    left_out: tuple[Entry, ...]
    decisions: tuple[Decision, ...]
    addenda: tuple[Addendum, ...]
    feedback: tuple[Feedback, ...]
    counts: tuple[int, int, int]
    may_edit: bool

    @property
    def goals(self) -> tuple[Fact, ...]:
        """How the goals stand, each as a whole."""
        return tuple(fact for fact in self.standing if fact.kind is Kind.GOAL)

    @property
    def every_decision(self) -> tuple[Decision, ...]:
        """What was decided, of items and of the whole, in its order."""
        found = [*self.decisions, *(one for entry in (*self.entries, *self.left_out) for one in entry.decisions)]
        return tuple(sorted(found, key=lambda one: one.decision_id))

    def entry(self, key: str | None) -> Entry | None:
        """Return one item by its key; None where it is not there."""
        return next((one for one in (*self.entries, *self.left_out) if one.fact.key == key), None)


def review_view(ask: Ask, request: ReviewRequest) -> ReviewView:
    """Return a review as the viewer may read it.

    Raises:
        NotFound: there is no such plan or review, or it is not the viewer's to open.
    """
    viewer, plan_id = request.viewer, request.plan_id
    record = ask(whole_plan, OnePlan(viewer, plan_id))
    every = ask(every_review, plan_id)
    review = next((one for one in every if one.review_id == request.review_id), None)
    if review is None or not may_open(viewer, record.plan, review):
        raise NotFound("plan_review", request.review_id)
    kept = ask(_kept, _OneReview(plan_id, review.review_id))
    is_fixed = review.is_closed and request.as_of in (None, review.held_on)
    day, agenda, gone, goals, counts = (
        _fixed(review, kept) if is_fixed else _live(ask, record, every, review, kept, request)
    )
    known = seen(viewer, (*agenda, *gone, *goals))
    keys, gone_keys = {fact.key for fact in known}, {fact.key for fact in gone}
    decided = _with_states(
        (one for one in kept.decisions if one.review_id == review.review_id), seen_by(viewer, record).actions
    )
    entries = [
        Entry(
            fact, kept.items.get(fact.key, Item(fact.key)), tuple(one for one in decided if one.key == fact.key),
            fact.key in gone_keys,
        )
        for fact in in_order([fact for fact in known if fact.kind not in OF_GOALS], kept.items)
    ]  # fmt: skip
    return ReviewView(
        record.plan, review, day, is_fixed,
        tuple(fact for fact in known if fact.kind in OF_GOALS),
        tuple(one for one in entries if not one.item.is_left_out),
        tuple(one for one in entries if one.item.is_left_out),
        tuple(one for one in decided if one.key == WHOLE), kept.addenda,
        tuple(one for one in kept.feedback if one.review_id == review.review_id and one.key in keys | {WHOLE}),
        counts, may_edit_plan(viewer, record.plan.team_id),
    )  # fmt: skip


_Found = tuple[date, tuple[Fact, ...], tuple[Fact, ...], tuple[Fact, ...], tuple[int, int, int]]


def _fixed(review: Review, kept: _Kept) -> _Found:
    agenda = tuple(fact for fact in kept.facts if fact.kind not in OF_GOALS)
    goals = tuple(fact for fact in kept.facts if fact.kind in OF_GOALS)
    return review.held_on, agenda, (), goals, review.counts or (0, 0, 0)


def _live(  # noqa: PLR0917 - what a review hangs on
    ask: Ask, record: PlanRecord, every: tuple[Review, ...], review: Review, kept: _Kept, request: ReviewRequest
) -> _Found:
    day = request.as_of or request.today
    found = standings(
        ask, record.plan.plan_id, day, before(ask, record, every, review, kept.decisions, kept.feedback, day)
    )
    kept_own = {fact.key: fact for fact in kept.facts if fact.kind is Kind.OWN}
    own = tuple(
        kept_own.get(item.key) or Fact(item.key, Kind.OWN, item.title) for item in kept.items.values() if item.is_own
    )
    keys = {fact.key for fact in found.agenda}
    touched = {one.key for one in kept.decisions if one.review_id == review.review_id}
    touched |= {item.key for item in kept.items.values() if item.minutes}
    gone = tuple(
        fact
        for fact in kept.facts
        if fact.key in touched and fact.key not in keys and fact.kind not in (*OF_GOALS, Kind.OWN)
    )
    return day, (*found.agenda, *own), gone, found.goals, found.counts


def before(  # noqa: PLR0917 - what a review hangs on
    ask: Ask,
    record: PlanRecord,
    every: Iterable[Review],
    review: Review,
    decisions: Iterable[Decision],
    feedback: Iterable[Feedback],
    day: date,
) -> Before:
    """Return what the reviews before this one left: of older ones than the last, what is still open."""
    earlier = [
        one for one in every if one.is_closed and (one.held_on, one.review_id) < (review.held_on, review.review_id)
    ]
    last = max(earlier, key=lambda one: (one.held_on, one.review_id), default=None)
    stage = stage_to_show(record.stages, day)
    if last is None:
        return Before(record.plan.first_on if stage is None else stage.first_on)
    known = {one.review_id for one in earlier}
    actions = {one.action_id: one for one in record.actions}
    left = []
    for one in decisions:
        action = actions.get(one.action_id) if one.action_id is not None else None
        is_open = action is None or action.status.is_open
        if one.review_id == last.review_id or (one.review_id in known and is_open and action is not None):
            left.append(one)
    waiting = tuple(one for one in feedback if one.is_open and one.review_id in known)
    said = ask(comments_of_plan, OnePlan(HOUSE, record.plan.plan_id))
    voices = tuple(one for one in said if one.about == about(last.review_id))
    return Before(last.held_on, tuple(left), waiting, voices)


def about(review_id: int) -> str:
    """Return what a comment on the results of a review is about."""
    return f"review:{review_id}"


def _with_states(decisions: Iterable[Decision], actions: Iterable[Action]) -> tuple[Decision, ...]:
    known = {action.action_id: action for action in actions}
    found = []
    for one in decisions:
        action = known.get(one.action_id) if one.action_id is not None else None
        if action is None:
            found.append(replace(one, is_hidden=one.action_id is not None))
        else:
            found.append(replace(one, action_status=action.status, done_on=action.done_on))
    return tuple(found)


# From an action back to its review ------------------------------------------------------------------------------------


@reads(
    "plan_review",
    "plan_review_decision",
    "plan_review_decision_edit",
    "plan_review_person",
    "plan_review_report",
    "plan",
    "team",
    "app_user",
)
def decided_in(store: Store, request: OnePlan) -> Mapping[int, Review]:
    """Return, by action, the review that decided it, of those that the viewer may open.

    Raises:
        NotFound: there is no such plan, or it is not the viewer's to see.
    """
    plan = plan_record(store, request).plan
    known = {
        one.review_id: one
        for one in repository.find(store, plan_id=request.plan_id)
        if may_open(request.viewer, plan, one)
    }
    return {
        one.action_id: known[one.review_id]
        for one in repository.decisions(store, request.plan_id)
        if one.action_id is not None and one.review_id in known
    }


# My day -----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OwnReviewsRequest:
    """Which reviews does ``reach.me`` take part in, up to a day?"""

    reach: Reach
    until: date


@dataclass(frozen=True, slots=True)
class OwnReview:
    """A review that somebody takes part in and that is not closed."""

    review_id: int
    plan_id: int
    held_on: date
    plan_name: str


@reads("plan_review", "plan_review_person")
def _taken_part_in(store: Store, request: OwnReviewsRequest) -> tuple[Row, ...]:
    return tuple(repository.own(store, request.reach.me, request.until))


def own_reviews(ask: Ask, request: OwnReviewsRequest) -> tuple[OwnReview, ...]:
    """Return the reviews that ``reach.me`` takes part in up to a day, of running plans, the next first."""
    plans = ask(known_plans, PlansRequest(HOUSE))  # one list for everybody: it is asked once a write, not once a person
    names = {plan.plan_id: plan.name for plan in plans if plan.state is PlanState.RUNNING}
    rows = ask(_taken_part_in, request)
    return tuple(OwnReview(**row, plan_name=names[row["plan_id"]]) for row in rows if row["plan_id"] in names)


def comments_on_results(ask: Ask, request: OnePlan, review_id: int) -> tuple[PlanComment, ...]:
    """Return what people say of the results of a review, the latest first."""
    return tuple(one for one in ask(comments_of_plan, request) if one.about == about(review_id))
