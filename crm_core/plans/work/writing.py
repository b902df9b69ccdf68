"""Writing down how an action is done, what it costs and what it comes after; what a plan may cost.

An action and what is kept beside it are one to whoever edits it: they are saved together and have one version.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal

from crm_core import audit, clock
from crm_core.access.model import Actor
from crm_core.errors import N_, InvalidInput, StaleWrite, message
from crm_core.plans import acting
from crm_core.plans import repository as plans
from crm_core.plans.editing import editor, plan_to_edit
from crm_core.plans.reach import viewer_of
from crm_core.plans.service import OnePlan, plan_record
from crm_core.plans.work import repository
from crm_core.plans.work.drafts import WorkDraft, parse_budget
from crm_core.plans.work.model import NOTHING, Detail, leads_back
from crm_core.store import Store, Transaction, once


def add_whole_action(store: Store, actor: Actor, plan_id: int, given: Mapping[str, object], *, key: str) -> int:
    """Add an action with its method, money and the actions that it comes after, and return its id.

    Raises:
        NotPermitted, NotFound: the role may not; the plan or the goal is not the actor's.
        InvalidInput: with a message a field.
        AlreadyDone: the same form was saved before.
    """
    editor(actor)
    draft = WorkDraft.parse(given)
    with store.transaction() as transaction:
        action_id = acting.add_action(store, actor, plan_id, given, key=key)
        if draft.before:
            _put_links(store, transaction, actor, plan_id, action_id, draft.before)
        _put_detail(transaction, actor, action_id, NOTHING, draft.detail)
    return action_id


def edit_whole_action(
    store: Store, actor: Actor, action_id: int, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Change an action with what is kept beside it; of ``method``, the money and ``before``, what is not given stays.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to edit.
        InvalidInput: with a message a field.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    editor(actor)
    with store.transaction() as transaction:
        was = repository.find_detail(store, action_id)
        draft = WorkDraft.parse({**_typed(was), **given})
        try:
            acting.edit_action(store, actor, action_id, given, version=version, key=key)
        except StaleWrite as error:
            mine, theirs = error.mine | _told(draft.detail), error.theirs | _told(was)
            raise StaleWrite("plan_action", action_id, mine, theirs) from error
        if "before" in given:
            action = plans.action(store, action_id)
            assert action is not None  # noqa: S101 - it was just changed
            _put_links(store, transaction, actor, action.plan_id, action_id, draft.before)
        _put_detail(transaction, actor, action_id, was, draft.detail)


def work_on_whole_action(
    store: Store, actor: Actor, action_id: int, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Say how far an action is, as ``plans.acting.work_on_action`` does, and what it has cost (``spent_cost``).

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to work on.
        InvalidInput: with a message a field.
        Refused: the plan is closed, or has all actions of high priority that it may have.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    viewer_of(actor)
    with store.transaction() as transaction:
        acting.work_on_action(store, actor, action_id, given, version=version, key=key)
        if "spent_cost" in given:
            was = repository.find_detail(store, action_id)
            spent = WorkDraft.parse({"spent_cost": given["spent_cost"]}).detail.spent_cost
            _put_detail(transaction, actor, action_id, was, Detail(was.method, was.planned_cost, spent))


def set_budget(
    store: Store, actor: Actor, plan_id: int, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Say what a plan may cost (``amount``; empty: no budget any more); ``version`` 0 where nobody has said yet.

    Raises:
        NotPermitted, NotFound: the role may not; the plan is not the actor's to edit.
        InvalidInput: it is no amount.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    viewer = editor(actor)
    amount = parse_budget(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan_to_edit(store, viewer, plan_id)
        before, stored = repository.find_budget(store, plan_id)
        if not repository.put_budget(transaction, plan_id, version, amount, actor.user_id, clock.now()):
            raise StaleWrite("plan", plan_id, {"amount": amount}, {"amount": before, "version": stored})
        told = audit.Change("change", "plan", plan_id, {"budget": before}, {"budget": amount})
        audit.record(transaction, actor, told)
        once.settle(transaction, key, plan_id)


def found_work(transaction: Transaction, action_id: int, detail: Detail, before: Collection[int]) -> None:
    """Write what is kept beside an action that has nothing yet. Who may, and that nothing leads back, is the caller's to know."""
    repository.put_detail(transaction, action_id, detail, clock.now())
    repository.put_links(transaction, action_id, (), before)


def found_budget(transaction: Transaction, plan_id: int, amount: Decimal, by: int, at: datetime) -> None:
    """Write what a plan that has no budget yet may cost. Who may is the caller's to know."""
    repository.put_budget(transaction, plan_id, 0, amount, by, at)


def _typed(detail: Detail) -> dict[str, object]:
    def text(value: object) -> str:
        return "" if value is None else f"{value:f}"

    return {
        "method": detail.method,
        "planned_cost": text(detail.planned_cost),
        "spent_cost": text(detail.spent_cost),
    }


def _told(detail: Detail) -> dict[str, object]:
    return {"method": detail.method, "planned_cost": detail.planned_cost, "spent_cost": detail.spent_cost}


def _put_detail(transaction: Transaction, actor: Actor, action_id: int, was: Detail, becomes: Detail) -> None:
    if was == becomes:
        return
    repository.put_detail(transaction, action_id, becomes, clock.now())
    before, after = _told(was), _told(becomes)
    differing = {name for name in after if before[name] != after[name]}
    told = audit.Change(
        "change",
        "plan_action",
        action_id,
        {name: before[name] for name in sorted(differing)},
        {name: after[name] for name in sorted(differing)},
    )
    audit.record(transaction, actor, told)


def _put_links(  # noqa: PLR0917 - an action, by whom and where
    store: Store, transaction: Transaction, actor: Actor, plan_id: int, action_id: int, wanted: Collection[int]
) -> None:
    """Let an action come after those that were named; those that the actor does not see stay.

    Raises:
        InvalidInput: at ``before``: one is not of the plan, or not the actor's to see, or it would wait for itself.
    """
    seen = {action.action_id for action in plan_record(store, OnePlan(viewer_of(actor), plan_id)).actions}
    links = repository.find_links(store, plan_id)
    was = {after for one, after in links if one == action_id}
    if not set(wanted) <= seen:
        raise InvalidInput({"before": message(N_("Please choose one of the list."))})
    becomes = set(wanted) | (was - seen)
    if leads_back(links, action_id, becomes):
        raise InvalidInput({"before": message(N_("These would wait for each other in a circle."))})
    if was == becomes:
        return
    repository.put_links(transaction, action_id, was, becomes)
    told = audit.Change(
        "change", "plan_action", action_id, {"comes_after": sorted(was)}, {"comes_after": sorted(becomes)}
    )
    audit.record(transaction, actor, told)
