"""Writing a store's file anew, so that nothing is left in it of what was removed.

The driver only marks removed rows, and keeps freed blocks for later; their text may stay in the file for years. After an erasure
everything that the store holds is copied into a fresh file, which takes the old one's place. People read meanwhile, writers wait.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from crm_core.store.backup import fold, work_file
from crm_core.store.connection import connect, hardened
from crm_core.store.database import Store
from crm_core.store.faults import StoreDamaged, opening, translated
from crm_core.store.files import copy_store


def rewrite(store: Store) -> None:
    """Write the file of the open ``store`` anew. It takes the room of three stores on the disk meanwhile.

    Raises:
        StoreFull, StoreUnreachable: it could not be written; the store goes on as it was.
        StoreDamaged: the fresh file does not hold what the old one holds; it was thrown away.
        StoreBusy: writers or readers did not finish in time; the store goes on as it was.
    """
    with work_file(store.path) as part, work_file(store.path) as fresh, store.still():
        with opening(store.path.name), store.quiet():
            copy_store(store.path, part)
        head = fold(part)
        _copy(part, fresh)
        if fold(fresh) != head or _row_counts(part) != _row_counts(fresh):
            raise StoreDamaged("the fresh file does not hold what the old one holds")
        store.replace_file(fresh)


def _copy(source: Path, target: Path) -> None:
    """Copy everything from one closed file into another that is not there yet; no other file can be reached meanwhile."""
    settings = {name: value for name, value in hardened().items() if name != "enable_external_access"}
    with opening(target.name):
        connection = duckdb.connect(":memory:", config=settings)
    try:
        with translated():
            connection.execute("set global TimeZone = 'UTC'")
            connection.execute(_attaching(source, "old_store (read_only)"))
            connection.execute(_attaching(target, "fresh_store"))
            connection.execute("set enable_external_access = false")
            connection.execute("copy from database old_store to fresh_store")
    finally:
        connection.close()


def _attaching(path: Path, name: str) -> str:
    """Return the statement that opens a file beside another; it takes no parameter."""
    return "attach '{}' as {}".format(str(path).replace("'", "''"), name)


def _row_counts(path: Path) -> dict[str, int]:
    connection = connect(path, read_only=True)
    try:
        with translated():
            tables = connection.execute("select table_name from duckdb_tables() order by table_name").fetchall()
            count = "select count(*) from query_table($1)"
            return {name: connection.execute(count, [name]).fetchall()[0][0] for (name,) in tables}
    finally:
        connection.close()
