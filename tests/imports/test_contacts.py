"""Contacts and interactions from files: known again, only into the own team, never in the future, and taken back whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crm_core.access.model import CONSOLE
from crm_core.exchange.csv_file import write_csv
from crm_core.exchange.reading import read_table
from crm_core.imports import kinds
from crm_core.imports.model import ImportKind
from crm_core.imports.undo import REASONS, UndoCounts, undo_import, undo_plan
from crm_core.interactions.service import log_interaction
from crm_core.touchpoints.said.service import answer_suggestion
from tests.conftest import Cast, sql
from tests.imports.conftest import Desk, reasons
from tests.imports.test_undo import bring_customers

CONTACT = ("客户编号", "联系人", "职务", "是否决策人", "手机", "邮箱", "微信号")
TALK = ("客户编号", "跟进时间", "跟进方式", "方向", "沟通内容", "跟进人", "下次跟进日期", "下一步")


@pytest.fixture
def shop(desk: Desk, cast: Cast) -> Desk:
    """Two customers of the north, one of the south."""
    bring_customers(desk, cast, ("K1", "杭州云栖茶业有限公司", "", ""), ("K2", "李雷", "", ""))
    path = desk.file(("code", "name", "owner"), [("S1", "上海外滩有限公司", "vic")])
    desk.bring("customers", path)
    return desk


def contacts(desk: Desk) -> list[dict[str, Any]]:
    return desk.rows(
        "select c.code, n.name, n.title, n.is_decision_maker as decides, n.phone, n.email, n.wechat, n.version "
        "from contact as n join customer as c using (customer_id) order by contact_id"
    )


def test_the_columns_of_both_kinds_are_recognised_in_three_languages(tmp_path: Path) -> None:
    def matched(kind: ImportKind, headers: tuple[str, ...]) -> dict[str, str]:
        path = tmp_path / "file.csv"
        write_csv(path, list(headers), [["x"] * len(headers)])
        return kinds.matched(kind, read_table(path))

    assert list(matched(ImportKind.CONTACTS, CONTACT).values()) == [
        "customer", "name", "title", "decision_maker", "phone", "email", "wechat",
    ]  # fmt: skip
    assert list(matched(ImportKind.INTERACTIONS, TALK).values()) == [
        "customer", "happened_at", "channel", "direction", "content", "user", "next_due_on", "next_purpose",
    ]  # fmt: skip
    assert matched(ImportKind.CONTACTS, ("客戶編號", "聯絡人", "職務", "電話"))["聯絡人"] == "name"
    assert matched(ImportKind.INTERACTIONS, ("Account Name", "Date", "Type", "Summary")).keys() == {
        "Account Name", "Date", "Type", "Summary",
    }  # fmt: skip


def test_contacts_are_added_once_and_updated_by_phone_else_name(shop: Desk, cast: Cast) -> None:
    lines = [
        ("K1", "韩梅梅", "采购经理", "是", "138 0013 8001", "h@example.com", "hmm"),
        ("K1", "王强", "", "", "", "", ""),
        ("K1", "", "", "", "13800138009", "", ""),
        ("K9", "赵云", "", "", "", "", ""),
        ("S1", "孙权", "", "", "", "", ""),
        ("K2", "坏", "", "", "12", "", ""),
    ]
    path = shop.file(CONTACT, lines)
    checked = shop.check("contacts", path, actor=cast.tao)
    assert checked.counts.as_facts() == {"read": 6, "added": 2, "updated": 0, "unchanged": 0, "rejected": 4}
    assert [row for row, _column, _reason in reasons(checked)] == [4, 5, 6, 7]
    shop.write(checked, actor=cast.tao)
    assert shop.bring("contacts", path, actor=cast.tao).counts.accepted == 0
    changed = shop.file(
        CONTACT, [("K1", "韩梅", "总监", "", "13800138001", "", ""), ("K1", "王强", "", "是", "", "", "")]
    )
    assert shop.bring("contacts", changed, actor=cast.tao, update=True).counts.updated == 2
    assert contacts(shop) == [
        {"code": "K1", "name": "韩梅", "title": "总监", "decides": True, "phone": "13800138001", "email": "h@example.com",
         "wechat": "hmm", "version": 2},
        {"code": "K1", "name": "王强", "title": None, "decides": True, "phone": None, "email": None, "wechat": None, "version": 2},
    ]  # fmt: skip


def test_imported_contacts_go_back_to_what_they_were_and_hold_a_customer(shop: Desk, cast: Cast) -> None:
    first = shop.file(CONTACT, [("K1", "韩梅梅", "采购", "是", "13800138001", "", "")])
    one = shop.bring("contacts", first, actor=cast.tao)
    stood = contacts(shop)
    second = shop.file(
        CONTACT, [("K1", "韩梅", "总监", "否", "13800138001", "", ""), ("K2", "王强", "", "", "", "", "")]
    )
    two = shop.bring("contacts", second, actor=cast.tao, update=True)
    assert [each.reason for each in undo_plan(shop.store, cast.tao, 1).staying] == [REASONS["contacts"]] * 2
    assert undo_import(shop.store, cast.tao, two.import_id, "2") == UndoCounts(1, 1, 0)
    assert contacts(shop) == [{**stood[0], "version": 3}]
    assert undo_import(shop.store, cast.tao, one.import_id, "1") == UndoCounts(1, 0, 0)
    assert contacts(shop) == []


TALKS = [
    ("K1", "2026-03-10 09:30", "电话", "呼出", "确认春茶数量", "sol", "2026-03-20", "送样"),
    ("K1", "2026-03-10 09:30", "电话", "呼出", "确认春茶数量", "sol", "", ""),
    ("K2", "2026-03-11", "微信", "", "问价", "", "2026-01-01", ""),
]  # fmt: skip


def test_interactions_are_added_once_with_who_when_and_what_comes_next(shop: Desk, cast: Cast) -> None:
    path = shop.file(TALK, TALKS)
    assert shop.bring("interactions", path, actor=cast.tao).counts.added == 3
    assert shop.bring("interactions", path, actor=cast.tao).counts.unchanged == 3
    found = shop.rows(
        "select channel, direction, outcome, content, user_id, team_id, owner_id, happened_on::varchar as day "
        "from interaction order by happened_at, interaction_id"
    )
    said = {"channel": "phone", "direction": "out", "outcome": "reached", "content": "确认春茶数量", "owner_id": None}
    assert found[0] == found[1] == {**said, "user_id": cast.sol.user_id, "team_id": cast.north, "day": "2026-03-10"}
    assert (found[2]["user_id"], found[2]["direction"]) == (cast.tao.user_id, None)
    promised = shop.rows("select user_id, due_on::varchar as day, purpose, status from follow_up")
    assert promised == [{"user_id": cast.sol.user_id, "day": "2026-03-20", "purpose": "送样", "status": "open"}]


def test_purposes_and_suggestions_come_with_interactions_and_go_with_them_unless_answered(
    shop: Desk, cast: Cast
) -> None:
    heads = ("客户编号", "跟进时间", "沟通内容", "沟通目的", "客户建议")
    lines = [
        ("K1", "2026-03-10", "谈价格", "报价", "希望有小包装"), ("K1", "2026-03-11", "催货", "物流", ""),
        ("K2", "2026-03-11", "到访", "", "早点开门"), ("K2", "2026-03-12", "问问", "占卜", ""),
    ]  # fmt: skip
    assert shop.check("interactions", shop.file(heads, lines), actor=cast.tao).counts.rejected == 1
    done = shop.bring("interactions", shop.file(heads, lines[:3]), actor=cast.tao)
    details = "select i.content, d.purpose from interaction_detail as d join interaction as i using (interaction_id) order by 1"
    assert [tuple(row.values()) for row in shop.rows(details)] == [("催货", "delivery"), ("谈价格", "price")]
    noted = shop.rows(
        "select suggestion_id, content, state, noted_by, said_on::varchar as day from customer_suggestion"
    )
    assert [tuple(row.values())[1:] for row in noted] == [
        ("希望有小包装", "new", cast.tao.user_id, "2026-03-10"), ("早点开门", "new", cast.tao.user_id, "2026-03-11"),
    ]  # fmt: skip
    answer = {"state": "adopted", "answer": "下月有小包装"}
    answer_suggestion(shop.store, cast.mia, noted[0]["suggestion_id"], answer, version=1, key="a")
    assert undo_import(shop.store, cast.tao, done.import_id, "u") == UndoCounts(2, 0, 1)
    left = shop.rows(
        "select i.content, s.content as said from interaction as i join customer_suggestion as s using (interaction_id)"
    )
    assert left == [{"content": "谈价格", "said": "希望有小包装"}]
    assert shop.rows("select purpose from interaction_detail") == [{"purpose": "price"}]


def test_interactions_in_the_future_elsewhere_or_by_strangers_are_refused(shop: Desk, cast: Cast) -> None:
    lines = [
        ("K1", "2026-03-19 09:30", "电话", "", "明天", "", "", ""),
        ("S1", "2026-03-10", "电话", "", "别家", "", "", ""),
        ("K1", "2026-03-10", "电话", "", "谁", "vic", "", ""),
        ("K1", "2026-03-10", "飞鸽", "", "鸽", "", "", ""),
        ("K1", "2026-03-10", "电话", "", "", "", "", ""),
    ]
    checked = shop.check("interactions", shop.file(TALK, lines), actor=cast.tao)
    assert (checked.counts.added, checked.counts.rejected) == (0, 5)
    by_console = shop.check("interactions", shop.file(TALK, TALKS), actor=CONSOLE)
    assert reasons(by_console) == [(4, "跟进人", "Say who it was: the command line talks with nobody.")]


def test_imported_interactions_are_taken_back_but_for_a_promise_that_was_kept(shop: Desk, cast: Cast) -> None:
    done = shop.bring("interactions", shop.file(TALK, TALKS), actor=cast.tao)
    promise = shop.rows("select follow_up_id, customer_id from follow_up")[0]
    said = {"channel": "phone", "outcome": "reached", "content": "送到了"}
    log_interaction(shop.store, cast.tao, promise["customer_id"], said, key="l")
    assert undo_plan(shop.store, cast.tao, done.import_id).counts == UndoCounts(4, 0, 0)
    with shop.store.transaction() as transaction:
        transaction.execute(sql("update follow_up set status = 'done', version = 2"))
    assert undo_import(shop.store, cast.tao, done.import_id, "u") == UndoCounts(2, 0, 2)
    assert len(shop.rows("select * from interaction")) == 2
