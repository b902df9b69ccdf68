"""Children that may be killed at any moment, quickly made: forked from a process that never opens a store itself.

``run("module:function", …)`` starts a fresh interpreter for the scene, so that no thread of the test's own process is
forked; inside it ``child(act)`` runs ``act`` in a fork and tells what it reported and how it ended.
"""

from __future__ import annotations

import importlib
import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Say = Callable[[object], None]
PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ended:
    """What a child reported before it ended, and how: its exit code, or the negative number of the signal."""

    said: list[Any]
    code: int


@dataclass(frozen=True)
class Kill:
    """When to kill: so many seconds after so many reports."""

    reports: int
    seconds: float


def child(act: Callable[[Say], None], *, kill: Kill | None = None) -> Ended:
    """Run ``act(say)`` in a fork; kill it -9 when ``kill`` says, where given."""
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read_end)
        code = 1
        try:
            act(lambda thing: _write(write_end, thing))
            code = 0
        finally:
            sys.stderr.flush()
            os._exit(code)
    os.close(write_end)
    raw = _read(read_end, pid, kill)
    os.close(read_end)
    _, status = os.waitpid(pid, 0)
    lines = raw.split(b"\n")[:-1]  # what was cut off by the kill was not said
    return Ended([json.loads(line) for line in lines], os.waitstatus_to_exitcode(status))


def _write(handle: int, thing: object) -> None:
    os.write(handle, json.dumps(thing).encode() + b"\n")


def _read(handle: int, pid: int, kill: Kill | None) -> bytes:
    raw, ends_at = b"", None
    while True:
        wait = None if ends_at is None else max(ends_at - time.monotonic(), 0)
        if not select.select([handle], [], [], wait)[0]:
            os.kill(pid, signal.SIGKILL)
            kill, ends_at = None, None
            continue
        more = os.read(handle, 1 << 16)
        if not more:
            return raw
        raw += more
        if kill is not None and ends_at is None and raw.count(b"\n") >= kill.reports:
            ends_at = time.monotonic() + kill.seconds


def run(scene: str, *given: object, timeout: float = 100) -> list[Any]:
    """Play ``module:function(*given)`` of this folder in a fresh interpreter; return what it ``told``."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.reliability.forked", scene, json.dumps(given, default=str)],
        cwd=PROJECT, capture_output=True, text=True, check=False, timeout=timeout,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def tell(thing: object) -> None:
    """Report to the test."""
    sys.stdout.write(json.dumps(thing, default=str) + "\n")
    sys.stdout.flush()


def dice(seed: int) -> random.Random:
    """Return dice that fall the same way each time."""
    return random.Random(seed)


if __name__ == "__main__":
    module, name = sys.argv[1].split(":")
    getattr(importlib.import_module(f"tests.reliability.{module}"), name)(*json.loads(sys.argv[2]))
