"""Work on files that nobody has looked at yet, in a child process with limits on memory, processor time and wall time.

``run_limited(function, request)`` starts ``python -m crm_core.exchange.child`` (never a fork: the server has threads),
which imports ``function`` by its name, calls ``function(request, report)`` and hands back a ``Handover``: small facts as
JSON and large tables as Arrow files in a private folder that is gone when this returns. Use it for anything that reads
an upload, also for a whole check of an import: the server keeps its memory, and a file made to do harm ends a child.

On Windows there are no limits on memory and processor time; there the wall limit and the checks before parsing remain.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from typing import Any, TypeVar

import pyarrow as pa

import crm_core
from crm_core.errors import N_, CrmError, InvalidInput, Message, Refused, UnusableFile, message
from crm_core.exchange.child import OUT_OF_MEMORY

Request = TypeVar("Request")
Report = Callable[["Step"], None]

REFUSALS: Mapping[str, type[CrmError]] = {"UnusableFile": UnusableFile, "Refused": Refused}
_PASSED_ON = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
_ERROR_TAIL = 8_000  # characters of the child's last words that a bug report keeps
_POLL_SECONDS = 0.2
_LONGEST_STEP = 1_000  # bytes; a child that says more is not ours any more


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child process may use."""

    memory_bytes: int = 1_500_000_000  # address space, which is more than what is resident
    cpu_seconds: int = 120
    wall_seconds: float = 180.0
    result_bytes: int = 2_000_000_000  # of any one file that the child writes


@dataclass(frozen=True, slots=True)
class Step:
    """How far the work is: the step's name (a short key, not a sentence) and how much of how much is done."""

    name: str
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Handover:
    """A result that crosses from the child: ``facts`` of JSON types, ``tables`` by name."""

    facts: Mapping[str, Any]
    tables: Mapping[str, pa.Table] = field(default_factory=dict)


class ChildFailed(RuntimeError):
    """The child met a bug of ours; the text is its traceback."""


class Cancelled(CrmError):
    """The caller asked to stop."""

    def __init__(self) -> None:
        super().__init__(message(N_("The work on the file was stopped. Nothing was changed.")))


