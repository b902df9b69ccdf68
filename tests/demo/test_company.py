"""What the demo company is: believable, whole, and nobody's real data."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm_core import audit
from crm_core.access.model import Reach, Role, Scope
from crm_core.access.passwords import check_strength, verify_password
from crm_core.customers.fields import parse_phone
from crm_core.customers.search import search_text
from crm_core.demo import names
from crm_core.demo.people import ACCOUNTS, CARERS, DEMO_PASSWORD, shown_accounts
from crm_core.demo.phrases import NOT_REACHED, SPONTANEOUS, TOPICS
from crm_core.demo.service import demo_day
from crm_core.demo.wares import WARES
from crm_core.metrics.festival import spring_festival
from crm_core.metrics.model import NumbersRequest
from crm_core.metrics.service import measure
from crm_core.periods import year_of
from crm_core.store import Store
from crm_core.store.check import check
from tests.conftest import AS_OF, sql


def test_it_has_2000_customers_three_years_of_sales_and_60_products_in_8_categories(demo: Store) -> None:
    found = demo.row(
        sql(
            "select (select count(*) from customer) as customers, (select count(*) from product) as products, "
            "(select count(distinct category) from product) as categories, min(purchased_on) as first, "
            "max(purchased_on) as last, count(distinct country) as countries, count(distinct channel) as channels, "
            "count(*) filter (is_return) as returns, count(*) filter (customer_id is null) as anonymous from purchase"
        )
    )
    assert found is not None
    assert (found["customers"], found["products"], found["categories"]) == (2000, 60, 8)
    assert found["first"] == date(2023, 5, 1)
    assert found["last"] == AS_OF
    assert found["countries"] >= 5
    assert found["channels"] >= 4
    assert found["returns"] > 300
    assert found["anonymous"] > 1000


def test_fourteen_accounts_in_three_teams_share_one_password(demo: Store) -> None:
    users = demo.rows(sql("select role, team_id, is_demo, password_hash from app_user"))
    roles = [row["role"] for row in users]
    assert {role: roles.count(role) for role in sorted(set(roles))} == {
        "admin": 1,
        "lead": 3,
        "manager": 2,
        "reader": 1,
        "staff": 7,
    }
    assert all(row["is_demo"] for row in users)
    assert len({row["team_id"] for row in users} - {None}) == 3
    assert len({row["password_hash"] for row in users}) == 1
    assert verify_password(users[0]["password_hash"], DEMO_PASSWORD)
    check_strength(DEMO_PASSWORD)


def test_one_account_of_each_role_is_called_like_its_role() -> None:
    assert [account.role for account in shown_accounts()] == list(Role)


def test_nobody_real_can_be_reached(demo: Store) -> None:
    people = demo.rows(sql("select phone, phone_key, email, id_number from customer"))
    assert all(row["id_number"] is None for row in people)
    for row in people:
        if row["phone"] is not None:
            assert row["phone"].startswith(names.PHONE_PREFIX)
            assert parse_phone(row["phone"]).key == row["phone_key"]
        assert row["email"] is None or row["email"].endswith("@example.com")
    phones = [row["phone"] for row in people if row["phone"]]
    assert len(phones) > 1800
    assert 0 < len(phones) - len(set(phones)) < 8  # of those whom somebody entered twice


def test_customers_are_found_as_the_list_finds_them(demo: Store) -> None:
    for row in demo.rows(sql("select name, code, search_text from customer order by customer_id limit 50")):
        assert row["search_text"] == search_text(row["name"], row["code"])


def test_the_store_is_consistent_and_its_trail_verifies(demo: Store) -> None:
    assert [str(finding.text) for finding in check(demo)] == []
    assert audit.verify(demo) is None


def test_only_the_pool_is_unowned_and_everybody_else_is_in_a_team(demo: Store) -> None:
    found = demo.row(
        sql(
            "select count(*) filter (owner_id is null) as pool, count(*) filter ((owner_id is null) <> (team_id is null)) "
            "as odd, count(distinct owner_id) as owners from customer"
        )
    )
    assert found is not None
    assert 80 < found["pool"] < 220
    assert found["odd"] == 0
    assert found["owners"] == len(CARERS)


def test_gifts_are_bought_before_spring_festival_and_little_in_its_week(demo: Store) -> None:
    per_day = sql(
        "select count(distinct order_id) / 7.0 as orders from purchase where is_sold and purchased_on >= $1 and purchased_on < $2"
    )
    for year in (2024, 2025, 2026):
        first = spring_festival(year)
        assert first is not None
        before = demo.value(per_day, [first - timedelta(days=14), first - timedelta(days=7)])
        within = demo.value(per_day, [first, first + timedelta(days=7)])
        assert before > 3 * within


def test_shopping_days_stand_out(demo: Store) -> None:
    orders = sql("select count(distinct order_id) from purchase where is_sold and purchased_on = $1")
    usual = sql(
        "select count(distinct order_id) / 365.0 from purchase where is_sold and purchased_on >= $1 and purchased_on < $2"
    )
    mean = demo.value(usual, [date(2025, 1, 1), date(2026, 1, 1)])
    assert demo.value(orders, [date(2025, 11, 11)]) > 1.8 * float(mean)


def test_customers_have_talks_to_look_at(demo: Store) -> None:
    found = demo.row(
        sql(
            "select count(*) as talks, count(distinct customer_id) as customers, count(distinct content) as contents, "
            "count(distinct channel) as channels, count(distinct outcome) as outcomes, count(follow_up_id) as did from interaction"
        )
    )
    assert found is not None
    assert found["talks"] >= 1.5 * 2000
    assert found["customers"] > 1200
    assert found["contents"] > 1000
    assert (found["channels"], found["outcomes"]) == (6, 3)
    assert found["did"] > 0.8 * found["talks"]


def test_a_follow_up_that_was_promised_in_a_talk_is_about_the_same_customer(demo: Store) -> None:
    chained = demo.rows(
        sql(
            "select f.customer_id = i.customer_id and f.user_id = i.user_id and f.created_at = i.happened_at as fits "
            "from follow_up as f inner join interaction as i using (interaction_id)"
        )
    )
    assert len(chained) > 1000
    assert sum(row["fits"] for row in chained) > 0.99 * len(chained)


def test_colleagues_have_asked_to_work_along_and_owners_were_told(demo: Store) -> None:
    states = demo.rows(sql("select status, count(*) as n from collaboration_request group by status order by status"))
    assert {row["status"]: row["n"] for row in states} == {"declined": 1, "granted": 2, "open": 4}
    told = demo.rows(sql("select kind, count(distinct user_id) as people from notice group by kind order by kind"))
    assert {row["kind"]: row["people"] for row in told} == {
        "assigned": 7,
        "collaboration": 4,
        "import_finished": 1,
        "mention": 3,
        "new_figures": 1,
        "plan_period": 14,  # the last period end, and what was said to it and answered
        "plan_action": 2,
        "plan_review": 5,
    }
    odd = "select count(*) from collaborator as l inner join customer as c using (customer_id) where c.owner_id = l.user_id"
    assert demo.value(sql(odd)) == 0


def test_history_shows_a_target_that_was_raised(demo: Store) -> None:
    raised = demo.rows(sql("select version, value, reason from target_version where version = 2 order by target_id"))
    assert raised
    gap = "select count(*) from target as t where not exists (select 1 from target_version as v where v.target_id = t.target_id and v.version = t.version and v.value = t.value)"
    assert demo.value(sql(gap)) == 0


def test_the_store_knows_that_it_is_a_demo(demo: Store, empty: Store) -> None:
    assert demo_day(demo) == AS_OF
    assert demo_day(empty) is None


@pytest.mark.parametrize("text", [text for topic in TOPICS for text in (topic.purpose, *topic.reached, *topic.solved)])
def test_texts_name_only_what_is_filled_in(text: str) -> None:
    left = text.replace("{ware}", "").replace("{count}", "")
    assert "{" not in left
    assert len(text) <= 60


def test_every_channel_can_fail_to_reach_somebody() -> None:
    assert all(NOT_REACHED[channel] for channel in ("phone", "visit", "wechat", "sms", "email", "store"))
    assert len(SPONTANEOUS) >= 5


def test_products_earn_money() -> None:
    assert all(0.25 < ware.cost / ware.price < 0.7 for ware in WARES if ware.cost is not None)
    assert [ware.name for ware in WARES if ware.cost is None] == ["商务定制礼盒"], (
        "what is made to order has no list cost"
    )
    assert len({ware.code for ware in WARES}) == len(WARES)
    assert len({account.username for account in ACCOUNTS}) == len(ACCOUNTS) == 14


def test_the_margin_is_known_for_most_sales_and_follow_ups_are_often_in_time(demo: Store) -> None:
    reach, days = Reach(Scope.ALL, (), 0), year_of(AS_OF)
    asked = NumbersRequest(reach, days, AS_OF)
    margin = measure(demo, asked.of("gross_margin")).total
    assert margin.value is not None and 0.4 < margin.value < 0.6
    assert margin.known_share is not None and 0.9 < margin.known_share < 1
    in_time = measure(demo, asked.of("follow_ups_in_time")).total.value
    assert in_time is not None and 0.3 < in_time < 0.9
