"""The board's questions on a real store: whose numbers, which period, what needs a decision, what is behind it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from crm_core.access.model import Actor
from crm_core.board import decisions
from crm_core.board import service as board
from crm_core.board.model import decisions_of
from crm_core.errors import NotFound
from crm_core.metrics.model import CannotBeAskedBy, GroupBy
from crm_core.periods import Period, PeriodKind
from crm_core.store import Store
from crm_core.targets.model import COMPANY, Level, Status
from tests.board.stage import MARCH, TODAY, aim, look, person, team
from tests.conftest import NOW, Cast, sql


def card(store: Store, actor: Actor, metric_id: str, **more: object) -> board.Card:
    ask = board.directly(store)
    return next(one for one in board.cards(ask, look(store, actor, **more)) if one.metric.metric_id == metric_id)


# --- what is looked at


def test_everybody_opens_on_the_widest_scope_that_is_theirs(company: Store, cast: Cast):
    seen = {actor.name: look(company, actor).scope for actor in cast.everybody}
    assert seen == {
        "Ada": COMPANY,
        "Mia": COMPANY,
        "Rea": COMPANY,
        "Tao": team(cast.north),
        "Sol": person(cast.sol),
        "Vic": person(cast.vic),
    }


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        (PeriodKind.MONTH, date(2026, 3, 1), date(2026, 3, 31)),
        (PeriodKind.QUARTER, date(2026, 1, 1), date(2026, 3, 31)),
        (PeriodKind.YEAR, date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_the_board_opens_on_the_latest_period_with_data(
    company: Store, cast: Cast, kind: PeriodKind, first: date, last: date
):
    assert look(company, cast.mia, kind=kind).period == Period(first, last)


def test_without_imports_for_months_the_board_opens_on_the_last_month_that_has_data(company: Store, cast: Cast):
    with company.transaction() as transaction:
        transaction.execute(sql("delete from purchase where purchased_on >= date '2026-02-01'"))
    assert look(company, cast.mia).period.first == date(2026, 1, 1)


@pytest.mark.parametrize("who", ["tao", "sol"])
def test_nobody_looks_beyond_the_own_reach_by_a_forged_scope(company: Store, cast: Cast, who: str):
    for scope in (COMPANY, team(cast.south), person(cast.vic), team(987_654)):
        with pytest.raises(NotFound):
            look(company, getattr(cast, who), scope=scope)


# --- cards


def test_a_partial_month_is_compared_with_the_same_days_a_year_before(company: Store, cast: Cast):
    found = card(company, cast.mia, "net_sales")
    assert found.value == 125  # 100 + 30 - 5
    assert found.number.before_row is not None
    assert found.number.before_row.value == 100  # the 500 of 25 March 2025 lie after the 18th
    assert found.change == Decimal("0.25")


def test_a_card_says_how_its_number_stands_against_target_and_pace(company: Store, cast: Cast):
    standing = card(company, cast.mia, "net_sales").standing
    assert standing is not None
    assert (standing.actual, standing.target, standing.gap) == (125, 200, 75)
    assert standing.pace == Decimal(200) * 18 / 31
    assert standing.status is Status.ON_TRACK


def test_a_card_without_a_target_has_no_standing(company: Store, cast: Cast):
    assert card(company, cast.mia, "orders").standing is None


def test_a_lead_sees_the_own_teams_number_and_target(company: Store, cast: Cast):
    found = card(company, cast.tao, "net_sales")
    assert (found.value, found.standing and found.standing.target) == (95, 90)


def test_a_manager_narrows_the_board_to_a_team_and_sees_what_its_lead_sees(company: Store, cast: Cast):
    ask = board.directly(company)
    mine = board.cards(ask, look(company, cast.mia, scope=team(cast.north)))
    theirs = board.cards(ask, look(company, cast.tao))
    assert [(one.value, one.change, one.standing) for one in mine] == [
        (one.value, one.change, one.standing) for one in theirs
    ]


def test_the_other_levels_of_a_target_stand_on_the_card(company: Store, cast: Cast):
    aim(company, COMPANY, "250", level=Level.STRETCH)
    assert card(company, cast.mia, "net_sales").levels == {Level.TARGET: 200, Level.STRETCH: 250}


# --- what needs a decision


def test_the_company_board_names_the_team_that_is_behind_and_since_which_month(company: Store, cast: Cast):
    (concern,) = decisions.concerns(board.directly(company), look(company, cast.mia))
    assert concern.target.key.scope == team(cast.south)
    assert (concern.standing.actual, concern.standing.status) == (30, Status.BEHIND)
    (decision,) = decisions.decisions(board.directly(company), look(company, cast.mia))
    assert decision.main.since == date(2026, 1, 1)  # 90 of 100, 60 of 100, and now 30 of 58
    assert decisions.decisions(board.directly(company), look(company, cast.mia), shown=0)[0].main.since is None
    assert (concern.scope_name, concern.responsible) == ("South", None)


def test_a_lead_is_told_of_the_own_people_and_of_no_other_team(company: Store, cast: Cast):
    aim(company, person(cast.sol), "1000")
    aim(company, person(cast.vic), "1000")
    found = decisions.concerns(board.directly(company), look(company, cast.tao))
    assert [(one.target.key.scope, one.standing.actual) for one in found] == [(person(cast.sol), 95)]
    assert (found[0].scope_name, found[0].responsible) == ("Sol", "North")


def test_staff_are_told_of_their_own_targets_only(company: Store, cast: Cast):
    aim(company, person(cast.vic), "1000")
    assert [one.target.key.scope for one in decisions.concerns(board.directly(company), look(company, cast.vic))] == [
        person(cast.vic)
    ]
    assert decisions.concerns(board.directly(company), look(company, cast.sol)) == []


def test_a_team_that_sold_nothing_at_all_is_behind_and_not_forgotten(company: Store, cast: Cast):
    with company.transaction() as transaction:
        transaction.execute(sql("delete from purchase where team_id = $1"), [cast.south])
    concerns = decisions.concerns(board.directly(company), look(company, cast.mia))
    south = next(one for one in concerns if one.target.key.scope == team(cast.south))
    assert (south.standing.actual, south.standing.shortfall) == (0, 1)


def test_a_year_below_its_path_says_since_which_month(company: Store, cast: Cast):
    found = decisions.concerns(board.directly(company), look(company, cast.mia, kind=PeriodKind.YEAR))
    # 1,600 a year expect 136 by the end of January, 259 by February's: 190 were reached, then 350, then 475 of 338
    assert found == []
    aim(company, team(cast.south), "1200", date(2026, 1, 1), PeriodKind.YEAR)
    (decision,) = decisions.decisions(board.directly(company), look(company, cast.mia, kind=PeriodKind.YEAR))
    assert decision.main.since == date(2026, 1, 1)


def test_one_metric_is_one_decision_however_many_scopes_miss_it(company: Store, cast: Cast):
    aim(company, COMPANY, "9000", date(2026, 2, 1))
    aim(company, team(cast.north), "9000", date(2026, 2, 1))
    concerns = decisions.concerns(board.directly(company), look(company, cast.mia, day=date(2026, 2, 10)))
    (decision,) = decisions_of(concerns)
    assert decision.main.target.key.scope == COMPANY
    assert {other.scope_name for other in decision.others} == {"North", "South"}


_ADD_FOLLOW_UP = sql(
    "insert into follow_up (customer_id, user_id, team_id, due_on, purpose, status, version, created_at, updated_at) "
    "values ($1, $2, $3, $4, 'call', $5, 1, $6, $6)"
)


def add_follow_up(store: Store, actor: Actor, customer: int, days_ago: int, status: str = "open") -> None:
    with store.transaction() as transaction:
        due = TODAY - timedelta(days=days_ago)
        transaction.execute(_ADD_FOLLOW_UP, [customer, actor.user_id, actor.team_id, due, status, NOW])


def test_overdue_follow_ups_are_told_by_team_to_the_manager_and_by_person_to_the_lead(company: Store, cast: Cast):
    for actor, customer, days in ((cast.sol, 1, 3), (cast.sol, 1, 9), (cast.tao, 1, 1), (cast.vic, 2, 2)):
        add_follow_up(company, actor, customer, days)
    add_follow_up(company, cast.sol, 1, 0)  # due today is not overdue
    add_follow_up(company, cast.sol, 1, 5, "done")

    def told(actor: Actor) -> list[tuple[object, ...]]:
        seen = look(company, actor)
        rows = decisions.overdue(company, decisions.OverdueRequest(seen.reach, TODAY, seen.scope))
        return [(row.team_name, row.name, row.count, (TODAY - row.oldest_due_on).days) for row in rows]

    assert told(cast.mia) == [("North", None, 3, 9), ("South", None, 1, 2)]
    assert told(cast.tao) == [("North", "Sol", 2, 9), ("North", "Tao", 1, 1)]
    assert told(cast.vic) == [("South", "Vic", 1, 2)]


# --- the year and the breakdown


def test_the_year_shows_each_month_and_its_sum_beside_the_targets_path(company: Store, cast: Cast):
    months = board.path(board.directly(company), look(company, cast.mia), "net_sales")
    assert [(month.actual, month.total, month.is_complete) for month in months[:4]] == [
        (190, 190, True),
        (160, 350, True),
        (125, 475, False),
        (None, None, False),
    ]
    assert months[2].target == 200
    assert months[11].expected == 1600
    assert months[0].expected == Decimal(1600) * 31 / 365


def test_a_breakdown_by_team_has_shares_last_years_number_and_the_teams_targets(company: Store, cast: Cast):
    groups = board.breakdown(board.directly(company), look(company, cast.mia), "net_sales", GroupBy.TEAM)
    assert [(group.label, group.value, group.before) for group in groups] == [("North", 95, 100), ("South", 30, None)]
    assert sum(group.share or 0 for group in groups) == 1
    assert [group.standing and group.standing.status for group in groups] == [Status.REACHED, Status.BEHIND]


def test_a_breakdown_by_month_runs_through_the_year_in_order(company: Store, cast: Cast):
    seen = look(company, cast.mia, scope=team(cast.south))
    groups = board.breakdown(board.directly(company), seen, "net_sales", GroupBy.MONTH)
    assert [(group.key, group.value) for group in groups] == [
        (date(2026, 1, 1), 90),
        (date(2026, 2, 1), 60),
        (MARCH, 30),
    ]
    assert [group.standing and group.standing.status for group in groups] == [
        Status.AT_RISK,
        Status.BEHIND,
        Status.BEHIND,
    ]


def test_a_metric_is_not_broken_down_by_what_its_rows_do_not_know(company: Store, cast: Cast):
    with pytest.raises(CannotBeAskedBy):
        board.breakdown(board.directly(company), look(company, cast.mia), "interactions_logged", GroupBy.COUNTRY)


def test_an_empty_store_has_no_data_and_its_board_still_opens(store: Store, cast: Cast):
    ask = board.directly(store)
    assert not board.has_data(ask, TODAY)
    for actor in cast.everybody:
        seen = look(store, actor)
        assert seen.period.first == MARCH
        assert {one.value for one in board.cards(ask, seen)} == {None}
        assert decisions.concerns(ask, seen) == []


def test_a_team_that_was_closed_is_no_concern_any_more(company: Store, cast: Cast):
    with company.transaction() as transaction:
        transaction.execute(sql("update team set is_active = false where team_id = $1"), [cast.south])
    assert decisions.concerns(board.directly(company), look(company, cast.mia)) == []


def test_the_year_is_the_same_whether_its_months_come_from_the_trend_or_are_asked_for(company: Store, cast: Cast):
    ask = board.directly(company)
    now, back = look(company, cast.mia), look(company, cast.mia, day=date(2026, 1, 10))
    for metric in ("net_sales", "orders", "new_customers", "interactions_logged"):
        assert board.path(ask, now, metric) == board.path(ask, back, metric)
