"""What is made to do harm is refused before it does, with a sentence, quickly, and the server does not grow."""

from __future__ import annotations

import sys
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from crm_core.errors import UnusableFile
from crm_core.exchange import container
from crm_core.exchange.container import file_kind
from crm_core.exchange.limited import Limits
from crm_core.exchange.reading import read_limited, read_table
from tests.exchange.bombs import BOMBS, GOOD
from tests.exchange.making import put, sheet_xml, xlsx


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
