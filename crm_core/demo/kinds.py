"""Types and tiers of the demo's customers: decided three months ago, and proposed anew today."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from crm_core.interactions.model import Channel
from crm_core.periods import add_months
from crm_core.relationships.founding import found_kinds, found_norms
from crm_core.relationships.model import Rung
from crm_core.relationships.norms.model import NormDraft, Subject
from crm_core.store import Store, Transaction, statement

_PLANNER = "manager"
_MONTHS = 3
_REASON = "集团集中采购，按战略客户维护"

_NORMS = (
    NormDraft(Subject(Rung.HIGH), None, 30, "近期用量和下月计划；对产品与配送的意见；是否需要样品或培训。", None),
    NormDraft(Subject(Rung.HIGH), Channel.VISIT, 365, "当面回顾一年合作，了解组织与决策人变化。", None),
    NormDraft(Subject(Rung.MID), None, 90, "使用情况、补货时间、适合的新品。", None),
    NormDraft(Subject(Rung.LOW), None, 365, "节日问候或新品通知即可，留意是否有新的需求。", None),
    NormDraft(Subject(Rung.STRATEGIC), None, 21, "季度目标的进展、联合活动、双方需要协调的事项。", None),
)


def add_kinds(store: Store, transaction: Transaction, day: date) -> int:
    """Write criteria, decisions and proposals as they stand on ``day``; return how many decisions."""
    users = {row["username"]: row["user_id"] for row in transaction.rows(statement("demo", "accounts"))}
    since_on = add_months(day, -_MONTHS)
    at = datetime.combine(since_on, datetime.min.time(), UTC) + timedelta(hours=2)
    found_norms(transaction, _NORMS, since_on, user_id=users[_PLANNER], at=at)
    return found_kinds(store, transaction, day, since_on, user_id=users[_PLANNER], at=at, reason=_REASON)
