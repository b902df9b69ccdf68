"""``restore FILE``: a backup takes the store's place; what was there is kept."""

from __future__ import annotations

import argparse
from typing import TextIO

from crm_core.access.model import CONSOLE
from crm_core.cli.command import DONE, Call, file_path
from crm_core.cli.output import show, write
from crm_core.system.service import Restored, restore, restore_closed


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the backup to restore."""
    parser.add_argument("file", type=file_path, metavar="FILE", help="the backup; it is read, not changed")
    parser.set_defaults(run_alone=run_alone)


def run(call: Call) -> int:
    """Restore into the open store of the running server; everybody is signed out."""
    _tell(restore(call.store, call.actor, call.options.file), call.options, call.out)
    return DONE


def run_alone(options: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    """Restore where no program has the store open: it may be damaged or missing."""
    _tell(restore_closed(options.store, CONSOLE, options.file), options, out)
    return DONE


def _tell(done: Restored, options: argparse.Namespace, out: TextIO) -> None:
    kept = f" The former store is kept as {done.former}." if done.former else ""
    if options.json:
        show(out, {"file": str(options.file), "entry": done.entry, "former": done.former and str(done.former)})
    else:
        write(out, f"Restored {options.file}; everybody has to sign in again.{kept}")
