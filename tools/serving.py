"""A server of the project's own on loopback, for as long as a block lasts; ended by its process, whatever happens."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_START_SECONDS = 90.0


class DidNotStart(Exception):
    """The server did not answer in time, or ended; the message is the end of what it wrote."""


@dataclass(frozen=True, slots=True)
class Served:
    """A served store: its address, its process, and how long it took to answer."""

    url: str
    process: subprocess.Popen[bytes]
    start_seconds: float


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(store: Path, *arguments: str, port: int | None = None) -> Iterator[Served]:
    """Serve ``store`` with ``python -m tools.serve`` and the ``arguments`` until the block ends.

    Raises:
        DidNotStart: the server does not answer.
    """
    at = port or free_port()
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}  # start as users do
    environment = {**kept, "CRM_STORE": str(store), "CRM_PORT": str(at), "CRM_HOST": "127.0.0.1"}
    log = store.with_suffix(".log")
    command = [sys.executable, "-m", "tools.serve", *arguments]
    with log.open("wb") as out:
        began = time.monotonic()
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
    try:
        _wait(f"http://127.0.0.1:{at}/healthz", process, log)
        yield Served(f"http://127.0.0.1:{at}", process, time.monotonic() - began)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310 - loopback
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise DidNotStart(log.read_text(errors="replace")[-3000:])
