"""What a metric is, how it is asked and what comes back. No I/O.

Values are exact and unrounded: ``Decimal`` for money, ``int`` for counts. Days are inclusive at both ends here; SQL gets
them half-open. No data is ``None``, never 0; but a day that the source table covers and on which nothing happened is
data: sums and counts of it are 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from crm_core.access.model import Reach
from crm_core.errors import N_, CrmError, Message, message
from crm_core.metrics.tally import Tally
from crm_core.periods import Period, PeriodKind, period_of, year_of
from crm_core.relationships.model import DIMENSION_LABELS, LADDERS, RUNG_LABELS, Dimension

Value = Decimal | int
GroupKey = date | int | str | None


class Kind(StrEnum):
    """How a metric adds up."""

    SUM = "sum"
    RATIO = "ratio"  # numerator ÷ denominator, of sums or of counts, never an average of averages
    DISTINCT = "distinct"  # computed for the asked span, never added
    STATE = "state"  # as of the last day; numerator ÷ denominator
    SCORE = "score"  # the mean of scores, which carries its count and 95 % margin


class Unit(StrEnum):
    """What is counted; money is in the store's currency, a share is 0-1, points are those of a score."""

    MONEY = "money"
    ORDERS = "orders"
    CUSTOMERS = "customers"
    INTERACTIONS = "interactions"
    FOLLOW_UPS = "follow_ups"
    CONTACTS = "contacts"
    FIELDS = "fields"
    SHARE = "share"
    POINTS = "points"

    @property
    def is_relative(self) -> bool:
        """Whether a change of it is told as a difference, in points: 40 % after 38 % is 2 points more, not 5 %."""
        return self in (Unit.SHARE, Unit.POINTS)


class Section(StrEnum):
    """Where on the board a metric stands."""

    SALES = "sales"
    CUSTOMERS = "customers"
    SATISFACTION = "satisfaction"
    WORK = "work"


SECTION_LABELS = {
    Section.SALES: N_("Sales"),
    Section.CUSTOMERS: N_("Customers"),
    Section.SATISFACTION: N_("Satisfaction"),
    Section.WORK: N_("Work"),
}


class Source(StrEnum):
    """The table behind a metric, by the name that data versions know it by."""

    PURCHASE = "purchase"
    INTERACTION = "interaction"
    FOLLOW_UP = "follow_up"
    ANSWER = "answer_score"
    CUSTOMER = "customer"
    NORM = "contact_norm"


class Grain(StrEnum):
    """What one row behind a number is."""

    LINES = "lines"
    PROFITS = "profits"  # lines whose cost is known, with what each earned
    ORDERS = "orders"
    CUSTOMERS = "customers"
    INTERACTIONS = "interactions"
    FOLLOW_UPS = "follow_ups"
    ANSWERS = "answers"
    NORMS = "norms"  # contacts that norms asked for
    RECORDS = "records"  # customers as they stand in the register, with the fields that are empty


class GroupBy(StrEnum):
    """What a number can be asked by. Quarters and years begin with the company's first month."""

    NONE = "none"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    TEAM = "team"
    PERSON = "person"
    COUNTRY = "country"
    CATEGORY = "category"
    TYPE = "type"  # of the relationship, as it stood on the day that counts
    TIER = "tier"  # of the customer, likewise

    @property
    def period_kind(self) -> PeriodKind | None:
        """The kind of period it groups by; None where it groups by something else."""
        return PeriodKind(self.value) if self.value in {kind.value for kind in PeriodKind} else None


