"""Whom the demo's people talk to: each has a follow-up due each day and does one each day, staff two.

Three of four follow-ups are done a day after they were due, the second one of staff on its day; every fourth takes four days
more: so on any day each of them has one that is overdue, one for today and some ahead. A few further interactions a day come
unasked or on time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from crm_core.access.model import Role
from crm_core.demo.customers import BUYING, Customers, customers_of, month_with, number_before
from crm_core.demo.dice import Real, Roll, Texts, Whole, day_count, day_of, dice, first_day, month_number, pick
from crm_core.demo.people import ACCOUNTS, CARERS
from crm_core.demo.phrases import NOT_REACHED, PLACES_OF_TALK, SPONTANEOUS, TOPICS
from crm_core.demo.wares import WARES

CHANNELS = ("phone", "wechat", "visit", "store", "email", "sms")
_CHANNEL_SHARES = np.array([0.46, 0.27, 0.10, 0.08, 0.06, 0.03])
# Who does a follow-up a day, and of which half of the own customers, so that no two of a day are for the same one.
_SLOTS = tuple((carer, 0) for carer in CARERS) + tuple(
    (carer, 1) for carer in CARERS if ACCOUNTS[carer].role is Role.STAFF
)
_SLOW_EVERY = 4  # every fourth is done that many days later than the others
_LONGEST_LEAD = 12
_CHAIN_SHARE, _CHAIN_BLOCK = 0.9, 16
_KEPT_ON_TIME, _IN_VAIN = 0.45, 0.3
_EXTRAS = (3, 12)  # a day in 2024, one more each year, and at most


@dataclass(frozen=True)
class Appointment:
    """A follow-up and what came of it. ``chained`` is set where it was promised in the interaction of ``made_on``.

    ``due_on`` is 0 where nobody had promised anything: then it is an interaction alone. Days are ordinals, ``carer`` is a
    position in ACCOUNTS, ``customer`` a customer's number.
    """

    carer: int
    customer: int
    made_on: int
    made_second: int
    due_on: int
    done_on: int
    done_second: int
    channel: str
    outcome: str
    purpose: str
    content: str
    is_chained: bool

    @property
    def key(self) -> tuple[int, int, int]:
        """What tells follow-ups apart."""
        return (self.carer, self.customer, self.due_on)


@dataclass(frozen=True)
class _Month:
    """The rolls of one month, an array [slot, day of month] each."""

    customer: Whole
    is_company: Whole
    lead: Whole
    chain: Real
    choice: Whole
    second: Whole
    made_second: Whole
    channel: Whole
    outcome: Real


@lru_cache(maxsize=80)
def _rolls(seed: int, month: int) -> _Month:
    rng, days = dice(seed, Roll.TALKS, month), day_count(month)
    shape = (len(_SLOTS), days)
    people = _known(seed, month)
    customer = np.stack([_pick_of(rng, people, slot, days) for slot in _SLOTS])
    return _Month(
        customer=customer,
        is_company=people.is_company[customer - people.first],
        lead=rng.integers(3, _LONGEST_LEAD + 1, shape),
        chain=rng.random(shape),
        choice=rng.integers(0, 1 << 30, shape),
        second=rng.integers(9 * 3600, 18 * 3600, shape),
        made_second=rng.integers(9 * 3600, 18 * 3600, shape),
        channel=pick(rng, _CHANNEL_SHARES, shape[0] * shape[1]).reshape(shape),
        outcome=rng.random(shape),
    )


@lru_cache(maxsize=80)
def _known(seed: int, month: int) -> Customers:
    """Return those who may be talked to in the month: whoever joined before the month before it, and still buys."""
    return customers_of(seed, month_with(number_before(month) - BUYING) + 1, month - 2)


def _pick_of(rng: np.random.Generator, people: Customers, slot: tuple[int, int | None], count: int) -> Whole:
    """Return the numbers of ``count`` customers of a slot, the younger and the better ones more often."""
    carer, half = slot
    own = (people.carer == carer) & ((people.number % 2 == half) if half is not None else True)
    weight = np.where(own, (people.weight + 0.3) * np.linspace(0.3, 1.0, len(people)), 0.0)
    return people.first + pick(rng, weight, count)


class Diary:
    """Who had which follow-up on which day; each is looked up once."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._known: dict[tuple[int, int], Appointment] = {}

    def appointment(self, slot: int, due: int) -> Appointment:
        """Return a slot's follow-up of a day."""
        if (slot, due) not in self._known:
            self._known[slot, due] = self._look_up(slot, due)
        return self._known[slot, due]

    def _roll(self, due: int) -> tuple[_Month, int]:
        """Return the rolls of a day's month, and the day's place in them."""
        day = day_of(due)
        return _rolls(self.seed, month_number(day)), day.day - 1

    def _look_up(self, slot: int, due: int) -> Appointment:
        rolls, at = self._roll(due)
        made_on, made_second = due - int(rolls.lead[slot, at]), int(rolls.made_second[slot, at])
        customer, is_company = int(rolls.customer[slot, at]), bool(rolls.is_company[slot, at])
        parent = _done_by_talk_on(slot, made_on)
        chained = bool(rolls.chain[slot, at] < _CHAIN_SHARE) and _may_chain(due) and not _may_chain(parent)
        if chained:
            before, place = self._roll(parent)
            customer, is_company = int(before.customer[slot, place]), bool(before.is_company[slot, place])
            made_second = int(before.second[slot, place])
        outcome = "reached" if rolls.outcome[slot, at] < 0.74 else "solved"
        purpose, content = _words(int(rolls.choice[slot, at]), outcome, is_company=is_company)
        return Appointment(
            carer=_SLOTS[slot][0],
            customer=customer,
            made_on=made_on,
            made_second=made_second,
            due_on=due,
            done_on=due + _delay(slot, due),
            done_second=int(rolls.second[slot, at]),
            channel=_channel_of(content, CHANNELS[int(rolls.channel[slot, at])]),
            outcome=outcome,
            purpose=purpose,
            content=content,
            is_chained=chained,
        )

    def extras(self, day: int) -> list[Appointment]:
        """Return what else was done on a day: unasked, tried in vain, or promised and kept on time."""
        date = day_of(day)
        rolls = _extra_rolls(self.seed, month_number(date))
        taken = {self.appointment(slot, day).key for slot in range(len(_SLOTS))}
        found = []
        for place in np.flatnonzero(rolls["day"] == date.day - 1):
            found.append(_extra(rolls, int(place), day, taken))
            taken.add(found[-1].key)
        return found


