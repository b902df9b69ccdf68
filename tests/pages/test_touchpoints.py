"""Touchpoints on their page and in the log form: added, shown, used where one logs, and suggestions answered."""

from __future__ import annotations

from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.customers.faces import PAYLOAD, Faces, faces
from tests.pages.conftest import texts, type_of_open
from tests.pages.test_customers import field, submit
from tests.pages.test_work import find

__all__ = ["faces"]
PAGE, CUSTOMER = "customers/touchpoints.py", "customers/customer.py"


def test_a_touchpoint_is_added_and_its_guide_shown_where_one_logs(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    assert "还没有触点" in texts(open_page(cast.rea, PAGE))
    refused = open_page(cast.sol, PAGE, {"touchpoint": "new"})
    assert not [one for one in refused.button if "submit" in str(one.key)]
    test = open_page(cast.tao, PAGE, {"touchpoint": "new"})
    submit(test, "touchpoint")
    assert store.value(sql("select count(*) from touchpoint")) == 0
    given = {
        "name": PAYLOAD, "department": "<b>[l](http://x)", "owner_id": cast.sol.user_id, "within": "2", "standard": PAYLOAD,
        "g1.title": PAYLOAD, "g1.text": "先听完，再说",
    }  # fmt: skip
    for name, value in given.items():
        field(test, name).set_value(value)  # type: ignore[attr-defined]
    submit(test, "touchpoint")
    assert store.value(sql("select count(*) from touchpoint")) == 1
    shown = open_page(cast.sol, PAGE)
    assert not shown.exception
    assert "](http" not in texts(shown)
    assert "2 个工作小时内答复" in texts(shown).replace("\\", "")
    assert "还没有触点的环节：售中、售后" in texts(shown)
    test = find(open_page(cast.sol, "work/log.py"), "王小明")
    next(one for one in test.button if str(one.key).startswith("pick:")).click().run()
    assert "先听完，再说" in texts(test)
    field(test, "channel").set_value("sms").run()  # type: ignore[attr-defined]
    assert "先听完，再说" not in texts(test), "another channel has other words"
    for name, value in (("content", "聊了春茶"), ("suggestion", PAYLOAD), ("chat", "甲 10:02")):
        field(test, name).set_value(value)  # type: ignore[attr-defined]
    field(test, "purpose").set_value("price")  # type: ignore[attr-defined]
    submit(test, "log_interaction")
    test = open_page(cast.sol, CUSTOMER, {"id": str(faces.wang)})
    assert not test.exception
    told = texts(test).replace("\\", "")
    assert [word for word in ("新建议", "甲 10:02", "报价与价格异议") if word not in told] == []
    assert "](http" not in texts(test)


def test_a_suggestion_is_answered_in_place_by_the_lead(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    with store.transaction() as transaction:
        talk = sql(
            "insert into customer_suggestion (customer_id, interaction_id, content, state, answer, said_on, noted_by, noted_at, "
            "version) values ($1, 1, '换包装', 'new', '', '2026-03-02', $2, now(), 1)"
        )
        transaction.execute(talk, [faces.wang, cast.sol.user_id])
    assert "换包装" not in texts(open_page(cast.vic, PAGE)), "another team's customer"
    staff = open_page(cast.sol, PAGE)
    assert "换包装" in texts(staff)
    assert not [one for one in staff.button if ":open" in str(one.key)]
    test = open_page(cast.tao, PAGE)
    next(one for one in test.button if ":open" in str(one.key)).click().run()
    field(test, "state").set_value("adopted")  # type: ignore[attr-defined]
    field(test, "answer").set_value("下月换")  # type: ignore[attr-defined]
    submit(test, "suggestion")
    assert not test.exception
    assert store.value(sql("select state from customer_suggestion")) == "adopted"
    assert "下月换" in texts(test)
