"""Setting targets: several at once, nobody else's, nothing lost, everything remembered."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, StaleWrite
from crm_core.periods import Period, PeriodKind
from crm_core.store import Store
from crm_core.targets import service
from crm_core.targets.drafts import TargetDraft
from crm_core.targets.model import COMPANY, Level, ScopeKind, Target, TargetKey, TargetScope
from tests.conftest import NOW, Cast, sql

YEAR = date(2026, 1, 1)
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


def team(team_id: int) -> TargetScope:
    return TargetScope(ScopeKind.TEAM, team_id)


def person(actor: Actor) -> TargetScope:
    return TargetScope(ScopeKind.PERSON, actor.user_id)


def draft(
    scope: TargetScope,
    value: str,
    *,
    first: date = MARCH,
    level: Level = Level.TARGET,
    version: int = 0,
    baseline: str = "",
    on: date | None = None,
    metric: str = "net_sales",
) -> TargetDraft:
    return TargetDraft(TargetKey(metric, scope, PeriodKind.MONTH, first, level), value, baseline, on, version)


def stored(store: Store, scope: TargetScope, metric: str = "net_sales") -> dict[tuple[date, Level], Target]:
    request = service.TargetsRequest(Actor(0, "console", "admin").require(Permission.TARGET_READ), metric, scope, YEAR)  # type: ignore[arg-type]
    return {(target.key.period_first, target.key.level): target for target in service.targets_of_metric(store, request)}


def rows_in(store: Store, table: str) -> int:
    return int(store.value(sql(f"select count(*) from {table}")))  # noqa: S608 - the tests' own names


def test_several_targets_are_set_in_one_save(store: Store, cast: Cast):
    drafts = [
        draft(COMPANY, "1,200,000", baseline="110万", on=date(2025, 3, 31)),
        draft(COMPANY, "1300000", first=APRIL),
        draft(COMPANY, "100万", level=Level.FLOOR),
    ]
    changed = service.set_targets(store, cast.mia, drafts, key="k1", reason="Plan 2026")
    found = stored(store, COMPANY)
    assert len(changed) == len(found) == 3
    march = found[MARCH, Level.TARGET]
    assert (march.value, march.baseline, march.baseline_on) == (1_200_000, 1_100_000, date(2025, 3, 31))
    assert (march.version, march.updated_by) == (1, cast.mia.user_id)


def test_all_or_nothing_when_one_cell_is_bad(store: Store, cast: Cast):
    with pytest.raises(InvalidInput) as refused:
        service.set_targets(store, cast.mia, [draft(COMPANY, "5"), draft(COMPANY, "x", first=APRIL)], key="k1")
    assert set(refused.value.fields) == {"month:2026-04-01:target"}
    assert stored(store, COMPANY) == {}


def test_the_same_form_saved_twice_changes_once(store: Store, cast: Cast):
    service.set_targets(store, cast.mia, [draft(COMPANY, "5")], key="k1")
    with pytest.raises(AlreadyDone):
        service.set_targets(store, cast.mia, [draft(COMPANY, "5")], key="k1")
    assert rows_in(store, "target_version") == 1


def test_a_cell_that_stands_as_asked_makes_no_new_version(store: Store, cast: Cast):
    service.set_targets(store, cast.mia, [draft(COMPANY, "5")], key="k1")
    assert service.set_targets(store, cast.mia, [draft(COMPANY, "5.0", version=1)], key="k2") == []
    assert stored(store, COMPANY)[MARCH, Level.TARGET].version == 1


def test_a_stale_edit_is_refused_with_both_versions_and_changes_nothing(store: Store, cast: Cast):
    service.set_targets(store, cast.mia, [draft(COMPANY, "5")], key="k1")
    service.set_targets(store, cast.ada, [draft(COMPANY, "6", version=1)], key="k2")
    with pytest.raises(StaleWrite) as refused:
        service.set_targets(
            store, cast.mia, [draft(COMPANY, "7", version=1), draft(COMPANY, "9", first=APRIL)], key="k3"
        )
    name = "month:2026-03-01:target"
    assert (refused.value.mine[name], refused.value.theirs[name]) == ("7", "6")
    assert {target.value for target in stored(store, COMPANY).values()} == {Decimal(6)}


def test_two_people_who_enter_the_same_new_target_do_not_overwrite_each_other(store: Store, cast: Cast):
    service.set_targets(store, cast.mia, [draft(COMPANY, "5")], key="k1")
    with pytest.raises(StaleWrite):
        service.set_targets(store, cast.ada, [draft(COMPANY, "6")], key="k2")
    service.set_targets(store, cast.ada, [draft(COMPANY, "5")], key="k3")  # the same number is no conflict


def test_a_target_that_somebody_removed_meanwhile_is_not_silently_made_anew(store: Store, cast: Cast):
    service.set_targets(store, cast.mia, [draft(COMPANY, "5")], key="k1")
    service.set_targets(store, cast.ada, [draft(COMPANY, "", version=1)], key="k2")
    with pytest.raises(StaleWrite) as refused:
        service.set_targets(store, cast.mia, [draft(COMPANY, "7", version=1)], key="k3")
    assert refused.value.theirs == {"month:2026-03-01:target": ""}


def test_the_history_says_who_changed_what_when_and_why_and_survives_removal(store: Store, cast: Cast):
    service.set_targets(store, cast.mia, [draft(COMPANY, "5", baseline="4")], key="k1", reason=" Plan ")
    with clock.held_at(NOW + timedelta(hours=1)):
        service.set_targets(store, cast.ada, [draft(COMPANY, "", version=1)], key="k2")
    with clock.held_at(NOW + timedelta(hours=2)):
        service.set_targets(store, cast.ada, [draft(COMPANY, "8")], key="k3")
    request = service.TargetsRequest(cast.mia.require(Permission.TARGET_READ), "net_sales", COMPANY, YEAR)
    told = [
        (change.old_value, change.value, change.old_baseline, change.changed_by_name, change.reason)
        for change in service.history(store, request)
    ]
    assert told == [(None, 8, None, "Ada", None), (5, None, 4, "Ada", None), (None, 5, None, "Mia", "Plan")]


def test_each_change_stands_in_the_trail(store: Store, cast: Cast):
    before = store.head.seq
    service.set_targets(store, cast.mia, [draft(COMPANY, "5"), draft(COMPANY, "6", first=APRIL)], key="k1")
    assert store.head.seq == before + 2
    assert audit.verify(store) is None


def test_floor_target_and_stretch_become_more_demanding(store: Store, cast: Cast):
    service.set_targets(store, cast.mia, [draft(COMPANY, "100")], key="k1")
    with pytest.raises(InvalidInput) as refused:
        service.set_targets(store, cast.mia, [draft(COMPANY, "90", level=Level.STRETCH)], key="k2")
    assert set(refused.value.fields) == {"month:2026-03-01:stretch"}
    service.set_targets(store, cast.mia, [draft(COMPANY, "90", level=Level.FLOOR)], key="k3")


def test_where_lower_is_better_the_stretch_lies_below(store: Store, cast: Cast):
    drafts = [
        draft(COMPANY, "100", metric="returns"),
        draft(COMPANY, "80", metric="returns", level=Level.STRETCH),
    ]
    assert len(service.set_targets(store, cast.mia, drafts, key="k1")) == 2


def test_a_reason_of_ten_thousand_characters_is_refused(store: Store, cast: Cast):
    with pytest.raises(InvalidInput) as refused:
        service.set_targets(store, cast.mia, [draft(COMPANY, "5")], key="k1", reason="x" * 10_000)
    assert set(refused.value.fields) == {"reason"}


def test_an_unknown_metric_is_not_found(store: Store, cast: Cast):
    with pytest.raises(NotFound):
        service.set_targets(store, cast.mia, [draft(COMPANY, "5", metric="'; drop table target")], key="k1")


# --- whose


def test_a_lead_sets_the_own_teams_and_its_members_targets(store: Store, cast: Cast):
    drafts = [draft(team(cast.north), "5"), draft(person(cast.sol), "3"), draft(person(cast.tao), "2")]
    assert len(service.set_targets(store, cast.tao, drafts, key="k1")) == 3


def test_a_lead_touches_nobody_elses_target_by_forged_ids(store: Store, cast: Cast):
    service.set_targets(store, cast.mia, [draft(team(cast.south), "5"), draft(person(cast.vic), "4")], key="k0")
    forged = [
        team(cast.south),
        person(cast.vic),
        person(cast.mia),
        COMPANY,
        team(999_999),
        TargetScope(ScopeKind.PERSON, 999_999),
        TargetScope(ScopeKind.COMPANY, cast.north),
    ]
    for number, scope in enumerate(forged):
        for version in (0, 1):
            with pytest.raises(NotFound):
                mixed = [draft(team(cast.north), "1"), draft(scope, "7", version=version)]
                service.set_targets(store, cast.tao, mixed, key=f"f{number}{version}")
    assert rows_in(store, "target_version") == 2
    assert stored(store, team(cast.south))[MARCH, Level.TARGET].value == 5


@pytest.mark.parametrize("who", ["sol", "rea"])
def test_staff_and_readers_set_nothing(store: Store, cast: Cast, who: str):
    actor: Actor = getattr(cast, who)
    with pytest.raises(NotPermitted):
        service.set_targets(store, actor, [draft(person(actor), "5")], key="k1")
    assert rows_in(store, "target") == 0


@pytest.mark.parametrize(
    ("who", "teams", "people"),
    [
        ("ada", {"North", "South"}, {"Tao", "Sol", "Vic"}),
        ("mia", {"North", "South"}, {"Tao", "Sol", "Vic"}),
        ("rea", {"North", "South"}, {"Tao", "Sol", "Vic"}),
        ("tao", {"North"}, {"Tao", "Sol"}),
        ("sol", set(), {"Sol"}),
        ("vic", set(), {"Vic"}),
    ],
)
def test_everybody_reads_the_targets_within_reach(
    store: Store, cast: Cast, who: str, teams: set[str], people: set[str]
):
    actor: Actor = getattr(cast, who)
    everything = [team(cast.north), team(cast.south), *(person(one) for one in (cast.tao, cast.sol, cast.vic)), COMPANY]
    service.set_targets(store, cast.mia, [draft(scope, "5") for scope in everything], key="k0")
    reach = actor.require(Permission.TARGET_READ)
    choices = service.readable_scopes(store, service.ScopesRequest(reach))
    assert {choice.name for choice in choices if choice.scope.kind is ScopeKind.TEAM} == teams
    assert {choice.name for choice in choices if choice.scope.kind is ScopeKind.PERSON} == people
    mine = {choice.scope for choice in choices} | ({COMPANY} if who in {"ada", "mia", "rea"} else set())
    span = service.SpanRequest(reach, Period(YEAR, date(2026, 12, 31)))
    assert {target.key.scope for target in service.targets_in_span(store, span)} == mine
    for scope in everything:
        request = service.TargetsRequest(reach, "net_sales", scope, YEAR)
        if scope in mine:
            assert len(service.targets_of_metric(store, request)) == 1
            assert len(service.history(store, request)) == 1
        else:
            with pytest.raises(NotFound):
                service.targets_of_metric(store, request)
            with pytest.raises(NotFound):
                service.history(store, request)


def test_who_may_edit_is_who_may_set(store: Store, cast: Cast):
    assert service.may_edit(store, cast.tao, team(cast.north))
    assert not service.may_edit(store, cast.tao, team(cast.south))
    assert not service.may_edit(store, cast.tao, COMPANY)
    assert not service.may_edit(store, cast.sol, person(cast.sol))
    assert service.may_edit(store, cast.mia, COMPANY)


def test_a_team_names_the_leads_who_answer_for_it(store: Store, cast: Cast):
    choices = service.readable_scopes(store, service.ScopesRequest(cast.mia.require(Permission.TARGET_READ)))
    leads = {choice.name: choice.lead_names for choice in choices if choice.scope.kind is ScopeKind.TEAM}
    assert leads == {"North": "Tao", "South": None}
