"""What is made to do harm is refused before it does, with a sentence, quickly, and the server does not grow."""

from __future__ import annotations

import io
import struct
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from crm_core.errors import UnusableFile
from crm_core.exchange import container
from crm_core.exchange.container import file_kind
from crm_core.exchange.limited import Limits
from crm_core.exchange.reading import read_limited, read_table
from tests.exchange.making import put, sheet_xml, text_rows, xlsx

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


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no memory limit")
@pytest.mark.parametrize("name", BOMBS)
def test_bomb_is_refused_in_a_second_and_the_server_does_not_grow(tmp_path: Path, name: str) -> None:
    make, sentence = BOMBS[name]
    path = put(tmp_path / "bomb.xlsx", make())
    process = psutil.Process()
    before, used = process.memory_info().rss, process.cpu_times()
    with pytest.raises(UnusableFile, match=sentence):
        read_limited(path)
    after = process.cpu_times()
    assert process.memory_info().rss - before < 50_000_000
    # Processor time, not wall time: the machine that runs this may be busy.
    assert after.children_user + after.children_system - used.children_user - used.children_system < 1.5


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no memory limit")
def test_one_long_text_in_every_cell_ends_at_the_memory_limit(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{row}">' + "".join(f'<c r="{chr(65 + at)}{row}" t="s"><v>0</v></c>' for at in range(20)) + "</row>"
        for row in range(1, 20_001)
    )
    shared = (
        f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{"x" * 32_000}</t></si></sst>'
    )
    path = put(tmp_path / "bomb.xlsx", xlsx({"S": sheet_xml(rows)}, shared=shared))
    began = time.monotonic()
    with pytest.raises(UnusableFile, match="memory"):
        read_limited(path, limits=Limits(memory_bytes=700_000_000))
    assert time.monotonic() - began < 20


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no memory limit")
@pytest.mark.parametrize(
    "content",
    [
        b'"' * 3_000_000,
        b"a" * 3_000_000,
        b"," * 3_000_000,
        b'a,b\n"' + b"x\n" * 1_500_000,
        b"\r" * 3_000_000,
        bytes(3_000_000),
    ],
    ids=["quotes", "one word", "one line of nothing", "a quote without end", "line ends", "zeros"],
)
def test_text_made_to_be_slow_is_read_or_refused_in_time_and_the_server_does_not_grow(
    tmp_path: Path, content: bytes
) -> None:
    process = psutil.Process()
    before, used = process.memory_info().rss, process.cpu_times()
    with suppress(UnusableFile):
        assert read_limited(put(tmp_path / "slow.csv", content)).row_count <= len(content)
    after = process.cpu_times()
    assert process.memory_info().rss - before < 100_000_000
    assert after.children_user + after.children_system - used.children_user - used.children_system < 10


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "PNG"),
        (b"\x1f\x8b\x08....", "gzip"),
        (b"PAR1....", "Parquet"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE HTML><html>", "web page"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "web page or XML"),
        (b'<?xml version="1.0"?><note/>', "XML"),
        (b"{\\rtf1 ...}", "RTF"),
        (b"PK\x05\x06" + bytes(18), "ZIP archive without a workbook"),
        (b"PK\x03\x04 cut off", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "damaged"),
    ],
)
def test_other_kinds_of_files_are_refused_by_name(tmp_path: Path, head: bytes, sentence: str) -> None:
    with pytest.raises(UnusableFile, match=sentence):
        read_table(put(tmp_path / "a.xlsx", head))


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("word/document.xml", "DOCX"),
        ("xl/workbook.bin", "XLSB"),
        ("content.xml", "OpenDocument"),
        ("Index/Tables.iwa", "Numbers"),
        ("a.csv", "ZIP archive"),
    ],
)
def test_other_archives_are_refused_by_name(tmp_path: Path, part: str, sentence: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(part, b"x")
    with pytest.raises(UnusableFile, match=sentence):
        file_kind(tmp_path / "a.zip")


def test_workbook_cut_off_anywhere_is_refused_or_read_whole(tmp_path: Path) -> None:
    content = xlsx({"S": GOOD})
    for length in range(4, len(content), 97):
        with pytest.raises(UnusableFile):
            read_table(put(tmp_path / "cut.xlsx", content[:length]))


def test_file_over_the_limit_is_refused_by_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MAX_FILE_BYTES", 1_000)
    with pytest.raises(UnusableFile, match="at most"):
        file_kind(put(tmp_path / "a.csv", b"a,b\n" * 300))


def test_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="empty"):
        file_kind(put(tmp_path / "a.csv", b""))


def test_file_that_is_not_there_is_refused_by_its_name_alone(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match=r"^The file lost.csv cannot be opened"):
        read_limited(tmp_path / "lost.csv")
    with pytest.raises(UnusableFile, match="cannot be opened"):
        read_limited(tmp_path)
