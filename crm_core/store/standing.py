"""How an opened file stands: its last audit entry, whether it holds a marked one, its data versions."""

from __future__ import annotations

from pathlib import Path

import duckdb

from crm_core.store.faults import opening
from crm_core.store.mark import NO_HEAD, Head


def stored_head(connection: duckdb.DuckDBPyConnection, path: Path) -> Head:
    """Return the last entry of the audit trail in the file."""
    query = "select seq, hash from audit_entry order by seq desc limit 1"
    with opening(path.name), connection.cursor() as cursor:
        found = cursor.execute(query).fetchone()
    return Head(*found) if found else NO_HEAD


def holds(connection: duckdb.DuckDBPyConnection, path: Path, marked: Head) -> bool:
    """Return whether the file holds the entry that was ``marked``: what was acknowledged last."""
    if marked.seq == 0:
        return True
    with opening(path.name), connection.cursor() as cursor:
        found = cursor.execute("select hash from audit_entry where seq = $1", [marked.seq]).fetchone()
    return found is not None and found[0] == marked.hash


def stored_versions(connection: duckdb.DuckDBPyConnection, path: Path) -> dict[str, int]:
    """Return the data version of each table that was ever written."""
    with opening(path.name), connection.cursor() as cursor:
        return dict(cursor.execute("select table_name, version from data_version").fetchall())
