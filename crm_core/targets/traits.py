"""What a metric's own description says about judging and typing its targets."""

from __future__ import annotations

from crm_core.metrics.folders import metric
from crm_core.metrics.model import Grain, Kind, Unit
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
    """Return what numbers a metric's targets are: counts whole, shares typed in percent, others with decimals.

    Below 0 are scores, and what is left where more is spent than earned.

    Raises:
        NotFound: there is no such metric.
    """
    found = metric(metric_id)
    is_counted = found.unit is not Unit.MONEY and found.kind in (Kind.SUM, Kind.DISTINCT)
    is_score = found.unit is Unit.POINTS
    may_be_negative = is_score or found.grain is Grain.PROFITS
    return NumberKind(is_counted, found.unit is Unit.SHARE, may_be_negative, is_score)


def adds_up(metric_id: str) -> bool:
    """Return whether months sum to their year and teams to their company; rates, states and scores do not.

    Raises:
        NotFound: there is no such metric.
    """
    return metric(metric_id).is_flow
