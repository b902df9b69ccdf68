"""What a person can do with a file: have it read, have it checked, write it after a yes, and see past imports.

Checking writes nothing. Writing takes the lock only for the final statements; what they need is worked out before, and
worked out again if somebody changed it meanwhile.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission, Reach, Scope
from crm_core.customers.profile.own_fields.model import PREFIX, OwnField
from crm_core.customers.watch import note_elsewhere
from crm_core.errors import N_, AlreadyDone, NotFound, Refused, UnusableFile, message
from crm_core.exchange.columns import Reading
from crm_core.exchange.limited import Step, run_limited
from crm_core.exchange.matching import missing_fields
from crm_core.exchange.problems import Problem
from crm_core.exchange.table import Table
from crm_core.i18n import Language
from crm_core.imports import repository
from crm_core.imports.checked import CheckedImport
from crm_core.imports.checking import CheckTask, ReadTask, check_lines, read_file
from crm_core.imports.comparing import INTAKES, Comparison, compared, frame_of, own_of
from crm_core.imports.contract import ImportRequest, Outdated, Surroundings
from crm_core.imports.kinds import fields_of, matched, names_of, repeated
from crm_core.imports.mapping_model import applied
from crm_core.imports.model import ImportKind, ImportOptions, ImportResult, PastImport
from crm_core.imports.rejects import FileForm, problems_bytes
from crm_core.imports.workspace import Workspace
from crm_core.messages import service as messages
from crm_core.settings import service as settings
from crm_core.store import Store, StoreBusy, Transaction, once
from crm_core.store.reads import reads
from crm_core.surveys.model import Frame

Progress = Callable[[Step], None]
Stop = Callable[[], bool]
ATTEMPTS = 3
HISTORY = 50


def silent(step: Step) -> None:
    """Show no progress."""


def may_import(actor: Actor) -> Reach:
    """Return how far the actor may import.

    Raises:
        NotPermitted: the role may not at all.
        Refused: a lead without a team.
    """
    reach = actor.require(Permission.IMPORT_RUN)
    if reach.scope is not Scope.ALL and not reach.teams:
        raise Refused(
            message(N_("You belong to no team yet, so there is nothing to import into. Ask an administrator."))
        )
    return reach


def kinds_open_to(actor: Actor) -> tuple[ImportKind, ...]:
    """Return what the actor may import: products belong to the whole company."""
    reach = may_import(actor)
    return tuple(kind for kind in ImportKind if reach.scope is Scope.ALL or kind is not ImportKind.PRODUCTS)


def read_upload(
    actor: Actor, request: ImportRequest, space: Workspace, progress: Progress = silent, stop: Stop | None = None
) -> Table:
    """Read the file in a limited child process, keep what was read in ``space``, and return it.

    Raises:
        NotPermitted: the role may not import.
        UnusableFile: the file cannot be read; the message says what to do.
    """
    may_import(actor)
    if not request.path.is_file():
        raise UnusableFile(message(N_("There is no file {name}."), name=request.file_name))
    if not os.access(request.path, os.R_OK):
        raise UnusableFile(
            message(N_("The file {name} may not be read. Ask for access to it, or copy it."), name=request.file_name)
        )
    task = ReadTask(request.path, replace(request.reading, names=names_of(request.kind)))
    space.put_read(Table.from_handover(run_limited(read_file, task, on_step=progress, cancelled=stop)))
    return space.read()


def check_import(
    store: Store,
    actor: Actor,
    request: ImportRequest,
    space: Workspace,
    progress: Progress = silent,
    *,
    table: Table | None = None,
    stop: Stop | None = None,
) -> CheckedImport:
    """Check a whole file and return what writing it would do. Nothing is written to the store.

    ``table`` is what ``read_upload`` has returned for the same file; without it the file is read first.

    Raises:
        NotPermitted: the role may not import.
        UnusableFile: the file cannot be read, lacks a required column, or the mapping does not fit it.
        MetTooMany: it would tell of too many customers of other teams.
    """
    reach, started_at = may_import(actor), clock.now()
    frame, own = frame_of(store, actor, request.kind, request.options), own_of(store, request.kind)
    if table is None:
        table = read_upload(actor, request, space, progress, stop)
    mapping = checked_mapping(request.kind, table, _given_mapping(request, table, frame, own), frame, own)
    task = CheckTask(request.kind, space.path, mapping, _surroundings(store, request, frame, own))
    found = run_limited(check_lines, task, on_step=progress, cancelled=stop).tables
    progress(Step("comparing"))
    comparison = compared(
        store,
        reach,
        request.kind,
        table=table,
        staged=found["staged"],
        found=found["problems"],
        mapping=mapping,
        options=request.options,
    )
    sha256 = _sha256(request.path)
    if request.kind is ImportKind.CUSTOMERS and reach.scope is not Scope.ALL:
        note_elsewhere(store, actor, comparison.met_elsewhere, sha256)
    checked = CheckedImport(
        space=space,
        kind=request.kind,
        file_name=request.file_name,
        sha256=sha256,
        mapping=mapping,
        options=request.options,
        counts=comparison.counts,
        problem_count=comparison.problems.num_rows,
        first_on=comparison.first_on,
        last_on=comparison.last_on,
        versions=comparison.versions,
        reach=reach,
        started_at=started_at,
        seen_at=repository.same_file(store, reach, request.kind, sha256),
        notices=table.notices,
        new_customers=comparison.new_customers,
    )
    checked.keep(found["staged"], found["problems"], comparison)
    return checked


def _given_mapping(
    request: ImportRequest, table: Table, frame: Frame | None, own: tuple[OwnField, ...]
) -> Mapping[str, str] | None:
    """Return what a person says of the columns, now or in a saved mapping; None where nobody does."""
    if request.mapping is not None or request.saved is None:
        return request.mapping
    found = matched(request.kind, table, frame, own)
    meant = applied(request.saved, table.headers, found, repeated(request.kind))
    gone = {name for name in meant.values() if name.startswith(PREFIX)} - {field.key for field in own}
    return {column: name for column, name in meant.items() if name not in gone}


def _surroundings(store: Store, request: ImportRequest, frame: Frame | None, own: tuple[OwnField, ...]) -> Surroundings:
    """Return what reading a file's cells takes: the company's zone, currency and day, and the survey's questions."""
    choices = settings.current(store)
    reading = Reading(zone=choices.zone, currency=choices.currency, order=request.order)
    return Surroundings(reading, clock.today(choices.zone), frame, own)


