"""A closed review is reported to leadership, who say what they think of it; each word stands open until it is answered."""

from __future__ import annotations

from collections.abc import Mapping

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission, Scope
from crm_core.errors import N_, InvalidInput, NotFound, Refused, StaleWrite, message
from crm_core.plans.editing import editor
from crm_core.plans.model import Plan
from crm_core.plans.reach import viewer_of
from crm_core.plans.service import OnePlan, whole_plan
from crm_core.reviews import repository
from crm_core.reviews.drafts import AnswerDraft, chosen, words
from crm_core.reviews.holding import act
from crm_core.reviews.model import WHOLE, seen
from crm_core.reviews.planning import review_to_hold, review_to_open, tell
from crm_core.sections.service import who_sees
from crm_core.store import Store, Transaction, once
from crm_core.store.reads import reads

OPEN = N_("The minutes of this review are still open. Close them first.")


@reads("plan", "team", "app_user")
def leaders_of_plan(store: Store, request: OnePlan) -> dict[int, str]:
    """Return to whom reviews of a plan can be reported, by id: everybody active who sees all plans.

    Raises:
        NotFound: there is no such plan, or it is not the viewer's to see.
    """
    return _leaders(store, whole_plan(store, request).plan)


def _leaders(source: Store | Transaction, plan: Plan) -> dict[int, str]:
    return {one.user_id: one.name for one in who_sees(source, plan) if viewer_of(one).reach.scope is Scope.ALL}


def report_review(store: Store, actor: Actor, review_id: int, given: Mapping[str, object], *, key: str) -> int:
    """Report a closed review to ``people`` of leadership, tell them, and return to how many it was not reported before.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to hold.
        InvalidInput: at ``people``.
        Refused: its minutes are still open.
        AlreadyDone: the same form was saved before.
    """
    viewer, people = editor(actor), chosen(given, "people")
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        review, plan = review_to_hold(store, viewer, review_id, is_open=False)
        if not review.is_closed:
            raise Refused(message(OPEN))
        if not set(people) <= set(_leaders(transaction, plan)):
            raise InvalidInput({"people": message(N_("Please choose from the list."))})
        fresh = [
            user_id
            for user_id in people
            if repository.report(transaction, review_id, user_id, by=actor.user_id, at=clock.now())
        ]
        text = N_("{name} reports the review of the plan “{plan}” of {day} to you. Say what you think of it.")
        for user_id in fresh:
            if user_id != actor.user_id:
                about = message(text, name=actor.name, plan=plan.name, day=review.held_on)
                tell(transaction, user_id, about, plan.plan_id, review_id)
        audit.record(transaction, actor, audit.Change("report", "plan_review", review_id, None, {"reported": fresh}))
        once.settle(transaction, key, review_id)
    return len(fresh)


def say_feedback(
    store: Store, actor: Actor, review_id: int, item_key: str, given: Mapping[str, object], *, key: str
) -> int:
    """Say something to a review that was reported to the actor, of an item or (``item_key`` empty) the whole; return its id.

    Who closed the review is told.

    Raises:
        NotPermitted, NotFound: the role may not; it was not reported to the actor, or has no such item for them.
        InvalidInput: at ``content``.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.COMMENT_WRITE)
    viewer, content = viewer_of(actor), words(given, "content")
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        review, plan = review_to_open(store, viewer, review_id)
        if all(one.user_id != actor.user_id for one in review.reported):
            raise NotFound("plan_review", review_id)
        known = {fact.key for fact in seen(viewer, repository.facts(transaction, review_id))}
        if item_key != WHOLE and item_key not in known:
            raise NotFound("plan_review_item", item_key)
        made = repository.say(transaction, review_id, item_key, content, by=actor.user_id, at=clock.now())
        after = {"review_id": review_id, "item": item_key or None, "feedback": content}
        audit.record(transaction, actor, audit.Change("add", "plan_review_feedback", made, None, after))
        text = N_("{name} said something to the review of the plan “{plan}” of {day}. It waits for an answer.")
        for user_id in {review.created_by, plan.owner_id} - {actor.user_id}:
            about = message(text, name=actor.name, plan=plan.name, day=review.held_on)
            tell(transaction, user_id, about, plan.plan_id, review_id)
        once.settle(transaction, key, made)
    return made


def answer_feedback(
    store: Store, actor: Actor, feedback_id: int, given: Mapping[str, object], *, version: int, key: str
) -> int | None:
    """Answer a feedback in words, by an action of the plan (``is_action``), or both; return the action's id, if there is one.

    Whoever said it is told.

    Raises:
        NotPermitted, NotFound: the role may not; the review is not the actor's to hold.
        InvalidInput: with a message a field.
        StaleWrite: it was answered meanwhile.
        AlreadyDone: the same form was saved before.
    """
    viewer, draft = editor(actor), AnswerDraft.parse(given, me=actor.user_id)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        row = repository.one_feedback(transaction, feedback_id)
        if row is None:
            raise NotFound("plan_review_feedback", feedback_id)
        try:
            review, plan = review_to_hold(store, viewer, row["review_id"], is_open=False)
        except NotFound as error:
            raise NotFound("plan_review_feedback", feedback_id) from error
        step = draft.step
        if step is not None and step.owner_id not in {one.user_id for one in who_sees(transaction, plan)}:
            raise InvalidInput({"owner_id": message(N_("Please choose from the list."))})
        action_id = None if step is None else act(store, actor, plan.plan_id, step, None, key)
        if not repository.answer(
            transaction, feedback_id, version, draft.answer, action_id, by=actor.user_id, at=clock.now()
        ):
            raise StaleWrite(
                "plan_review_feedback", feedback_id, {"feedback_answer": draft.answer}, {"version": row["version"]}
            )
        after = {"feedback_answer": draft.answer, "action_id": action_id}
        audit.record(transaction, actor, audit.Change("answer", "plan_review_feedback", feedback_id, None, after))
        if row["said_by"] != actor.user_id:
            text = N_("{name} answered what you said to the review of the plan “{plan}” of {day}.")
            about = message(text, name=actor.name, plan=plan.name, day=review.held_on)
            tell(transaction, row["said_by"], about, plan.plan_id, review.review_id)
        once.settle(transaction, key, feedback_id)
    return action_id
