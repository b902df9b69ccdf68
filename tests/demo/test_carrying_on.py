"""A demo store grows with the days, and the days are the same whoever looks at them, and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core import audit, clock
from crm_core.access.model import Actor, Role
from crm_core.demo import rows, service
from crm_core.demo.dice import SEED
from crm_core.demo.people import ACCOUNTS, CARERS
from crm_core.demo.talks import talks_between
from crm_core.demo.world import world_between
from crm_core.errors import Refused
from crm_core.store import Store
from crm_core.store.check import check
from tests.conftest import AS_OF, LATER, sql

BEFORE = date(2025, 12, 20)

# What a day holds, by what people know it by; ids and who looks after a customer aside, they are the store's own.
HOLDS = {
    "purchases": "select o.code, line_key, c.code as customer, r.code as product, quantity, p.unit_price, amount, "
    "purchased_at, country, channel, p.team_id, p.owner_id from purchase as p inner join purchase_order as o using (order_id) "
    "left join customer as c using (customer_id) left join product as r using (product_id) "
    "where purchased_on >= $1 order by all",
    "interactions": "select c.code, u.username, i.channel, outcome, content, happened_at, f.due_on from interaction as i "
    "inner join customer as c using (customer_id) inner join app_user as u using (user_id) "
    "left join follow_up as f on f.follow_up_id = i.follow_up_id left join visit as v on v.follow_up_id = i.follow_up_id "
    "where happened_on >= $1 and v.visit_id is null order by all",  # visits are made by a job, not by the days
    "follow-ups": "select c.code, u.username, due_on, purpose, status, f.created_at, closed_at from follow_up as f "
    "inner join customer as c using (customer_id) inner join app_user as u using (user_id) where due_on >= $1 "
    "and follow_up_id not in (select follow_up_id from visit) order by all",
    "customers": "select code, name, kind, phone, email, birthday, region, note, owner_id, team_id, created_at "
    "from customer where created_on >= $1 order by all",
    "answers": "select s.name, a.answer_key, a.answered_at, c.code, a.team_id, a.owner_id, m.measure, m.score "
    "from survey_answer as a inner join survey as s using (survey_id) inner join answer_score as m using (answer_id) "
    "left join customer as c on c.customer_id = a.customer_id where a.answered_on >= $1 order by all",
    "what was said": "select s.name, a.answer_key, q.header, i.said, i.value from survey_answer_item as i "
    "inner join survey_answer as a using (answer_id) inner join survey as s on s.survey_id = a.survey_id "
    "inner join survey_item as q using (item_id) where a.answered_on >= $1 order by all",
    "people asked": "select name, asked_count from survey where first_on >= $1 order by name",
    "targets": "select metric_id, scope_kind, scope_id, period_kind, period_first, level, value, baseline, baseline_on "
    "from target where period_first >= $1 order by all",
}

# Every column but those that say when the store was filled.
SAME_ROWS = (
    "select * from customer order by customer_id",
    "select * from product order by product_id",
    "select * from purchase_order order by order_id",
    "select * from purchase order by purchase_id",
    "select * from interaction order by interaction_id",
    "select * from follow_up order by follow_up_id",
    "select * from target order by target_id",
    "select * from survey_answer order by answer_id",
    "select * from survey_answer_item order by all",
    "select * from answer_score order by all",
    "select * from target_version order by target_id, version",
)


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store that was filled in December and topped up twice, to the day of the fresh one."""
    with clock.held_at(LATER):
        store = Store.open(tmp_path_factory.mktemp("grown") / "crm.duckdb")
        service.fill(store, BEFORE)
        service.top_up(store, date(2026, 2, 11))
        service.top_up(store, AS_OF)
    yield store
    store.close()


