"""Days and moments: read where they can be read one way, named where they cannot."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_core.exchange.dates import DayOrder, judge_order, parse_day, parse_moment, parse_written
from crm_core.exchange.fields import BadValue

DAY = dt.date(2024, 3, 8)


@pytest.mark.parametrize(
    "written",
    [
        "2024-03-08", "2024/3/8", "2024.3.8", "2024年3月8日", "2024 年 3 月 8 日", "20240308", "２０２４－０３－０８", "8 Mar 2024",
        "08-Mar-2024", "Mar 8, 2024", "March 8 2024", "民國113年3月8日", "民国 113/3/8", "45359", "45359.75", "2024-03-08T23:59:59",
        "2024-03-08 00:00:00.000", " 2024-03-08\u200b", "2024-03-08, 14:30", "202403081430", "20240308143059",
    ],
)  # fmt: skip
def test_day_is_read_however_it_is_written(written: str) -> None:
    assert parse_day(written) == DAY


@pytest.mark.parametrize(
    ("written", "time"),
    [
        ("2024-03-08 8:26", dt.time(8, 26)), ("2024-03-08T14:30:05", dt.time(14, 30, 5)), ("2024/3/8 下午 2:30", dt.time(14, 30)),
        ("2024/3/8 下午2:30:15", dt.time(14, 30, 15)), ("2024-03-08 2:30 PM", dt.time(14, 30)), ("2024-03-08 12:05 am", dt.time(0, 5)),
        ("2024年3月8日14时30分", dt.time(14, 30)), ("2024年3月8日 9点5分7秒", dt.time(9, 5, 7)), ("2024-03-08 14:30:05.25", dt.time(14, 30, 5, 250_000)),
        ("45359.5", dt.time(12)), ("2024-03-08", None), ("45359", None),
    ],
)  # fmt: skip
def test_time_of_day_is_read(written: str, time: dt.time | None) -> None:
    parsed = parse_written(written)
    assert parsed is not None
    assert (parsed.day, parsed.time) == (DAY, time)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("2024-02-30", "does not exist"), ("2024-13-01", "does not exist"), ("2024-03-08 25:00", "does not exist"), ("8/3/24", "two digits"),
        ("24-03-08", "two digits"), ("03/10/2024", "cannot be told apart"), ("1899-12-31", "between 1900 and 2100"), ("2101-01-01", "between 1900"),
        ("yesterday", "no date"), ("1709874000", "no date"), ("2024-03", "no date"), ("12", "no date"), ("99999", "no date"), ("#VALUE!", "error"),
        ("0000-00-00", "between 1900"), ("2024-03-08 10:00 +99:00", "does not exist"), ("2" * 300, "no date"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused_with_its_reason(written: str, reason: str) -> None:
    with pytest.raises(BadValue, match=reason):
        parse_day(written)


def test_order_of_day_and_month_is_kept_where_it_is_known() -> None:
    assert parse_day("03/10/2024", order=DayOrder.DAY_FIRST) == dt.date(2024, 10, 3)
    assert parse_day("03/10/2024", order=DayOrder.MONTH_FIRST) == dt.date(2024, 3, 10)
    assert parse_day("25/10/2024") == parse_day("10/25/2024") == dt.date(2024, 10, 25)
    with pytest.raises(BadValue, match="does not exist"):
        parse_day("25/10/2024", order=DayOrder.MONTH_FIRST)


@pytest.mark.parametrize(
    ("column", "order"),
    [
        (["2024-03-08", "03/10/2024", "2024-03-11"], DayOrder.YEAR_FIRST),
        (["01/02/2024", "25/02/2024"], DayOrder.DAY_FIRST),
        (["1/2/2024 8:26", "12/13/2024 9:00"], DayOrder.MONTH_FIRST),
        (["01/02/2024", "03/04/2024"], DayOrder.UNKNOWN),
        (["25/02/2024", "02/25/2024"], DayOrder.UNKNOWN),
        (["x", ""], DayOrder.UNKNOWN),
    ],
)
def test_order_is_judged_over_the_whole_column(column: list[str], order: DayOrder) -> None:
    assert judge_order(column) is order


def test_one_slip_among_many_does_not_overturn_the_order() -> None:
    assert judge_order({"25/02/2024": 100, "02/25/2024": 2, "01/02/2024": 50}) is DayOrder.DAY_FIRST
    assert judge_order({"25/02/2024": 10, "02/25/2024": 2}) is DayOrder.UNKNOWN


def test_serials_count_from_1900_or_1904() -> None:
    assert parse_day("43897", is_epoch_1904=True) == DAY
    assert parse_moment("45359.5208449", "Asia/Shanghai") == dt.datetime(2024, 3, 8, 4, 30, 1, tzinfo=dt.UTC)
    assert parse_day("45358.99999999") == DAY


def test_moment_without_zone_is_the_companys_and_one_with_zone_is_its_own() -> None:
    assert parse_moment("2024-03-08 14:30", "Asia/Shanghai") == dt.datetime(2024, 3, 8, 6, 30, tzinfo=dt.UTC)
    assert parse_moment("2024-03-08T14:30:00Z", "Asia/Shanghai") == dt.datetime(2024, 3, 8, 14, 30, tzinfo=dt.UTC)
    assert parse_moment("2024-03-08 14:30 +0900", "Asia/Shanghai") == dt.datetime(2024, 3, 8, 5, 30, tzinfo=dt.UTC)
    assert parse_moment("2024-03-08", "Asia/Shanghai") == dt.datetime(2024, 3, 7, 16, tzinfo=dt.UTC)
    assert parse_moment("/", "Asia/Shanghai") is None


def test_hours_that_summer_time_skips_or_repeats_are_taken_once() -> None:
    assert parse_moment("2024-11-03 01:30", "America/New_York") == dt.datetime(2024, 11, 3, 5, 30, tzinfo=dt.UTC)
    assert parse_moment("2024-03-10 02:30", "America/New_York") == dt.datetime(2024, 3, 10, 7, 30, tzinfo=dt.UTC)


@settings(deadline=None)
@given(st.datetimes(dt.datetime(1900, 1, 2), dt.datetime(2100, 12, 30)))
def test_moment_written_as_iso_comes_back(moment: dt.datetime) -> None:
    read = parse_moment(moment.isoformat(sep=" "), "UTC")
    assert read == moment.replace(tzinfo=dt.UTC)


@settings(deadline=None)
@given(
    st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d", "%d %b %Y"]),
)
def test_day_in_any_form_comes_back(day: dt.date, form: str) -> None:
    assert parse_day(day.strftime(form)) == day


@settings(deadline=None)
@given(st.text(alphabet="0123456789/-.: 年月日TZapm上午", max_size=24))
def test_day_is_a_day_or_nothing_or_a_reason(text: str) -> None:
    try:
        parsed = parse_moment(text, "Asia/Shanghai")
    except BadValue as error:
        assert str(error)
    else:
        assert parsed is None or parsed.utcoffset() == dt.timedelta()


def test_local_zone_decides_the_day() -> None:
    moment = parse_moment("2024-03-08 00:30", "Asia/Shanghai")
    assert moment is not None
    assert moment.date() == dt.date(2024, 3, 7)
    assert moment.astimezone(ZoneInfo("Asia/Shanghai")).date() == DAY
