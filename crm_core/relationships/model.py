"""Of which type a customer relationship is, and of which tier a customer: criteria, proposals, standings. No I/O.

A dimension is a ladder of rungs. A customer is proposed for the highest rung of which all criteria hold; the lowest asks for
nothing. A criterion is one measure of one customer held against a threshold, so that equal customers fall alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal, InvalidOperation
from enum import StrEnum
from typing import Literal

from crm_core.access.model import Reach
from crm_core.errors import N_, InvalidInput, Message, message
from crm_core.texts import clean_line

PLACES = 3  # criteria a rung may have
REASON_LIMIT = 200
WINDOWS = (3, 6, 12, 24, 36)  # months
MOST_AT_ONCE = 500
_LIMIT = Decimal(10) ** 12


class Dimension(StrEnum):
    """What is decided of a customer."""

    TIER = "tier"
    TYPE = "type"


class Rung(StrEnum):
    """A value tier 价值等级, or a type of relationship 关系类型."""

    HIGH = "high"
    MID = "mid"
    LOW = "low"
    STRATEGIC = "strategic"
    RELATIONAL = "relational"
    TRANSACTIONAL = "transactional"


# The highest first.
LADDERS: Mapping[Dimension, tuple[Rung, ...]] = {
    Dimension.TIER: (Rung.HIGH, Rung.MID, Rung.LOW),
    Dimension.TYPE: (Rung.STRATEGIC, Rung.RELATIONAL, Rung.TRANSACTIONAL),
}
DIMENSION_LABELS = {Dimension.TIER: N_("Value tier"), Dimension.TYPE: N_("Relationship type")}
RUNG_LABELS = {
    Rung.HIGH: N_("High value"),
    Rung.MID: N_("Mid value"),
    Rung.LOW: N_("Low value"),
    Rung.STRATEGIC: N_("Strategic"),
    Rung.RELATIONAL: N_("Relational"),
    Rung.TRANSACTIONAL: N_("Transactional"),
}


class Measure(StrEnum):
    """What is measured of one customer."""

    NET_SALES = "net_sales"
    ORDERS = "orders"
    GROSS_PROFIT = "gross_profit"
    MONTHS_SINCE_FIRST = "months_since_first"
    DAYS_SINCE_LAST = "days_since_last"
    INTERACTIONS = "interactions"
    CHANNELS = "channels"


MEASURE_LABELS = {
    Measure.NET_SALES: N_("Net sales"),
    Measure.ORDERS: N_("Orders"),
    Measure.GROSS_PROFIT: N_("Gross profit"),
    Measure.MONTHS_SINCE_FIRST: N_("Months since the first purchase"),
    Measure.DAYS_SINCE_LAST: N_("Days since the last purchase"),
    Measure.INTERACTIONS: N_("Interactions"),
    Measure.CHANNELS: N_("Channels used"),
}
MONEY = frozenset({Measure.NET_SALES, Measure.GROSS_PROFIT})
WITHOUT_WINDOW = frozenset({Measure.MONTHS_SINCE_FIRST, Measure.DAYS_SINCE_LAST})
AT_MOST = frozenset({Measure.DAYS_SINCE_LAST})  # the fewer the better
OF_TALKS = frozenset(
    {Measure.INTERACTIONS, Measure.CHANNELS}
)  # counted up to today; the rest to the last day of purchases


def dimension_of(rung: Rung) -> Dimension:
    """Return the dimension on whose ladder a rung is."""
    return next(dimension for dimension, ladder in LADDERS.items() if rung in ladder)


def rank_of(rung: Rung) -> int:
    """Return how high a rung is on its ladder; 0 for the lowest."""
    ladder = LADDERS[dimension_of(rung)]
    return len(ladder) - 1 - ladder.index(rung)


def rung_at(dimension: Dimension, rank: int) -> Rung:
    """Return the rung of a height."""
    return LADDERS[dimension][-1 - rank]


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a rung asks for: a measure over so many months (0: it has no window), at least the threshold, or at most."""

    rung: Rung
    measure: Measure
    months: int
    threshold: Decimal


@dataclass(frozen=True, slots=True)
class Criteria:
    """All criteria of a dimension; ``version`` 0: none were ever saved."""

    dimension: Dimension
    items: tuple[Criterion, ...] = ()
    version: int = 0
    updated_at: datetime | None = None
    updated_by: str | None = None

    def of(self, rung: Rung) -> tuple[Criterion, ...]:
        """Return what one rung asks for."""
        return tuple(item for item in self.items if item.rung is rung)


