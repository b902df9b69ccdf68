"""The demo company's targets can be typed: counts are whole."""

from __future__ import annotations

from crm_core.store import Store
from crm_core.targets.traits import number_kind_of
from tests.conftest import sql


def test_targets_of_counts_are_whole_numbers(demo: Store):
    rows = demo.rows(sql("select distinct metric_id from target where value <> round(value)"))
    assert not [row["metric_id"] for row in rows if number_kind_of(row["metric_id"]).is_whole]
