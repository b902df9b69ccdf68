"""Forecasts of a real shop with a year of data, whose autumn nobody had seen before: told for what they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from crm_core.board.service import directly
from crm_core.forecasts import flows
from crm_core.forecasts.model import Outlook
from crm_core.forecasts.service import OutlookRequest, outlook
from crm_core.metrics.daily import daily
from crm_core.periods import Period
from crm_core.store import Store
from tests.metrics.conftest import ALL_DAYS, ask

LAST = date(2011, 12, 9)
FLOWS = ("gross_sales", "returns", "orders", "new_customers")


def test_a_year_of_a_real_shop_is_forecast_and_said_to_know_no_season(online_retail: Store) -> None:
    """The coverage is written in docs/decisions; here only that it is neither luck nor nonsense."""
    held: list[bool] = []
    for metric_id in FLOWS:
        series = daily(online_retail, ask(metric_id, ALL_DAYS, as_of=LAST))
        assert series is not None
        assert (series.first, series.last) == (date(2010, 12, 1), LAST)
        for weeks in range(1, 9):
            for known in range(len(series) - 7 * weeks, 230, -21):
                found = flows.ahead(series, known, (7 * weeks,))
                if found is not None:
                    came = series.parts[known : known + 7 * weeks].sum()
                    held.append(abs(came - found[-1].expected) <= found[-1].reach)
    assert len(held) >= 100
    assert 0.4 <= sum(held) / len(held) <= 0.95, (len(held), sum(held) / len(held))
    stage = Period(date(2011, 7, 1), date(2011, 8, 15))
    found = outlook(directly(online_retail), OutlookRequest(replace(ask("orders", stage), as_of=date(2011, 8, 1))))
    assert isinstance(found, Outlook)
    assert found.is_young