def check_again(store: Store, actor: Actor, checked: CheckedImport, options: ImportOptions) -> CheckedImport:
    """Compare a checked file anew with other options and return what writing it would do then.

    Raises:
        NotPermitted: the role may not import.
    """
    reach = may_import(actor)
    decided = replace(checked, options=options, reach=reach)
    comparison = _compared_again(store, reach, decided)
    renewed = replace(
        decided,
        counts=comparison.counts,
        problem_count=comparison.problems.num_rows,
        first_on=comparison.first_on,
        last_on=comparison.last_on,
        versions=comparison.versions,
        new_customers=comparison.new_customers,
    )
    renewed.keep(checked.staged(), checked.found(), comparison)
    return renewed


def write_import(
    store: Store, actor: Actor, checked: CheckedImport, key: str, progress: Progress = silent
) -> ImportResult:
    """Write the accepted lines in one transaction and return what was written. The same ``key`` writes once.

    Where the actor reaches elsewhere than at the check, by a new role or team, the lines are compared anew.

    Raises:
        NotPermitted: the role may not import.
        Refused: this kind of file is not the actor's to import any more.
        StoreBusy: others changed what the lines were compared with, again and again; nothing was written.
    """
    reach, intake = may_import(actor), INTAKES[checked.kind]
    comparison = checked.comparison() if checked.reach == reach else _compared_again(store, reach, checked)
    for attempt in range(1, ATTEMPTS + 1):
        if store.versions(intake.tables) != comparison.versions:
            progress(Step("comparing"))
            comparison = _compared_again(store, reach, checked)
        prepared = intake.prepare(store, actor, comparison.ready, checked.options)
        progress(Step("writing", 0, comparison.counts.accepted))
        try:
            with store.transaction() as transaction:
                once.claim(transaction, actor.user_id, key)
                if store.versions(intake.tables) != comparison.versions:
                    if attempt < ATTEMPTS:
                        raise Outdated
                    comparison = _compared_again(store, reach, checked)
                    prepared = intake.prepare(store, actor, comparison.ready, checked.options)
                import_id = _note(transaction, actor, checked, comparison)
                prepared.write(transaction, reach, import_id)
                repository.remember(transaction, import_id)
                once.settle(transaction, key, import_id)
        except Outdated:
            continue
        except AlreadyDone as error:
            return result_of(past_import(store, actor, error.result or 0))
        return ImportResult(import_id, checked.kind, comparison.counts, comparison.first_on, comparison.last_on)
    raise StoreBusy


def _compared_again(store: Store, reach: Reach, checked: CheckedImport) -> Comparison:
    return compared(
        store,
        reach,
        checked.kind,
        table=checked.space.read(),
        staged=checked.staged(),
        found=checked.found(),
        mapping=checked.mapping,
        options=checked.options,
    )