GROUP_LABELS = {
    GroupBy.NONE: N_("In total"),
    GroupBy.MONTH: N_("Month"),
    GroupBy.QUARTER: N_("Quarter"),
    GroupBy.YEAR: N_("Year"),
    GroupBy.TEAM: N_("Team"),
    GroupBy.PERSON: N_("Person"),
    GroupBy.COUNTRY: N_("Country or region"),
    GroupBy.CATEGORY: N_("Category"),
    GroupBy.TYPE: DIMENSION_LABELS[Dimension.TYPE],
    GroupBy.TIER: DIMENSION_LABELS[Dimension.TIER],
}
# Groups that are known by a code, with what each is called; and what those without any are called.
CODE_LABELS: Mapping[GroupBy, Mapping[str, str]] = {
    GroupBy.TYPE: {rung.value: RUNG_LABELS[rung] for rung in LADDERS[Dimension.TYPE]},
    GroupBy.TIER: {rung.value: RUNG_LABELS[rung] for rung in LADDERS[Dimension.TIER]},
}
EMPTY_LABELS = {
    GroupBy.TEAM: N_("No team"),
    GroupBy.PERSON: N_("Nobody"),
    GroupBy.COUNTRY: N_("Not given"),
    GroupBy.CATEGORY: N_("Not given"),
    GroupBy.TYPE: N_("No type yet"),
    GroupBy.TIER: N_("No tier yet"),
}


class Customers(StrEnum):
    """Whose purchases count: everybody's, those of known customers, or anonymous ones."""

    ALL = "all"
    KNOWN = "known"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Metric:
    """One folder of this room, as its ``metric.toml`` declares it."""

    metric_id: str
    unit: Unit
    kind: Kind
    lower_is_better: bool
    is_flow: bool  # only flows have a pace 应达进度
    source: Source
    grain: Grain
    groups: tuple[GroupBy, ...]
    needs_customer: bool  # there is nothing to say of anonymous sales
    section: Section
    is_main: bool  # large on the board
    parts: tuple[Unit, Unit] | None = None  # what numerator and denominator of a ratio count
    window_days: int | None = None  # the days that its definition names
    history_days: int = 0  # how many days before the last counted one have to be covered

    @property
    def is_as_of(self) -> bool:
        """Whether it is asked as of the last counted day of each span, and so is never cut by a span's first day."""
        return self.kind is Kind.STATE or self.window_days is not None

    @property
    def is_quotient(self) -> bool:
        """Whether its rows hold a numerator and a denominator."""
        return self.kind in (Kind.RATIO, Kind.STATE)

    @property
    def has_history(self) -> bool:
        """Whether what it was on an earlier day is known: a record's earlier state is kept nowhere."""
        return self.kind is not Kind.STATE

    def can_be_asked(self, filters: Filters, customers: Customers) -> bool:
        """Return whether the metric's rows know what is filtered by."""
        if self.needs_customer and customers is Customers.ANONYMOUS:
            return False
        return all(by in self.groups for by in filters.asked)

    def refuse_unfit(self, request: NumbersRequest) -> None:
        """Do nothing where the metric has the asked grouping and filters.

        Raises:
            CannotBeAskedBy: it has not.
        """
        for by in (request.by, *request.filters.asked):
            if by is not GroupBy.NONE and by not in self.groups:
                raise CannotBeAskedBy(self.metric_id, by)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a number is narrowed to; None does not narrow.

    Team and person 0 mean "of no team" and "of nobody"; an empty country, category, type or tier means "not given".
    """

    team: int | None = None
    person: int | None = None
    country: str | None = None
    category: str | None = None
    type: str | None = None
    tier: str | None = None

    @property
    def asked(self) -> Mapping[GroupBy, int | str]:
        """The filters that narrow, by what they filter."""
        given = {
            GroupBy.TEAM: self.team,
            GroupBy.PERSON: self.person,
            GroupBy.COUNTRY: self.country,
            GroupBy.CATEGORY: self.category,
            GroupBy.TYPE: self.type,
            GroupBy.TIER: self.tier,
        }
        return {by: value for by, value in given.items() if value is not None}


@dataclass(frozen=True, slots=True)
class NumbersRequest:
    """A question to all metrics at once: for whom, which days, as of which day, grouped and narrowed how."""

    reach: Reach
    period: Period
    as_of: date
    by: GroupBy = GroupBy.NONE
    customers: Customers = Customers.ALL
    filters: Filters = Filters()

    def of(self, metric_id: str) -> MetricRequest:
        """Return the same question to one metric."""
        return MetricRequest(
            self.reach, self.period, self.as_of, self.by, self.customers, self.filters, metric_id=metric_id
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricRequest(NumbersRequest):
    """A question to one metric."""

    metric_id: str

    def narrowed(self, key: GroupKey, first_month: int) -> MetricRequest:
        """Return the question whose answer is the group ``key`` of this one's."""
        ungrouped = replace(self, by=GroupBy.NONE)
        kind = self.by.period_kind
        if kind is not None and isinstance(key, date):
            whole = period_of(kind, key, first_month)
            return replace(
                ungrouped,
                period=Period(max(whole.first, self.period.first), min(whole.last, self.period.last)),
            )
        given: dict[GroupBy, Filters] = {
            GroupBy.TEAM: replace(self.filters, team=_id(key)),
            GroupBy.PERSON: replace(self.filters, person=_id(key)),
            GroupBy.COUNTRY: replace(self.filters, country=_name(key)),
            GroupBy.CATEGORY: replace(self.filters, category=_name(key)),
            GroupBy.TYPE: replace(self.filters, type=_name(key)),
            GroupBy.TIER: replace(self.filters, tier=_name(key)),
        }
        return replace(ungrouped, filters=given.get(self.by, self.filters))


