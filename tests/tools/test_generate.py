"""The bench's large stores, made small: the same shape, and nothing that the store's own check objects to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from crm_core import audit
from crm_core.access.model import Role
from crm_core.access.passwords import verify_password
from crm_core.demo.people import DEMO_PASSWORD
from crm_core.store import Store
from crm_core.store.check import check
from tests.conftest import sql
from tools.bench import generate
from tools.bench.crowd import DAYS, Size
from tools.visits import account_of, stops_for

AS_OF = date(2026, 3, 18)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """300 customers and about 3,000 lines, written in chunks."""
    store = Store.open(tmp_path_factory.mktemp("bench") / "small.duckdb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generate, "CHUNK", 700)
        counts = generate.generate(store, Size(300, 3000, 450), as_of=AS_OF)
    assert counts["customer"] == 300
    assert 2500 < counts["purchase"] < 3500
    yield store
    store.close()


def test_a_generated_store_is_whole(small: Store) -> None:
    assert [str(finding.text) for finding in check(small)] == []
    assert audit.verify(small) is None


def test_lines_lie_within_three_years_in_the_order_of_time(small: Store) -> None:
    found = small.row(
        sql(
            "select min(purchased_on) as first, max(purchased_on) as last, count(distinct country) as countries, "
            "bool_and(later) as ordered from (select *, purchased_at >= lag(purchased_at, 1, purchased_at) "
            "over (order by purchase_id) as later from purchase)"
        )
    )
    assert found is not None
    assert (AS_OF - found["first"]).days < DAYS
    assert found["last"] <= AS_OF
    assert found["countries"] > 1
    assert found["ordered"]


def test_new_rows_get_ids_beyond_the_generated_ones(small: Store) -> None:
    for table, column, sequence in (
        ("customer", "customer_id", "customer_ids"),
        ("purchase", "purchase_id", "purchase_ids"),
        ("interaction", "interaction_id", "interaction_ids"),
        ("app_user", "user_id", "user_ids"),
    ):
        highest = small.value(sql(f"select max({column}) from {table}"))  # noqa: S608 - names from the line above
        assert small.value(sql(f"select nextval('{sequence}')")) > highest


def test_each_role_can_sign_in_and_has_pages_to_measure(small: Store) -> None:
    users = {row["username"]: row for row in small.rows(sql("select username, role, password_hash from app_user"))}
    for role in Role:
        assert users[account_of(role)]["role"] == role
    assert verify_password(users["admin"]["password_hash"], DEMO_PASSWORD)
    for role in Role:
        assert {stop.address for stop in stops_for(small, role)} >= {"account", "notices"}


def test_the_same_seed_makes_the_same_lines(small: Store, tmp_path: Path) -> None:
    other = Store.open(tmp_path / "other.duckdb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generate, "CHUNK", 700)
        generate.generate(other, Size(300, 3000, 450), as_of=AS_OF)
    lines = sql("select * from purchase order by purchase_id")
    assert other.table(lines).equals(small.table(lines))
    other.close()
