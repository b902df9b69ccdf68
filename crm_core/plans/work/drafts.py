"""From what people type about an action's method, money and order to typed drafts, with a message a field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from crm_core.errors import N_, message
from crm_core.plans.drafts import Reader
from crm_core.plans.work.model import Detail
from crm_core.targets.drafts import NumberKind

METHOD_LIMIT, MOST_BEFORE = 2_000, 20
AMOUNT = NumberKind()


def _amount(reader: Reader, name: str) -> Decimal | None:
    found = reader.number(name, AMOUNT)
    if found is not None and found != found.quantize(Decimal("0.01")):
        reader.problems[name] = message(N_("At most two decimals, please."))
    return found


@dataclass(frozen=True, slots=True)
class WorkDraft:
    """What a form says of how an action is done; ``before`` are those that it comes after."""

    detail: Detail
    before: tuple[int, ...]

    @classmethod
    def parse(cls, given: Mapping[str, object]) -> WorkDraft:
        """Return the draft of ``method``, ``planned_cost``, ``spent_cost`` and ``before``.

        Raises:
            InvalidInput: with a message for each field that cannot be taken.
        """
        reader = Reader(given)
        method = reader.note("method", METHOD_LIMIT)
        planned, spent = _amount(reader, "planned_cost"), _amount(reader, "spent_cost")
        before = reader.keys("before", MOST_BEFORE)
        reader.check()
        return cls(Detail(method, planned, spent), before)


def parse_budget(given: Mapping[str, object]) -> Decimal | None:
    """Return what a plan may cost, from ``amount``; None where there is no budget.

    Raises:
        InvalidInput: it is no amount.
    """
    reader = Reader(given)
    found = _amount(reader, "amount")
    reader.check()
    return found
