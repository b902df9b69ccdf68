"""``import`` on the command line: the same steps as the wizard, at once. Works in the running server as well as alone."""

from __future__ import annotations

import argparse
import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO

from crm_core.access.model import Actor
from crm_core.errors import N_, UnusableFile, message
from crm_core.exchange.problems import Problem
from crm_core.exchange.table import ReadOptions
from crm_core.i18n import Language, translate
from crm_core.imports import service
from crm_core.imports.checked import CheckedImport
from crm_core.imports.contract import ImportRequest
from crm_core.imports.mapping_model import Decisions
from crm_core.imports.mappings import mapping_named
from crm_core.imports.model import Counts, DuplicateRule, ImportKind, ImportOptions, UpdateRule
from crm_core.imports.rejects import FileForm, write_rejects
from crm_core.imports.wizard import shown_name
from crm_core.imports.workspace import passing
from crm_core.store import Store

DONE, SOME_REJECTED = 0, 3
_TOLD_PROBLEMS = 10


def add_arguments(
    parser: argparse.ArgumentParser, file_path: Callable[[str], Path] = Path, more_kinds: Sequence[str] = ()
) -> None:
    """Give ``parser`` the arguments of ``import``; ``file_path`` makes a path of what was typed.

    ``more_kinds`` are those of rooms that take their files in by themselves.
    """
    kinds = [*(kind.value for kind in ImportKind), *more_kinds]
    parser.add_argument("kind", choices=kinds, help="what the file holds")
    parser.add_argument("file", type=file_path, metavar="FILE", help="the CSV, XLSX or XLS file, up to 64 MB")
    parser.add_argument("--sheet", metavar="NAME", help="the sheet of a workbook (default: the first with data)")
    parser.add_argument(
        "--mapping",
        type=lambda text: file_path(text) if text.lower().endswith(".json") else text,
        metavar="NAME|FILE.json",
        help='what the columns mean: a saved mapping by its name, or a file with {"column in the file": "field"}',
    )
    parser.add_argument(
        "--update",
        choices=[rule.value for rule in UpdateRule],
        help="leave known records with other content as they are (skip, the default) or change them (by-key)",
    )
    parser.add_argument(
        "--create-customers", action="store_true", help="add the customers that purchases name and the store lacks"
    )
    parser.add_argument(
        "--duplicates",
        choices=[rule.value for rule in DuplicateRule],
        default=DuplicateRule.ADD.value,
        help="new customers that look like one who is there: add them (the default), take them as the same, or skip them",
    )
    parser.add_argument(
        "--survey", metavar="NAME", default="", help="the survey that answers belong to; a new one is made"
    )
    parser.add_argument(
        "--keep-unknown", action="store_true", help="keep answers of customers who are not found, without a customer"
    )
    parser.add_argument(
        "--zero-is-missing",
        action="store_true",
        help="in a survey that the file makes, 0 means “not applicable” where a question's scale begins above 0; "
        "refused where the survey counts it",
    )
    parser.add_argument("--dry-run", action="store_true", help="check only, write nothing")
    parser.add_argument(
        "--rejects", type=file_path, metavar="OUT.csv", help="write the rejected lines here, with the reasons"
    )


def run(store: Store, actor: Actor, args: argparse.Namespace, out: IO[str]) -> int:
    """Import the file that ``args`` names, tell ``out`` what became of it, and return 0, or 3 where some were rejected.

    Raises:
        UnusableFile: the file or the mapping cannot be used.
        CrmError: the import failed; nothing was written.
    """
    request = _request(store, actor, args)
    with passing(store, actor.user_id) as space:
        checked = service.check_import(store, actor, request, space)
        if args.rejects is not None:
            _write_rejects(checked, args.rejects)
        counts = checked.counts
        if not args.dry_run:
            key = f"command:{secrets.token_urlsafe(16)}"
            counts = service.write_import(store, actor, checked, key).counts
        _tell(out, args, checked, counts)
    return SOME_REJECTED if counts.rejected else DONE


def _request(store: Store, actor: Actor, args: argparse.Namespace) -> ImportRequest:
    kind, given = ImportKind(args.kind), args.mapping
    saved = mapping_named(store, actor, kind, given) if isinstance(given, str) else None
    decided = saved.decisions if saved is not None else Decisions()
    reading = saved.reading if saved is not None else ReadOptions()
    return ImportRequest(
        kind=kind,
        path=args.file,
        file_name=shown_name(args.file.name),
        reading=reading if args.sheet is None else replace(reading, sheet=args.sheet),
        mapping=_mapping(given) if isinstance(given, Path) else None,
        order=decided.order,
        options=ImportOptions(
            decided.update if args.update is None else UpdateRule(args.update),
            args.create_customers or decided.create_customers,
            DuplicateRule(args.duplicates),
            survey_name=args.survey,
            keep_unknown=args.keep_unknown,
            zero_is_missing=args.zero_is_missing,
        ),
        saved=saved,
    )


def _mapping(path: Path) -> dict[str, str]:
    """Return the mapping in a JSON file.

    Raises:
        UnusableFile: there is no such file, or it holds something else.
    """
    try:
        found = json.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError as error:
        raise UnusableFile(message(N_("There is no file {name}."), name=path.name)) from error
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise UnusableFile(message(N_("{name} holds no valid JSON: {detail}"), name=path.name, detail=error)) from error
    if not isinstance(found, dict) or not all(isinstance(field, str) for field in found.values()):
        raise UnusableFile(message(N_("A mapping is JSON like {example}."), example='{"column in the file": "field"}'))
    return found


def _write_rejects(checked: CheckedImport, path: Path) -> None:
    form = FileForm.XLSX if path.suffix.lower() == ".xlsx" else FileForm.CSV
    try:
        write_rejects(checked.space, path, form, Language.ENGLISH)
    except OSError as error:
        raise UnusableFile(
            message(
                N_("The rejected lines cannot be written to {name}: {detail}"), name=path.name, detail=error.strerror
            )
        ) from error


def _tell(out: IO[str], args: argparse.Namespace, checked: CheckedImport, counts: Counts) -> None:
    if args.json:
        print(json.dumps(counts.as_facts()), file=out)
        return
    verb = "would be " if args.dry_run else ""
    print(
        f"{counts.read} read: {verb}{counts.added} added, {counts.updated} updated, {counts.unchanged} unchanged, "
        f"{counts.rejected} rejected",
        file=out,
    )
    if checked.new_customers:
        made, them = (
            ("1 customer", "it") if checked.new_customers == 1 else (f"{checked.new_customers} customers", "them")
        )
        print(f"  {made} {verb}made for the purchases that name {them}", file=out)
    alike = checked.alike_count()
    if alike:
        line = "1 customer looks" if alike == 1 else f"{alike} customers look"
        print(f"  {line} like one who is there already; say with --duplicates what becomes of them", file=out)
    if checked.seen_at is not None:
        print(f"The same file was imported before, on {checked.seen_at:%Y-%m-%d %H:%M} UTC.", file=out)
    for problem in checked.first_problems(_TOLD_PROBLEMS):
        print(f"  {_line(problem)}", file=out)
    if checked.problem_count > _TOLD_PROBLEMS:
        print(f"  … {checked.problem_count - _TOLD_PROBLEMS} more; write them all with --rejects OUT.csv", file=out)


def _line(problem: Problem) -> str:
    place = f"row {problem.row}" + (f", {problem.column} = {problem.value!r}" if problem.column else "")
    return f"{place}: {translate(Language.ENGLISH, problem.reason)}"
