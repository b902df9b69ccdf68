"""The import wizard through the shell: file, columns, check, yes; by role, with reloads, refusals and double clicks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from streamlit.testing.v1 import AppTest

from crm_core.access.model import Actor
from crm_core.imports import runs, service, wizard, workspace
from crm_core.imports.wizard import Stage
from crm_core.server.running import Running
from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.imports.conftest import _here
from tests.pages.conftest import PROJECT, texts

PAGE = "exchange/imports.py"
Opened = Callable[..., AppTest]
GOOD = "单号,行号,商品,数量,单价,日期\n1001,1,茶,2,9.5,2026-03-01\n1002,1,茶,x,9.5,2026-03-02\n1003,1,茶,-1,9.5,2026-03-03\n"


@pytest.fixture(autouse=True)
def in_english_and_here(store: Store, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with store.transaction() as transaction:
        transaction.execute(sql("update app_user set language = 'en'"))
    monkeypatch.setattr(service, "run_limited", _here)
    yield
    for space in (workspace.under_way(store, actor.user_id) for actor in cast.everybody):
        if space is not None:
            runs.forget(space.token)


def button(test: AppTest, label: str) -> AppTest:
    """Click the one button whose label holds ``label`` and wait for the work that it starts."""
    [found] = [each for each in test.button if label in each.label]
    return settled(found.click().run())


def settled(test: AppTest) -> AppTest:
    """Wait for what goes on in the background, and draw the page again."""
    for run in list(runs._runs.values()):
        assert run.over.wait(30)
    return test.run()


def upload(test: AppTest, content: str | bytes, name: str = "销售.csv") -> AppTest:
    given = content.encode() if isinstance(content, str) else content
    return settled(test.file_uploader[0].upload(name, given, "text/csv").run())


def written(store: Store) -> int:
    return int(store.value(sql("select count(*) from purchase")))


def stage(store: Store, actor: Actor) -> Stage:
    space = wizard.under_way(store, actor)
    return Stage.CHOOSE if space is None else wizard.stage_of(space)


def test_a_file_goes_from_upload_to_the_store_in_four_steps(house: Running, open_page: Opened, cast: Cast) -> None:
    test = open_page(cast.ada, PAGE)
    assert "Columns that are understood" in texts(test)
    test = upload(test, GOOD)
    assert stage(house.store, cast.ada) is Stage.COLUMNS
    means = {each.label: each.value for each in test.selectbox if each.label in ("单号", "商品", "数量", "日期")}
    assert means == {"单号": "order", "商品": "product_name", "数量": "quantity", "日期": "purchased_at"}
    test = button(test, "Check the file")
    assert stage(house.store, cast.ada) is Stage.CHECKED
    assert "Rejected lines" in texts(test)
    assert written(house.store) == 0
    test = button(test, "Write 2 lines")
    assert "2 lines are written." in texts(test)
    assert written(house.store) == 2
    told = house.store.rows(sql("select user_id, kind, page from notice order by kind"))
    assert told == [
        {"user_id": cast.ada.user_id, "kind": "import_finished", "page": PAGE},
        {"user_id": cast.rea.user_id, "kind": "new_figures", "page": "board/board.py"},
    ]


def test_a_reload_goes_on_where_the_work_was(house: Running, open_page: Opened, cast: Cast) -> None:
    button(upload(open_page(cast.ada, PAGE), GOOD), "Check the file")
    again = open_page(cast.ada, PAGE)
    assert "Write 2 lines" in [each.label for each in again.button]
    button(again, "Write 2 lines")
    assert "2 lines are written." in texts(open_page(cast.ada, PAGE))
    assert written(house.store) == 2


def test_a_second_yes_in_another_tab_writes_nothing_more(house: Running, open_page: Opened, cast: Cast) -> None:
    button(upload(open_page(cast.ada, PAGE), GOOD), "Check the file")
    one, other = open_page(cast.ada, PAGE), open_page(cast.ada, PAGE)
    button(one, "Write 2 lines")
    button(other, "Write 2 lines")
    assert written(house.store) == 2
    assert house.store.value(sql("select count(*) from import_batch")) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "empty"), (b"%PDF-1.7 x", "PDF"), (b"\x89PNG\r\n\x1a\n", "PNG"), (b"<html>", "web page")],
)
def test_a_file_that_is_none_is_refused_and_another_can_be_taken(
    house: Running, open_page: Opened, cast: Cast, content: bytes, said: str
) -> None:
    test = upload(open_page(cast.ada, PAGE), content)
    assert said in texts(test)
    assert not test.exception
    test = upload(test, GOOD)
    assert stage(house.store, cast.ada) is Stage.COLUMNS


def test_a_required_column_that_is_missing_holds_the_check_back(open_page: Opened, cast: Cast) -> None:
    test = upload(open_page(cast.ada, PAGE), "Order,Colour\n1,red\n2,blue\n")
    assert "Still to be found: **Quantity** · **Unit price** · **Purchased at**" in texts(test)
    [check] = [each for each in test.button if each.label == "Check the file"]
    assert check.disabled


def test_a_meaning_that_was_changed_counts(house: Running, open_page: Opened, cast: Cast) -> None:
    test = upload(open_page(cast.ada, PAGE), "Order,Qty,Price,Day\n1,2,3,2026-03-01\n")
    [day] = [each for each in test.selectbox if each.label == "Day"]
    assert day.value == ""
    test = button(day.set_value("purchased_at").run(), "Check the file")
    button(test, "Write 1 line")
    assert written(house.store) == 1


def test_another_header_row_reads_the_file_again(house: Running, open_page: Opened, cast: Cast) -> None:
    test = upload(open_page(cast.ada, PAGE), GOOD)
    test = settled(test.number_input[0].set_value(0).run())
    assert [each.label for each in test.selectbox if len(each.label) == 1] == ["A", "B", "C", "D", "E", "F"]
    space = wizard.under_way(house.store, cast.ada)
    assert space is not None
    assert wizard.seen_file(space).row_count == 4


def test_hostile_names_and_cells_are_shown_as_text(open_page: Opened, cast: Cast) -> None:
    content = "Order,Quantity,Unit price,Purchased at,**![x](http://evil)**\n=1+1,<script>,[a](b),🦄,'; drop table\n"
    test = upload(open_page(cast.ada, PAGE), content, "../../**etc**\\![x](http://evil).csv")
    assert not test.exception
    assert "![x](" not in texts(test)
    assert "../" not in texts(test)


def test_who_gives_up_leaves_nothing_behind(house: Running, open_page: Opened, cast: Cast) -> None:
    test = upload(open_page(cast.ada, PAGE), GOOD)
    button(test, "Take another file")
    assert list(workspace.workspaces_path(house.store).iterdir()) == []


def test_files_under_way_are_private(house: Running, open_page: Opened, cast: Cast) -> None:
    upload(open_page(cast.ada, PAGE), GOOD)
    space = wizard.under_way(house.store, cast.ada)
    assert space is not None
    assert space.path.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in space.path.iterdir()} == {0o600}


def test_a_lead_sees_no_products_and_no_imports_of_others(house: Running, open_page: Opened, cast: Cast) -> None:
    button(button(upload(open_page(cast.ada, PAGE), GOOD), "Check the file"), "Write 2 lines")
    test = open_page(cast.tao, PAGE)
    assert not test.exception
    assert "Past imports" not in texts(test)
    assert [option.content for option in test.button_group[0].proto.options] == [
        "Customers",
        "Purchases",
        "Contacts",
        "Interactions",
        "Survey answers",
    ]


@pytest.mark.parametrize("name", ["mia", "sol", "rea"])
def test_others_do_not_get_the_page(open_page: Opened, cast: Cast, name: str) -> None:
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        open_page(getattr(cast, name), PAGE)


def test_the_page_lies_where_the_menu_says() -> None:
    assert (PROJECT / "pages" / PAGE).exists()
