"""My actions on my day: overdue, today, within a week; each done there."""

from __future__ import annotations

from datetime import date

from crm_core.access.model import Actor, Permission
from crm_core.plans.to_do import MyActions, OwnActionsRequest, own_actions
from crm_core.ui.fetch import fetch


def my_actions(actor: Actor, today: date) -> MyActions:
    """Return what the actor has to do for plans; nothing where the role has no actions."""
    if not actor.may(Permission.ACTION_EDIT):
        return MyActions((), (), ())
    return fetch(own_actions, OwnActionsRequest(actor.require(Permission.ACTION_EDIT), today))
