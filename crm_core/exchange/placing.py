"""A written file appears whole or not at all, and only its owner may read it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def placed(target: Path) -> Iterator[IO[bytes]]:
    """Give a new file with mode 0600 that takes the place of ``target`` at the end; after an error nothing is left."""
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".writing-")
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
