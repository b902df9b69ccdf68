"""Documents for tests: whole ones of every kind, and others under false names."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from crm_core.demo.documents import pdf_of
from tests.exchange.making import sheet_xml, text_rows, xlsx


def png() -> bytes:
    """Return a picture of one dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def office(part: str, **more: bytes) -> bytes:
    """Return an Office document that consists of its main part and ``more``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"[Content_Types].xml": b"<Types/>", part: b"<x/>", **more}.items():
            archive.writestr(name, content)
    return buffer.getvalue()


PDF, PNG, JPEG = pdf_of("Offer"), png(), b"\xff\xd8\xff\xe0" + b"\0" * 40 + b"\xff\xd9"
DOCX, PPTX = office("word/document.xml"), office("ppt/presentation.xml")
XLSX = xlsx({"S": sheet_xml(text_rows([["a", "b"]]))})
GOOD: Mapping[str, tuple[str, bytes]] = {
    "合同.pdf": ("pdf", PDF),
    "a.PNG": ("png", PNG),
    "a.jpeg": ("jpeg", JPEG),
    "a.jpg": ("jpeg", JPEG),
    "a.docx": ("docx", DOCX),
    "a.xlsx": ("xlsx", XLSX),
    "a.pptx": ("pptx", PPTX),
    "utf8.txt": ("text", "客户要求：次日送到".encode()),
    "gb.txt": ("text", "客户要求：次日送到，价格不变。".encode("gb18030")),
    "wide.csv": ("csv", "\ufeff品名,单价\r\n龙井,298\r\n".encode("utf-16-le")),
}
BAD: Mapping[str, bytes] = {
    "empty.pdf": b"",
    "page.txt": b"<!DOCTYPE html><script>alert(1)</script>",
    "page.html": b"<html><body>x</body></html>",
    "drawing.svg": b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "drawing.txt": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "program.pdf": b"MZ\x90\0\3" + b"\0" * 200,
    "program.txt": b"\x7fELF" + b"\0" * 200,
    "noise.txt": bytes(range(256)) * 8,
    "run.sh": b"#!/bin/sh\nrm -rf /\n",
    "noname": b"plain words",
    "cut.pdf": PDF[:-40],
    "cut.png": PNG[:-12],
    "cut.jpg": JPEG[:-2],
    "picture.pdf": PNG,
    "really.docx": XLSX,
    "archive.zip": office("a.txt"),
    "archive.docx": office("a.txt"),
    "two.docx": office("word/document.xml", **{"xl/workbook.xml": b"<x/>"}),
    "macros.docx": office("word/document.xml", **{"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}),
    "cut.docx": DOCX[:-30],
    "bomb.docx": office("word/document.xml", **{"word/media/a.bin": bytes(60_000_000)}),
    "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "moving.gif": b"GIF89a" + b"\0" * 40,
}
