"""A table crosses from the child as it is; a long file is read with moderate means and every line of it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import psutil
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from crm_core.exchange.limited import Step
from crm_core.exchange.reading import read_limited, read_table
from crm_core.exchange.table import ReadOptions, Table
from tests.exchange.making import put, sheet_xml, text_rows, xlsx

AWKWARD = "说明：导出\n名,金额,备注\n张三,12,\n李四,13\n王五,1,2,3\n坏\ufffd,1,\n合计,25,\n"


def test_table_is_the_same_on_both_sides_of_the_child(tmp_path: Path) -> None:
    text = put(tmp_path / "a.csv", AWKWARD.encode("utf-8"))
    book = put(tmp_path / "b.xlsx", xlsx({"甲": sheet_xml(text_rows([["a", "b"], ["1", "2"]])), "乙": sheet_xml("")}))
    for path in (text, book):
        here, there = read_table(path), read_limited(path)
        assert there.headers == here.headers
        assert there.cells.equals(here.cells)
        assert there.rows.equals(here.rows)
        assert there.layout == here.layout
        assert list(there.problems) == list(here.problems)
        assert (there.notices, there.preamble, there.footer) == (here.notices, here.preamble, here.footer)


def test_problems_and_sound_lines_add_up_to_what_was_read(tmp_path: Path) -> None:
    table = read_table(put(tmp_path / "a.csv", AWKWARD.encode("utf-8")))
    assert table.row_count == 4
    assert table.sound().tolist() == [True, False, False, False]
    assert table.problems.rows() == {4, 5, 6}
    assert [line.row for line in table.footer] == [7]


def test_progress_is_told_while_a_long_file_is_read(tmp_path: Path) -> None:
    steps: list[Step] = []
    path = put(tmp_path / "a.csv", b"code,name\n" + b"".join(b"%d,name %d\n" % (at, at) for at in range(50_000)))
    table = read_limited(path, on_step=steps.append)
    assert table.row_count == 50_000
    assert [step.done for step in steps] == [20_000, 40_000, 50_000]
    assert all(0.7 < step.total / 50_000 < 1.4 for step in steps[:2])


def test_options_reach_the_child(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", "x;y\n1;2\n".encode("utf-16"))
    table = read_limited(path, ReadOptions(delimiter=",", header_row=0, encoding="utf-16-le"))
    assert (table.layout.delimiter, table.layout.header_row, table.head(2)) == (",", 0, [["x;y"], ["1;2"]])


def test_column_that_is_not_there_is_a_key_error(tmp_path: Path) -> None:
    table: Table = read_table(put(tmp_path / "a.csv", b"a,b\n1,2\n"))
    with pytest.raises(KeyError):
        table.column("c")


@pytest.mark.real_data
@pytest.mark.skipif(sys.platform == "win32", reason="measures with POSIX means")
def test_half_a_million_purchase_lines_are_all_read_within_the_budget(tmp_path: Path) -> None:
    folder = os.environ.get("CRM_TEST_DATA", "")
    source = Path(folder) / "online_retail" / "online_retail.parquet"
    if not folder or not source.exists():
        pytest.skip("CRM_TEST_DATA names no folder with online_retail: the half million lines are NOT read")
    lines = pq.read_table(source)
    path = tmp_path / "retail.csv"
    pyarrow.csv.write_csv(lines, path)
    process = psutil.Process()
    before = process.memory_info().rss
    used = process.cpu_times()
    table = read_limited(path)
    after = process.cpu_times()
    assert (table.row_count, len(table.problems), table.rows[-1].as_py()) == (541_909, 0, 541_910)
    assert table.column("InvoiceNo").to_pylist()[-1] == lines["InvoiceNo"][-1].as_py()
    assert after.children_user + after.children_system - used.children_user - used.children_system < 20
    assert process.memory_info().rss - before < 300_000_000
