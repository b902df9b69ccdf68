"""``backup FILE``: a copy of the store, also while people work."""

from __future__ import annotations

import argparse

from crm_core.cli.command import DONE, Call, file_path
from crm_core.system.service import make_backup


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the file to write."""
    parser.add_argument("file", type=file_path, metavar="FILE", help="the file to write; an older backup is replaced")


def run(call: Call) -> int:
    """Write the backup and say how large it is and where the trail stands in it."""
    done = make_backup(call.store, call.actor, call.options.file)
    call.say(f"Backed up to {done.path}: {done.size:,} bytes, audit entry {done.head.seq}.")
    call.show({"file": str(done.path), "bytes": done.size, "entry": done.head.seq, "stall_seconds": done.stall_seconds})
    return DONE
