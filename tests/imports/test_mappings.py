"""Mappings that are kept after an import: recognised again, offered with what differs, per team, renamed, removed, by name."""

from __future__ import annotations

import argparse
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core.access.model import CONSOLE, Actor
from crm_core.errors import InvalidInput, NotFound, NotPermitted, StaleWrite, UnusableFile
from crm_core.exchange.dates import DayOrder
from crm_core.exchange.table import ReadOptions
from crm_core.imports import command
from crm_core.imports.mapping_model import Decisions, SavedMapping, applied, offer_of, suggested_name
from crm_core.imports.mappings import (
    UsedMapping,
    keep_mapping,
    mapping_by_id,
    offer_for,
    remove_mapping,
    rename_mapping,
)
from crm_core.imports.model import ImportKind, UpdateRule
from crm_core.store import Store
from tests.conftest import NOW, Cast, sql
from tests.imports.conftest import Desk

HEADERS = ("单据", "买家", "品名", "数", "价", "何时")
MEANS = {
    "单据": "order",
    "买家": "customer_name",
    "品名": "product_name",
    "数": "quantity",
    "价": "unit_price",
    "何时": "purchased_at",
}
USED = UsedMapping(
    ImportKind.PURCHASES, "旺店通-2026年03月.xlsx", HEADERS, MEANS, ReadOptions(sheet="销售"),
    Decisions(DayOrder.DAY_FIRST, UpdateRule.BY_KEY, create_customers=True),
)  # fmt: skip


def keep(store: Store, actor: Actor, used: UsedMapping = USED) -> SavedMapping:
    return mapping_by_id(store, actor, keep_mapping(store, actor, used))


def test_a_mapping_is_kept_under_the_files_name_without_its_date(store: Store, cast: Cast) -> None:
    saved = keep(store, cast.tao)
    assert (saved.name, saved.team_id, saved.made_by, saved.used_at) == ("旺店通", cast.north, "Tao", NOW)
    assert (saved.mapping, saved.reading, saved.decisions) == (MEANS, USED.reading, USED.decisions)
    assert keep(store, cast.tao) == saved


def test_a_file_with_the_same_columns_in_another_order_and_width_is_recognised(store: Store, cast: Cast) -> None:
    saved = keep(store, cast.tao)
    offer = offer_for(store, cast.tao, ImportKind.PURCHASES, ("何时", "价 ", "数", "品名", "買家", "单据"))
    assert offer is not None
    assert (offer.saved, offer.is_exact) == (saved, True)
    assert offer_for(store, cast.tao, ImportKind.CUSTOMERS, HEADERS) is None


def test_a_file_with_most_of_the_columns_is_offered_with_what_differs(store: Store, cast: Cast) -> None:
    keep(store, cast.tao)
    offer = offer_for(store, cast.tao, ImportKind.PURCHASES, ("单据", "买家", "品名", "数", "价", "日期"))
    assert offer is not None
    assert (offer.is_exact, offer.missing, offer.further) == (False, ("何时",), ("日期",))
    assert offer_for(store, cast.tao, ImportKind.PURCHASES, ("单据", "别", "的", "列")) is None


def test_further_columns_are_matched_by_name_and_a_column_left_out_stays_out(store: Store, cast: Cast) -> None:
    saved = keep(store, cast.tao, replace(USED, headers=(*HEADERS, "渠道")))
    found = applied(saved, (*HEADERS, "渠道", "国家"), {"渠道": "channel", "国家": "country", "单据": "line"})
    assert found == {**MEANS, "国家": "country"}


def test_a_changed_mapping_brings_the_teams_own_up_to_date(store: Store, cast: Cast) -> None:
    first = keep(store, cast.tao)
    changed = keep(store, cast.tao, replace(USED, mapping={**MEANS, "品名": "product"}))
    assert (changed.mapping_id, changed.version, changed.mapping["品名"]) == (first.mapping_id, 2, "product")


