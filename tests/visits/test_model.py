"""When visits fall due, on which day a birthday is kept, and what a rule's form says: rules without a store."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from borax.calendars.lunardate import LCalendars, LunarDate
from hypothesis import given
from hypothesis import strategies as st

from crm_core.customers.profile.birthdays.model import Birthday, Calendar, keys_of, lunar_day
from crm_core.errors import InvalidInput
from crm_core.periods import Period
from crm_core.targets.workdays import is_working_day, working_day_after, working_day_until, working_days
from crm_core.visits.events import Event, events, register
from crm_core.visits.model import (
    Question,
    QuestionKind,
    RuleDraft,
    answers_of,
    due_day,
    questions_as_json,
    questions_from,
)

DAYS = st.dates(date(2019, 1, 1), date(2027, 12, 31))
FORM: dict[str, object] = {
    "name": "首购回访", "event": "first_purchase", "amount": "", "working_days": "3", "channel": "phone", "script": "您好",
    "q1.text": "是否收到货", "q1.kind": "truth", "q2.text": "打几分", "q2.kind": "scale", "q3.text": "用在哪里",
    "q3.kind": "choice", "q3.choices": "家里、公司，其他", "retries": "1", "retry_days": "1", "team_id": "", "most_a_night": "50",
}  # fmt: skip


# Days -----------------------------------------------------------------------------------------------------------------


@given(DAYS, st.integers(0, 60))
def test_a_visit_is_due_on_a_working_day_with_exactly_so_many_of_them_since(event_on: date, count: int) -> None:
    found = due_day(event_on, count, event_on, is_foreseen=False)
    assert is_working_day(found)
    if count:
        assert working_days(Period(event_on + timedelta(days=1), found)) == count
    else:
        assert found == event_on or working_days(Period(event_on, found - timedelta(days=1))) == 0


@given(DAYS, DAYS, st.integers(0, 30))
def test_what_happened_earlier_is_never_due_later(one: date, other: date, count: int) -> None:
    earlier, later = sorted((one, other))
    assert working_day_after(earlier, count) <= working_day_after(later, count)


@given(DAYS, st.integers(0, 20), st.integers(0, 20))
def test_working_days_add_up_over_leap_days_month_ends_and_make_up_days(day: date, first: int, second: int) -> None:
    start = working_day_after(day, 0)
    assert working_day_after(working_day_after(start, first), second) == working_day_after(start, first + second)


@given(DAYS, DAYS)
def test_a_birthday_on_a_day_off_is_seen_to_before_it_and_never_in_the_past(birthday: date, today: date) -> None:
    found = due_day(birthday, 0, today, is_foreseen=True)
    assert is_working_day(found)
    assert found >= today
    assert found <= birthday or found == working_day_after(today, 0)


def test_known_days() -> None:
    # 29 September 2025 is a Monday; 1 to 8 October are off, 28 September (a Sunday) and 11 October (a Saturday) are worked
    assert due_day(date(2025, 9, 29), 2, date(2025, 9, 29), is_foreseen=False) == date(2025, 10, 9)
    assert due_day(date(2025, 9, 29), 4, date(2025, 9, 29), is_foreseen=False) == date(2025, 10, 11)
    assert due_day(date(2025, 9, 26), 1, date(2025, 9, 26), is_foreseen=False) == date(2025, 9, 28)
    assert due_day(date(2024, 2, 28), 1, date(2024, 2, 28), is_foreseen=False) == date(2024, 2, 29)
    assert working_day_until(date(2025, 10, 4)) == date(2025, 9, 30)
    assert due_day(date(2026, 1, 5), 3, date(2026, 3, 18), is_foreseen=False) == date(2026, 3, 18)


# Birthdays --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("month", "day", "is_leap", "year", "kept_on"),
    [
        (8, 15, False, 2024, date(2024, 9, 17)),  # Mid-Autumn, as the Hong Kong Observatory publishes it
        (8, 15, False, 2025, date(2025, 10, 6)),
        (5, 5, False, 2026, date(2026, 6, 19)),  # Dragon Boat
        (1, 1, False, 2026, date(2026, 2, 17)),  # Spring Festival
        (12, 30, False, 2024, date(2025, 1, 28)),  # the 12th month of 2024 has 29 days: its last day
        (6, 1, True, 2025, date(2025, 7, 25)),  # the leap 6th month of 2025
        (6, 1, False, 2025, date(2025, 6, 25)),  # born in the common 6th month: not again in the leap one
        (6, 1, True, 2026, date(2026, 7, 14)),  # a year without that leap month: the common one
        (2, 15, True, 2023, date(2023, 4, 5)),  # the leap 2nd month of 2023
    ],
)
def test_a_lunar_birthday_falls_on_the_published_day(
    month: int, day: int, is_leap: bool, year: int, kept_on: date
) -> None:
    assert lunar_day(month, day, is_leap=is_leap, lunar_year=year) == kept_on
    assert Birthday(Calendar.LUNAR, month, day, is_leap).key in keys_of(kept_on)


@given(st.integers(1, 12), st.integers(1, 30), st.booleans(), st.integers(1950, 2090))
def test_a_lunar_birthday_is_kept_once_in_each_lunar_year(month: int, day: int, is_leap: bool, year: int) -> None:
    kept_on = lunar_day(month, day, is_leap=is_leap, lunar_year=year)
    begins = LunarDate(year, 1, 1).to_solar_date()
    days = (begins + timedelta(days=step) for step in range(LCalendars.ndays(year)))
    key = Birthday(Calendar.LUNAR, month, day, is_leap).key
    assert [one for one in days if key in keys_of(one)] == [kept_on]


@given(st.dates(date(1999, 1, 1), date(2050, 12, 31)))
def test_a_solar_birthday_is_kept_once_a_year(born_on: date) -> None:
    year = born_on.year + 1
    key = f"s{born_on:%m%d}"
    kept = [day for day in (date(year, 1, 1) + timedelta(days=step) for step in range(365)) if key in keys_of(day)]
    assert len(kept) == 1
    assert kept[0].month == born_on.month


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"calendar": "x"}, "calendar"), ({"month": "13"}, "month"), ({"month": None}, "month"), ({"day": "31"}, "day"),
        ({"day": "0"}, "day"), ({"day": "１"}, "day"), ({"calendar": "solar", "month": "2", "day": "30"}, "day"),
    ],
)  # fmt: skip
def test_what_is_no_birthday_is_said_at_its_field(changed: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        Birthday.parse({"calendar": "lunar", "month": "8", "day": "15", **changed})
    assert set(caught.value.fields) == {field}


# Rules ------------------------------------------------------------------------------------------------------------------


def test_a_form_becomes_a_rule() -> None:
    draft = RuleDraft.parse(FORM)
    assert (draft.event, draft.amount, draft.working_days, draft.retries) == ("first_purchase", None, 3, 1)
    assert draft.questions == (
        Question(QuestionKind.TRUTH, "是否收到货"),
        Question(QuestionKind.SCALE, "打几分"),
        Question(QuestionKind.CHOICE, "用在哪里", ("家里", "公司", "其他")),
    )
    assert questions_from(questions_as_json(draft.questions)) == draft.questions
    large = RuleDraft.parse({**FORM, "event": "large_purchase", "amount": "5,000.50"})
    assert large.amount == Decimal("5000.50")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"), ({"event": "complaint_closed"}, "event"), ({"channel": "fax"}, "channel"),
        ({"working_days": "61"}, "working_days"), ({"working_days": "-1"}, "working_days"), ({"retries": "10"}, "retries"),
        ({"retry_days": "0"}, "retry_days"), ({"most_a_night": ""}, "most_a_night"), ({"team_id": "'"}, "team_id"),
        ({"event": "large_purchase", "amount": "0"}, "amount"), ({"event": "large_purchase", "amount": "1e9"}, "amount"),
        ({"q3.choices": "家里"}, "q3.choices"), ({"q1.kind": "x"}, "q1.kind"), ({"script": "字" * 2001}, "script"),
        ({"q1.text": "字" * 121}, "q1.text"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_rule_is_said_at_its_field(changed: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        RuleDraft.parse({**FORM, **changed})
    assert set(caught.value.fields) == {field}


@pytest.mark.parametrize("given", [{"a1": "maybe"}, {"a2": "6"}, {"a3": "车上"}, {"a3": "x" * 10_000}])
def test_an_answer_that_is_none_is_said_at_its_question(given: dict[str, object]) -> None:
    with pytest.raises(InvalidInput) as caught:
        answers_of(RuleDraft.parse(FORM).questions, given)
    assert set(caught.value.fields) == set(given)
    assert answers_of(RuleDraft.parse(FORM).questions, {"a1": None, "a2": ""}) == ()


def test_other_rooms_register_their_events_once() -> None:
    known = dict(events())
    with pytest.raises(ValueError, match="registered already"):
        register(known["silence"])
    with pytest.raises(FileNotFoundError):
        register(Event("delivery", "Delivery", "", "visits", "no_such_statement"))
    assert dict(events()) == known
