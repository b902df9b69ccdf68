"""The numbers that others published of Online Retail come out of our definitions, to the last digit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crm_core.metrics.model import Customers, GroupBy
from crm_core.metrics.service import coverage, measure
from crm_core.store import Store
from tests.metrics.conftest import TODAY, ask

pytestmark = pytest.mark.real_data


@pytest.mark.parametrize(
    ("metric_id", "customers", "value"),
    [
        ("gross_sales", Customers.KNOWN, Decimal("8911407.904")),
        ("gross_sales", Customers.ALL, Decimal("10666684.544")),
        ("returns", Customers.KNOWN, Decimal("611342.09")),
        ("returns", Customers.ALL, Decimal("896812.49")),
        ("net_sales", Customers.KNOWN, Decimal("8300065.814")),
        ("net_sales", Customers.ALL, Decimal("9769872.054")),
        ("orders", Customers.KNOWN, 18532),
        ("active_customers", Customers.KNOWN, 4338),
        ("new_customers", Customers.KNOWN, 4338),
    ],
)
def test_online_retail_gives_the_published_total(
    online_retail: Store, metric_id: str, customers: Customers, value: Decimal | int
) -> None:
    assert measure(online_retail, ask(metric_id, customers=customers)).total.value == value


def test_known_and_anonymous_sales_are_all_sales(online_retail: Store) -> None:
    known, anonymous, whole = (
        measure(online_retail, ask("gross_sales", customers=customers)).total.value
        for customers in (Customers.KNOWN, Customers.ANONYMOUS, Customers.ALL)
    )
    assert known is not None and anonymous is not None and known + anonymous == whole


def test_online_retail_gives_the_published_countries(online_retail: Store) -> None:
    result = measure(online_retail, ask("gross_sales", by=GroupBy.COUNTRY, customers=Customers.KNOWN))
    found = {row.label: row.value for row in result.rows}
    assert len(found) == 37
    assert {name: found[name] for name in ("United Kingdom", "Netherlands", "EIRE", "Germany", "France")} == {
        "United Kingdom": Decimal("7308391.554"),
        "Netherlands": Decimal("285446.340"),
        "EIRE": Decimal("265545.900"),
        "Germany": Decimal("228867.140"),
        "France": Decimal("209024.050"),
    }


def test_online_retail_gives_the_published_months(online_retail: Store) -> None:
    result = measure(online_retail, ask("gross_sales", by=GroupBy.MONTH, customers=Customers.KNOWN))
    found = {row.label: row for row in result.rows}
    assert list(found) == ["2010-12", *(f"2011-{month:02d}" for month in range(1, 13))]
    rounded = {name: round(row.value, 2) for name, row in found.items() if row.value is not None}
    assert rounded["2010-12"] == Decimal("572713.89")
    assert rounded["2011-09"] == Decimal("952838.38")
    assert rounded["2011-10"] == Decimal("1039318.79")
    assert rounded["2011-11"] == Decimal("1161817.38")
    assert rounded["2011-12"] == Decimal("518192.79")
    assert [name for name, row in found.items() if not row.complete] == ["2011-12"]


def test_the_first_cohort_has_its_published_size(online_retail: Store) -> None:
    result = measure(online_retail, ask("new_customers", by=GroupBy.MONTH))
    assert result.rows[0].label == "2010-12" and result.rows[0].value == 885
    assert sum(row.value or 0 for row in result.rows) == 4338


def test_the_average_order_is_sales_by_orders(online_retail: Store) -> None:
    row = measure(online_retail, ask("average_order_value", customers=Customers.KNOWN)).total
    assert (row.numerator, row.denominator) == (Decimal("8911407.904"), 18532)
    assert row.value is not None and round(row.value, 4) == Decimal("480.8660")


def test_the_covered_days_are_those_of_the_file(online_retail: Store) -> None:
    whole = coverage(online_retail, "gross_sales", TODAY).whole
    assert whole is not None and (str(whole.first), str(whole.last)) == ("2010-12-01", "2011-12-09")


@pytest.mark.parametrize(
    ("metric_id", "numerator", "denominator"),
    [
        ("repurchase_rate", 2845, 4338),
        ("purchase_frequency", 18532, 4338),
        ("retention", 1308, 1896),
        ("churn", 588, 1896),
        ("new_customer_return_rate", 1533, 3370),
        ("top_fifth_share", Decimal("6649437.461"), Decimal("8911407.904")),
    ],
)
def test_the_quotients_of_online_retail_are_those_of_pandas(
    online_retail: Store, metric_id: str, numerator: Decimal | int, denominator: Decimal | int
) -> None:
    """They were counted once from the file with pandas, by the definitions alone."""
    row = measure(online_retail, ask(metric_id)).total
    assert (row.numerator, row.denominator) == (numerator, denominator)


def test_without_costs_online_retail_has_no_margin(online_retail: Store) -> None:
    row = measure(online_retail, ask("gross_margin")).total
    assert (row.value, row.known_share) == (None, 0)