def parse_criteria(dimension: Dimension, given: Mapping[str, object]) -> tuple[Criterion, ...]:
    """Return the criteria that a form says, in the ladder's order.

    Fields are called ``high.1.measure``, ``high.1.months``, ``high.1.threshold``; one without a measure is not used.

    Raises:
        InvalidInput: with a message for each field that cannot be taken; also where a rung asks twice for one measure, where a
            higher rung asks for less than a lower one, and where no rung asks for anything.
    """
    problems: dict[str, Message] = {}
    found: list[tuple[str, Criterion]] = []
    for rung in LADDERS[dimension][:-1]:
        for place in range(1, PLACES + 1):
            name = f"{rung.value}.{place}"
            item = _criterion(rung, name, given, problems)
            if item is None:
                continue
            for other_name, other in found:
                _compare(name, item, other, problems, is_same_rung=other_name.startswith(f"{rung.value}."))
            found.append((name, item))
    if not found and not problems:
        top = f"{LADDERS[dimension][0].value}.1.measure"
        problems[top] = message(N_("At least one criterion, please: nothing could be told apart."))
    if problems:
        raise InvalidInput(problems)
    return tuple(item for _, item in found)


def _criterion(rung: Rung, name: str, given: Mapping[str, object], problems: dict[str, Message]) -> Criterion | None:
    text = clean_line(str(given.get(f"{name}.measure") or ""))
    if not text:
        return None
    if text not in tuple(Measure):
        problems[f"{name}.measure"] = message(N_("Please choose from the list."))
        return None
    measure = Measure(text)
    months = 0
    if measure not in WITHOUT_WINDOW:
        chosen = clean_line(str(given.get(f"{name}.months") or ""))
        months = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 4 else 0
        if months not in WINDOWS:
            problems[f"{name}.months"] = message(N_("Please choose from the list."))
    threshold = _amount(given.get(f"{name}.threshold"))
    if threshold is None:
        problems[f"{name}.threshold"] = message(N_("A number of 0 or more, please."))
        return None
    if measure not in MONEY and threshold != threshold.to_integral_value():
        problems[f"{name}.threshold"] = message(N_("A whole number, please."))
    return Criterion(rung, measure, months, threshold)


def _amount(value: object) -> Decimal | None:
    text = clean_line(str("" if value is None else value)).replace(",", "").replace("，", "").lstrip("¥￥")
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount.quantize(Decimal("0.01")) if amount.is_finite() and 0 <= amount <= _LIMIT else None


def _compare(name: str, item: Criterion, other: Criterion, problems: dict[str, Message], *, is_same_rung: bool) -> None:
    """Note where ``item`` and ``other``, of the same or a higher rung, do not go together."""
    if (item.measure, item.months) != (other.measure, other.months):
        return
    if is_same_rung:
        problems[f"{name}.measure"] = message(N_("This is asked for above already."))
        return
    asks_more = item.threshold < other.threshold if item.measure in AT_MOST else item.threshold > other.threshold
    if asks_more:
        problems[f"{name}.threshold"] = message(N_("This asks for more than the level above."))


def round_down(amount: Decimal, figures: int = 2) -> Decimal:
    """Return a positive amount with its first ``figures`` figures and zeros behind: a threshold that people can remember."""
    if amount <= 0:
        return Decimal(0)
    step = Decimal(1).scaleb(max(0, amount.adjusted() - figures + 1))
    return (amount / step).to_integral_value(ROUND_DOWN) * step


@dataclass(frozen=True, slots=True)
class CutPoints:
    """Where shares of the buyers of twelve months lie: the net sales of the last that belongs to the top share.

    ``strategic``, ``high``, ``mid`` in the store's currency; ``orders`` the median number of orders. None where nobody bought.
    """

    strategic: Decimal | None = None
    high: Decimal | None = None
    mid: Decimal | None = None
    orders: int | None = None


def suggested(dimension: Dimension, points: CutPoints) -> Criteria:
    """Return criteria to begin with, from the store's own shares; without purchases, from round numbers."""
    high = round_down(points.high) if points.high is not None else Decimal(50_000)
    mid = round_down(points.mid) if points.mid is not None else Decimal(5_000)
    if dimension is Dimension.TIER:
        return Criteria(
            dimension,
            (
                Criterion(Rung.HIGH, Measure.NET_SALES, 12, high),
                Criterion(Rung.MID, Measure.NET_SALES, 12, min(mid, high)),
            ),
        )
    top = round_down(points.strategic) if points.strategic is not None else Decimal(100_000)
    return Criteria(
        dimension,
        (
            Criterion(Rung.STRATEGIC, Measure.NET_SALES, 12, top),
            Criterion(Rung.STRATEGIC, Measure.MONTHS_SINCE_FIRST, 0, Decimal(12)),
            Criterion(Rung.RELATIONAL, Measure.ORDERS, 12, Decimal(max(2, points.orders or 0))),
            Criterion(Rung.RELATIONAL, Measure.MONTHS_SINCE_FIRST, 0, Decimal(6)),
        ),
    )


