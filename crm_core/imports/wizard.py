"""The import under way of one person: chosen, read, matched, checked, written; each step lies in the workspace.

The page shows the stage that is reached and calls one function here for what the person decides. The work itself goes on
in ``runs``, so that a reload, a second tab or a second click neither loses nor repeats it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any

from crm_core.access.model import Actor
from crm_core.errors import N_, Message, NotFound, Refused, message
from crm_core.exchange.container import MAX_FILE_BYTES
from crm_core.exchange.dates import DayOrder
from crm_core.exchange.limited import Step
from crm_core.exchange.problems import plain_values
from crm_core.exchange.table import Layout, ReadOptions, SetAside, Table, layout_from
from crm_core.imports import mappings, runs, service, workspace
from crm_core.imports.checked import CheckedImport
from crm_core.imports.comparing import frame_of, own_of
from crm_core.imports.contract import ImportRequest
from crm_core.imports.kinds import matched, repeated
from crm_core.imports.mapping_model import Decisions, Offer, SavedMapping, applied, offer_of
from crm_core.imports.model import ImportKind, ImportOptions, ImportResult
from crm_core.imports.workspace import Workspace
from crm_core.store import Store
from crm_core.texts import clean_line

_UPLOAD, _DRAFT, _RESULT, _SEEN, _OFFER = "upload", "draft.json", "result.json", "seen.json", "offer.json"
NAME_LIMIT = 120
SHOWN_LINES, SHOWN_SAMPLES, SHOWN_CELL = 6, 4, 60


class Stage(StrEnum):
    """How far an import is."""

    CHOOSE = "choose"
    COLUMNS = "columns"
    CHECKED = "checked"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Draft:
    """What the person has decided so far. ``mapping`` is {column: field}; None until the columns were found."""

    kind: ImportKind
    file_name: str
    reading: ReadOptions = field(default_factory=ReadOptions)
    mapping: Mapping[str, str] | None = None
    order: DayOrder = DayOrder.UNKNOWN
    options: ImportOptions = field(default_factory=ImportOptions)

    def request(self, space: Workspace) -> ImportRequest:
        """Return the request that the service takes."""
        path = space.file(_UPLOAD)
        return ImportRequest(self.kind, path, self.file_name, self.reading, self.mapping, self.order, self.options)


@dataclass(frozen=True, slots=True)
class SeenFile:
    """What a person is shown of a file that was read: how, its first lines, and some of what each column holds."""

    headers: tuple[str, ...]
    layout: Layout
    row_count: int
    problem_count: int
    head: tuple[tuple[str, ...], ...]
    samples: Mapping[str, tuple[str, ...]]
    notices: tuple[Message, ...]
    set_aside: tuple[SetAside, ...]


def seen_file(space: Workspace) -> SeenFile:
    """Return what is shown of the file that was read."""
    facts: Mapping[str, Any] = space.facts(_SEEN)
    return SeenFile(
        headers=tuple(facts["headers"]),
        layout=layout_from(facts["layout"]),
        row_count=facts["row_count"],
        problem_count=facts["problem_count"],
        head=tuple(map(tuple, facts["head"])),
        samples={header: tuple(texts) for header, texts in facts["samples"].items()},
        notices=tuple(Message(text, values) for text, values in facts["notices"]),
        set_aside=tuple(SetAside(row, text) for row, text in facts["set_aside"]),
    )


def _seen_facts(table: Table) -> dict[str, Any]:
    head = [[_cut(cell) for cell in line] for line in table.head(SHOWN_LINES)]
    return {
        "headers": list(table.headers),
        "layout": asdict(table.layout),
        "row_count": table.row_count,
        "problem_count": len(table.problems.rows()),
        "head": head,
        "samples": {header: _samples(table, header) for header in table.headers},
        "notices": [[notice.text, plain_values(notice.values)] for notice in table.notices],
        "set_aside": [[line.row, _cut(line.text)] for line in (*table.preamble, *table.footer)],
    }


def _samples(table: Table, header: str) -> list[str]:
    """Return the first few different texts of a column."""
    texts = table.column(header).slice(0, 1000).to_pylist()
    return [_cut(text) for text in dict.fromkeys(texts) if text.strip()][:SHOWN_SAMPLES]


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN_CELL else text[:SHOWN_CELL] + "…"


def under_way(store: Store, actor: Actor) -> Workspace | None:
    """Return the actor's import under way, None where there is none."""
    service.may_import(actor)
    space = workspace.under_way(store, actor.user_id)
    return space if space is not None and space.facts(_DRAFT) is not None else None


def stage_of(space: Workspace) -> Stage:
    """Return the stage that an import has reached."""
    if space.facts(_RESULT) is not None:
        return Stage.DONE
    if space.file("checked.json").exists():
        return Stage.CHECKED
    return Stage.COLUMNS if space.file(_SEEN).exists() else Stage.CHOOSE


