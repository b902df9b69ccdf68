"""写跟进 and my day, as each role sees them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from crm_core import clock
from crm_core.interactions.service import add_follow_up, log_interaction
from crm_core.store import Store
from crm_core.targets.workdays import working_day_after
from tests.conftest import NOW, Cast, sql
from tests.customers.faces import PAYLOAD, Faces, add, faces, fresh
from tests.pages.conftest import texts, type_of_open
from tests.pages.test_customers import everything, field, submit

__all__ = ["faces"]
DAY, LOG, ONE = "work/day.py", "work/log.py", "customers/customer.py"


def press(test: AppTest, end: str) -> AppTest:
    """Press the one button whose key ends so."""
    found = [one for one in test.button if str(one.key).endswith(end)]
    assert len(found) == 1, [one.key for one in found]
    return found[0].click().run()


def find(test: AppTest, typed: str) -> AppTest:
    box = next(one for one in test.text_input if str(one.key).startswith("pick:"))
    return box.input(typed).run()


def promise(store: Store, cast: Cast, faces: Faces, due_on: date) -> int:
    made = add_follow_up(store, cast.sol, faces.wang, {"due_on": "2026-03-18", "purpose": "送样"}, key=fresh())
    with store.transaction() as transaction:
        transaction.execute(sql("update follow_up set due_on = $2 where follow_up_id = $1"), [made, due_on])
    return made


def test_a_customer_is_found_by_typing_and_logged(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    test = find(open_page(cast.sol, LOG), "wxm")
    assert not [one for one in test.button if str(one.key).endswith(f":{faces.pool}")]
    press(test, f":{faces.wang}")
    field(test, "content").input("聊了聊报价")  # type: ignore[attr-defined]
    submit(test, "log_interaction")
    assert not test.exception
    row = store.row(sql("select customer_id, channel, outcome, content from interaction"))
    assert row == {"customer_id": faces.wang, "channel": "phone", "outcome": "reached", "content": "聊了聊报价"}
    assert [one for one in test.text_input if str(one.key).startswith("pick:")]


def test_what_is_missing_is_said_and_nothing_is_lost(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    test = press(find(open_page(cast.sol, LOG), "王"), f":{faces.wang}")
    field(test, "next_purpose").input("送样")  # type: ignore[attr-defined]
    submit(test, "log_interaction")
    assert store.value(sql("select count(*) from interaction")) == 0
    assert field(test, "next_purpose").value == "送样"  # type: ignore[attr-defined]
    assert texts(test).count(":red[") >= 2


def test_foreign_customers_are_not_found_for_logging(open_page: type_of_open, cast: Cast, faces: Faces) -> None:
    for typed in ("南方", "13912349876", "9876", "C-NAN", "公海"):
        test = find(open_page(cast.sol, LOG), typed)
        assert not [one for one in test.button if str(one.key).startswith("pick:")], typed


def test_my_day_shows_overdue_first_and_is_done_in_place(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    made = promise(store, cast, faces, date(2026, 3, 1))
    test = open_page(cast.sol, DAY)
    assert "送样" in everything(test) or any("送样" in str(link.proto) for link in test.get("page_link"))
    press(test, f":{made}:1:log")
    field(test, "content").input("已送到")  # type: ignore[attr-defined]
    submit(test, "dialog_interaction")
    assert store.value(sql("select status from follow_up")) == "done"


def test_my_day_of_others_is_not_mine(open_page: type_of_open, store: Store, cast: Cast, faces: Faces) -> None:
    promise(store, cast, faces, date(2026, 3, 1))
    for actor in (cast.vic, cast.tao, cast.mia):
        test = open_page(actor, DAY)
        assert not test.exception
        assert not [one for one in test.button if str(one.key).endswith(":log")]
    lead = open_page(cast.tao, DAY)
    assert lead.dataframe[0].value.iloc[0].tolist()[:2] == ["Sol", "1"]
    assert not open_page(cast.vic, DAY).dataframe


def test_an_empty_day_says_what_to_do(open_page: type_of_open, cast: Cast) -> None:
    for actor in (cast.sol, cast.tao, cast.mia):
        test = open_page(actor, DAY)
        assert not test.exception
        assert ":material/task_alt:" in texts(test)


def test_to_who_may_not_log_neither_page_exists(open_page: type_of_open, cast: Cast) -> None:
    for actor in (cast.ada, cast.rea):
        for page in (DAY, LOG):
            with pytest.raises(ValueError, match="Could not find a navigation page"):
                open_page(actor, page)


def test_a_payload_as_name_stays_text_on_my_day_and_in_the_box(
    open_page: type_of_open, store: Store, cast: Cast
) -> None:
    customer_id = add(store, cast.sol, PAYLOAD, None)
    add_follow_up(store, cast.sol, customer_id, {"due_on": "2026-03-18", "purpose": PAYLOAD}, key=fresh())
    shown = [str(link.proto) for link in open_page(cast.sol, DAY).get("page_link")]
    found = [one.label for one in find(open_page(cast.sol, LOG), "evil").button if str(one.key).startswith("pick:")]
    assert found
    for text in [*shown, *found]:
        assert "![x](http" not in text
        assert "[l](http" not in text


def test_a_follow_up_is_planned_on_the_customers_page(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    test = open_page(cast.sol, ONE, {"id": str(faces.wang)})
    field(test, "purpose").input("回访")  # type: ignore[attr-defined]
    submit(test, "follow_up")
    row = store.row(sql("select purpose, due_on, user_id from follow_up"))
    assert row == {"purpose": "回访", "due_on": date(2026, 3, 19), "user_id": cast.sol.user_id}


def test_an_own_interaction_is_corrected_on_the_customers_page(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    said = {"channel": "visit", "outcome": "solved", "content": "写错了"}
    with clock.held_at(NOW - timedelta(seconds=15)):  # 10:29:45, of which the field shows no seconds
        made = log_interaction(store, cast.sol, faces.wang, said, key=fresh())
    for actor in (cast.tao, cast.mia, cast.rea):
        test = open_page(actor, ONE, {"id": str(faces.wang)})
        assert not [one for one in test.button if str(one.key).startswith("correct:")]
    test = press(open_page(cast.sol, ONE, {"id": str(faces.wang)}), f"correct:{made}:1")
    content = next(one for one in test.text_area if "form:correct_interaction:" in str(one.key))
    content.input("改对了")
    submit(test, "correct_interaction")
    assert not test.exception
    row = store.row(
        sql("select content, channel, outcome, version, happened_at = created_at as is_then from interaction")
    )
    assert row == {"content": "改对了", "channel": "visit", "outcome": "solved", "version": 2, "is_then": True}


def test_after_nobody_was_reached_the_next_working_day_is_offered_and_not_forced(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    test = press(find(open_page(cast.sol, LOG), "wxm"), f":{faces.wang}")
    offered = field(test, "next_in").options  # type: ignore[attr-defined]
    test = field(test, "outcome").set_value("not_reached").run()  # type: ignore[attr-defined]
    again = field(test, "next_in")
    assert again.options[0] != offered[0]  # type: ignore[attr-defined]
    assert not again.value  # type: ignore[attr-defined]
    today = NOW.date()
    again.set_value((working_day_after(today, 1) - today).days)  # type: ignore[attr-defined]
    submit(test, "log_interaction")
    assert not test.exception
    assert store.row(sql("select due_on from follow_up"))["due_on"] == working_day_after(today, 1)
