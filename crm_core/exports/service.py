"""Large lists as files, of customers or of survey answers: what a person can do with them, and the making of those that wait.

A file is made with the role and team that its person has by then. Handing it over asks again: the permission, and
whether all that it tells of is still the person's to see. It is nobody else's file, not an administrator's either.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import structlog

from crm_core import audit, clock
from crm_core.access.model import SCHEDULER, Actor, Role
from crm_core.access.policy import EXPORTS, PAGES
from crm_core.customers.lists.model import CustomerListRequest
from crm_core.errors import N_, CrmError, Message, NotFound, NotPermitted, message
from crm_core.exchange.limited import Cancelled, Limits, run_limited
from crm_core.exports import repository
from crm_core.exports.child import ListTask, write_list
from crm_core.exports.kinds import KINDS
from crm_core.exports.model import KEPT_FOR, TOLD_FOR, ExportFile, FileStatus, FileUnderWay, OwnFiles
from crm_core.exports.repository import Made
from crm_core.messages import service as messages
from crm_core.privacy.seen.noting import note_file
from crm_core.settings import service as settings
from crm_core.store import Row, Store, once
from crm_core.store.reads import reads
from crm_core.surveys.service import SurveyRequest, survey_within

PAGE = "account/files.py"
OWN_FILES = PAGES[PAGE]
LIMITS = Limits(memory_bytes=3_000_000_000, cpu_seconds=1800, wall_seconds=3600.0)
_ROWS, _SEEN = "rows.arrow", "seen.arrow"
_log = structlog.get_logger("crm")


def files_path(store: Store) -> Path:
    """Return the folder that holds the files made from a store."""
    return store.path.with_name(store.path.name + ".exports")


def ask_for_list(
    store: Store,
    actor: Actor,
    request: CustomerListRequest,
    file_name: str,
    *,
    headings: Mapping[str, str],
    words: Mapping[str, Mapping[str, str]],
    key: str,
) -> int:
    """Note that the actor wants a whole list as a file, and return the file's id; ``worker.wake`` has it made.

    ``file_name`` ends in .csv or .xlsx; ``headings`` are the translated names of its columns, ``words`` the translated
    values of columns that hold codes.

    Raises:
        NotPermitted: the role may not export customers.
        FileUnderWay: the actor's last file is not made yet.
        AlreadyDone: the form was sent twice.
    """
    listed = {
        name: value for name, value in asdict(request).items() if name not in ("reach", "page", "size", "columns")
    }
    asked = {
        "list": listed,
        "headings": dict(headings),  # the columns in their order
        "words": {name: dict(each) for name, each in words.items()},
    }
    return _ask_for(store, actor, "customers", asked, file_name, key)


def ask_for_answers(  # noqa: PLR0917 - what a file of answers is
    store: Store, actor: Actor, survey_id: int, part: str | None, file_name: str, headings: Mapping[str, str], key: str
) -> int:
    """Note that the actor wants the answers of a part of a survey (all without one) as a file, and return its id.

    ``headings`` are the translated names of the columns that are no questions.

    Raises:
        NotPermitted: the role may not take answers out.
        NotFound: the survey is not one that the actor may know of.
        FileUnderWay: the actor's last file is not made yet.
        AlreadyDone: the form was sent twice.
    """
    reach = actor.require(EXPORTS["survey_answers"])
    survey_within(store, SurveyRequest(reach, actor.team_id, survey_id))
    asked = {"survey_id": survey_id, "part": part, "headings": dict(headings)}
    return _ask_for(store, actor, "survey_answers", asked, file_name, key)


def _ask_for(  # noqa: PLR0917 - the columns of the row
    store: Store, actor: Actor, name: str, asked: Mapping[str, Any], file_name: str, key: str
) -> int:
    kind = KINDS[name]
    actor.require(kind.permission)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        if repository.waiting_count(transaction, actor.user_id):
            raise FileUnderWay
        file_id = repository.add(transaction, actor.user_id, name, asked, file_name, clock.now())
        told = {**kind.told(asked), "file": file_name}
        audit.record(transaction, actor, audit.Change("ask_for_file", "export_file", file_id, None, told))
        once.settle(transaction, key, file_id)
    return file_id


@reads("export_file")
def own_files(store: Store, request: OwnFiles) -> tuple[ExportFile, ...]:
    """Return the files that the actor asked for, the latest first."""
    return repository.of_user(store, request.reach.me)


@dataclass(frozen=True, slots=True)
class HandedFile:
    """A file on its way to who asked for it."""

    path: Path
    file_name: str


def hand_over(store: Store, actor: Actor, file_id: int) -> HandedFile:
    """Return where the actor's file lies, and note in the trail that it was taken.

    Raises:
        NotPermitted: the role may not have such files any more.
        NotFound: there is no such file, it is another's, not ready, or removed.
        FileOutdated, AnswersOutdated: it tells of what is not the actor's to see any more.
    """
    actor.require(OWN_FILES)
    row = repository.ready_of_user(store, file_id, actor.user_id)
    folder = files_path(store) / row["folder"] if row else None
    if row is None or folder is None or not (folder / row["file_name"]).is_file():
        raise NotFound("export_file", file_id)
    kind, seen = KINDS[row["kind"]], _table(folder / _SEEN)
    actor.require(kind.permission)
    refusal = kind.outdated(store, actor, seen)
    if refusal is not None:
        raise refusal
    with store.transaction() as transaction:
        told = {"file": row["file_name"], "count": row["row_count"]}
        audit.record(transaction, actor, audit.Change("download", "export_file", file_id, None, told))
        note_file(store, transaction, actor, kind.named(seen))
    return HandedFile(folder / row["file_name"], row["file_name"])


def holds_customer(folder: Path, customer_ids: Collection[int]) -> bool:
    """Return whether a made file's folder has one of the customers in it; what is not made yet might."""
    if not (folder / _SEEN).is_file():
        return True
    return bool(set(customer_ids) & set(_table(folder / _SEEN).column("customer_id").to_pylist()))


