"""The demo company's surveys: who buys is asked on the same evening, and some answer. One survey a year of the whole company,
and one of a team's own.

Whether an order is answered, and how, depends on the seed and on the order alone: a store that is topped up holds the same
answers as one that is filled later.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crm_core.access.model import CONSOLE, Actor, Permission, Role
from crm_core.demo.customers import code_of
from crm_core.demo.dice import Real, Truth, Whole
from crm_core.demo.people import TEAMS
from crm_core.demo.rows import Moment, days
from crm_core.demo.sales import ANONYMOUS, CHANNELS, Lines
from crm_core.demo.world import World
from crm_core.imports.model import ImportOptions
from crm_core.settings import service as settings
from crm_core.store import Store, Transaction, statement
from crm_core.surveys import service as surveys
from crm_core.surveys.importing import Question, with_questions
from crm_core.surveys.intake import PreparedAnswers
from crm_core.surveys.model import Indicator, Purpose, Scale

_WORDS = ("非常不满意", "不满意", "一般", "满意", "非常满意")
_WEIGHTS = {"请评价商品": ("商品", "40"), "请评价服务": ("服务", "35"), "请评价送货": ("送货", "25")}
_REASON = "按三方面的重要程度设定权重"
_GUESSED = 2  # the version of a scheme that the first answers have made; the first of all is empty
_REMARKS_GOOD = ("很好，会再来", "茶叶新鲜，包装也好看", "店员讲解很耐心", "礼盒送人很体面", "回购好几次了")
_REMARKS_BAD = ("送货比说好的晚了一天", "包装有点破损", "希望多一些小规格", "客服回复慢", "价格涨得有点快")
_COMPANY_SHARE, _TEAM_SHARE = 0.2, 0.3
_TREND_FROM, _TREND_YEARS = date(2024, 1, 1).toordinal(), 4.0


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question: what it asks, what for, how content people are with it, and how much more so each year."""

    header: str
    purpose: Purpose
    level: float = 0.0
    rise: float = 0.0


_QUESTIONS = (
    _Asked("1、您对我们的总体满意程度是？", Purpose.OVERALL, 3.72, 0.14),
    _Asked("2、请评价商品—品质", Purpose.RATING, 4.0, 0.06),
    _Asked("2、请评价商品—包装", Purpose.RATING, 3.75, 0.08),
    _Asked("3、请评价服务—态度", Purpose.RATING, 3.9, 0.12),
    _Asked("3、请评价服务—专业程度", Purpose.RATING, 3.7, 0.14),
    _Asked("4、请评价送货—速度", Purpose.RATING, 3.1, 0.3),
    _Asked("4、请评价送货—准时", Purpose.RATING, 3.2, 0.26),
    _Asked("5、您向朋友推荐我们的可能性有多大？", Purpose.RECOMMEND, 7.5, 0.35),
    _Asked("6、您这次在哪里购买？", Purpose.GROUP),
    _Asked("7、您的意见和建议", Purpose.COMMENT),
)


@dataclass(frozen=True, slots=True)
class _Wave:
    """One survey: whose (a place in ``TEAMS``; None: the company's) and of which year."""

    year: int
    team: int | None

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        return date(self.year, 12, 31)

    @property
    def name(self) -> str:
        return f"{self.year}年客户满意度调查" if self.team is None else f"{TEAMS[self.team]}{self.year}年购后回访"


def waves(day: date) -> list[_Wave]:
    """Return the four surveys that a new store holds on ``day``: of this year and the one before."""
    return [_Wave(year, team) for year in (day.year - 1, day.year) for team in (None, 1)]


@dataclass(frozen=True, slots=True)
class _Answered:
    """The orders that were answered, one place each: what was sold to whom, when, and the order's own dice."""

    key: Whole
    day: Whole
    second: Whole
    customer: Whole
    channel: Whole
    team: Whole

    def __len__(self) -> int:
        return len(self.key)

    def where(self, kept: Truth) -> _Answered:
        return _Answered(*(getattr(self, name)[kept] for name in self.__slots__))


