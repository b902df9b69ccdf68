"""The server's side of the command line: it listens beside its store and does what the console asks for.

Only the user who runs the server can reach the socket, and the other side's user is asked for again. Each command runs in
a thread of its own over the open store, with the console's grants.
"""

from __future__ import annotations

import argparse
import hmac
import io
import json
import os
import secrets
import socket
import struct
import threading
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, TextIO, cast

import structlog

from crm_core.cli.command import FAILED, UNUSABLE, standing_in
from crm_core.cli.parser import parse
from crm_core.cli.running import guarded, run_command
from crm_core.cli.wire import HAS_UNIX, VERSION, frames, note_path, send, socket_path
from crm_core.store import Store

BEAT_SECONDS = 5.0
SEND_SECONDS = 10.0
STOP_SECONDS = 8.0
MOST_AT_ONCE = 8

_log = structlog.get_logger("crm")


class ControlServer:
    """Listens for the command line of one open store."""

    def __init__(self, store: Store, *, use_unix: bool = HAS_UNIX) -> None:
        self._store = store
        self._use_unix = use_unix
        self._secret = "" if use_unix else secrets.token_hex(32)
        self._listener: socket.socket | None = None
        self._left_behind: list[Path] = []
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)
        self._busy: set[threading.Thread] = set()
        self._busy_lock = threading.Lock()

    def start(self) -> None:
        """Begin to listen.

        Raises:
            OSError: the system does not let it; the app runs all the same, and the command line has to wait for its end.
        """
        self._listener = self._bound_to_path() if self._use_unix else self._bound_to_port()
        self._listener.listen(MOST_AT_ONCE)
        threading.Thread(target=self._accept, args=(self._listener,), name="control", daemon=True).start()

    def stop(self) -> None:
        """Listen no more, and give the commands under way some seconds to end."""
        if self._listener is None:
            return
        for place in self._left_behind:
            place.unlink(missing_ok=True)
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits in accept
        self._listener.close()
        self._listener = None
        with self._busy_lock:
            busy = list(self._busy)
        for thread in busy:
            thread.join(STOP_SECONDS / max(len(busy), 1))

    def _bound_to_path(self) -> socket.socket:
        place = socket_path(self._store.path)
        place.unlink(missing_ok=True)  # left by a server that ended: this process has the store, so none listens
        made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            made.bind(str(place))
            place.chmod(0o600)
        except BaseException:
            made.close()
            raise
        self._left_behind.append(place)
        if place.parent != self._store.path.resolve().parent:
            self._write_note({"path": str(place), "port": 0, "secret": ""})
        else:
            note_path(self._store.path).unlink(missing_ok=True)
        return made

    def _bound_to_port(self) -> socket.socket:
        made = socket.create_server(("127.0.0.1", 0))
        self._write_note({"path": None, "port": made.getsockname()[1], "secret": self._secret})
        return made

    def _write_note(self, content: dict[str, object]) -> None:
        place = note_path(self._store.path)
        place.unlink(missing_ok=True)
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(content, file)
        self._left_behind.append(place)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return  # stopped
            thread = threading.Thread(target=self._serve, args=(connection,), name="command", daemon=True)
            with self._busy_lock:
                self._busy.add(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            with closing(connection):
                connection.settimeout(SEND_SECONDS)
                if _is_own_user(connection):
                    self._answer_in_turn(connection)
        except (OSError, ValueError) as error:
            _log.warning("control connection broke", exc_info=error)
        finally:
            with self._busy_lock:
                self._busy.discard(threading.current_thread())

    def _answer_in_turn(self, connection: socket.socket) -> None:
        request = next(frames(connection), None)
        if request is None:
            return
        line = _Line(connection)
        if not self._places.acquire(blocking=False):
            line.refuse("The running server is doing many commands already. Nothing was done; try again.", FAILED)
            return
        try:
            self._answer(request, line)
        finally:
            self._places.release()

    def _answer(self, request: dict[str, Any], line: _Line) -> None:
        problem = self._problem(request)
        if problem is not None:
            line.refuse(problem, UNUSABLE)
            return
        done: list[int] = []
        worker = threading.Thread(
            target=lambda: done.append(self._run(request, line)), name="command-work", daemon=True
        )
        worker.start()
        while worker.is_alive():
            worker.join(BEAT_SECONDS)
            line.send({"beat": True})
        line.send({"exit": done[0] if done else FAILED})

    def _problem(self, request: dict[str, Any]) -> str | None:
        if not hmac.compare_digest(str(request.get("secret", "")).encode(), self._secret.encode()):
            return "This is not the secret of the running server."
        if request.get("version") != VERSION:
            return "The running server is of another version. Restart it."
        if request.get("store") != str(self._store.path.resolve()):
            return "The running server has another store open."
        return None

    def _run(self, request: dict[str, Any], line: _Line) -> int:
        out, err = cast("TextIO", _Stream(line, "out")), cast("TextIO", _Stream(line, "err"))
        with standing_in(Path(str(request["folder"]))):
            return guarded(lambda: self._run_parsed(request, out, err), err)

    def _run_parsed(self, request: dict[str, Any], out: TextIO, err: TextIO) -> int:
        options: argparse.Namespace = parse([str(word) for word in request["argv"]])
        options.store = self._store.path
        return run_command(self._store, options, out, err, str(request["typed"]))


def _is_own_user(connection: socket.socket) -> bool:
    """Return whether the other side is this process's user or the system's own; where it can be asked."""
    if connection.family == socket.AF_INET or not hasattr(socket, "SO_PEERCRED"):
        return True
    raw = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    return struct.unpack("3i", raw)[1] in (0, os.geteuid())


class _Line:
    """A connection that several threads write to, and that may go away without stopping the command."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._is_gone = False

    def send(self, frame: dict[str, object]) -> None:
        """Send a frame; once the other side has gone, nothing."""
        with self._lock:
            if self._is_gone:
                return
            try:
                send(self._connection, frame)
            except OSError:
                self._is_gone = True

    def refuse(self, sentence: str, code: int) -> None:
        """Say why nothing is done, and end."""
        self.send({"err": f"{sentence}\n"})
        self.send({"exit": code})


class _Stream(io.TextIOBase):
    """Text that goes to the client's standard output or error."""

    def __init__(self, line: _Line, name: str) -> None:
        self._line = line
        self._name = name

    def write(self, text: str, /) -> int:
        if text:
            self._line.send({self._name: text})
        return len(text)

    def writable(self) -> bool:
        return True
