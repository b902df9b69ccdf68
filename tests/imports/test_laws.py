"""Laws of every import: all lines accounted for, written twice is written once, updating by key twice changes nothing."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_core.imports import service
from crm_core.store import Store
from tests.imports.conftest import PURCHASE_HEADERS, Desk, _here

cells = st.sampled_from(
    ["", "1", "2", "-1", "0", "9.5", "x", "1e3", "=1", "'", "K1", "K2", "C1001", "1001", "2026-03-01"]
)
days = st.integers(0, 40).map(lambda back: str(date(2026, 3, 1) - timedelta(back)))
sound_line = st.tuples(
    st.sampled_from(["1001", "1002", "C1003"]), st.sampled_from(["", "1", "2"]), st.sampled_from(["", "K1", "K2"]),
    st.sampled_from(["", "T1", "T2"]), st.sampled_from(["1", "2", "-1", "0"]), st.sampled_from(["0", "9.5", "3.33"]), days,
)  # fmt: skip
any_line = st.tuples(cells, cells, cells, cells, cells, cells, days | cells)
lines = st.lists(st.one_of(sound_line, any_line), min_size=1, max_size=14)
customer_line = st.tuples(
    st.sampled_from(["", "K1", "K2", "K3"]), st.sampled_from(["李雷", "韩梅梅", "O'Hara", ""]),
    st.sampled_from(["", "13800138000", "13900139000", "123"]), st.sampled_from(["", "浙江", "江苏"]),
)  # fmt: skip


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch, frozen: object) -> pytest.MonkeyPatch:
    monkeypatch.setattr(service, "run_limited", _here)
    return monkeypatch


def desk_in(folder: str) -> Desk:
    return Desk(Store.open(Path(folder) / "crm.duckdb"), Path(folder))


LAWS = settings(
    max_examples=7, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@LAWS
@given(lines)
def test_purchases_read_are_all_accounted_for_and_known_again(
    fresh: object, given_lines: list[tuple[str, ...]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = desk_in(folder)
        path = desk.file(PURCHASE_HEADERS, given_lines)
        first = desk.bring("purchases", path, create=True).counts
        stored = desk.rows("select count(*) as n from purchase")[0]["n"]
        assert stored == first.added
        second = desk.bring("purchases", path, create=True).counts
        assert (second.read, second.added, second.updated) == (first.read, 0, 0)
        assert second.rejected == first.rejected
        updated = desk.bring("purchases", path, create=True, update=True).counts
        assert (updated.added, updated.updated) == (0, 0)
        desk.store.close()


@LAWS
@given(st.lists(sound_line, min_size=1, max_size=10), st.lists(sound_line, min_size=1, max_size=10))
def test_an_update_by_key_settles(fresh: object, before: list[tuple[str, ...]], after: list[tuple[str, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = desk_in(folder)
        desk.bring("purchases", desk.file(PURCHASE_HEADERS, before), create=True, update=True)
        changed = desk.file(PURCHASE_HEADERS, after)
        desk.bring("purchases", changed, create=True, update=True)
        again = desk.bring("purchases", changed, create=True, update=True).counts
        assert (again.added, again.updated) == (0, 0)
        doubled = desk.rows("select 1 from purchase group by order_id, line_key having count(*) > 1")
        assert doubled == []
        desk.store.close()


@LAWS
@given(st.lists(customer_line, min_size=1, max_size=10))
def test_customers_read_are_all_accounted_for_and_known_again(
    fresh: object, given_lines: list[tuple[str, ...]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = desk_in(folder)
        path = desk.file(("code", "name", "phone", "region"), given_lines)
        first = desk.bring("customers", path, update=True).counts
        assert desk.rows("select count(*) as n from customer")[0]["n"] == first.added
        phones = "select 1 from customer where phone_key is not null group by phone_key having count(*) > 1"
        assert desk.rows(phones) == []
        second = desk.bring("customers", path, update=True).counts
        assert (second.added, second.updated) == (0, 0)
        desk.store.close()
