"""Workbooks made to do harm, and what each refusal says; the tests and the bench feed them to the reader."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

from tests.exchange.making import sheet_xml, text_rows, xlsx

TABLE = [["a", "b"], ["1", "2"]]
GOOD = sheet_xml(text_rows(TABLE))
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(8))
    + "]>"
)


def declared(content: bytes, member: str, size: int) -> bytes:
    """Return an archive whose directory says that ``member`` inflates to ``size`` bytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        true = archive.getinfo(member).file_size
    return content.replace(struct.pack("<I", true), struct.pack("<I", size))


def with_media(size: int) -> bytes:
    """Return a workbook with a picture that says it has ``size`` bytes."""
    return declared(xlsx({"S": GOOD}, extra={"xl/media/a.bin": bytes(1_234_567)}), "xl/media/a.bin", size)


def understated() -> bytes:
    """Return a workbook whose directory says that a sheet is small."""
    return declared(xlsx({"S": GOOD + " " * 5_000_000}), "xl/worksheets/sheet1.xml", 400)


def corner(cell: str, row: int) -> bytes:
    """Return a workbook with one cell far away."""
    return xlsx({"S": sheet_xml(text_rows(TABLE) + f'<row r="{row}"><c r="{cell}{row}"><v>1</v></c></row>')})


def nested() -> bytes:
    """Return an archive of archives, each of which would inflate to very much."""
    inner = xlsx({"S": GOOD + " " * 2_000_000})
    for _ in range(3):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for at in range(16):
                archive.writestr(f"{at}.xlsx", inner)
        inner = buffer.getvalue()
    return inner


def overlapping() -> bytes:
    """Return a workbook whose directory names one well-packed member many times over, as the densest bombs do."""
    content = xlsx({"S": GOOD}, extra={"xl/media/a.bin": bytes(8_000_000)})
    at = content.rindex(b"PK\x05\x06")
    members, size, start = struct.unpack_from("<HII", content, at + 10)
    directory = content[start : start + size]
    last = directory[directory.rindex(b"PK\x01\x02") :]
    copies = b"".join(last.replace(b"a.bin", b"%05x" % number) for number in range(1_000))
    end = bytearray(content[at:])
    struct.pack_into("<HHII", end, 8, members + 1_000, members + 1_000, size + len(copies), start)
    return content[:start] + directory + copies + bytes(end)


QUADRATIC = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "{"".join(f"{n:x}" for n in range(20_000))}">]>'

BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "picture of 300 MB": (lambda: with_media(300_000_000), "packed .* times smaller"),
    "picture of 3 GB": (lambda: with_media(3_000_000_000), "Unpacked, the workbook has 2861 MB"),
    "sheet of 60 MB in 60 kB": (lambda: xlsx({"S": GOOD + " " * 60_000_000}), "packed .* times smaller"),
    "3,000 members": (lambda: xlsx({"S": GOOD}, extra={f"x/{at}": b"" for at in range(3_000)}), "more than 2000 parts"),
    "directory that lies": (understated, "damaged"),
    "archives in archives": (nested, "ZIP archive without a workbook|packed .* times smaller"),
    "one member a thousand times": (overlapping, "Unpacked, the workbook has|packed .* times smaller"),
    "one long entity many times": (
        lambda: xlsx({"S": QUADRATIC + GOOD.replace("<t>1</t>", f"<t>{'&a;' * 20_000}</t>")}),
        "declares XML entities",
    ),
    "billion laughs in the workbook": (lambda: xlsx({"S": GOOD}, head=LAUGHS), "declares XML entities"),
    "billion laughs in the sheet": (lambda: xlsx({"S": LAUGHS + GOOD}), "declares XML entities"),
    "billion laughs in the texts": (lambda: xlsx({"S": GOOD}, shared=LAUGHS + "<sst/>"), "declares XML entities"),
    "cell in the last column": (lambda: corner("XFD", 1_048_576), "XFD1048576"),
    "cell in the last row and column that are read": (lambda: corner("SR", 1_048_576), "more memory or time"),
    "cell beyond the last row": (lambda: corner("A", 99_999_999), "damaged"),
}
