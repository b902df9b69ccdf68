"""What may be logged and promised."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core.errors import InvalidInput
from crm_core.interactions.model import FollowUpDraft, InteractionDraft
from tests.conftest import NOW

ZONE = "Asia/Shanghai"


def parse(**values: object) -> InteractionDraft:
    given = {"channel": "phone", "outcome": "reached", "content": "聊了聊", **values}
    return InteractionDraft.parse(given, now=NOW, zone=ZONE)


def problems(**values: object) -> set[str]:
    with pytest.raises(InvalidInput) as caught:
        parse(**values)
    return set(caught.value.fields)


def test_channel_outcome_and_content_are_enough() -> None:
    draft = parse()
    assert (draft.happened_at, draft.next) == (NOW, None)


def test_nothing_was_said_where_nobody_was_reached() -> None:
    assert parse(outcome="not_reached", content="").content == ""
    assert problems(content=" \u200b ") == {"content"}


def test_what_is_missing_or_unknown_is_said_at_its_field() -> None:
    assert problems(channel="", outcome=None, content="x" * 10_001) == {"channel", "outcome", "content"}
    assert problems(channel="fax", next_due_on="soon", happened_at="gestern") == {
        "channel",
        "next_due_on",
        "happened_at",
    }


def test_a_time_without_a_zone_is_the_companys() -> None:
    assert parse(happened_at="2026-03-18 09:00").happened_at == datetime(2026, 3, 18, 1, 0, tzinfo=UTC)
    assert parse(happened_at=datetime(2026, 3, 18, 9, 0)).happened_at == datetime(2026, 3, 18, 1, 0, tzinfo=UTC)


def test_what_lies_ahead_cannot_be_logged() -> None:
    assert problems(happened_at=NOW + timedelta(minutes=1)) == {"happened_at"}
    assert problems(happened_at="1999-01-01 00:00") == {"happened_at"}
    assert parse(happened_at=NOW).happened_at == NOW


def test_a_purpose_needs_a_day() -> None:
    assert problems(next_purpose="报价") == {"next_due_on"}
    promised = parse(next_purpose="报价", next_due_on="2026-03-18").next
    assert promised is not None
    assert (promised.due_on, promised.purpose, promised.channel) == (date(2026, 3, 18), "报价", "phone")


@pytest.mark.parametrize("day", ["2026-03-17", "2031-12-31", ""])
def test_a_follow_up_lies_between_today_and_five_years(day: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        FollowUpDraft.parse({"due_on": day}, today=date(2026, 3, 18))
    assert set(caught.value.fields) == {"due_on"}


@given(st.datetimes(datetime(2000, 1, 2), datetime(2030, 1, 1)))
def test_a_local_time_is_taken_exactly_where_it_does_not_lie_ahead(moment: datetime) -> None:
    instant = moment.replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
    if instant > NOW:
        assert problems(happened_at=moment) == {"happened_at"}
    else:
        assert parse(happened_at=moment).happened_at == instant


@given(st.text(max_size=200))
def test_any_content_is_kept_or_refused(text: str) -> None:
    try:
        assert parse(content=text).content
    except InvalidInput as error:
        assert set(error.fields) == {"content"}