@pytest.mark.parametrize("what", HOLDS)
def test_a_topped_up_store_holds_what_a_fresh_one_holds(demo: Store, grown: Store, what: str) -> None:
    since = [
        date(2025, 1, 1)
        if what in ("targets", "answers", "what was said", "people asked")
        else service.history_begins(AS_OF)
    ]
    fresh, topped_up = demo.rows(sql(HOLDS[what]), since), grown.rows(sql(HOLDS[what]), since)
    assert len(fresh) > (3 if what == "people asked" else 50)
    assert topped_up == fresh


def test_a_store_that_is_carried_on_has_lively_rooms(demo: Store, grown: Store) -> None:
    week = AS_OF - timedelta(days=7)
    lively = {
        "visits of this week": "select count(*) from visit_view as v inner join follow_up as f using (follow_up_id) where f.due_on > $1",
        "suggestions": "select count(*) from customer_suggestion where said_on > $1",
        "comments": "select count(*) from customer_comment where created_at > $1",
        "sights": "select count(*) from customer_sight where seen_on > $1",
        "purposes": "select count(*) from interaction_detail as d join interaction as i using (interaction_id) where happened_on > $1",
        "people away": "select count(*) from absence where last_on > $1",
    }
    for what, query in lively.items():
        fresh, carried = (store.value(sql(query), [week]) for store in (demo, grown))
        assert carried >= fresh / 3 > 0, what
    stale = "select count(*) from follow_up where status = 'open' and due_on < $1 and follow_up_id in (select follow_up_id from visit)"
    assert grown.value(sql(stale), [AS_OF - timedelta(days=21)]) <= 5, "no visits are left lying for weeks"
    unanswered = "select count(*) from visit where visit_id not in (select visit_id from visit_answer) and rule_id = 1"
    assert grown.value(sql(unanswered)) < grown.value(sql("select count(*) from visit where rule_id = 1"))


def test_a_topped_up_store_keeps_older_customers_too(demo: Store, grown: Store) -> None:
    codes = sql("select code from customer order by code")
    fresh, topped_up = demo.rows(codes), grown.rows(codes)
    assert {row["code"] for row in fresh} < {row["code"] for row in topped_up}
    assert check(grown) == []
    assert audit.verify(grown) is None


def test_the_list_of_imports_does_not_grow_with_the_days(grown: Store) -> None:
    imports = grown.rows(
        sql(
            "select kind, added_count, last_on, (select count(*) from purchase) as purchases from import_batch order by kind"
        )
    )
    assert [row["kind"] for row in imports] == ["answers", "contacts", "customers", "products", "purchases"]
    assert imports[4]["added_count"] == imports[4]["purchases"]
    assert imports[4]["last_on"] == AS_OF


@pytest.mark.nightly  # by day, a store that grew holds what one that was filled at once does: two ways to the same rows
def test_the_same_seed_and_day_make_the_same_rows(demo: Store, empty: Store) -> None:
    with clock.held_at(LATER + timedelta(days=3)):
        service.fill(empty, AS_OF)
    for query in SAME_ROWS:
        assert empty.table(sql(query)).equals(demo.table(sql(query))), query


def test_another_seed_makes_another_company() -> None:
    days = date(2026, 3, 1), date(2026, 3, 5)
    one, other = world_between(SEED, *days), world_between(SEED + 1, *days)
    assert one.people.name.tolist() != other.people.name.tolist()
    assert one.lines.amount.tolist() != other.lines.amount.tolist()


def test_topping_up_twice_adds_nothing(demo: Store) -> None:
    assert service.top_up(demo, AS_OF) is None
    assert service.top_up(demo, AS_OF - timedelta(days=30)) is None


def test_a_store_of_somebodys_own_is_never_topped_up(empty: Store) -> None:
    assert service.top_up(empty, AS_OF) is None


def test_the_demo_is_not_poured_into_a_store_in_use(demo: Store) -> None:
    with pytest.raises(Refused):
        service.fill(demo, AS_OF)


def test_the_company_is_not_known_before_its_time(empty: Store) -> None:
    with pytest.raises(Refused):
        service.fill(empty, date(2009, 12, 31))


