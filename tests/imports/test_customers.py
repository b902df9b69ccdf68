"""Importing customers: the form's rules, keys, owners, teams and 撞单."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm_core.access.model import Role
from crm_core.customers.importing import guessed_kind
from crm_core.customers.search import search_text
from crm_core.errors import Refused
from crm_core.imports.checked import load_checked
from crm_core.imports.model import Counts
from crm_core.store import Store
from tests.conftest import Cast
from tests.imports.conftest import Desk, reasons

HEADERS = ("code", "name", "phone", "owner", "region", "note")
LI = ("K1", "李雷", "13800138000", "sol", "浙江", "")
CREDIT_CODE = "91110000600037341L"


def customers(desk: Desk) -> list[dict[str, object]]:
    return desk.rows("select * from customer order by customer_id")


def test_a_customer_is_kept_as_the_form_would_keep_it(desk: Desk, cast: Cast) -> None:
    headers = (*HEADERS, "kind", "gender", "birthday", "email")
    path = desk.file(
        headers, [("K1", " 李雷 ", "138 0013 8000", "Sol", "浙江", "多行", "个人", "男", "1990/3/5", "Li@Example.COM")]
    )
    assert desk.bring("customers", path).counts == Counts(1, 1, 0, 0, 0)
    [customer] = customers(desk)
    assert (customer["name"], customer["phone"], customer["phone_key"]) == ("李雷", "13800138000", "8613800138000")
    assert (customer["owner_id"], customer["team_id"]) == (cast.sol.user_id, cast.north)
    assert (customer["gender"], str(customer["birthday"]), customer["email"]) == (
        "male",
        "1990-03-05",
        "Li@example.com",
    )
    assert customer["search_text"] == search_text("李雷", "K1")
    assert str(customer["created_on"]) == "2026-03-18"


@pytest.mark.parametrize(
    ("name", "kind"),
    [("李雷", "person"), ("杭州云栖茶业有限公司", "company"), ("Costco", "person"), ("Brown & Co", "company")],
)
def test_a_kind_that_is_not_told_is_seen_from_the_name(name: str, kind: str) -> None:
    assert guessed_kind(name) == kind


def test_a_credit_code_makes_a_company(desk: Desk) -> None:
    desk.bring("customers", desk.file(("code", "name", "统一社会信用代码"), [("K1", "同仁堂", CREDIT_CODE)]))
    assert (customers(desk)[0]["kind"], customers(desk)[0]["id_number"]) == ("company", CREDIT_CODE)


def test_each_cell_that_the_form_would_refuse_is_named(desk: Desk) -> None:
    headers = ("code", "name", "phone", "id_number", "birthday", "kind")
    lines = [
        ("K1", "李雷", "12345", "", "", ""),
        ("K2", "", "", "", "", ""),
        ("K3", "韩梅梅", "", "1.10105E+17", "", ""),
        ("K4", "王五", "", "", "2999-01-01", ""),
        ("K5", "赵六", "", "", "", "猫"),
    ]
    checked = desk.check("customers", desk.file(headers, lines))
    assert checked.counts == Counts(5, 0, 0, 0, 5)
    assert [(row, column) for row, column, _ in reasons(checked)] == [
        (2, "phone"), (3, "name"), (4, "id_number"), (5, "birthday"), (6, "kind"),
    ]  # fmt: skip


def test_a_known_code_is_left_alone_unless_updates_are_asked_for(desk: Desk, cast: Cast) -> None:
    desk.bring("customers", desk.file(HEADERS, [LI]))
    changed = desk.file(HEADERS, [("K1", "李雷", "13900139000", "", "", "老客户")])
    assert desk.bring("customers", changed).counts == Counts(1, 0, 0, 1, 0)
    assert desk.bring("customers", changed, update=True).counts == Counts(1, 0, 1, 0, 0)
    [customer] = customers(desk)
    assert (customer["phone"], customer["note"], customer["region"]) == ("13900139000", "老客户", "浙江")
    assert (customer["owner_id"], customer["version"]) == (cast.sol.user_id, 2)
    assert desk.bring("customers", changed, update=True).counts == Counts(1, 0, 0, 1, 0)


def test_an_update_without_a_kind_keeps_the_kind(desk: Desk) -> None:
    headers = ("code", "name", "kind")
    desk.bring("customers", desk.file(headers, [("K1", "同仁堂", "公司")]))
    desk.bring("customers", desk.file(("code", "name"), [("K1", "同仁堂药店")]), update=True)
    assert (customers(desk)[0]["name"], customers(desk)[0]["kind"]) == ("同仁堂药店", "company")


def test_customers_without_a_code_get_one_and_are_known_again(desk: Desk) -> None:
    path = desk.file(("name", "phone"), [("李雷", "13800138000"), ("韩梅梅", ""), ("李雷", "13800138000")])
    assert desk.bring("customers", path).counts == Counts(3, 2, 0, 1, 0)
    assert desk.bring("customers", path).counts == Counts(3, 0, 0, 3, 0)
    made = [str(customer["code"]) for customer in customers(desk)]
    assert len(set(made)) == 2
    assert all(code.startswith("K0") for code in made)
    texts = [search_text(str(customer["name"]), str(customer["code"])) for customer in customers(desk)]
    assert [customer["search_text"] for customer in customers(desk)] == texts


def test_a_made_code_never_meets_a_given_one(desk: Desk) -> None:
    given = [(f"K{number:06d}", f"客户{number}") for number in range(1, 40)]
    lines = [*given, *(("", f"无编号{number}") for number in range(40))]
    assert desk.bring("customers", desk.file(("code", "name"), lines)).counts.added == 79


def test_a_phone_that_another_customer_has_is_refused(desk: Desk, cast: Cast) -> None:
    desk.bring("customers", desk.file(HEADERS, [LI]))
    checked = desk.check("customers", desk.file(HEADERS, [("K2", "另一个", "138-0013-8000", "", "", "")]))
    assert reasons(checked) == [(2, "phone", "Customer K1 has the same phone number.")]


def test_a_credit_code_that_another_company_has_is_refused(desk: Desk) -> None:
    headers = ("code", "name", "id_number", "kind")
    desk.bring("customers", desk.file(headers, [("K1", "甲", CREDIT_CODE, "company")]))
    checked = desk.check("customers", desk.file(headers, [("K2", "乙", CREDIT_CODE, "company")]))
    assert reasons(checked) == [(2, "id_number", "Customer K1 has the same unified social credit code.")]


def test_two_lines_with_one_phone_are_one_customer_too_many(desk: Desk, cast: Cast) -> None:
    lines = [LI, ("K2", "韩梅梅", "13800138000", "", "", ""), LI, ("K1", "李雷雷", "", "", "", "")]
    checked = desk.check("customers", desk.file(HEADERS, lines))
    assert checked.counts == Counts(4, 1, 0, 1, 2)
    assert (3, "phone", "Row 2 has the same phone number.") in reasons(checked)
    assert (5, "code", "Row 2 is the same customer with other content.") in reasons(checked)


def test_owners_are_found_by_username_and_by_name_and_nobody_else(desk: Desk, cast: Cast) -> None:
    lines = [("K1", "甲", "", "SOL", "", ""), ("K2", "乙", "", "Nobody", "", ""), ("K3", "丙", "", "rea", "", "")]
    checked = desk.check("customers", desk.file(HEADERS, lines))
    assert checked.counts == Counts(3, 1, 0, 0, 2)
    assert [row for row, column, _ in reasons(checked) if column == "owner"] == [3, 4]


def test_a_lead_brings_customers_into_the_own_team(desk: Desk, cast: Cast) -> None:
    desk.bring("customers", desk.file(HEADERS, [("S1", "南方客户", "13700137000", "vic", "", "")]))
    lines = [
        ("N1", "北方", "", "sol", "", ""),
        ("N2", "无人", "", "", "", ""),
        ("N3", "给别人", "", "vic", "", ""),
        ("S1", "改名", "", "", "", ""),
        ("N4", "同号", "13700137000", "", "", ""),
    ]
    checked = desk.check("customers", desk.file(HEADERS, lines), actor=cast.tao, update=True)
    assert checked.counts == Counts(5, 2, 0, 0, 3)
    said = " ".join(reason for _, _, reason in reasons(checked))
    assert "南方客户" not in said
    assert "Vic" not in said
    desk.write(checked, actor=cast.tao)
    assert [(c["code"], c["team_id"], c["owner_id"]) for c in customers(desk)[1:]] == [
        ("N1", cast.north, cast.sol.user_id),
        ("N2", cast.north, None),
    ]


def test_a_name_of_another_team_neither_stops_a_lead_nor_tells_him(desk: Desk, cast: Cast) -> None:
    desk.bring("customers", desk.file(("name", "owner"), [("张伟", "vic"), ("王芳", "sol")]))
    path = desk.file(("name",), [("张伟",), ("王芳",)])
    assert desk.bring("customers", path, actor=cast.tao).counts == Counts(2, 1, 0, 1, 0)
    assert desk.rows("select team_id from customer where name = '张伟' order by customer_id") == [
        {"team_id": cast.south}, {"team_id": cast.north},
    ]  # fmt: skip
    assert desk.bring("customers", path, actor=cast.tao).counts == Counts(2, 0, 0, 2, 0)


def test_a_lead_does_not_touch_the_public_pool(desk: Desk, cast: Cast) -> None:
    desk.bring("customers", desk.file(HEADERS, [("P1", "公海", "", "", "", "")]))
    checked = desk.check(
        "customers", desk.file(HEADERS, [("P1", "我的", "", "sol", "", "")]), actor=cast.tao, update=True
    )
    assert checked.counts == Counts(1, 0, 0, 0, 1)


def test_products_are_added_updated_and_left_alone(desk: Desk) -> None:
    headers = ("code", "name", "category", "unit_price", "unit_cost")
    first = desk.file(
        headers, [("T1", "Tea", "Tea", "9.5", "4"), ("T2", "", "", "", ""), ("T1", "Tea", "Tea", "9.50", "4")]
    )
    assert desk.bring("products", first).counts == Counts(3, 2, 0, 1, 0)
    second = desk.file(headers, [("T1", "Tea", "", "10", ""), ("T2", "", "", "", ""), ("T1", "Other", "", "", "")])
    assert desk.bring("products", second, update=True).counts == Counts(3, 0, 1, 1, 1)
    assert desk.rows("select code, name, category, unit_price, unit_cost from product order by code")[0] == {
        "code": "T1", "name": "Tea", "category": "Tea", "unit_price": 10, "unit_cost": 4,
    }  # fmt: skip


def test_a_lead_does_not_import_products(desk: Desk, cast: Cast) -> None:
    with pytest.raises(Exception, match="whole company"):
        desk.check("products", desk.file(("code", "name"), [("T1", "Tea")]), actor=cast.tao)


def test_a_check_does_not_outlive_the_role_it_was_made_in(desk: Desk, store: Store, cast: Cast) -> None:
    products = desk.check("products", desk.file(("code", "name"), [("T1", "Tea")]), actor=cast.ada)
    lines = [("C-SOUTH", "Known", "Vic"), ("C-NEW", "New", "Vic")]
    desk.bring("customers", desk.file(("code", "name", "owner"), lines[:1]))
    file = desk.file(("code", "name", "owner"), [("C-SOUTH", "Renamed", "Vic"), lines[1]])
    customers = desk.check("customers", file, actor=cast.ada, update=True)
    assert (customers.counts.added, customers.counts.updated) == (1, 1)
    lead = replace(cast.ada, role=Role.LEAD, team_id=cast.north)
    with pytest.raises(Refused):
        desk.write(products, actor=lead)
    assert desk.write(customers, actor=lead).counts == Counts(2, 0, 0, 0, 2)
    kept = load_checked(customers.space)
    assert kept is not None
    assert kept.reach == customers.reach
    assert desk.rows("select name from customer") == [{"name": "Known"}]
    assert desk.rows("select code from product") == []


@pytest.mark.timeout(60)
def test_many_known_customers_are_compared_in_seconds(desk: Desk) -> None:
    lines = [(f"C{number}", f"客户{number}") for number in range(20_000)]
    path = desk.file(("code", "name"), lines)
    desk.bring("customers", path)
    assert desk.bring("customers", path, update=True).counts == Counts(20_000, 0, 0, 20_000, 0)
