"""My day in place: nobody reached in one touch, an occasion let pass, a lead who gives work to another."""

from __future__ import annotations

from datetime import date

from crm_core.customers.profile.birthdays.service import set_birthday
from crm_core.interactions.service import add_follow_up
from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.customers.faces import PAYLOAD, Faces, faces, fresh
from tests.pages.conftest import texts, type_of_open
from tests.pages.test_customers import everything, field, submit
from tests.pages.test_work import press

__all__ = ["faces"]
DAY, ONE = "work/day.py", "customers/customer.py"
TODAY = date(2026, 3, 18)


def test_the_one_list_is_worked_off_in_place(open_page: type_of_open, store: Store, cast: Cast, faces: Faces) -> None:
    made = add_follow_up(store, cast.sol, faces.wang, {"due_on": TODAY, "purpose": "送样"}, key=fresh())
    born = {"calendar": "solar", "month": "3", "day": "18"}
    set_birthday(store, cast.sol, faces.wang, 0, born, version=0, key=fresh())
    test = open_page(cast.sol, DAY)
    assert "今日待办 :gray[1]" in texts(test)
    assert "另有" in texts(test) and "生日" in texts(test), "one line a customer, with what else there is"
    press(test, f":{made}:1:missed")
    assert not test.exception
    row = store.row(sql("select due_on, status, purpose from follow_up"))
    assert row == {"due_on": date(2026, 3, 19), "status": "open", "purpose": "送样"}
    assert store.value(sql("select outcome from interaction")) == "not_reached"
    assert "未来 7 天" in texts(open_page(cast.sol, DAY))


def test_an_occasion_is_let_pass_with_a_reason(open_page: type_of_open, store: Store, cast: Cast, faces: Faces) -> None:
    test = open_page(cast.sol, ONE, {"id": str(faces.wang)})
    press(test, "birthday:new")
    for name, value in (("calendar", "lunar"), ("month", 1), ("day", 30)):
        field(test, name).set_value(value)  # type: ignore[attr-defined]
    submit(test, "birthday")  # the last day of the lunar first month: 18 March 2026
    assert not test.exception
    assert "农历" in everything(open_page(cast.rea, ONE, {"id": str(faces.wang)}))
    assert "30" not in texts(open_page(cast.rea, ONE, {"id": str(faces.wang)})).split("农历")[1][:8]
    test = open_page(cast.sol, DAY)
    assert "农历生日" in texts(test)
    key = next(str(one.key) for one in test.get("menu_button") or test.button if "occasion" in str(one.key))
    assert key.startswith("occasion:birthday:")
    press(test, f"{key.rsplit(':', 1)[0]}:missed")
    assert store.value(sql("select purpose from follow_up")).startswith("农历生日")
    assert "农历生日 · 今天" not in texts(open_page(cast.sol, DAY)).split("未来 7 天")[0]


def test_a_lead_gives_work_to_another(open_page: type_of_open, store: Store, cast: Cast, faces: Faces) -> None:
    made = add_follow_up(store, cast.sol, faces.wang, {"due_on": TODAY, "purpose": PAYLOAD}, key=fresh())
    test = open_page(cast.tao, DAY)
    table = test.dataframe[0].value
    assert table.iloc[0].tolist()[:3] == ["Sol", "0", "1"]
    assert not open_page(cast.sol, DAY).dataframe
    test.session_state["state:crm_core.ui.day.team._Open"].user_id = cast.sol.user_id
    test = test.run()
    assert "](http" not in texts(test)
    press(test, f"team:task:{made}:give")
    field(test, "owner_id").set_value(cast.tao.user_id)  # type: ignore[attr-defined]
    submit(test, "give")
    assert not test.exception
    assert store.value(sql("select user_id from follow_up")) == cast.tao.user_id
