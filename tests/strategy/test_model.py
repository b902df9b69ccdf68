"""How a plan's strategy stands against the norms of today, and what putting it into force changes: rules without a store."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crm_core.errors import InvalidInput
from crm_core.interactions.model import Channel
from crm_core.relationships.model import Rung
from crm_core.relationships.norms.model import Norm, Subject
from crm_core.strategy.drafts import StrategyDraft
from crm_core.strategy.model import (
    Beat,
    BeatState,
    ChangeKind,
    SetNorm,
    Shown,
    Strategy,
    Words,
    changes,
    compared,
    in_order,
)

AT = datetime(2026, 3, 18, tzinfo=UTC)
HIGH = Subject(rung=Rung.HIGH)


def norm(days: int, channel: Channel | None = None, *, rung: Rung = Rung.HIGH, guide: str = "") -> Norm:
    return Norm(days, Subject(rung), None, channel, days, guide, None, None, date(2026, 3, 1), 1, AT, None)


def was(days: int, channel: Channel | None = None, *, rung: Rung = Rung.HIGH, guide: str = "") -> SetNorm:
    return SetNorm(None, Subject(rung), channel, 7, "Plan", days, days, guide)


def strategy(*beats: Beat, subject: Subject = HIGH) -> Strategy:
    return Strategy(1, subject, None, Words("aim"), beats, 1, AT, None)


@pytest.mark.parametrize(
    ("beat", "set_norm", "today", "state"),
    [
        (Beat(None, 30, ""), None, None, BeatState.DRAFT),
        (Beat(None, 30, ""), None, norm(30), BeatState.DRAFT),  # alike by chance: no plan stands for it yet
        (Beat(None, 30, ""), was(30), norm(30), BeatState.IN_FORCE),
        (Beat(None, 20, ""), was(30), norm(30), BeatState.DRAFT),
        (Beat(None, 30, ""), was(30), norm(45), BeatState.DIFFERS),
        (Beat(None, 30, ""), was(30), norm(30, guide="by hand"), BeatState.DIFFERS),
        (Beat(None, 30, ""), was(30), None, BeatState.DIFFERS),
        (None, was(30), norm(30), BeatState.DRAFT),
    ],
)
def test_a_contact_of_the_plan_is_held_against_what_was_set_and_what_holds_today(
    beat: Beat | None, set_norm: SetNorm | None, today: Norm | None, state: BeatState
) -> None:
    (found,) = compared(
        HIGH,
        [beat] if beat else [],
        [set_norm] if set_norm else [],
        [today] if today else [norm(9, rung=Rung.LOW)],
    )
    assert found.state is state
    shown = Shown(strategy(), (found,), None, None)
    assert (shown.is_in_force, shown.differs) == (False, state is BeatState.DIFFERS)


def test_a_type_of_which_the_plan_names_contacts_has_these_and_no_others_afterwards() -> None:
    norms = [norm(30), norm(365, Channel.VISIT), norm(90, Channel.PHONE), norm(14, rung=Rung.STRATEGIC)]
    found = changes(
        [strategy(Beat(None, 30, ""), Beat(Channel.VISIT, 180, "x"), Beat(Channel.SMS, 60, ""))], [], norms, 5
    )
    assert [(one.channel, one.kind) for one in found] == [
        (None, ChangeKind.KEPT), (Channel.PHONE, ChangeKind.ENDED), (Channel.VISIT, ChangeKind.CHANGED), (Channel.SMS, ChangeKind.ADDED),
    ]  # fmt: skip
    assert all(one.after is None or one.after.team_id == 5 for one in found)


def test_a_type_without_contacts_loses_only_what_this_plan_set_and_nobody_changed() -> None:
    norms = [norm(30), norm(365, Channel.VISIT), norm(90, Channel.PHONE)]
    found = changes([strategy()], [was(30), was(300, Channel.VISIT)], norms, None)
    assert [(one.channel, one.kind) for one in found] == [(None, ChangeKind.ENDED)]
    assert changes([], [], norms, None) == ()
    group = strategy(Beat(None, 3, ""), subject=Subject(tag_id=4))
    (added,) = changes([group], [], norms, None)
    assert (str(added.subject), added.kind) == ("tag:4", ChangeKind.ADDED)


def test_keys_lead_back_and_others_lead_nowhere() -> None:
    for subject in (HIGH, Subject(tag_id=12)):
        assert Subject.parse(str(subject)) == subject
    assert not any(
        Subject.parse(text) for text in ("", "rung:", "rung:nobody", "tag:", "tag:-1", "tag:１", "x:1", "tag:1' or 1")
    )
    tags = {1: "b", 2: "a"}
    listed = [
        Subject(tag_id=1),
        Subject(tag_id=9),
        Subject(rung=Rung.LOW),
        Subject(tag_id=2),
        Subject(rung=Rung.STRATEGIC),
    ]
    assert [str(one) for one in in_order(listed, tags)] == ["rung:strategic", "rung:low", "tag:2", "tag:1", "tag:9"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"aim": " "}, "aim"),
        ({"aim": "x" * 301}, "aim"),
        ({"aim": "x", "content": "x" * 10_000}, "content"),
        ({"aim": "x", "guideline": "\n".join("abcdefg")}, "guideline"),
        ({"aim": "x", "guideline": "y" * 81}, "guideline"),
        ({"aim": "x", "days:any": "0"}, "days:any"),
        ({"aim": "x", "days:phone": "7.5"}, "days:phone"),
        ({"aim": "x", "days:visit": "731"}, "days:visit"),
        ({"aim": "x", "guide:sms": "hello"}, "days:sms"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field(given: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        StrategyDraft.parse(given)
    assert set(caught.value.fields) == {field}


def test_rules_stand_a_line_each_without_marks() -> None:
    given = {"aim": "x", "guideline": "- Say the name\n\n•  no promotion ", "days:any": "30", "guide:any": "tea"}
    draft = StrategyDraft.parse(given)
    assert draft.words.rules == ("Say the name", "no promotion")
    assert draft.beats == (Beat(None, 30, "tea"),)
