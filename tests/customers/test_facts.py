"""Facts of people and companies: read as people write them, in the form, in files both ways, and asked for at last."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core.access.model import CONSOLE, Permission
from crm_core.audit.field_labels import FIELD_LABELS
from crm_core.customers.fields import Unfit
from crm_core.customers.lists.export import FileKind, export_customers, file_columns, file_headings
from crm_core.customers.lists.fields import known_fields, parse_condition
from crm_core.customers.lists.model import CustomerListRequest
from crm_core.customers.lists.service import customer_list
from crm_core.customers.model import Kind, OneCustomer
from crm_core.customers.profile.completeness import completeness_of
from crm_core.customers.profile.facts.industries import INDUSTRY_LABELS
from crm_core.customers.profile.facts.model import FACTS, SYNONYMS, read_capital, read_website, size_of
from crm_core.customers.profile.own_fields.service import own_values
from crm_core.customers.service import add_customer, customer_face, edit_customer
from crm_core.errors import InvalidInput
from crm_core.i18n import Language, translate
from crm_core.imports.undo import undo_import
from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.customers.faces import Faces, fresh
from tests.imports.conftest import Desk, desk

__all__ = ["desk"]
BY_CODE = {fact.fact: fact for fact in FACTS}
COMPANY = {
    "fact_industry": "制造业", "fact_employees": "1,200人", "fact_capital": "500万元", "fact_founded": "2009年5月12日",
    "fact_website": "WWW.Example.com/关于", "fact_legal_representative": "O'Neil 🙂", "fact_postal_address": "上海市人民路1号",
}  # fmt: skip
KEPT = {
    "industry": "manufacturing", "employees": "1200", "capital": "5000000", "founded": "2009-05-12",
    "website": "https://www.example.com/关于", "legal_representative": "O'Neil 🙂", "postal_address": "上海市人民路1号",
}  # fmt: skip


def kept(store: Store, cast: Cast, customer_id: int) -> Mapping[str | None, str]:
    found = own_values(store, OneCustomer(cast.mia.require(Permission.CUSTOMER_READ), customer_id))
    codes = {fact.field_id: fact.fact for fact in FACTS}
    return {codes[key]: value for key, value in found.items()}


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("industry", "magic"), ("employees", "0"), ("employees", "many"), ("employees", "-3"), ("employees", "1.5"),
        ("employees", "99999999"), ("capital", "-1"), ("capital", "viel"), ("capital", "9" * 20), ("founded", "2026-03-19"),
        ("founded", "1492-10-12"), ("founded", "soon"), ("website", "javascript:alert(1)"), ("website", "no host"),
        ("website", "https://a.b/<script>"), ("website", "ftp://example.com"), ("website", "x" * 300 + ".com"),
        ("occupation", "x" * 501),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("frozen")
def test_what_cannot_be_is_refused(code: str, text: str) -> None:
    with pytest.raises(Unfit):
        BY_CODE[code].parse(text)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_taken_in_one_form_or_refused(text: str) -> None:
    for fact in FACTS:
        try:
            once = fact.parse(text)
        except Unfit:
            continue
        assert once is None or fact.parse(once) == once


@given(st.integers(0, 99_999), st.sampled_from(["", "万", "亿"]))
def test_amounts_are_read_as_chinese_papers_write_them(count: int, unit: str) -> None:
    factor = {"": 1, "万": 10_000, "亿": 100_000_000}[unit]
    assert read_capital(f"￥{count:,}{unit}元") == str(count * factor)


def test_a_website_never_leads_anywhere_but_to_the_web() -> None:
    assert read_website("example.com") == "https://example.com"
    assert read_website("HTTP://Example.COM/a b") == "http://example.com/ab"


def test_sizes_are_bands_without_gaps() -> None:
    assert [size_of(count) for count in (1, 19, 20, 999, 1000)] == [
        "fewer than 20 people", "fewer than 20 people", "20 to 99 people", "300 to 999 people", "1,000 people and more",
    ]  # fmt: skip


def test_the_view_knows_every_fact_by_its_kind(store: Store) -> None:
    with store.transaction() as transaction:
        for fact in FACTS:
            transaction.execute(sql("insert into own_field_value values (1, $1, '7')"), [fact.field_id])
    rows = store.rows(sql("select field_id, field_name, kind from own_field_value_view"))
    assert {(row["field_id"], row["field_name"], row["kind"]) for row in rows} == {
        (fact.field_id, fact.fact, fact.kind.value) for fact in FACTS
    }


def test_every_fact_has_a_name_in_the_trail_and_in_files() -> None:
    assert {fact.fact for fact in FACTS} == set(SYNONYMS) == set(SYNONYMS) & set(FIELD_LABELS)
    assert len({fact.field_id for fact in FACTS}) == len(FACTS)
    assert all(fact.field_id < 0 for fact in FACTS)
    for label in INDUSTRY_LABELS.values():
        for language in Language:
            assert BY_CODE["industry"].parse(translate(language, label)) is not None, label


def test_the_form_keeps_what_belongs_to_the_kind(store: Store, cast: Cast) -> None:
    given = {"name": "远航", "kind": "company", **COMPANY, "fact_occupation": "教师", "fact_magic": "x"}
    customer_id = add_customer(store, cast.sol, given, owner_id=None, key=fresh())
    assert kept(store, cast, customer_id) == KEPT
    reach = cast.sol.require(Permission.CUSTOMER_READ)
    version = customer_face(store, OneCustomer(reach, customer_id)).version
    with pytest.raises(InvalidInput) as refusal:
        edit_customer(store, cast.sol, customer_id, {**given, "fact_employees": "x"}, version=version, key=fresh())
    assert list(refusal.value.fields) == ["fact_employees"]
    changed = {"name": "远航", "kind": "company", "fact_industry": "", "fact_employees": "30"}
    edit_customer(store, cast.sol, customer_id, changed, version=version, key=fresh())
    after = {name: value for name, value in KEPT.items() if name != "industry"} | {"employees": "30"}
    assert kept(store, cast, customer_id) == after
    view = store.row(sql("select industry, employees, founded_on::varchar as founded from customer_fact_view"))
    assert view == {"industry": None, "employees": 30, "founded": "2009-05-12"}


def test_a_file_brings_them_takes_them_out_and_changes_nothing_when_it_comes_back(desk: Desk, cast: Cast) -> None:
    headers = ("客户编号", "客户名称", "所属行业", "员工数", "注册资金", "成立时间", "官网", "地址", "地区")
    line = ("K1", "远航装饰有限公司", "信息技术", "85", "500万", "2009-05-12", "example.com", "人民路1号", "上海")
    done = desk.bring("customers", desk.file(headers, [line]))
    stored = desk.rows("select region from customer where code = 'K1'")
    assert stored == [{"region": "上海"}]
    (customer_id,) = (row["customer_id"] for row in desk.rows("select customer_id from customer where code = 'K1'"))
    facts = kept(desk.store, cast, customer_id)
    assert (facts["industry"], facts["capital"], facts["postal_address"]) == ("information", "5000000", "人民路1号")
    tongue = Language.SIMPLIFIED
    known = known_fields(())
    headings = file_headings(
        [known[name] for name in file_columns([fact.key for fact in FACTS])], partial(translate, tongue)
    )
    words = {"fact_industry": {code: translate(tongue, label) for code, label in INDUSTRY_LABELS.items()}}
    asked = CustomerListRequest(cast.mia.require(Permission.CUSTOMER_READ))
    content = export_customers(desk.store, cast.mia, asked, FileKind.CSV, headings=headings, words=words)
    head, row = (text.split(",") for text in content.decode("utf-8-sig").splitlines())
    out = dict(zip(head, row, strict=True))
    assert (out["行业"], out["员工人数"], out["网址"]) == ("软件和信息技术", "85", "https://example.com")
    names = [translate(tongue, fact.name) for fact in FACTS]
    assert set(names) <= set(out)
    back = ("客户编号", "客户名称", *(name for name in out if name in names and out[name]))
    again = desk.check(
        "customers", desk.file(back, [("K1", "远航装饰有限公司", *(out[name] for name in back[2:]))]), update=True
    )
    assert (again.counts.updated, again.counts.unchanged) == (0, 1)
    assert undo_import(desk.store, CONSOLE, done.import_id, fresh()).kept == 0
    assert desk.rows("select * from own_field_value") == []


def test_a_list_is_filtered_and_sorted_by_them(store: Store, cast: Cast, faces: Faces) -> None:
    for name, people, industry in (("甲", "40", "trade"), ("乙", "400", "trade"), ("丙", "9", "mining")):
        given = {"name": name, "kind": "company", "fact_employees": people, "fact_industry": industry}
        add_customer(store, cast.mia, given, owner_id=None, key=fresh())
    known, reach = known_fields(()), cast.mia.require(Permission.CUSTOMER_READ)

    def found(field: str, operator: str, *values: object) -> list[str]:
        condition = parse_condition(known[field], operator, values)
        asked = CustomerListRequest(reach, conditions=(condition,), sort="fact_employees", is_descending=True)
        return [line.name for line in customer_list(store, asked).lines]

    assert found("fact_industry", "any_of", "trade") == ["乙", "甲"]
    assert found("fact_employees", "at_least", "10") == ["乙", "甲"]
    assert found("fact_employees", "filled") == ["乙", "甲", "丙"]


def test_once_the_key_fields_are_full_a_fact_is_asked_for(store: Store, cast: Cast, faces: Faces) -> None:
    def asks(customer_id: int) -> str | None:
        reach = cast.mia.require(Permission.CUSTOMER_READ)
        return completeness_of(store, OneCustomer(reach, customer_id)).ask_fact

    assert asks(faces.wang) == "Postal address"
    assert asks(faces.li) is None  # its email comes first
    reach = cast.mia.require(Permission.CUSTOMER_READ)
    version = customer_face(store, OneCustomer(reach, faces.wang)).version
    known = {"name": "王小明", "kind": Kind.PERSON.value, "gender": "male", "region": "北京"}
    given = {**known, "fact_postal_address": "x", "fact_occupation": "教师"}
    edit_customer(store, cast.mia, faces.wang, given, version=version, key=fresh())
    assert asks(faces.wang) is None
