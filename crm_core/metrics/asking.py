"""A question as an address holds it: ``?metric=net_sales&from=2026-01-01&to=2026-03-31&by=team&team=3``. No I/O."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from crm_core.access.model import Reach
from crm_core.errors import N_, CrmError, Message, message
from crm_core.metrics.model import Customers, Filters, GroupBy, MetricRequest
from crm_core.periods import Period, month_of

FIRST_YEAR, LAST_YEAR = 1990, 2190
ASKED_BY = frozenset(
    ("metric", "from", "to", "by", "customers", "align", "team", "person", "country", "category", "type", "tier")
)
NO_FILTERS = Filters()
_SHOWN = 40  # characters of what was written that a message repeats
_LONGEST = 500


class UnreadableQuestion(CrmError):
    """The address asks for what there is not; the message says what, and what an answer looks like."""


@dataclass(frozen=True, slots=True)
class Question:
    """One number, as somebody opened it."""

    metric_id: str
    period: Period
    by: GroupBy = GroupBy.MONTH
    customers: Customers = Customers.ALL
    filters: Filters = NO_FILTERS
    align_to_festival: bool = False

    def request(self, reach: Reach, as_of: date) -> MetricRequest:
        """Return the ungrouped request for whoever reaches so far, asked on a day."""
        return MetricRequest(
            reach, self.period, as_of, GroupBy.NONE, self.customers, self.filters, metric_id=self.metric_id
        )

    def address(self) -> dict[str, str]:
        """Return the query that leads to this question again; what is usual is left out."""
        given: dict[str, str] = {
            "metric": self.metric_id,
            "from": self.period.first.isoformat(),
            "to": self.period.last.isoformat(),
            "by": self.by.value,
        }
        if self.customers is not Customers.ALL:
            given["customers"] = self.customers.value
        if self.align_to_festival:
            given["align"] = "1"
        return given | {by.value: str(value) for by, value in self.filters.asked.items()}

    def without(self, by: GroupBy) -> Question:
        """Return the question without the filter ``by``."""
        return replace(self, filters=replace(self.filters, **{by.value: None}))


def read_question(query: Mapping[str, str], known: Collection[str], opening: Period) -> Question:
    """Return what an address asks for; ``known`` are the metrics there are. Without days, those of ``opening``.

    Raises:
        UnreadableQuestion: a part of it cannot be read.
    """
    metric_id = query.get("metric") or "net_sales"
    by = query.get("by") or GroupBy.MONTH.value
    customers = query.get("customers") or Customers.ALL.value
    if metric_id not in known:
        raise UnreadableQuestion(_not(N_("There is no number called “{text}”."), metric_id))
    if by not in set(GroupBy):
        raise UnreadableQuestion(_not(N_("“{text}” is not something to group numbers by."), by))
    if customers not in set(Customers):
        raise UnreadableQuestion(_not(N_("“{text}” does not say whose purchases count."), customers))
    filters = Filters(
        team=_id(query.get("team")),
        person=_id(query.get("person")),
        country=_name(query.get("country")),
        category=_name(query.get("category")),
        type=_name(query.get("type")),
        tier=_name(query.get("tier")),
    )
    period = _period(query.get("from"), query.get("to"), opening)
    return Question(metric_id, period, GroupBy(by), Customers(customers), filters, query.get("align") == "1")


def _period(first: str | None, last: str | None, opening: Period) -> Period:
    if not first and not last:
        return opening
    begin, end = _day(first), _day(last)
    if begin is not None and end is not None:
        if end < begin:
            raise UnreadableQuestion(message(N_("The last day lies before the first day.")))
        return Period(begin, end)
    if begin is not None:
        return Period(begin, max(begin, opening.last))
    assert end is not None  # noqa: S101 - one of the two was given
    return Period(min(month_of(end).first, end), end)


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UnreadableQuestion(_not(N_("“{text}” is not a date. An example is 2026-03-31."), text)) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UnreadableQuestion(
            message(N_("Days lie between the years {first} and {last}, please."), first=FIRST_YEAR, last=LAST_YEAR)
        )
    return day


def _id(text: str | None) -> int | None:
    if text is None or text == "":
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise UnreadableQuestion(_not(N_("“{text}” is the number of no team and no person."), text))
    return int(text)


def _name(text: str | None) -> str | None:
    return None if text is None else text[:_LONGEST]


def _not(text: str, given: str) -> Message:
    return Message(text, {"text": given if len(given) <= _SHOWN else given[:_SHOWN] + "…"})