def test_what_people_did_in_the_demo_stays(used: Store) -> None:
    gone = sql(
        "select c.code, f.follow_up_id, c.customer_id from follow_up as f inner join customer as c using (customer_id) "
        "where f.status = 'open' and f.due_on = $1 order by f.follow_up_id limit 2"
    )
    closed, moved = used.rows(gone, [AS_OF])
    with used.transaction() as transaction:
        transaction.execute(
            sql("update follow_up set status = 'cancelled', closed_at = $2 where follow_up_id = $1"),
            [closed["follow_up_id"], LATER],
        )
        transaction.execute(
            sql("update customer set owner_id = null, team_id = null where customer_id = $1"), [moved["customer_id"]]
        )
        audit.record(transaction, Actor(1, "林安", Role.ADMIN), audit.Change("change", "customer", 1))
    added = service.top_up(used, AS_OF + timedelta(days=3))
    assert added is not None
    assert added.interactions > 30
    kept = sql("select status from follow_up where follow_up_id = $1")
    assert used.value(kept, [closed["follow_up_id"]]) == "cancelled"
    stamped = sql(
        "select count(*) from interaction where happened_on > $1 and customer_id = $2 and owner_id is not null"
    )
    assert used.value(stamped, [AS_OF, moved["customer_id"]]) == 0
    assert check(used) == []


@pytest.mark.nightly
def test_a_long_pause_is_bridged(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "old.duckdb")
    service.fill(store, date(2021, 3, 1))
    service.top_up(store, AS_OF)
    orphans = "select count(*) from purchase where channel = '大客户直销' and customer_id is null"
    assert store.value(sql(orphans)) == 0
    assert store.value(sql("select max(purchased_on) from purchase")) == AS_OF
    assert check(store) == []
    store.close()


def test_nothing_lies_after_the_present_moment(empty: Store) -> None:
    now = datetime(2026, 4, 30, 3, 5, tzinfo=UTC)  # 11:05 in Shanghai
    with clock.held_at(now):
        service.fill(empty)
    for column, table in (
        ("purchased_at", "purchase"),
        ("happened_at", "interaction"),
        ("created_at", "follow_up"),
        ("created_at", "customer"),
    ):
        assert empty.value(sql(f"select max({column}) from {table}")) <= now  # noqa: S608 - names from the line above
    assert empty.value(sql("select max(purchased_on) from purchase")) == AS_OF
    assert empty.value(sql("select count(*) from notice where kind = 'follow_ups_overdue'")) == len(CARERS)


@given(st.integers(0, 86_399))
def test_a_day_that_goes_on_keeps_its_order_and_lies_in_the_past(second: int) -> None:
    seconds = np.arange(9 * 3600, 22 * 3600, 600)
    days = np.full(len(seconds), AS_OF.toordinal())
    instants = rows.Moment(AS_OF.toordinal(), second).instants(days, seconds).to_pylist()
    assert instants == sorted(instants)
    assert all(0 <= (one - datetime(2026, 4, 30)).total_seconds() <= second for one in instants)


def test_each_day_everybody_has_something_overdue_something_for_today_and_something_ahead() -> None:
    first, last = date(2026, 1, 20).toordinal(), date(2026, 3, 20).toordinal()
    promises = [one for one in talks_between(SEED, first - 40, last + 20) if one.due_on]
    for day in range(first, last + 1):
        open_ones = [one for one in promises if one.made_on <= day < one.done_on]
        for carer in CARERS:
            due = [one.due_on for one in open_ones if one.carer == carer]
            who = f"{ACCOUNTS[carer].name} {date.fromordinal(day)}"
            assert any(on < day for on in due), who
            assert any(on == day for on in due), who
            assert any(on > day for on in due), who
            assert sum(on < day for on in due) <= 4, who


def test_no_two_follow_ups_of_a_person_are_for_one_customer_and_day() -> None:
    promises = [
        one for one in talks_between(SEED, *(date(2026, month, 1).toordinal() for month in (1, 7))) if one.due_on
    ]
    assert len({one.key for one in promises}) == len(promises)
