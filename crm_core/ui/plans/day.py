"""My actions on my day: overdue, today, within a week; and what they wait for, asked once for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from crm_core.access.model import Actor, Permission
from crm_core.plans.reach import viewer_of
from crm_core.plans.to_do import MyActions, OwnActionsRequest, own_actions
from crm_core.plans.work.model import Waiting
from crm_core.plans.work.service import WaitingRequest, waiting_for
from crm_core.ui.fetch import fetch


def my_actions(actor: Actor, today: date) -> MyActions:
    """Return what the actor has to do for plans; nothing where the role has no actions."""
    if not actor.may(Permission.ACTION_EDIT):
        return MyActions((), (), ())
    return fetch(own_actions, OwnActionsRequest(actor.require(Permission.ACTION_EDIT), today))


def my_waits(actor: Actor, actions: MyActions) -> Mapping[int, Waiting]:
    """Return, by action, what the actor's actions wait for."""
    every = (*actions.overdue, *actions.due, *actions.coming)
    if not every:
        return {}
    return fetch(waiting_for, WaitingRequest(viewer_of(actor), tuple(action.action_id for action in every)))
