"""Jobs run when they are due, once for all that was missed, and one that fails stops no other."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from crm_core import clock
from crm_core.access.sessions import start_session
from crm_core.errors import NotFound, NotPermitted, Refused, message
from crm_core.jobs import repository, service
from crm_core.jobs.model import Daily, JobUnderWay, Result
from crm_core.jobs.runner import run_job
from crm_core.jobs.scheduler import Scheduler
from crm_core.jobs.tasks import JOBS, Job
from crm_core.settings import service as settings
from crm_core.store import Store, StoreBusy, once
from crm_core.system.service import list_backups
from tests.conftest import NOW, Cast, sql


def counting(job_id: str, ran: list[tuple[str, datetime]], hour: int = 2) -> Job:
    """Return a job that only notes when it ran."""

    def run(store: Store):
        ran.append((job_id, clock.now()))
        return message("Counted {count}.", count=len(ran))

    return Job(job_id, "Count", "Counts.", lambda choices: Daily(hour), run)


def failing(job_id: str, error: Exception) -> Job:
    def run(store: Store):
        raise error

    return Job(job_id, "Fail", "Fails.", lambda choices: Daily(2), run)


def at(store: Store, jobs: list[Job], moment: datetime) -> list[str]:
    with clock.held_at(moment):
        return Scheduler(store, jobs).tick()


def test_a_new_job_is_planned_and_not_run_at_once(store: Store):
    ran: list[tuple[str, datetime]] = []
    assert Scheduler(store, [counting("count", ran)]).tick() == []
    assert repository.jobs(store)["count"]["next_run_at"] == datetime(2026, 3, 18, 18, tzinfo=UTC)


def test_a_job_runs_when_it_is_due_and_again_the_next_day(store: Store):
    ran: list[tuple[str, datetime]] = []
    jobs = [counting("count", ran)]
    moments = [NOW + timedelta(minutes=30 * turn) for turn in range(4 * 48)]
    for moment in moments:
        at(store, jobs, moment)
    assert [moment.isoformat() for _, moment in ran] == [
        "2026-03-18T18:00:00+00:00", "2026-03-19T18:00:00+00:00", "2026-03-20T18:00:00+00:00", "2026-03-21T18:00:00+00:00",
    ]  # fmt: skip


def test_runs_that_were_missed_are_made_up_for_once(store: Store):
    ran: list[tuple[str, datetime]] = []
    jobs = [counting("count", ran)]
    at(store, jobs, NOW)
    back = NOW + timedelta(days=9, minutes=7)
    assert at(store, jobs, back) == ["count"]
    assert at(store, jobs, back + timedelta(minutes=1)) == []
    assert repository.jobs(store)["count"]["next_run_at"] == datetime(2026, 3, 27, 18, tzinfo=UTC)


def test_the_longest_overdue_runs_first(store: Store):
    ran: list[tuple[str, datetime]] = []
    jobs = [counting("late", ran, 9), counting("early", ran, 1)]
    at(store, jobs, NOW)
    assert at(store, jobs, NOW + timedelta(days=1)) == ["early", "late"]


def test_a_clock_that_jumps_back_neither_repeats_nor_loses_a_job(store: Store):
    ran: list[tuple[str, datetime]] = []
    jobs = [counting("count", ran)]
    at(store, jobs, NOW)
    at(store, jobs, NOW + timedelta(days=365))
    assert len(ran) == 1
    assert at(store, jobs, NOW) == []
    assert repository.jobs(store)["count"]["next_run_at"] == datetime(2026, 3, 18, 18, tzinfo=UTC)
    assert at(store, jobs, NOW + timedelta(days=1)) == ["count"]


def test_another_hour_or_zone_of_the_company_moves_the_plan(store: Store, cast: Cast):
    scheduler = Scheduler(store)
    scheduler.tick()
    version = settings.current_version(store)
    settings.change_settings(store, cast.ada, {"backup_hour": "23", "zone": "Europe/Berlin"}, version)
    scheduler.tick()
    assert repository.jobs(store)["backup"]["next_run_at"] == datetime(2026, 3, 18, 22, tzinfo=UTC)


@pytest.mark.parametrize("error", [Refused(message("Not today.")), ZeroDivisionError(), StoreBusy()])
def test_a_failing_job_is_noted_told_to_the_admins_and_stops_no_other(store: Store, cast: Cast, error: Exception):
    ran: list[tuple[str, datetime]] = []
    jobs = [failing("broken", error), counting("count", ran)]
    at(store, jobs, NOW)
    assert sorted(at(store, jobs, NOW + timedelta(days=1))) == ["broken", "count"]
    row = repository.jobs(store)["broken"]
    assert row["last_result"] == "failed"
    assert row["next_run_at"] == datetime(2026, 3, 19, 18, tzinfo=UTC)
    told = store.rows(sql("select user_id, kind, page from notice"))
    assert told == [{"user_id": cast.ada.user_id, "kind": "job_failed", "page": "admin/jobs.py"}]
    assert len(ran) == 1


def test_a_run_whose_end_cannot_be_noted_is_not_tried_again_at_once(store: Store, monkeypatch: pytest.MonkeyPatch):
    ran: list[tuple[str, datetime]] = []
    scheduler = Scheduler(store, [counting("count", ran)])
    scheduler.tick()
    with clock.held_at(NOW + timedelta(days=1)):

        def refuse(*_: object) -> None:
            raise StoreBusy

        with monkeypatch.context() as broken:
            broken.setattr(repository, "note_run", refuse)
            assert scheduler.tick() == []
        assert scheduler.tick() == []
        assert len(ran) == 1
        assert Scheduler(store, [counting("count", ran)]).tick() == ["count"]


def test_a_job_that_is_held_back_does_not_run_and_makes_up_for_nothing(store: Store, cast: Cast):
    scheduler = Scheduler(store)
    scheduler.tick()
    service.set_enabled(store, cast.ada, "backup", is_enabled=False)
    with clock.held_at(NOW + timedelta(days=3)):
        assert "backup" not in scheduler.tick()
        service.set_enabled(store, cast.ada, "backup", is_enabled=True)
        assert "backup" not in scheduler.tick()
    with clock.held_at(NOW + timedelta(days=4)):
        assert "backup" in scheduler.tick()


def test_an_administrator_runs_a_job_now_and_sees_how_it_ended(store: Store, cast: Cast):
    run = service.run_now(store, cast.ada, "backup")
    assert run.result is Result.DONE
    assert "crm-20260318-103000.duckdb" in str(run.message)
    state = next(job for job in service.list_jobs(store, cast.ada) if job.job_id == "backup")
    assert (state.last_result, state.last_run_at, state.daily) == (Result.DONE, NOW, Daily(2))
    assert service.list_runs(store, cast.ada, "backup") == [run]
    acts = [row["action"] for row in store.rows(sql("select action from audit_entry order by seq"))]
    assert acts == ["back_up", "run"]


def test_only_the_administrator_manages_jobs(store: Store, cast: Cast):
    for actor in (cast.mia, cast.tao, cast.sol, cast.vic, cast.rea):
        for act in (
            lambda who: service.list_jobs(store, who),
            lambda who: service.list_runs(store, who, "backup"),
            lambda who: service.run_now(store, who, "backup"),
            lambda who: service.set_enabled(store, who, "backup", is_enabled=False),
        ):
            with pytest.raises(NotPermitted):
                act(actor)
    assert repository.jobs(store) == {}
    assert list_backups(store.path) == []


def test_a_job_that_does_not_exist_is_not_found(store: Store, cast: Cast):
    with pytest.raises(NotFound):
        service.run_now(store, cast.ada, "dance")


def test_a_job_never_runs_twice_at_once(store: Store):
    started, go_on = threading.Event(), threading.Event()

    def run(_store: Store):
        started.set()
        go_on.wait(10)
        return message("Done.")

    job = Job("slow", "Slow", "Waits.", lambda choices: Daily(2), run)
    thread = threading.Thread(target=run_job, args=(store, job))
    thread.start()
    assert started.wait(10)
    with pytest.raises(JobUnderWay):
        run_job(store, job)
    go_on.set()
    thread.join()
    assert len(repository.runs(store, "slow", 9)) == 1


def test_the_nightly_backup_keeps_as_many_as_the_company_chose(store: Store, cast: Cast):
    settings.change_settings(store, cast.ada, {"backups_kept": "2"}, settings.current_version(store))
    by_hand = store.path.parent / "backups" / store.path.stem / "before-audit.duckdb"
    scheduler = Scheduler(store)
    for day in range(5):
        with clock.held_at(NOW + timedelta(days=day)):
            scheduler.tick()
        if day == 0:
            by_hand.parent.mkdir(parents=True)
            by_hand.write_bytes(b"kept by hand")
    names = sorted(file.path.name for file in list_backups(store.path))
    assert names == ["before-audit.duckdb", "crm-20260321-103000.duckdb", "crm-20260322-103000.duckdb"]


def test_old_sessions_and_keys_are_removed_and_young_ones_stay(store: Store, cast: Cast):
    with clock.held_at(NOW - timedelta(days=31)), store.transaction() as transaction:
        start_session(transaction, cast.mia.user_id, "old")
        once.claim(transaction, cast.mia.user_id, "old")
    with clock.held_at(NOW - timedelta(days=29)), store.transaction() as transaction:
        start_session(transaction, cast.mia.user_id, "young")
        once.claim(transaction, cast.mia.user_id, "young")
    run = service.run_now(store, cast.ada, "clean_up")
    assert str(run.message) == (
        "Removed 1 old sessions, 1 form keys, 0 job runs and 0 files that no document needs any more; "
        "forgot 0 merges of customers and 0 times that somebody saw a customer."
    )
    assert store.rows(sql("select address from session")) == [{"address": "young"}]
    assert store.rows(sql("select key from idempotency_key")) == [{"key": "young"}]


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.job_id)
def test_every_job_runs_on_an_empty_store_and_on_one_with_people(store: Store, job: Job):
    assert run_job(store, job).result is Result.DONE


def test_the_thread_runs_what_is_due_and_stops_at_once(store: Store, monkeypatch: pytest.MonkeyPatch):
    ran: list[tuple[str, datetime]] = []
    monkeypatch.setattr("crm_core.jobs.scheduler.TICK_SECONDS", 0.05)
    scheduler = Scheduler(store, [counting("count", ran)])
    scheduler.tick()
    with clock.held_at(NOW + timedelta(days=1)):
        scheduler.start()
        end = time.monotonic() + 10
        while not ran and time.monotonic() < end:
            threading.Event().wait(0.02)
        scheduler.stop()
    assert [job_id for job_id, _ in ran] == ["count"]
    assert not [thread for thread in threading.enumerate() if thread.name == "scheduler"]


def test_an_unreadable_backup_folder_fails_the_job_with_a_sentence(store: Store, cast: Cast):
    (store.path.parent / "backups").write_text("a file where the folder should be")
    run = service.run_now(store, cast.ada, "backup")
    assert run.result is Result.FAILED
    assert "Something went wrong" not in str(run.message)
    assert (store.path.parent / "backups").is_file()


def test_a_fault_of_its_own_does_not_end_the_clock(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else no backup is made from then on, and nobody is told."""
    looks: list[int] = []
    again = threading.Event()

    def look(_self: Scheduler) -> list[str]:
        looks.append(1)
        if len(looks) == 1:
            raise LookupError("no time zone has this name")
        again.set()
        return []

    monkeypatch.setattr("crm_core.jobs.scheduler.TICK_SECONDS", 0.01)
    monkeypatch.setattr(Scheduler, "tick", look)
    scheduler = Scheduler(store, [])
    scheduler.start()
    is_alive = again.wait(5)
    scheduler.stop()
    assert is_alive