def add_surveys(
    transaction: Transaction, store: Store, world: World, moment: Moment, *, import_of: Callable[[pa.Table], int]
) -> int:
    """Write what was answered to what was bought in the world's span, with the surveys; return how many answers there are.

    ``import_of`` notes the answers' import and returns its id.
    """
    orders, manager = _orders(world), _manager(store)
    zone, count = settings.current(store).zone, 0
    for wave in waves(world.last):
        asked = orders.where(_is_asked(orders, wave))
        salt, share = (1, _COMPANY_SHARE) if wave.team is None else (2, _TEAM_SHARE)
        answered = asked.where(_dice(asked.key, world.seed, salt) < share)
        survey_id = _survey(store, manager, wave)
        transaction.execute(statement("demo", "count_asked"), [survey_id, len(asked)])
        if len(answered):
            ready = _ready(answered, world.seed + salt, moment, zone)
            prepared = PreparedAnswers(store, CONSOLE, ready, ImportOptions(survey_id=survey_id), is_remembered=False)
            prepared.write(transaction, CONSOLE.require(Permission.SURVEY_EDIT), import_of(ready))
            _weigh(store, manager, survey_id)
        count += len(answered)
    return count


def _manager(store: Store) -> Actor:
    row = store.row(statement("demo", "manager"), ["manager"])
    return CONSOLE if row is None else Actor(row["user_id"], row["display_name"], Role.MANAGER)


def _orders(world: World) -> _Answered:
    """Return what was sold to known customers in the span, an order each."""
    lines: Lines = world.lines.where((world.lines.customer != ANONYMOUS) & (world.lines.is_return == 0))
    _keys, first = np.unique(lines.order_key, return_index=True)
    own = lines.where(first)
    return _Answered(
        own.order_key,
        own.day,
        own.second,
        own.customer,
        own.channel,
        world.people.team[own.customer - world.people.first],
    )


def _is_asked(orders: _Answered, wave: _Wave) -> Truth:
    inside = (orders.day >= wave.first.toordinal()) & (orders.day <= wave.last.toordinal())
    found: Truth = inside if wave.team is None else inside & (orders.team == wave.team)
    return found


def _survey(store: Store, manager: Actor, wave: _Wave) -> int:
    """Return the wave's survey, set up where it is new."""
    team = None if wave.team is None else TEAMS[wave.team]
    known = {survey.name: survey.survey_id for survey in surveys.editable(store, manager)}
    if wave.name in known:
        return known[wave.name]
    teams = {name: team_id for team_id, name in surveys.team_choices(store, None)}
    given = {
        "name": wave.name,
        "team_id": teams.get(team or ""),
        "first_on": wave.first,
        "last_on": wave.last,
        "scale": Scale(1, 5),
    }
    return surveys.create_survey(store, manager, given, f"demo:{wave.name}")


def _weigh(store: Store, manager: Actor, survey_id: int) -> None:
    """Give the indicators that the first answers have made their names and weights."""
    line = next(one for one in surveys.editable(store, manager) if one.survey_id == survey_id)
    if line.scheme_version != _GUESSED:
        return
    guessed = surveys.scheme_of(store, surveys.SchemeRequest(survey_id, _GUESSED))
    named = tuple(Indicator(_WEIGHTS[each.name][0], Decimal(_WEIGHTS[each.name][1])) for each in guessed.indicators)
    scheme = replace(guessed, indicators=named)
    key = f"demo:weights:{survey_id}"
    surveys.save_scheme(store, manager, survey_id, scheme, key=key, before=_GUESSED, reason=_REASON)


