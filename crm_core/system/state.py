"""The state of the system at one glance, and what an administrator should look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from weakref import WeakKeyDictionary

from crm_core import __version__, clock
from crm_core.access.model import Actor, Permission
from crm_core.access.sessions import LiveSessions, count_live
from crm_core.errors import N_, Message, message
from crm_core.store import Store, statement
from crm_core.store.check import tables
from crm_core.store.files import logs_of
from crm_core.store.mark import read_mark
from crm_core.system.service import BackupFile, list_backups

_UNTRACKED = "data_version"  # the versions have no version of their own
_NEVER = ((-1, -1), 0)
_counted: WeakKeyDictionary[Store, dict[str, tuple[tuple[int, int], int]]] = WeakKeyDictionary()
BACKUP_IS_OLD_AFTER = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class TableSize:
    """A table of the store and how many rows it holds."""

    name: str
    row_count: int


@dataclass(frozen=True, slots=True)
class SystemState:
    """What holds now. Sizes are in bytes; ``marked`` is None where the mark cannot be read."""

    store_name: str
    store_size: int
    log_size: int
    program_version: str
    schema_version: int
    tables: tuple[TableSize, ...]
    last_backup: BackupFile | None
    marked: int | None
    stored: int
    sessions: LiveSessions

    @property
    def row_count(self) -> int:
        """The rows of all tables."""
        return sum(table.row_count for table in self.tables)

    @property
    def mark_agrees(self) -> bool:
        """Whether the mark outside the store names the store's last entry."""
        return self.marked == self.stored


def state_of_system(store: Store, actor: Actor) -> SystemState:
    """Return what holds now.

    Raises:
        NotPermitted: the role may not.
    """
    actor.require(Permission.SYSTEM_READ)
    marked, stored = read_mark(store.path), store.head  # in this order: the mark may lag, the store may not
    backups = list_backups(store.path)
    return SystemState(
        store_name=store.path.name,
        store_size=store.path.stat().st_size,
        log_size=sum(log.stat().st_size for log in logs_of(store.path)),
        program_version=__version__,
        schema_version=int(store.value(statement("system", "schema_version"))),
        tables=_sizes(store),
        last_backup=backups[0] if backups else None,
        marked=None if marked is None else marked.seq,
        stored=stored.seq,
        sessions=count_live(store),
    )


def _sizes(store: Store) -> tuple[TableSize, ...]:
    """Return the rows of each table, counted again only after a write to it: a hundred countings took 45 ms of each look."""
    names = tables(store)
    states = zip(
        names, store.versions(names), strict=True
    )  # before counting: what is written meanwhile is counted next time
    kept = _counted.setdefault(store, {})
    for name, version in states:
        if name == _UNTRACKED or kept.get(name, _NEVER)[0] != (store.epoch, version):
            kept[name] = (store.epoch, version), int(store.value(statement("system", "row_count"), [name]))
    return tuple(TableSize(name, kept[name][1]) for name in names)


def concerns(state: SystemState) -> list[Message]:
    """Return what an administrator should look at, the gravest first; nothing where all is well."""
    found = []
    if not state.mark_agrees:
        found.append(
            message(
                N_("The high-water mark says entry {marked}, the store's last one is {stored}."),
                marked=state.marked or 0,
                stored=state.stored,
            )
        )
    if state.last_backup is None:
        found.append(message(N_("There is no backup yet. Make one now.")))
    elif clock.now() - state.last_backup.made_at > BACKUP_IS_OLD_AFTER:
        hours = (clock.now() - state.last_backup.made_at) // timedelta(hours=1)
        found.append(message(N_("The last backup is {hours} hours old. Look at the nightly job."), hours=hours))
    return found
