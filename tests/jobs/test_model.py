"""When a daily job is due, also where the clock skips or repeats an hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from crm_core.jobs.model import Daily


@pytest.mark.parametrize(
    ("now", "zone", "due"),
    [
        ("2026-03-17T17:59:59", "Asia/Shanghai", "2026-03-17T18:00:00"),
        ("2026-03-17T18:00:00", "Asia/Shanghai", "2026-03-18T18:00:00"),
        ("2026-02-28T20:00:00", "Asia/Shanghai", "2026-03-01T18:00:00"),
        ("2026-03-29T00:30:00", "Europe/Berlin", "2026-03-29T01:00:00"),  # 02:00 is skipped: the clock shows 03:00
        ("2026-10-24T23:30:00", "Europe/Berlin", "2026-10-25T00:00:00"),  # 02:00 comes twice: the first
        ("2026-10-25T00:30:00", "Europe/Berlin", "2026-10-26T01:00:00"),  # and not the second
    ],
)
def test_two_in_the_morning_is_meant_in_the_companys_zone(now: str, zone: str, due: str):
    found = Daily(2).next_after(datetime.fromisoformat(now).replace(tzinfo=UTC), zone)
    assert found == datetime.fromisoformat(due).replace(tzinfo=UTC)


@given(
    instant=some.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1), timezones=some.just(UTC)),
    zone=some.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Pacific/Apia", "UTC"]),
    hour=some.integers(0, 23),
)
def test_the_next_time_is_later_by_two_days_at_most_and_on_another_day_than_the_one_after(instant, zone, hour):
    due = Daily(hour).next_after(instant, zone)
    assert timedelta(0) < due - instant <= timedelta(hours=50)
    after = Daily(hour).next_after(due, zone)
    assert after.astimezone(ZoneInfo(zone)).date() > due.astimezone(ZoneInfo(zone)).date()
