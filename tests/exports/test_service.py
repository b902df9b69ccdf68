"""A long list as a file: made in a child process with the role of then, handed to who asked for it and nobody else."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from crm_core import clock
from crm_core.access.model import Actor, Permission
from crm_core.audit.trail import verify
from crm_core.customers.lists.export import COLUMNS
from crm_core.customers.lists.model import CustomerListRequest, Sort, View
from crm_core.customers.ownership.service import assign_owner
from crm_core.errors import AlreadyDone, NotFound, NotPermitted
from crm_core.exchange.limited import Cancelled
from crm_core.exports import service, worker
from crm_core.exports.model import ExportFile, FileOutdated, FileStatus, FileUnderWay, OwnFiles
from crm_core.jobs.tasks import JOBS
from crm_core.messages.model import NoticesWanted
from crm_core.messages.service import own_notices
from crm_core.store import Store
from crm_core.team.service import change_user
from tests.conftest import NOW, Cast, sql
from tests.customers.faces import Faces, add, faces, fresh

__all__ = ["faces"]
HEADINGS = {name: f"={name}" for name in COLUMNS}
WORDS = {"kind": {"person": "个人", "company": "企业"}}
_ENTRIES = sql("select action, actor_id, row_count from audit_entry where seq > $1 order by seq")
_ROLE = sql("update app_user set role = $2, is_active = $3 where user_id = $1")


def ask(store: Store, actor: Actor, name: str = "customers.csv", key: str | None = None, **asked: object) -> int:
    wanted = CustomerListRequest(actor.require(Permission.CUSTOMER_READ), **asked)  # type: ignore[arg-type]
    return service.ask_for_list(store, actor, wanted, name, headings=HEADINGS, words=WORDS, key=key or fresh())


def files(store: Store, actor: Actor) -> tuple[ExportFile, ...]:
    return service.own_files(store, OwnFiles(actor.require(Permission.CUSTOMER_EXPORT)))


def told(store: Store, actor: Actor) -> list[tuple[str, str]]:
    found = own_notices(store, NoticesWanted(actor.require(Permission.NOTICE_OWN)))
    return [(notice.kind, str(notice.text)) for notice in found.notices]


def test_a_list_is_made_into_a_file_told_and_handed_over(store: Store, cast: Cast, faces: Faces) -> None:
    seq = store.head.seq
    file_id = ask(store, cast.tao)
    assert [file.status for file in files(store, cast.tao)] == [FileStatus.WAITING]
    assert service.make_next(store)
    assert not service.make_next(store)
    [made] = files(store, cast.tao)
    assert (made.status, made.row_count, made.kept_until) == (FileStatus.READY, 3, NOW + timedelta(days=7))
    assert ("file_ready", "Your file customers.csv is ready: 3 customers. It is kept for 7 days.") in told(
        store, cast.tao
    )
    handed = service.hand_over(store, cast.tao, file_id)
    text = handed.path.read_text("utf-8-sig")
    assert text.splitlines()[0].startswith("'=code,'=name")
    assert "138****8000" in text
    assert "个人" in text
    for hidden in ("13800138000", "南方", "139****9876", "137****7000", "深圳", "POOL-NOTE"):
        assert hidden not in text
    assert len(text.splitlines()) == 4
    assert made.byte_count == handed.path.stat().st_size
    entries = [(row["action"], row["actor_id"], row["row_count"]) for row in store.rows(_ENTRIES, [seq])]
    tao = cast.tao.user_id
    assert entries == [("ask_for_file", tao, 1), ("export", tao, 3), ("download", tao, 1)]
    assert verify(store) is None


def test_filters_and_order_are_those_of_the_list(store: Store, cast: Cast, faces: Faces) -> None:
    file_id = ask(store, cast.mia, "customers.xlsx", view=View.ALL, sort=Sort.CODE, is_descending=True, region="北京")
    service.make_next(store)
    book = CalamineWorkbook.from_path(str(service.hand_over(store, cast.mia, file_id).path))
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[:3] for row in rows] == [["=code", "=name", "=kind"], ["C-WANG", "王小明", "个人"]]
    other = ask(store, cast.mia, sort=Sort.CODE, is_descending=True)
    service.make_next(store)
    lines = service.hand_over(store, cast.mia, other).path.read_text("utf-8-sig").splitlines()[1:]
    assert [line.split(",")[0] for line in lines] == ["C-WANG", "C-POOL", "C-NAN", "C-LI"]


def test_nobody_else_is_handed_the_file(store: Store, cast: Cast, faces: Faces) -> None:
    file_id = ask(store, cast.tao)
    with pytest.raises(NotFound):
        service.hand_over(store, cast.tao, file_id)  # not made yet
    service.make_next(store)
    for other, refusal in (
        (cast.ada, NotFound),
        (cast.mia, NotFound),
        (cast.sol, NotPermitted),
        (cast.rea, NotPermitted),
    ):
        seq = store.head.seq
        with pytest.raises(refusal):
            service.hand_over(store, other, file_id)
        assert store.head.seq == seq
    assert files(store, cast.mia) == ()


def test_a_file_with_a_customer_who_moved_away_is_not_handed_over(store: Store, cast: Cast, faces: Faces) -> None:
    file_id = ask(store, cast.tao)
    service.make_next(store)
    assign_owner(store, cast.mia, [faces.wang], cast.vic.user_id, key=fresh())
    with pytest.raises(FileOutdated):
        service.hand_over(store, cast.tao, file_id)
    assign_owner(store, cast.mia, [faces.wang], cast.sol.user_id, key=fresh())
    service.hand_over(store, cast.tao, file_id)
    assign_owner(
        store, cast.mia, [faces.pool], cast.vic.user_id, key=fresh()
    )  # only its name was told, and that is gone
    with pytest.raises(FileOutdated):
        service.hand_over(store, cast.tao, file_id)


def test_a_lead_of_another_team_by_now_is_not_handed_the_former_teams_file(
    store: Store, cast: Cast, faces: Faces
) -> None:
    file_id = ask(store, cast.tao)
    service.make_next(store)
    moved = change_user(store, cast.ada, cast.tao.user_id, {"team_id": str(cast.south)}, 1)
    with pytest.raises(FileOutdated):
        service.hand_over(store, Actor(moved.user_id, "Tao", moved.role, moved.team_id), file_id)


@pytest.mark.parametrize(("role", "is_active"), [("staff", True), ("lead", False)])
def test_who_may_not_any_more_gets_no_file(store: Store, cast: Cast, faces: Faces, role: str, is_active: bool) -> None:
    ask(store, cast.tao)
    with store.transaction() as transaction:
        transaction.execute(_ROLE, [cast.tao.user_id, role, is_active])
    assert service.make_next(store)
    assert [file.status for file in files(store, cast.tao)] == [FileStatus.FAILED]
    assert told(store, cast.tao)[0][0] == "file_failed"
    assert not list(service.files_path(store).rglob("*"))


def test_one_file_at_a_time_and_a_double_click_asks_once(store: Store, cast: Cast, faces: Faces) -> None:
    ask(store, cast.tao, key="once")
    with pytest.raises(AlreadyDone):
        ask(store, cast.tao, key="once")
    with pytest.raises(FileUnderWay):
        ask(store, cast.tao)
    ask(store, cast.mia)
    with pytest.raises(NotPermitted):
        ask(store, cast.sol)


def test_files_go_after_seven_days_and_are_forgotten_in_time(store: Store, cast: Cast, faces: Faces) -> None:
    file_id = ask(store, cast.tao)
    service.make_next(store)
    place = service.hand_over(store, cast.tao, file_id).path
    [job] = [job for job in JOBS if job.job_id == "exports"]
    with clock.held_at(NOW + timedelta(days=6, hours=23)):
        job.run(store)
        assert place.exists()
    with clock.held_at(NOW + timedelta(days=7, hours=1)):
        assert str(job.run(store)) == "Removed 1 exported files."
        assert not place.parent.exists()
        assert [file.status for file in files(store, cast.tao)] == [FileStatus.REMOVED]
        assert store.value(sql("select asked from export_file")) == "{}"
        with pytest.raises(NotFound):
            service.hand_over(store, cast.tao, file_id)
    with clock.held_at(NOW + timedelta(days=91)):
        job.run(store)
        assert files(store, cast.tao) == ()


def test_a_failed_making_is_told_and_leaves_nothing(
    store: Store, cast: Cast, faces: Faces, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*given: object, **named: object) -> object:
        raise OSError("No space left on device")

    monkeypatch.setattr(service, "run_limited", full)
    ask(store, cast.tao)
    assert service.make_next(store)
    [made] = files(store, cast.tao)
    assert (made.status, str(made.problem)) == (FileStatus.FAILED, "Something went wrong inside the program.")
    assert list(service.files_path(store).iterdir()) == []


def test_what_a_stop_cuts_off_is_made_at_the_next_start(store: Store, cast: Cast, faces: Faces) -> None:
    file_id = ask(store, cast.tao)
    with pytest.raises(Cancelled):
        service.make_next(store, lambda: True)
    assert [file.status for file in files(store, cast.tao)] == [FileStatus.WAITING]
    worker.wake(store)
    wait_for(lambda: files(store, cast.tao)[0].status is FileStatus.READY)
    worker.stop(store)
    assert service.hand_over(store, cast.tao, file_id)


def wait_for(is_so: Callable[[], bool]) -> None:
    tick = threading.Event()
    for _ in range(300):
        if is_so():
            return
        tick.wait(0.1)
    pytest.fail("it did not come to be")


def test_files_are_the_owners_alone_on_the_disk(store: Store, cast: Cast, faces: Faces) -> None:
    file_id = ask(store, cast.tao)
    service.make_next(store)
    place: Path = service.hand_over(store, cast.tao, file_id).path
    modes = {path.name: path.stat().st_mode & 0o777 for path in [place, place.parent, place.parent.parent]}
    assert set(modes.values()) == {0o600, 0o700}
    assert sorted(path.name for path in place.parent.iterdir()) == ["customers.csv", "seen.arrow"]


def test_a_name_like_a_formula_stays_a_text(store: Store, cast: Cast) -> None:
    add(store, cast.tao, "=1+1", cast.tao, code="@code")
    file_id = ask(store, cast.tao)
    service.make_next(store)
    assert "'@code,'=1+1," in service.hand_over(store, cast.tao, file_id).path.read_text("utf-8-sig")


def test_what_was_asked_in_words_of_a_former_version_fails_alone(store: Store, cast: Cast, faces: Faces) -> None:
    old = ask(store, cast.tao)
    with store.transaction() as transaction:
        transaction.execute(sql("update export_file set asked = '{}' where file_id = $1"), [old])
    ask(store, cast.mia)
    while service.make_next(store):
        pass
    assert [file.status for file in files(store, cast.tao)] == [FileStatus.FAILED]
    assert [file.status for file in files(store, cast.mia)] == [FileStatus.READY]
    assert [kind for kind, _text in told(store, cast.tao)] == ["file_failed"]
    ask(store, cast.tao)