def run_limited(
    function: Callable[[Request, Report], Handover],
    request: Request,
    *,
    limits: Limits | None = None,
    on_step: Report | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Handover:
    """Return what ``function(request, report)`` hands over, run in a child process within ``limits``.

    ``function`` is a top-level function of an importable module; ``request`` can be pickled. ``on_step`` is called in
    the calling thread for each step that the function reports; ``cancelled`` is asked five times a second.

    Raises:
        UnusableFile, Refused, InvalidInput: raised by the function, with its own message.
        UnusableFile: the work needed more memory or time than it may have, or the reader crashed on the file.
        Cancelled: ``cancelled`` said so.
        ChildFailed: a bug; its text is the child's traceback.
    """
    bounds = limits or Limits()
    with tempfile.TemporaryDirectory(prefix="crm-work-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)  # made with mode 0700
        errors = place / "stderr"
        with errors.open("wb") as stderr:
            child = subprocess.Popen(
                [sys.executable, "-P", "-m", "crm_core.exchange.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                env=_environment(),
            )
        try:
            _send(child, function, request, bounds, place)
            _follow(child, bounds, on_step, cancelled)
        finally:
            _end(child)
        return _outcome(child, place, errors)


def _environment() -> dict[str, str]:
    """Return the child's environment: no secrets, our own package, one thread for each library."""
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    root = str(Path(crm_core.__file__).resolve().parents[1])
    settings = {"PYTHONPATH": root, "PYTHONUTF8": "1", "MALLOC_ARENA_MAX": "2", "ARROW_DEFAULT_MEMORY_POOL": "system"}
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "ARROW_IO_THREADS": "1"}
    return passed | settings | threads


def _send(
    child: subprocess.Popen[bytes],
    function: Callable[[Request, Report], Handover],
    request: Request,
    limits: Limits,
    place: Path,
) -> None:
    task = {
        "module": function.__module__,
        "name": function.__qualname__,
        "folder": str(place),
        "memory": limits.memory_bytes,
        "cpu": limits.cpu_seconds,
        "wall": limits.wall_seconds,
        "file": limits.result_bytes,
    }
    assert child.stdin is not None  # noqa: S101 - asked for as a pipe above
    try:
        child.stdin.write(json.dumps(task).encode() + b"\n")
        child.stdin.write(pickle.dumps(request))
        child.stdin.close()
    except OSError:
        return  # the child is gone already; its exit status says why


def _follow(
    child: subprocess.Popen[bytes], limits: Limits, on_step: Report | None, cancelled: Callable[[], bool] | None
) -> None:
    lines: Queue[bytes | None] = Queue()
    threading.Thread(target=_pump, args=(child, lines), daemon=True).start()
    deadline = time.monotonic() + limits.wall_seconds
    while True:
        if time.monotonic() > deadline:
            raise _too_long(limits)
        if cancelled is not None and cancelled():
            raise Cancelled
        try:
            line = lines.get(timeout=_POLL_SECONDS)
        except Empty:
            continue
        if line is None:
            break
        if on_step is not None:
            name, done, total = json.loads(line)
            on_step(Step(name, done, total))
    try:
        child.wait(max(1.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired as error:
        raise _too_long(limits) from error


def _pump(child: subprocess.Popen[bytes], lines: Queue[bytes | None]) -> None:
    assert child.stdout is not None  # noqa: S101 - asked for as a pipe above
    with child.stdout as steps:
        while line := steps.readline(_LONGEST_STEP):
            lines.put(line)
    lines.put(None)


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.kill()
    child.wait()


def _outcome(child: subprocess.Popen[bytes], place: Path, errors: Path) -> Handover:
    refusal = place / "refusal.json"
    if refusal.exists():
        raise _refusal(json.loads(refusal.read_text("utf-8")))
    result = place / "result.json"
    if child.returncode == 0 and result.exists():
        found = json.loads(result.read_text("utf-8"))
        return Handover(found["facts"], {name: _table(place / file) for name, file in found["tables"].items()})
    if child.returncode == OUT_OF_MEMORY:
        raise UnusableFile(message(N_(
            "The file needs more memory than one import may use. Remove sheets and columns that are not needed, "
            "or split it into smaller files."
        )))  # fmt: skip
    if child.returncode not in (0, 1):  # ended by a limit, or by a crash of a native reader
        raise UnusableFile(message(N_(
            "Reading this file needed more memory or time than is allowed, or the file is damaged. "
            "Open it in Excel or WPS, save it again as XLSX or CSV, split it if it is very large, and try once more."
        )))  # fmt: skip
    said = errors.read_text("utf-8", "replace")[-_ERROR_TAIL:]
    raise ChildFailed(said or f"the child process ended with status {child.returncode}")


def _refusal(found: Mapping[str, Any]) -> CrmError:
    if found["kind"] == "InvalidInput":
        return InvalidInput({name: Message(text, values) for name, (text, values) in found["fields"].items()})
    raised = REFUSALS.get(found["kind"], Refused)
    return raised(Message(found["text"], found["values"]))


def _too_long(limits: Limits) -> UnusableFile:
    return UnusableFile(message(
        N_("The file took longer than {seconds} seconds and was given up. Split it into smaller files and try again."),
        seconds=round(limits.wall_seconds),
    ))  # fmt: skip


def _table(path: Path) -> pa.Table:
    """Return the table of an Arrow file. The pages stay the file's own, so the server's memory does not grow at once.

    The file is checked through before anything relies on it: it comes from where hostile content was read.
    """
    try:
        if os.name == "nt":  # a mapped file could not be removed there
            with pa.OSFile(str(path)) as source, pa.ipc.open_file(source) as reader:
                table = reader.read_all()
        else:
            with pa.memory_map(str(path)) as source, pa.ipc.open_file(source) as reader:
                table = reader.read_all()
        table.validate(full=True)
    except pa.ArrowInvalid as error:
        raise ChildFailed("the child process handed over a table that is not sound") from error
    return table
