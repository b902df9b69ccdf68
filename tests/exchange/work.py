"""Functions that the tests let the child process run."""

from __future__ import annotations

import os
import signal
import struct
import time
from pathlib import Path

import pyarrow as pa

from crm_core.errors import InvalidInput, UnusableFile, message
from crm_core.exchange.limited import Handover, Report, Step
from crm_core.exchange.reading import read_table


def double(request: tuple[int, ...], report: Report) -> Handover:
    """Hand over each number twice as large, one step each."""
    for at, _ in enumerate(request, start=1):
        report(Step("doubling", at, len(request)))
    print("a library that prints does no harm")  # noqa: T201 - that is what is tested
    return Handover({"sum": sum(request)}, {"numbers": pa.table({"twice": [2 * number for number in request]})})


def refuse(request: str, report: Report) -> Handover:
    """Refuse with a message that carries a value."""
    raise UnusableFile(message("{name} cannot be read", name=request))


def refuse_fields(request: str, report: Report) -> Handover:
    """Refuse a form."""
    raise InvalidInput({"name": message("{name} is no name", name=request)})


def fail(request: str, report: Report) -> Handover:
    """Meet a bug."""
    raise ZeroDivisionError(request)


def grow(request: int, report: Report) -> Handover:
    """Take memory without end."""
    held = []
    while True:
        held.append(bytearray(request))


def spin(request: None, report: Report) -> Handover:
    """Use the processor without end."""
    while True:
        pass


def sleep(request: float, report: Report) -> Handover:
    """Do nothing for a while."""
    report(Step("sleeping"))
    time.sleep(request)
    return Handover({})


def crash(request: None, report: Report) -> Handover:
    """End as a native reader's crash does."""
    os.kill(os.getpid(), signal.SIGSEGV)
    return Handover({})


def read_all(request: tuple[str, ...], report: Report) -> Handover:
    """Read many files, and say of each how many lines were read, sound and not, or why it was refused."""
    found: list[list[object]] = []
    for path in request:
        try:
            table = read_table(Path(path))
        except UnusableFile as error:
            found.append([path, str(error), 0, 0, 0])
        else:
            sound = int(table.sound().sum())
            named = len(table.problems.rows() & frozenset(table.rows.to_pylist()))
            found.append([path, "", table.row_count, sound, named])
    return Handover({"found": found})


def surroundings(request: None, report: Report) -> Handover:
    """Say what the child sees of its parent."""
    return Handover({"environment": dict(os.environ)})


def deceive(request: None, report: Report) -> Handover:
    """Hand over a column whose offsets point outside its content."""
    offsets = pa.py_buffer(struct.pack("<3i", 0, 2_000_000, 4))
    column = pa.Array.from_buffers(pa.string(), 2, [None, offsets, pa.py_buffer(b"abcd")])
    return Handover({}, {"bad": pa.Table.from_arrays([column], names=["a"])})
