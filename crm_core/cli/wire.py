"""How the command line and the running server find each other and what they say: JSON lines over a local socket.

The socket lies beside the store and only its owner can reach it. Where its path would be too long for the system, it
lies in a private folder, and where there are no such sockets (Windows), it is a port of this machine with a secret; a
small file beside the store then says which.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

VERSION = 1
LONGEST_PATH = 100  # bytes; the system's limit is 108 on Linux, 104 elsewhere
LONGEST_LINE = 1 << 20
HAS_UNIX = hasattr(socket, "AF_UNIX") and os.name != "nt"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens: a socket's path, or a port of this machine. ``secret`` is '' for a socket."""

    path: str | None
    port: int = 0
    secret: str = ""

    def connect(self, seconds: float) -> socket.socket:
        """Return an open connection.

        Raises:
            OSError: nobody listens there.
        """
        if self.path is None:
            return socket.create_connection(("127.0.0.1", self.port), seconds)
        made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            made.settimeout(seconds)
            made.connect(self.path)
        except BaseException:
            made.close()
            raise
        return made


def socket_path(store: Path) -> Path:
    """Return where the socket of a store lies: beside it, or in a private folder where that path is too long."""
    whole = store.resolve()
    beside = whole.with_name(whole.name + ".sock")
    if len(os.fsencode(beside)) <= LONGEST_PATH:
        return beside
    return private_folder() / f"{hashlib.sha256(os.fsencode(whole)).hexdigest()[:24]}.sock"


def note_path(store: Path) -> Path:
    """Return the file beside the store that says where the server listens, where that is not beside the store."""
    whole = store.resolve()
    return whole.with_name(whole.name + ".server")


def private_folder() -> Path:
    """Return a folder for sockets that belongs to this user alone.

    Raises:
        PermissionError: somebody else made a folder of that name.
    """
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    is_short = 0 < len(os.fsencode(runtime)) <= LONGEST_PATH - 50
    folder = Path(runtime if is_short else tempfile.gettempdir()) / f"crm-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    state = folder.lstat()
    if state.st_uid != os.getuid() or state.st_mode & 0o077 or folder.is_symlink():
        raise PermissionError(f"{folder} is not this user's own")
    return folder


def address_of(store: Path) -> Address | None:
    """Return where the server of ``store`` says that it listens; None where there is no sign of one."""
    try:
        noted = json.loads(note_path(store).read_text(encoding="utf-8"))
        return Address(noted["path"], int(noted["port"]), str(noted["secret"]))
    except FileNotFoundError:
        pass
    except (OSError, ValueError, KeyError, TypeError):
        return None
    beside = store.resolve().with_name(store.resolve().name + ".sock")
    return Address(str(beside)) if HAS_UNIX and beside.exists() else None


def send(connection: socket.socket, frame: Mapping[str, Any]) -> None:
    """Send one frame.

    Raises:
        OSError: the other side has gone or does not read.
    """
    connection.sendall(json.dumps(frame).encode("ascii") + b"\n")


def frames(connection: socket.socket) -> Iterator[dict[str, Any]]:
    """Yield the frames of the other side until it has gone.

    Raises:
        TimeoutError: nothing came for as long as the connection waits.
        ValueError: what came is no frame.
    """
    rest = b""
    while True:
        line, found, rest = rest.partition(b"\n")
        if not found:
            if len(line) > LONGEST_LINE:
                raise ValueError("a frame is too long")
            try:
                more = connection.recv(1 << 16)
            except ConnectionError:
                return
            if not more:
                return
            rest = line + more
            continue
        frame = json.loads(line)
        if not isinstance(frame, dict):
            raise ValueError("a frame is a JSON object")
        yield frame
