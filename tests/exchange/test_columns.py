"""Whole columns give the same as their cells one by one, and each refused cell is named by its row."""

from __future__ import annotations

import datetime as dt
import random
import time
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_core.exchange.columns import (
    Reading,
    amount_column,
    choice_column,
    code_column,
    day_column,
    local_days,
    moment_column,
    text_column,
)
from crm_core.exchange.dates import DayOrder
from crm_core.exchange.fields import BadValue, parse_amount
from crm_core.exchange.problems import Problems


def column(*texts: str) -> pa.ChunkedArray:
    """Return a column in two chunks."""
    middle = len(texts) // 2
    return pa.chunked_array([pa.array(texts[:middle], pa.string()), pa.array(texts[middle:], pa.string())])


def test_refused_cells_are_named_by_the_row_of_the_file() -> None:
    texts = column("1.5", "x", "", "1,5", "x")
    parsed = amount_column()(texts, Reading())
    assert parsed.values.to_pylist() == [Decimal("1.5"), None, None, None, None]
    assert parsed.is_sound.tolist() == [True, False, True, False, False]
    problems = Problems()
    parsed.report(problems, "金额", texts, pa.array([10, 11, 13, 14, 15]))
    assert [(problem.row, problem.column, problem.value) for problem in problems] == [
        (11, "金额", "x"),
        (14, "金额", "1,5"),
        (15, "金额", "x"),
    ]
    assert len(parsed.reasons) == 2


def test_amounts_are_rounded_to_what_the_store_keeps() -> None:
    parsed = amount_column()(column("0.00005", "-0.00005", "1.23456"), Reading())
    assert [str(amount) for amount in parsed.values.to_pylist()] == ["0.0001", "-0.0001", "1.2346"]
    assert parsed.values.type == pa.decimal128(18, 4)


def test_currency_of_the_store_is_held_against_each_cell() -> None:
    assert amount_column()(column("¥5", "£5"), Reading(currency="GBP")).is_sound.tolist() == [False, True]


def test_days_are_read_in_the_order_that_the_column_tells_or_a_person_chose() -> None:
    texts = column("01/02/2024", "25/02/2024")
    told = day_column()(texts, Reading())
    assert (told.order, told.values.to_pylist()) == (DayOrder.DAY_FIRST, [dt.date(2024, 2, 1), dt.date(2024, 2, 25)])
    chosen = day_column()(texts, Reading(order=DayOrder.MONTH_FIRST))
    assert chosen.values.to_pylist() == [dt.date(2024, 1, 2), None]


def test_column_that_tells_nothing_refuses_what_has_two_readings() -> None:
    parsed = day_column()(column("01/02/2024", "05/05/2024", "03/04/2024"), Reading())
    assert (parsed.order, parsed.is_sound.tolist()) == (DayOrder.UNKNOWN, [False, True, False])


def test_moments_are_instants_and_their_days_are_local() -> None:
    parsed = moment_column()(column("2024-03-08 00:30", "", "2024-03-08"), Reading(zone="Asia/Shanghai"))
    assert parsed.values.to_pylist()[0] == dt.datetime(2024, 3, 7, 16, 30, tzinfo=dt.UTC)
    assert local_days(parsed.values, "Asia/Shanghai").to_pylist() == [dt.date(2024, 3, 8), None, dt.date(2024, 3, 8)]


def test_other_columns_have_their_types() -> None:
    reading = Reading()
    assert text_column()(column(" a ", ""), reading).values.to_pylist() == ["a", None]
    assert code_column()(column("1.0", "1E+15"), reading).is_sound.tolist() == [True, False]
    assert choice_column({"是": "yes"})(column("是", "否"), reading).values.to_pylist() == ["yes", None]


def test_empty_column_is_empty() -> None:
    for parser in (text_column(), amount_column(), day_column(), moment_column()):
        parsed = parser(pa.chunked_array([], pa.string()), Reading())
        assert (len(parsed.values), len(parsed.faults)) == (0, 0)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["1", "2.5", "x", "", "1,2", "(3)", "¥4", "#N/A"]), max_size=30))
def test_column_agrees_with_its_cells(texts: list[str]) -> None:
    parsed = amount_column()(column(*texts), Reading())
    for text, value, is_sound in zip(texts, parsed.values.to_pylist(), parsed.is_sound.tolist(), strict=True):
        try:
            expected, taken = parse_amount(text), True
        except BadValue:
            expected, taken = None, False
        assert (value, is_sound) == (expected, taken)


@pytest.mark.nightly
def test_half_a_million_cells_that_are_all_different_take_seconds() -> None:
    dice = random.Random(3)
    moments = pa.chunked_array(
        [
            [
                f"2024-{dice.randint(1, 12):02}-{dice.randint(1, 28):02} 10:{at // 60 % 60:02}:{at % 60:02}.{at}"
                for at in range(541_909)
            ]
        ]
    )
    began = time.process_time()
    assert moment_column()(moments, Reading()).is_sound.all()
    assert time.process_time() - began < 15


def test_problems_cross_as_a_table_and_come_back_the_same() -> None:
    texts = column("x", "1,5")
    problems = Problems()
    amount_column()(texts, Reading(currency="CNY")).report(problems, "金额", texts, pa.array([7, 3]))
    back = Problems.from_arrow(problems.to_arrow())
    assert list(back) == list(problems)
    assert [problem.row for problem in back.first(1)] == [3]
    assert back.rows() == {3, 7}
    problems.extend(back)
    assert len(problems) == 4
