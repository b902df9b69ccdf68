"""What is measured by hand stands with its unit in the tables to type into, and is taken with or without it."""

from __future__ import annotations

import pytest

from crm_core.ui.plans.sheet import with_unit, without_unit


@pytest.mark.parametrize(
    ("stored", "unit", "shown"),
    [("88", "%", "88%"), ("1,200.5", "hours", "1,200.5 hours"), ("24", "小时", "24小时"), ("60.6%", "", "60.6%")],
)
def test_a_number_with_its_unit_is_taken_back_as_the_number(stored: str, unit: str, shown: str) -> None:
    assert with_unit(stored, unit) == shown
    assert without_unit(shown, unit) == without_unit(f" {stored} ", unit) == stored


def test_what_is_no_number_stays_as_it_was_typed_and_an_emptied_cell_is_empty() -> None:
    assert with_unit("a lot", "%") == "a lot"
    assert with_unit(None, "%") is None
    assert (without_unit("a lot", "%"), without_unit(None, "%")) == ("a lot", None)
