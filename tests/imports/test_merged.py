"""Files that know a customer by a code that it had before it was merged into another."""

from __future__ import annotations

from crm_core.access.model import CONSOLE
from crm_core.customers.merging.service import merge
from crm_core.imports.model import Counts
from crm_core.store import Store
from tests.customers.faces import fresh
from tests.imports.conftest import PURCHASE_HEADERS, Desk

HEADERS = ("code", "name", "phone", "region")
FILE = (("A-1", "王一", "13811110001", "北京"), ("B-1", "王一", "13811110002", "上海"))
BOUGHT = (("1001", "1", "A-1", "TEA", "1", "5", "2026-03-01"), ("1002", "1", "B-1", "TEA", "2", "5", "2026-03-02"))


def test_a_former_code_leads_to_the_customer_that_stayed_and_reading_the_files_again_changes_nothing(
    desk: Desk, store: Store
) -> None:
    customers, bought = desk.file(HEADERS, FILE, "customers.csv"), desk.file(PURCHASE_HEADERS, BOUGHT, "bought.csv")
    desk.bring("customers", customers)
    desk.bring("purchases", bought)
    ids = {row["code"]: row["customer_id"] for row in desk.rows("select code, customer_id from customer")}
    merge(store, CONSOLE, ids["A-1"], ids["B-1"], {}, versions=(1, 1), key=fresh())
    assert desk.bring("customers", customers, update=True).counts == Counts(2, 0, 0, 2, 0)
    assert desk.bring("purchases", bought, update=True).counts == Counts(2, 0, 0, 2, 0)
    later = desk.file(PURCHASE_HEADERS, [("1003", "1", "B-1", "TEA", "3", "5", "2026-03-03")], "later.csv")
    assert desk.bring("purchases", later, create=True).counts == Counts(1, 1, 0, 0, 0)
    assert desk.rows("select distinct customer_id from purchase") == [{"customer_id": ids["A-1"]}]
    assert desk.rows("select phone_key, region from customer") == [{"phone_key": "8613811110001", "region": "北京"}]
