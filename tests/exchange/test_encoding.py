"""Encodings are told by what the text then says, and where little tells, that is said too."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from crm_core.errors import UnusableFile
from crm_core.exchange.encoding import codec_of, guess_encoding, plausibility
from crm_core.exchange.reading import read_table
from crm_core.exchange.table import ReadOptions

SIMPLIFIED = "客户编号,客户名称,联系电话\nC001,北京某某科技有限公司,13800138000\nC002,张三丰,021-5555\n"
TRADITIONAL = "客戶編號,客戶名稱,聯絡電話\nC001,台灣積體電路股份有限公司,0912345678\nC002,陳怡君,02-5555\n"
WESTERN = "name,city,note\nMüller,Köln,naïve café\nGarcía,Málaga,£5\nCôté,Montréal,“ok”\n"

MakeFile = Callable[..., Path]


@pytest.mark.parametrize(
    ("text", "written", "found"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (SIMPLIFIED, "gbk", "gb18030"),
        (SIMPLIFIED, "utf-16", "utf-16-le"),
        (SIMPLIFIED, "utf-16-le", "utf-16-le"),
        (SIMPLIFIED, "utf-16-be", "utf-16-be"),
        (TRADITIONAL, "cp950", "big5"),
        (TRADITIONAL, "gb18030", "gb18030"),
        (TRADITIONAL, "utf-8", "utf-8"),
        (WESTERN, "cp1252", "cp1252"),
        (WESTERN, "utf-8", "utf-8"),
        ("a,b\n1,2\n", "ascii", "utf-8"),
        ("a,b\n1,2\n", "utf-16", "utf-16-le"),
        ("a,b\n1,2\n", "utf-16-be", "utf-16-be"),
    ],
)
def test_encoding_is_found_without_doubt_and_gives_the_text_back(
    text_file: MakeFile, text: str, written: str, found: str
) -> None:
    table = read_table(text_file(text, written), ReadOptions(header_row=1))
    assert (table.layout.encoding, table.layout.is_encoding_doubtful) == (found, False)
    assert [list(table.headers), *table.head(9)] == [line.split(",") for line in text.splitlines()]


def test_big5_and_western_bytes_do_not_pass_for_gb18030_though_they_decode() -> None:
    for text, encoding in ((TRADITIONAL, "cp950"), (WESTERN.replace("“ok”", "ok"), "cp1252")):
        misread = text.encode(encoding).decode("gb18030", "replace")
        assert plausibility(misread) < 0.5


def test_few_characters_are_doubtful_and_the_rivals_are_shown_with_samples(text_file: MakeFile) -> None:
    guess = guess_encoding(text_file("订单号,a\n", "gb18030"))
    assert guess.is_doubtful
    assert guess.choices[0].encoding == guess.encoding == "gb18030"
    assert "订单号" in guess.choices[0].sample
    assert {choice.encoding for choice in guess.choices} == {"gb18030", "big5", "utf-8", "cp1252"}


def test_doubtful_encoding_is_said_and_a_chosen_one_is_taken(text_file: MakeFile) -> None:
    path = text_file("订单号,a\n1,2\n", "gb18030")
    assert any("encoding is uncertain" in str(notice) for notice in read_table(path).notices)
    chosen = read_table(path, ReadOptions(encoding="gb18030", header_row=1))
    assert chosen.headers == ("订单号", "a")
    assert not chosen.layout.is_encoding_doubtful
    assert not any("encoding is uncertain" in str(notice) for notice in chosen.notices)


def test_unknown_encoding_is_refused(text_file: MakeFile) -> None:
    with pytest.raises(UnusableFile, match="klingon"):
        read_table(text_file("a,b\n"), ReadOptions(encoding="klingon"))


def test_foreign_characters_after_half_a_million_plain_lines_count_too(text_file: MakeFile) -> None:
    plain = "order,note\n" + "1,plain\n" * 100_000
    assert guess_encoding(text_file(plain + "2,Müller café\n", "cp1252")).encoding == "cp1252"


def test_random_business_texts_are_never_silently_wrong() -> None:
    words = {
        "gb18030": "张李王陈刘赵北京上海深圳有限公司客户编号名称电话地址备注订单金额数量单价科技贸易建国婷梓涵",
        "cp950": "張李王陳劉趙臺北新竹高雄股份有限公司客戶編號名稱電話地址備註訂單金額數量單價科技貿易建國婷雅",
    }
    dice = random.Random(7)
    from crm_core.exchange.encoding import _judge

    for encoding, letters in words.items():
        for length in (3, 6, 12, 30, 80):
            for _ in range(40):
                text = "".join(dice.choice(letters) + dice.choice(["", "", ",", "1"]) for _ in range(length))
                guess = _judge(text.encode(encoding))
                assert guess.is_doubtful or codec_of(guess.encoding) == encoding, text


def test_short_gb_text_that_is_valid_utf8_by_chance_is_doubtful(text_file: MakeFile) -> None:
    guess = guess_encoding(text_file("一些", "gb18030"))
    assert guess.is_doubtful
    assert guess.choices[0].encoding == "gb18030"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "cp950"])
def test_bad_bytes_are_named_with_row_and_column_and_lose_no_line(text_file: MakeFile, encoding: str) -> None:
    text = SIMPLIFIED if encoding != "cp950" else TRADITIONAL
    lines = text.encode(encoding).splitlines()
    lines.insert(2, b"C009,\xff\xff,1")
    table = read_table(text_file(b"\n".join(lines)), ReadOptions(header_row=1))
    assert table.row_count == 3
    assert [(problem.row, problem.column) for problem in table.problems] == [(3, table.headers[1])]
    assert "�" in table.head(3)[1][1]
    assert table.sound().tolist() == [True, False, True]


def test_odd_byte_at_the_end_of_utf16_is_named(text_file: MakeFile) -> None:
    table = read_table(text_file("甲,乙\n1,2\n3,4".encode("utf-16") + b"\x41"))
    assert table.row_count == 2
    assert [problem.row for problem in table.problems] == [3]


def test_bytes_that_are_no_text_are_refused(text_file: MakeFile) -> None:
    noise = random.Random(1).randbytes(4_000)
    with pytest.raises(UnusableFile, match="no text"):
        read_table(text_file(noise))
