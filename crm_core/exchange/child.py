"""The inside of ``run_limited``: set the limits, call one function, hand its result over. Run with ``python -m``.

Reads one JSON line (the task) and a pickled request from its parent, on stdin. Writes steps as JSON lines to stdout,
and ``result.json`` with its Arrow files, or ``refusal.json``, into the task's folder.
"""

from __future__ import annotations

import importlib
import json
import os
import pickle
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crm_core.errors import CrmError, Message
    from crm_core.exchange.limited import Handover, Step

REFUSED = 3
OUT_OF_MEMORY = 4
_NICENESS = 5  # people who work go before a file that is read
_GRACE_SECONDS = 5  # the parent ends a late child; this is for a parent that is gone


def main() -> int:
    """Return the exit status: 0 done, ``REFUSED`` or ``OUT_OF_MEMORY``. A bug ends with a traceback and status 1."""
    steps = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints goes with the errors, not among the steps
    task: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    set_limits(task)

    from crm_core.errors import CrmError as Refusal  # noqa: PLC0415 - only after the limits are set

    folder = Path(task["folder"])
    function = getattr(importlib.import_module(task["module"]), task["name"])
    request = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own parent, over a pipe

    def report(step: Step) -> None:
        steps.write(json.dumps([step.name, step.done, step.total]) + "\n")
        steps.flush()

    try:
        _write_result(folder, function(request, report))
    except Refusal as error:
        _write_private(folder / "refusal.json", json.dumps(_as_refusal(error), ensure_ascii=False))
        return REFUSED
    except MemoryError:
        return OUT_OF_MEMORY
    return 0


def set_limits(task: Mapping[str, Any]) -> None:
    """Limit this process as the task says. Where the system knows no such limits (Windows), nothing happens."""
    if os.name == "nt":
        return
    import resource  # noqa: PLC0415 - only POSIX has it

    for which, amount in (
        (resource.RLIMIT_AS, task["memory"]),
        (resource.RLIMIT_CPU, task["cpu"]),
        (resource.RLIMIT_FSIZE, task["file"]),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(which)
        bound = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        resource.setrlimit(which, (bound, bound))
    signal.alarm(int(task["wall"]) + _GRACE_SECONDS)
    os.nice(_NICENESS)
    os.umask(0o077)


def _write_result(folder: Path, handover: Handover) -> None:
    import pyarrow as pa  # noqa: PLC0415 - only after the limits are set

    names: dict[str, str] = {}
    for number, (name, table) in enumerate(handover.tables.items()):
        file = folder / f"table-{number}.arrow"
        with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
        names[name] = file.name
    _write_private(folder / "result.json", json.dumps({"facts": handover.facts, "tables": names}, ensure_ascii=False))


def _write_private(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
        file.write(text)


def _as_refusal(error: CrmError) -> dict[str, object]:
    from crm_core.errors import InvalidInput  # noqa: PLC0415 - only after the limits are set
    from crm_core.exchange.problems import plain_values  # noqa: PLC0415 - the same

    def parts(text: Message) -> list[object]:
        return [text.text, plain_values(text.values)]

    if isinstance(error, InvalidInput):
        return {"kind": "InvalidInput", "fields": {name: parts(text) for name, text in error.fields.items()}}
    text, values = parts(error.message)
    return {"kind": type(error).__name__, "text": text, "values": values}


if __name__ == "__main__":
    status = main()
    sys.stderr.flush()
    os._exit(status)  # all is written and closed: nobody waits until an interpreter has put its libraries away
