"""Rows and files of documents held against each other: what is missing, and what is left over."""

from __future__ import annotations

from collections.abc import Iterator

from crm_core.attachments import repository
from crm_core.errors import N_, message
from crm_core.store import Store, documents
from crm_core.store.check import Finding

_A_DAY = 86_400.0


def missing_documents(store: Store) -> Iterator[Finding]:
    """Yield what is wrong where documents have no file, or one of another length."""
    found = documents.sizes(store.path)
    wrong = [place for place, size in repository.find_places(store).items() if found.get(place) != size]
    if wrong:
        text = N_("{count} documents have no file or not a whole one. Put the folder {folder} back from a backup.")
        folder = documents.documents_path(store.path).name
        yield Finding("documents", message(text, count=len(wrong), folder=folder), len(wrong))


def remove_left_over(store: Store, *, older_than_seconds: float = _A_DAY) -> int:
    """Remove the files that no document needs any more, and return how many; by default those of a day ago and before.

    Files are left over where rows went without this room, or where the program was cut off between row and file.
    """
    files = documents.sizes(store.path)
    if not files:
        return 0
    named = frozenset(repository.find_places(store))
    gone = documents.left_over(store.path, named, older_than_seconds)
    documents.discard(store.path, gone)
    return len(gone)
