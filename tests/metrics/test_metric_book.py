"""The metric book says what the folders say."""

from __future__ import annotations

from crm_core.metrics.service import list_metrics
from tools.metric_book import BOOK, book


def test_the_metric_book_is_up_to_date() -> None:
    assert BOOK.read_text(encoding="utf-8") == book(), "python -m tools.metric_book writes it"


def test_the_metric_book_has_a_chapter_for_each_metric() -> None:
    text = BOOK.read_text(encoding="utf-8")
    assert [
        line.strip("`")
        for line in text.splitlines()
        if line.startswith("`") and line.endswith("`") and "``" not in line
    ] == [metric.metric_id for metric in list_metrics()]