def test_the_companys_mapping_serves_all_teams_and_stays_the_companys(store: Store, cast: Cast) -> None:
    companys = keep(store, cast.ada)
    assert keep(store, cast.tao) == companys
    own = keep(store, cast.tao, replace(USED, mapping={**MEANS, "品名": "product"}))
    assert (own.team_id, own.name) == (cast.north, "旺店通 2")
    assert mapping_by_id(store, cast.ada, companys.mapping_id).mapping == MEANS
    offer = offer_for(store, cast.tao, ImportKind.PURCHASES, HEADERS)
    assert offer is not None and offer.saved == own
    with pytest.raises(NotFound):
        remove_mapping(store, cast.tao, companys.mapping_id, version=1, key="r")


def test_another_teams_mapping_is_not_there(store: Store, cast: Cast) -> None:
    saved = keep(store, cast.tao)
    sue = replace(cast.tao, user_id=cast.vic.user_id, name="Vic", team_id=cast.south)
    assert offer_for(store, sue, ImportKind.PURCHASES, HEADERS) is None
    with pytest.raises(NotFound):
        rename_mapping(store, sue, saved.mapping_id, "x", version=1, key="r")
    with pytest.raises(NotPermitted):
        rename_mapping(store, cast.sol, saved.mapping_id, "x", version=1, key="r")


def test_a_mapping_is_renamed_and_removed_with_a_trail(store: Store, cast: Cast) -> None:
    saved = keep(store, cast.tao)
    other = keep(store, cast.tao, replace(USED, headers=("a", "b"), mapping={"a": "order"}, file_name="其他.csv"))
    for wrong in ("", "旺店通", "x" * 61):
        with pytest.raises(InvalidInput):
            rename_mapping(store, cast.tao, other.mapping_id, wrong, version=1, key=f"w{wrong}")
    rename_mapping(store, cast.tao, saved.mapping_id, "  每月 'ERP' 🐟 ", version=1, key="r")
    assert mapping_by_id(store, cast.tao, saved.mapping_id).name == "每月 'ERP' 🐟"
    with pytest.raises(StaleWrite):
        remove_mapping(store, cast.tao, saved.mapping_id, version=1, key="d")
    remove_mapping(store, cast.tao, saved.mapping_id, version=2, key="d")
    with pytest.raises(NotFound):
        mapping_by_id(store, cast.tao, saved.mapping_id)
    actions = store.rows(sql("select action from audit_entry where entity = 'import_mapping' order by seq"))
    assert [row["action"] for row in actions] == ["add", "add", "edit", "remove"]


def test_the_command_line_takes_a_mapping_by_its_name(desk: Desk) -> None:
    keep_mapping(desk.store, CONSOLE, replace(USED, reading=ReadOptions()))
    path = desk.file(HEADERS, [("1001", "李雷", "茶", "2", "9.5", "03/02/2026")], "旺店通四月.csv")
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)

    out = io.StringIO()

    def run(name: str) -> int:
        args = parser.parse_args(["purchases", str(path), "--mapping", name])
        args.json = False
        return command.run(desk.store, CONSOLE, args, out)

    assert run("旺店通") == 0, out.getvalue()
    [line] = desk.rows("select purchased_on::varchar as day, customer_id is not null as is_known from purchase")
    assert line == {"day": "2026-02-03", "is_known": True}
    with pytest.raises(UnusableFile, match="旺店通"):
        run("没有的")


names = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=90)


@given(names, st.lists(names, max_size=4))
def test_a_suggested_name_is_never_empty_too_long_or_taken(file_name: str, taken: list[str]) -> None:
    name = suggested_name(file_name, taken)
    assert 0 < len(name) <= 60
    assert name not in taken


@given(st.lists(names, min_size=1, max_size=6, unique=True), st.lists(names, min_size=1, max_size=6, unique=True))
def test_what_differs_between_two_lists_of_columns_is_told_from_both_sides(mine: list[str], theirs: list[str]) -> None:
    base = SavedMapping(
        1, ImportKind.PRODUCTS, "x", None, "", tuple(mine), {}, ReadOptions(), Decisions(), 1, NOW, "", NOW
    )
    there, back = offer_of(base, theirs), offer_of(replace(base, headers=tuple(theirs)), mine)
    assert (len(there.missing), len(there.further)) == (len(back.further), len(back.missing))
    assert 0 <= there.alike <= 1
    assert offer_of(base, mine).is_exact
