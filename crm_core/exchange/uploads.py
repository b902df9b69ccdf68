"""An upload on its way from the browser to the child that reads it: a private file with a name of our own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from crm_core.errors import N_, UnusableFile, message
from crm_core.exchange.container import MAX_FILE_BYTES

_PIECE = 1024 * 1024


@contextmanager
def kept_upload(source: bytes | IO[bytes]) -> Iterator[Path]:
    """Give the path of a file with the upload's bytes, readable by this user only and removed at the end.

    What the person called the file plays no part in the path.

    Raises:
        UnusableFile: more bytes than can be read.
    """
    with tempfile.TemporaryDirectory(prefix="crm-upload-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "upload"
        path.touch(mode=0o600)
        with path.open("wb") as file:
            _copy(source, file)
        yield path


def _copy(source: bytes | IO[bytes], file: IO[bytes]) -> None:
    if isinstance(source, bytes):
        _refuse_longer(len(source))
        file.write(source)
        return
    size = 0
    while piece := source.read(_PIECE):
        size += len(piece)
        _refuse_longer(size)
        file.write(piece)


def _refuse_longer(size: int) -> None:
    if size > MAX_FILE_BYTES:
        raise UnusableFile(message(
            N_("The file has more than {limit} MB. Split it, or save it as CSV."), limit=MAX_FILE_BYTES // 1024 // 1024
        ))  # fmt: skip
