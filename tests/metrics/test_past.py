"""What is kept of months that are over changes no number."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from crm_core import clock
from crm_core.access.model import Reach, Scope
from crm_core.metrics.bundle import BoardRequest, board_numbers
from crm_core.metrics.model import GroupBy, NumbersRequest, Source
from crm_core.metrics.service import list_metrics, measure
from crm_core.periods import Period
from crm_core.store import Store, past
from tests.conftest import NOW
from tests.metrics.conftest import TODAY
from tests.metrics.stage import Line, add_lines
from tests.metrics.test_bundle import random_store

EVERYTHING = Reach(Scope.ALL, (), 1)
SPANS = (
    Period(TODAY - timedelta(days=420), TODAY),
    Period(date(2025, 9, 1), date(2026, 2, 28)),
    Period(date(2026, 3, 1), TODAY),
)


def everything(store: Store) -> list[object]:
    found: list[object] = []
    for span in SPANS:
        asked = NumbersRequest(EVERYTHING, span, TODAY)
        found.append(board_numbers(store, BoardRequest(asked)))
        for metric in list_metrics():
            if metric.source is Source.PURCHASE:
                for by in (GroupBy.NONE, GroupBy.MONTH, GroupBy.TEAM):
                    found.append(measure(store, replace(asked, by=by).of(metric.metric_id)).rows)
    return found


@pytest.mark.parametrize("is_late", [False, True])
def test_numbers_are_the_same_whether_kept_or_asked_anew(store: Store, is_late: bool) -> None:
    """A purchase of today leaves what is kept; one of last autumn, however it is written, does not."""
    with clock.held_at(NOW):
        random_store(store, random.Random(5))
        before = everything(store)
        day = date(2025, 10, 3) if is_late else TODAY
        add_lines(store, [Line(day, 9001, 3, 2, "77", team=1, owner=2)], since=day)
        after = everything(store)
        past._kept.clear()
        assert everything(store) == after != before
