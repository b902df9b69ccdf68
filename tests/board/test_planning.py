"""What planning asks of last year: whole months only, days alike to Spring Festival, and who brought how much."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from crm_core.access.model import Permission
from crm_core.board.many import Base, Wanted, proposed
from crm_core.board.planning import bases_of, last_years_values, values_by_scope
from crm_core.board.service import directly
from crm_core.board.year import YearQuestion
from crm_core.periods import Period, PeriodKind
from crm_core.store import Store
from crm_core.targets.model import COMPANY, Level
from tests.board.stage import TODAY, aim, fill_company, person, team
from tests.conftest import Cast

MONTH, QUARTER, YEAR = PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR


@pytest.fixture
def company(store: Store, cast: Cast) -> Store:
    """North: 100 on the 5th of each month since February 2025, 500 on 25 March 2025."""
    return fill_company(store, cast)


def question(cast: Cast, year: int = 2026, metric: str = "net_sales") -> YearQuestion:
    return YearQuestion(cast.mia.require(Permission.BOARD_READ), metric, COMPANY, date(year, 1, 1), TODAY)


def test_last_years_months_are_summed_where_all_are_there(company: Store, cast: Cast):
    found = last_years_values(directly(company), question(cast))
    assert (found[MONTH, date(2026, 2, 1)], found[MONTH, date(2026, 3, 1)]) == (100, 600)
    assert found[QUARTER, date(2026, 4, 1)] == 300


def test_months_that_are_not_over_are_no_base(company: Store, cast: Cast):
    found = last_years_values(directly(company), question(cast, 2027))
    assert set(found) == {(MONTH, date(2027, 1, 1)), (MONTH, date(2027, 2, 1))}
    assert found[MONTH, date(2027, 2, 1)] == 160


def test_a_rates_quarters_are_asked_not_summed(company: Store, cast: Cast):
    found = last_years_values(directly(company), question(cast, metric="average_order_value"))
    assert found[QUARTER, date(2026, 4, 1)] == 100


def test_months_near_the_festival_rest_on_days_alike_and_the_others_on_their_own(company: Store, cast: Cast):
    bases = bases_of(directly(company), question(cast))
    # the festival lay on 29 January 2025 and lies on 17 February 2026: 19 days later in the year
    # by the data, which begin on 5 February
    assert bases[1].days == Period(date(2025, 2, 5), date(2025, 2, 9))
    assert bases[1].value == 100
    assert (bases[2].days, bases[2].value) == (Period(date(2025, 2, 10), date(2025, 3, 12)), Decimal(100))
    assert (bases[5].days, bases[5].value) == (Period(date(2025, 6, 1), date(2025, 6, 30)), Decimal(100))


def test_of_days_that_have_no_data_nothing_is_known(company: Store, cast: Cast):
    bases = bases_of(directly(company), question(cast, 2027))
    assert [basis.days for basis in bases[4:]] == [None] * 8


def test_who_brought_nothing_is_told_so_of_what_adds_up_only(company: Store, cast: Cast):
    march, scopes = Period(date(2025, 3, 1), date(2025, 3, 31)), [team(cast.north), team(cast.south)]
    ask = directly(company)
    assert values_by_scope(ask, question(cast), march, scopes) == {scopes[0]: 600, scopes[1]: 0}
    assert values_by_scope(ask, question(cast, metric="average_order_value"), march, scopes) == {scopes[0]: 300}
    assert values_by_scope(ask, question(cast), march, [person(cast.sol)]) == {person(cast.sol): 600}


def test_of_days_before_the_data_nothing_is_known_of_anybody(company: Store, cast: Cast):
    ask, scopes = directly(company), [team(cast.north), team(cast.south)]
    before = Period(date(2024, 3, 1), date(2024, 3, 31))
    assert values_by_scope(ask, question(cast, 2025), before, scopes) == {}
    ahead = Period(date(2026, 5, 1), date(2026, 5, 31))
    assert values_by_scope(ask, question(cast, 2027), ahead, scopes) == {}


def test_floor_and_stretch_keep_their_distance_when_last_year_is_copied(company: Store, cast: Cast):
    aim(company, COMPANY, "100", level=Level.FLOOR)  # of the 200 that stand in March
    wanted = Wanted(
        reach=cast.mia.require(Permission.TARGET_EDIT),
        board_reach=cast.mia.require(Permission.BOARD_READ),
        as_of=TODAY,
        year_first=date(2026, 1, 1),
        metrics=("net_sales",),
        scopes=(COMPANY,),
        base=Base.LAST_ACTUALS,
        percent=Decimal(10),
        own_percents={("net_sales", COMPANY): Decimal(20)},
        kinds=(MONTH,),
    )
    found = {(one.key.level, one.key.period_first.month): one for one in proposed(directly(company), wanted)}
    assert found[Level.TARGET, 3].value == 720
    assert found[Level.FLOOR, 3].value == 360
    assert found[Level.TARGET, 3].last_year == 600
    assert {level for level, _ in found} == {Level.TARGET, Level.FLOOR}
