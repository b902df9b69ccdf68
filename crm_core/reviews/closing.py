"""The end of a review: its minutes are fixed with the numbers they had, the next one is planned; later words are dated."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from crm_core import audit, clock
from crm_core.access.model import Actor
from crm_core.board.service import Ask, remembering
from crm_core.errors import N_, Refused, StaleWrite, message
from crm_core.plans.editing import editor, today_of
from crm_core.plans.model import Plan, PlanState
from crm_core.reviews import repository
from crm_core.reviews.agenda import HOUSE
from crm_core.reviews.drafts import CloseDraft, ReviewDraft, words
from crm_core.reviews.model import Review
from crm_core.reviews.planning import add_planned, review_to_hold
from crm_core.reviews.service import ReviewRequest, review_view
from crm_core.sections.service import who_sees
from crm_core.store import Store, Transaction, once


def close_review(
    store: Store,
    actor: Actor,
    review_id: int,
    given: Mapping[str, object],
    ask: Ask | None = None,
    *,
    version: int,
    key: str,
) -> int | None:
    """Close the minutes: everything is fixed as it stood on the review's day; return the next review's id, if it has a day.

    A review that was to be later was held today. The same people take part in the next.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to hold.
        InvalidInput: with a message a field.
        Refused: it is closed.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    viewer, today = editor(actor), today_of(store)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        review, plan = review_to_hold(store, viewer, review_id, is_open=True)
        held_on = min(review.held_on, today)
        draft = CloseDraft.parse(given, held_on=held_on)
        view = review_view(ask or remembering(store), ReviewRequest(HOUSE, plan.plan_id, review_id, today, held_on))
        facts = [*(one.fact for one in (*view.entries, *view.left_out)), *view.standing]
        if not repository.close(
            transaction, review, version, held_on, draft.next_on, view.counts, by=actor.user_id, at=clock.now()
        ):
            raise StaleWrite("plan_review", review_id, {"next_on": draft.next_on}, {"version": review.version})
        repository.put_facts(transaction, review_id, facts)
        after = {"held_on": held_on, "next_on": draft.next_on, "count": len(facts)}
        audit.record(transaction, actor, audit.Change("close", "plan_review", review_id, None, after))
        made = _plan_next(transaction, actor, plan, review, draft.next_on)
        once.settle(transaction, key, review_id)
    return made


def _plan_next(transaction: Transaction, actor: Actor, plan: Plan, review: Review, next_on: date | None) -> int | None:
    """Plan the next review with those of the same people who may still see the plan; none where that day has one."""
    if next_on is None or plan.state is not PlanState.RUNNING:
        return None
    planned = [one for one in repository.find(transaction, plan_id=plan.plan_id) if one.held_on == next_on]
    if planned:
        return planned[0].review_id
    known = {one.user_id for one in who_sees(transaction, plan)}
    people = tuple(one.user_id for one in review.people if one.user_id in known) or (actor.user_id,)
    return add_planned(transaction, actor, plan, ReviewDraft(next_on, people))


def add_addendum(store: Store, actor: Actor, review_id: int, given: Mapping[str, object], *, key: str) -> int:
    """Add something to closed minutes, with today's date, and return its id.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to hold.
        InvalidInput: at ``content``.
        Refused: they are not closed yet.
        AlreadyDone: the same form was saved before.
    """
    viewer, content = editor(actor), words(given, "content")
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        review, _plan = review_to_hold(store, viewer, review_id, is_open=False)
        if not review.is_closed:
            raise Refused(message(N_("These minutes are still open: write there.")))
        made = repository.add_addendum(transaction, review_id, content, by=actor.user_id, at=clock.now())
        audit.record(
            transaction, actor, audit.Change("addendum", "plan_review", review_id, None, {"addendum": content})
        )
        once.settle(transaction, key, made)
    return made