def _extra(rolls: dict[str, Texts], place: int, day: int, taken: set[tuple[int, int, int]]) -> Appointment:
    customer, choice = int(rolls["customer"][place]), int(rolls["choice"][place])
    kind, channel = float(rolls["kind"][place]), CHANNELS[int(rolls["channel"][place])]
    carer, second = int(rolls["carer"][place]), int(rolls["second"][place])
    is_kept = kind < _KEPT_ON_TIME and (carer, customer, day) not in taken
    in_vain = _KEPT_ON_TIME <= kind < _KEPT_ON_TIME + _IN_VAIN
    texts = NOT_REACHED[channel] if in_vain else SPONTANEOUS
    purpose, content = "", _filled(texts[choice % len(texts)], choice)
    if is_kept:
        purpose, content = _words(choice, "reached", is_company=bool(rolls["is_company"][place]))
    return Appointment(
        carer=carer,
        customer=customer,
        made_on=day - 2 - choice % 8 if is_kept else day,
        made_second=second,
        due_on=day if is_kept else 0,
        done_on=day,
        done_second=second,
        channel=channel if in_vain else _channel_of(content, channel),
        outcome="not_reached" if in_vain else "reached",
        purpose=purpose,
        content=content,
        is_chained=False,
    )


def _is_slow(slot: int, due: int) -> bool:
    return (due + slot) % _SLOW_EVERY == 0


