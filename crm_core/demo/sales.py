"""What the demo company sells: a month's orders, line by line, and the returns that follow them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache

import numpy as np

from crm_core.demo.customers import BUYING, Customers, customers_of, month_with, number_before
from crm_core.demo.dice import Roll, Texts, Whole, day_count, dice, first_day, pick
from crm_core.demo.names import COUNTRIES, PLACES
from crm_core.demo.seasons import day_weights
from crm_core.demo.wares import WARES

ANONYMOUS = -1
UNKNOWN = -1  # a cost that nobody wrote down
CHANNELS = ("门店", "官网商城", "微信小程序", "天猫旗舰店", "大客户直销")
_DIRECT = 4
_ORDERS_A_DAY = 9.0
_ANONYMOUS_SHARE, _RETURNED = 0.12, 0.035
_MEMBERS_AGE = 730
_MEMBERS_BASKET = 1.05  # orders of a members' day are at least this much larger than the month's

_PRICE = np.array([ware.price for ware in WARES], dtype=np.int64)
_COST = np.array([UNKNOWN if ware.cost is None else ware.cost for ware in WARES], dtype=np.int64)
_LIKES = np.array([ware.likes for ware in WARES])
_BULK_LIKES = np.array([ware.bulk_likes for ware in WARES])
_IS_GIFT = np.array([ware.category == "礼盒" for ware in WARES])


@dataclass(frozen=True)
class Lines:
    """Purchase lines, one array a column. ``order`` counts within its day; money is in fen; ``day`` is an ordinal.

    ``customer`` is a customer's number or ANONYMOUS; ``cost`` may be UNKNOWN; ``is_return`` lines have a negative ``quantity``.
    """

    day: Whole
    second: Whole
    order: Whole
    line: Whole
    customer: Whole
    ware: Whole
    quantity: Whole
    price: Whole
    cost: Whole
    country: Whole
    channel: Whole
    is_return: Whole

    def __len__(self) -> int:
        return len(self.day)

    def where(self, kept: Texts) -> Lines:
        """Return the lines at the places or truths given."""
        return Lines(**{field.name: getattr(self, field.name)[kept] for field in fields(self)})

    @property
    def amount(self) -> Whole:
        """Quantity times price, in fen."""
        return self.quantity * self.price

    @property
    def order_key(self) -> Whole:
        """One number an order."""
        return (self.day * 2 + self.is_return) * 10_000 + self.order


def joined(parts: list[Lines]) -> Lines:
    """Return the lines of all ``parts``, in the order of their time."""
    whole = Lines(
        **{field.name: np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Lines)}
    )
    return whole.where(np.lexsort((whole.line, whole.order, whole.is_return, whole.second, whole.day)))


@lru_cache(maxsize=64)
def sales_of(seed: int, month: int) -> Lines:
    """Return the lines sold in the month, and their returns, of which some fall into the month after."""
    people = customers_of(seed, month_with(number_before(month) - BUYING), month)
    rng = dice(seed, Roll.SALES, month)
    orders = _orders(rng, month, people)
    sold = _with_members_baskets(_baskets(rng, orders, people), people, month)
    return joined([sold, _returns(rng, sold)])


@dataclass(frozen=True)
class _Orders:
    day: Whole
    second: Whole
    number: Whole
    customer: Whole


def _orders(rng: np.random.Generator, month: int, people: Customers) -> _Orders:
    """Return the month's orders by time: those of known customers, anonymous ones, and first orders of who joins."""
    first, days = first_day(month).toordinal(), day_count(month)
    known = slice(number_before(month) - BUYING - people.first, number_before(month) - people.first)
    age = first - people.joined[known]
    youth = np.linspace(0.35, 1.0, BUYING)  # the oldest come less and less
    weight = people.weight[known] * youth * (age < people.days[known]) * people.buys[known]
    per_day = rng.poisson(day_weights(month) * _ORDERS_A_DAY)
    day = first + np.repeat(np.arange(days), per_day)
    customer = people.first + known.start + pick(rng, weight, len(day))
    # the members' day is for who joined within two years: nobody buys for the first time in a store's memory on a first
    recent = people.first + known.start + pick(rng, np.where(age < _MEMBERS_AGE, weight, 0.0), len(day))
    customer = np.where(day == first, recent, customer)
    customer = np.where(rng.random(len(day)) < _ANONYMOUS_SHARE, ANONYMOUS, customer)
    second = (9 * 3600 + rng.beta(2.2, 1.8, len(day)) * 12.5 * 3600).astype(np.int64)
    fresh = slice(known.stop, number_before(month + 1) - people.first)
    buys = people.buys[fresh]
    day = np.concatenate([day, people.joined[fresh][buys]])
    second = np.concatenate([second, people.joined_at[fresh][buys] + 600])
    customer = np.concatenate([customer, people.number[fresh][buys]])
    by_time = np.lexsort((second, day))
    day, second, customer = day[by_time], second[by_time], customer[by_time]
    return _Orders(day, second, _count_within(day), customer)