def _note(transaction: Transaction, actor: Actor, checked: CheckedImport, comparison: Comparison) -> int:
    """Note the import, its problems and its entry in the trail; return its id."""
    batch = repository.Batch(
        kind=checked.kind,
        file_name=checked.file_name,
        sha256=checked.sha256,
        mapping=checked.mapping,
        counts=comparison.counts,
        first_on=comparison.first_on,
        last_on=comparison.last_on,
        started_at=checked.started_at,
    )
    import_id = repository.add_batch(transaction, actor, batch)
    repository.add_problems(transaction, import_id, comparison.problems)
    after = {
        "kind": checked.kind.value,
        "file": checked.file_name,
        "sha256": checked.sha256,
        **_decided(checked),
        **comparison.counts.as_facts(),
    }
    change = audit.Change("import", "import_batch", import_id, None, after)
    audit.record_batch(transaction, actor, change, comparison.counts.accepted)
    if comparison.last_on is not None:
        messages.notify_of_figures(transaction, comparison.last_on)
    if actor.user_id > 0:
        said = message(
            N_("{file}: {added} added, {updated} updated, {rejected} rejected."),
            file=checked.file_name,
            added=comparison.counts.added,
            updated=comparison.counts.updated,
            rejected=comparison.counts.rejected,
        )
        messages.notify(transaction, actor.user_id, "import_finished", said, "exchange/imports.py", {"id": import_id})
    return import_id


def _decided(checked: CheckedImport) -> dict[str, object]:
    """Return what the person decided, as the trail keeps it."""
    facts = checked.options.as_facts()
    own = (
        ("survey_id", "survey_name", "keep_unknown", "zero_is_missing")
        if checked.kind is ImportKind.ANSWERS
        else ("create_customers",)
    )
    return {name: facts[name] for name in ("update", *own)}


def checked_mapping(
    kind: ImportKind,
    table: Table,
    given: Mapping[str, str] | None,
    frame: Frame | None = None,
    own: tuple[OwnField, ...] = (),
) -> dict[str, str]:
    """Return {column: field}: as ``given``, else found by the names of the columns.

    Raises:
        UnusableFile: a column or a field is not there, a field has two columns, or a required field has none.
    """
    fields, headers = fields_of(kind, own), table.headers
    mapping = matched(kind, table, frame, own) if given is None else dict(given)
    several = repeated(kind)
    known, columns = [field.name for field in fields], ", ".join(headers)
    for column, name in mapping.items():
        if column not in headers:
            raise UnusableFile(
                message(
                    N_("The file has no column {column}. Its columns are: {columns}"), column=column, columns=columns
                )
            )
        if name not in known:
            raise UnusableFile(
                message(N_("There is no field {field}. The fields are: {fields}"), field=name, fields=", ".join(known))
            )
        if list(mapping.values()).count(name) > 1 and name not in several:
            raise UnusableFile(
                message(N_("Two columns are mapped to the field {field}. Keep one of them."), field=name)
            )
    missing = ", ".join(field.name for field in missing_fields(mapping, fields))
    if missing:
        raise UnusableFile(
            message(
                N_("No column was found for: {fields}. The columns are: {columns}. Say which column means what."),
                fields=missing,
                columns=columns,
            )
        )
    return mapping


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class HistoryRequest:
    """Which imports to list: those within reach, the latest first."""

    reach: Reach
    count: int = HISTORY


@reads("import_batch", "import_problem", "import_memory", "app_user")
def past_imports(store: Store, request: HistoryRequest) -> list[PastImport]:
    """Return the latest imports within reach."""
    return repository.past_imports(store, request.reach, request.count)


def past_import(store: Store, actor: Actor, import_id: int) -> PastImport:
    """Return one import.

    Raises:
        NotFound: there is no such import within reach.
    """
    found = repository.past_import(store, may_import(actor), import_id)
    if found is None:
        raise NotFound("import", import_id)
    return found


def result_of(past: PastImport) -> ImportResult:
    """Return what a past import wrote, in the form in which it was told then."""
    return ImportResult(past.import_id, past.kind, past.counts, past.first_on, past.last_on)


def kept_problems(store: Store, actor: Actor, import_id: int) -> list[Problem]:
    """Return the problems that are kept of one import, in the order of the file.

    Raises:
        NotFound: there is no such import within reach.
    """
    past_import(store, actor, import_id)
    return repository.problems_of(store, import_id)


def exported_problems(store: Store, actor: Actor, import_id: int, form: FileForm, language: Language) -> bytes:
    """Return the kept problems of one import as a file, and note in the trail that they were taken out.

    Raises:
        NotFound: there is no such import within reach.
    """
    problems = kept_problems(store, actor, import_id)
    with store.transaction() as transaction:
        after = {"file": f"problems.{form.value}", "count": len(problems)}
        audit.record(transaction, actor, audit.Change("export", "import_batch", import_id, None, after))
    return problems_bytes(problems, form, language)
