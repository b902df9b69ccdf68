"""Notices reach whom they are for, and nobody else reads or marks them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core import clock
from crm_core.access.model import Actor, Permission
from crm_core.customers.ownership.service import assign_owner
from crm_core.errors import Message, NotFound, message
from crm_core.jobs.tasks import JOBS
from crm_core.messages import service
from crm_core.messages.model import NoticesWanted, message_from, query_as_text, query_from, values_as_json
from crm_core.store import Store
from tests.conftest import NOW, Cast, sql
from tests.customers.faces import Faces, faces, fresh

__all__ = ["faces"]

HELLO = message("Import finished: {name}", name="客户 'x'.csv")


def _tell(store: Store, actor: Actor, text: Message = HELLO, kind: str = "import_finished") -> int:
    with store.transaction() as transaction:
        return service.notify(transaction, actor.user_id, kind, text, "exchange/imports.py", {"id": 7})


def _unread(store: Store, actor: Actor) -> int:
    return service.unread_count(store, actor.require(Permission.NOTICE_OWN))


def _own(store: Store, actor: Actor, **wanted: int | bool) -> service.NoticeList:
    return service.own_notices(store, NoticesWanted(actor.require(Permission.NOTICE_OWN), **wanted))  # type: ignore[arg-type]


def about(store: Store, actor: Actor) -> list[tuple[str, str | None]]:
    wanted = NoticesWanted(actor.require(Permission.NOTICE_OWN), actor.require(Permission.CUSTOMER_READ))
    return [(str(notice.text), notice.page) for notice in service.own_notices(store, wanted).notices]


def test_a_notice_names_a_customer_only_while_the_reader_may_see_them(store: Store, cast: Cast, faces: Faces) -> None:
    page = "customers/customer.py"
    assign_owner(store, cast.mia, [faces.li], cast.sol.user_id, key=fresh())
    assert ("Mia gave you a customer: 远航装饰有限公司.", page) in about(store, cast.sol)
    assert "远航" not in str(store.rows(sql("select * from notice")))
    assign_owner(store, cast.mia, [faces.li], cast.vic.user_id, key=fresh())
    assert ("This was about a customer who is not yours to see any more.", None) in about(store, cast.sol)
    assert "远航" not in str(about(store, cast.sol))
    assert ("Mia gave you a customer: 远航装饰有限公司.", page) in about(store, cast.vic)


def test_a_notice_that_an_older_version_wrote_with_a_name_is_worded_anew_too(
    store: Store, cast: Cast, faces: Faces
) -> None:
    with store.transaction() as transaction:
        for customer_id in (faces.wang, faces.nan):
            old = message("{name} gave you a task: {customer}.", name="Mia", customer="Old Name")
            service.notify(
                transaction, cast.sol.user_id, "follow_up", old, "customers/customer.py", {"id": customer_id}
            )
    texts = [text for text, _ in about(store, cast.sol)]
    assert "Mia gave you a task: 王小明." in texts
    assert "Old Name" not in str(texts)


def test_read_notices_go_after_ninety_days_and_unread_ones_stay(store: Store, cast: Cast) -> None:
    read, _ = _tell(store, cast.sol), _tell(store, cast.sol, message("Another"))
    service.mark_read(store, cast.sol, read)
    [job] = [job for job in JOBS if job.job_id == "notices"]
    with clock.held_at(NOW + timedelta(days=89)):
        assert str(job.run(store)) == "Removed 0 notices that were read long ago."
    with clock.held_at(NOW + timedelta(days=91)):
        assert str(job.run(store)) == "Removed 1 notices that were read long ago."
    assert [str(notice.text) for notice in _own(store, cast.sol).notices] == ["Another"]


def test_a_notice_reaches_its_user_with_text_values_and_link(store: Store, cast: Cast) -> None:
    _tell(store, cast.sol)
    [notice] = _own(store, cast.sol).notices
    assert (str(notice.text), notice.page, notice.query) == (str(HELLO), "exchange/imports.py", {"id": "7"})
    assert (_unread(store, cast.sol), notice.created_at, notice.read_at) == (1, NOW, None)


def test_nobody_else_sees_or_marks_it(store: Store, cast: Cast) -> None:
    made = _tell(store, cast.sol)
    for other in (cast.ada, cast.tao, cast.vic):
        assert _own(store, other).notices == ()
        assert service.mark_all_read(store, other) == 0
        with pytest.raises(NotFound):
            service.mark_read(store, other, made)
    assert _unread(store, cast.sol) == 1


def test_the_same_notice_is_not_repeated_while_it_is_unread(store: Store, cast: Cast) -> None:
    first = _tell(store, cast.sol)
    with clock.held_at(NOW + timedelta(hours=1)):
        assert _tell(store, cast.sol) == first
        service.mark_read(store, cast.sol, first)
        assert _tell(store, cast.sol) != first
    assert _own(store, cast.sol).total_count == 2
    assert _unread(store, cast.sol) == 1


def test_what_one_person_does_many_times_is_told_in_one_while_it_is_unread(store: Store, cast: Cast) -> None:
    def tell(code: str, name: str = "Mia", at: timedelta = timedelta()) -> None:
        text = message("{name} merged {code}.", name=name, code=code)
        with clock.held_at(NOW + at), store.transaction() as transaction:
            together = "{name} merged {count}: {codes}"
            service.notify_in_one(transaction, cast.sol.user_id, "merged", text, together, "board/board.py")

    def told() -> list[str]:
        return [str(notice.text) for notice in _own(store, cast.sol, is_unread_only=True).notices]

    for code in "ABCDE":
        tell(code)
    tell("T", name="Tao")
    assert told() == ["Tao merged T.", "Mia merged 5: E, D, C, …"]
    folded = _own(store, cast.sol).notices[1]
    assert (folded.page, folded.query) == ("customers/customers.py", {})
    service.mark_read(store, cast.sol, folded.notice_id)
    tell("F")
    tell("G", at=timedelta(hours=13))
    assert told() == ["Mia merged G.", "Mia merged F.", "Tao merged T."]


def test_reading_one_leaves_the_others_unread_and_keeps_its_first_time(store: Store, cast: Cast) -> None:
    one, _ = _tell(store, cast.sol), _tell(store, cast.sol, message("Another"))
    service.mark_read(store, cast.sol, one)
    with clock.held_at(NOW + timedelta(hours=1)):
        service.mark_read(store, cast.sol, one)
    [unread] = _own(store, cast.sol, is_unread_only=True).notices
    assert str(unread.text) == "Another"
    assert {notice.read_at for notice in _own(store, cast.sol).notices} == {None, NOW}
    assert service.mark_all_read(store, cast.sol) == 1
    assert _unread(store, cast.sol) == 0


def test_a_long_list_comes_in_parts_the_latest_first(store: Store, cast: Cast) -> None:
    for number in range(25):
        with clock.held_at(NOW + timedelta(minutes=number)):
            _tell(store, cast.sol, message("No. {number}", number=number))
    first, second = _own(store, cast.sol, count=20), _own(store, cast.sol, first=20, count=20)
    assert (len(first.notices), len(second.notices), first.total_count) == (20, 5, 25)
    assert [str(notice.text) for notice in (first.notices[0], second.notices[-1])] == ["No. 24", "No. 0"]


def test_all_active_administrators_are_told_and_only_they(store: Store, cast: Cast) -> None:
    with store.transaction() as transaction:
        transaction.execute(sql("update app_user set role = 'admin' where username in ('mia', 'vic')"))
        transaction.execute(sql("update app_user set is_active = false where username = 'vic'"))
        assert service.notify_admins(transaction, "backup_failed", HELLO, "admin/system.py") == 2
    assert [_unread(store, actor) for actor in (cast.ada, cast.mia, cast.vic, cast.sol)] == [1, 1, 0, 0]


def test_a_notice_of_work_that_was_rolled_back_is_never_seen(store: Store, cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError), store.transaction() as transaction:
        service.notify(transaction, cast.sol.user_id, "import_finished", HELLO)
        _ = 1 / 0
    assert _unread(store, cast.sol) == 0


def test_the_bell_is_counted_anew_after_each_notice(store: Store, cast: Cast) -> None:
    before = store.versions(("notice",))
    _tell(store, cast.sol)
    assert store.versions(("notice",)) != before


def test_overdue_follow_ups_are_told_once_a_user_and_renewed_the_next_day(store: Store, cast: Cast) -> None:
    add = sql(
        "insert into follow_up (customer_id, user_id, due_on, purpose, status, version, created_at, updated_at) "
        "values (1, $1, $2, 'call', $3, 1, now(), now())"
    )
    with store.transaction() as transaction:
        for user, due, status in (
            (cast.sol, date(2026, 3, 16), "open"),
            (cast.sol, date(2026, 3, 17), "open"),
            (cast.sol, date(2026, 3, 18), "open"),  # due today is not overdue
            (cast.vic, date(2026, 3, 1), "done"),
        ):
            transaction.execute(add, [user.user_id, due, status])
    assert service.notify_of_overdue(store) == 1
    with clock.held_at(NOW + timedelta(days=1)):
        assert service.notify_of_overdue(store) == 1
    [notice] = _own(store, cast.sol).notices
    assert dict(notice.text.values) == {"count": 3, "day": date(2026, 3, 16)}
    assert notice.page == "work/day.py"
    assert _unread(store, cast.vic) == 0
    with store.transaction() as transaction:
        transaction.execute(sql("update follow_up set status = 'done'"))
    assert service.notify_of_overdue(store) == _unread(store, cast.sol) == 0  # all is done: nothing is told of any more


def test_readers_alone_are_told_of_new_figures_and_of_the_latest_only(store: Store, cast: Cast) -> None:
    for last_on in (date(2026, 3, 17), date(2026, 3, 18)):
        with store.transaction() as transaction:
            assert service.notify_of_figures(transaction, last_on) == 1
    [notice] = _own(store, cast.rea).notices
    assert (dict(notice.text.values), notice.page) == ({"day": date(2026, 3, 18)}, "board/board.py")
    assert _unread(store, cast.mia) == 0


@given(
    st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.text() | st.integers() | st.none() | st.dates())
)
def test_values_survive_the_store(values: dict[str, object]) -> None:
    assert message_from("text", values_as_json(Message("text", values))) == Message("text", values)


def test_a_value_that_is_a_message_stays_one() -> None:
    text = message("{job} failed", job=message("Backup of {day}", day=date(2026, 3, 1)), cost=Decimal("1.50"))
    loaded = message_from(text.text, values_as_json(text))
    assert loaded.values == {"job": Message("Backup of {day}", {"day": date(2026, 3, 1)}), "cost": "1.50"}


def test_a_query_survives_the_store() -> None:
    query = {"id": "7", "q": "a&b=c 王'"}
    assert query_from(query_as_text(query)) == query
