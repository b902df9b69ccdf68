"""Print what one list of pinned requirements holds beyond another, with its hashes.

    python tools/more_requirements.py requirements.txt requirements-dev.txt

Two lists without a common entry can be installed side by side, which takes little more than half the time.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

_ENTRY = re.compile(r"^(?=[A-Za-z0-9])", re.MULTILINE)


def entries(text: str) -> dict[str, str]:
    """Return each entry with its hashes and remarks, by its name and version."""
    blocks = [block for block in _ENTRY.split(text) if block.strip() and not block.startswith("#")]
    return {block.split()[0]: block for block in blocks}


def main(arguments: Sequence[str]) -> int:
    """Print the entries and return the exit code."""
    known, wanted = (entries(Path(one).read_text("utf-8")) for one in arguments)
    sys.stdout.write("".join(block for name, block in wanted.items() if name not in known))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