@dataclass(frozen=True, slots=True)
class Reason:
    """One criterion held against one customer. ``value`` None: there is nothing to measure, so that it does not hold."""

    measure: Measure
    months: int
    threshold: Decimal
    value: Decimal | None
    is_met: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the criteria propose for a customer, and why; reasons that do not hold are those of the rung above."""

    rung: Rung
    reasons: tuple[Reason, ...]
    made_on: date


@dataclass(frozen=True, slots=True)
class Standing:
    """What was decided of a customer, from a day on to a day before ``until_on`` (None: to this day)."""

    dimension: Dimension
    rung: Rung
    since_on: date
    until_on: date | None
    is_fixed: bool
    reason: str
    reasons: tuple[Reason, ...]
    set_by: str | None
    version: int


@dataclass(frozen=True, slots=True)
class CustomerKind:
    """What one customer is: what stands and what is proposed by dimension, and all that stood, the latest first."""

    standing: Mapping[Dimension, Standing]
    proposed: Mapping[Dimension, Proposal]
    history: tuple[Standing, ...]

    def version(self, dimension: Dimension) -> int:
        """Return the version that goes back with a change; 0 where nothing stands."""
        found = self.standing.get(dimension)
        return found.version if found else 0

    def differs(self, dimension: Dimension) -> bool:
        """Return whether something else is proposed than what stands, and what stands is not fixed."""
        proposed, stands = self.proposed.get(dimension), self.standing.get(dimension)
        if proposed is None or (stands is not None and stands.is_fixed):
            return False
        return stands is None or stands.rung is not proposed.rung


@dataclass(frozen=True, slots=True)
class StandingDraft:
    """What a form says of a customer's standing, checked."""

    rung: Rung
    is_fixed: bool
    reason: str

    @classmethod
    def parse(cls, dimension: Dimension, given: Mapping[str, object]) -> StandingDraft:
        """Return the draft of ``rung``, ``is_fixed`` and ``reason``.

        Raises:
            InvalidInput: the rung is none of the dimension's, or it is fixed without a reason.
        """
        problems: dict[str, Message] = {}
        text, reason = clean_line(str(given.get("rung") or "")), clean_line(str(given.get("reason") or ""))
        is_fixed = given.get("is_fixed") is True
        if text not in LADDERS[dimension]:
            problems["rung"] = message(N_("Please choose from the list."))
        if len(reason) > REASON_LIMIT:
            problems["reason"] = message(N_("At most {count} characters, please."), count=REASON_LIMIT)
        elif is_fixed and len(reason) < 2:
            problems["reason"] = message(N_("Please say why it is fixed. The reason is kept."))
        if problems:
            raise InvalidInput(problems)
        return cls(Rung(text), is_fixed, reason)


@dataclass(frozen=True, slots=True)
class RelationsRequest:
    """A request for what a reach may see of types and tiers."""

    reach: Reach


@dataclass(frozen=True, slots=True)
class CriteriaRequest:
    """A request for criteria, or (with ``items``) for how many customers they would place on each rung."""

    reach: Reach
    dimension: Dimension
    items: tuple[Criterion, ...] = ()


ProposalSort = Literal["name", "stands", "proposed", "owner", "code"]  # what the proposals can be ordered by


@dataclass(frozen=True, slots=True)
class ProposalsRequest:
    """A page of the proposals within a reach that differ from what stands; pages count from 0."""

    reach: Reach
    dimension: Dimension
    rung: Rung | None = None
    page: int = 0
    size: int = 25
    sort: ProposalSort = "proposed"
    is_descending: bool = True


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """One proposal to decide on; ``stands`` None: nothing was decided yet. ``version`` goes back with the decision."""

    customer_id: int
    code: str
    name: str
    owner: str | None
    stands: Rung | None
    since_on: date | None
    version: int
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """One page of proposals, and how many there are in all."""

    lines: tuple[ProposalLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many customers within a reach stand on each rung, stand on none, and are proposed for another one."""

    stands: Mapping[Rung, int]
    undecided: Mapping[Dimension, int]
    to_decide: Mapping[Dimension, int]
    made_on: date | None
