"""``metrics list`` and ``metrics show ID``: what the command line takes and prints."""

from __future__ import annotations

import argparse
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol, TextIO

from crm_core.access.model import Actor
from crm_core.metrics import folders
from crm_core.metrics.model import Customers, GroupBy
from crm_core.metrics.report import Asked, exact_json, metric_list, metric_numbers, plain_digits
from crm_core.store import Store

_BY = [by.value for by in GroupBy if by not in (GroupBy.NONE, GroupBy.PERSON)]
DONE = 0


class Call(Protocol):
    """One run of a command: over which store, as whom, with which options, written where."""

    @property
    def store(self) -> Store: ...
    @property
    def actor(self) -> Actor: ...
    @property
    def options(self) -> argparse.Namespace: ...
    @property
    def out(self) -> TextIO: ...


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which options the command takes."""
    what = parser.add_subparsers(dest="what", required=True, metavar="list|show")
    _with_json(what.add_parser("list", help="which metrics there are"))
    show = what.add_parser("show", help="one metric's numbers")
    _with_json(show)
    show.add_argument("metric", metavar="ID", choices=list(folders.metrics()), help=", ".join(folders.metrics()))
    show.add_argument("--from", dest="first", type=_day, metavar="DAY", help="first day (default: the first with data)")
    show.add_argument(
        "--to", dest="last", type=_day, metavar="DAY", help="last day, included (default: the last covered)"
    )
    show.add_argument("--by", choices=_BY, help="one row a group")
    show.add_argument(
        "--customers", choices=[each.value for each in Customers], default=Customers.ALL.value,
        help="whose purchases count (default: all)",
    )  # fmt: skip


def _with_json(parser: argparse.ArgumentParser) -> None:
    # the whole program has these two as well; SUPPRESS keeps what was given there
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON value")
    parser.add_argument("--store", type=Path, default=argparse.SUPPRESS, metavar="PATH", help=argparse.SUPPRESS)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date such as 2026-03-31") from None


def run(call: Call) -> int:
    """Print what was asked for and return the exit code.

    Raises:
        CrmError: it cannot be answered; the message says why.
    """
    wants_json = bool(getattr(call.options, "json", False))
    if call.options.what == "list":
        listed = metric_list(call.store, call.actor)
        call.out.write(exact_json(listed) + "\n" if wants_json else _listing(listed))
        return DONE
    asked = Asked(
        call.options.metric,
        call.options.first,
        call.options.last,
        GroupBy(call.options.by) if call.options.by else GroupBy.NONE,
        Customers(call.options.customers),
    )
    found = metric_numbers(call.store, call.actor, asked)
    call.out.write(exact_json(found) + "\n" if wants_json else _numbers(found))
    return DONE


def _listing(listed: list[dict[str, object]]) -> str:
    lines = [
        f"{entry['metric']:<{_widest(listed, 'metric')}}  {entry['name']:<{_widest(listed, 'name')}}  {entry['unit']}"
        for entry in listed
    ]
    return "".join(f"{line}\n" for line in lines)


def _widest(listed: list[dict[str, object]], name: str) -> int:
    return max(len(str(entry[name])) for entry in listed)


def _numbers(found: dict[str, Any]) -> str:
    cells = [
        (row["group"] or ("" if found["by"] is None else "–"), _shown(row["value"]), row["complete"])
        for row in found["rows"]
    ]
    groups, values = (max((len(cell[place]) for cell in cells), default=0) for place in (0, 1))
    head = f"{found['metric']} in {found['unit']}, {found['from'] or '–'} to {found['to'] or '–'}\n"
    return head + "".join(
        f"{group:<{groups}}  {value:>{values}}{'' if complete else '  (partial)'}".strip() + "\n"
        for group, value, complete in cells
    )


def _shown(value: object) -> str:
    return plain_digits(value) if isinstance(value, (Decimal, int)) else "–"
