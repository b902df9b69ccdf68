"""Away on the pages: noted by the person, done by the deputy on the own day, marked for whom."""

from __future__ import annotations

from datetime import date

import pytest

from crm_core.interactions.service import add_follow_up
from crm_core.store import Store
from crm_core.team.absence.service import add_absence
from tests.conftest import Cast, sql
from tests.customers.faces import PAYLOAD, Faces, faces, fresh
from tests.pages.conftest import texts, type_of_open
from tests.pages.test_customers import CLEAR, everything, field, submit

__all__ = ["faces"]
PAGE, DAY, ONE = "work/away.py", "work/day.py", "customers/customer.py"
TODAY = date(2026, 3, 18)


def test_staff_note_their_own_absence_and_end_it(open_page: type_of_open, store: Store, cast: Cast) -> None:
    test = open_page(cast.sol, PAGE)
    assert "目前没有人请假" in texts(test)
    submit(test, "absence")
    assert "请选择代班人" in texts(test)
    field(test, "deputy_id").set_value(cast.vic.user_id)  # type: ignore[attr-defined]
    field(test, "reason").set_value(PAYLOAD)  # type: ignore[attr-defined]
    submit(test, "absence")
    assert not test.exception
    row = store.row(sql("select user_id, deputy_id, first_on, last_on from absence"))
    assert row == {"user_id": cast.sol.user_id, "deputy_id": cast.vic.user_id, "first_on": TODAY, "last_on": TODAY}
    assert "](http" not in texts(test)
    assert not [one for one in open_page(cast.vic, PAGE).button if str(one.key).startswith("absence:")]
    next(one for one in test.button if str(one.key).startswith("absence:")).click().run()
    assert store.value(sql("select is_cancelled from absence")) is True


def test_the_deputys_day_shows_the_due_work_marked_for_whom(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    add_follow_up(store, cast.sol, faces.wang, {"due_on": TODAY, "purpose": "报价"}, key=fresh())
    assert "王小明" not in everything(open_page(cast.vic, DAY))
    given = {"deputy_id": cast.vic.user_id, "first_on": TODAY, "last_on": TODAY}
    add_absence(store, cast.sol, cast.sol.user_id, given, key=fresh())
    test = open_page(cast.vic, DAY)
    assert not test.exception
    assert "代 Sol" in everything(test)
    test = open_page(cast.vic, ONE, {"id": str(faces.wang)})
    assert "王小明" in texts(test)
    assert not [word for word in CLEAR if word in everything(test)]
    assert not open_page(cast.vic, ONE, {"id": str(faces.li)}).metric


def test_readers_have_no_such_page(open_page: type_of_open, cast: Cast) -> None:
    with pytest.raises(ValueError, match="navigation page"):
        open_page(cast.rea, PAGE)
    for actor in (cast.ada, cast.mia, cast.tao):
        assert not open_page(actor, PAGE).exception
