"""Last year's span follows Spring Festival where it is near."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crm_core.metrics.festival import NEAR_DAYS, same_span_a_year_before, spring_festival
from crm_core.periods import Period, month_of, year_before

# The first days of the lunar years as the Purple Mountain Observatory gives them.
DAYS = [
    "2015-02-19", "2016-02-08", "2017-01-28", "2018-02-16", "2019-02-05", "2020-01-25", "2021-02-12", "2022-02-01",
    "2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26", "2029-02-13", "2030-02-03",
    "2031-01-23", "2032-02-11", "2033-01-31", "2034-02-19", "2035-02-08",
]  # fmt: skip


@pytest.mark.parametrize("day", [date.fromisoformat(text) for text in DAYS])
def test_the_festivals_dates_are_known(day: date) -> None:
    assert spring_festival(day.year) == day


def test_february_2026_is_compared_with_the_weeks_around_last_years_festival() -> None:
    found = same_span_a_year_before(month_of(date(2026, 2, 1)), align_to_festival=True)
    assert found.shift_days == -19
    assert found.period == Period(date(2025, 1, 13), date(2025, 2, 9))


def test_a_summer_month_is_compared_with_its_own_days() -> None:
    july = month_of(date(2026, 7, 1))
    found = same_span_a_year_before(july, align_to_festival=True)
    assert (found.period, found.shift_days) == (year_before(july), 0)


def test_without_being_asked_for_nothing_shifts() -> None:
    february = month_of(date(2026, 2, 1))
    assert same_span_a_year_before(february).period == month_of(date(2025, 2, 1))


def test_a_span_before_the_known_calendar_is_not_shifted() -> None:
    assert spring_festival(1940) is None
    assert same_span_a_year_before(month_of(date(1940, 2, 1)), align_to_festival=True).shift_days == 0


days = st.dates(date(2016, 1, 1), date(2035, 6, 30))
spans = st.builds(lambda first, more: Period(first, first + timedelta(days=more)), days, st.integers(0, 120))


@given(spans)
def test_alignment_moves_a_span_and_keeps_its_length(span: Period) -> None:
    found = same_span_a_year_before(span, align_to_festival=True)
    assert found.period == year_before(span).shifted(found.shift_days)
    assert found.period.day_count == year_before(span).day_count
    assert abs(found.shift_days) <= 31


def _near(span: Period, festival: date) -> bool:
    return min(abs((span.first - festival).days), abs((span.last - festival).days)) <= NEAR_DAYS


@given(spans)
def test_a_span_near_its_festival_lies_to_it_as_last_years_does(span: Period) -> None:
    festival, earlier = spring_festival(span.first.year), spring_festival(span.first.year - 1)
    assert festival is not None and earlier is not None
    assume(_near(span, festival) and span.last.month < 9)
    found = same_span_a_year_before(span, align_to_festival=True)
    assert found.period.first - earlier == span.first - festival


@given(spans)
def test_a_span_far_from_every_festival_is_not_shifted(span: Period) -> None:
    before = year_before(span)
    for year in range(span.first.year - 1, span.last.year + 2):
        festival, earlier = spring_festival(year), spring_festival(year - 1)
        assert festival is not None and earlier is not None
        assume(not _near(span, festival) and not _near(before, earlier))
    assert same_span_a_year_before(span, align_to_festival=True).shift_days == 0
