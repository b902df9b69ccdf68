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
    """Return what numbers a metric's targets are: rates in percent, counts whole, else decimals; only points below 0.

    Raises:
        NotFound: there is no such metric.
    """
    found = metric(metric_id)
    is_rate = found.unit.value == "share"
    is_free = is_rate or found.unit is Unit.MONEY
    is_counted = not is_free and found.kind in (Kind.SUM, Kind.DISTINCT, Kind.STATE)
    return NumberKind(is_whole=is_counted, is_rate=is_rate, may_be_negative=found.kind is Kind.SCORE and not is_free)


def adds_up(metric_id: str) -> bool:
    """Return whether months sum to their year and teams to their company; rates, states and scores do not.

    Raises:
        NotFound: there is no such metric.
    """
    return metric(metric_id).is_flow
