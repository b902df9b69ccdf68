"""Running one command over an open store, in this process or in the server for a client."""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

import structlog

from crm_core.cli.command import FAILED, UNUSABLE, Call, WrongUsage
from crm_core.cli.output import write
from crm_core.errors import CrmError, InvalidInput, UnusableFile
from crm_core.store import (
    NewerStore,
    NotAStore,
    Store,
    StoreDamaged,
    StoreInUse,
    StoreUnreachable,
)

_log = structlog.get_logger(__name__)
_UNUSABLE = (WrongUsage, UnusableFile, NewerStore, NotAStore, StoreDamaged, StoreInUse, StoreUnreachable)


def run_command(store: Store, options: argparse.Namespace, out: TextIO, err: TextIO, typed: str) -> int:
    """Run the command that ``options`` names over the open store and return its exit code."""
    call = Call(store, options, out, err, typed)
    return guarded(lambda: int(options.run(call)), err)


def guarded(act: Callable[[], int], err: TextIO, *, passing: tuple[type[CrmError], ...] = ()) -> int:
    """Return what ``act`` returns; what goes wrong in it ends in one sentence and its exit code, but for ``passing``."""
    try:
        return act()
    except BrokenPipeError:
        raise
    except CrmError as error:
        if isinstance(error, passing):
            raise
        return tell(error, err)
    except OSError as error:
        write(err, f"{error.strerror}: {Path(error.filename).name}" if error.filename else str(error.strerror))
        return FAILED
    except Exception as error:  # noqa: BLE001 - the last place before a person: a bug is logged, not shown
        return apologise(error, err)


def tell(error: CrmError, err: TextIO) -> int:
    """Write the sentence of ``error`` and return the exit code that belongs to it."""
    write(err, sentence(error))
    return UNUSABLE if isinstance(error, _UNUSABLE) else FAILED


def sentence(error: CrmError) -> str:
    """Return what a person at a terminal reads of ``error``, in English."""
    if isinstance(error, InvalidInput):
        return "\n".join(f"{name.replace('_', ' ')}: {text}" for name, text in error.fields.items())
    return str(error)


def apologise(error: Exception, err: TextIO) -> int:
    """Log a bug and write an apology with the reference under which it stands in the log."""
    reference = secrets.token_hex(4)
    _log.error("command failed", reference=reference, exc_info=error)
    write(err, f"Something went wrong inside the program. In its log this is number {reference}.")
    return FAILED
