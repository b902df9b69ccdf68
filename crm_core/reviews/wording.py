"""Wording a decision anew while the minutes are open: who wrote it may, and who edits all plans. What it said stands in the trail."""

from __future__ import annotations

from collections.abc import Mapping

from crm_core import audit, clock
from crm_core.access.model import Actor
from crm_core.errors import N_, InvalidInput, NotFound, StaleWrite, message
from crm_core.plans.acting import reword_action
from crm_core.plans.editing import editor
from crm_core.plans.reach import Viewer
from crm_core.reviews import repository
from crm_core.reviews.drafts import DecisionDraft
from crm_core.reviews.model import Decision, Review
from crm_core.reviews.planning import review_to_hold
from crm_core.sections.service import who_sees
from crm_core.store import Row, Store, once


def may_reword(viewer: Viewer, review: Review, one: Decision) -> bool:
    """Return whether the viewer may word a decision of a review anew."""
    return not review.is_closed and viewer.edit is not None and _is_theirs(viewer, one.made_by)


def _is_theirs(viewer: Viewer, made_by: int) -> bool:
    return made_by == viewer.reach.me or viewer.edits_all


def reword_decision(
    store: Store, actor: Actor, decision_id: int, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Word a decision anew, and say who does it until when; of one that is an action by now the wording alone: person and day
    are the action's, which gets the new wording where it still bears the old one.

    Raises:
        NotPermitted, NotFound: the role may not; its review is not the actor's to hold, or it is another's.
        InvalidInput: with a message a field.
        Refused: the minutes are closed.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    viewer = editor(actor)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        row = repository.decision(transaction, decision_id)
        if row is None or not _is_theirs(viewer, row["made_by"]):
            raise NotFound("plan_review_decision", decision_id)
        try:
            _review, plan = review_to_hold(store, viewer, row["review_id"], is_open=True)
        except NotFound as error:
            raise NotFound("plan_review_decision", decision_id) from error
        kept = {"owner_id": row["owner_id"], "due_on": row["due_on"]}
        draft = DecisionDraft.parse(
            {**kept, "what": given.get("what")} if row["action_id"] else {**kept, **given}, me=row["owner_id"]
        )
        if draft.owner_id not in {row["owner_id"], *(one.user_id for one in who_sees(transaction, plan))}:
            raise InvalidInput({"owner_id": message(N_("Please choose from the list."))})
        was, becomes = _told(row), {"what": draft.what, "owner_id": draft.owner_id, "due_on": draft.due_on}
        if not repository.edit_decision(transaction, decision_id, version, draft, actor.user_id, clock.now()):
            raise StaleWrite("plan_review_decision", decision_id, becomes, {**was, "version": row["version"]})
        audit.record(transaction, actor, audit.Change("change", "plan_review_decision", decision_id, was, becomes))
        if row["action_id"] is not None and draft.what != row["what"]:
            reword_action(store, transaction, actor, row["action_id"], row["what"], draft.what)
        once.settle(transaction, key, decision_id)


def _told(row: Row) -> dict[str, object]:
    return {name: row[name] for name in ("what", "owner_id", "due_on")}
