"""What a customer's page says of the customer's own rights, by role."""

from __future__ import annotations

from datetime import date

from crm_core.privacy.consent.service import close_channel, note_consent
from crm_core.privacy.erasure.service import ask, erase
from crm_core.privacy.seen.noting import stop
from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.customers.faces import Faces, faces, fresh
from tests.metrics.stage import Line, add_lines
from tests.pages.conftest import texts, type_of_open

__all__ = ["faces"]
ONE = "customers/customer.py"
SEEN = "谁看过这位客户"


def test_opening_a_page_is_noted_once_whatever_is_clicked_on_it(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    asked = {"id": str(faces.wang)}
    page = open_page(cast.sol, ONE, asked)
    page.run()
    page.run()
    open_page(cast.tao, ONE, asked)
    open_page(cast.vic, ONE, asked)
    open_page(cast.sol, ONE, {"id": str(faces.pool)})
    stop(store)
    rows = store.rows(sql("select customer_id, user_id, seen_count from customer_sight order by user_id"))
    expected = [(faces.wang, cast.tao.user_id, 1), (faces.wang, cast.sol.user_id, 1)]
    assert [tuple(row.values()) for row in rows] == expected


def test_leads_and_managers_open_who_has_seen_a_customer_and_staff_do_not(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    asked = {"id": str(faces.wang), "tab": "privacy"}
    staff = open_page(cast.sol, ONE, asked)
    assert SEEN not in [fold.label for fold in staff.expander]
    stop(store)
    for who in (cast.tao, cast.mia):
        page = open_page(who, ONE, asked)
        assert SEEN in [fold.label for fold in page.expander]
        page.session_state[f"seen:{faces.wang}"] = True
        page.run()
        assert "**Sol** :gray[North]" in texts(page)
        assert "打开页面 1 次" in texts(page)


def test_what_a_customer_agreed_to_opens_for_its_own_people_and_warns_where_they_log(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    given = {"purpose_id": 2, "state": "given", "means": "paper", "note": "CanaryConsent"}
    note_consent(store, cast.vic, faces.nan, given, key=fresh())
    close_channel(store, cast.vic, faces.nan, {"channel": "sms", "reason": "CanaryClosed"}, key=fresh())
    asked, canaries = {"id": str(faces.nan)}, {"CanaryConsent", "CanaryClosed"}
    for who, is_theirs in ((cast.vic, True), (cast.rea, True), (cast.sol, False), (cast.tao, False)):
        page = open_page(who, ONE, asked)
        page.session_state[f"consent:{faces.nan}"] = True
        page.run()
        heard = texts(page)
        assert {canary for canary in canaries if canary in heard} == (canaries if is_theirs else set()), who.name
    labels = [fold.label for fold in open_page(cast.vic, ONE, asked).expander]
    assert "授权同意：4 项中已同意 1 项 · :orange[不接受：短信]" in labels
    page = open_page(cast.vic, ONE, asked)
    next(button for button in page.button if button.label == "写跟进").click().run()
    assert "客户不希望通过以下渠道联系：短信" in texts(page)


def test_administrators_keep_purposes_and_see_what_was_erased_and_others_see_no_such_page(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    add_lines(store, [Line(date(2026, 3, 3), 1, faces.wang, 2, "100")])
    ask(store, cast.mia, faces.wang, {"reason": "asked", "reference": "来函 7"}, key=fresh())
    page = open_page(cast.ada, "admin/privacy.py")
    assert "来函 7" in texts(page)
    assert "尚未删除任何客户" in texts(page)
    erase(store, cast.ada, faces.wang, {"reason": "asked", "code": "C-WANG", "reference": "来函 7"}, key=fresh())
    page.run()
    frame = page.dataframe[0].value
    assert list(frame.iloc[0, 2:6]) == ["客户本人要求", "来函 7", "Ada", "Mia"]
    for who in (cast.mia, cast.tao, cast.sol, cast.rea):
        page = open_page(who, ONE, {"id": str(faces.wang)})
        assert "王小明" not in texts(page)
    number = {"metric": "gross_sales", "from": "2026-01-01", "to": "2026-03-31"}
    for where, query in (("admin/audit.py", {}), ("board/number.py", number)):
        page = open_page(cast.ada, where, query)
        assert not page.exception
        assert "王小明" not in texts(page)


def test_an_erasure_wants_the_code_and_ends_at_the_list(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    page = open_page(cast.ada, ONE, {"id": str(faces.wang), "tab": "privacy"})
    assert "删除个人信息…" in [button.label for button in page.button]
    for who in (cast.mia, cast.tao, cast.sol):
        other = open_page(who, ONE, {"id": str(faces.wang), "tab": "privacy"})
        assert "删除个人信息…" not in [button.label for button in other.button]
    next(button for button in page.button if button.label == "删除个人信息…").click().run()
    assert "此前的备份中仍含有该客户" in texts(page)
    next(button for button in page.button if button.label == "继续").click().run()
    field = next(one for one in page.text_input if one.label == "请输入客户编号以确认")
    field.input("C-LI")
    next(button for button in page.button if button.label == "永久删除").click().run()
    assert "与客户编号不符" in texts(page)
    field = next(one for one in page.text_input if one.label == "请输入客户编号以确认")
    field.input("C-WANG")
    next(button for button in page.button if button.label == "永久删除").click().run()
    assert not page.exception
    left = store.row(sql("select count(*) as n from customer where code = 'C-WANG'"))
    assert left == {"n": 0}
