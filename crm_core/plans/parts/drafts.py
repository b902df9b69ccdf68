"""From what people type beside a goal to typed drafts, with a message for each field that cannot be taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crm_core.errors import N_, InvalidInput, NotFound, message
from crm_core.plans.drafts import HEAVIEST, Choice, Reader
from crm_core.plans.parts.model import MOST_METRICS, Detail, GoalPart, Horizon
from crm_core.relationships.model import Rung
from crm_core.targets.traits import number_kind_of

MORE = "more_metrics"
PURPOSE_LIMIT = 500
FIELDS = (MORE, "first_weight", "horizon", "group", "purpose")


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
    """What a goal says of itself, and its further metrics in the order in which they were chosen (None: they stay)."""

    detail: Detail
    parts: tuple[PartDraft, ...] | None

    @classmethod
    def parse(
        cls,
        given: Mapping[str, object],
        *,
        first: str | None,
        was: Mapping[str, GoalPart],
        detail: Detail,
        today: date,
    ) -> PartsDraft:
        """Return the draft; what is not given stays as it ``was``, in ``detail`` too. A new metric weighs 1.

        Raises:
            InvalidInput: with a message for each field that cannot be taken.
        """
        reader = Reader(given)
        parts = _parts(reader, first, was, today) if MORE in given else None
        said = _detail(reader, detail)
        reader.check()
        return cls(said, parts)


def _parts(reader: Reader, first: str | None, was: Mapping[str, GoalPart], today: date) -> tuple[PartDraft, ...]:
    listed = reader.given.get(MORE)
    names = [str(one) for one in listed] if isinstance(listed, (list, tuple)) else []
    if len(set(names)) != len(names) or first in names:
        reader.problems[MORE] = message(N_("Each metric stands in a goal once."))
    if len(names) >= MOST_METRICS:
        reader.problems[MORE] = message(N_("Please choose at most {count} of the list."), count=MOST_METRICS - 1)
    reader.check()
    return tuple(_part(reader, one, was.get(one), today) for one in names)


def _detail(reader: Reader, was: Detail) -> Detail:
    given = reader.given
    horizon = _one_of(reader, "horizon", Horizon) if "horizon" in given else was.horizon
    group = _one_of(reader, "group", Rung) if "group" in given else was.group
    purpose = reader.note("purpose", PURPOSE_LIMIT) if "purpose" in given else was.purpose
    return Detail(_weight(reader, "first_weight", was.first_weight), horizon, group, purpose)


def _one_of(reader: Reader, name: str, kind: type[Choice]) -> Choice | None:
    """Return one of a few, or None where nothing was chosen."""
    return reader.choice(name, kind, next(iter(kind))) if reader.given.get(name) else None


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
