"""Tells the administrators when somebody looks into very many customers' data within an hour."""

from __future__ import annotations

from datetime import timedelta

from crm_core import clock
from crm_core.access.model import Actor
from crm_core.errors import N_, message
from crm_core.messages import service as messages
from crm_core.store import Transaction, statement

ACTS_AN_HOUR = 20
_HOUR = timedelta(hours=1)


def note_curiosity(transaction: Transaction, actor: Actor) -> None:
    """Count what ``actor`` revealed or met within the last hour; at each twentieth time tell the administrators."""
    found = transaction.rows(statement("customers", "acts_since"), [actor.user_id, clock.now() - _HOUR])
    acts = found[0]["acts"]
    if acts == 0 or acts % ACTS_AN_HOUR:
        return
    text = message(
        N_("{name} looked at protected data of customers {count} times within an hour."), name=actor.name, count=acts
    )
    messages.notify_admins(transaction, "reveals", text, "admin/audit.py")
