"""Planning a review of a plan: its day, who takes part and is told; who holds it and who may open it. Who edits the plan holds it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from crm_core import audit, clock
from crm_core.access.model import Actor
from crm_core.errors import N_, InvalidInput, Message, NotFound, Refused, StaleWrite, message
from crm_core.messages import service as messages
from crm_core.plans.editing import editor, plan_to_edit
from crm_core.plans.model import Plan, PlanState
from crm_core.plans.reach import Viewer, may_edit_plan
from crm_core.reviews import repository
from crm_core.reviews.drafts import ReviewDraft
from crm_core.reviews.model import Review, may_open
from crm_core.sections.service import who_sees
from crm_core.store import Store, Transaction, once

PAGE, TAB, NOTICE = "plan/plan.py", "reviews", "plan_review"
CLOSED = N_("The minutes of this review are closed. Add to them below instead.")


def add_review(store: Store, actor: Actor, plan_id: int, given: Mapping[str, object], *, key: str) -> int:
    """Plan a review of a running plan, tell those who take part, and return its id.

    Raises:
        NotPermitted, NotFound: the role may not; the plan is not the actor's to edit.
        InvalidInput: with a message a field.
        Refused: the plan is not running.
        AlreadyDone: the same form was saved before.
    """
    viewer, draft = editor(actor), ReviewDraft.parse(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan = plan_to_edit(store, viewer, plan_id)
        if plan.state is not PlanState.RUNNING:
            raise Refused(message(N_("Reviews are of running plans. Let the plan run first.")))
        made = add_planned(transaction, actor, plan, draft)
        once.settle(transaction, key, made)
    return made


def add_planned(transaction: Transaction, actor: Actor, plan: Plan, draft: ReviewDraft) -> int:
    _check(transaction, plan, draft)
    made = repository.add(transaction, plan.plan_id, draft, by=actor.user_id, at=clock.now())
    audit.record(
        transaction, actor, audit.Change("add", "plan_review", made, None, {"plan_id": plan.plan_id} | _told(draft))
    )
    _invite(transaction, actor, plan, made, draft.held_on, draft.people)
    return made


def _check(transaction: Transaction, plan: Plan, draft: ReviewDraft) -> None:
    known = {one.user_id for one in who_sees(transaction, plan)}
    if not set(draft.people) <= known:
        raise InvalidInput({"people": message(N_("Please choose from the list."))})
    if draft.held_on < plan.first_on:
        raise InvalidInput({"held_on": message(N_("This day lies before the plan begins."))})


def _invite(  # noqa: PLR0917 - a notice's own parts
    transaction: Transaction, actor: Actor, plan: Plan, review_id: int, held_on: date, people: tuple[int, ...]
) -> None:
    text = message(N_("You take part in the review of the plan “{plan}” on {day}."), plan=plan.name, day=held_on)
    for user_id in people:
        if user_id != actor.user_id:
            tell(transaction, user_id, text, plan.plan_id, review_id)


def tell(transaction: Transaction, user_id: int, text: Message, plan_id: int, review_id: int) -> None:
    """Leave a notice that leads to a review."""
    messages.notify(transaction, user_id, NOTICE, text, PAGE, {"id": plan_id, "tab": TAB, "review": review_id})


def _told(draft: ReviewDraft) -> dict[str, object]:
    return {"held_on": draft.held_on, "people": list(draft.people)}


def edit_review(
    store: Store, actor: Actor, review_id: int, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Change the day of a review and who takes part; who is new is told, everybody where the day is another.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to hold.
        InvalidInput: with a message a field.
        Refused: its minutes are closed.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    viewer, draft = editor(actor), ReviewDraft.parse(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        before, plan = review_to_hold(store, viewer, review_id, is_open=True)
        _check(transaction, plan, draft)
        was = ReviewDraft(before.held_on, tuple(one.user_id for one in before.people))
        if not repository.edit(transaction, review_id, version, draft, clock.now()):
            raise StaleWrite("plan_review", review_id, _told(draft), _told(was) | {"version": before.version})
        audit.record(transaction, actor, audit.Change("change", "plan_review", review_id, _told(was), _told(draft)))
        fresh = (
            draft.people
            if draft.held_on != was.held_on
            else tuple(one for one in draft.people if one not in was.people)
        )
        _invite(transaction, actor, plan, review_id, draft.held_on, fresh)
        once.settle(transaction, key, review_id)


def remove_review(store: Store, actor: Actor, review_id: int, *, version: int, key: str) -> None:
    """Remove a review that is not held after all; one with decisions stays.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to hold.
        Refused: its minutes are closed, or something was decided in it.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same click was taken before.
    """
    viewer = editor(actor)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        before, plan = review_to_hold(store, viewer, review_id, is_open=True)
        if any(one.review_id == review_id for one in repository.decisions(transaction, plan.plan_id)):
            raise Refused(message(N_("Something was decided in this review. Close it instead of removing it.")))
        was = _told(ReviewDraft(before.held_on, tuple(one.user_id for one in before.people)))
        if not repository.remove(transaction, review_id, version):
            raise StaleWrite("plan_review", review_id, {}, was | {"version": before.version})
        audit.record(transaction, actor, audit.Change("remove", "plan_review", review_id, was, None))
        once.settle(transaction, key, review_id)


def review_to_hold(store: Store, viewer: Viewer, review_id: int, *, is_open: bool) -> tuple[Review, Plan]:
    """Return a review that the viewer holds, with its plan; ``is_open``: one whose minutes are not closed.

    Raises:
        NotFound: there is none such, or it is not theirs to hold.
        Refused: its minutes are closed.
    """
    review, plan = review_to_open(store, viewer, review_id)
    if not may_edit_plan(viewer, plan.team_id):
        raise NotFound("plan_review", review_id)
    if is_open and review.is_closed:
        raise Refused(message(CLOSED))
    return review, plan


def review_to_open(store: Store, viewer: Viewer, review_id: int) -> tuple[Review, Plan]:
    """Return a review that the viewer may open, with its plan.

    Raises:
        NotFound: there is none such, or it is not theirs to open.
    """
    review = next(iter(repository.find(store, review_id=review_id)), None)
    if review is None:
        raise NotFound("plan_review", review_id)
    try:
        plan = plan_to_edit(store, viewer, review.plan_id, as_whole=False)
    except NotFound as error:
        raise NotFound("plan_review", review_id) from error
    if not may_open(viewer, plan, review):
        raise NotFound("plan_review", review_id)
    return review, plan
