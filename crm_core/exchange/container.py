"""What a file is, and whether it may be opened at all: judged before anything parses it.

Magic bytes decide, never the name. Of a ZIP only the directory is read: how many members, how large they say they will
be. The sheets are then inflated once in pieces, by a reader that stops at the declared size and checks the sum, so that
a directory that lies is found out too.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from crm_core.errors import N_, UnusableFile, message
from crm_core.exchange.table import FileKind

MAX_FILE_BYTES = 64 * 1024 * 1024
MAX_INFLATED_BYTES = 400 * 1024 * 1024
MAX_RATIO = 100
MAX_MEMBERS = 2_000
MAX_DIRECTORY_BYTES = 2 * 1024 * 1024
PIECE_BYTES = 1024 * 1024

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END_OF_DIRECTORY = b"PK\x05\x06"
_END_LENGTH = 22
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the stream in which a protected XLSX lies
_FOREIGN = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"PAR1", "Parquet"),
    (b"SQLite format 3", "SQLite"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
)


def file_kind(path: Path) -> FileKind:
    """Return what the file is by its first bytes.

    Raises:
        UnusableFile: empty, too large, or of a kind that is not read; the message says what to save it as.
    """
    size = _size(path)
    if size == 0:
        raise UnusableFile(message(N_("The file is empty. Export it again and check that it opens on your computer.")))
    if size > MAX_FILE_BYTES:
        raise UnusableFile(message(
            N_("The file has {size} MB; at most {limit} MB can be read. Split it, or save it as CSV."),
            size=round(size / 1024 / 1024), limit=MAX_FILE_BYTES // 1024 // 1024,
        ))  # fmt: skip
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith((_ZIP, _END_OF_DIRECTORY)):
        return _zip_kind(path, size)
    if head.startswith(_OLE):
        if _ENCRYPTED in path.read_bytes():
            raise protected()
        return FileKind.XLS
    for magic, name in _FOREIGN:
        if head.startswith(magic):
            raise _foreign(name)
    _refuse_markup(head)
    return FileKind.TEXT


def _size(path: Path) -> int:
    try:
        with path.open("rb") as file:
            return file.seek(0, io.SEEK_END)
    except OSError as error:
        raise UnusableFile(message(
            N_("The file {name} cannot be opened. Check that it exists and that it may be read."), name=path.name
        )) from error  # fmt: skip


def _foreign(name: str) -> UnusableFile:
    return UnusableFile(message(
        N_("This is a {kind} file, which holds no table that can be read. Save the table as XLSX or CSV and try again."),
        kind=name,
    ))  # fmt: skip


def _refuse_markup(head: bytes) -> None:
    """Refuse web pages and XML tables that carry the name of an Excel file, as many systems export them."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    is_page = start.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta"))
    if is_page or (start.startswith(b"<?xml") and b"spreadsheet" in start):
        raise UnusableFile(message(N_(
            "This is a web page or XML under the name of a spreadsheet. "
            "Open it in Excel or WPS, save it as XLSX, and import that file."
        )))  # fmt: skip
    if start.startswith((b"{\\rtf", b"<?xml")):
        raise _foreign("RTF" if start.startswith(b"{") else "XML")


def _zip_kind(path: Path, size: int) -> FileKind:
    check_zip(path, size)
    names = set(_directory(path).namelist())
    if "xl/workbook.xml" in names or any(name.lower() == "xl/workbook.xml" for name in names):
        return FileKind.XLSX
    if "xl/workbook.bin" in names:
        raise _foreign("XLSB")
    if "word/document.xml" in names:
        raise _foreign("DOCX")
    if "ppt/presentation.xml" in names:
        raise _foreign("PPTX")
    if "content.xml" in names or "mimetype" in names:
        raise _foreign("OpenDocument")
    if any(name.startswith("Index/") for name in names):
        raise _foreign("Numbers")
    raise UnusableFile(
        message(N_("This is a ZIP archive without a workbook. Unpack it and import the files one by one."))
    )


def check_zip(path: Path, size: int) -> None:
    """Refuse an archive that would grow too far, by its directory alone.

    Raises:
        UnusableFile: too many members, too large when inflated, compressed beyond what real workbooks are, damaged.
    """
    members, directory_bytes = _end_record(path, size)
    if members > MAX_MEMBERS or directory_bytes > MAX_DIRECTORY_BYTES:
        raise UnusableFile(message(
            N_("The workbook consists of more than {limit} parts. Copy the table into a new workbook and save that."),
            limit=MAX_MEMBERS,
        ))  # fmt: skip
    infos = _directory(path).infolist()
    if len(infos) > MAX_MEMBERS:
        raise damaged()
    if any(info.flag_bits & 0x1 for info in infos):
        raise UnusableFile(message(N_("The archive is protected by a password. Remove the password and try again.")))
    inflated = sum(info.file_size for info in infos)
    if inflated > MAX_INFLATED_BYTES:
        raise UnusableFile(message(
            N_("Unpacked, the workbook has {size} MB; at most {limit} MB can be read. Split it, or save it as CSV."),
            size=round(inflated / 1024 / 1024), limit=MAX_INFLATED_BYTES // 1024 // 1024,
        ))  # fmt: skip
    if inflated > MAX_RATIO * size:
        raise UnusableFile(message(
            N_("The file is packed {ratio} times smaller than its content, which no ordinary workbook is. "
               "Open it in Excel or WPS, copy the table into a new workbook and save that."),
            ratio=inflated // size,
        ))  # fmt: skip


def _end_record(path: Path, size: int) -> tuple[int, int]:
    """Return how many members the archive says it has, and the bytes of its directory."""
    length = min(size, _END_LENGTH + 65_535)
    with path.open("rb") as file:
        file.seek(size - length)
        tail = file.read(length)
    at = tail.rfind(_END_OF_DIRECTORY)
    if at < 0 or at + _END_LENGTH > len(tail):
        raise damaged()
    members, directory_bytes = struct.unpack_from("<HL", tail, at + 10)
    return members, directory_bytes


def _directory(path: Path) -> zipfile.ZipFile:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, ValueError, struct.error, OSError) as error:
        raise damaged() from error


def protected() -> UnusableFile:
    """Return the refusal of a workbook that opens with a password only."""
    return UnusableFile(message(N_(
        "The workbook is protected by a password. Open it in Excel or WPS, remove the password and save it again."
    )))  # fmt: skip


def damaged() -> UnusableFile:
    """Return the refusal of a workbook that no reader can make sense of."""
    return UnusableFile(message(N_(
        "The workbook is damaged or was not copied completely. Fetch it again, "
        "or open it in Excel or WPS, let it be repaired, and save it anew."
    )))  # fmt: skip


def member_pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Yield a member's inflated bytes in pieces of at most a mebibyte.

    Raises:
        UnusableFile: the member is not what the directory says, or is damaged.
    """
    try:
        with archive.open(name) as member:
            while piece := member.read(PIECE_BYTES):
                yield piece
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise damaged() from error
