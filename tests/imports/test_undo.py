"""Taking an import back: all as before, but for what was changed or grown since; by role, once, and in a bounded time."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core import clock
from crm_core.access.model import CONSOLE
from crm_core.customers.service import edit_customer
from crm_core.errors import AlreadyDone, NotFound, NotPermitted, Refused
from crm_core.imports import undo
from crm_core.imports.service import past_import
from crm_core.imports.undo import REASONS, UndoCounts, undo_import, undo_plan
from crm_core.interactions.service import log_interaction
from tests.conftest import NOW, Cast, sql
from tests.imports.conftest import PURCHASE_HEADERS, Desk
from tests.imports.test_laws import LAWS, customer_line, desk_in, fresh, sound_line  # noqa: F401 - fresh is a fixture

CUSTOMER_HEADERS = ("code", "name", "phone", "region")
_TABLES = {
    "customer": "select * exclude (version, updated_at) from customer order by customer_id",
    "product": "select * exclude (version, updated_at) from product order by product_id",
    "purchase": "select * exclude (version) from purchase order by purchase_id",
    "purchase_order": "select * from purchase_order order by order_id",
    "sums": "select count(*) as n, sum(amount) as amount, sum(quantity) as quantity, count(distinct customer_id) as c from purchase",
}


def standing(desk: Desk) -> dict[str, list[dict[str, Any]]]:
    """Return every record as it stands, but for its version."""
    return {name: desk.rows(text) for name, text in _TABLES.items()}


@LAWS
@given(
    st.lists(sound_line, min_size=1, max_size=8),
    st.lists(sound_line, min_size=1, max_size=8),
    st.lists(customer_line, min_size=1, max_size=6),
    st.lists(customer_line, min_size=1, max_size=6),
)
def test_importing_and_taking_back_leaves_everything_as_it_was(
    fresh: object,  # noqa: F811 - pytest's way to ask for a fixture
    before: list[tuple[str, ...]],
    after: list[tuple[str, ...]],
    people: list[tuple[str, ...]],
    others: list[tuple[str, ...]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = desk_in(folder)
        desk.bring("customers", desk.file(CUSTOMER_HEADERS, people))
        desk.bring("purchases", desk.file(PURCHASE_HEADERS, before), create=True)
        stood = [standing(desk)]
        done = [desk.bring("customers", desk.file(CUSTOMER_HEADERS, others), update=True)]
        stood.append(standing(desk))
        done.append(desk.bring("purchases", desk.file(PURCHASE_HEADERS, after), create=True, update=True))
        while done:
            last = done.pop()
            if last.counts.accepted:
                assert undo_import(desk.store, CONSOLE, last.import_id, f"undo {last.import_id}").kept == 0
            assert standing(desk) == stood.pop()
        desk.store.close()


def bring_customers(desk: Desk, cast: Cast, *lines: tuple[str, ...], update: bool = False) -> int:
    path = desk.file(CUSTOMER_HEADERS, lines)
    return desk.bring("customers", path, actor=cast.tao, update=update).import_id


def customer_id(desk: Desk, code: str) -> int:
    return int(desk.store.value(sql("select customer_id from customer where code = $1"), [code]))


def test_a_customer_changed_or_talked_to_afterwards_stays_and_is_named(desk: Desk, cast: Cast) -> None:
    done = bring_customers(
        desk,
        cast,
        ("K1", "李雷", "13800138001", ""),
        ("K2", "韩梅梅", "", ""),
        ("K3", "王芳", "", ""),
        ("K4", "赵云", "", ""),
    )
    given = {"name": "李雷雷", "kind": "person"}
    edit_customer(desk.store, cast.tao, customer_id(desk, "K1"), given, version=1, key="e")
    said = {"channel": "phone", "outcome": "reached", "content": "好"}
    log_interaction(desk.store, cast.tao, customer_id(desk, "K2"), said, key="l")
    lines = [("1001", "1", "K3", "T1", "1", "9.5", "2026-03-01")]
    desk.bring("purchases", desk.file(PURCHASE_HEADERS, lines), actor=cast.tao)
    plan = undo_plan(desk.store, cast.tao, done)
    assert plan.counts == UndoCounts(removed=1, restored=0, kept=3)
    assert [(one.name, one.reason) for one in plan.staying] == [
        ("李雷雷 (K1)", REASONS["changed"]),
        ("韩梅梅 (K2)", REASONS["interactions"]),
        ("王芳 (K3)", REASONS["purchases"]),
    ]
    assert undo_import(desk.store, cast.tao, done, "u") == plan.counts
    assert [row["code"] for row in desk.rows("select code from customer order by code")] == ["K1", "K2", "K3"]


def test_an_update_goes_back_to_the_value_before_but_not_over_a_later_one(desk: Desk, cast: Cast) -> None:
    bring_customers(desk, cast, ("K1", "李雷", "13800138001", "浙江"), ("K2", "韩梅梅", "", "江苏"))
    done = bring_customers(desk, cast, ("K1", "李雷", "13900139001", "上海"), ("K2", "韩梅梅", "", "上海"), update=True)
    given = {"name": "韩梅梅", "kind": "person", "region": "北京"}
    edit_customer(desk.store, cast.tao, customer_id(desk, "K2"), given, version=2, key="e")
    assert undo_import(desk.store, cast.tao, done, "u") == UndoCounts(removed=0, restored=1, kept=1)
    rows = desk.rows("select code, phone, region, version from customer order by code")
    assert rows[0] == {"code": "K1", "phone": "13800138001", "region": "浙江", "version": 3}
    assert rows[1]["region"] == "北京"


def test_the_first_of_two_imports_can_be_taken_back_after_the_second_was(desk: Desk, cast: Cast) -> None:
    first = bring_customers(desk, cast, ("K1", "李雷", "", "浙江"))
    second = bring_customers(desk, cast, ("K1", "李雷", "", "上海"), update=True)
    assert undo_plan(desk.store, cast.tao, first).counts == UndoCounts(0, 0, 1)
    undo_import(desk.store, cast.tao, second, "u2")
    assert undo_import(desk.store, cast.tao, first, "u1") == UndoCounts(1, 0, 0)
    assert desk.rows("select * from customer") == []
    assert desk.rows("select * from import_change") == []


def test_a_former_phone_that_another_customer_has_by_now_is_not_given_back(desk: Desk, cast: Cast) -> None:
    bring_customers(desk, cast, ("K1", "李雷", "13800138001", ""))
    done = bring_customers(desk, cast, ("K1", "李雷", "13900139001", ""), update=True)
    bring_customers(desk, cast, ("K2", "韩梅梅", "13800138001", ""))
    assert [one.reason for one in undo_plan(desk.store, cast.tao, done).staying] == [REASONS["taken"]]


def test_a_line_whose_former_customer_has_gone_stays(desk: Desk, cast: Cast) -> None:
    first = bring_customers(desk, cast, ("K1", "李雷", "", ""))
    bring_customers(desk, cast, ("K2", "韩梅梅", "", ""))
    line = ["1001", "1", "K1", "T1", "1", "9.5", "2026-03-01"]
    desk.bring("purchases", desk.file(PURCHASE_HEADERS, [line]), actor=cast.tao)
    line[2] = "K2"
    moved = desk.bring("purchases", desk.file(PURCHASE_HEADERS, [line]), actor=cast.tao, update=True).import_id
    undo_import(desk.store, cast.tao, first, "u1")
    assert [one.reason for one in undo_plan(desk.store, cast.tao, moved).staying] == [REASONS["base_gone"]]


def test_an_import_is_taken_back_once(desk: Desk, cast: Cast) -> None:
    done = bring_customers(desk, cast, ("K1", "李雷", "", ""))
    undo_import(desk.store, cast.tao, done, "u")
    with pytest.raises(AlreadyDone):
        undo_import(desk.store, cast.tao, done, "u")
    with pytest.raises(Refused):
        undo_import(desk.store, cast.tao, done, "another")
    past = past_import(desk.store, cast.ada, done)
    assert (past.undone_by, past.undone_at, past.undone_counts) == ("Tao", NOW, (1, 0, 0))
    trail = desk.rows(
        "select action, row_count from audit_entry where entity = 'import_batch' order by seq desc limit 1"
    )
    assert trail == [{"action": "take_back", "row_count": 1}]


def test_the_file_can_be_imported_again_and_is_not_called_known(desk: Desk, cast: Cast) -> None:
    path = desk.file(CUSTOMER_HEADERS, [("K1", "李雷", "13800138001", "")])
    done = desk.bring("customers", path, actor=cast.tao)
    undo_import(desk.store, cast.tao, done.import_id, "u")
    checked = desk.check("customers", path, actor=cast.tao)
    assert (checked.seen_at, checked.counts.added) == (None, 1)


def test_other_teams_leads_and_other_roles_cannot_take_it_back(desk: Desk, cast: Cast) -> None:
    done = bring_customers(desk, cast, ("K1", "李雷", "", ""))
    with desk.store.transaction() as transaction:
        transaction.execute(sql("update app_user set role = 'lead' where user_id = $1"), [cast.vic.user_id])
    sue = type(cast.tao)(cast.vic.user_id, "Vic", cast.tao.role, cast.south)
    with pytest.raises(NotFound):
        undo_plan(desk.store, sue, done)
    moved = type(cast.tao)(cast.tao.user_id, "Tao", cast.tao.role, cast.south)
    with pytest.raises(Refused):
        undo_import(desk.store, moved, done, "u")
    for other in (cast.mia, cast.sol, cast.rea):
        with pytest.raises(NotPermitted):
            undo_import(desk.store, other, done, "u")
    assert undo_import(desk.store, cast.ada, done, "u").removed == 1
    notices = desk.rows("select kind from notice order by notice_id")
    assert [one["kind"] for one in notices] == ["import_finished", "import_taken_back"]


def test_after_ninety_days_nothing_is_taken_back_and_nothing_is_kept_of_it(desk: Desk, cast: Cast) -> None:
    bring_customers(desk, cast, ("K1", "李雷", "13800138001", ""))
    done = bring_customers(desk, cast, ("K1", "李雷", "13900139001", ""), update=True)
    with clock.held_at(NOW + timedelta(days=91)):
        with pytest.raises(Refused):
            undo_plan(desk.store, cast.tao, done)
        assert undo.forget_old(desk.store) == 2
    assert desk.rows("select * from import_change") == []


def test_a_change_between_the_judgement_and_the_lock_is_seen(
    desk: Desk, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = bring_customers(desk, cast, ("K1", "李雷", "", ""))
    real, asked = undo.undo_plan, []

    def meanwhile(*given: Any) -> undo.UndoPlan:
        plan = real(*given)
        if not asked:
            edit = {"name": "李雷雷", "kind": "person"}
            edit_customer(desk.store, cast.tao, customer_id(desk, "K1"), edit, version=1, key="e")
        asked.append(plan)
        return plan

    monkeypatch.setattr(undo, "undo_plan", meanwhile)
    assert undo_import(desk.store, cast.tao, done, "u") == UndoCounts(0, 0, 1)
    assert len(asked) == 2
    assert [row["name"] for row in desk.rows("select name from customer")] == ["李雷雷"]