def _usual_delay(slot: int) -> int:
    """Return how many days after its day a slot's follow-up is done as a rule: staff do their second one on its day."""
    return 0 if _SLOTS[slot][1] == 1 else 1


def _delay(slot: int, due: int) -> int:
    return _usual_delay(slot) + (_SLOW_EVERY if _is_slow(slot, due) else 0)


def _done_by_talk_on(slot: int, day: int) -> int:
    """Return the due day of the follow-up that a slot's interaction of ``day`` does."""
    due = day - _usual_delay(slot)
    return due - _SLOW_EVERY if _is_slow(slot, due) else due


def _may_chain(due: int) -> bool:
    """Return whether a follow-up due then may continue another: in every second block, so that chains end."""
    return (due // _CHAIN_BLOCK) % 2 == 1


@lru_cache(maxsize=80)
def _extra_rolls(seed: int, month: int) -> dict[str, Texts]:
    rng, days = dice(seed, Roll.EXTRAS, month), day_count(month)
    usual = min(max(_EXTRAS[0], _EXTRAS[0] + first_day(month).year - 2024), _EXTRAS[1])
    per_day = usual + rng.choice([-1, 0, 0, 1], days)
    per_day[0] = per_day[-1] = usual
    loads = np.array([ACCOUNTS[carer].load for carer in CARERS])
    count, people = int(per_day.sum()), _known(seed, month)
    carer = pick(rng, loads, count)
    stock = np.stack([_pick_of(rng, people, (one, None), count) for one in CARERS])
    customer = stock[carer, np.arange(count)]
    return {
        "day": np.repeat(np.arange(days), per_day),
        "carer": np.array(CARERS)[carer],
        "customer": customer,
        "is_company": people.is_company[customer - people.first],
        "choice": rng.integers(0, 1 << 30, count),
        "kind": rng.random(count),
        "second": rng.integers(9 * 3600, 19 * 3600, count),
        "channel": pick(rng, _CHANNEL_SHARES, count),
    }


def _words(choice: int, outcome: str, *, is_company: bool) -> tuple[str, str]:
    topics = _TOPICS_FOR[is_company]
    topic = topics[choice % len(topics)]
    texts = topic.solved if outcome == "solved" else topic.reached
    return _filled(topic.purpose, choice), _filled(texts[choice // 97 % len(texts)], choice)


def _channel_of(content: str, drawn: str) -> str:
    """Return how people spoke: as the text says; where it says nothing, as drawn, unless that needs a place."""
    told = next((channel for word, channel in PLACES_OF_TALK.items() if word in content), None)
    return told or (drawn if drawn in ("phone", "wechat", "email") else "phone")


def _filled(text: str, choice: int) -> str:
    ware = WARES[choice // 1009 % len(WARES)].name.split(" ")[0]
    return text.replace("{ware}", ware).replace("{count}", str(30 + choice % 12 * 10))


_TOPICS_FOR = {
    is_company: tuple(topic for topic in TOPICS if topic.for_whom in ("all", "company" if is_company else "person"))
    for is_company in (True, False)
}


def talks_between(seed: int, first: int, last: int) -> list[Appointment]:
    """Return what was promised or done from ``first`` to ``last`` (ordinals), by the time of its doing.

    Among them are follow-ups that were promised before, and such as are done after.
    """
    diary, found = Diary(seed), []
    for due in range(first - _SLOW_EVERY - 1, last + _LONGEST_LEAD + 1):
        found += [diary.appointment(slot, due) for slot in range(len(_SLOTS))]
    for day in range(first, last + 10):
        found += diary.extras(day)
    return sorted(
        (one for one in found if first <= one.made_on <= last or first <= one.done_on <= last),
        key=lambda one: (one.done_on, one.done_second, one.carer, one.customer),
    )
