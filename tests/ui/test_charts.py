"""Who cannot see a chart is told what it says, in words."""

from __future__ import annotations

from decimal import Decimal

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core.i18n import Language
from crm_core.ui import charts, text


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "language", lambda: Language.ENGLISH)


def bars(values: list[float | None], *, is_flat: bool = False) -> go.Figure:
    places = [f"P{number}" for number in range(len(values))]
    labels = ["–" if value is None else f"¥{value:g}" for value in values]
    made = go.Figure()
    if is_flat:
        made.add_bar(y=places, x=values, orientation="h", name="Actual", customdata=labels)
    else:
        made.add_bar(x=places, y=values, name="Actual", customdata=labels)
    return made


def test_of_a_few_points_each_is_told() -> None:
    assert charts.chart_text(bars([3, None, 1])) == "Actual: P0 ¥3, P2 ¥1."
    assert charts.chart_text(bars([3, 1], is_flat=True)) == "Actual: P0 ¥3, P1 ¥1."


def test_of_many_points_the_ends_and_the_extremes_are_told() -> None:
    told = charts.chart_text(bars([5, 9, 1, 4, 4, 4, None, 6]))
    assert told == "Actual: from P0 ¥5 to P7 ¥6; highest P1 ¥9, lowest P2 ¥1."


def test_every_line_is_told_and_one_without_data_says_so() -> None:
    made = bars([3, 1])
    made.add_scatter(x=["P0", "P1"], y=[None, None], name="Target", customdata=["–", "–"])
    assert charts.chart_text(made) == "Actual: P0 ¥3, P1 ¥1. Target: no data."


def test_marks_beside_lying_bars_are_told_by_their_place() -> None:
    made = bars([3, 1], is_flat=True)
    made.add_scatter(y=["P0", "P1"], x=[2, None], mode="markers", name="Year before", customdata=["¥2", "–"])
    assert charts.chart_text(made).endswith("Year before: P0 ¥2.")


@given(st.lists(st.none() | st.integers(-1000, 1000), max_size=30), st.booleans())
def test_whatever_is_drawn_can_be_told(values: list[int | None], is_flat: bool) -> None:
    told = charts.chart_text(
        bars([None if value is None else float(Decimal(value)) for value in values], is_flat=is_flat)
    )
    known = [value for value in values if value is not None]
    assert told.startswith("Actual: ")
    assert (told == "Actual: no data.") == (not known)
    assert not known or f"¥{max(known)}" in told
