"""A real server on loopback that ends with the block that started it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]


@dataclass
class Server:
    """A served store: its address, its file, its process."""

    address: str
    store: Path
    process: subprocess.Popen[bytes]
    log: Path


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(store: Path, command: Sequence[str] = ("app.py",), **environment: str) -> Iterator[Server]:
    """Serve ``store`` with `python app.py`, or another ``command`` of Python, until the block ends.

    ``{port}`` in a command stands for the port that is to be listened on.
    """
    port, log = free_port(), store.with_suffix(".log")
    given = {**os.environ, "CRM_STORE": str(store), "CRM_PORT": str(port), "CRM_HOST": "127.0.0.1", **environment}
    base = environment.get("CRM_BASE_PATH", "")
    with log.open("wb") as out:
        words = [word.format(port=port) for word in command]
        process = subprocess.Popen([sys.executable, *words], cwd=PROJECT, env=given, stdout=out, stderr=out)
    try:
        server = Server(f"http://127.0.0.1:{port}{base}", store, process, log)
        _wait_for(server)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)


def _wait_for(server: Server) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if server.process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{server.address}/healthz", timeout=2) as answer:  # noqa: S310 - loopback
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the server did not start: {server.log.read_text()[-3000:]}")
