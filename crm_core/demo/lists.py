"""Views of the list of customers that the demo's people keep: one for everybody, one for a team, one of one's own."""

from __future__ import annotations

from datetime import date

from crm_core import audit
from crm_core.access.model import CONSOLE
from crm_core.customers.lists.fields import Condition, Operator
from crm_core.customers.lists.model import Sort, View
from crm_core.customers.lists.views.model import Sharing, ViewContent, as_json
from crm_core.store import Transaction, statement
from crm_core.texts import key_of

_VIEWS = (
    (
        "manager", "高价值待联系", Sharing.ALL,
        ViewContent(
            View.ALL,
            (Condition("tier", Operator.ANY_OF, ("high",)), Condition("last_contact_at", Operator.OLDER_DAYS, ("30",))),
            Sort.SPEND, True, ("owner", "phone", "spend", "last_contact_at", "follow_up_due_on", "stage"),
        ),
    ),
    (
        "lead", "资料待完善", Sharing.TEAM,
        ViewContent(
            View.ALL,
            (Condition("completeness", Operator.AT_MOST, ("70",)), Condition("orders", Operator.AT_LEAST, ("1",))),
            Sort.COMPLETENESS, False, ("completeness", "phone", "email", "birthday", "region", "owner"),
        ),
    ),
    (
        "staff", "我的流失预警", Sharing.OWN,
        ViewContent(
            View.MINE, (Condition("stage", Operator.ANY_OF, ("at_risk", "lost")),), Sort.LAST_PURCHASE, False,
            ("stage", "last_purchase_on", "last_contact_at", "spend", "tags"),
        ),
    ),
)  # fmt: skip


def add_views(transaction: Transaction, day: date) -> None:
    """Write the views, as they were kept by ``day``."""
    for username, name, sharing, content in _VIEWS:
        given = [username, name, key_of(name), sharing.value, as_json(content), day]
        transaction.execute(statement("demo", "add_saved_list"), given)
    audit.record_batch(transaction, CONSOLE, audit.Change("demo", "saved_list", None), len(_VIEWS))
