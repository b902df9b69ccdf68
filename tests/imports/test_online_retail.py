"""Online Retail, whole: every line accounted for, and the figures that were published or worked out from the file."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from crm_core.imports.checked import CheckedImport
from crm_core.imports.model import Counts
from tests.imports.conftest import Desk, reasons
from tests.samples import online_retail_csv, online_retail_xlsx

_FIGURES = """
select
    count(*) as lines,
    sum(amount) filter (is_sold) as gross,
    -sum(amount) filter (is_return) as returned,
    sum(amount) filter (is_sold and customer_id is not null) as known_gross,
    -sum(amount) filter (is_return and customer_id is not null) as known_returned,
    count(*) filter (is_sold and customer_id is not null) as known_lines,
    count(distinct customer_id) filter (is_sold) as buyers,
    count(distinct order_id) filter (is_sold and customer_id is not null) as known_orders,
    count(*) filter (is_return) as return_lines
from purchase
"""
WHOLE = Counts(read=541_909, added=541_907, updated=0, unchanged=0, rejected=2)


def check_figures(desk: Desk) -> None:
    [found] = desk.rows(_FIGURES)
    assert found["gross"] == Decimal("10666684.5440")
    assert round(found["returned"], 2) == Decimal("896812.49")
    assert round(found["gross"] - found["returned"], 2) == Decimal("9769872.05")
    assert found["known_gross"] == Decimal("8911407.9040")
    assert round(found["known_returned"], 2) == Decimal("611342.09")
    assert round(found["known_gross"] - found["known_returned"], 2) == Decimal("8300065.81")
    assert (found["known_lines"], found["buyers"], found["known_orders"]) == (397_884, 4_338, 18_532)
    assert (found["lines"], found["return_lines"]) == (541_907, 9_288 + 1_336)
    countries = {
        row["country"]: row["gross"]
        for row in desk.rows(
            "select country, sum(amount) as gross from purchase where is_sold and customer_id is not null group by country"
        )
    }
    assert countries["United Kingdom"] == Decimal("7308391.5540")
    assert (countries["Netherlands"], countries["EIRE"]) == (Decimal("285446.3400"), Decimal("265545.9000"))
    months = {
        row["month"]: round(row["gross"], 2)
        for row in desk.rows(
            "select strftime(purchased_on, '%Y-%m') as month, sum(amount) as gross from purchase "
            "where is_sold and customer_id is not null group by month"
        )
    }
    assert months["2010-12"] == Decimal("572713.89")
    assert months["2011-11"] == Decimal("1161817.38")


def check_rejected(checked: CheckedImport) -> None:
    said = "A price is never negative. A return has a negative quantity."
    assert reasons(checked) == [(299_985, "UnitPrice", said), (299_986, "UnitPrice", said)]
    assert [each.value for each in checked.first_problems(2)] == ["-11062.06", "-11062.06"]


@pytest.mark.timeout(300)
def test_the_whole_file_as_csv(real_desk: Desk, tmp_path: Path) -> None:
    path = online_retail_csv(tmp_path / "online_retail.csv")
    checked = real_desk.check("purchases", path, create=True)
    assert checked.counts == WHOLE
    check_rejected(checked)
    assert real_desk.write(checked).counts == WHOLE
    check_figures(real_desk)
    # the same check once more: nothing of the file is new
    assert real_desk.write(checked).counts == Counts(541_909, 0, 0, 541_907, 2)
    assert real_desk.rows("select count(*) as lines from purchase")[0]["lines"] == 541_907
    doubled = real_desk.rows(
        "select count(*) as n from (select order_id, line_key from purchase group by all having count(*) > 1)"
    )
    assert doubled[0]["n"] == 0


@pytest.mark.nightly
@pytest.mark.timeout(900)
def test_the_whole_file_as_a_workbook_and_then_as_csv(real_desk: Desk, tmp_path: Path) -> None:
    workbook = online_retail_xlsx(tmp_path / "online_retail.xlsx")
    assert real_desk.bring("purchases", workbook, create=True).counts == WHOLE
    check_figures(real_desk)
    again = real_desk.bring("purchases", online_retail_csv(tmp_path / "online_retail.csv"), create=True)
    assert again.counts == Counts(541_909, 0, 0, 541_907, 2)


def test_a_slice_as_a_workbook_and_as_csv_is_the_same_lines(real_desk: Desk, tmp_path: Path) -> None:
    workbook = online_retail_xlsx(tmp_path / "slice.xlsx", 3_000)
    assert real_desk.bring("purchases", workbook, create=True).counts == Counts(3_000, 3_000, 0, 0, 0)
    again = real_desk.bring("purchases", online_retail_csv(tmp_path / "slice.csv", 3_000), create=True)
    assert again.counts == Counts(3_000, 0, 0, 3_000, 0)
