"""What was read out of a document, in words."""

from __future__ import annotations

from collections.abc import Mapping

from crm_core.drafting.model import Amount, Direction, Unit
from crm_core.drafting.proposing import Proposal
from crm_core.errors import N_
from crm_core.i18n import formats
from crm_core.ui import show
from crm_core.ui.figures import metric_name
from crm_core.ui.text import _, language, ngettext

_UNITS = {
    Unit.PERCENTAGE_POINTS: N_("{value} percentage points"),
    Unit.POINTS: N_("{value} points"),
    Unit.CUSTOMERS: N_("{value} customers"),
    Unit.ORDERS: N_("{value} orders"),
    Unit.INTERACTIONS: N_("{value} interactions"),
    Unit.TIMES: N_("{value} times"),
    Unit.HOURS: N_("{value} hours"),
    Unit.DAYS: N_("{value} days"),
    Unit.MINUTES: N_("{value} minutes"),
    Unit.ITEMS: N_("{value} cases"),
}
# What is measured by hand and known by its words.
_MEASURES = {
    "complaint_time": N_("Time to settle a complaint"),
    "response_time": N_("Time to answer"),
    "complaints": N_("Number of complaints"),
    "return_rate": N_("Rate of returns"),
    "market_share": N_("Market share"),
    "brand_awareness": N_("Brand awareness"),
    "referral_rate": N_("Share of customers who recommend us"),
    "loyalty": N_("Loyalty"),
    "training_share": N_("Share of staff trained"),
    "complaint_resolution": N_("Share of complaints settled"),
    "return_visit_rate": N_("Share of return visits made"),
    "return_visits": N_("Return visits"),
    "visits": N_("Customer visits"),
    "calls": N_("Calls"),
}
# What stands as the unit of a goal that is measured by hand.
UNIT_WORDS = {
    Unit.PERCENT: N_("%"),
    Unit.PERCENTAGE_POINTS: N_("%"),
    Unit.POINTS: N_("pts"),
    Unit.CUSTOMERS: N_("people"),
    Unit.ORDERS: N_("orders"),
    Unit.INTERACTIONS: N_("records"),
    Unit.TIMES: N_("times"),
    Unit.HOURS: N_("hours"),
    Unit.DAYS: N_("days"),
    Unit.MINUTES: N_("minutes"),
    Unit.ITEMS: N_("cases"),
}


def damage_told(damage: Mapping[str, int]) -> list[str]:
    """Return in sentences what was noticed of a document's state."""
    told = []
    if damage.get("pinyin"):
        told.append(
            ngettext(
                "The text has pinyin in brackets behind {count} character, as web pages leave it; it was left out.",
                "The text has pinyin in brackets behind {count} characters, as web pages leave it; it was left out.",
                damage["pinyin"],
            )
        )
    if damage.get("broken"):
        told.append(
            ngettext(
                "In {count} place characters were lost before the file came here. Please read those sentences yourself.",
                "In {count} places characters were lost before the file came here. Please read those sentences yourself.",
                damage["broken"],
            )
        )
    return told


def measure_name(proposal: Proposal) -> str:
    """Return what a proposal is about: the metric's name, else what the sentence calls it. People's text: mind ``plain``."""
    if proposal.metric_id:
        return metric_name(proposal.metric_id)
    return _(_MEASURES[proposal.measure]) if proposal.measure in _MEASURES else proposal.name


def amount_told(proposal: Proposal) -> str:
    """Return in words what shall become of the measure."""
    value = _value(proposal)
    if proposal.amount is Amount.LEVEL:
        text = N_("at least {value}") if proposal.direction is Direction.UP else N_("at most {value}")
    else:
        text = N_("{value} more") if proposal.direction is Direction.UP else N_("{value} less")
    return _(text, value=value)


def _value(proposal: Proposal) -> str:
    if proposal.unit is Unit.PERCENT:
        return formats.share(proposal.value, language(), 0 if proposal.value * 100 % 1 == 0 else 1)
    if proposal.unit is Unit.MONEY:
        return show.compact_money(proposal.value)
    number = proposal.value * (100 if proposal.unit is Unit.PERCENTAGE_POINTS else 1)
    places = 0 if number % 1 == 0 else 1
    return _(_UNITS[proposal.unit], value=formats.number(number, language(), places))


def by_told(proposal: Proposal) -> str:
    """Return by when; nothing where the sentence does not say."""
    return "" if proposal.by_on is None else _("to be reached by {day}", day=show.day(proposal.by_on))
