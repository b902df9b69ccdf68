"""Serve the app as ``python app.py`` does, with the clock held, or with what the bench needs to look inside.

CRM_STORE=… CRM_PORT=… python -m tools.serve [--at 2026-06-24T10:30:00+08:00] [--bench FILE]
"""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from crm_core import clock


def main() -> int:
    """Serve until stopped; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--at", type=datetime.fromisoformat, help="hold the clock at this instant")
    parser.add_argument(
        "--bench", type=Path, metavar="FILE", help="note every transaction in FILE, add the bench's pages"
    )
    given = parser.parse_args()
    with ExitStack() as held:
        if given.at is not None:
            held.enter_context(clock.held_at(given.at))
        if given.bench is not None:
            from tools.bench import inside  # noqa: PLC0415 - only where it is asked for

            inside.add_pages()
            inside.add_routes()
            inside.note_transactions(given.bench)
        from app import app, where  # noqa: PLC0415 - makes the app of what is set up by now
        from crm_core.server.serve import serve  # noqa: PLC0415 - after it

        return serve(app, where)


if __name__ == "__main__":
    sys.exit(main())
