"""Tells the administrators when somebody looks into very many customers' data, and holds up who asks by file.

The check of an import must say that a phone or a number is taken, and so tells that another team has it. Whoever asks for
very many within a day gets no further answer that day.
"""

from __future__ import annotations

from datetime import timedelta

from crm_core import audit, clock
from crm_core.access.model import Actor
from crm_core.errors import N_, Refused, message
from crm_core.messages import service as messages
from crm_core.store import Store, Transaction, statement

ACTS_AN_HOUR = 20
MET_A_DAY = 100
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


class MetTooMany(Refused):
    """The check of a file would tell of more customers of other teams than one person may learn of in a day."""

    def __init__(self) -> None:
        super().__init__(
            message(
                N_(
                    "Too many of these customers belong to other teams: a check may meet {most} of them within a day. "
                    "Ask an administrator to import this file, or leave those rows out and try again tomorrow."
                ),
                most=MET_A_DAY,
            )
        )


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


def note_elsewhere(store: Store, actor: Actor, hits: int, sha256: str) -> None:
    """Note that the check of a file met ``hits`` customers of other teams; the same file again counts once a day.

    At each twentieth within a day the administrators are told.

    Raises:
        MetTooMany: more than 100 within 24 hours; that is noted too, and the check is not to be shown.
    """
    if not hits:
        return
    file = int(sha256[:15], 16)
    with store.transaction() as transaction:
        given = [actor.user_id, clock.now() - _DAY, file]
        before = int(transaction.rows(statement("customers", "elsewhere_since"), given)[0]["hits"])
        total = before + hits
        change = audit.Change("probe", "import_check", file, None, {"count": hits})
        audit.record_batch(transaction, actor, change, hits)
        if total // ACTS_AN_HOUR > before // ACTS_AN_HOUR:
            text = message(
                N_("{name} met {count} customers of other teams in checks of files within a day."),
                name=actor.name,
                count=total,
            )
            messages.notify_admins(transaction, "reveals", text, "admin/audit.py")
    if total > MET_A_DAY:
        raise MetTooMany
