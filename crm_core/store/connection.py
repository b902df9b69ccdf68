"""How a store's file is opened: shut off from files, network and extensions, in UTC, with limits."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

from crm_core.store.faults import opening


def hardened() -> dict[str, str | bool | int | float | list[str]]:
    """Return the settings of every connection of this program.

    ``CRM_MEMORY_LIMIT`` bounds what all queries hold at once, ``CRM_THREADS`` how many threads they share: by default as
    many as the machine has cores, which long queries gain by and many short ones beside other work lose by.
    """
    settings: dict[str, str | bool | int | float | list[str]] = {
        "enable_external_access": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
        "python_enable_replacements": False,
        "memory_limit": os.environ.get("CRM_MEMORY_LIMIT", "2GB"),
        "max_temp_directory_size": "20GB",
    }
    threads = os.environ.get("CRM_THREADS")
    return {**settings, "threads": int(threads)} if threads else settings


def connect(path: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Return a connection to the file at ``path``, its settings locked.

    Raises:
        StoreInUse, StoreDamaged, StoreFull, StoreUnreachable: it cannot be opened.
    """
    with opening(path.name):
        connection = duckdb.connect(str(path), read_only=read_only, config=hardened())
        connection.execute("set global TimeZone = 'UTC'")
        connection.execute("set lock_configuration = true")
    return connection
