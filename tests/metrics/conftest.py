"""Asking for numbers in tests, and Online Retail in one store for all of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from crm_core.access.model import CONSOLE, Actor, Permission
from crm_core.metrics.model import Customers, Filters, GroupBy, MetricRequest
from crm_core.periods import Period
from crm_core.store import Store
from tests.metrics.stage import load_online_retail

TODAY = date(2026, 3, 18)
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
ALL_DAYS = Period(date(2000, 1, 1), date(2030, 12, 31))


def ask(
    metric_id: str,
    period: Period = ALL_DAYS,
    *,
    actor: Actor = CONSOLE,
    by: GroupBy = GroupBy.NONE,
    customers: Customers = Customers.ALL,
    filters: Filters | None = None,
    as_of: date = TODAY,
) -> MetricRequest:
    """Return a question as ``actor`` may ask it."""
    reach = actor.require(Permission.BOARD_READ)
    return MetricRequest(reach, period, as_of, by, customers, filters or Filters(), metric_id=metric_id)


@pytest.fixture(scope="module")
def shared_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store that the tests of a module fill once and only read."""
    opened = Store.open(tmp_path_factory.mktemp("shared") / "crm.duckdb")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def online_retail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with the real purchases; read only."""
    folder = Path(os.environ.get("CRM_TEST_DATA", "-"))
    if not folder.is_dir():
        pytest.skip("CRM_TEST_DATA names no folder of real data: the published values were NOT checked")
    opened = Store.open(tmp_path_factory.mktemp("retail") / "crm.duckdb")
    load_online_retail(opened, folder)
    yield opened
    opened.close()
