"""People's text is shown as it is, never as markup."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crm_core.i18n import Language, language_of_tag, translate, translate_plural
from crm_core.i18n.formats import compact, compact_money, day, money, months, number, share
from crm_core.ui.text import labelled, listed, noted, plain, quoted, words_of


@pytest.mark.parametrize(
    "text",
    [
        "![x](http://evil.example/a.png)",
        "[x](javascript:alert(1))",
        "**b**",
        "`c`",
        "<b>x</b>",
        ":red[x]",
        "$x$",
        "# x",
        "~~x~~",
        "a_b_c",
    ],
)
def test_markup_is_escaped(text: str) -> None:
    escaped = plain(text)
    for sign in "[]()*`<>$#~_":
        assert escaped.count(sign) == escaped.count("\\" + sign)


def test_a_line_break_cannot_begin_a_heading() -> None:
    assert plain("a\n# b") == "a \\# b"


@pytest.mark.parametrize(
    ("spoken", "said"),
    [
        (Language.ENGLISH, "Sol (North), Vic; Status: open; “wait”; Nov 2025\u2009–\u2009Nov 2026"),
        (Language.SIMPLIFIED, "Sol（North）、Vic; Status：open; “wait”; 2025年11月至2026年11月"),
        (Language.TRADITIONAL, "Sol（North）、Vic; Status：open; 「wait」; 2025年11月至2026年11月"),
    ],
)
def test_what_is_put_together_has_the_languages_own_signs(
    monkeypatch: pytest.MonkeyPatch, spoken: Language, said: str
) -> None:
    monkeypatch.setattr("crm_core.ui.text.language", lambda: spoken)
    people = listed([noted("Sol", "North"), noted("Vic", None)])
    span = months(date(2025, 11, 1), date(2026, 11, 1), spoken)
    assert "; ".join([people, labelled("Status", "open"), quoted("wait"), span]) == said


@given(st.text(st.characters(exclude_categories=("Cc", "Cs"))))
@example("\\")
@example(" :small[")
def test_a_title_says_in_the_tab_what_it_says_on_the_page(name: str) -> None:
    assert words_of(plain(name)) == name
    assert words_of(f"{plain(name)} :small[:blue-badge[New]] :small[:violet-badge[Large]]") == name


@pytest.mark.parametrize(
    ("tag", "language"),
    [("zh-TW", "zh_TW"), ("zh-HK", "zh_TW"), ("zh-MO", "zh_TW"), ("zh-Hant-CN", "zh_TW"), ("zh", "zh_CN"), ("zh-SG", "zh_CN"),
     ("en", "en"), ("en-GB", "en"), ("fr", "zh_CN"), (None, "zh_CN"), ("english", "zh_CN")],
)  # fmt: skip
def test_the_browsers_tag_chooses_the_language(tag: str | None, language: str) -> None:
    assert language_of_tag(tag).value == language


def test_numbers_are_written_as_each_language_writes_them() -> None:
    assert compact(12_844_000, Language.SIMPLIFIED) == "1,284万"
    assert compact(12_844_000, Language.TRADITIONAL) == "1,284萬"
    assert compact(12_844_000, Language.ENGLISH) == "12.84M"
    assert compact(None, Language.ENGLISH) == "–"
    assert compact(0, Language.ENGLISH) == "0"
    assert compact_money(-12_844_000, "CNY", Language.SIMPLIFIED) == "-¥1,284万"
    assert money(1234.565, "CNY", Language.ENGLISH) == "¥1,234.57"
    assert money(1234.565, "GBP", Language.SIMPLIFIED) == "£1,234.57"
    assert share(0.9, Language.ENGLISH) == "90.0%"
    assert number(1234567, Language.SIMPLIFIED) == "1,234,567"
    assert day(None, Language.SIMPLIFIED) == "–"


def test_a_text_without_translation_is_shown_in_english_and_plurals_follow_the_language() -> None:
    assert translate(Language.SIMPLIFIED, "no such text {x}", x=1) == "no such text 1"
    assert translate_plural(Language.ENGLISH, "{count} row", "{count} rows", 1) == "1 row"
    assert translate_plural(Language.ENGLISH, "{count} row", "{count} rows", 2) == "2 rows"
