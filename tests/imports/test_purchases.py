"""Importing purchases: what a line becomes, how it is known again, and whose it may be."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from crm_core.access.model import CONSOLE, Actor, Role
from crm_core.errors import NotPermitted, Refused, UnusableFile
from crm_core.imports.checked import load_checked
from crm_core.imports.model import Counts
from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.imports.conftest import PURCHASE_HEADERS, Desk, reasons

LINE = ("1001", "1", "", "TEA", "2", "9.50", "2026-03-01 10:00")


def purchases(desk: Desk) -> list[dict[str, object]]:
    return desk.rows("select * from purchase_line_view order by order_code, line_key")


def add_customer(store: Store, code: str, team: int | None, owner: int | None = None) -> None:
    with store.transaction() as transaction:
        transaction.execute(
            sql(
                "insert into customer (code, kind, name, search_text, name_key, owner_id, team_id, version, created_at, "
                "created_on, updated_at, created_by) values ($1, 'person', $1, $1, $1, $2, $3, 1, now(), current_date, now(), 0)"
            ),
            [code, owner, team],
        )


def test_a_sold_line_keeps_its_day_in_the_companys_zone(desk: Desk) -> None:
    path = desk.file(PURCHASE_HEADERS, [("1001", "1", "", "TEA", "2", "9.50", "2026-03-01 00:30")])
    result = desk.bring("purchases", path)
    assert result.counts == Counts(1, 1, 0, 0, 0)
    [line] = purchases(desk)
    assert line["purchased_at"] == datetime(2026, 2, 28, 16, 30, tzinfo=UTC)
    assert line["purchased_on"] == date(2026, 3, 1)
    assert (line["amount"], line["is_sold"], line["is_return"]) == (Decimal("19.0000"), True, False)
    assert (result.first_on, result.last_on) == (date(2026, 3, 1), date(2026, 3, 1))


@pytest.mark.parametrize(
    ("given", "amount", "marks"),
    [
        (("1002", "-2", "9.5"), "-19.0000", (False, True)),
        (("C1002", "-2", "9.5"), "-19.0000", (False, True)),
        (("C1002", "2", "9.5"), "-19.0000", (False, True)),
        (("1002", "2", "0"), "0.0000", (False, False)),
        (("1002", "0", "9.5"), "0.0000", (False, False)),
        (("1002", "-2", "0"), "0.0000", (False, True)),
        (("1002", "3", "0.3333"), "0.9999", (True, False)),
    ],
)
def test_what_counts_as_sold_and_as_returned(
    desk: Desk, given: tuple[str, str, str], amount: str, marks: tuple[bool, bool]
) -> None:
    order, quantity, price = given
    lines = [LINE, (order, "1", "", "TEA", quantity, price, "2026-03-02")]
    desk.bring("purchases", desk.file(PURCHASE_HEADERS, lines))
    [line] = [line for line in purchases(desk) if line["order_code"] == order]
    assert (line["amount"], (line["is_sold"], line["is_return"])) == (Decimal(amount), marks)


def test_a_line_that_does_not_fit_is_refused_with_row_column_value_and_reason(desk: Desk) -> None:
    lines = [
        LINE,
        ("1002", "1", "", "TEA", "many", "9.5", "2026-03-01"),
        ("1003", "1", "", "TEA", "1", "-0.01", "2026-03-01"),
        ("", "1", "", "TEA", "1", "1", "2026-03-01"),
        ("1005", "1", "", "TEA", "1", "1", "2031-01-01"),
        ("1006", "1", "", "TEA", "99999999999999", "99999999999999", "2026-03-01"),
    ]
    checked = desk.check("purchases", desk.file(PURCHASE_HEADERS, lines))
    assert checked.counts == Counts(6, 1, 0, 0, 5)
    assert reasons(checked) == [
        (3, "quantity", "This is no number. Expected is one like 1234.50."),
        (4, "unit_price", "A price is never negative. A return has a negative quantity."),
        (5, "order", "This must not be empty."),
        (6, "purchased_at", "This day lies in the future."),
        (7, "quantity", "Quantity times price is too large to be kept."),
    ]
    assert checked.first_problems(1)[0].value == "many"


def test_nothing_is_written_before_a_yes(desk: Desk) -> None:
    before = desk.store.head
    desk.check("purchases", desk.file(PURCHASE_HEADERS, [LINE]))
    assert purchases(desk) == []
    assert desk.store.head == before
    assert desk.rows("select * from import_batch") == []


def test_reading_a_file_twice_adds_nothing(desk: Desk) -> None:
    lines = [LINE, ("1001", "", "", "TEA", "1", "5", "2026-03-01"), ("1001", "", "", "TEA", "1", "5", "2026-03-01")]
    path = desk.file(PURCHASE_HEADERS, lines)
    assert desk.bring("purchases", path).counts == Counts(3, 3, 0, 0, 0)
    assert desk.bring("purchases", path).counts == Counts(3, 0, 0, 3, 0)
    assert len(purchases(desk)) == 3


def test_equal_lines_without_a_number_are_all_kept(desk: Desk) -> None:
    line = ("1001", "", "", "TEA", "1", "5", "2026-03-01")
    desk.bring("purchases", desk.file(PURCHASE_HEADERS, [line] * 3))
    keys = [str(line["line_key"]) for line in purchases(desk)]
    assert [key.rsplit(":", 1)[1] for key in keys] == ["1", "2", "3"]
    assert len({key.rsplit(":", 1)[0] for key in keys}) == 1


def test_a_later_file_with_one_more_equal_line_adds_that_one(desk: Desk) -> None:
    line = ("1001", "", "", "TEA", "1", "5", "2026-03-01")
    desk.bring("purchases", desk.file(PURCHASE_HEADERS, [line]))
    assert desk.bring("purchases", desk.file(PURCHASE_HEADERS, [line, line])).counts == Counts(2, 1, 0, 1, 0)


def test_a_numbered_line_is_left_alone_unless_updates_are_asked_for(desk: Desk) -> None:
    desk.bring("purchases", desk.file(PURCHASE_HEADERS, [LINE]))
    changed = desk.file(PURCHASE_HEADERS, [(*LINE[:4], "5", "9.50", "2026-03-01 10:00")])
    assert desk.bring("purchases", changed).counts == Counts(1, 0, 0, 1, 0)
    assert purchases(desk)[0]["quantity"] == 2
    assert desk.bring("purchases", changed, update=True).counts == Counts(1, 0, 1, 0, 0)
    assert (purchases(desk)[0]["quantity"], purchases(desk)[0]["amount"]) == (5, Decimal("47.5000"))
    assert desk.bring("purchases", changed, update=True).counts == Counts(1, 0, 0, 1, 0)


def test_an_update_leaves_alone_what_the_file_leaves_empty(desk: Desk, cast: Cast) -> None:
    add_customer(desk.store, "K1", cast.north, cast.sol.user_id)
    headers = (*PURCHASE_HEADERS, "country", "unit_cost")
    desk.bring("purchases", desk.file(headers, [("1001", "1", "K1", "TEA", "2", "9", "2026-03-01", "Kenya", "4")]))
    desk.bring("purchases", desk.file(headers, [("1001", "1", "", "", "3", "9", "2026-03-01", "", "")]), update=True)
    [line] = purchases(desk)
    assert (line["quantity"], line["country"], line["unit_cost"]) == (3, "Kenya", 4)
    assert (line["customer_code"], line["product_code"]) == ("K1", "TEA")


def test_one_number_with_two_contents_in_a_file_is_refused_the_second_time(desk: Desk) -> None:
    lines = [LINE, LINE, (*LINE[:4], "7", "9.50", "2026-03-01 10:00")]
    checked = desk.check("purchases", desk.file(PURCHASE_HEADERS, lines))
    assert checked.counts == Counts(3, 1, 0, 1, 1)
    assert reasons(checked) == [(4, "line", "Row 2 has the same order and line with other content.")]


def test_a_line_without_a_number_is_never_updated(desk: Desk) -> None:
    desk.bring("purchases", desk.file(PURCHASE_HEADERS, [("1001", "", "", "TEA", "2", "9", "2026-03-01")]))
    changed = desk.file(PURCHASE_HEADERS, [("1001", "", "", "TEA", "3", "9", "2026-03-01")])
    assert desk.bring("purchases", changed, update=True).counts == Counts(1, 1, 0, 0, 0)


def test_an_unknown_customer_is_refused_or_made_as_asked(desk: Desk) -> None:
    headers = (*PURCHASE_HEADERS, "customer_name", "country")
    lines = [("1001", "1", "K7", "TEA", "2", "9", "2026-03-01", "O'Hara & Söhne 贸易有限公司", "Ireland")]
    path = desk.file(headers, lines)
    checked = desk.check("purchases", path)
    assert checked.counts == Counts(1, 0, 0, 0, 1)
    assert "There is no customer K7." in reasons(checked)[0][2]
    assert desk.bring("purchases", path, create=True).counts == Counts(1, 1, 0, 0, 0)
    [customer] = desk.rows("select code, name, kind, region, owner_id, team_id, import_id from customer")
    assert (customer["name"], customer["region"]) == ("O'Hara & Söhne 贸易有限公司", "Ireland")
    assert (customer["kind"], customer["owner_id"], customer["team_id"]) == ("company", None, None)
    assert purchases(desk)[0]["customer_code"] == "K7"


def test_a_name_without_a_code_means_the_one_customer_of_that_name(desk: Desk, cast: Cast) -> None:
    headers = ("code", "name")
    desk.bring("customers", desk.file(headers, [("K1", "云栖 茶业"), ("K2", "同名"), ("K3", "同名")]))
    lines = [
        (str(at), str(at), "1", "1", "2026-03-01", name)
        for at, name in enumerate(["云栖茶业", "同名", "新客户", "散客", "", "新客户"])
    ]
    path = desk.file(("order", "line", "quantity", "unit_price", "purchased_at", "customer_name"), lines)
    checked = desk.check("purchases", path)
    assert checked.counts == Counts(6, 3, 0, 0, 3)
    assert [(row, reason.split(".")[0]) for row, _, reason in reasons(checked)] == [
        (3, "Several customers are called 同名"),
        (4, "There is no customer called 新客户"),
        (7, "There is no customer called 新客户"),
    ]
    result = desk.bring("purchases", path, create=True)
    assert result.counts == Counts(6, 5, 0, 0, 1)
    names = [line["customer_name"] for line in purchases(desk)]
    assert names == ["云栖 茶业", "新客户", None, None, "新客户"]
    assert desk.rows("select count(*) as n from customer where name = '新客户'") == [{"n": 1}]
    assert desk.bring("purchases", path, create=True).counts == Counts(6, 0, 0, 5, 1)


def test_lines_known_by_content_are_known_again_when_their_named_customer_was_made(desk: Desk) -> None:
    lines = [("1", "1", "1", "2026-03-01", "新客户"), ("1", "1", "1", "2026-03-01", "新客户")]
    path = desk.file(("order", "quantity", "unit_price", "purchased_at", "customer_name"), lines)
    assert desk.bring("purchases", path, create=True).counts.added == 2
    assert desk.bring("purchases", path, create=True).counts == Counts(2, 0, 0, 2, 0)


def test_a_purchase_takes_the_team_and_owner_that_its_customer_has_now(desk: Desk, cast: Cast) -> None:
    add_customer(desk.store, "K1", cast.north, cast.sol.user_id)
    path = desk.file(PURCHASE_HEADERS, [("1001", "1", "K1", "TEA", "2", "9", "2026-03-01")])
    checked = desk.check("purchases", path)
    with desk.store.transaction() as transaction:
        transaction.execute(sql("update customer set team_id = $1, owner_id = $2"), [cast.south, cast.vic.user_id])
    desk.write(checked)
    [line] = purchases(desk)
    assert (line["team_id"], line["owner_id"]) == (cast.south, cast.vic.user_id)


def test_a_customer_who_goes_between_check_and_yes_takes_the_line_along(desk: Desk, cast: Cast) -> None:
    add_customer(desk.store, "K1", cast.north)
    checked = desk.check("purchases", desk.file(PURCHASE_HEADERS, [("1001", "1", "K1", "T", "2", "9", "2026-03-01")]))
    with desk.store.transaction() as transaction:
        transaction.execute(sql("delete from customer"))
    with pytest.raises(Exception, match="busy"):
        desk.write(checked)
    assert purchases(desk) == []


def test_a_product_is_made_with_the_name_that_most_lines_give(desk: Desk) -> None:
    headers = (*PURCHASE_HEADERS, "product_name", "category")
    lines = [
        ("1", "1", "", "T1", "1", "1", "2026-03-01", "Green tea", "Tea"),
        ("1", "2", "", "T1", "1", "1", "2026-03-01", "green tea??", "Tea"),
        ("1", "3", "", "T1", "1", "1", "2026-03-01", "Green tea", ""),
        ("1", "4", "", "T2", "1", "1", "2026-03-01", "", ""),
    ]
    desk.bring("purchases", desk.file(headers, lines))
    products = desk.rows("select code, name, category from product order by code")
    assert products == [
        {"code": "T1", "name": "Green tea", "category": "Tea"},
        {"code": "T2", "name": "T2", "category": None},
    ]
    stored = desk.rows("select product_name, category from purchase order by line_key")
    assert [line["product_name"] for line in stored] == [None, "green tea??", None, None]
    assert [line["category"] for line in stored] == ["Tea", "Tea", "Tea", None]


def test_the_same_import_written_twice_is_written_once(desk: Desk) -> None:
    checked = desk.check("purchases", desk.file(PURCHASE_HEADERS, [LINE]))
    first = desk.write(checked, key="the same click")
    second = desk.write(checked, key="the same click")
    assert first == second
    assert len(purchases(desk)) == 1
    assert len(desk.rows("select * from import_batch")) == 1


def test_what_others_import_between_check_and_yes_is_not_added_again(desk: Desk) -> None:
    path = desk.file(PURCHASE_HEADERS, [LINE])
    mine, theirs = desk.check("purchases", path), desk.check("purchases", path)
    desk.write(theirs)
    assert desk.write(mine).counts == Counts(1, 0, 0, 1, 0)
    assert len(purchases(desk)) == 1


def test_the_trail_has_one_entry_a_file(desk: Desk) -> None:
    desk.bring("purchases", desk.file(PURCHASE_HEADERS, [LINE, ("1002", *LINE[1:])]))
    entries = desk.rows("select action, entity, row_count, actor_name from audit_entry")
    assert entries == [{"action": "import", "entity": "import_batch", "row_count": 2, "actor_name": "console"}]


def test_a_file_that_was_imported_before_is_noticed_and_allowed(desk: Desk) -> None:
    path = desk.file(PURCHASE_HEADERS, [LINE])
    assert desk.check("purchases", path).seen_at is None
    desk.bring("purchases", path)
    assert desk.check("purchases", path).seen_at is not None


def test_staff_and_readers_and_managers_may_not_import(desk: Desk, cast: Cast) -> None:
    path = desk.file(PURCHASE_HEADERS, [LINE])
    for actor in (cast.mia, cast.sol, cast.rea):
        with pytest.raises(NotPermitted):
            desk.check("purchases", path, actor=actor)


def test_a_lead_imports_for_the_own_team_only(desk: Desk, cast: Cast) -> None:
    add_customer(desk.store, "NORTH", cast.north, cast.sol.user_id)
    add_customer(desk.store, "SOUTH", cast.south, cast.vic.user_id)
    add_customer(desk.store, "POOL", None)
    lines = [
        (str(at), "1", code, "T", "1", "1", "2026-03-01")
        for at, code in enumerate(("NORTH", "SOUTH", "POOL", "NEW", ""))
    ]
    path = desk.file(PURCHASE_HEADERS, lines)
    checked = desk.check("purchases", path, actor=cast.tao, create=True)
    assert checked.counts == Counts(5, 2, 0, 0, 3)
    assert [(row, reason.split(".")[0]) for row, _, reason in reasons(checked)] == [
        (3, "Customer SOUTH is not one of your team's"),
        (4, "Customer POOL is not one of your team's"),
        (6, "A sale without a customer belongs to no team"),
    ]
    desk.write(checked, actor=cast.tao)
    assert {line["team_id"] for line in purchases(desk)} == {cast.north}
    assert desk.rows("select team_id, owner_id from customer where code = 'NEW'") == [
        {"team_id": cast.north, "owner_id": None}
    ]


def test_a_lead_does_not_change_a_line_of_another_team(desk: Desk, cast: Cast) -> None:
    add_customer(desk.store, "NORTH", cast.north)
    add_customer(desk.store, "SOUTH", cast.south)
    desk.bring("purchases", desk.file(PURCHASE_HEADERS, [("1", "1", "SOUTH", "T", "1", "1", "2026-03-01")]))
    path = desk.file(PURCHASE_HEADERS, [("1", "1", "NORTH", "T", "9", "9", "2026-03-01")])
    checked = desk.check("purchases", path, actor=cast.tao, update=True)
    assert checked.counts == Counts(1, 0, 0, 0, 1)
    assert desk.write(checked, actor=cast.tao).counts.rejected == 1
    assert purchases(desk)[0]["quantity"] == 1


def test_a_lead_without_a_team_is_told_what_to_do(desk: Desk) -> None:
    lost = Actor(99, "Lost", Role.LEAD, None)
    with pytest.raises(Refused, match="no team"):
        desk.check("purchases", desk.file(PURCHASE_HEADERS, [LINE]), actor=lost)


def test_a_missing_column_is_named(desk: Desk) -> None:
    path = desk.file(("order", "quantity", "Colour"), [("1", "2", "red")])
    with pytest.raises(UnusableFile, match=r"unit_price, purchased_at.*Colour"):
        desk.check("purchases", path)


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ({"nothing": "order"}, "no column nothing"),
        ({"a": "colour"}, "no field colour"),
        ({"a": "order", "b": "order"}, "Two columns"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused_with_a_sentence(desk: Desk, mapping: dict[str, str], said: str) -> None:
    path = desk.file(("a", "b", "c", "d"), [("1", "2", "3", "4")])
    with pytest.raises(UnusableFile, match=said):
        desk.check("purchases", path, mapping=mapping)


def test_a_mapping_reads_columns_of_any_name(desk: Desk) -> None:
    path = desk.file(("a", "b", "c", "d"), [("1", "2", "3.5", "2026-03-01")])
    mapping = {"a": "order", "b": "quantity", "c": "unit_price", "d": "purchased_at"}
    assert desk.bring("purchases", path, mapping=mapping).counts.added == 1


@pytest.mark.parametrize("text", ["'; drop table purchase; --", "🦄" * 50, "=1+1", "\u202eabc", "张三\u200b"])
def test_hostile_texts_are_kept_as_texts(desk: Desk, text: str) -> None:
    headers = (*PURCHASE_HEADERS, "product_name", "country")
    desk.bring("purchases", desk.file(headers, [(*LINE, text, text)]))
    [line] = purchases(desk)
    assert str(line["country"]) == text.replace("\u202e", "").replace("\u200b", "")


def test_purchases_of_the_console_are_open_to_all_scopes(desk: Desk) -> None:
    assert desk.bring("purchases", desk.file(PURCHASE_HEADERS, [LINE]), actor=CONSOLE).counts.added == 1


NAMED = ("order", "line", "customer", "customer_name", "product", "quantity", "unit_price", "purchased_at")


def named(order: str, code: str, name: str) -> tuple[str, ...]:
    return (order, "1", code, name, "TEA", "2", "9.50", "2026-03-01 10:00")


def test_the_check_says_how_many_customers_the_writing_makes(desk: Desk, store: Store) -> None:
    add_customer(store, "KNOWN", None)
    lines = [
        named("1", "KNOWN", ""),
        named("2", "C-1", "Rose's Tea & Co"),
        named("3", "C-1", ""),
        named("4", "", "周大福"),
        named("5", "", "周大福"),
        named("6", "", ""),
    ]
    path = desk.file(NAMED, lines)
    before = desk.rows("select count(*) as count from customer")[0]["count"]
    checked = desk.check("purchases", path, create=True)
    assert checked.new_customers == 2
    kept = load_checked(checked.space)
    assert kept is not None
    assert kept.new_customers == 2
    desk.write(checked)
    assert desk.rows("select count(*) as count from customer")[0]["count"] == before + 2
    assert desk.check("purchases", path, create=True).new_customers == 0


def test_no_customer_is_announced_where_none_is_to_be_made_or_the_line_is_rejected(desk: Desk) -> None:
    path = desk.file(NAMED, [named("1", "C-1", ""), ("2", "1", "C-2", "", "TEA", "x", "9.50", "2026-03-01 10:00")])
    assert desk.check("purchases", path).new_customers == 0
    assert desk.check("purchases", path, create=True).new_customers == 1
