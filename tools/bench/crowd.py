"""A large company as arrays: customers, purchase lines, talks and promises, seeded and without loops over rows.

Customers join over three years, three times as many a day at the end as at the start. How often each buys is gamma
distributed with a heavy tail, for how long is exponential, and the rest follows: orders by season and hour, one to a few
lines each, products by Zipf's law. Lines are in the order of time, as an append-only table grows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Real = NDArray[np.float64]

DAYS = 1096
TEAMS, STAFF_A_TEAM = 8, 5
PRODUCTS, CATEGORIES = 2000, 20
COUNTRIES = ("中国", "中国香港", "新加坡", "马来西亚", "日本", "美国", "德国", "英国")
CHANNELS = ("门店", "官网商城", "微信小程序", "天猫旗舰店", "大客户直销")
_LINES_AN_ORDER = 1.6
_SEASON = np.array([1.1, 0.8, 0.95, 0.95, 1.0, 1.1, 0.9, 0.9, 1.1, 1.0, 1.3, 1.1])


@dataclass(frozen=True)
class Size:
    """How large: the number of customers, of purchase lines (met to about one in a hundred) and of interactions."""

    customers: int
    lines: int
    interactions: int


@dataclass(frozen=True)
class Crowd:
    """The customers; days count from ``first``. Owners are positions among the staff, -1 for the public pool."""

    first: date
    joined: Real
    rate: Real
    life: Real
    spend: Real
    owner: Whole
    country: Whole
    is_company: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.joined)


def crowd_of(rng: np.random.Generator, size: Size, as_of: date) -> Crowd:
    """Return ``size.customers`` customers who joined in the three years up to ``as_of``."""
    count = size.customers
    share = rng.random(count)
    joined = DAYS * (np.sqrt(1 + 8 * share) - 1) / 2  # inverse of a density that grows from 1 to 3
    vip = np.where(rng.random(count) < 0.02, 1 + 4 * rng.pareto(2.5, count), 1.0)
    satisfied = rng.normal(0, 0.3, count)
    life = rng.exponential(320, count) * np.exp(satisfied) / rng.gamma(1.5, 1 / 1.5, count).clip(0.05)
    weights = 1 / np.arange(1, len(COUNTRIES) + 1) ** 2.2
    return Crowd(
        first=as_of - timedelta(days=DAYS - 1),
        joined=np.sort(joined.clip(0, DAYS - 0.01)),
        rate=(rng.gamma(0.6, 1.0, count) + 0.02) * vip,
        life=life,
        spend=np.exp(rng.normal(0, 0.5, count)),
        owner=np.where(rng.random(count) < 0.05, -1, rng.integers(0, TEAMS * STAFF_A_TEAM, count)),
        country=rng.choice(len(COUNTRIES), count, p=weights / weights.sum()),
        is_company=rng.random(count) < 0.2,
    )


@dataclass(frozen=True)
class Products:
    """Prices and costs in fen, and how each is liked."""

    price: Whole
    cost: Whole
    edges: Real


def products_of(rng: np.random.Generator) -> Products:
    """Return the products."""
    price = np.round(np.exp(rng.normal(4.2, 0.9, PRODUCTS)) * 100, -1).astype(np.int64).clip(100)
    likes = 1 / np.arange(1, PRODUCTS + 1) ** 1.1
    cost = (price * rng.uniform(0.45, 0.8, PRODUCTS)).astype(np.int64)
    return Products(price, cost, np.cumsum(likes) / likes.sum())


@dataclass(frozen=True)
class Chunk:
    """Some orders' lines, in the order of time. ``customer`` is a position, -1 for anonymous; money in fen."""

    order: Whole
    line: Whole
    customer: Whole
    moment: Whole  # seconds since the first day's midnight
    product: Whole
    quantity: Whole
    price: Whole
    cost: Whole


def chunks_of(rng: np.random.Generator, crowd: Crowd, products: Products, lines: int, most: int) -> Iterator[Chunk]:
    """Yield about ``lines`` purchase lines in chunks of at most about ``most``, numbered through."""
    orders = _orders(rng, crowd, int(lines / _LINES_AN_ORDER))
    step = max(1, int(most / _LINES_AN_ORDER))
    for start in range(0, len(orders.buyer), step):
        part = slice(start, start + step)
        yield _lines(rng, crowd, products, _Orders(orders.number[part], orders.buyer[part], orders.moment[part]))


@dataclass(frozen=True)
class _Orders:
    number: Whole
    buyer: Whole
    moment: Whole


def _orders(rng: np.random.Generator, crowd: Crowd, wanted: int) -> _Orders:
    """Return the orders by time. Everybody buys when joining, if there is room."""
    life = np.minimum(crowd.life, DAYS - crowd.joined).clip(0.005)
    weight = crowd.rate * life
    first = min(len(crowd), wanted)
    more = rng.poisson(weight * (max(wanted - first, 0) / weight.sum()))
    buyer = np.concatenate([np.arange(first), np.repeat(np.arange(len(crowd)), more)])
    grid, busy = np.arange(DAYS + 1, dtype=np.float64), _busy_days(crowd.first)
    start, end = np.interp(crowd.joined, grid, busy), np.interp(crowd.joined + life, grid, busy)
    day = np.interp(start[buyer] + rng.random(len(buyer)) * (end - start)[buyer], busy, grid)
    day[:first] = crowd.joined[:first]
    hour = rng.normal(14, 3.5, len(buyer)).clip(7, 22.9)
    moment = (np.floor(day) * 86_400 + hour * 3600).astype(np.int64)
    by_time = np.argsort(moment, kind="stable")
    return _Orders(np.arange(len(by_time)), buyer[by_time], moment[by_time])


def _busy_days(first: date) -> Real:
    """Return how much of all business has passed by the end of each day, from 0."""
    days = [first + timedelta(days=offset) for offset in range(DAYS)]
    weights = [_SEASON[day.month - 1] * (1.25 if day.weekday() >= 5 else 1.0) for day in days]
    return np.concatenate([[0.0], np.cumsum(weights)])


def _lines(rng: np.random.Generator, crowd: Crowd, products: Products, orders: _Orders) -> Chunk:
    buyer = orders.buyer
    count = 1 + rng.poisson(_LINES_AN_ORDER - 1, len(buyer))
    of = np.repeat(np.arange(len(buyer)), count)
    line = np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count) + 1
    product = np.searchsorted(products.edges, rng.random(len(of))).clip(0, PRODUCTS - 1)
    spend = crowd.spend[buyer][of] * np.exp(rng.normal(0, 0.1, len(of)))
    returned = (rng.random(len(buyer)) < 0.03)[of]
    anonymous = (rng.random(len(buyer)) < 0.1)[of]
    quantity = 1 + rng.poisson(0.4, len(of))
    return Chunk(
        order=orders.number[of],
        line=line,
        customer=np.where(anonymous, -1, buyer[of]),
        moment=orders.moment[of],
        product=product,
        quantity=np.where(returned, -quantity, quantity),
        price=np.round(products.price[product] * spend).astype(np.int64).clip(10),
        cost=products.cost[product],
    )
