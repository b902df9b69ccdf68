"""The laws of gaps: when one closes, how large it is in any unit, which comes first, since when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core.errors import InvalidInput
from crm_core.gaps.drafts import GapDraft
from crm_core.gaps.model import (
    Cause,
    Closing,
    Gap,
    GapKey,
    GapKind,
    GapState,
    Since,
    SinceKind,
    closing,
    in_order,
    lightest_weight,
    missing_by_now,
    severity,
    since,
    wanted_by_now,
    was_open,
)
from crm_core.periods import Period
from crm_core.relationships.model import Rung
from crm_core.relationships.norms.model import Norm, Subject
from crm_core.targets.model import COMPANY, Course, Rule, Standing, Status, is_met, judge
from tests.conftest import NOW

STAGE = Period(date(2026, 1, 1), date(2026, 3, 31))
NUMBERS = st.decimals(-10_000, 10_000, places=2, allow_nan=False)
RULES = st.builds(Rule, is_flow=st.booleans(), lower_is_better=st.booleans())
DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 31))
KNOWN = st.dictionaries(DAYS, st.booleans(), max_size=6)


def standing(actual: Decimal, target: Decimal, baseline: Decimal | None, rule: Rule, today: date) -> Standing:
    return judge(actual, target, Course(STAGE, today, today), rule, baseline=baseline)


@given(NUMBERS, NUMBERS, st.none() | NUMBERS, RULES)
def test_a_gap_closes_exactly_when_the_target_is_reached(
    actual: Decimal, target: Decimal, baseline: Decimal | None, rule: Rule
) -> None:
    size = severity(standing(actual, target, baseline, rule, date(2026, 4, 1)))
    assert size is not None
    assert 0 <= size <= 1
    assert (size == 0) == is_met(actual, target, rule)


@given(NUMBERS, NUMBERS, st.none() | NUMBERS, RULES, DAYS)
def test_while_the_stage_runs_it_is_open_exactly_where_something_is_missing_by_now(
    actual: Decimal, target: Decimal, baseline: Decimal | None, rule: Rule, today: date
) -> None:
    found = standing(actual, target, baseline, rule, today)
    missing = missing_by_now(found, rule)
    assert missing is not None
    assert (severity(found) == 0) == (missing == 0) == is_met(actual, wanted_by_now(found), rule)


@given(NUMBERS, NUMBERS, st.none() | NUMBERS, RULES, st.sampled_from([Decimal("0.01"), Decimal(10), Decimal(10_000)]))
def test_the_size_is_the_same_in_any_unit(
    actual: Decimal, target: Decimal, baseline: Decimal | None, rule: Rule, unit: Decimal
) -> None:
    today = date(2026, 4, 1)
    other = standing(actual * unit, target * unit, None if baseline is None else baseline * unit, rule, today)
    one = severity(standing(actual, target, baseline, rule, today))
    assert severity(other) == pytest.approx(one)


def test_lower_is_better_is_measured_from_the_baseline_down() -> None:
    rule = Rule(is_flow=False, lower_is_better=True)
    assert severity(standing(Decimal(35), Decimal(20), Decimal(40), rule, date(2026, 3, 1))) == Decimal("0.75")
    assert severity(judge(None, Decimal(1), Course(STAGE, date(2026, 2, 1), None), rule)) is None


def gap(weight: int, size: str, place: int) -> Gap:
    norm = Norm(place, Subject(Rung.HIGH), None, None, 14, "", None, None, date(2026, 1, 1), 1, NOW, None)
    return Gap(
        GapKey(GapKind.NORM, str(place)), norm, COMPANY, STAGE, None, Rule(False), GapState.OPEN, None, Decimal(weight),
        True, True, Decimal(size),
    )  # fmt: skip


@given(st.lists(st.tuples(st.integers(1, 100), st.decimals(0, 1, places=3)), max_size=12), st.randoms())
def test_the_order_is_by_weight_times_severity_whatever_came_first(
    given_gaps: list[tuple[int, Decimal]], chance: object
) -> None:
    gaps = [gap(weight, str(size), place) for place, (weight, size) in enumerate(given_gaps, start=1)]
    shuffled = list(gaps)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    found = in_order(shuffled)
    assert found == in_order(gaps)
    worth = [one.importance for one in found]
    assert worth == sorted(worth, reverse=True)
    assert [replace(one, rank=place).is_marked for place, one in enumerate(found, start=1)].count(True) <= 3


@given(KNOWN)
def test_since_is_the_first_of_the_known_days_in_a_row_on_which_it_was_open(known: dict[date, bool]) -> None:
    found = since(known.items(), STAGE.first)
    if not known:
        assert found == Since(STAGE.first, SinceKind.START)
        return
    later = [is_open for day, is_open in known.items() if day >= found.day]
    if found.kind is SinceKind.AFTER:
        assert found.day == max(known)
        assert not known[found.day]
    else:
        assert all(later)
        before = [day for day in known if day < found.day]
        assert not before or not known[max(before)]


@given(KNOWN)
def test_a_closed_gap_closed_between_the_last_day_open_and_the_first_day_not(known: dict[date, bool]) -> None:
    today = date(2026, 4, 1)
    found = closing(known.items(), today)
    opened = [day for day, is_open in known.items() if is_open]
    assert found.after == max(opened, default=None)
    rest = [day for day in known if found.after is None or day > found.after]
    assert found == Closing(found.after, min([*rest, today]))
    assert found.by <= today + timedelta(0)


def test_keys_are_read_strictly() -> None:
    for text in ("goal:12", "norm:1", "touchpoint:7", "target:net_sales"):
        assert str(GapKey.parse(text)) == text
    for text in (
        "",
        "goal",
        "goal:",
        "goal:0",
        "goal:x",
        "goal:1'",
        "goal:١",
        "plan:1",
        "target:",
        "target:1; drop",
        "goal:1\n",
    ):
        assert GapKey.parse(text) is None, text


def test_what_adds_up_had_no_gap_on_its_path() -> None:
    assert [was_open(one, is_flow=True) for one in Status] == [False, False, True, True]
    assert [was_open(one, is_flow=False) for one in Status] == [False, True, True, True]
    assert lightest_weight([]) == 1


def test_each_field_says_what_is_wrong() -> None:
    full = {"problem": "p", "cause": "people", "cause_words": "w", "action_id": "3"}
    assert GapDraft.parse(full) == GapDraft("p", Cause.PEOPLE, "w", 3)
    wrong: tuple[tuple[str, dict[str, object]], ...] = (
        ("problem", {}), ("problem", {"problem": "x" * 1_001}), ("cause", {"cause": "weather"}), ("cause", {"cause_words": "why"}),
        ("cause_words", {"cause": "data", "cause_words": "x" * 501}), ("action_id", {"action_id": "1 or 1"}),
    )  # fmt: skip
    for field, given_values in wrong:
        with pytest.raises(InvalidInput) as caught:
            GapDraft.parse(given_values)
        assert list(caught.value.fields) == [field], given_values
