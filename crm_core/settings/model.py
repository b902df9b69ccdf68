"""The company's own choices, their defaults and what may be chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from zoneinfo import available_timezones

from crm_core.errors import N_, InvalidInput, Message, message


@dataclass(frozen=True, slots=True)
class Settings:
    """All choices, with what holds until somebody chooses.

    Ratios are 0-1 and more; hours, days and months are whole numbers.
    """

    company_name: str = ""
    zone: str = "Asia/Shanghai"
    currency: str = "CNY"
    first_month: int = 1
    purchases_cover_until: date | None = None
    on_track_pace: Decimal = Decimal("1.0")
    at_risk_pace: Decimal = Decimal("0.9")
    on_track_attainment: Decimal = Decimal("0.8")
    at_risk_attainment: Decimal = Decimal("0.5")
    session_idle_hours: int = 8
    session_absolute_days: int = 7
    pool_most_owned: int = 500
    pool_claims_a_day: int = 10
    pool_back_days: int = 30
    pool_protected_days: int = 30
    attachment_megabytes: int = 20
    attachments_megabytes: int = 200
    sights_kept_days: int = 365
    new_customer_days: int = 90
    old_customer_months: int = 24
    large_customer_thousands: int = 50
    plan_high_actions: int = 5
    plan_climb_days: int = 3
    backup_hour: int = 2
    backups_kept: int = 14

    def as_text(self) -> dict[str, str]:
        """Return every choice as the text that a form or the store holds; '' where there is none."""
        return {name: "" if value is None else str(value) for name, value in asdict(self).items()}


_WHOLE = {
    "pool_most_owned": (0, 9999),
    "pool_claims_a_day": (0, 500),
    "pool_back_days": (0, 365),
    "pool_protected_days": (0, 365),
    "attachment_megabytes": (1, 50),
    "attachments_megabytes": (1, 2000),
    "new_customer_days": (0, 365),
    "old_customer_months": (0, 120),
    "large_customer_thousands": (0, 9999),
    "plan_high_actions": (1, 50),
    "plan_climb_days": (0, 30),
    "first_month": (1, 12),
    "session_idle_hours": (1, 72),
    "session_absolute_days": (1, 90),
    "sights_kept_days": (30, 3650),
    "backup_hour": (0, 23),
    "backups_kept": (1, 365),
}
RATIOS = ("on_track_pace", "at_risk_pace", "on_track_attainment", "at_risk_attainment")

_LEAST_PERCENT = 10  # from which a number without a sign is taken for percent


def parse_settings(given: Mapping[str, str], before: Settings) -> Settings:
    """Return ``before`` with the ``given`` texts in place of its choices.

    Raises:
        InvalidInput: with a message for each field that cannot be taken.
    """
    texts = {**before.as_text(), **{name: text.strip() for name, text in given.items()}}
    problems: dict[str, Message] = {}
    values: dict[str, object] = {}
    for field in fields(Settings):
        try:
            values[field.name] = _parse(field.name, texts[field.name])
        except _Unfit as error:
            problems[field.name] = error.reason
    if not problems:
        problems = _contradictions(values)
    if problems:
        raise InvalidInput(problems)
    return Settings(**values)  # type: ignore[arg-type] # each value was parsed for its field


@cache
def known_zones() -> frozenset[str]:
    """Return the names of all time zones; the system reads some hundred folders for them, hence once."""
    return frozenset(available_timezones())


class _Unfit(Exception):
    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason


def _parse(name: str, text: str) -> object:
    if name in _WHOLE:
        low, high = _WHOLE[name]
        if not re.fullmatch(r"\d{1,4}", text) or not low <= int(text) <= high:
            raise _Unfit(message(N_("A whole number from {low} to {high}, please."), low=low, high=high))
        return int(text)
    if name in RATIOS:
        return _ratio(text)
    if name == "zone":
        if text not in known_zones():
            raise _Unfit(message(N_("This time zone is not known. An example is Asia/Shanghai.")))
        return text
    if name == "currency":
        if not re.fullmatch(r"[A-Z]{3}", text):
            raise _Unfit(message(N_("Three capital letters, please, such as CNY.")))
        return text
    if name == "purchases_cover_until":
        return _day(text)
    if len(text) > 100:
        raise _Unfit(message(N_("At most {count} characters, please."), count=100))
    return text


def percent(ratio: Decimal) -> str:
    """Return a ratio as people write it, with all its digits: 0.9 is "90%"; ``parse_settings`` reads it back."""
    return f"{(ratio * 100).normalize():f}%"


def _ratio(text: str) -> Decimal:
    """Read "90%", and 0.9 as the store holds it; between them, a number without its sign could be either and is neither."""
    number = text.rstrip("%％").rstrip()
    try:
        value = Decimal(number)
        if number != text or value >= _LEAST_PERCENT:
            value = (value / 100).normalize()
    except InvalidOperation:
        value = Decimal(-1)
    if not (value.is_finite() and Decimal(0) < value <= Decimal(2)):
        raise _Unfit(message(N_("A percentage above 0 and up to 200, please, such as 90%.")))
    return value


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _Unfit(message(N_("A date, please, such as 2026-03-31."))) from None


def _contradictions(values: Mapping[str, object]) -> dict[str, Message]:
    problems = {}
    for low, high in (("at_risk_pace", "on_track_pace"), ("at_risk_attainment", "on_track_attainment")):
        if values[low] >= values[high]:  # type: ignore[operator] # both are Decimal here
            problems[low] = message(N_("This must be lower than the threshold for on track."))
    return problems
