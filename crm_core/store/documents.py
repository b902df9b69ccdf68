"""Documents that belong to a store and are too large for its tables: a folder beside its file.

Each file is written once under a random name, is on the disk before the row that names it is committed, and never changes.
So a backup may share it with the store by a hard link, a restore only ever adds files, and what no row names any more is
left over and can go. The folder of ``crm.duckdb`` is ``crm.duckdb.documents``, that of its backup lies beside the backup.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from crm_core import clock
from crm_core.store.faults import MarkNotWritten, opening
from crm_core.store.files import copy_file, sync_file, sync_folder

_NAME = re.compile(r"[0-9a-f]{32}")


def documents_path(store_path: Path) -> Path:
    """Return the folder of the documents of the store, or of the backup, at ``store_path``."""
    return store_path.with_name(store_path.name + ".documents")


def _place(folder: Path, name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of a document")
    return folder / name[:2] / name


@contextmanager
def kept(store_path: Path, contents: Sequence[bytes]) -> Iterator[list[str]]:
    """Write each of ``contents`` durably and yield their names; where the block fails, none of them stays.

    Raises:
        StoreUnreachable: the system does not let this program write them.
    """
    names = [secrets.token_hex(16) for _ in contents]
    folder = documents_path(store_path)
    try:
        with opening(folder.name):
            for name, content in zip(names, contents, strict=True):
                _write(_place(folder, name), content)
        yield names
    except MarkNotWritten:  # the rows are saved all the same
        raise
    except BaseException:
        discard(store_path, names)
        raise


def _write(place: Path, content: bytes) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(place.parent)
    sync_folder(place.parent.parent)


def read(store_path: Path, name: str) -> bytes | None:
    """Return the bytes of a document; None where its file is not there."""
    try:
        return _place(documents_path(store_path), name).read_bytes()
    except FileNotFoundError:
        return None


def discard(store_path: Path, names: Iterable[str]) -> None:
    """Remove documents; those that are not there do no harm."""
    for name in names:
        _place(documents_path(store_path), name).unlink(missing_ok=True)


def sizes(store_path: Path) -> dict[str, int]:
    """Return the size in bytes of every document's file by name."""
    return {place.name: place.stat().st_size for place in _files(documents_path(store_path))}


def left_over(store_path: Path, named: frozenset[str], older_than_seconds: float) -> list[str]:
    """Return the documents that no row names, but for those that are so new that their row may be on its way."""
    until = clock.now().timestamp() - older_than_seconds
    found = _files(documents_path(store_path))
    return [place.name for place in found if place.name not in named and place.stat().st_mtime <= until]


def _files(folder: Path) -> list[Path]:
    return [place for place in sorted(folder.glob("??/*")) if _NAME.fullmatch(place.name)]


def share(source: Path, target: Path) -> int:
    """Let the store at ``target`` have every document of the one at ``source``, by link where the disk can; return how many.

    What ``target`` has besides stays: names are random, so no two differ in content.

    Raises:
        StoreUnreachable: they cannot be read or written.
    """
    return _share(documents_path(source), documents_path(target))


def _share(source: Path, target: Path, *, is_durable: bool = True) -> int:
    with opening(target.name):
        found, known = _files(source), {place.name for place in _files(target)}
        fresh = [place for place in found if place.name not in known]
        for place in fresh:
            linked = _place(target, place.name)
            linked.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _link(place, linked)
        for folder in {place.parent.name for place in fresh} if is_durable else ():
            sync_folder(target / folder)
    return len(found)


def _link(place: Path, fresh: Path) -> None:
    """Let ``fresh`` be the file ``place``: one file of two names, or a copy on another disk; nothing where it has just gone."""
    try:
        os.link(place, fresh)
    except FileNotFoundError:
        return
    except OSError:
        part = fresh.with_name(f".{fresh.name}.part")
        copy_file(place, part)
        sync_file(part)
        part.replace(fresh)


@contextmanager
def held(store_path: Path) -> Iterator[Path]:
    """Hold the documents of the store, so that none is lost that is removed meanwhile; yield what to ``bring`` elsewhere.

    Most are held while people work; ``hold_the_rest`` under the write lock holds what has come since.
    """
    stage = store_path.with_name(f".{store_path.name}.{secrets.token_hex(4)}.held")
    try:
        hold_the_rest(store_path, stage)
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def hold_the_rest(store_path: Path, stage: Path) -> None:
    """Hold in ``stage`` what the store has and what is not held yet."""
    _share(documents_path(store_path), stage, is_durable=False)


def bring(stage: Path, target: Path) -> int:
    """Put what is held in ``stage`` beside the backup at ``target``, in place of an older backup's; return how many."""
    remove_documents(target)
    return _share(stage, documents_path(target))


def remove_documents(store_path: Path) -> None:
    """Remove the folder of documents of a backup."""
    shutil.rmtree(documents_path(store_path), ignore_errors=True)
