"""What is typed and not saved: it rests on what was seen, outlives a look elsewhere, and never overwrites unseen."""

from __future__ import annotations

from datetime import date

import pytest

from crm_core.access.model import Actor, Permission
from crm_core.periods import PeriodKind
from crm_core.store import Store
from crm_core.targets.model import COMPANY, Target
from crm_core.targets.service import TargetsRequest, targets_of_metric
from crm_core.ui.targets.draft import About, Sheet, save_sheet, stored_cell
from tests.conftest import Cast

ABOUT = About("net_sales", COMPANY, date(2026, 1, 1))
MARCH = (PeriodKind.MONTH, date(2026, 3, 1), "target")
APRIL = (PeriodKind.MONTH, date(2026, 4, 1), "target")


def stored(store: Store, actor: Actor) -> list[Target]:
    reach = actor.require(Permission.TARGET_READ)
    return targets_of_metric(store, TargetsRequest(reach, ABOUT.metric_id, ABOUT.scope, ABOUT.year_first))


def looking(store: Store, actor: Actor) -> Sheet:
    sheet = Sheet()
    sheet.look_at(stored(store, actor))
    return sheet


def typed(store: Store, actor: Actor, sheet: Sheet, place: tuple[PeriodKind, date, str], text: str) -> int | None:
    sheet.take(place, text, stored_cell(ABOUT, sheet.seen, *place))
    return save_sheet(store, actor, ABOUT, sheet, "")


def shown(store: Store, actor: Actor) -> dict[str, str]:
    return {
        str(target.key.period_first.month): f"{target.value:f}".rstrip("0").rstrip(".")
        for target in stored(store, actor)
    }


def test_what_was_typed_is_saved_and_the_table_begins_anew(store: Store, cast: Cast):
    sheet = looking(store, cast.mia)
    key = sheet.key
    assert typed(store, cast.mia, sheet, MARCH, "12万") == 1
    assert shown(store, cast.mia) == {"3": "120000"}
    assert (sheet.typed, sheet.key != key) == ({}, True)


def test_typing_back_what_stood_there_leaves_nothing_to_save(store: Store, cast: Cast):
    sheet = looking(store, cast.mia)
    typed(store, cast.mia, sheet, MARCH, "5")
    sheet.look_at(stored(store, cast.mia))
    sheet.take(MARCH, "6", "5")
    sheet.take(MARCH, "5", "5")
    assert sheet.typed == {}


def test_a_colleagues_save_does_not_slip_under_what_is_being_typed(store: Store, cast: Cast):
    typed(store, cast.mia, looking(store, cast.mia), MARCH, "5")
    mine = looking(store, cast.mia)
    mine.take(MARCH, "7", "5")
    typed(store, cast.ada, looking(store, cast.ada), MARCH, "6")
    mine.look_at(stored(store, cast.mia))  # the page is drawn again before saving
    assert save_sheet(store, cast.mia, ABOUT, mine, "") is None
    assert mine.stale is not None
    assert (mine.stale.mine, mine.stale.theirs) == ({"month:2026-03-01:target": "7"}, {"month:2026-03-01:target": "6"})
    assert shown(store, cast.mia) == {"3": "6"}


@pytest.mark.parametrize(("takes_theirs", "expected"), [(True, {"3": "6", "4": "9"}), (False, {"3": "7", "4": "9"})])
def test_after_a_conflict_the_person_chooses_and_loses_nothing_else(
    store: Store, cast: Cast, takes_theirs: bool, expected: dict[str, str]
):
    mine = looking(store, cast.mia)
    mine.take(MARCH, "7", None)
    mine.take(APRIL, "9", None)
    typed(store, cast.ada, looking(store, cast.ada), MARCH, "6")
    assert save_sheet(store, cast.mia, ABOUT, mine, "") is None
    (mine.take_theirs if takes_theirs else mine.keep_mine)(stored(store, cast.mia))
    assert save_sheet(store, cast.mia, ABOUT, mine, "") is not None
    assert shown(store, cast.mia) == expected


def test_a_bad_cell_keeps_everything_that_was_typed(store: Store, cast: Cast):
    sheet = looking(store, cast.mia)
    sheet.take(APRIL, "9", None)
    assert typed(store, cast.mia, sheet, MARCH, "abc") is None
    assert set(sheet.problems) == {"month:2026-03-01:target"}
    assert sheet.typed == {MARCH: "abc", APRIL: "9"}
    assert typed(store, cast.mia, sheet, MARCH, "8") == 2


def test_who_may_not_edit_is_told_and_nothing_is_stored(store: Store, cast: Cast):
    sheet = looking(store, cast.rea)
    assert typed(store, cast.rea, sheet, MARCH, "5") is None
    assert sheet.problem is not None
    assert shown(store, cast.rea) == {}


def test_a_baseline_is_saved_with_its_target_and_day(store: Store, cast: Cast):
    sheet = looking(store, cast.mia)
    sheet.take(MARCH, "5", None)
    sheet.take((*MARCH[:2], "baseline"), "4", None)
    sheet.take((*MARCH[:2], "baseline_on"), date(2025, 3, 31), None)
    assert save_sheet(store, cast.mia, ABOUT, sheet, "Plan") == 1
    (target,) = stored(store, cast.mia)
    assert (target.value, target.baseline, target.baseline_on) == (5, 4, date(2025, 3, 31))
