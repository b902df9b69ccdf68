"""Likely duplicates in the wizard: shown before the yes, decided for all of them, with what is written then."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from streamlit.testing.v1 import AppTest

from crm_core.imports import runs, service, workspace
from crm_core.imports.model import DuplicateRule, UpdateRule
from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.customers.faces import add
from tests.imports.conftest import _here
from tests.pages.conftest import texts
from tests.pages.test_imports import PAGE, button, settled, upload

PEOPLE = "客户编号,客户名称,地区\nN1,杭州云栖茶业有限责任公司,江苏\nN2,全新贸易有限公司,上海\n"


@pytest.fixture(autouse=True)
def in_english_and_here(store: Store, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with store.transaction() as transaction:
        transaction.execute(sql("update app_user set language = 'en'"))
    monkeypatch.setattr(service, "run_limited", _here)
    yield
    for space in (workspace.under_way(store, actor.user_id) for actor in cast.everybody):
        if space is not None:
            runs.forget(space.token)


def test_likely_duplicates_are_decided_for_all_before_the_yes(
    store: Store, open_page: Callable[..., AppTest], cast: Cast
) -> None:
    add(store, cast.mia, "杭州云栖茶业有限公司", cast.sol, kind="company", code="K1")
    test = open_page(cast.tao, PAGE)
    [kind] = [each for each in test.segmented_control if each.key == "import:kind"]
    test = kind.set_value("customers").run()
    test = button(upload(test, PEOPLE, "客户.csv"), "Check the file")
    assert "1 line looks like a customer who is there already" in texts(test)
    assert [each.label for each in test.button if "Write 2 lines" in each.label]
    [everyone] = [each for each in test.segmented_control if each.label == "All of them"]
    test = settled(everyone.set_value(DuplicateRule.SKIP).run())
    test = button(test, "Write 1 line")
    codes = store.rows(sql("select code from customer order by code"))
    assert [row["code"] for row in codes] == ["K1", "N2"]


def test_what_is_written_over_is_shown_and_chosen_before_the_yes(
    store: Store, open_page: Callable[..., AppTest], cast: Cast
) -> None:
    add(store, cast.mia, "杭州云栖茶业有限责任公司", cast.sol, kind="company", code="N1", region="浙江")
    test = open_page(cast.tao, PAGE)
    [kind] = [each for each in test.segmented_control if each.key == "import:kind"]
    test = kind.set_value("customers").run()
    test = button(upload(test, PEOPLE, "客户.csv"), "Check the file")
    assert "1 line has other content and is left out." in texts(test)
    [rule] = [each for each in test.segmented_control if ":rule:" in str(each.key)]
    test = settled(rule.set_value(UpdateRule.BY_KEY).run())
    [table] = [each.value for each in test.dataframe if "Stands there now" in each.value]
    assert table.iloc[:, 1:].to_numpy().tolist() == [["杭州云栖茶业有限责任公司 (N1)", "Region", "浙江", "江苏"]]
    button(test, "Write 2 lines")
    assert store.value(sql("select region from customer where code = 'N1'")) == "江苏"
