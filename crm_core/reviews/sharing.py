"""The results of a review for everybody who sees the plan: a few sentences, how the goals stood as far as each may know, and comments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from crm_core import audit, clock
from crm_core.access.model import Actor
from crm_core.board.service import Ask
from crm_core.errors import N_, NotFound, Refused, StaleWrite, message
from crm_core.plans.editing import editor, plan_to_edit
from crm_core.plans.model import Plan
from crm_core.plans.reach import Viewer, may_see_plan, viewer_of
from crm_core.plans.service import OnePlan, PlansRequest, known_plans, whole_plan
from crm_core.reviews import repository
from crm_core.reviews.agenda import HOUSE
from crm_core.reviews.drafts import SUMMARY_LIMIT, words
from crm_core.reviews.model import Fact, Kind, Review, may_open, seen
from crm_core.reviews.planning import review_to_hold, tell
from crm_core.reviews.reporting import OPEN
from crm_core.reviews.service import about, every_review
from crm_core.sections.comments import comment_on_plan
from crm_core.sections.service import who_sees
from crm_core.store import Row, Store, once
from crm_core.store.reads import reads

DAYS_SHOWN = 14  # so long my day leads to results


def publish_results(
    store: Store, actor: Actor, review_id: int, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Tell everybody who sees the plan what came out (``summary``, Markdown); they are told once, a later wording replaces it.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to hold.
        InvalidInput: at ``summary``.
        Refused: the minutes are still open.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    viewer, summary = editor(actor), words(given, "summary", SUMMARY_LIMIT)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        review, plan = review_to_hold(store, viewer, review_id, is_open=False)
        if not review.is_closed:
            raise Refused(message(OPEN))
        if not repository.publish(transaction, review_id, version, summary, by=actor.user_id, at=clock.now()):
            theirs = {"summary": review.summary, "version": review.version}
            raise StaleWrite("plan_review", review_id, {"summary": summary}, theirs)
        before, after = {"summary": review.summary or None}, {"summary": summary}
        audit.record(transaction, actor, audit.Change("publish", "plan_review", review_id, before, after))
        if review.published_at is None:
            text = message(
                N_("What came out of the review of the plan “{plan}” of {day}: read it and say what you think."),
                plan=plan.name,
                day=review.held_on,
            )
            for one in who_sees(transaction, plan):
                if one.user_id != actor.user_id:
                    tell(transaction, one.user_id, text, plan.plan_id, review_id)
        once.settle(transaction, key, review_id)


@dataclass(frozen=True, slots=True)
class Results:
    """What everybody is told of a review, with how the goals stood as far as the reader may know."""

    plan: Plan
    review: Review
    goals: tuple[Fact, ...]


@reads("plan_review", "plan_review_fact")
def _goals_of(store: Store, review_id: int) -> tuple[Fact, ...]:
    return tuple(fact for fact in repository.facts(store, review_id) if fact.kind is Kind.GOAL)


def results(ask: Ask, request: OnePlan, review_id: int) -> Results:
    """Return the results of a review for whoever sees its plan.

    Raises:
        NotFound: there is no such plan or review, it is not the viewer's to see, or nothing was told of it.
    """
    plan = ask(whole_plan, request).plan
    review = next((one for one in ask(every_review, request.plan_id) if one.review_id == review_id), None)
    if review is None or review.published_at is None:
        raise NotFound("plan_review", review_id)
    return Results(plan, review, seen(request.viewer, ask(_goals_of, review_id)))


def comment_on_results(store: Store, actor: Actor, review_id: int, given: Mapping[str, object], *, key: str) -> int:
    """Say something of a review's results, tell those who are ``mentioned``, and return the comment's id.

    It stands on the agenda of the next review.

    Raises:
        NotPermitted, NotFound: the role may not; the plan is not the actor's to see, or nothing was told of the review.
        InvalidInput: with a message a field; at ``mentioned`` where somebody may not see the plan.
        AlreadyDone: the same form was saved before.
    """
    review = next(iter(repository.find(store, review_id=review_id)), None)
    if review is None:
        raise NotFound("plan_review", review_id)
    viewer = viewer_of(actor)
    plan = plan_to_edit(store, viewer, review.plan_id, as_whole=False)
    if review.published_at is None and not (review.is_closed and may_open(viewer, plan, review)):
        raise NotFound("plan_review", review_id)
    return comment_on_plan(store, actor, review.plan_id, None, given, about=about(review_id), key=key)


# My day -----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FreshRequest:
    """Of which reviews was everybody told lately, for whoever looks, as of a moment (a day's first)?"""

    viewer: Viewer
    since: datetime


@dataclass(frozen=True, slots=True)
class FreshResults:
    """A review of which everybody was told lately."""

    review_id: int
    plan_id: int
    held_on: date
    plan_name: str


@reads("plan_review")
def _told_since(store: Store, since: datetime) -> tuple[Row, ...]:
    return tuple(repository.published(store, since))


def fresh_results(ask: Ask, request: FreshRequest) -> tuple[FreshResults, ...]:
    """Return the reviews whose results were told since a moment, of plans that the viewer may know of, the latest first."""
    plans = ask(known_plans, PlansRequest(HOUSE))  # the list that ``own_reviews`` asks for too
    names = {plan.plan_id: plan.name for plan in plans if may_see_plan(request.viewer, plan)}
    return tuple(
        FreshResults(row["review_id"], row["plan_id"], row["held_on"], names[row["plan_id"]])
        for row in ask(_told_since, request.since)
        if row["plan_id"] in names
    )


def shown_since(now: datetime) -> datetime:
    """Return since when results are shown on my day."""
    return (now - timedelta(days=DAYS_SHOWN)).replace(hour=0, minute=0, second=0, microsecond=0)
