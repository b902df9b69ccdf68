"""Colleagues in a drop-down list: a few by name and team, many by pinyin too, so that typing finds them."""

from __future__ import annotations

from crm_core.customers.model import Owner
from crm_core.ui.colleagues import FEW, colleague_labels


def test_a_long_list_of_colleagues_is_found_by_pinyin_and_a_short_one_stays_plain() -> None:
    people = [Owner(1, "孙磊", 1, "华北组"), Owner(2, "Ann Lee", None), Owner(3, "单雪", None)]
    assert colleague_labels(people) == {1: "孙磊（华北组）", 2: "Ann Lee", 3: "单雪"}
    many = people + [Owner(10 + number, f"王{number}", None) for number in range(FEW)]
    labels = colleague_labels(many)
    assert [labels[1], labels[2], labels[10]] == ["孙磊 sunlei（华北组）", "Ann Lee", "王0 wang0"]
