"""The demo company's customers: a fixed number joins in each calendar month, so that each has a number for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from crm_core.demo import names
from crm_core.demo.dice import Real, Roll, Texts, Truth, Whole, day_count, dice, first_day, month_number, pick
from crm_core.demo.people import ACCOUNTS, CARERS

# How many join from January to December; the numbers count from the founding.
_JOINING = (20, 16, 23, 22, 24, 25, 20, 20, 26, 23, 25, 20)
_A_YEAR = sum(_JOINING)
FOUNDED = month_number(date(2000, 1, 1))
KEPT = 2000  # customers in a new demo store
BUYING = 1150  # only the youngest of them still buy; with the joining of three years this stays below KEPT
UNOWNED = -1
_COMPANY_SHARE, _POOL_SHARE, _NEVER_BUYS = 0.24, 0.07, 0.08


@dataclass(frozen=True, eq=False)
class Customers:
    """Customers in the order of their numbers, from ``first``; one array a property.

    ``carer`` is a position in ACCOUNTS or UNOWNED; ``place`` one in PLACES; ``gender`` 0 none, 1 female, 2 male.
    ``birthday`` is an ordinal, 0 where unknown. ``weight`` says how often it buys, ``days`` for how long.
    """

    first: int
    joined: Whole
    joined_at: Whole
    name: Texts
    is_company: Whole
    gender: Whole
    birthday: Whole
    place: Whole
    carer: Whole
    weight: Real
    days: Real
    bulk: Real
    buys: Whole
    phone: Texts
    email: Texts
    note: Texts

    def __len__(self) -> int:
        return len(self.joined)

    @property
    def number(self) -> Whole:
        """The customers' numbers."""
        return np.arange(self.first, self.first + len(self), dtype=np.int64)

    @property
    def team(self) -> Whole:
        """The teams (positions) of the customers' places; UNOWNED for those in the public pool."""
        by_place = np.array([place.team for place in names.PLACES])
        return np.where(self.carer == UNOWNED, UNOWNED, by_place[self.place])


def number_before(month: int) -> int:
    """Return how many customers had joined before the month began."""
    years, months = divmod(month - FOUNDED, 12)
    return years * _A_YEAR + sum(_JOINING[:months])


def code_of(number: int) -> str:
    """Return the code of a customer's number."""
    return f"KH{number:06d}"


@lru_cache(maxsize=64)
def customers_of(seed: int, first_month: int, last_month: int) -> Customers:
    """Return the customers who joined in the months given, both included."""
    blocks = [_month(seed, month) for month in range(first_month, last_month + 1)]
    parts = {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}
    return Customers(first=number_before(first_month), **parts)


@lru_cache(maxsize=400)
def _month(seed: int, month: int) -> dict[str, Texts]:
    rng, count = dice(seed, Roll.CUSTOMERS, month), _JOINING[month % 12]
    start, days = first_day(month).toordinal(), day_count(month)
    # nobody joins on the first: the counters are closed for the members' day
    joined = np.sort(start + 1 + rng.integers(0, days - 1, count))
    is_company = rng.random(count) < _COMPANY_SHARE
    gender = np.where(is_company, 0, rng.choice([1, 2, 0], count, p=[0.56, 0.40, 0.04]))
    place = pick(rng, np.array([place.share for place in names.PLACES]), count)
    birthday = _birthdays(rng, count, start)
    numbers = number_before(month) + np.arange(count)
    called = _names(rng, is_company, gender, place)
    has_phone, has_mail = rng.random(count) < 0.96, rng.random(count) < np.where(is_company, 0.8, 0.35)
    phones = [f"{names.PHONE_PREFIX}{number * 48611 % 10_000_000:07d}" for number in numbers]
    mails = [f"kh{number:06d}@{names.MAIL_DOMAIN}" for number in numbers]
    return {
        "joined": joined,
        "joined_at": (9.5 * 3600 + rng.random(count) * 9 * 3600).astype(np.int64),
        "name": called,
        "is_company": is_company,
        "gender": gender,
        "birthday": np.where(is_company | (rng.random(count) < 0.3), 0, birthday),
        "place": place,
        "carer": _carers(rng, place),
        "weight": rng.gamma(1.2, 1.0, count) + 0.35,
        "days": rng.exponential(1500, count) + 30,
        "bulk": np.where(is_company, np.exp(rng.normal(1.1, 0.5, count)).clip(1.5, 8), 1.0),
        "buys": rng.random(count) >= _NEVER_BUYS,
        "phone": _where(has_phone, phones),
        "email": _where(has_mail, mails),
        "note": _notes(rng, is_company),
    }


def _where(has: Truth, texts: list[str]) -> Texts:
    return np.array([text if there else None for text, there in zip(texts, has, strict=True)], dtype=object)


def _birthdays(rng: np.random.Generator, count: int, start: int) -> Whole:
    age = (rng.normal(39, 11, count).clip(19, 78) * 365.25).astype(np.int64)
    return start - age


def _carers(rng: np.random.Generator, place: Whole) -> Whole:
    """Return who looks after each: somebody of the place's team, now and then a manager, or nobody."""
    teams = np.array([place.team for place in names.PLACES])[place]
    chosen = np.full(len(place), UNOWNED, dtype=np.int64)
    for team in range(3):
        able = [carer for carer in CARERS if ACCOUNTS[carer].team in (team, None)]
        loads = np.array([ACCOUNTS[carer].load for carer in able])
        drawn = np.array(able)[pick(rng, loads, len(place))]
        chosen = np.where(teams == team, drawn, chosen)
    return np.where(rng.random(len(place)) < _POOL_SHARE, UNOWNED, chosen)


def _names(rng: np.random.Generator, is_company: Texts, gender: Whole, place: Whole) -> Texts:
    count = len(place)
    surnames = (*names.SURNAMES, *names.RARE_SURNAMES)
    weights = 1 / np.arange(1, len(surnames) + 1) ** 0.75
    surname = pick(rng, weights, count)
    given, brand = rng.integers(0, 1 << 30, count), rng.integers(0, len(names.BRANDS), count)
    trade, form = rng.integers(0, len(names.TRADES), count), rng.integers(0, len(names.FORMS), count)
    made = []
    for at in range(count):
        if is_company[at]:
            parts = (names.BRANDS[brand[at]], names.TRADES[trade[at]], names.FORMS[form[at]])
            made.append(names.PLACES[place[at]].region + "".join(parts))
        else:
            stock = names.FEMALE_NAMES if gender[at] == 1 else names.MALE_NAMES
            made.append(surnames[surname[at]] + stock[given[at] % len(stock)])
    return np.array(made, dtype=object)


def _notes(rng: np.random.Generator, is_company: Texts) -> Texts:
    count = len(is_company)
    has, which = rng.random(count) < np.where(is_company, 0.6, 0.12), rng.integers(0, 1 << 30, count)
    notes: list[str | None] = []
    for at in range(count):
        stock = names.NOTES_COMPANY if is_company[at] else names.NOTES_PERSON
        who = names.SURNAMES[which[at] % len(names.SURNAMES)] + ("经理", "女士", "先生", "主任")[which[at] % 4]
        notes.append(stock[which[at] % len(stock)].format(who=who) if has[at] else None)
    return np.array(notes, dtype=object)


def month_with(number: int) -> int:
    """Return the month in which the customer with the number joined."""
    years, within = divmod(number, _A_YEAR)
    month = FOUNDED + years * 12
    return month + int(np.searchsorted(np.cumsum(_JOINING), within, side="right"))
