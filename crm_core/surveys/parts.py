"""The parts of a survey's answers that can be looked at and taken out, by the codes that addresses and requests carry.

A code is ``month:2026-03``, ``indicator:`` and its place, or ``group:``, the question's number, ``:`` and a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from crm_core.periods import Period, add_months
from crm_core.surveys.results import Picked, Results, group_names


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a survey's answers. ``name`` is a group's or an indicator's; a month has its ``first`` day."""

    code: str
    picked: Picked
    name: str = ""
    first: date | None = None


def part(found: Results, code: str) -> Part | None:
    """Return the part that a code names; None for what is no part of what was found."""
    kind, _colon, rest = code.partition(":")
    if kind == "month":
        return _month(found, rest)
    if kind == "indicator" and (place := _number(rest)) in found.scheme.counted():
        return Part(f"indicator:{place}", found.with_indicator(place), found.scheme.indicators[place].name)
    if kind == "group":
        said, _colon, name = rest.partition(":")
        item_id = _number(said)
        if item_id in found.groups and name in group_names(found, item_id):  # what nobody has said is not repeated
            return Part(f"group:{item_id}:{name}", found.in_group(item_id, name), name)
    return None


def _month(found: Results, text: str) -> Part | None:
    try:
        first = date.fromisoformat(f"{text[:7]}-01")
    except ValueError:
        return None
    period = Period(first, add_months(first, 1) - timedelta(days=1))
    return Part(f"month:{first:%Y-%m}", found.in_period(period), first=first)


def _number(text: str) -> int:
    return int(text[:15]) if text.isascii() and text.isdigit() else -1