def draft_of(space: Workspace) -> Draft:
    """Return what was decided so far."""
    facts: Mapping[str, Any] = space.facts(_DRAFT)
    return Draft(
        ImportKind(facts["kind"]),
        facts["file_name"],
        ReadOptions(**facts["reading"]),
        facts["mapping"],
        DayOrder(facts["order"]),
        ImportOptions.from_facts(facts),
    )


def _put_draft(space: Workspace, draft: Draft) -> None:
    reading = draft.reading
    names = ("encoding", "delimiter", "header_row", "sheet", "keep_footer")
    facts = {
        "kind": draft.kind.value,
        "file_name": draft.file_name,
        "reading": {name: getattr(reading, name) for name in names},
        "mapping": None if draft.mapping is None else dict(draft.mapping),
        "order": draft.order.value,
        **draft.options.as_facts(),
    }
    space.put_facts(_DRAFT, facts)


def begin(
    store: Store,
    actor: Actor,
    kind: ImportKind,
    file_name: str,
    content: bytes | memoryview,
    *,
    options: ImportOptions | None = None,
) -> Workspace:
    """Keep an upload in a workspace of its own and start reading it.

    Raises:
        NotPermitted: the role may not import.
        NotFound: the survey that ``options`` name is not the actor's to import into.
        Refused: the kind is not the actor's to import, the file is too large, or the last import is being written.
    """
    if kind not in service.kinds_open_to(actor):
        raise Refused(message(N_("Products belong to the whole company. Ask an administrator to import them.")))
    if len(content) > MAX_FILE_BYTES:
        raise Refused(message(N_("The file is too large: at most {limit} MB."), limit=MAX_FILE_BYTES // 1024 // 1024))
    chosen = options or ImportOptions()
    frame_of(store, actor, kind, chosen)
    earlier = workspace.under_way(store, actor.user_id)
    if earlier is not None and runs.is_writing(earlier.token):
        raise Refused(message(N_("Your last import is just being written. Please wait until it is done.")))
    if earlier is not None:
        runs.forget(earlier.token)
    space = workspace.begin(store, actor.user_id)
    space.put_bytes(_UPLOAD, content)
    _put_draft(space, Draft(kind, shown_name(file_name), options=chosen))
    read_again(store, actor, space, ReadOptions())
    return space


def shown_name(file_name: str) -> str:
    """Return a file's name as it may be shown and kept: without folders and invisible marks, not endlessly long."""
    return clean_line(PurePosixPath(file_name.replace("\\", "/")).name)[-NAME_LIMIT:] or "?"


def read_again(
    store: Store, actor: Actor, space: Workspace, reading: ReadOptions, mapping_id: int | None = None
) -> None:
    """Read the file as ``reading`` says, in the background; what was matched and checked before is void.

    A kept mapping for these very columns is taken at once, one for most of them is offered; ``mapping_id`` asks for one.
    """

    def work(progress: Callable[[Step], None], stop: Callable[[], bool]) -> None:
        draft = replace(draft_of(space), reading=reading)
        table = service.read_upload(actor, draft.request(space), space, progress, stop)
        frame = frame_of(store, actor, draft.kind, draft.options)
        space.file("checked.json").unlink(missing_ok=True)
        space.put_facts(_SEEN, _seen_facts(table))
        meant = matched(draft.kind, table, frame, own_of(store, draft.kind))
        _put_draft(space, replace(draft, mapping=meant))
        _recognise(store, actor, space, mapping_id)

    runs.begin(space.token, runs.Task.READ, work)


def _recognise(store: Store, actor: Actor, space: Workspace, mapping_id: int | None) -> None:
    """Take the kept mapping that was asked for, or that fits wholly; note which one is taken or may be offered."""
    space.file(_OFFER).unlink(missing_ok=True)
    draft, headers = draft_of(space), seen_file(space).headers
    if mapping_id is not None:
        offer = offer_of(mappings.mapping_by_id(store, actor, mapping_id), headers)
    else:
        best = mappings.offer_for(store, actor, draft.kind, headers)
        if best is None:
            return
        offer = best
    is_taken = mapping_id is not None or offer.is_exact
    if is_taken:
        saved = offer.saved
        decided = saved.decisions
        options = replace(draft.options, update=decided.update, create_customers=decided.create_customers)
        meant = applied(saved, headers, draft.mapping or {}, repeated(draft.kind))
        _put_draft(space, replace(draft, mapping=meant, order=decided.order, options=options))
    space.put_facts(_OFFER, {"mapping_id": offer.saved.mapping_id, "is_taken": is_taken})


def offer_of_file(store: Store, actor: Actor, space: Workspace) -> tuple[Offer, bool] | None:
    """Return the kept mapping that was recognised and whether it is taken; None where there is none."""
    facts = space.facts(_OFFER)
    if facts is None:
        return None
    try:
        saved = mappings.mapping_by_id(store, actor, facts["mapping_id"])
    except NotFound:
        return None
    return offer_of(saved, seen_file(space).headers), bool(facts["is_taken"])


def meant_by(space: Workspace) -> int:
    """Return the kept mapping that is taken, 0 where the columns are matched by their names."""
    facts = space.facts(_OFFER)
    return int(facts["mapping_id"]) if facts is not None and facts["is_taken"] else 0


def take_mapping(store: Store, actor: Actor, space: Workspace, mapping_id: int) -> None:
    """Read the file as a kept mapping says and take it, in the background.

    Raises:
        NotFound: there is no such mapping within reach.
    """
    reading = mappings.mapping_by_id(store, actor, mapping_id).reading
    read_again(store, actor, space, reading, mapping_id)


def leave_mapping(store: Store, actor: Actor, space: Workspace) -> None:
    """Match the columns by their names again; the kept mapping stays where it is."""
    draft = draft_of(space)
    frame = frame_of(store, actor, draft.kind, draft.options)
    facts = space.facts(_OFFER)
    meant = matched(draft.kind, space.read(), frame, own_of(store, draft.kind))
    _put_draft(space, replace(draft, mapping=meant))
    if facts is not None:
        space.put_facts(_OFFER, {**facts, "is_taken": False})


def check(
    store: Store,
    actor: Actor,
    space: Workspace,
    *,
    mapping: Mapping[str, str],
    order: DayOrder,
    options: ImportOptions,
) -> None:
    """Check the file in the background, with the columns and options that the person chose.

    Raises:
        UnusableFile: the mapping lacks a required field or names one twice.
    """
    draft = replace(draft_of(space), mapping=dict(mapping), order=order, options=options)
    table = space.read()
    service.checked_mapping(draft.kind, table, mapping, own=own_of(store, draft.kind))
    _put_draft(space, draft)

    def work(progress: Callable[[Step], None], stop: Callable[[], bool]) -> None:
        service.check_import(store, actor, draft.request(space), space, progress, table=table, stop=stop)

    runs.begin(space.token, runs.Task.CHECK, work)


def decide(store: Store, actor: Actor, space: Workspace, checked: CheckedImport, options: ImportOptions) -> None:
    """Compare the checked file anew, in the background, with other decisions on records that are there already."""

    def work(progress: Callable[[Step], None], stop: Callable[[], bool]) -> None:
        progress(Step("comparing"))
        service.check_again(store, actor, checked, options)

    runs.begin(space.token, runs.Task.CHECK, work)


def back_to_columns(space: Workspace) -> None:
    """Void the check, so that columns and options can be changed."""
    space.file("checked.json").unlink(missing_ok=True)


def write(store: Store, actor: Actor, space: Workspace, checked: CheckedImport) -> None:
    """Write the checked import in the background. Twice is once: the import's own token is the key."""

    def work(progress: Callable[[Step], None], stop: Callable[[], bool]) -> None:
        result = service.write_import(store, actor, checked, f"import:{space.token}", progress)
        space.put_facts(_RESULT, {"import_id": result.import_id})
        space.put_facts(_RESULT, {"import_id": result.import_id, "mapping_id": _kept(store, actor, space)})

    runs.begin(space.token, runs.Task.WRITE, work)


def _kept(store: Store, actor: Actor, space: Workspace) -> int:
    """Keep what the columns meant for the next file; return the mapping's id."""
    draft = draft_of(space)
    decided = Decisions(draft.order, draft.options.update, draft.options.create_customers)
    headers, meant = seen_file(space).headers, draft.mapping or {}
    used = mappings.UsedMapping(draft.kind, draft.file_name, headers, meant, draft.reading, decided)
    return mappings.keep_mapping(store, actor, used)


def kept_mapping(store: Store, actor: Actor, space: Workspace) -> SavedMapping | None:
    """Return the mapping that was kept after writing; None where it was removed since."""
    mapping_id = space.facts(_RESULT).get("mapping_id")
    try:
        return None if mapping_id is None else mappings.mapping_by_id(store, actor, mapping_id)
    except NotFound:
        return None


def result_of(store: Store, actor: Actor, space: Workspace) -> ImportResult:
    """Return what was written."""
    return service.result_of(service.past_import(store, actor, space.facts(_RESULT)["import_id"]))


def give_up(space: Workspace) -> None:
    """Drop an import under way with all its files. One that is just being written stays: it cannot be stopped."""
    if runs.is_writing(space.token):  # asked in a second tab that does not show it yet
        return
    runs.forget(space.token)
    space.remove()
