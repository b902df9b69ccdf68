"""What the search looks in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core.customers.search import search_terms, search_text, search_texts


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("王小明", ["王", "小明", "wangxiaoming", "wxm", "xiaom", "K1", "k1"]),
        ("曾国藩", ["zeng", "zgf"]),
        ("重庆银行", ["chongqingyinhang", "cqyh", "重庆"]),
        ("James O'Brien", ["james", "brien", "JAMES", "job"]),
        ("ＡＢＣ科技", ["abc", "abckeji", "akj"]),
        ("🙂李雷", ["lilei", "ll"]),
    ],
)
def test_a_customer_is_found_by_name_pinyin_initials_and_code(name: str, typed: list[str]) -> None:
    text = search_text(name, "K1")
    for part in typed:
        assert all(term in text for term in search_terms(part)), part


def test_words_are_found_in_any_order() -> None:
    assert all(term in search_text("James Smith", "K1") for term in search_terms("smith james"))


@given(st.lists(st.text(max_size=20), max_size=5))
def test_many_at_once_give_what_each_gives(names: list[str]) -> None:
    codes = [str(number) for number in range(len(names))]
    assert search_texts(names, codes) == [search_text(name, code) for name, code in zip(names, codes, strict=True)]


@given(st.text(max_size=40))
def test_a_name_has_four_lines_whatever_it_holds(name: str) -> None:
    assert search_text(name, "K1").count("\n") == 3


@given(st.text(max_size=60))
def test_what_was_typed_becomes_three_terms_without_line_ends(typed: str) -> None:
    assert len(search_terms(typed)) == 3
    assert not any("\n" in term for term in search_terms(typed))
