"""What a plan takes in, as rules: places with reasons, looks at maturity that are never overwritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crm_core.errors import InvalidInput
from crm_core.plans.scope.model import Look, PlaceDraft, Side, mean_level, parse_looks, standings

TODAY = date(2026, 3, 18)
FIRST = Look(Side.KNOWING, 2, 4, date(2026, 6, 30), "", date(2026, 1, 5), "Mia", 1)


def test_who_leaves_a_touchpoint_out_says_why_and_who_takes_it_in_need_not() -> None:
    assert PlaceDraft.parse({"is_in": "in", "reason": "x"}) == PlaceDraft(True, "")
    assert PlaceDraft.parse({"is_in": "out", "reason": " by  others "}) == PlaceDraft(False, "by others")
    for given, field in (({"is_in": "out"}, "reason"), ({"is_in": "perhaps"}, "is_in"), ({}, "is_in")):
        with pytest.raises(InvalidInput) as refused:
            PlaceDraft.parse(given)
        assert set(refused.value.fields) == {field}


def test_the_later_look_holds_and_the_level_before_it_is_known() -> None:
    later = replace(FIRST, level=3, assessed_on=date(2026, 3, 1), maturity_id=2)
    same_day = replace(later, level=3, maturity_id=3, note="again")
    backdated = replace(FIRST, level=1, assessed_on=date(2025, 12, 1), maturity_id=4)
    found = {one.side: one for one in standings([backdated, same_day, FIRST, later])}
    knowing = found[Side.KNOWING]
    assert (knowing.latest, knowing.before, knowing.distance) == (same_day, FIRST, 1)
    assert not knowing.is_late(TODAY)
    assert knowing.is_late(date(2026, 7, 1))
    assert (found[Side.PEOPLE].latest, found[Side.PEOPLE].distance) == (None, 0)
    assert list(found) == list(Side)
    assert mean_level(standings([same_day, replace(FIRST, side=Side.PEOPLE)])) == 2.5
    assert mean_level(standings([])) is None


def test_a_look_keeps_what_was_said_of_each_side() -> None:
    given = {"level:knowing": "2", "aim:knowing": "4", "level:people": "3", "aim:people": "", "aim_on": "2026-06-30"}
    knowing, people = parse_looks(given, today=TODAY)
    assert (knowing.level, knowing.aim, knowing.aim_on, knowing.assessed_on) == (2, 4, date(2026, 6, 30), TODAY)
    assert (people.side, people.aim, people.aim_on) == (Side.PEOPLE, None, None)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "level:leading"),
        ({"level:knowing": "6"}, "level:knowing"),
        ({"level:knowing": "'; drop"}, "level:knowing"),
        ({"aim:knowing": "3"}, "level:knowing"),
        ({"level:knowing": "3", "aim:knowing": "2", "aim_on": "2026-06-30"}, "aim:knowing"),
        ({"level:knowing": "2", "aim:knowing": "3"}, "aim_on"),
        ({"level:knowing": "2", "aim:knowing": "3", "aim_on": "2026-03-18"}, "aim_on"),
        ({"level:knowing": "2", "assessed_on": "2026-03-19"}, "assessed_on"),
        ({"level:knowing": "2", "note": "x" * 501}, "note"),
    ],
)
def test_a_look_that_cannot_be_is_refused_at_its_field(given: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_looks(given, today=TODAY)
    assert field in refused.value.fields
