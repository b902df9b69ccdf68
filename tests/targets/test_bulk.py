"""Many targets at once: all or none, in one save that can be looked back on and taken back."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as some

from crm_core import clock
from crm_core.access.model import Actor, Permission, Reach, Scope
from crm_core.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, Refused, StaleWrite
from crm_core.periods import PeriodKind, add_months
from crm_core.store import Store
from crm_core.targets import bulk, service, versions
from crm_core.targets.bulk import changed_by, keyed, proposals, set_many
from crm_core.targets.drafts import TargetDraft
from crm_core.targets.model import COMPANY, Level, ScopeKind, TargetKey, TargetScope
from crm_core.targets.spreading import Place
from tests.conftest import NOW, Cast, sql

YEAR = date(2026, 1, 1)
MONTH, WHOLE = PeriodKind.MONTH, PeriodKind.YEAR
_keys = count()


def at(
    scope: TargetScope = COMPANY, first: date = YEAR, level: Level = Level.TARGET, metric: str = "net_sales"
) -> TargetKey:
    return TargetKey(metric, scope, MONTH, first, level)


def draft(key: TargetKey, value: str, version: int = 0) -> TargetDraft:
    return TargetDraft(key, value, "", None, version)


def put(store: Store, actor: Actor, *drafts: TargetDraft, reason: str = "Plan") -> int:
    return set_many(store, actor, drafts, key=f"bulk-{next(_keys)}", reason=reason)


def values(store: Store) -> dict[TargetKey, Decimal]:
    span = service.TargetsRequest(_all(), "net_sales", COMPANY, YEAR).span
    found = service.targets_in_span(store, service.SpanRequest(_all(), span))
    return {target.key: target.value for target in found}


def _all() -> Reach:
    return Reach(Scope.ALL, (), 0)


def north(cast: Cast) -> TargetScope:
    return TargetScope(ScopeKind.TEAM, cast.north)


def test_targets_of_several_metrics_and_scopes_are_set_in_one_save(store: Store, cast: Cast):
    drafts = [draft(at(), "100"), draft(at(north(cast)), "60"), draft(at(metric="orders"), "7")]
    assert put(store, cast.mia, *drafts) == 3
    assert set(values(store).values()) == {100, 60, 7}
    (save,) = versions.saves(store, versions.SavesRequest(_all()))
    assert (save.count, save.changed_by_name, save.reason, save.metric_ids) == (
        3,
        "Mia",
        "Plan",
        ("net_sales", "orders"),
    )
    entries = store.rows(sql("select action, row_count from audit_entry where entity = 'target'"))
    assert entries == [{"action": "change", "row_count": 3}]


def test_one_that_cannot_be_taken_keeps_all_from_being_written(store: Store, cast: Cast):
    with pytest.raises(InvalidInput) as refused:
        put(store, cast.mia, draft(at(), "100"), draft(at(north(cast)), "many"))
    assert list(refused.value.fields) == [f"net_sales|team-{cast.north}|month:2026-01-01:target"]
    assert values(store) == {}


def test_what_somebody_else_changed_since_is_told_with_both_values(store: Store, cast: Cast):
    put(store, cast.mia, draft(at(), "100"), draft(at(metric="orders"), "7"))
    put(store, cast.ada, draft(at(), "120", 1))
    with pytest.raises(StaleWrite) as refused:
        put(store, cast.mia, draft(at(), "90", 1), draft(at(metric="orders"), "8", 1))
    place = "net_sales|company-0|month:2026-01-01:target"
    assert (refused.value.mine, refused.value.theirs) == ({place: "90"}, {place: "120"})
    assert set(values(store).values()) == {120, 7}


@pytest.mark.parametrize(("who", "error"), [("sol", NotPermitted), ("rea", NotPermitted), ("tao", NotFound)])
def test_nobody_sets_what_is_not_theirs(store: Store, cast: Cast, who: str, error: type[Exception]):
    with pytest.raises(error):
        put(store, getattr(cast, who), draft(at(north(cast)), "5"), draft(at(), "5"))
    assert values(store) == {}


def test_the_same_save_is_done_once(store: Store, cast: Cast):
    set_many(store, cast.mia, [draft(at(), "1")], key="twice")
    with pytest.raises(AlreadyDone):
        set_many(store, cast.mia, [draft(at(), "2", 1)], key="twice")
    assert set(values(store).values()) == {1}


def test_levels_out_of_order_are_told_in_the_metrics_direction(store: Store, cast: Cast):
    with pytest.raises(InvalidInput) as refused:
        put(store, cast.mia, draft(at(), "100"), draft(at(level=Level.FLOOR), "110"))
    assert str(refused.value.fields["net_sales|company-0|month:2026-01-01:floor"]) == (
        "Floor (110) must not lie above Target (100)."
    )
    floor, target = at(level=Level.FLOOR, metric="returns"), at(metric="returns")
    with pytest.raises(InvalidInput) as refused:
        put(store, cast.mia, draft(target, "100"), draft(floor, "90"))
    assert "Less is better here" in str(refused.value)
    assert put(store, cast.mia, draft(target, "100"), draft(floor, "110")) == 2


def test_a_stretch_is_held_against_the_floor_where_there_is_no_target(store: Store, cast: Cast):
    with pytest.raises(InvalidInput):
        put(store, cast.mia, draft(at(level=Level.FLOOR), "110"), draft(at(level=Level.STRETCH), "100"))


# --- changing by percent

amounts = some.decimals(min_value=0, max_value=10**9, places=2)


@given(months=some.lists(amounts, min_size=12, max_size=12), percent=some.decimals(-90, 300, places=1))
def test_what_added_up_before_a_change_adds_up_after_it(months: list[Decimal], percent: Decimal):
    before: dict[Place, Decimal] = {(MONTH, add_months(YEAR, place)): value for place, value in enumerate(months)}
    before[WHOLE, YEAR] = sum(months, Decimal(0))
    after = changed_by(before, percent, "net_sales", YEAR)
    assert after[WHOLE, YEAR] == sum(value for (kind, _), value in after.items() if kind is MONTH)
    exact = changed_by(before, percent, "net_sales", YEAR, in_figures=False)
    for place, value in before.items():
        assert abs(exact[place] - value * (100 + percent) / 100) <= Decimal("0.06")


@given(value=amounts, percent=some.decimals(-100, 300, places=1))
def test_a_changed_value_has_three_figures(value: Decimal, percent: Decimal):
    (new,) = changed_by({(MONTH, YEAR): value}, percent, "net_sales", YEAR).values()
    assert len(new.normalize().as_tuple().digits) <= 3 or new % Decimal("0.01") == 0
    assert new >= 0


def test_counts_stay_whole():
    assert changed_by({(MONTH, YEAR): Decimal(7)}, Decimal(10), "orders", YEAR) == {(MONTH, YEAR): 8}


@pytest.mark.parametrize(("value", "most"), [("95", "100"), ("-95", "-100")])
def test_no_score_is_raised_beyond_what_it_can_be(value: str, most: str) -> None:
    assert changed_by({(MONTH, YEAR): Decimal(value)}, Decimal(10), "nps", YEAR) == {(MONTH, YEAR): Decimal(most)}


def test_a_proposal_knows_what_stands_and_leaves_the_baseline(store: Store, cast: Cast):
    service.set_targets(
        store, cast.mia, [TargetDraft(at(), "100", "80", date(2025, 1, 31), 0)], key=f"bulk-{next(_keys)}"
    )
    request = service.TargetsRequest(_all(), "net_sales", COMPANY, YEAR)
    wanted = keyed("net_sales", COMPANY, Level.TARGET, {(MONTH, YEAR): Decimal(110), (WHOLE, YEAR): Decimal(900)})
    made = proposals(service.targets_of_metric(store, request), wanted)
    assert [one.key.period_kind for one in made] == [WHOLE, MONTH]
    assert all(one.is_change for one in made)
    assert bulk.set_many(store, cast.mia, [one.draft() for one in made], key="k") == 2
    kept = {target.key: target for target in service.targets_of_metric(store, request)}
    assert (kept[at()].value, kept[at()].baseline, kept[at()].baseline_on) == (110, 80, date(2025, 1, 31))


# --- looking back, taking back


def test_taking_a_save_back_restores_every_value_as_a_new_version(store: Store, cast: Cast):
    put(store, cast.mia, draft(at(), "100"), draft(at(metric="orders"), "7"))
    before = values(store)
    with clock.held_at(NOW + timedelta(hours=1)):
        put(store, cast.mia, draft(at(), "", 1), draft(at(metric="orders"), "9", 1), draft(at(north(cast)), "3"))
    with clock.held_at(NOW + timedelta(hours=2)):
        latest = versions.saves(store, versions.SavesRequest(_all()))[0]
        assert versions.undo(store, cast.mia, latest, key="undo") == 3
    assert values(store) == before
    with clock.held_at(NOW + timedelta(hours=3)):
        undone = versions.saves(store, versions.SavesRequest(_all()))[0]
        assert undone.reason == "↩ Plan"
        versions.undo(store, cast.mia, undone, key="redo")
    assert set(values(store).values()) == {9, 3}


def test_a_save_of_which_something_was_changed_again_is_not_taken_back(store: Store, cast: Cast):
    put(store, cast.mia, draft(at(), "100"), draft(at(metric="orders"), "7"))
    (save,) = versions.saves(store, versions.SavesRequest(_all()))
    with clock.held_at(NOW + timedelta(hours=1)):
        put(store, cast.ada, draft(at(), "120", 1))
        with pytest.raises(Refused, match="1 of these 2 targets"):
            versions.undo(store, cast.mia, save, key="undo")
    assert set(values(store).values()) == {120, 7}


@pytest.mark.parametrize(("who", "error"), [("tao", NotFound), ("sol", NotPermitted), ("rea", NotPermitted)])
def test_nobody_takes_back_what_they_may_not_set(store: Store, cast: Cast, who: str, error: type[Exception]):
    put(
        store,
        cast.mia,
        draft(at(), "100"),
        draft(at(north(cast)), "60"),
        draft(at(north(cast), date(2026, 2, 1)), "60"),
    )
    actor = getattr(cast, who)
    mine = versions.saves(store, versions.SavesRequest(actor.require(Permission.TARGET_READ)))
    save = versions.saves(store, versions.SavesRequest(_all()))[0]
    assert [one.count for one in mine] == {"tao": [2], "sol": [], "rea": [3]}[who]
    with pytest.raises(error):
        versions.undo(store, actor, save, key="undo")


def test_two_days_side_by_side_show_what_differs_and_who_changed_it_when_and_why(store: Store, cast: Cast):
    put(store, cast.mia, draft(at(), "100"), draft(at(first=date(2026, 2, 1)), "50"))
    later = NOW + timedelta(days=9)
    with clock.held_at(later):
        put(store, cast.ada, draft(at(), "120", 1), draft(at(first=date(2026, 3, 1)), "70"), reason="New shop")
    asked = versions.ComparisonRequest(_all(), "net_sales", COMPANY, YEAR, NOW, later)
    found = versions.compared(store, asked)
    assert [(one.key.period_first.month, one.first, one.second) for one in found] == [(1, 100, 120), (3, None, 70)]
    assert (found[0].last.changed_by_name, found[0].last.changed_at, found[0].last.reason) == ("Ada", later, "New shop")
    early = versions.ComparisonRequest(_all(), "net_sales", COMPANY, YEAR, NOW - timedelta(days=1), NOW)
    assert [(one.first, one.second) for one in versions.compared(store, early)] == [(None, 100), (None, 50)]


def test_only_who_may_read_them_compares(store: Store, cast: Cast):
    reach = cast.vic.require(Permission.TARGET_READ)
    asked = versions.ComparisonRequest(reach, "net_sales", north(cast), YEAR, NOW, NOW)
    with pytest.raises(NotFound):
        versions.compared(store, asked)
