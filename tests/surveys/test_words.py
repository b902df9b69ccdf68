"""What respondents say, read as numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from crm_core.exchange.fields import BadValue
from crm_core.surveys.model import SCALES, Scale
from crm_core.surveys.words import is_no_answer, number_in, rating_in

FIVE, SEVEN, TEN = Scale(1, 5), Scale(1, 7), Scale(1, 10)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("非常满意", 5), ("很满意(5)", 5), ("满意", 4), ("比较满意", 4), ("一般", 3), ("不满意", 2), ("不太满意", 2),
        ("非常不满意", 1), ("很不满意(1)", 1), ("較滿意", 4), ("極不滿意", 1), ("A.非常满意", 5), ("5（非常满意）", 5),
        ("5 非常满意", 5), ("5 - very satisfied", 5), ("4分", 4), ("3星", 3), ("4/5", 4), ("４", 4), ("4.0", 4), ("3.5", "3.5"),
        ("Very satisfied", 5), ("Strongly disagree", 1), ("neutral", 3), ("完全不同意", 1), ("很差", 1), ("好", 4),
    ],
)  # fmt: skip
def test_words_and_numbers_stand_for_steps_of_five(text: str, value: object) -> None:
    assert rating_in(text, FIVE) == Decimal(str(value))


def test_words_stand_for_the_steps_of_seven_four_and_three() -> None:
    words = ["非常满意", "满意", "比较满意", "一般", "比较不满意", "不满意", "非常不满意"]
    assert [rating_in(word, SEVEN) for word in words] == [7, 6, 5, 4, 3, 2, 1]
    assert [rating_in(word, Scale(1, 4)) for word in ("非常满意", "满意", "不满意", "非常不满意")] == [4, 3, 2, 1]
    assert [rating_in(word, Scale(1, 3)) for word in ("满意", "一般", "不满意")] == [3, 2, 1]


@pytest.mark.parametrize(
    "text", ["", " ", "(跳过)", "（空）", "(空)", "-3", "-2", "－3", "N/A", "不适用", "Don't know"]
)
def test_what_says_that_nothing_was_answered(text: str) -> None:
    assert is_no_answer(text)
    assert rating_in(text, FIVE) is None


@pytest.mark.parametrize("scale", [*SCALES, Scale(0, 5)])
def test_nought_is_an_answer_wherever_it_lies_on_the_scale(scale: Scale) -> None:
    assert rating_in("0", scale, zero_is_missing=True) == (0 if scale.low == 0 else None)
    assert rating_in("很不可能(0)" if scale.low == 0 else str(scale.low), scale, zero_is_missing=True) == scale.low


def test_nought_is_no_answer_only_where_the_survey_says_so() -> None:
    assert rating_in("0", TEN, zero_is_missing=True) is None
    assert rating_in("0", Scale(0, 10)) == 0
    with pytest.raises(BadValue, match="outside the scale 1 to 10"):
        rating_in("0", TEN)


@pytest.mark.parametrize(
    ("text", "scale"),
    [("6", FIVE), ("foo", FIVE), ("2019-01-01", FIVE), ("满意", TEN), ("18-25岁", FIVE), ("3个月以上", FIVE)],
)
def test_what_is_no_rating_is_refused(text: str, scale: Scale) -> None:
    with pytest.raises(BadValue):
        rating_in(text, scale)


@given(some.text(max_size=30))
def test_any_text_is_read_or_refused_and_never_lies_outside_the_scale(text: str) -> None:
    try:
        value = rating_in(text, FIVE)
    except BadValue:
        return
    assert value is None or 1 <= value <= 5


@given(some.integers(0, 10), some.sampled_from(["{}", "{}分", " {} ", "很满意({})", "{}（很满意）"]))
def test_a_number_is_read_however_it_is_dressed(number: int, dress: str) -> None:
    assert number_in(dress.format(number)) == number
