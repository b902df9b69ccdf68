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


class StoreFull(StoreError):
    """The disk took no more; the transaction is undone."""

    def __init__(self) -> None:
        super().__init__(message(N_("The disk is full. Nothing of this was saved; free some space and try again.")))


class StoreDamaged(StoreError):
    """The file is damaged or lacks acknowledged work; only a restore helps."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            message(
                N_("The store is damaged ({detail}). Restore the last backup: crm_core restore FILE."), detail=detail
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
    except duckdb.ConstraintException as error:
        text = str(error)
        if "Duplicate key" in text or "unique" in text.lower():
            raise UniqueViolation from error
        raise
    except (duckdb.InterruptException, duckdb.TransactionException) as error:
        raise StoreBusy from error
    except duckdb.OutOfMemoryException as error:
        raise StoreBusy from error
    except duckdb.ConnectionException as error:
        raise StoreBusy from error
    except (
        duckdb.IOException,
        duckdb.FatalException,
        duckdb.SerializationException,
        duckdb.InternalException,
    ) as error:
        raise _of_the_disk(error) from error


def _of_the_disk(error: Exception) -> StoreError:
    text = str(error)
    if "No space left" in text:
        return StoreFull()
    if "lock on file" in text or "already attached" in text:
        return StoreInUse()
    return StoreDamaged(text.splitlines()[0][:160])
