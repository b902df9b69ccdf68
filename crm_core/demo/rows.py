"""The demo company as tables for the store: what of it is known on a day, as Arrow, with people and things by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from crm_core.customers.search import search_texts
from crm_core.demo import names
from crm_core.demo.customers import UNOWNED, Customers, code_of
from crm_core.demo.dice import Truth, Whole
from crm_core.demo.people import ACCOUNTS, TEAMS
from crm_core.demo.sales import ANONYMOUS, CHANNELS, UNKNOWN, Lines
from crm_core.demo.talks import Appointment
from crm_core.demo.wares import WARES
from crm_core.texts import key_of

_EPOCH = date(1970, 1, 1).toordinal()
_DAY = 86_400
_OPENS, _CLOSES = 9 * 3600, 22 * 3600


@dataclass(frozen=True, slots=True)
class Moment:
    """The day, an ordinal, and how many seconds of it are over; None where the whole day counts as over.

    What happens on the day itself is moved before that moment, in its order, so that nothing lies in the future.
    """

    day: int
    second: int | None = None

    def instants(self, days: Whole, seconds: Whole) -> pa.Array:
        """Return local instants without a zone, microseconds."""
        moved = np.where(days == self.day, self._before(seconds), seconds)
        return pa.array(((days - _EPOCH) * _DAY + moved) * 1_000_000, pa.timestamp("us"))

    def _before(self, seconds: Whole) -> Whole:
        if self.second is None:
            return seconds
        if self.second < _OPENS + 1800:
            return seconds * self.second // _DAY
        span = min(self.second, _CLOSES) - _OPENS
        return np.minimum(_OPENS + (seconds - _OPENS) * span // (_CLOSES - _OPENS), self.second)


def days(ordinals: Whole, known: Truth | None = None) -> pa.Array:
    """Return ordinals as dates; null where not ``known``."""
    mask = None if known is None else ~known
    return pa.array((ordinals - _EPOCH).astype(np.int32), pa.int32(), mask=mask).cast(pa.date32())


def _named(words: Sequence[str], at: Whole, missing: int | None = None) -> pa.Array:
    """Return ``words`` at the positions; null at the position ``missing``."""
    mask = None if missing is None else at == missing
    return pa.DictionaryArray.from_arrays(pa.array(at.astype(np.int32), mask=mask), pa.array(words)).cast(pa.string())


def team_rows() -> pa.Table:
    """Return the teams."""
    return pa.table({"place": range(len(TEAMS)), "name": TEAMS})


def user_rows() -> pa.Table:
    """Return the accounts."""
    return pa.table(
        {
            "place": range(len(ACCOUNTS)),
            "username": [one.username for one in ACCOUNTS],
            "display_name": [one.name for one in ACCOUNTS],
            "role": [one.role.value for one in ACCOUNTS],
            "team": pa.array([None if one.team is None else TEAMS[one.team] for one in ACCOUNTS], pa.string()),
        }
    )


def product_rows() -> pa.Table:
    """Return the products."""
    columns = ("code", "name", "category", "price", "cost")
    wares = {name: [getattr(ware, name) for ware in WARES] for name in columns}
    return pa.table({"place": range(len(WARES)), **wares})


def customer_rows(people: Customers, kept: Truth, moment: Moment) -> pa.Table:
    """Return the customers at the places ``kept``."""
    codes = [code_of(int(number)) for number in people.number[kept]]
    called, phones = people.name[kept].tolist(), people.phone[kept].tolist()
    joined_at = moment.instants(people.joined[kept], people.joined_at[kept])
    return pa.table(
        {
            "place": np.arange(len(codes)),
            "code": codes,
            "kind": _named(("person", "company"), people.is_company[kept].astype(np.int64)),
            "name": called,
            "search_text": search_texts(called, codes),
            "name_key": [key_of(name) for name in called],
            "phone": pa.array(phones, pa.string()),
            "phone_key": pa.array([None if phone is None else "86" + phone for phone in phones], pa.string()),
            "email": pa.array(people.email[kept].tolist(), pa.string()),
            "birthday": days(people.birthday[kept], people.birthday[kept] > 0),
            "gender": _named(("", "female", "male"), people.gender[kept], 0),
            "region": _named([place.region for place in names.PLACES], people.place[kept]),
            "carer": _named([one.username for one in ACCOUNTS], people.carer[kept], UNOWNED),
            "team": _named(TEAMS, people.team[kept], UNOWNED),
            "note": pa.array(people.note[kept].tolist(), pa.string()),
            "joined_at": joined_at,
        }
    )


def line_rows(lines: Lines, moment: Moment) -> pa.Table:
    """Return the purchase lines, with a number for each order, both from 0."""
    _, order_place, first = _in_order(lines.order_key)
    day_text = [date.fromordinal(int(day)).strftime("%Y%m%d") for day in lines.day[first]]
    marks = np.where(lines.is_return[first] == 1, "TH", "XS")
    codes = [f"{mark}{day}-{number:04d}" for mark, day, number in zip(marks, day_text, lines.order[first], strict=True)]
    known = lines.customer != ANONYMOUS
    customer_codes = [
        code_of(int(number)) if is_known else None for number, is_known in zip(lines.customer, known, strict=True)
    ]
    return pa.table(
        {
            "place": np.arange(len(lines)),
            "order_place": order_place,
            "order_code": _named(codes, order_place),
            "line": lines.line,
            "customer_code": pa.array(customer_codes, pa.string()),
            "product_code": _named([ware.code for ware in WARES], lines.ware),
            "quantity": lines.quantity,
            "price": lines.price,
            "cost": pa.array(lines.cost, pa.int64(), mask=lines.cost == UNKNOWN),
            "sold_at": moment.instants(lines.day, lines.second),
            "country": _named(names.COUNTRIES, lines.country),
            "channel": _named(CHANNELS, lines.channel),
            "is_return": lines.is_return.astype(bool),
        }
    )


def _in_order(keys: Whole) -> tuple[Whole, Whole, Whole]:
    """Return the distinct keys as they first come, each key's number among them, and where each comes first."""
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    by_first = np.argsort(first, kind="stable")
    rank = np.empty_like(by_first)
    rank[by_first] = np.arange(len(by_first))
    return keys[first[by_first]], rank[inverse], first[by_first]


