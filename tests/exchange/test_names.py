"""Names that people and their programs give to files do no harm."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_core.errors import UnusableFile
from crm_core.exchange import uploads
from crm_core.exchange.names import LONGEST, content_disposition, shown_name
from crm_core.exchange.uploads import kept_upload


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("../../etc/passwd", "passwd"), ("..\\..\\boot.ini", "boot.ini"), ("C:\\temp\\客户.xlsx", "客户.xlsx"), ("a\x00b.csv", "ab.csv"),
        ("CON", "file"), ("nul.csv", "file"), ("com1.xlsx", "file"), ("", "file"), ("..", "file"), ("/", "file"), (" . ", "file"),
        ("invoice\u202excod.exe", "invoicexcod.exe"), ("a\r\nSet-Cookie: x", "aSet-Cookie x"), ('a"b<c>.csv', "a b c .csv"), ("合同 2024.xlsx", "合同 2024.xlsx"),
    ],
)  # fmt: skip
def test_name_is_shown_without_what_could_mislead(given_name: str, name: str) -> None:
    assert shown_name(given_name) == name


def test_long_name_is_cut_and_keeps_its_ending() -> None:
    assert shown_name("长" * 300 + ".xlsx") == "长" * (LONGEST - 5) + ".xlsx"


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_name_gives_one_safe_header(name: str) -> None:
    header = content_disposition(name)
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    assert unquote(header.split("UTF-8''")[1]) == shown_name(name)
    assert 0 < len(shown_name(name)) <= LONGEST
    assert not set(shown_name(name)) & set('/\\:*?"<>|\x00')


def test_upload_lies_in_a_private_file_with_a_name_of_our_own_and_is_gone_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for source in (b"a,b\n", io.BytesIO(b"a,b\n")):
        with kept_upload(source) as path:
            assert path.read_bytes() == b"a,b\n"
            assert path.stat().st_mode & 0o077 == 0
            assert path.parent.stat().st_mode & 0o077 == 0
        assert list(tmp_path.iterdir()) == []


def test_upload_beyond_the_limit_is_refused_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(uploads, "MAX_FILE_BYTES", 10)
    for source in (b"x" * 11, io.BytesIO(b"x" * 11)):
        with pytest.raises(UnusableFile, match="Split it"), kept_upload(source):
            pass
    assert list(tmp_path.iterdir()) == []
