"""What an import would write over is told before the yes: just that, masked as elsewhere, and within reach alone."""

from __future__ import annotations

from crm_core.access.model import CONSOLE, Actor
from crm_core.customers.ownership.service import assign_owner
from crm_core.customers.profile.own_fields.service import add_own_field
from crm_core.imports.changing import Changes, changes_of
from crm_core.imports.checked import CheckedImport
from tests.conftest import Cast
from tests.customers.faces import fresh
from tests.imports.conftest import PURCHASE_HEADERS, Desk

PEOPLE = ("客户编号", "客户名称", "手机", "邮箱", "地区", "负责人", "会员等级")
FIRST = [
    ("K1", "王小明", "13800138000", "wang@example.com", "杭州", "sol", "金"),
    ("K2", "李雷", "", "", "", "sol", ""),
]


def told(desk: Desk, checked: CheckedImport, actor: Actor = CONSOLE) -> list[tuple[int, str, str, str | None, str]]:
    found = changes_of(desk.store, actor, checked)
    return [(one.row, one.code, one.field, one.was, one.becomes) for one in found.told]


def test_each_field_that_differs_is_told_and_none_that_does_not(desk: Desk, cast: Cast) -> None:
    add_own_field(desk.store, CONSOLE, {"name": "会员等级", "kind": "text"}, key=fresh())
    desk.bring("customers", desk.file(PEOPLE, FIRST))
    edited = [("K1", "王小明", "13900139000", "", "杭州'", "tao", "银"), FIRST[1], ("K3", "新来", "", "", "", "", "")]
    path = desk.file(PEOPLE, edited)
    checked = desk.check("customers", path, actor=cast.tao, update=True)
    assert told(desk, checked, cast.tao) == [
        (2, "K1", "phone", "138****8000", "13900139000"), (2, "K1", "region", "杭州", "杭州'"),
        (2, "K1", "owner", "Sol", "Tao"), (2, "K1", "own", "金", "银"),
    ]  # fmt: skip
    kept = changes_of(desk.store, CONSOLE, desk.check("customers", path))
    assert (kept.told, kept.left) == ((), 1), "left as it is, nothing is written over, and that is said"
    customer_id = desk.rows("select customer_id from customer where code = 'K1'")[0]["customer_id"]
    assign_owner(desk.store, cast.mia, [customer_id], cast.vic.user_id, key=fresh())
    assert told(desk, checked, cast.tao) == [], "another team's by now, so not for this lead to see"
    assert len(told(desk, checked)) == 4


def test_many_lines_are_counted_and_other_kinds_are_told_too(desk: Desk, cast: Cast) -> None:
    many = [(f"K{at}", f"客户{at}", "", "", "旧", "", "") for at in range(9)]
    desk.bring("customers", desk.file(PEOPLE, many))
    path = desk.file(PEOPLE, [(code, name, "", "", "新", "", "") for code, name, *_ in many])
    checked = desk.check("customers", path, update=True)
    assert [one.row for one in changes_of(desk.store, CONSOLE, checked, 4).told] == [2, 3, 4, 5]
    assert (changes_of(desk.store, CONSOLE, checked, 4).more, changes_of(desk.store, CONSOLE, checked).left) == (5, 0)

    def second(kind: str, headers: tuple[str, ...], first: tuple[str, ...], later: tuple[str, ...]) -> Changes:
        desk.bring(kind, desk.file(headers, [first]))
        return changes_of(desk.store, CONSOLE, desk.check(kind, desk.file(headers, [later]), update=True))

    contact = ("客户编号", "联系人", "职务", "是否决策人", "微信号")
    found = second(
        "contacts", contact, ("K1", "韩梅", "采购", "否", "hanmei88"), ("K1", "韩梅", "经理", "是", "hm-2026")
    )
    assert [(one.field, one.was, one.becomes) for one in found.told] == [
        ("title", "采购", "经理"), ("decision_maker", "false", "true"), ("wechat", "ha****", "hm-2026"),
    ]  # fmt: skip
    product = ("code", "name", "unit_price")
    found = second("products", product, ("T1", "龙井", "100"), ("T1", "龙井", "120.5"))
    assert [(one.whose, one.field, float(one.was or 0), float(one.becomes)) for one in found.told] == [
        ("龙井", "unit_price", 100, 120.5)
    ]
    line = ("A1", "1", "K1", "T1", "2", "100", "2026-01-05 10:00")
    found = second("purchases", PURCHASE_HEADERS, line, ("A1", "1", "K2", "T1", "3", "100", "2026-01-06 10:00"))
    assert [(one.code, one.field) for one in found.told] == [
        ("A1", "customer"), ("A1", "quantity"), ("A1", "purchased_at"),
    ]  # fmt: skip
