"""What every command of the command line gets and gives back.

A command is a module with two functions: ``add_arguments(parser)`` and ``run(call) -> int``. It writes to ``call``
only, never to the process's own streams, because it may run inside the server for a client at the other end of a socket.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol, TextIO

from crm_core.access.model import CONSOLE, Actor
from crm_core.cli.output import show, write
from crm_core.errors import CrmError, Message
from crm_core.store import Store

DONE, FAILED, UNUSABLE, SOME_REJECTED = 0, 1, 2, 3

_folder: ContextVar[Path | None] = ContextVar("the folder that relative file names are meant from", default=None)


class WrongUsage(CrmError):
    """The command was called in a way that makes no sense; exit code 2. The help is in English, and so is this."""

    def __init__(self, text: str) -> None:
        super().__init__(Message("{text}", {"text": text}))


@dataclass(frozen=True)
class Call:
    """One run of a command.

    ``typed`` is what was asked for on the terminal or came through standard input, '' where nothing was.
    """

    store: Store
    options: argparse.Namespace
    out: TextIO
    err: TextIO
    typed: str = ""
    actor: Actor = CONSOLE

    @property
    def wants_json(self) -> bool:
        """Whether ``--json`` was given: standard output then holds one JSON value and nothing else."""
        return bool(self.options.json)

    def say(self, text: str = "") -> None:
        """Write a line for a person; nothing under ``--json``."""
        if not self.wants_json:
            write(self.out, text)

    def show(self, value: Mapping[str, object] | Sequence[object]) -> None:
        """Write ``value`` as JSON under ``--json``; nothing otherwise. Decimals go out as their exact digits."""
        if self.wants_json:
            show(self.out, value)


class Command(Protocol):
    """The module of a command."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Say which options the command takes."""

    def run(self, call: Call) -> int:
        """Do it and return the exit code: 0 done, 1 failed, 2 wrong usage or unusable file, 3 some rows rejected."""


@contextmanager
def standing_in(folder: Path) -> Iterator[None]:
    """Read relative file names as meant from ``folder``: the client's own, also inside the server."""
    before = _folder.set(folder)
    try:
        yield
    finally:
        _folder.reset(before)


def common_options() -> argparse.ArgumentParser:
    """Return the options that stand before or after every command, as a parent of its parser."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON value")
    common.add_argument(
        "--store", type=file_path, metavar="PATH", default=argparse.SUPPRESS,
        help="the store's file (default: $CRM_STORE, else data/crm.duckdb)",
    )  # fmt: skip
    return common


def file_path(text: str) -> Path:
    """Return a file argument as an absolute path; the ``type=`` of every option that names a file."""
    if not text or "\0" in text:
        raise argparse.ArgumentTypeError("a file name, please")
    return (_folder.get() or Path.cwd()) / Path(text).expanduser()


def day(text: str) -> date:
    """Return a date argument such as 2026-03-31; the ``type=`` of every option that names a day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date such as 2026-03-31") from None
