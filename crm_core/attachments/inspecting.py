"""What a file really is, judged by its bytes before it is kept. A name decides nothing; it must only not contradict.

Pictures and PDF are known by how they begin and end, Office documents by their parts, and their archives are held to the
same limits as an import's. Whatever could run, or show itself as a page of ours, is none of these kinds.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from crm_core.attachments.model import ENDINGS, MEGABYTE, Document, DocumentKind, Upload, refused
from crm_core.errors import N_, InvalidInput, UnusableFile
from crm_core.exchange.container import check_zip, file_kind
from crm_core.exchange.encoding import guess_encoding
from crm_core.exchange.names import shown_name
from crm_core.exchange.table import FileKind
from crm_core.exchange.uploads import kept_upload

_TAIL = 2048
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[!?A-Za-z]")
_PNG_END = b"IEND\xaeB`\x82"
_MAIN_PARTS: Mapping[str, DocumentKind] = {
    "word/document.xml": DocumentKind.DOCX,
    "xl/workbook.xml": DocumentKind.XLSX,
    "ppt/presentation.xml": DocumentKind.PPTX,
}
_TYPES = "[content_types].xml"


def inspected(upload: Upload, most_bytes: int) -> Document:
    """Return the file as it may be kept.

    Raises:
        InvalidInput: at ``files``: empty, too large, of no kind that is kept, damaged, with macros, or under a wrong name.
    """
    name = shown_name(upload.name)
    if not upload.content:
        raise refused(N_("{name} is empty."), name=name)
    if len(upload.content) > most_bytes:
        raise refused(
            N_("{name} is too large: a document may have {limit} MB."), name=name, limit=most_bytes // MEGABYTE
        )
    ending = name.rpartition(".")[2].lower()
    kind = _kind_of(upload.content, name, ending)
    if ending not in ENDINGS[kind]:
        raise refused(
            N_("{name} holds {kind} under another name. Give it the ending .{ending} and try again."),
            name=name, kind=kind.value.upper(), ending=ENDINGS[kind][0],
        )  # fmt: skip
    return Document(name, kind, upload.content, hashlib.sha256(upload.content).hexdigest())


def _kind_of(content: bytes, name: str, ending: str) -> DocumentKind:
    tail = content[-_TAIL:]
    if content.startswith(b"%PDF-"):
        return _whole(DocumentKind.PDF, name, is_whole=b"%%EOF" in tail)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _whole(DocumentKind.PNG, name, is_whole=_PNG_END in tail)
    if content.startswith(b"\xff\xd8\xff"):
        return _whole(DocumentKind.JPEG, name, is_whole=b"\xff\xd9" in content[-65_536:])
    with kept_upload(content) as path:
        if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            return _office_kind(path, len(content), name)
        if _MARKUP.match(content):
            raise _of_no_kind(name)
        return _text_kind(path, name, ending)


def _whole(kind: DocumentKind, name: str, *, is_whole: bool) -> DocumentKind:
    if not is_whole:
        raise refused(N_("{name} is not complete: its end is missing. Save it anew and try again."), name=name)
    return kind


def _office_kind(path: Path, size: int, name: str) -> DocumentKind:
    try:
        check_zip(path, size)
        with zipfile.ZipFile(path) as archive:
            parts = {part.lower() for part in archive.namelist()}
    except (UnusableFile, zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        text = N_("{name} is damaged, protected by a password, or larger inside than a document is. Save it anew.")
        raise refused(text, name=name) from error
    if any(part.rpartition("/")[2] == "vbaproject.bin" for part in parts):
        raise refused(N_("{name} holds macros. Save it without them and try again."), name=name)
    found = [kind for part, kind in _MAIN_PARTS.items() if part in parts]
    if len(found) != 1 or _TYPES not in parts:
        raise _of_no_kind(name)
    return found[0]


def _text_kind(path: Path, name: str, ending: str) -> DocumentKind:
    """Return text or CSV, which differ by name alone; a page or a program is neither, whatever it is called."""
    try:
        if file_kind(path) is not FileKind.TEXT:
            raise _of_no_kind(name)
        guess_encoding(path)
    except UnusableFile as error:
        raise _of_no_kind(name) from error
    if ending not in (*ENDINGS[DocumentKind.TEXT], *ENDINGS[DocumentKind.CSV]):
        raise _of_no_kind(name)
    return DocumentKind.CSV if ending == "csv" else DocumentKind.TEXT


def _of_no_kind(name: str) -> InvalidInput:
    return refused(
        N_("{name} is not a document that can be kept. PDF, PNG, JPEG, Word, Excel, PowerPoint, text and CSV are."),
        name=name,
    )


def inspected_all(uploads: Iterable[Upload], most_bytes: int) -> tuple[Document, ...]:
    """Return several files as they may be kept; of two with one content the first.

    Raises:
        InvalidInput: at ``files``, of the first that may not.
    """
    found: dict[str, Document] = {}
    for upload in uploads:
        one = inspected(upload, most_bytes)
        found.setdefault(one.digest, one)
    return tuple(found.values())
