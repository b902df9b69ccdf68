"""Columns are recognised in both Chinese scripts and in English, and no field gets two of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_core.exchange.columns import amount_column, code_column, moment_column, text_column
from crm_core.exchange.matching import Field, FieldKind, known_names, match_columns, missing_fields
from crm_core.exchange.scripts import name_key

FIELDS = (
    Field(
        "order",
        "Order",
        code_column(),
        ("订单号", "订单编号", "invoice no"),
        required=True,
        example="A1001",
        kind=FieldKind.CODE,
    ),
    Field("customer", "Customer", code_column(), ("客户编号", "客户", "customer id"), kind=FieldKind.CODE),
    Field("amount", "Amount", amount_column(), ("金额", "实付金额", "销售额"), required=True, kind=FieldKind.AMOUNT),
    Field(
        "purchased_at",
        "Date and time",
        moment_column(),
        ("下单时间", "交易时间", "invoice date"),
        kind=FieldKind.MOMENT,
    ),
    Field("note", "Note", text_column(), ("备注",)),
)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("订单号", "order"), ("訂單號", "order"), ("訂單編號", "order"), ("InvoiceNo", "order"), ("invoice_no.", "order"), ("ＯＲＤＥＲ", "order"),
        ("*订单号", "order"), ("订单号（必填）", "order"), ("客戶", "customer"), ("Customer ID", "customer"), ("CustomerID", "customer"),
        ("金额(元)", "amount"), ("金額 [CNY]", "amount"), ("銷售額", "amount"), ("交易時間", "purchased_at"), ("InvoiceDate", "purchased_at"),
        ("purchased_at", "purchased_at"), (" 備註 ", "note"), ("备注\u200b", "note"),
    ],
)  # fmt: skip
def test_header_is_recognised(header: str, field: str) -> None:
    assert match_columns([header], FIELDS) == {header: field}


@pytest.mark.parametrize("header", ["", "A", "金额合计", "客户经理", "order line", "(元)", "备注2"])
def test_other_headers_are_left_alone(header: str) -> None:
    assert match_columns([header], FIELDS) == {}


def test_closest_name_wins_and_the_other_column_stays_free() -> None:
    assert match_columns(["实付金额", "金额", "客户", "客户编号"], FIELDS) == {"金额": "amount", "客户编号": "customer"}
    assert match_columns(["金额(元)", "销售额"], FIELDS) == {"销售额": "amount"}
    assert match_columns(["备注", "备注 (2)"], FIELDS) == {"备注": "note"}


def test_labels_in_the_users_language_count_as_names() -> None:
    assert match_columns(["購買時間點"], FIELDS, {"purchased_at": ["購買時間點"]}) == {"購買時間點": "purchased_at"}


def test_required_fields_without_a_column_are_named() -> None:
    assert [field.name for field in missing_fields({"金额": "amount"}, FIELDS)] == ["order"]


def test_known_names_hold_every_name() -> None:
    assert {"order", "Order", "订单号", "备注"} <= set(known_names(FIELDS))


@settings(deadline=None)
@given(st.lists(st.sampled_from([*known_names(FIELDS), "x", "金额(元)", "訂單號", "客戶"]), unique=True))
def test_mapping_is_one_to_one(headers: list[str]) -> None:
    mapping = match_columns(headers, FIELDS)
    assert len(set(mapping.values())) == len(mapping)
    assert set(mapping) <= set(headers)


def test_names_are_compared_without_case_blanks_width_script_and_punctuation() -> None:
    assert name_key("  客戶_編號：") == name_key("客户编号")
    assert name_key("Unit-Price") == name_key("unit price") == name_key("ＵnitＰrice")