def make_next(store: Store, stopping: Callable[[], bool] | None = None) -> bool:
    """Make the file that has waited longest and tell its person; return whether there was one.

    Where ``stopping`` cuts it off, the file waits on and is made at the next start. Whatever else goes wrong ends this file
    alone: its person is told, and may ask again.

    Raises:
        Cancelled: ``stopping`` said so.
        StoreError: how it ended could not be noted.
    """
    row = repository.next_waiting(store)
    if row is None:
        return False
    actor = Actor(row["user_id"], row["display_name"] or "", Role(row["role"] or Role.READER), row["team_id"])
    folder = files_path(store) / f"{row['file_id']}"
    try:
        made = _made(store, actor, row, folder, stopping)
    except Cancelled:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    except CrmError as error:
        made = Made(FileStatus.FAILED, problem=error.message)
    except Exception as error:  # noqa: BLE001 - what one file meets must not keep all that wait behind it
        _log.error("a file could not be made", entity="export_file", file_id=row["file_id"], exc_info=error)
        made = Made(FileStatus.FAILED, problem=message(N_("Something went wrong inside the program.")))
    if made.status is FileStatus.FAILED:
        shutil.rmtree(folder, ignore_errors=True)
    _note(store, actor, row, made)
    return True


def _made(store: Store, actor: Actor, row: Row, folder: Path, stopping: Callable[[], bool] | None) -> Made:
    """Read the rows here, where the store is open, and write the file in a child process."""
    kind = KINDS[row["kind"]]
    if not row["is_active"]:
        raise NotPermitted(kind.permission)
    content = kind.content(store, actor, json.loads(row["asked"]))
    files_path(store).mkdir(mode=0o700, exist_ok=True)
    shutil.rmtree(folder, ignore_errors=True)  # what a stopped server had begun
    folder.mkdir(mode=0o700)
    _put(folder / _ROWS, content.lines)
    _put(folder / _SEEN, content.seen)
    zone = settings.current(store).zone
    task = ListTask(folder / _ROWS, folder / row["file_name"], content.headings, content.words, zone)
    facts = run_limited(write_list, task, limits=LIMITS, cancelled=stopping).facts
    (folder / _ROWS).unlink()
    return Made(FileStatus.READY, folder.name, facts["rows"], facts["bytes"])


def _note(store: Store, actor: Actor, row: Row, made: Made) -> None:
    kind = KINDS[row["kind"]]
    with store.transaction() as transaction:
        repository.finish(transaction, row["file_id"], made, clock.now())
        if made.status is FileStatus.READY:
            asked = json.loads(row["asked"])
            told = {**kind.told(asked), "file": row["file_name"]}
            change = audit.Change("export", kind.entity, kind.entity_id(asked), None, told)
            audit.record_batch(transaction, actor, change, made.row_count or 0)
            text = message(
                kind.ready,
                file=row["file_name"],
                count=made.row_count,
                days=KEPT_FOR.days,
            )
            messages.notify(transaction, actor.user_id, "file_ready", text, PAGE)
        else:
            reason = made.problem or Message("")
            text = message(N_("Your file {file} could not be made: {reason}"), file=row["file_name"], reason=reason)
            messages.notify(transaction, actor.user_id, "file_failed", text, PAGE)


def remove_old(store: Store) -> int:
    """Remove the files that were made more than seven days ago; return how many. For a job."""
    now = clock.now()
    old = repository.made_before(store, now - KEPT_FOR)
    for row in old:
        if row["folder"]:
            shutil.rmtree(files_path(store) / row["folder"], ignore_errors=True)
    with store.transaction() as transaction:
        for row in old:
            repository.note_removed(transaction, row["file_id"])
        repository.forget(transaction, now - TOLD_FOR)
        if old:
            change = audit.Change("clean_up", "export_file", None, None, {"count": len(old)})
            audit.record_batch(transaction, SCHEDULER, change, len(old))
    return len(old)


def _put(path: Path, table: pa.Table) -> None:
    path.touch(mode=0o600)
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def _table(path: Path) -> pa.Table:
    with pa.OSFile(str(path)) as source, pa.ipc.open_file(source) as reader:
        return reader.read_all()
