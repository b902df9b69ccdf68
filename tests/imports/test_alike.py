"""New customers of a file that look like one who is there: pointed out within reach, and taken as the person chose."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core.access.model import Actor
from crm_core.customers.likeness import likeness_of, likenesses
from crm_core.imports.checked import CheckedImport
from crm_core.imports.model import DuplicateRule
from crm_core.imports.service import check_again
from crm_core.imports.undo import undo_import
from tests.conftest import Cast
from tests.imports.conftest import Desk, reasons
from tests.imports.test_undo import CUSTOMER_HEADERS, bring_customers

SAME_NAMES = (
    "杭州云栖茶业有限公司", "杭州云栖茶业有限责任公司", "杭州云栖茶业股份有限公司", "杭州云栖茶业股份有限责任公司", "杭州 云栖 茶业", "杭州（云栖）茶业有限公司", "杭州(云栖)茶业公司",
    "杭州雲棲茶業有限公司".replace("棲", "栖"), "杭州云栖茶业有限公司　",
)  # fmt: skip


@pytest.mark.parametrize("name", SAME_NAMES)
def test_legal_form_signs_width_and_script_make_no_other_customer(name: str) -> None:
    assert set(likenesses(name)) & set(likenesses(SAME_NAMES[0]))


def test_other_names_are_others() -> None:
    assert likeness_of("Acme Co., Ltd.") == likeness_of("ＡＣＭＥ  co ltd") == "acme"
    assert likeness_of("杭州云栖茶业有限公司") != likeness_of("杭州云栖酒业有限公司")
    assert likenesses("公司") == likenesses("") == ()


@given(st.text(max_size=40))
def test_a_likeness_is_its_own_likeness_but_for_a_legal_form_at_its_end(name: str) -> None:
    form = likeness_of(name)
    assert likeness_of(f"《{name}》") == form
    assert form == "" or len(form) >= 2


@pytest.fixture
def shop(desk: Desk, cast: Cast) -> Desk:
    """A company with a phone and a person without, of the north; a company of the south."""
    bring_customers(desk, cast, ("K1", "杭州云栖茶业有限公司", "13800138001", "浙江"), ("K2", "李雷", "", ""))
    desk.bring("customers", desk.file(("code", "name", "owner"), [("S1", "上海外滩酒业有限公司", "vic")]))
    return desk


def check(desk: Desk, who: Actor, *lines: tuple[str, ...], update: bool = False) -> CheckedImport:
    return desk.check("customers", desk.file(CUSTOMER_HEADERS, lines), actor=who, update=update)


def again(desk: Desk, who: Actor, checked: CheckedImport, rule: DuplicateRule, **rows: DuplicateRule) -> CheckedImport:
    chosen = tuple((int(row[1:]), each) for row, each in rows.items())
    options = replace(checked.options, duplicates=rule, duplicate_rows=chosen)
    return check_again(desk.store, who, checked, options)


def test_likely_duplicates_are_pointed_out_and_added_unless_told_otherwise(shop: Desk, cast: Cast) -> None:
    checked = check(
        shop,
        cast.tao,
        ("N1", "杭州雲栖茶業有限責任公司", "", ""),
        ("N2", "李雷", "13900139009", ""),
        ("N3", "王芳", "", ""),
    )
    assert [(line.row, line.alike_code, line.alike_by, line.alike_rule) for line in checked.alike(9)] == [
        (2, "K1", "name", "add"),
        (3, "K2", "name", "add"),
    ]
    assert (checked.counts.added, checked.alike_count()) == (3, 2)


def test_persons_of_one_name_with_phones_of_their_own_are_two(shop: Desk, cast: Cast) -> None:
    bring_customers(shop, cast, ("K5", "王伟", "13700137001", ""))
    assert check(shop, cast.tao, ("N1", "王伟", "13700137002", "")).alike(9) == ()


def test_left_out_is_rejected_with_the_reason_and_taken_as_the_same_changes_the_one_that_is_there(
    shop: Desk, cast: Cast
) -> None:
    lines = (("N1", "杭州云栖茶业有限责任公司", "", "江苏"), ("N2", "李雷", "13900139009", ""))
    checked = check(shop, cast.tao, *lines, update=True)
    chosen = again(shop, cast.tao, checked, DuplicateRule.SKIP, r2=DuplicateRule.SAME)
    assert chosen.counts.as_facts() == {"read": 2, "added": 0, "updated": 1, "unchanged": 0, "rejected": 1}
    assert reasons(chosen) == [(3, "name", "Left out as you chose: it looks like customer K2.")]
    done = shop.write(chosen, actor=cast.tao)
    found = shop.rows("select code, name, region, phone, search_text from customer where code in ('K1', 'N1')")
    assert [(row["code"], row["region"], row["phone"]) for row in found] == [("K1", "江苏", "13800138001")]
    assert found[0]["search_text"].endswith("\nk1")
    undo_import(shop.store, cast.tao, done.import_id, "u")
    assert shop.rows("select name, region from customer where code = 'K1'") == [
        {"name": "杭州云栖茶业有限公司", "region": "浙江"}
    ]


def test_taken_as_the_same_without_updating_leaves_all_as_it_is(shop: Desk, cast: Cast) -> None:
    checked = check(shop, cast.tao, ("N1", "杭州云栖茶业有限责任公司", "", "江苏"))
    assert again(shop, cast.tao, checked, DuplicateRule.SAME).counts.unchanged == 1


def test_a_phone_that_is_taken_can_be_the_same_but_never_a_second_customer(shop: Desk, cast: Cast) -> None:
    checked = check(shop, cast.tao, ("N1", "云栖分部有限公司", "13800138001", "江苏"), update=True)
    [line] = checked.alike(9)
    assert (line.alike_by, line.alike_rule, checked.counts.rejected) == ("number", "skip", 1)
    assert again(shop, cast.tao, checked, DuplicateRule.ADD).counts.rejected == 1
    same = again(shop, cast.tao, checked, DuplicateRule.SAME)
    assert same.counts.updated == 1
    shop.write(same, actor=cast.tao)
    assert shop.rows("select count(*) as n from customer where phone_key = '8613800138001'") == [{"n": 1}]


def test_two_lines_for_one_customer_change_it_once(shop: Desk, cast: Cast) -> None:
    checked = check(
        shop, cast.tao, ("K1", "杭州云栖茶业有限公司", "", "江苏"), ("N1", "杭州云栖茶业公司", "", "上海"),
        ("N2", "杭州云栖茶业", "", "北京"), update=True,
    )  # fmt: skip
    chosen = again(shop, cast.tao, checked, DuplicateRule.SAME)
    assert chosen.counts.updated == 1
    shop.write(chosen, actor=cast.tao)
    assert shop.rows("select region, version from customer where code = 'K1'") == [{"region": "江苏", "version": 2}]


def test_another_teams_customers_are_told_by_no_name(shop: Desk, cast: Cast) -> None:
    assert check(shop, cast.tao, ("N1", "上海外滩酒业有限责任公司", "", "")).alike(9) == ()
    [line] = check(shop, cast.ada, ("N1", "上海外滩酒业有限责任公司", "", "")).alike(9)
    assert line.alike_code == "S1"
