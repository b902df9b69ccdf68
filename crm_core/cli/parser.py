"""The commands, their options and their help, as one parser that client and server share."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from crm_core.cli import backing_up, checking, founding, plans, restoring, serving, users
from crm_core.cli.command import Call, WrongUsage, common_options, file_path
from crm_core.imports import command as imports
from crm_core.metrics import command as metrics
from crm_core.targets import command as targets

_DATA = Path(__file__).resolve().parents[2] / "data"
_ABOUT = "CRM Plan Board: a customer-relationship plan that lives. Where a server runs on the store, it does the work."
_CODES = "Exit codes: 0 done, 1 failed, 2 wrong usage or unusable file, 3 done but some rows were rejected."


def _import_arguments(made: argparse.ArgumentParser) -> None:
    imports.add_arguments(made, file_path, (targets.KIND,))


def _import(call: Call) -> int:
    if call.options.kind == targets.KIND:
        return targets.run(call.store, call.actor, call.options, call.out)
    return imports.run(call.store, call.actor, call.options, call.out)


@dataclass(frozen=True, slots=True)
class Entry:
    """One command of the table: what it is called, says of itself, takes and does."""

    name: str
    help: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[Call], int]


COMMANDS = (
    Entry("init", "make a store, empty or with the demo company", founding.add_arguments, founding.run),
    Entry("import", "read customers, products, purchases, answers or targets from a file", _import_arguments, _import),
    Entry("metrics", "list the metrics, or show one's numbers", metrics.add_arguments, metrics.run),
    Entry("plans", "list the plans, or show how the goals of one stand", plans.add_arguments, plans.run),
    Entry("users", "add, list and disable users, set passwords and roles", users.add_arguments, users.run),
    Entry("backup", "write a copy of the store to a file, also while people work", backing_up.add_arguments, backing_up.run),
    Entry("restore", "put a backup in the store's place", restoring.add_arguments, restoring.run),
    Entry("check", "read everything and say what does not fit together", checking.add_arguments, checking.run),
)  # fmt: skip


class _Parser(argparse.ArgumentParser):
    """A parser that raises instead of leaving the process, so that the server can use it too."""

    def error(self, message: str) -> NoReturn:
        raise WrongUsage(f"{self.format_usage()}{self.prog}: {message}")


def default_store() -> Path:
    """Return the store that is meant where none is named."""
    return Path(os.environ.get("CRM_STORE") or _DATA / "crm.duckdb")


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    common = common_options()
    whole: argparse.ArgumentParser = _Parser(prog="crm_core", description=_ABOUT, epilog=_CODES, parents=[common])
    commands = whole.add_subparsers(title="commands", dest="command", metavar="COMMAND", required=True)
    serving.add_arguments(commands.add_parser("serve", help="serve the app until stopped", parents=[common]))
    for entry in COMMANDS:
        made = commands.add_parser(entry.name, help=entry.help, description=entry.help, parents=[common])
        entry.add_arguments(made)
        made.set_defaults(run=entry.run)
    return whole


def parse(argv: list[str]) -> argparse.Namespace:
    """Return what ``argv`` asks for; ``json`` and ``store`` may stand before or after the command.

    Raises:
        WrongUsage: it cannot be understood.
        SystemExit: the help was asked for and printed.
    """
    options = parser().parse_args(argv)
    options.json = getattr(options, "json", False)
    options.store = file_path(str(getattr(options, "store", None) or default_store()))
    return options