def talk_rows(talks: Sequence[Appointment], moment: Moment) -> pa.Table:
    """Return the interactions, and which follow-up each does (due_on null: none)."""
    due = np.array([one.due_on for one in talks], dtype=np.int64)
    return pa.table(
        {
            "place": np.arange(len(talks)),
            **_who(talks),
            "due_on": days(due, due > 0),
            "outcome": [one.outcome for one in talks],
            "content": [one.content for one in talks],
            "happened_at": moment.instants(
                _whole(one.done_on for one in talks), _whole(one.done_second for one in talks)
            ),
        }
    )


def promise_rows(promises: Sequence[Appointment], moment: Moment) -> pa.Table:
    """Return the follow-ups as they were made."""
    return pa.table(
        {
            "place": np.arange(len(promises)),
            **_who(promises),
            "due_on": days(_whole(one.due_on for one in promises)),
            "purpose": [one.purpose for one in promises],
            "is_chained": [one.is_chained for one in promises],
            "made_at": moment.instants(
                _whole(one.made_on for one in promises), _whole(one.made_second for one in promises)
            ),
        }
    )


def _who(found: Sequence[Appointment]) -> dict[str, list[str]]:
    return {
        "carer": [ACCOUNTS[one.carer].username for one in found],
        "customer_code": [code_of(one.customer) for one in found],
        "channel": [one.channel for one in found],
    }


def _whole(values: Iterable[int]) -> Whole:
    return np.fromiter(values, dtype=np.int64)
