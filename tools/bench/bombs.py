"""How long a file that is made to do harm keeps the server busy until it is refused with a sentence."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import psutil

from crm_core.errors import UnusableFile
from crm_core.exchange.reading import read_limited
from tests.exchange.bombs import BOMBS


@dataclass(frozen=True, slots=True)
class Refusal:
    """One bomb refused: seconds on the clock and of processor time, the limited child's included."""

    name: str
    seconds: float
    cpu: float


def refuse_all() -> list[Refusal]:
    """Feed each bomb to the reader as an upload is; return how long each took, the slowest first.

    Raises:
        AssertionError: one was read.
    """
    refusals, process = [], psutil.Process()
    with tempfile.TemporaryDirectory(prefix="crm-bench-") as folder:
        for name, (make, _sentence) in BOMBS.items():
            path = Path(folder) / "bomb.xlsx"
            path.write_bytes(make())
            before, began = process.cpu_times(), perf_counter()
            try:
                read_limited(path)
            except UnusableFile:
                ended, after = perf_counter(), process.cpu_times()
            else:
                raise AssertionError(f"{name} was read")
            cpu = sum(
                getattr(after, at) - getattr(before, at)
                for at in ("user", "system", "children_user", "children_system")
            )
            refusals.append(Refusal(name, ended - began, cpu))
    return sorted(refusals, key=lambda one: -one.seconds)
