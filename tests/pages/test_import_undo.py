"""The history's way back and the kept mappings, through the shell: by role, by double click, on a file like the last one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from streamlit.testing.v1 import AppTest

from crm_core.imports import runs, service, workspace
from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.imports.conftest import _here
from tests.pages.conftest import texts
from tests.pages.test_imports import PAGE, button, settled, upload, written

Opened = Callable[..., AppTest]
SOLD = "单号,行号,客户,商品,数量,单价,日期\n1001,1,K1,茶,2,9.5,2026-03-01\n1002,1,K1,茶,1,9.5,2026-03-02\n"
OTHER = SOLD.replace("1001", "2001").replace("1002", "2002")


@pytest.fixture(autouse=True)
def in_english_and_here(store: Store, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with store.transaction() as transaction:
        transaction.execute(sql("update app_user set language = 'en'"))
    monkeypatch.setattr(service, "run_limited", _here)
    yield
    for space in (workspace.under_way(store, actor.user_id) for actor in cast.everybody):
        if space is not None:
            runs.forget(space.token)


def imported(test: AppTest, content: str, *, name: str = "旺店通2026-03.csv") -> AppTest:
    test = upload(test, content, name)
    [create] = [each for each in test.checkbox if "Create customers" in each.label]
    test = create.set_value(True).run()
    return button(button(test, "Check the file"), "Write 2 lines")


def kept_id(store: Store) -> int:
    return int(store.value(sql("select max(import_id) from import_batch")))


def test_an_import_is_taken_back_from_the_history_and_counts_are_as_before(
    store: Store, open_page: Opened, cast: Cast
) -> None:
    imported(open_page(cast.tao, PAGE), SOLD)
    test = open_page(cast.tao, PAGE, {"id": str(kept_id(store))})
    test = button(test, "Take this import back")
    assert "What taking it back does" in texts(test)
    assert written(store) == 2
    test = button(test, "Take 3 records back")
    assert "Taken back on" in texts(test)
    assert "3 removed, 0 put back, 0 stayed." in texts(test)
    left = "select count(*) from customer union all select count(*) from purchase_order union all select count(*) from product"
    assert [next(iter(row.values())) for row in store.rows(sql(left))] == [0, 0, 0]
    assert not [each for each in test.button if "Take this import back" in each.label]


def test_what_stays_is_named_with_its_reason(store: Store, open_page: Opened, cast: Cast) -> None:
    imported(open_page(cast.tao, PAGE), SOLD)
    first = kept_id(store)
    with store.transaction() as transaction:
        transaction.execute(sql("update customer set version = 2"))
    test = button(open_page(cast.ada, PAGE, {"id": str(first)}), "Take this import back")
    assert "**1 record stays as it is:**" in texts(test)
    shown = [list(frame.value.iloc[0]) for frame in test.dataframe if "Why" in frame.value.columns]
    assert shown == [["Customers", "K1 (K000001)", "It was changed after the import."]]
    button(test, "Leave everything as it is")
    assert written(store) == 2


def test_the_next_file_like_it_is_recognised_and_can_be_matched_by_names_instead(
    store: Store, open_page: Opened, cast: Cast
) -> None:
    test = imported(open_page(cast.tao, PAGE), SOLD)
    assert "is kept as **旺店通**" in texts(test)
    test = upload(button(test, "Import another file"), OTHER, "下月.csv")
    assert "The saved mapping **旺店通** is used." in texts(test)
    [create] = [each for each in test.checkbox if "Create customers" in each.label]
    assert create.value is True
    test = button(test, "Match by the names instead")
    assert "This file looks like the saved mapping **旺店通**." in texts(test)
    assert "The saved mapping" not in texts(test).replace("like the saved", "")


def test_a_file_with_a_further_column_is_offered_the_mapping_with_what_differs(
    store: Store, open_page: Opened, cast: Cast
) -> None:
    test = imported(open_page(cast.tao, PAGE), SOLD)
    more = OTHER.replace("日期\n", "日期,门店\n").replace("-01\n", "-01,一\n").replace("-02\n", "-02,二\n")
    test = upload(button(test, "Import another file"), more)
    assert "Columns that are new in this file: 门店" in texts(test)
    test = button(test, "Use this mapping")
    assert "The saved mapping **旺店通** is used." in texts(test)
    assert next(each for each in test.checkbox if "Create customers" in each.label).value is True


def test_a_double_click_takes_back_once(store: Store, open_page: Opened, cast: Cast) -> None:
    imported(open_page(cast.tao, PAGE), SOLD)
    test = button(open_page(cast.tao, PAGE, {"id": str(kept_id(store))}), "Take this import back")
    [yes] = [each for each in test.button if "Take 3 records back" in each.label]
    yes.click()
    yes.click()
    settled(test.run())
    assert store.value(sql("select count(*) from audit_entry where action = 'take_back'")) == 1
