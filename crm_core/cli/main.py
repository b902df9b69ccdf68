"""The command line: understood here, done by the running server where there is one, else in this process."""

from __future__ import annotations

import argparse
import os
import sys
import threading
from contextlib import closing
from pathlib import Path

from crm_core.cli import serving
from crm_core.cli.command import UNUSABLE
from crm_core.cli.forwarding import Asked, ask_server
from crm_core.cli.output import write
from crm_core.cli.parser import parse
from crm_core.cli.running import guarded, run_command, tell
from crm_core.errors import CrmError, Message, UnusableFile
from crm_core.server.logs import configure_logs
from crm_core.store import Store, StoreInUse

_STOPPED = 130
_TRIES, _TRY_AGAIN_SECONDS = 12, 0.5


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = sys.argv[1:] if argv is None else argv
    os.umask(0o077)
    configure_logs()
    try:
        options = parse(given)
        if options.command == "serve":
            return serving.run(options)
        typed = options.ask(options) if hasattr(options, "ask") else ""
        return _done(given, options, typed)
    except CrmError as error:
        write(sys.stderr, str(error))
        return UNUSABLE
    except KeyboardInterrupt:
        write(sys.stderr, "Stopped.")
        return _STOPPED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has gone, as in `… | head`
        return _STOPPED


def _done(given: list[str], options: argparse.Namespace, typed: str) -> int:
    asked, patience = Asked(given, Path.cwd(), typed), threading.Event()
    for _ in range(_TRIES):
        code = ask_server(options.store, asked, sys.stdout, sys.stderr)
        if code is not None:
            return code
        try:
            return guarded(lambda: _alone(options, typed), sys.stderr, passing=(StoreInUse,))
        except StoreInUse as error:
            in_use = error
        patience.wait(_TRY_AGAIN_SECONDS)  # a server that has just opened the store listens in a moment
    return tell(in_use, sys.stderr)


def _alone(options: argparse.Namespace, typed: str) -> int:
    """Do it here: no server has the store open."""
    if hasattr(options, "run_alone"):
        code: int = options.run_alone(options, sys.stdout, sys.stderr)
        return code
    if not options.store.exists():
        raise UnusableFile(Message("There is no store at {path}. Make one: crm_core init", {"path": options.store}))
    with closing(Store.open(options.store)) as store:
        return run_command(store, options, sys.stdout, sys.stderr, typed)
