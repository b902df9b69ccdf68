"""Holding a review: making the agenda one's own, writing minutes, deciding. Who takes part may put a topic on the agenda."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.board.service import Ask, remembering
from crm_core.errors import N_, InvalidInput, NotFound, Refused, StaleWrite, message
from crm_core.plans.acting import add_action
from crm_core.plans.editing import editor, today_of
from crm_core.plans.reach import Viewer, viewer_of
from crm_core.reviews import repository
from crm_core.reviews.drafts import MINUTES_LIMIT, DecisionDraft, topic, words
from crm_core.reviews.model import WHOLE, Fact, Item, Kind
from crm_core.reviews.planning import CLOSED, review_to_hold, review_to_open
from crm_core.reviews.service import ReviewRequest, ReviewView, review_view
from crm_core.sections.service import who_sees
from crm_core.store import Store, once

MOST_TOPICS = 30


def add_topic(store: Store, actor: Actor, review_id: int, given: Mapping[str, object], *, key: str) -> str:
    """Put a topic on the agenda of a review that is to come, and return its key: who holds it may, and who takes part.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to open.
        InvalidInput: at ``title``.
        Refused: its minutes are closed, or there are very many topics.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.COMMENT_WRITE)
    title = topic(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        review, _plan = review_to_open(store, viewer_of(actor), review_id)
        if review.is_closed:
            raise Refused(message(CLOSED))
        numbers = [
            int(one.key.rsplit(":", 1)[-1]) for one in repository.items(transaction, review_id).values() if one.is_own
        ]
        if len(numbers) >= MOST_TOPICS:
            raise Refused(message(N_("This agenda is full. Leave something out first.")))
        made = Item(f"{Kind.OWN}:{max(numbers, default=0) + 1}", title=title)
        repository.put_item(transaction, review_id, made, by=actor.user_id, at=clock.now())
        fact = Fact(made.key, Kind.OWN, title, owner_id=actor.user_id, owner_name=actor.name)
        repository.put_fact(transaction, review_id, fact)
        audit.record(transaction, actor, audit.Change("add_topic", "plan_review", review_id, None, {"topic": title}))
        once.settle(transaction, key, review_id)
    return made.key


def leave_out(
    store: Store, actor: Actor, review_id: int, item_key: str, ask: Ask | None = None, *, is_out: bool, key: str
) -> None:
    """Leave an item out of the agenda, or take it in again.

    Raises:
        NotPermitted, NotFound: the role may not; the review is not the actor's to hold, or has no such item.
        Refused: its minutes are closed.
        AlreadyDone: the same click was taken before.
    """
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        view = _held(store, editor(actor), review_id, ask)
        entry = view.entry(item_key)
        if entry is None:
            raise NotFound("plan_review_item", item_key)
        repository.put_item(
            transaction, review_id, replace(entry.item, is_left_out=is_out), by=actor.user_id, at=clock.now()
        )
        told = audit.Change("leave_out" if is_out else "take_in", "plan_review", review_id, None, {"item": item_key})
        audit.record(transaction, actor, told)


def move_item(
    store: Store, actor: Actor, review_id: int, item_key: str, ask: Ask | None = None, *, is_up: bool, key: str
) -> None:
    """Let an item change places with the one above it, or below it; at the end nothing happens.

    Raises:
        NotPermitted, NotFound: the role may not; the review is not the actor's to hold, or has no such item.
        Refused: its minutes are closed.
        AlreadyDone: the same click was taken before.
    """
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        view = _held(store, editor(actor), review_id, ask)
        order = [one.fact.key for one in view.entries]
        if item_key not in order:
            raise NotFound("plan_review_item", item_key)
        at = order.index(item_key)
        other = at - 1 if is_up else at + 1
        if not 0 <= other < len(order):
            return
        order[at], order[other] = order[other], order[at]
        for place, one in enumerate(order, start=1):
            repository.put_place(transaction, review_id, one, place, by=actor.user_id, at=clock.now())
        before, after = {"item": item_key, "place": at + 1}, {"item": item_key, "place": other + 1}
        audit.record(transaction, actor, audit.Change("move", "plan_review", review_id, before, after))


def _held(store: Store, viewer: Viewer, review_id: int, ask: Ask | None) -> ReviewView:
    """Return an open review as its holder reads it, as of today; ``ask`` spares what a page has asked for already."""
    review, plan = review_to_hold(store, viewer, review_id, is_open=True)
    request = ReviewRequest(viewer, plan.plan_id, review.review_id, today_of(store))
    return review_view(ask or remembering(store), request)


# Minutes and decisions --------------------------------------------------------------------------------------------------


def write_minutes(  # noqa: PLR0917 - as above
    store: Store,
    actor: Actor,
    review_id: int,
    item_key: str,
    given: Mapping[str, object],
    ask: Ask | None = None,
    *,
    version: int,
    key: str,
) -> None:
    """Write what was said of an item (Markdown), in place of what was written before; how it stands is kept with it.

    Raises:
        NotPermitted, NotFound: the role may not; the review is not the actor's to hold, or has no such item.
        InvalidInput: at ``minutes``.
        Refused: its minutes are closed.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    viewer, minutes = editor(actor), words(given, "minutes", MINUTES_LIMIT, is_required=False)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        view = _held(store, viewer, review_id, ask)
        entry = view.entry(item_key)
        if entry is None:
            raise NotFound("plan_review_item", item_key)
        item = replace(entry.item, minutes=minutes, version=version)
        theirs = {"minutes": entry.item.minutes, "version": entry.item.version}
        if entry.item.version != version or not repository.put_item(
            transaction, review_id, item, by=actor.user_id, at=clock.now()
        ):
            raise StaleWrite("plan_review_item", review_id, {"minutes": minutes}, theirs)
        if not entry.is_gone:
            repository.put_fact(transaction, review_id, entry.fact)
        before, after = {"item": item_key, "minutes": entry.item.minutes}, {"item": item_key, "minutes": minutes}
        audit.record(transaction, actor, audit.Change("minutes", "plan_review", review_id, before, after))
        once.settle(transaction, key, review_id)


def decide(  # noqa: PLR0917 - as above
    store: Store,
    actor: Actor,
    review_id: int,
    item_key: str,
    given: Mapping[str, object],
    ask: Ask | None = None,
    *,
    key: str,
) -> int:
    """Write down a decision about an item or (``item_key`` empty) the whole, and return its id.

    It becomes an action of the plan in the same step, for the item's goal where it has one, unless ``is_action`` is false.

    Raises:
        NotPermitted, NotFound: the role may not; the review is not the actor's to hold, or has no such item.
        InvalidInput: with a message a field.
        Refused: its minutes are closed.
        AlreadyDone: the same form was saved before.
    """
    viewer, draft = editor(actor), DecisionDraft.parse(given, me=actor.user_id)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        view = _held(store, viewer, review_id, ask)
        entry = view.entry(item_key)
        if entry is None and item_key != WHOLE:
            raise NotFound("plan_review_item", item_key)
        if draft.owner_id not in {one.user_id for one in who_sees(transaction, view.plan)}:
            raise InvalidInput({"owner_id": message(N_("Please choose from the list."))})
        goal_id = entry.fact.goal_id if entry is not None else None
        action_id = act(store, actor, view.plan.plan_id, draft, goal_id, key) if draft.is_action else None
        made = repository.add_decision(
            transaction, review_id, item_key, draft, action_id, by=actor.user_id, at=clock.now()
        )
        if entry is not None and not entry.is_gone:
            repository.put_fact(transaction, review_id, entry.fact)
        after = {
            "review_id": review_id, "item": item_key or None, "what": draft.what, "owner_id": draft.owner_id,
            "due_on": draft.due_on, "action_id": action_id,
        }  # fmt: skip
        audit.record(transaction, actor, audit.Change("add", "plan_review_decision", made, None, after))
        once.settle(transaction, key, made)
    return made


def act(  # noqa: PLR0917 - an action's own parts
    store: Store, actor: Actor, plan_id: int, draft: DecisionDraft, goal_id: int | None, key: str
) -> int:
    """Add what was decided to the plan's actions and return the action's id; the caller claims ``key``."""
    given = {
        "what": draft.what, "owner_id": draft.owner_id, "due_on": draft.due_on, "priority": draft.priority.value,
        "start_on": min(today_of(store), draft.due_on), "goal_id": goal_id or "",
    }  # fmt: skip
    return add_action(store, actor, plan_id, given, key=f"{key}:action")


def act_on_decision(store: Store, actor: Actor, decision_id: int, *, key: str) -> int:
    """Let a decision become an action of the plan and return the action's id; one that is one already stays that one.

    Raises:
        NotPermitted, NotFound: the role may not; its review is not the actor's to hold.
        InvalidInput: the action cannot be added so.
    """
    viewer = editor(actor)
    with store.transaction() as transaction:
        row = repository.decision(transaction, decision_id)
        if row is None:
            raise NotFound("plan_review_decision", decision_id)
        try:
            _review, plan = review_to_hold(store, viewer, row["review_id"], is_open=False)
        except NotFound as error:
            raise NotFound("plan_review_decision", decision_id) from error
        if row["action_id"] is not None:
            return int(row["action_id"])
        given = {"what": row["what"], "owner_id": row["owner_id"], "due_on": row["due_on"]}
        draft = DecisionDraft.parse(given, me=actor.user_id)
        action_id = act(store, actor, plan.plan_id, draft, None, key)
        repository.act_on(transaction, decision_id, action_id)
        change = audit.Change(
            "change", "plan_review_decision", decision_id, {"action_id": None}, {"action_id": action_id}
        )
        audit.record(transaction, actor, change)
    return action_id
