"""What a metric's own description says about judging and typing its targets."""

from __future__ import annotations

from crm_core.errors import NotFound
from crm_core.targets.drafts import NumberKind
from crm_core.targets.model import Rule

_TABLE = {
    "gross_sales": (True, False, False),
    "returns": (True, True, False),
    "net_sales": (True, False, False),
    "orders": (True, False, True),
    "average_order_value": (False, False, False),
    "active_customers": (False, False, True),
    "new_customers": (True, False, True),
    "interactions_logged": (True, False, True),
}


def rule_of(metric_id: str) -> Rule:
    if metric_id not in _TABLE:
        raise NotFound("metric", metric_id)
    flow, low, _ = _TABLE[metric_id]
    return Rule(flow, low)


def number_kind_of(metric_id: str) -> NumberKind:
    if metric_id not in _TABLE:
        raise NotFound("metric", metric_id)
    return NumberKind(is_whole=_TABLE[metric_id][2])
