"""What the trail holds is shown in words: no codes, no bytes, no ISO dates."""

from __future__ import annotations

import pytest

from crm_core.i18n import Language
from crm_core.ui.audit_words import value_text

ZONE = "Asia/Shanghai"


@pytest.mark.parametrize(
    ("name", "stored", "chinese", "english"),
    [
        ("size", "14680064", "14.7 MB", "14.7 MB"),
        ("size", "999", "999 B", "999 B"),
        ("due_on", "2026-03-05", "2026年3月5日", "Mar 5, 2026"),
        ("first", "2026-03-01", "2026年3月1日", "Mar 1, 2026"),
        ("created_at", "2026-03-05T02:00:00+00:00", "2026年3月5日 10:00", "Mar 5, 2026 10:00"),
        ("count", "24751", "24,751", "24,751"),
        ("value", "324000.000000", "324,000", "324,000"),
        ("value", "0.900000", "0.9", "0.9"),
        ("metric", "net_sales", "净销售额", "Net sales"),
        ("scope", "company", "全公司", "Whole company"),
        ("period", "quarter", "季度", "Quarter"),
        ("status", "open", "未完成", "Still open"),
        ("language", "zh_TW", "繁體中文", "繁體中文"),
        ("customers", "known", "已知客户", "Known customers"),
        ("role", "lead", "主管", "Team lead"),
        ("is_active", "True", "是", "Yes"),
        ("note", "", "–", "–"),
        ("people", "[2, 3, 4]", "3 人", "3 people"),
        ("people", "[2]", "1 人", "1 person"),
        ("people", "x", "x", "x"),
        ("reason", "2 × not_reached", "2 × 未接通", "2 × Not reached"),
    ],
)
def test_a_stored_value_reads_as_people_write_it(name: str, stored: str, chinese: str, english: str) -> None:
    assert value_text(name, stored, Language.SIMPLIFIED, ZONE) == chinese
    assert value_text(name, stored, Language.ENGLISH, ZONE) == english


@pytest.mark.parametrize("name", ["size", "due_on", "first", "created_at", "count", "value"])
@pytest.mark.parametrize("odd", ["NaN", "x", "=1+1", "🍵", "1" * 5000, "2026-13-01"])
def test_what_is_not_as_expected_is_shown_as_it_stands_and_breaks_nothing(name: str, odd: str) -> None:
    assert value_text(name, odd, Language.SIMPLIFIED, ZONE)
