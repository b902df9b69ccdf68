"""Workbooks made by hand, part by part, so that they can be wrong in every way that a real writer would not allow."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def sheet_xml(rows: str, *, after: str = "") -> str:
    """Return a sheet part around ``rows``."""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def text_rows(lines: Sequence[Sequence[str]]) -> str:
    """Return rows of inline texts."""
    return "".join(
        f'<row r="{row}">'
        + "".join(
            f'<c r="{chr(65 + at)}{row}" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in enumerate(cells)
        )
        + "</row>"
        for row, cells in enumerate(lines, start=1)
    )


def xlsx(
    sheets: Mapping[str, str],
    *,
    properties: str = "",
    head: str = "",
    states: Mapping[str, str] | None = None,
    shared: str = "",
    extra: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return a workbook with ``sheets`` (name: part). ``head`` is put before the workbook part's root."""
    states = states or {}
    entries = "".join(
        f'<sheet name="{name}" sheetId="{at}" r:id="rId{at}" state="{states.get(name, "visible")}"/>'
        for at, name in enumerate(sheets, start=1)
    )
    relations = "".join(
        f'<Relationship Id="rId{at}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    if shared:
        relations += f'<Relationship Id="rId900" Type="{_RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{head}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">{properties}<sheets>{entries}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>',
    }
    parts |= {f"xl/worksheets/sheet{at}.xml": part for at, part in enumerate(sheets.values(), start=1)}
    if shared:
        parts["xl/sharedStrings.xml"] = shared
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def xls(lines: Sequence[Sequence[str | float]], *, is_epoch_1904: bool = False, is_protected: bool = False) -> bytes:
    """Return a BIFF8 workbook of one sheet in a compound file, as Excel 97 wrote them."""
    rows = b""
    for row, cells in enumerate(lines):
        for column, value in enumerate(cells):
            place = struct.pack("<HHH", row, column, 0)
            if isinstance(value, str):
                text = value.encode("utf-16-le")
                rows += _record(0x0204, place + struct.pack("<HB", len(value), 1) + text)
            else:
                rows += _record(0x0203, place + struct.pack("<d", value))
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6)) + rows + _record(0x000A)
    date_mode = _record(0x0022, struct.pack("<H", int(is_epoch_1904)))
    if is_protected:
        date_mode = _record(0x002F, bytes(6)) + date_mode
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6)) + date_mode
    name = b"\x06\x00Sheet1"
    ahead = len(start) + 4 + 6 + len(name) + 4
    bound = _record(0x0085, struct.pack("<IBB", ahead, 0, 0) + name)
    return _compound_file((start + bound + _record(0x000A) + sheet).ljust(4096, b"\x00"))


def _compound_file(stream: bytes) -> bytes:
    sectors = -(-len(stream) // 512)
    stream = stream.ljust(sectors * 512, b"\x00")
    # sector 0: allocation table; sector 1: directory; then the stream
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    allocation = b"".join(struct.pack("<I", each) for each in table).ljust(512, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<IIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE) + struct.pack("<I", 0)
    header += struct.pack("<I", 0) + b"\xff" * (512 - len(header) - 4)

    def entry(name: str, kind: int, child: int, first: int, size: int) -> bytes:
        text = name.encode("utf-16-le") + b"\x00\x00"
        body = text.ljust(64, b"\x00") + struct.pack("<HBBIII", len(text), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        return body + bytes(16 + 4 + 16) + struct.pack("<IQ", first, size)

    directory = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry("Workbook", 2, 0xFFFFFFFF, 2, len(stream))
    return header[:512] + allocation + directory.ljust(512, b"\x00") + stream


def put(path: Path, content: bytes) -> Path:
    """Write ``content`` and return the path."""
    path.write_bytes(content)
    return path
