"""The store's faults in our own words, and how DuckDB's errors become them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from crm_core.errors import N_, StoreError, message


class StoreBusy(StoreError):
    """The write lock, or the time a query may take, ran out."""

    def __init__(self) -> None:
        super().__init__(message(N_("The store is busy. Nothing was saved; please try again in a moment.")))


class StoreInUse(StoreError):
    """Another process holds the file."""

    def __init__(self) -> None:
        super().__init__(message(N_("Another program has this store open. Close it, or use the running server.")))


class StoreClosed(StoreError):
    """The program is stopping and has let go of the store."""

    def __init__(self) -> None:
        super().__init__(message(N_("The program is stopping. Nothing was saved; please try again when it is back.")))


class StoreFull(StoreError):
    """The disk took no more; the transaction is undone."""

    def __init__(self) -> None:
        super().__init__(message(N_("The disk is full. Nothing of this was saved; free some space and try again.")))


class StoreUnreachable(StoreError):
    """The system does not let this program read or write the file or its folder."""

    def __init__(self, name: str) -> None:
        super().__init__(
            message(
                N_(
                    "{name} cannot be opened for reading and writing. "
                    "Check that the folder exists and that this program may write in it."
                ),
                name=name,
            )
        )


class StoreDamaged(StoreError):
    """The file is damaged or lacks acknowledged work; only a restore helps."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            message(
                N_("The store is damaged ({detail}). Restore the last backup: crm_core restore FILE."), detail=detail
            )
        )


class MarkNotWritten(StoreError):
    """The work is saved, but its mark beside the store is not."""

    def __init__(self) -> None:
        super().__init__(
            message(
                N_("This was saved, but the high-water mark beside the store could not be written. Check the disk.")
            )
        )


class NewerStore(StoreError):
    """The file was written by a newer version of this program."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(
            message(
                N_("This store has version {found}, this program knows {known}. Please install the newer program."),
                found=found,
                known=known,
            )
        )


class NotAStore(StoreError):
    """The file is no store of this program."""

    def __init__(self, name: str) -> None:
        super().__init__(message(N_("{name} is not a store of this program."), name=name))


class UniqueViolation(StoreError):
    """A value that must be unique is there already."""

    def __init__(self) -> None:
        super().__init__(message(N_("There is already a record with this value.")))


@contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's errors into ours; a programming error in SQL stays what it is, a bug."""
    try:
        yield
    except duckdb.Error as error:
        ours = _ours(error)
        if ours is None:
            raise
        raise ours from error


@contextmanager
def opening(name: str) -> Iterator[None]:
    """Turn whatever goes wrong while the file ``name`` is opened into a fault of the store."""
    try:
        yield
    except duckdb.Error as error:
        raise _of_the_disk(error, name) from error
    except OSError as error:
        raise StoreUnreachable(name) from error


def is_fatal(error: BaseException | None) -> bool:
    """Return whether the driver gave the whole database up, so that it must be opened anew."""
    return isinstance(error, duckdb.FatalException) or (error is not None and is_fatal(error.__cause__))


def _ours(error: duckdb.Error) -> StoreError | None:
    text = str(error)
    if "No space left" in text:
        return StoreFull()
    if isinstance(error, (duckdb.ConstraintException, duckdb.TransactionException)) and "uplicate key" in text:
        return UniqueViolation()
    if isinstance(error, duckdb.TransactionException) and "is aborted" in text:
        return None  # an earlier error was swallowed: a bug
    busy = (
        duckdb.InterruptException,
        duckdb.TransactionException,
        duckdb.OutOfMemoryException,
        duckdb.ConnectionException,
    )
    if isinstance(error, busy):
        return StoreBusy()
    broken = (duckdb.IOException, duckdb.FatalException, duckdb.SerializationException, duckdb.InternalException)
    if isinstance(error, broken):
        return _of_the_disk(error, "")
    return None


def _of_the_disk(error: Exception, name: str) -> StoreError:
    text = str(error)
    if "No space left" in text:
        return StoreFull()
    if "lock on file" in text or "already attached" in text or "being used by another process" in text:
        return StoreInUse()
    if any(reason in text for reason in ("Permission denied", "Read-only file system", "Is a directory")):
        return StoreUnreachable(name or "crm.duckdb")
    return StoreDamaged(_without_paths(text.splitlines()[0]))


def _without_paths(text: str) -> str:
    """Return the reason as a person reads it: short, without the folder the file lies in."""
    words = [word.rsplit("/", 1)[-1] if "/" in word else word for word in text.split()]
    return " ".join(words).replace('"', "")[:160]
