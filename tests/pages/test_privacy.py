"""What a customer's page says of the customer's own rights, by role."""

from __future__ import annotations

from crm_core.privacy.seen.noting import stop
from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.customers.faces import Faces, faces
from tests.pages.conftest import texts, type_of_open

__all__ = ["faces"]
ONE = "customers/customer.py"
SEEN = "谁看过这位客户"


def test_opening_a_page_is_noted_once_whatever_is_clicked_on_it(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    asked = {"id": str(faces.wang)}
    page = open_page(cast.sol, ONE, asked)
    page.run()
    page.run()
    open_page(cast.tao, ONE, asked)
    open_page(cast.vic, ONE, asked)
    open_page(cast.sol, ONE, {"id": str(faces.pool)})
    stop(store)
    rows = store.rows(sql("select customer_id, user_id, seen_count from customer_sight order by user_id"))
    expected = [(faces.wang, cast.tao.user_id, 1), (faces.wang, cast.sol.user_id, 1)]
    assert [tuple(row.values()) for row in rows] == expected


def test_leads_and_managers_open_who_has_seen_a_customer_and_staff_do_not(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    asked = {"id": str(faces.wang)}
    staff = open_page(cast.sol, ONE, asked)
    assert SEEN not in [fold.label for fold in staff.expander]
    stop(store)
    for who in (cast.tao, cast.mia):
        page = open_page(who, ONE, asked)
        assert SEEN in [fold.label for fold in page.expander]
        page.session_state[f"seen:{faces.wang}"] = True
        page.run()
        assert "**Sol** :gray[North]" in texts(page)
        assert "打开页面 1 次" in texts(page)
