"""One cell or form field: what was meant is taken, what could mean two things is refused."""

from __future__ import annotations

import string
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_core.exchange.fields import BadValue, is_none, parse_amount, parse_choice, parse_code, parse_text
from crm_core.exchange.text import clean_text, folded, key_of


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1234.5", "1234.5"), ("1,234.50", "1234.50"), ("12,345,678", "12345678"), ("¥1,234.5", "1234.5"), ("￥12元", "12"),
        ("１２３４．５", "1234.5"), ("(12.5)", "-12.5"), ("（12.5）", "-12.5"), ("(¥1,000.00)", "-1000.00"), ("-¥5", "-5"),
        ("¥-5", "-5"), ("5-", "-5"), ("−5", "-5"), ("+5", "5"), (".5", "0.5"), ("5.", "5"), ("1 234.5", "1234.5"),
        ("1'234.5", "1234.5"), ("1.2万", "12000.0"), ("3亿", "300000000"), ("1.5E+3", "1.5E+3"), ("人民币 8", "8"),
        ("8 RMB", "8"), (" 7\t", "7"), ('="0012"', "12"), ("\ufeff9", "9"), ("0", "0"), ("0.00", "0.00"),
    ],
)  # fmt: skip
def test_amount_is_read_exactly_as_written(written: str, amount: str) -> None:
    read = parse_amount(written, currency="CNY")
    assert read == Decimal(amount)
    assert str(read).lstrip("-") == amount.lstrip("-")


@pytest.mark.parametrize("written", ["", " ", "-", "--", "—", "/", "N/A", "null", "NaN", "\u200b", "None"])
def test_marks_for_nothing_are_no_amount(written: str) -> None:
    assert parse_amount(written) is None


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("1.234,56", "decimal point"), ("1,23", "decimal point"), ("1,234,56", "decimal point"), ("12,34,567", "decimal point"),
        ("1.234.567", "decimal point"), ("1,234 567", "decimal point"), ("abc", "no number"), ("12a", "no number"),
        ("--5", "no number"), ("(-5)", "no number"), ("-5-", "no number"), ("12%", "no number"), ("1 2", "decimal point"),
        ("1E", "no number"), ("€5", "marked €"), ("$5", "marked \\$"), ("HK$5", "marked HK"), ("1E+17", "too large"),
        ("123456789012345", "too large"), ("#N/A", "error #N/A"), ("#DIV/0!", "error #DIV/0!"), ("######", "error ####"),
        ("9" * 500, "no number"), ("Infinity", "no number"), ("0x10", "no number"), ("1e999", "too large"),
    ],
)  # fmt: skip
def test_amount_that_may_mean_something_else_is_refused(written: str, reason: str) -> None:
    with pytest.raises(BadValue, match=reason):
        parse_amount(written, currency="CNY")


def test_sign_of_a_currency_is_only_compared_where_one_is_given() -> None:
    assert parse_amount("£5") == Decimal(5)
    assert parse_amount("¥5", currency="JPY") == Decimal(5)


@settings(deadline=None)
@given(st.decimals(min_value=-99_999_999, max_value=99_999_999, places=4))
def test_amount_written_with_or_without_groups_comes_back(amount: Decimal) -> None:
    assert parse_amount(f"{amount:f}") == amount
    assert parse_amount(f"{amount:,f}") == amount
    assert parse_amount(f"¥{amount:,.4f}" if amount >= 0 else f"(¥{-amount:,.4f})") == amount


@settings(deadline=None)
@given(st.text(max_size=40))
def test_amount_is_a_number_or_nothing_or_a_reason(text: str) -> None:
    try:
        amount = parse_amount(text)
    except BadValue as error:
        assert str(error)
    else:
        assert amount is None or amount.is_finite()


@pytest.mark.parametrize("written", ["1.10105E+17", "1.10105199001011E+17", "1.38E+10", "6E+15"])
def test_number_that_lost_its_digits_is_no_code(written: str) -> None:
    with pytest.raises(BadValue, match="lost its last digits"):
        parse_code(written)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("12345.0", "12345"), ("00123", "00123"), ('="00123"', "00123"), ("１３８", "138"), (" A-1\t", "A-1"), ("ＡＢ", "AB"),
        ("", None), ("110105199001011234", "110105199001011234"), ("12345.50", "12345.50"), ("1E5", "1E5"), ("C\u200b1", "C1"),
    ],
)  # fmt: skip
def test_code_keeps_its_digits(written: str, code: str | None) -> None:
    assert parse_code(written) == code


def test_text_is_cleaned_and_its_length_is_checked() -> None:
    assert parse_text(" 张\u200b三\x00 ") == "张三"
    assert parse_text("\u3000\xa0") is None
    assert parse_text("a\r\nb") == "a b"
    assert parse_text(" a\r\n b\n", lines=True) == "a\nb"
    with pytest.raises(BadValue, match="11 characters; at most 10"):
        parse_text("x" * 11, longest=10)
    with pytest.raises(BadValue, match="#REF!"):
        parse_text("#REF!")


def test_choice_is_found_without_regard_to_case_and_width() -> None:
    words = {"男": "m", "女": "f", "Male": "m"}
    assert [parse_choice(word, words) for word in ("男", "ＭＡＬＥ", " male ", "", "/")] == ["m", "m", "m", None, None]
    with pytest.raises(BadValue, match="男, 女, Male"):
        parse_choice("x", words)


@settings(deadline=None)
@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
    assert clean_text(text, lines=True) == clean_text(clean_text(text, lines=True), lines=True)


@settings(deadline=None)
@given(st.text())
def test_keys_do_not_depend_on_invisible_marks_or_width(text: str) -> None:
    assert key_of(f"\ufeff {text}\u200b\x00 ") == key_of(text)
    assert key_of("ＡＢ１ " + text.strip()) == key_of("ab1 " + text.strip())


def test_characters_that_only_look_alike_stay_different() -> None:
    assert key_of("а") != key_of("a")  # Cyrillic
    assert folded("１３８\u3000") == "138"


def test_none_marks_are_short_and_plain_words_are_not_among_them() -> None:
    assert is_none("n/a")
    assert not any(is_none(letter) for letter in string.ascii_letters)