def _ready(answered: _Answered, seed: int, moment: Moment, zone: str) -> pa.Table:
    """Return the answers as a checked file would have them."""
    years = np.minimum((answered.day - _TREND_FROM) / 365.25, _TREND_YEARS)
    mood = _normal(answered.customer, seed, 3)
    said = [_said(answered, asked, place, (years, mood), seed) for place, asked in enumerate(_QUESTIONS)]
    overall = np.array([_WORDS.index(word) if word else 2 for word in said[0]])
    said[-1] = _remarks(answered, overall, seed)
    count = len(answered)
    local = moment.instants(answered.day, np.minimum(answered.second + 1_200, 86_399))
    keys = [f"n:{key}" for key in answered.key.tolist()]
    table = pa.table(
        {
            "row": np.arange(count),
            "outcome": pa.array(["added"] * count, pa.string()),
            "answer_key": pa.array(keys, pa.string()),
            "content_digest": pa.array([hashlib.sha256(key.encode()).hexdigest()[:20] for key in keys], pa.string()),
            "answered_at": pc.assume_timezone(local, zone).cast(pa.timestamp("us", "UTC")),
            "answered_on": days(answered.day),
            "customer_code": pa.array([code_of(number) for number in answered.customer.tolist()], pa.string()),
            "said": pa.array(zip(*said, strict=True), pa.list_(pa.string())),
        }
    )
    asked = [
        Question(each.header, each.purpose, Scale(0, 10) if each.purpose is Purpose.RECOMMEND else Scale(1, 5))
        for each in _QUESTIONS
    ]
    return with_questions(table, asked)


def _said(answered: _Answered, asked: _Asked, place: int, how: tuple[Real, Real], seed: int) -> list[str | None]:
    """Return what each said to a question; None for nothing."""
    years, mood = how
    if asked.purpose is Purpose.GROUP:
        return [CHANNELS[channel] for channel in answered.channel.tolist()]
    if asked.purpose is Purpose.COMMENT:
        return [None] * len(answered)
    # the questions of one indicator are answered alike: they have the number of the question in common
    part = _normal(answered.key, seed, 70 + int(asked.header[0]))
    noise, missing = _normal(answered.key, seed, 10 + place), _dice(answered.key, seed, 40 + place)
    level = asked.level + asked.rise * years
    is_sent = answered.channel != CHANNELS.index("门店")
    share = np.where(("送货" in asked.header) & ~is_sent, 0.7, 0.03)
    if asked.purpose is Purpose.RECOMMEND:
        found = np.rint(level + 1.1 * mood + 1.3 * noise).clip(0, 10).astype(np.int64)
        texts = [str(value) for value in found.tolist()]
    else:
        found = np.rint(level + 0.35 * mood + 0.5 * part + 0.45 * noise).clip(1, 5).astype(np.int64)
        texts = [_WORDS[value - 1] for value in found.tolist()]
    return [None if is_none else text for text, is_none in zip(texts, (missing < share).tolist(), strict=True)]


def _remarks(answered: _Answered, overall: Whole, seed: int) -> list[str | None]:
    speaks, which = _dice(answered.key, seed, 60), _dice(answered.key, seed, 61)
    found: list[str | None] = []
    for content, spoken, chosen in zip(overall.tolist(), speaks.tolist(), which.tolist(), strict=True):
        stock: Sequence[str] = _REMARKS_GOOD if content >= 3 else _REMARKS_BAD
        found.append(stock[int(chosen * len(stock))] if spoken < 0.28 else None)
    return found


def _dice(keys: Whole, seed: int, salt: int) -> Real:
    """Return one number of 0 to 1 for each key, the same whenever it is asked for (SplitMix64, Steele et al. 2014)."""
    with np.errstate(over="ignore"):
        mixed = keys.astype(np.uint64) + np.uint64((seed * 1_000_003 + salt * 7_919) % (1 << 63)) * np.uint64(
            0x9E3779B97F4A7C15
        )
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
        mixed ^= mixed >> np.uint64(31)
    found: Real = (mixed >> np.uint64(11)).astype(np.float64) / (1 << 53)
    return found


def _normal(keys: Whole, seed: int, salt: int) -> Real:
    """Return one standard normal number for each key (Box and Muller 1958)."""
    one, other = _dice(keys, seed, 2 * salt + 1_000), _dice(keys, seed, 2 * salt + 1_001)
    found: Real = np.sqrt(-2 * np.log(1 - one)) * np.cos(2 * np.pi * other)
    return found
