"""``init``: a new store, empty or with the demo company. It never writes over anything."""

from __future__ import annotations

import argparse
import re
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from crm_core.cli.command import DONE, Call, WrongUsage, day
from crm_core.demo.people import DEMO_PASSWORD, shown_accounts
from crm_core.errors import Message, UnusableFile
from crm_core.settings import service as settings
from crm_core.store import Store
from crm_core.store.backup import new_file
from crm_core.system.service import is_used


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what the store begins with."""
    parser.add_argument("--demo", action="store_true", help="fill it with the demo company")
    parser.add_argument(
        "--as-of", type=day, metavar="D", help="with --demo: the day the company stands at (default: today)"
    )
    parser.add_argument("--currency", type=_currency, metavar="CODE", help="the store's currency (default: CNY)")
    parser.set_defaults(run_alone=run_alone)


def run(call: Call) -> int:
    """Fill the open store.

    Raises:
        UnusableFile: it is in use.
    """
    options = call.options
    if options.as_of is not None and not options.demo:
        raise WrongUsage("--as-of goes with --demo.")
    if is_used(call.store):
        raise UnusableFile(Message("{path} is in use. It was not touched.", {"path": call.store.path}))
    if options.currency is not None:
        version = settings.current_version(call.store)
        settings.change_settings(call.store, call.actor, {"currency": options.currency}, version)
    filled = _fill(call) if options.demo else None
    call.say(f"Made {options.store}{' with the demo company' if options.demo else ''}.")
    if options.demo:
        names = ", ".join(account.username for account in shown_accounts())
        call.say(f"Its accounts work on this computer only: {names}; password: {DEMO_PASSWORD}")
    call.show({"store": str(options.store), "currency": settings.current(call.store).currency, "demo": filled})
    return DONE


def _fill(call: Call) -> dict[str, object]:
    from crm_core.demo.service import fill  # noqa: PLC0415 - heavy, and for this alone

    return asdict(fill(call.store, call.options.as_of))


def run_alone(options: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    """Make the store beside its place and put it there when it is whole; fill the one that is there but empty."""
    path: Path = options.store
    if path.exists():
        with closing(Store.open(path)) as store:
            return run(Call(store, options, out, err))
    with new_file(path) as fresh, closing(Store.open(fresh)) as store:
        return run(Call(store, options, out, err))


def _currency(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}", text):
        raise argparse.ArgumentTypeError("three capital letters, such as CNY")
    return text
