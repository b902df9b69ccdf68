"""From what people type to a survey and a scheme, with a message for each field that cannot be taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from crm_core.errors import N_, InvalidInput, Message, message
from crm_core.surveys.model import (
    INDICATOR_LIMIT,
    NAME_LIMIT,
    RATED,
    RECOMMEND_SCALES,
    Indicator,
    ItemRule,
    Purpose,
    Scale,
    Scheme,
)
from crm_core.texts import clean_line

MOST_ASKED, MOST_WEIGHT, MOST_INDICATORS, HIGHEST = 100_000_000, Decimal("99999"), 30, 100
NEEDED = message(N_("This must not be empty."))
_WHOLE = message(N_("A whole number above 0, please."))
_SCALE = message(N_("The lowest must lie below the highest, both from 0 to 100."))


@dataclass(frozen=True, slots=True)
class SurveyDraft:
    """A survey as it may be kept."""

    name: str
    team_id: int | None
    first_on: date
    last_on: date
    asked_count: int | None
    scale: Scale
    zero_is_missing: bool = False

    @classmethod
    def parse(cls, given: Mapping[str, object]) -> SurveyDraft:
        """Return the survey that the fields of a form describe.

        Raises:
            InvalidInput: with a message for each field that cannot be taken.
        """
        problems: dict[str, Message] = {}
        name = clean_line(str(given.get("name") or ""))
        if not name:
            problems["name"] = NEEDED
        elif len(name) > NAME_LIMIT:
            problems["name"] = message(N_("At most {count} characters, please."), count=NAME_LIMIT)
        first, last = given.get("first_on"), given.get("last_on")
        for field, value in (("first_on", first), ("last_on", last)):
            if not isinstance(value, date):
                problems[field] = NEEDED
            elif not 1990 <= value.year <= 2190:
                problems[field] = message(N_("A day between 1990 and 2190, please."))
        if isinstance(first, date) and isinstance(last, date) and last < first:
            problems["last_on"] = message(N_("The last day lies before the first."))
        asked = _asked(given.get("asked_count"), problems)
        scale, team = given.get("scale"), given.get("team_id")
        if not isinstance(scale, Scale):
            problems["scale"] = NEEDED
        if problems or not isinstance(scale, Scale) or not isinstance(first, date) or not isinstance(last, date):
            raise InvalidInput(problems)
        team_id = team if isinstance(team, int) and team > 0 else None
        return cls(name, team_id, first, last, asked, scale, bool(given.get("zero_is_missing")))


def _asked(given: object, problems: dict[str, Message]) -> int | None:
    text = clean_line(str(given or "")).replace(",", "")
    if not text:
        return None
    digits = text.lstrip("0")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9) or int(digits) > MOST_ASKED:
        problems["asked_count"] = _WHOLE
        return None
    return int(digits)


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """A line of the table of indicators, as typed."""

    name: str
    weight: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A line of the table of questions, as chosen; ``indicator`` is a name, "" for none."""

    item_id: int
    purpose: str
    low: int | None
    high: int | None
    indicator: str


def parse_scheme(indicators: Sequence[IndicatorRow], items: Sequence[ItemRow], *, zero_is_missing: bool) -> Scheme:
    """Return the scheme that two tables describe, as a draft of version 0.

    Raises:
        InvalidInput: with one message for each table, ``indicators`` and ``items``, that cannot be taken.
    """
    problems: dict[str, Message] = {}
    kept = _indicators([row for row in indicators if row.name.strip() or row.weight.strip()], problems)
    places = {indicator.name: place for place, indicator in enumerate(kept)}
    rules = _rules(items, places, problems)
    if problems:
        raise InvalidInput(problems)
    return Scheme(0, zero_is_missing, tuple(kept), tuple(rules))


def _indicators(rows: Sequence[IndicatorRow], problems: dict[str, Message]) -> list[Indicator]:
    kept: list[Indicator] = []
    if len(rows) > MOST_INDICATORS:
        problems["indicators"] = message(N_("At most {count} indicators, please."), count=MOST_INDICATORS)
        return kept
    for row in rows:
        name = clean_line(row.name)
        weight = _weight(row.weight)
        if not name or len(name) > INDICATOR_LIMIT:
            problems["indicators"] = message(
                N_("Each indicator needs a name of at most {count} characters."), count=INDICATOR_LIMIT
            )
        elif name in {indicator.name for indicator in kept}:
            problems["indicators"] = message(N_("Two indicators are called {name}."), name=name)
        elif weight is None:
            problems["indicators"] = message(N_("The weight of {name} must be a number above 0."), name=name)
        else:
            kept.append(Indicator(name, weight))
    return kept


def _weight(text: str) -> Decimal | None:
    try:
        weight = Decimal(clean_line(text).removesuffix("%").strip()[:40]).quantize(Decimal("0.0001"))
    except InvalidOperation:
        return None
    return weight if weight.is_finite() and 0 < weight <= MOST_WEIGHT else None


def _rules(rows: Sequence[ItemRow], places: Mapping[str, int], problems: dict[str, Message]) -> list[ItemRule]:
    rules: list[ItemRule] = []
    for row in rows:
        if row.low is None or row.high is None or not 0 <= row.low < row.high <= HIGHEST:
            problems["items"] = _SCALE
            continue
        if row.purpose not in set(Purpose):
            problems["items"] = NEEDED
            continue
        purpose, scale = Purpose(row.purpose), Scale(row.low, row.high)
        place = places.get(clean_line(row.indicator)) if purpose in RATED else None
        rules.append(ItemRule(row.item_id, purpose, scale, place))
    for purpose, text in (
        (Purpose.OVERALL, N_("Only one question can be the overall satisfaction.")),
        (Purpose.RECOMMEND, N_("Only one question can be the recommendation.")),
    ):
        if sum(rule.purpose is purpose for rule in rules) > 1:
            problems["items"] = message(text)
    if any(
        rule.purpose is Purpose.RECOMMEND and (rule.scale.low, rule.scale.high) not in RECOMMEND_SCALES
        for rule in rules
    ):
        problems["items"] = message(N_("A recommendation is asked on the scale 0 to 10 or 1 to 10."))
    return rules
