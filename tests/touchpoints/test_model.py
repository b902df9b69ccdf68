"""What a form says of a touchpoint, what a register leaves open, and which guide is meant: without a store."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core.errors import InvalidInput
from crm_core.interactions.model import Channel
from crm_core.periods import Period
from crm_core.targets.workdays import is_working_day, working_days
from crm_core.touchpoints.model import (
    Guide,
    Phase,
    Purpose,
    Touchpoint,
    TouchpointDraft,
    Unit,
    advice_for,
    gaps_of,
    guides_as_json,
    guides_from,
    purpose_of,
)
from crm_core.touchpoints.said.model import AnswerDraft, SaidDraft, State
from crm_core.touchpoints.standards.model import Happened, Measure, kept_in_time, measures_for

FORM: dict[str, object] = {
    "name": "电话咨询", "phase": "before", "department": "客服部", "owner_id": 1, "channels": ["phone", "wechat"],
    "within": "2", "unit": "hour", "standard": "三声内接听", "g1.title": "嫌贵", "g1.text": "先认同", "g1.purpose": "price",
}  # fmt: skip


def point(number: int, phase: Phase, channels: tuple[Channel, ...], *guides: Guide, active: bool = True) -> Touchpoint:
    return Touchpoint(number, phase, 0, f"T{number}", "D", 1, "Sol", active, channels, "", None, None, guides, 1)


def test_a_form_becomes_a_draft_and_what_is_wrong_stands_at_its_field() -> None:
    draft = TouchpointDraft.parse(FORM)
    assert (draft.phase, draft.channels, draft.within, draft.unit) == (
        Phase.BEFORE, (Channel.PHONE, Channel.WECHAT), 2, Unit.HOUR,
    )  # fmt: skip
    assert draft.guides == (Guide(Purpose.PRICE, "嫌贵", "先认同"),)
    assert TouchpointDraft.parse({**FORM, "within": ""}).unit is None, "without a number no time is promised"
    for wrong, field in (
        ({"name": " "}, "name"),
        ({"name": "字" * 81}, "name"),
        ({"department": ""}, "department"),
        ({"phase": "later"}, "phase"),
        ({"owner_id": None}, "owner_id"),
        ({"owner_id": True}, "owner_id"),
        ({"channels": []}, "channels"),
        ({"channels": ["phone", "pigeon"]}, "channels"),
        ({"within": "0"}, "within"),
        ({"within": "soon"}, "within"),
        ({"unit": "year"}, "unit"),
        ({"g1.text": ""}, "g1.text"),
        ({"g1.title": ""}, "g1.title"),
        ({"g1.purpose": "x"}, "g1.purpose"),
    ):
        with pytest.raises(InvalidInput) as caught:
            TouchpointDraft.parse({**FORM, **wrong})
        assert set(caught.value.fields) == {field}, wrong


def test_a_register_says_which_phases_channels_and_owners_it_lacks() -> None:
    whole = [point(number, phase, tuple(Channel)) for number, phase in enumerate(Phase)]
    assert not gaps_of(whole)
    gaps = gaps_of([point(1, Phase.AFTER, (Channel.PHONE,), active=False)])
    assert gaps.phases == (Phase.BEFORE, Phase.DURING)
    assert Channel.PHONE not in gaps.channels
    assert len(gaps.channels) == len(Channel) - 1
    assert gaps.deserted == ("T1",)


def test_the_guide_of_channel_and_purpose_stands_first_and_others_are_left_out() -> None:
    price, other = Guide(Purpose.PRICE, "嫌贵", "x"), Guide(Purpose.OTHER, "一般", "y")
    complaint = Guide(Purpose.COMPLAINT, "生气", "z")
    known = [
        point(1, Phase.BEFORE, (Channel.PHONE,), other, complaint),
        point(2, Phase.BEFORE, (Channel.PHONE,), price),
        point(3, Phase.AFTER, (Channel.EMAIL,), price),
    ]
    assert [one.guide for one in advice_for(known, Channel.PHONE, Purpose.PRICE)] == [price, other]
    assert [one.guide for one in advice_for(known, Channel.PHONE, None)] == [other, complaint, price]
    assert advice_for(known, Channel.SMS, Purpose.PRICE) == ()
    names = {Purpose.PRICE: ("报价",), Purpose.COMPLAINT: ("投诉",)}
    assert purpose_of("处理 投诉 的进展", names) is Purpose.COMPLAINT
    assert purpose_of("寄样品", names) is None


@given(st.lists(st.builds(Guide, st.sampled_from(Purpose), st.text(), st.text()), max_size=4))
def test_guides_come_back_from_the_store_as_they_went(guides: list[Guide]) -> None:
    assert guides_from(guides_as_json(guides)) == tuple(guides)


def test_what_is_said_beyond_an_interaction_and_what_becomes_of_a_suggestion_is_checked() -> None:
    assert not SaidDraft.parse({"contact_id": 0, "chat": " ", "purpose": None}).has_details
    assert SaidDraft.parse({"chat": "甲 10:02\n在吗"}).chat == "甲 10:02\n在吗"
    for wrong in ({"chat": "字" * 20_001}, {"suggestion": "字" * 2_001}, {"purpose": "x"}, {"contact_id": "1"}):
        with pytest.raises(InvalidInput) as caught:
            SaidDraft.parse(wrong)
        assert set(caught.value.fields) == set(wrong)
    assert AnswerDraft.parse({"state": "considered"}).state is State.CONSIDERED
    for given_, field in (
        ({}, "state"),
        ({"state": "adopted"}, "answer"),
        ({"state": "declined", "answer": " "}, "answer"),
    ):
        with pytest.raises(InvalidInput) as caught:
            AnswerDraft.parse(given_)
        assert set(caught.value.fields) == {field}


@given(st.integers(0, 5), st.lists(st.tuples(st.integers(0, 20), st.integers(-1, 20), st.integers(1, 9)), max_size=8))
def test_an_answer_in_time_is_kept_and_one_whose_days_are_not_over_is_not_counted(
    within: int, given_rows: list[tuple[int, int, int]]
) -> None:
    """A Monday and the days after it; -1: not answered yet. Against a second way of counting, one by one."""
    monday, today = date(2026, 3, 2), date(2026, 3, 18)
    rows = [
        Happened(monday + timedelta(days=one), None if after < 0 else monday + timedelta(days=one + after), count)
        for one, after, count in given_rows
    ]
    kept, asked = kept_in_time(rows, within, today)
    single = [row for row in rows for _ in range(row.count)]

    def days_taken(row: Happened) -> int:
        until = row.answered_on or today
        return working_days(Period(row.asked_on + timedelta(days=1), until)) if until > row.asked_on else 0

    in_time = [row for row in single if row.answered_on is not None and _is_in_time(row, within, days_taken(row))]
    assert kept == len(in_time)
    assert kept <= asked <= len(single)
    assert asked >= sum(row.answered_on is not None for row in single)


def _is_in_time(row: Happened, within: int, taken: int) -> bool:
    """Return whether an answer took no more working days than promised; days off after the last of them are too late."""
    assert row.answered_on is not None
    if within == 0:
        return row.answered_on == row.asked_on
    return taken < within or (taken == within and is_working_day(row.answered_on)) or row.answered_on == row.asked_on


def test_hours_are_told_by_hand_or_by_promises_alone() -> None:
    point = Touchpoint(
        1, Phase.BEFORE, 0, "Hotline", "Service", 1, None, True, (Channel.PHONE,), "", 2, Unit.HOUR, (), 1
    )
    guide = (Guide(Purpose.ENQUIRY, "t", "x"),)
    assert measures_for(point) == (Measure.HAND,)
    assert measures_for(replace(point, guides=guide)) == (Measure.HAND, Measure.PROMISE)
    assert measures_for(replace(point, unit=Unit.DAY, guides=guide)) == tuple(Measure)
