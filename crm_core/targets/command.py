"""``import targets`` on the command line: a workbook that was taken out and filled in, checked whole and written, or not."""

from __future__ import annotations

import argparse
import json
import secrets
from typing import IO

from crm_core.access.model import Actor
from crm_core.errors import N_, UnusableFile, message
from crm_core.i18n import Language, translate
from crm_core.store import Store
from crm_core.targets.bulk import set_many
from crm_core.targets.drafts import wide_cell
from crm_core.targets.reading import CheckedBook, check_upload

KIND = "targets"
DONE, UNUSABLE = 0, 2
_TOLD = 10


def run(store: Store, actor: Actor, args: argparse.Namespace, out: IO[str]) -> int:
    """Set the targets of the file that ``args`` names, all or none; return 0, or 2 where nothing could be written.

    Raises:
        UnusableFile: the file cannot be used.
        CrmError: somebody changed the targets meanwhile; nothing was written.
    """
    if not args.file.is_file():
        raise UnusableFile(message(N_("There is no file {name}."), name=args.file.name))
    checked = check_upload(store, actor, args.file)
    changed = len(checked.changes)
    if checked.is_sound and changed and not args.dry_run:
        drafts = [one.draft() for one in checked.changes]
        key = f"command:{secrets.token_urlsafe(16)}"
        changed = set_many(store, actor, drafts, key=key, reason=args.file.name[:500], way="file")
    _tell(out, args, checked, changed if checked.is_sound else 0)
    return DONE if checked.is_sound else UNUSABLE


def _tell(out: IO[str], args: argparse.Namespace, checked: CheckedBook, changed: int) -> None:
    wrong, clashing = len(checked.problems), len(checked.clashes)
    if args.json:
        facts = {"read": checked.cell_count, "changed": changed, "wrong": wrong, "changed_by_others": clashing}
        print(json.dumps(facts), file=out)
        return
    verb = "would be " if args.dry_run else ""
    print(
        f"{checked.cell_count} cells read: {changed} {verb}changed, {wrong} wrong, {clashing} changed by others",
        file=out,
    )
    for problem in checked.problems[:_TOLD]:
        reason = translate(Language.ENGLISH, problem.reason)
        print(f"  row {problem.row}, {problem.column} = {problem.value!r}: {reason}", file=out)
    for clash in checked.clashes[:_TOLD]:
        place = wide_cell(clash.key, clash.key.level.value)
        print(f"  row {clash.row}, {place}: yours {clash.mine}, saved by someone else {clash.theirs}", file=out)
    if not checked.is_sound:
        print("Nothing was written.", file=out)