def _id(key: GroupKey) -> int:
    return key if isinstance(key, int) else 0


def _name(key: GroupKey) -> str:
    return key if isinstance(key, str) else ""


@dataclass(frozen=True, slots=True)
class MetricRow:
    """One group's number. ``key`` is what the group is known by: the first day of a period, an id, a name, or None.

    ``label`` is how the command line and files write the group: 2026-03, 2026-Q1, 2026, a team's name.
    ``numerator`` and ``denominator`` are given for quotients only, ``tally`` for scores. ``known_share`` is the share of
    sales whose cost is known, 0-1, where the metric rests on costs.
    """

    key: GroupKey
    label: str | None
    value: Value | None
    numerator: Value | None
    denominator: Value | None
    complete: bool
    known_share: Decimal | None = None
    tally: Tally | None = None


@dataclass(frozen=True, slots=True)
class Computation:
    """The very SQL that ran, and the values of its parameters."""

    sql: str
    parameters: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class MetricResult:
    """The answer to one question: its rows, and how they were computed."""

    metric: Metric
    period: Period
    by: GroupBy
    rows: tuple[MetricRow, ...]
    computation: Computation | None = None

    @property
    def total(self) -> MetricRow:
        """The one row of an ungrouped question."""
        return self.rows[0]


class CannotBeAskedBy(CrmError):
    """The metric's rows do not know what it was asked by."""

    def __init__(self, metric_id: str, by: GroupBy) -> None:
        super().__init__(
            message(
                N_("This number cannot be asked by {by}. Please choose another grouping or filter."),
                by=Message(GROUP_LABELS[by]),
            )
        )
        self.metric_id = metric_id
        self.by = by


def group_label(by: GroupBy, first: date, first_month: int) -> str:
    """Return how a period is written in files: 2026-03, 2026-Q1, 2026; a year is named after its first day's."""
    if by is GroupBy.MONTH:
        return f"{first:%Y-%m}"
    year = year_of(first, first_month).first.year
    if by is GroupBy.QUARTER:
        return f"{year}-Q{(first.month - first_month) % 12 // 3 + 1}"
    return str(year)


def ratio(numerator: Value | None, denominator: Value | None) -> Decimal | None:
    """Return numerator ÷ denominator to 28 digits; None where either lacks or nothing was counted."""
    if numerator is None or not denominator:
        return None
    return Decimal(numerator) / Decimal(denominator)


def change_of(metric: Metric, value: Value | None, before: Value | None) -> Decimal | None:
    """Return how ``value`` changed: as a rate, of shares and points as the difference; None where the two do not compare."""
    if not metric.unit.is_relative:
        return change_rate(value, before)
    return None if value is None or before is None else Decimal(value) - Decimal(before)


def change_rate(value: Value | None, before: Value | None) -> Decimal | None:
    """Return (value − before) ÷ |before|; None where either lacks or ``before`` is 0."""
    if value is None or not before:
        return None
    return (Decimal(value) - Decimal(before)) / abs(Decimal(before))