def _count_within(sorted_keys: Whole) -> Whole:
    """Return 1, 2, 3 … within each run of equal keys."""
    starts = np.flatnonzero(np.diff(sorted_keys, prepend=-1))
    lengths = np.diff(np.append(starts, len(sorted_keys)))
    return np.arange(len(sorted_keys)) - np.repeat(starts, lengths) + 1


def _baskets(rng: np.random.Generator, orders: _Orders, people: Customers) -> Lines:
    """Return the lines of the orders: what is in each basket, how many of it, at which price."""
    count = 1 + rng.poisson(0.75, len(orders.day)).clip(0, 5)
    of = np.repeat(np.arange(len(orders.day)), count)
    day, customer = orders.day[of], orders.customer[of]
    at = np.where(customer == ANONYMOUS, 0, customer - people.first)
    is_known = customer != ANONYMOUS
    is_bulk = is_known & people.is_company[at]
    ware = np.where(is_bulk, pick(rng, _BULK_LIKES, len(of)), pick(rng, _LIKES, len(of)))
    quantity = 1 + rng.poisson(0.35, len(of))
    quantity = np.where(is_bulk, np.ceil(quantity * people.bulk[at] / np.where(_PRICE[ware] > 60_000, 3, 1)), quantity)
    share = np.where(is_bulk, 0.90, np.where(rng.random(len(of)) < 0.3, 0.95, 1.0))
    share = np.where(_IS_GIFT[ware] & (rng.random(len(of)) < 0.2), share * 0.95, share)
    home = np.array([COUNTRIES.index(place.country) for place in PLACES])
    country = np.where(is_known, home[people.place[at]], 0)
    abroad = rng.random(len(orders.day))[of] < 0.02
    channel = pick(rng, np.array([0.34, 0.17, 0.25, 0.24]), len(orders.day))[of]
    return Lines(
        day=day,
        second=orders.second[of],
        order=orders.number[of],
        line=_count_within(of),
        customer=customer,
        ware=ware,
        quantity=quantity.astype(np.int64),
        price=np.round(_PRICE[ware] * share, -1).astype(np.int64),
        cost=_COST[ware],
        country=np.where(abroad, (country + 1) % len(COUNTRIES), country),
        channel=np.where(is_bulk, _DIRECT, np.where(is_known, channel, np.where(channel == 1, 0, channel))),
        is_return=np.zeros(len(of), dtype=np.int64),
    )


def _with_members_baskets(lines: Lines, people: Customers, month: int) -> Lines:
    """Return the lines with larger company orders on the first, so that the members' day opens each month well."""
    is_first = lines.day == first_day(month).toordinal()
    at = np.where(lines.customer == ANONYMOUS, 0, lines.customer - people.first)
    may_grow = is_first & (lines.customer != ANONYMOUS) & people.is_company[at].astype(bool)
    if not may_grow.any():
        may_grow = is_first
    wanted = _MEMBERS_BASKET * lines.amount[~is_first].sum() / len(np.unique(lines.order_key[~is_first]))
    missing = wanted * len(np.unique(lines.order_key[is_first])) - lines.amount[is_first].sum()
    if missing <= 0:
        return lines
    factor = 1 + missing / lines.amount[may_grow].sum()
    grown = np.where(may_grow, np.ceil(lines.quantity * factor), lines.quantity).astype(np.int64)
    return Lines(**{**{field.name: getattr(lines, field.name) for field in fields(lines)}, "quantity": grown})


def _returns(rng: np.random.Generator, sold: Lines) -> Lines:
    """Return what comes back within a fortnight; the first two days of a month, after stock-taking, take none."""
    back = np.flatnonzero(rng.random(len(sold)) < _RETURNED)
    lines = sold.where(back)
    day = lines.day + rng.integers(3, 15, len(back))
    month_days = np.array([date.fromordinal(int(one)).day for one in day], dtype=np.int64)
    day = np.where(month_days <= 2, day + 3 - month_days, day)
    part = np.ceil(lines.quantity * np.where(rng.random(len(back)) < 0.5, 1.0, 0.4)).astype(np.int64)
    by_day = np.lexsort((lines.second, day))
    lines, day, part = lines.where(by_day), day[by_day], part[by_day]
    return Lines(
        day=day,
        second=lines.second,
        order=lines.day % 100 * 100 + _count_within(day),  # the sales of two months may come back on one day
        line=np.ones(len(day), dtype=np.int64),
        customer=lines.customer,
        ware=lines.ware,
        quantity=-part,
        price=lines.price,
        cost=lines.cost,
        country=lines.country,
        channel=lines.channel,
        is_return=np.ones(len(day), dtype=np.int64),
    )
