"""From what people type about a goal's further metrics to typed drafts, with a message for each field that cannot be taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crm_core.errors import N_, InvalidInput, NotFound, message
from crm_core.plans.drafts import HEAVIEST, Reader
from crm_core.plans.parts.model import MOST_METRICS, GoalPart
from crm_core.targets.traits import number_kind_of

MORE = "more_metrics"


def weight_field(metric_id: str) -> str:
    """Return the name of the field in which a further metric's weight is typed."""
    return f"weight:{metric_id}"


def baseline_field(metric_id: str) -> str:
    """Return the name of the field in which a further metric's baseline is typed."""
    return f"baseline:{metric_id}"


@dataclass(frozen=True, slots=True)
class PartDraft:
    """What a form says of a further metric, checked."""

    metric_id: str
    weight: int
    baseline: Decimal | None
    baseline_on: date | None


@dataclass(frozen=True, slots=True)
class PartsDraft:
    """A goal's further metrics in the order in which they were chosen, and what the first weighs among them."""

    first_weight: int
    parts: tuple[PartDraft, ...]

    @classmethod
    def parse(
        cls,
        given: Mapping[str, object],
        *,
        first: str | None,
        was: Mapping[str, GoalPart],
        first_weight: int,
        today: date,
    ) -> PartsDraft:
        """Return the draft; what is not given of a metric that was there stays as it ``was``, of a new one the weight is 1.

        Raises:
            InvalidInput: with a message for each field that cannot be taken.
        """
        reader = Reader(given)
        listed = given.get(MORE)
        names = [str(one) for one in listed] if isinstance(listed, (list, tuple)) else []
        if len(set(names)) != len(names) or first in names:
            reader.problems[MORE] = message(N_("Each metric stands in a goal once."))
        if len(names) >= MOST_METRICS:
            reader.problems[MORE] = message(N_("Please choose at most {count} of the list."), count=MOST_METRICS - 1)
        reader.check()
        parts = [_part(reader, one, was.get(one), today) for one in names]
        heavy = _weight(reader, "first_weight", first_weight)
        reader.check()
        return cls(heavy, tuple(parts))


def _weight(reader: Reader, name: str, was: int) -> int:
    weight = reader.key(name)
    if weight is not None and not 1 <= weight <= HEAVIEST:
        reader.problems[name] = message(N_("A whole number from {low} to {high}, please."), low=1, high=HEAVIEST)
    return was if weight is None else weight


def _part(reader: Reader, metric_id: str, was: GoalPart | None, today: date) -> PartDraft:
    try:
        kind = number_kind_of(metric_id)
    except NotFound as error:
        raise InvalidInput({MORE: message(N_("Please choose one of the list."))}) from error
    weight = _weight(reader, weight_field(metric_id), was.weight if was else 1)
    name = baseline_field(metric_id)
    kept = (was.baseline, was.baseline_on) if was else (None, None)
    baseline = reader.number(name, kind) if name in reader.given else kept[0]
    if baseline == kept[0]:
        return PartDraft(metric_id, weight, *kept)
    return PartDraft(metric_id, weight, baseline, None if baseline is None else today)
