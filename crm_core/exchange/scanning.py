"""What a workbook's reader would not tell: looked up in the sheet's XML, piece by piece, before the reader sees it.

The reader gives blanks for Excel errors and for formulas that were never calculated, and makes room for every cell
between the first and the last. So errors and empty formulas are listed here, cells far outside are refused, and so is
XML that declares entities.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from crm_core.errors import N_, UnusableFile, message
from crm_core.exchange.assembling import MAX_COLUMNS, MAX_ROWS
from crm_core.exchange.container import damaged, member_pieces

_SMALL_PART = 8 * 1024 * 1024
_MAX_CARRY = 16 * 1024 * 1024
_NAMESPACE = re.compile(r"\{[^}]*\}")
_RELATION_ID = re.compile(r"\{[^}]*\}id")
_BEYOND = re.compile(rb' r="((?:S[S-Z]|[T-Z][A-Z]|[A-Z]{3})\d{1,7})"')
_LAST_ROW = re.compile(rb'<(?:\w+:)?row [^>]*?r="(\d+)"')
_ERROR = re.compile(
    rb'<(?:\w+:)?c ([^>]*\bt="e"[^>]*)>(?:<(?:\w+:)?f[^>]*/>|<(?:\w+:)?f[^>]*>[^<]*</(?:\w+:)?f>)?<(?:\w+:)?v>([^<]*)<'
)
_UNCALCULATED = re.compile(
    rb"<(?:\w+:)?c ([^>]*)>(?:<(?:\w+:)?f[^>]*/>|<(?:\w+:)?f[^>]*>[^<]*</(?:\w+:)?f>)(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>|)</(?:\w+:)?c>"
)
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_TYPE_TEXT = re.compile(rb'\bt="str"')
_DIMENSION = re.compile(rb'dimension ref="[A-Z]+\d+:([A-Z]+)(\d+)"')


@dataclass(slots=True)
class SheetScan:
    """Cells, by (row, column) from 1 and 0, that read as blank but are not."""

    errors: list[tuple[int, int, str]] = field(default_factory=list)
    uncalculated: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class WorkbookParts:
    """Where a workbook's sheets lie in the archive, and how it counts days."""

    members: dict[str, str]
    is_epoch_1904: bool


def workbook_parts(path: Path) -> WorkbookParts:
    """Return the sheets' places in an XLSX archive. Shared texts are inflated once, so that a lie about their size shows.

    Raises:
        UnusableFile: the archive is damaged, or declares XML entities.
    """
    with _opened(path) as archive:
        names = {name.lower(): name for name in archive.namelist()}
        root = _parsed(archive, names, "xl/workbook.xml")
        targets = _targets(archive, names)
        members: dict[str, str] = {}
        for sheet in _children(root, "sheet"):
            key = next((value for name, value in sheet.attrib.items() if _RELATION_ID.fullmatch(name)), "")
            member = names.get(targets.get(key, "").lower())
            if member is not None:
                members[sheet.attrib.get("name", "")] = member
        if "xl/sharedstrings.xml" in names:
            _walk_through(archive, names["xl/sharedstrings.xml"])
        properties = next(iter(_children(root, "workbookPr")), None)
        is_1904 = properties is not None and properties.attrib.get("date1904", "") in ("1", "true", "on")
        return WorkbookParts(members, is_1904)


def _targets(archive: zipfile.ZipFile, names: dict[str, str]) -> dict[str, str]:
    if "xl/_rels/workbook.xml.rels" not in names:
        return {}
    relations = _parsed(archive, names, "xl/_rels/workbook.xml.rels")
    found: dict[str, str] = {}
    for relation in relations:
        target = relation.attrib.get("Target", "")
        place = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        found[relation.attrib.get("Id", "")] = place
    return found


def _children(root: ET.Element, name: str) -> list[ET.Element]:
    return [element for element in root.iter() if _NAMESPACE.sub("", element.tag) == name]


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise damaged() from error


def _parsed(archive: zipfile.ZipFile, names: dict[str, str], part: str) -> ET.Element:
    content = bytearray()
    for piece in member_pieces(archive, names[part]):
        content += piece
        if len(content) > _SMALL_PART:
            raise damaged()
    _refuse_entities(content)
    try:
        return ET.fromstring(bytes(content))  # noqa: S314 - entities are refused above
    except (ET.ParseError, ValueError) as error:
        raise damaged() from error


def _walk_through(archive: zipfile.ZipFile, name: str) -> None:
    for number, piece in enumerate(member_pieces(archive, name)):
        if number == 0:
            _refuse_entities(piece)


def _refuse_entities(content: bytes | bytearray) -> None:
    start = bytes(content[:65_536]).replace(b"\x00", b"")
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
        raise UnusableFile(message(N_(
            "The workbook declares XML entities, which no ordinary workbook does. "
            "Open it in Excel or WPS, copy the table into a new workbook and save that."
        )))  # fmt: skip


def sheet_dimensions(path: Path, member: str) -> tuple[int, int]:
    """Return the rows and columns that a sheet says it has: only a hint for a screen, since it may be wrong."""
    with _opened(path) as archive:
        piece = next(member_pieces(archive, member), b"")
    found = _DIMENSION.search(piece[:4096])
    return (int(found.group(2)), column_index(found.group(1).decode()) + 1) if found else (0, 0)


def scan_sheet(path: Path, member: str) -> SheetScan:
    """Return what reads as blank and is not.

    Raises:
        UnusableFile: cells lie outside the rows and columns that can be read; damaged; XML entities.
    """
    scan = SheetScan()
    with _opened(path) as archive:
        carry = b""
        for number, piece in enumerate(member_pieces(archive, member)):
            if number == 0:
                _refuse_entities(piece)
            content = carry + piece
            cut = content.rfind(b"<", 0, max(0, content.rfind(b' r="')))
            cut = max(cut, 0)
            if len(content) - cut > _MAX_CARRY:
                raise damaged()
            _scan_piece(content[:cut], scan)
            carry = content[cut:]
        _scan_piece(carry, scan)
    return scan


def _scan_piece(content: bytes, scan: SheetScan) -> None:
    if beyond := _BEYOND.search(content):
        raise UnusableFile(message(
            N_("The sheet has a cell in {cell}; at most {limit} columns can be read. Delete the columns that are not needed."),
            cell=beyond.group(1).decode(), limit=MAX_COLUMNS,
        ))  # fmt: skip
    last = content.rfind(b"row ")
    if last > 0 and (row := _LAST_ROW.match(content, content.rfind(b"<", 0, last))) and int(row.group(1)) > MAX_ROWS:
        raise damaged()
    if b't="e"' in content:
        for match in _ERROR.finditer(content):
            if (place := _place(match.group(1))) is not None:
                scan.errors.append((*place, match.group(2).decode("utf-8", "replace")))
    if b"<f" in content or b":f" in content:
        for match in _UNCALCULATED.finditer(content):
            if not _TYPE_TEXT.search(match.group(1)) and (place := _place(match.group(1))) is not None:
                scan.uncalculated.append(place)


def _place(attributes: bytes) -> tuple[int, int] | None:
    found = _REFERENCE.search(attributes)
    return (int(found.group(2)), column_index(found.group(1).decode())) if found else None


def column_index(letters: str) -> int:
    """Return the index of a column by its letters: A is 0, AA is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
