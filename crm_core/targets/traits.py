"""What a metric's own description says about judging and typing its targets."""

from __future__ import annotations

from crm_core.metrics.folders import metric
from crm_core.metrics.model import Kind, Unit
from crm_core.targets.drafts import NumberKind
from crm_core.targets.model import Rule


def rule_of(metric_id: str) -> Rule:
    """Return how targets of a metric are judged.

    Raises:
        NotFound: there is no such metric.
    """
    found = metric(metric_id)
    return Rule(found.is_flow, found.lower_is_better)


def number_kind_of(metric_id: str) -> NumberKind:
    """Return what numbers a metric's targets are: money and means with decimals, counts whole; only scores below 0.

    Raises:
        NotFound: there is no such metric.
    """
    found = metric(metric_id)
    is_counted = found.unit is not Unit.MONEY and found.kind in (Kind.SUM, Kind.DISTINCT, Kind.STATE)
    return NumberKind(is_whole=is_counted, may_be_negative=found.kind is Kind.SCORE)
