"""Texts that fit: what is cut fits, what fits is not cut, figures are never cut; laws over all texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from crm_core.documents.fitting import cut, line_of, lines_of, width_of
from crm_core.documents.laying import laid
from crm_core.documents.model import Cell, Column, Table, tall
from crm_core.documents.number_formats import axis_format, step_of
from crm_core.i18n import Language
from crm_core.metrics.folders import metric

TEXTS = st.text(max_size=60)


@given(st.text(alphabet=st.characters(), max_size=200))
def test_whatever_is_typed_can_stand_in_xml(text: str) -> None:
    for line in (line_of(text), *lines_of(text)):
        element = etree.Element("t")
        element.text = line
        assert etree.fromstring(etree.tostring(element)).text == (line or None)


@given(TEXTS, st.floats(20, 400), st.floats(6, 40))
def test_a_cut_text_fits_and_one_that_fits_is_whole(text: str, width: float, size: float) -> None:
    found = cut(text, width, size)
    assert width_of(found, size) <= width or found == "…"
    if width_of(line_of(text), size) <= width:
        assert found == line_of(text)
    else:
        assert line_of(text).startswith(found.removesuffix("…").rstrip())


@given(st.lists(st.tuples(TEXTS, st.integers(-(10**12), 10**12)), max_size=8), st.booleans())
def test_a_table_fills_its_width_and_keeps_its_figures_whole(rows: list[tuple[str, int]], is_even: bool) -> None:
    columns = (Column("Name", 2), Column("What"), Column("Number", is_figure=True), Column("More", is_figure=True))
    cells = tuple((Cell(text), Cell(text), Cell(f"{number:,}"), Cell("1")) for text, number in rows)
    found = laid(Table(columns, cells, is_even=is_even), 500, 12)
    assert sum(found.widths) == pytest.approx(500)
    assert min(found.widths) > 0
    assert [row[2] for row in found.rows] == [row[2].text for row in cells]
    for row in found.rows:
        for text, width in zip(row, found.widths, strict=True):
            assert width_of(text, found.size) <= width


@given(st.text(min_size=1, max_size=5000), st.integers(1, 4))
def test_a_table_whose_figures_have_endless_units_fits_too(unit: str, count: int) -> None:
    columns = (Column("Name", 2), *(Column("Number", is_figure=True) for _ in range(count)))
    found = laid(Table(columns, ((Cell("x"), *(Cell(f"12 {unit}") for _ in range(count))),)), 480, 9.5)
    assert min(found.widths) > 0
    assert sum(found.widths) <= 480.001


@given(st.lists(st.just((Cell("x"),)), max_size=60), st.integers(1, 20))
def test_a_long_table_is_parted_without_loss_and_evenly(rows: list[tuple[Cell, ...]], most: int) -> None:
    parts = tall(rows, most)
    assert [row for part in parts for row in part] == rows
    assert max(map(len, parts)) <= most
    assert max(map(len, parts)) - min(map(len, parts)) <= 1


@given(st.lists(st.floats(-1e12, 1e12), min_size=1), st.integers(2, 8))
def test_an_axis_has_few_marks_at_round_distances(values: list[float], most: int) -> None:
    step = step_of(values, most)
    span = max(*values, 0.0, 0.0) - min(*values, 0.0, 0.0)
    assert step > 0
    assert span / step <= most * (1 + 1e-9)


@pytest.mark.parametrize(
    ("metric_id", "largest", "language", "pattern"),
    [
        ("net_sales", 8.7e6, Language.SIMPLIFIED, '"¥"0\\.0,"万"'),
        ("net_sales", 8.7e8, Language.TRADITIONAL, '"¥"0\\.00,,"億"'),
        ("net_sales", 8.7e6, Language.ENGLISH, '"¥"0.0,,"M"'),
        ("orders", 471, Language.SIMPLIFIED, "#,##0"),
        ("average_order_value", 52_000, Language.SIMPLIFIED, '"¥"#,##0'),
    ],
)
def test_an_axis_is_written_in_the_readers_units(
    metric_id: str, largest: float, language: Language, pattern: str
) -> None:
    assert axis_format(metric(metric_id), largest, "¥", language).split(";")[0] == pattern
