"""Every line of a text file is accounted for, whatever its quotation marks do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from crm_core.errors import UnusableFile
from crm_core.exchange.reading import read_table
from crm_core.exchange.table import ReadOptions, Table

MakeFile = Callable[..., Path]


def lines(table: Table) -> list[tuple[int, list[str]]]:
    """Return (row number, cells) of every data line."""
    return list(zip(table.rows.to_pylist(), table.head(table.row_count), strict=True))


def flaws(table: Table) -> list[tuple[int, str]]:
    """Return (row number, start of the reason) of every problem."""
    return [(problem.row, str(problem.reason)[:24]) for problem in table.problems]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_found_even_where_cells_hold_the_others(text_file: MakeFile, delimiter: str) -> None:
    rows = [["name", "note", "sum"], ["a", "x,y;z", "1"], ["b", "p|q", "2"], ["c", "plain", "3"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    table = read_table(text_file(text))
    assert table.layout.delimiter == delimiter
    assert [list(table.headers), *table.head(9)] == rows


def test_delimiter_and_header_line_can_be_given(text_file: MakeFile) -> None:
    path = text_file("x;y,z\n1;2,3\n4;5,6\n")
    table = read_table(path, ReadOptions(delimiter=";", header_row=2))
    assert table.headers == ("1", "2,3")
    assert lines(table) == [(3, ["4", "5,6"])]


def test_mixed_line_ends_keep_the_row_numbers(text_file: MakeFile) -> None:
    table = read_table(text_file(b"a,b\r1,2\n3,4\r\n\r\n5,6\x1a"))
    assert [row for row, _ in lines(table)] == [2, 3, 5]


def test_quoted_cells_keep_delimiters_quotes_and_line_breaks(text_file: MakeFile) -> None:
    table = read_table(text_file('a,b,c\n1,"x, ""y""",3\n2,"two\nlines",4\n5,6,7\n'))
    assert lines(table) == [(2, ["1", 'x, "y"', "3"]), (3, ["2", "two\nlines", "4"]), (5, ["5", "6", "7"])]
    assert flaws(table) == []


def test_single_quotes_are_text(text_file: MakeFile) -> None:
    assert lines(read_table(text_file("a,b\n'x','y'\n'tis,it's\n"))) == [(2, ["'x'", "'y'"]), (3, ["'tis", "it's"])]


def test_blank_before_a_delimiter_after_a_quotation_mark_is_allowed(text_file: MakeFile) -> None:
    table = read_table(text_file('a,b,c\n"x","398"\t,"1"\t,\n"y","two\nlines" ,"2"\n'))
    assert [cells for _, cells in lines(table)] == [["x", "398\t", "1\t"], ["y", "two\nlines ", "2"]]
    assert flaws(table) == []


def test_open_quotation_mark_swallows_no_other_line(text_file: MakeFile) -> None:
    body = "".join(f"{number},x,y\n" for number in range(3, 3_000))
    table = read_table(text_file('a,b,c\n1,"ok",y\n2,"open,y\n' + body))
    assert table.row_count == 2_999
    assert flaws(table) == [(3, "The quotation marks of t")]
    assert lines(table)[-1] == (3_000, ["2999", "x", "y"])


def test_two_stray_marks_do_not_join_the_lines_between_them(text_file: MakeFile) -> None:
    body = '1,"good",1\n' * 30 + '2,"5,6\n7,8,9\n10,11,"12\n' + '1,"good",1\n' * 30
    table = read_table(text_file("a,b,c\n" + body))
    assert table.row_count == 63
    assert {row for row, _ in flaws(table)} == {32, 34}


def test_two_stray_marks_that_pair_up_are_told_from_a_text_of_several_lines(text_file: MakeFile) -> None:
    stray = 'a,b,c\n1,"open,y\n2,x,y\n3,close",y\n4,x,y\n'
    meant = 'a,b,c\n1,"street 5, door 2\nfloor 3, left, right",y\n4,"x\ny",z\n'
    filler = '9,"q",r\n' * 5
    table = read_table(text_file(stray + filler))
    assert (table.row_count, [row for row, _ in flaws(table)]) == (9, [2])
    assert [row for row, _ in lines(read_table(text_file(meant + filler)))][:3] == [2, 4, 6]


def test_text_after_a_closing_mark_is_named_and_not_dropped(text_file: MakeFile) -> None:
    table = read_table(text_file('a,b,c\n1,"5" screen",3\n4,5,6\n'))
    assert [row for row, _ in flaws(table)] == [2]
    assert "screen" in lines(table)[0][1][1]


def test_long_and_short_lines_are_named_and_kept(text_file: MakeFile) -> None:
    table = read_table(text_file("a,b,c\n1,2,3\n4,5\n6,7,8,9\n1,2,3,\n1,2,3\n"))
    assert [row for row, _ in lines(table)] == [2, 3, 4, 5, 6]
    assert sorted(flaws(table)) == [(3, "The line has only 2 of 3"), (4, "The line has 4 cells, th")]
    assert table.sound().tolist() == [True, False, False, True, True]


def test_line_broken_in_two_is_named_twice(text_file: MakeFile) -> None:
    table = read_table(
        text_file("code,name,phone,city\n" + "1,a,2,c\n" * 20 + "2,Zhang\nSan,138,BJ\n" + "1,a,2,c\n" * 20)
    )
    assert [row for row, _ in flaws(table)] == [22, 23]


def test_empty_cells_left_out_by_habit_are_no_fault(text_file: MakeFile) -> None:
    body = "".join(f"{number},x,y\n" for number in range(16)) + "16,x,y,remark\n" + "17,x,y\n" + "18\n"
    table = read_table(text_file("code,b,c,remark\n" + body))
    assert flaws(table) == [(20, "The line has only 1 of 4")]
    assert lines(table)[0][1] == ["0", "x", "y", ""]


def test_more_columns_than_the_limit_are_refused(text_file: MakeFile) -> None:
    with pytest.raises(UnusableFile, match="600 columns"):
        read_table(text_file(",".join(f"c{at}" for at in range(600)) + "\n"))


@pytest.mark.parametrize("content", ["", "\n\n", " , ,\n,,\n", "\ufeff", "\ufeff\n\n"])
def test_file_without_content_is_refused(text_file: MakeFile, content: str) -> None:
    with pytest.raises(UnusableFile):
        read_table(text_file(content))


def test_nul_bytes_stay_for_the_cleaner(text_file: MakeFile) -> None:
    assert lines(read_table(text_file("a|b\n1\x00|2\n"))) == [(2, ["1\x00", "2"])]


def test_cell_of_a_million_letters_is_read_and_a_longer_one_named(text_file: MakeFile) -> None:
    table = read_table(text_file("a,b\n1," + "x" * 900_000 + "\n2," + "y" * 1_200_000 + "\n3,z\n"))
    assert table.row_count == 3
    assert [row for row, _ in flaws(table)] == [3]


def test_unreadable_options_are_refused_with_a_sentence(text_file: MakeFile) -> None:
    path = text_file("a,b\n1,2\n")
    for header_row in (3, 99, 1_001, -1):
        with pytest.raises(UnusableFile, match="column names"):
            read_table(path, ReadOptions(header_row=header_row))
