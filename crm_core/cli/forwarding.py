"""Asking the running server to do a command, and showing what it says."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from crm_core.cli.command import FAILED
from crm_core.cli.output import write
from crm_core.cli.wire import VERSION, address_of, frames, send

CONNECT_SECONDS = 5.0
SILENCE_SECONDS = 60.0  # the server gives a sign of life far more often


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the server: the words of the command line, the folder they are meant from, what was typed."""

    argv: Sequence[str]
    folder: Path
    typed: str


def ask_server(store: Path, asked: Asked, out: TextIO, err: TextIO) -> int | None:
    """Let the server that has ``store`` open do the command; return its exit code, None where no server runs."""
    address = address_of(store)
    if address is None:
        return None
    try:
        connection = address.connect(CONNECT_SECONDS)
    except TimeoutError:
        write(err, "The running server does not answer. Nothing was done; try again or restart the server.")
        return FAILED
    except OSError:
        return None  # what a server left behind that has ended
    request = {
        "version": VERSION,
        "secret": address.secret,
        "store": str(store.resolve()),
        "argv": list(asked.argv),
        "folder": str(asked.folder),
        "typed": asked.typed,
    }
    with closing(connection):
        return _converse(connection, request, out, err)


def _converse(connection: socket.socket, request: dict[str, object], out: TextIO, err: TextIO) -> int:
    connection.settimeout(SILENCE_SECONDS)
    try:
        with suppress(BrokenPipeError, ConnectionResetError):  # a server that has gone may have spoken before
            send(connection, request)
        for frame in frames(connection):
            if "exit" in frame:
                return int(frame["exit"])
            for name, stream in (("out", out), ("err", err)):
                if name in frame:
                    stream.write(frame[name])
                    stream.flush()
    except KeyboardInterrupt:
        write(err, "Stopped listening. The server finishes what it has begun.")
        raise
    except BrokenPipeError:
        raise
    except (OSError, ValueError):
        write(err, "The running server does not answer any more. What it had saved stays; look before you repeat it.")
        return FAILED
    write(err, "The server went away before it was done. What it had saved stays; look before you repeat it.")
    return FAILED
