"""Hundreds of files that went wrong in the ways that files go wrong: no line is lost, joined or read twice.

Each data line carries a mark of its own. Whatever was done to the file, each mark that is still in it is found in exactly
one line that was read or set aside; read = sound + not sound; and every problem names a line that was read.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crm_core.errors import UnusableFile
from crm_core.exchange.limited import run_limited
from crm_core.exchange.reading import read_table
from crm_core.exchange.table import Table
from tests.exchange import work
from tests.exchange.making import put, sheet_xml, text_rows, xls, xlsx

HEADER = ["编号", "客户名称", "金额", "日期", "备注"]
NAMES = ["北京某某科技有限公司", "张三", "李四 (VIP)", "O'Neil", "上海贸易, 分公司", "“引号”公司", "王小明"]
MARK = re.compile(r"K\d{4}")
Dice = random.Random
Damage = Callable[[list[list[str]], Dice], list[str]]


def rows(dice: Dice) -> list[list[str]]:
    """Return some data lines, each with its mark."""
    return [
        [
            f"K{at:04}",
            dice.choice(NAMES),
            f"{dice.randint(-500, 99_999) / 100}",
            f"2024-{at % 12 + 1:02}-{at % 28 + 1:02}",
            dice.choice(["", "好", "x"]),
        ]
        for at in range(1, dice.randint(3, 40))
    ]


def written(cells: list[str], delimiter: str = ",", *, every: bool = False) -> str:
    """Return a line as a careful program writes it."""
    return delimiter.join(
        '"' + cell.replace('"', '""') + '"'
        if every or any(mark in cell for mark in (delimiter, '"', "\n", "\r"))
        else cell
        for cell in cells
    )


def as_they_are(table: list[list[str]], dice: Dice) -> list[str]:
    return [written(cells) for cells in table]


def all_quoted(table: list[list[str]], dice: Dice) -> list[str]:
    return [written(cells, every=True) for cells in table]


def other_delimiter(table: list[list[str]], dice: Dice) -> list[str]:
    delimiter = dice.choice("\t;|")
    return [written(cells, delimiter) for cells in table]


def below_a_preamble(table: list[list[str]], dice: Dice) -> list[str]:
    padding = "," * dice.choice([0, 4])
    return [*(f"说明{at}：导出信息{padding}" for at in range(dice.randint(1, 24))), padding, *as_they_are(table, dice)]


def above_a_footer(table: list[list[str]], dice: Dice) -> list[str]:
    return [*as_they_are(table, dice), dice.choice(["合计,,99,,", "-----", "共9笔记录", "Total,,9,,"])]


def with_blank_lines(table: list[list[str]], dice: Dice) -> list[str]:
    found = as_they_are(table, dice)
    for _ in range(5):
        found.insert(dice.randrange(len(found) + 1), dice.choice(["", ",,,,", "  ", "\t"]))
    return found


def with_short_lines(table: list[list[str]], dice: Dice) -> list[str]:
    for _ in range(3):
        cells = dice.choice(table[1:])
        del cells[dice.randint(1, len(cells)) :]
    return as_they_are(table, dice)


def with_long_lines(table: list[list[str]], dice: Dice) -> list[str]:
    for _ in range(3):
        dice.choice(table[1:]).extend(["more"] * dice.randint(1, 4))
    return as_they_are(table, dice)


def with_a_stray_quotation_mark(table: list[list[str]], dice: Dice) -> list[str]:
    found = as_they_are(table, dice) if dice.random() < 0.5 else all_quoted(table, dice)
    at = dice.randrange(1, len(found))
    place = dice.randrange(len(found[at]) + 1)
    found[at] = found[at][:place] + '"' + found[at][place:]
    return found


def with_a_lost_quotation_mark(table: list[list[str]], dice: Dice) -> list[str]:
    found = all_quoted(table, dice)
    at = dice.randrange(1, len(found))
    places = [place for place, letter in enumerate(found[at]) if letter == '"']
    place = dice.choice(places)
    found[at] = found[at][:place] + found[at][place + 1 :]
    return found


def with_lines_inside_cells(table: list[list[str]], dice: Dice) -> list[str]:
    for cells in table[1:]:
        if dice.random() < 0.4:
            cells[4] = dice.choice(["a\nb", "a\r\nb\nc", 'say "hi"\nthere', "x,y\nz"])
    return as_they_are(table, dice)


def with_a_line_broken_in_two(table: list[list[str]], dice: Dice) -> list[str]:
    found = as_they_are(table, dice)
    at = dice.randrange(1, len(found))
    place = dice.randrange(1, len(found[at]))
    return [*found[:at], found[at][:place], found[at][place:], *found[at + 1 :]]


def with_invisible_marks(table: list[list[str]], dice: Dice) -> list[str]:
    for cells in table[1:]:
        cells[1] = dice.choice(["\x00", "\u200b", "\ufeff", "\x1a", "\x07"]) + cells[1]
    return as_they_are(table, dice)


def with_blanks_after_quotation_marks(table: list[list[str]], dice: Dice) -> list[str]:
    return [
        ",".join(f'"{cell}"\t' if dice.random() < 0.5 else cell.replace(",", "") for cell in cells) for cells in table
    ]


def with_repeated_names(table: list[list[str]], dice: Dice) -> list[str]:
    table[0][3] = table[0][2] = table[0][1]
    return as_they_are(table, dice)


def with_unnamed_columns(table: list[list[str]], dice: Dice) -> list[str]:
    table[0][dice.randrange(1, 5)] = ""
    return [line + "," for line in as_they_are(table, dice)]


def without_a_header(table: list[list[str]], dice: Dice) -> list[str]:
    return as_they_are(table[1:], dice)


def with_damaged_numbers(table: list[list[str]], dice: Dice) -> list[str]:
    for cells in table[1:]:
        cells[2] = dice.choice(["1.10105E+17", "#N/A", "########", "1.234,56", "=1+1", "'-5"])
    return as_they_are(table, dice)


DAMAGES = [
    as_they_are, all_quoted, other_delimiter, below_a_preamble, above_a_footer, with_blank_lines, with_short_lines, with_long_lines,
    with_a_stray_quotation_mark, with_a_lost_quotation_mark, with_lines_inside_cells, with_a_line_broken_in_two, with_invisible_marks,
    with_blanks_after_quotation_marks, with_repeated_names, with_unnamed_columns, without_a_header, with_damaged_numbers,
]  # fmt: skip


def content_of(damage: Damage, dice: Dice) -> bytes:
    """Return a damaged file in some encoding with some line ends, perhaps with bad bytes or cut off."""
    lines = damage([list(HEADER), *rows(dice)], dice)
    ends = dice.choice([["\n"], ["\r\n"], ["\r"], ["\n", "\r\n", "\r"]])
    text = "".join(line + dice.choice(ends) for line in lines)
    encoding = dice.choice(["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    content = text.encode(encoding)
    if dice.random() < 0.25 and encoding != "utf-16":
        at = dice.randrange(len(content) // 2, len(content))
        content = content[:at] + dice.choice([b"\xff", b"\x80", b"\xfe\xff\xff"]) + content[at:]
    if dice.random() < 0.15:
        content = content[: -dice.randint(1, 12)]
    return content


def marks_in(content: bytes) -> list[str]:
    """Return the marks that a file still holds whole, whatever its encoding."""
    plain = content.replace(b"\x00", b"") if content.startswith(b"\xff\xfe") else content
    return MARK.findall(plain.decode("latin-1"))


def account(table: Table, content: bytes) -> None:
    """Hold a table against the bytes that it was read from."""
    found = [MARK.findall(" ".join(cells)) for cells in table.head(table.row_count)]
    aside = [mark for line in (*table.preamble, *table.footer) for mark in MARK.findall(line.text)]
    from_header = [mark for name in table.headers for mark in MARK.findall(name)]
    assert all(len(marks) <= 1 for marks in found), "two lines were joined"
    read = sorted([mark for marks in found for mark in marks] + aside + from_header)
    assert read == sorted(marks_in(content)), "a line was lost or read twice"
    numbers = table.rows.to_pylist()
    assert numbers == sorted(set(numbers))
    assert int(table.sound().sum()) + len(table.problems.rows()) == table.row_count
    assert table.problems.rows() <= set(numbers)
    assert all(str(problem.reason) for problem in table.problems)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_no_line_of_a_damaged_text_file_is_lost(tmp_path: Path, damage: Damage) -> None:
    for seed in range(20):
        content = content_of(damage, random.Random(f"{damage.__name__}{seed}"))
        table = read_table(put(tmp_path / "file.csv", content))
        try:
            account(table, content)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {content!r}\n{table.headers}\n{table.head(99)}") from error


def flipped(content: bytes, dice: Dice) -> bytes:
    """Return ``content`` with some bytes changed."""
    changed = bytearray(content)
    for _ in range(dice.choice([1, 1, 2, 8])):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


@pytest.mark.skipif(sys.platform == "win32", reason="relies on the child's limits")
def test_damaged_workbooks_are_read_or_refused_and_never_crash(tmp_path: Path) -> None:
    dice = random.Random(11)
    lines = [HEADER, *([cell.replace("&", "") for cell in cells] for cells in rows(dice))]
    sheet = sheet_xml(text_rows(lines), after='<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>')
    whole = xlsx({"S": sheet})
    old = xls([[*HEADER], *([cells[0], cells[1], float(at)] for at, cells in enumerate(lines[1:]))])
    made = [flipped(whole, dice) for _ in range(60)]
    made += [xlsx({"S": flipped(sheet.encode(), dice).decode("latin-1")}) for _ in range(60)]
    made += [flipped(old, dice) for _ in range(60)]
    paths = tuple(str(put(tmp_path / f"{at}.bin", content)) for at, content in enumerate(made))
    found = run_limited(work.read_all, paths).facts["found"]
    assert len(found) == 180
    for _, refusal, count, sound, named in found:
        assert refusal or sound + named == count
    assert sum(1 for each in found if each[1]) > 20
    assert sum(1 for each in found if not each[1]) > 20


def test_random_bytes_are_read_or_refused(tmp_path: Path) -> None:
    for seed in range(40):
        dice = random.Random(seed)
        alphabet = dice.choice([bytes(range(256)), b'a1,"\n\r;\t ', b"\x81\x40\xa1\xfe,\n", b"ab\x00\n,"])
        content = bytes(dice.choice(alphabet) for _ in range(dice.randint(1, 2_000)))
        try:
            table = read_table(put(tmp_path / "file.csv", content))
        except UnusableFile as error:
            assert str(error)
        else:
            assert (
                int(table.sound().sum()) + len(table.problems.rows() & set(table.rows.to_pylist())) == table.row_count
            )
