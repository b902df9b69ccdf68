"""The jobs there are: what each is called, when it is due, what it does.

A job gets the open store, works as the scheduler, and returns one sentence about what it did.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from crm_core import audit, clock
from crm_core.access.model import SCHEDULER
from crm_core.access.sessions import remove_old_sessions
from crm_core.attachments.keeping import remove_left_over
from crm_core.customers.merging import finding, undoing
from crm_core.customers.pool.rules import act_by_rules
from crm_core.errors import N_, Message, message
from crm_core.exports import service as exports
from crm_core.imports import workspace
from crm_core.imports.undo import forget_old
from crm_core.jobs import repository
from crm_core.jobs.model import Daily
from crm_core.messages.service import forget_read, notify_of_overdue
from crm_core.plans.reminding import notify_of_plans
from crm_core.privacy.erasure.replay import write_anew
from crm_core.privacy.seen.service import forget_old as forget_sights
from crm_core.relationships.service import derive
from crm_core.reviews.climbing import climb
from crm_core.reviews.reminding import remind_of_reviews
from crm_core.settings.model import Settings
from crm_core.snapshots.service import take_due
from crm_core.store import Store, once
from crm_core.system.service import make_nightly_backup
from crm_core.visits.service import make_visits

KEPT_FOR = timedelta(days=30)
RUNS_KEPT_FOR = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Job:
    """One job of the table. ``when`` says from the company's choices at what time of the day it is due."""

    job_id: str
    name: str
    about: str
    when: Callable[[Settings], Daily]
    run: Callable[[Store], Message]


def _back_up(store: Store) -> Message:
    done = make_nightly_backup(store, SCHEDULER)
    return message(
        N_("Wrote {name}, {megabytes} MB; removed {removed} old ones."),
        name=done.backup.path.name,
        megabytes=f"{done.backup.size / 1e6:.1f}",
        removed=done.removed,
    )


def _clean_up(store: Store) -> Message:
    now = clock.now()
    with store.transaction() as transaction:
        sessions = remove_old_sessions(transaction, now - KEPT_FOR)
        keys = once.forget(transaction, now - KEPT_FOR)
        runs = repository.forget_runs(transaction, now - RUNS_KEPT_FOR)
        merges = undoing.forget_old(store)
        sights = forget_sights(store, transaction)
        if sessions or keys or runs or sights:
            counts = {"sessions": sessions, "keys": keys, "runs": runs, "sights": sights}
            change = audit.Change("clean_up", "store", None, None, counts)
            audit.record_batch(transaction, SCHEDULER, change, sum(counts.values()))
    files = remove_left_over(store)
    write_anew(store)
    return message(
        N_(
            "Removed {sessions} old sessions, {keys} form keys, {runs} job runs and {files} files that no document "
            "needs any more; forgot {merges} merges of customers and {sights} times that somebody saw a customer."
        ),
        sessions=sessions,
        keys=keys,
        runs=runs,
        merges=merges,
        files=files,
        sights=sights,
    )


def _find_duplicates(store: Store) -> Message:
    open_count, fresh = finding.search(store)
    return message(N_("{open} pairs of customers look alike, {fresh} of them new."), open=open_count, fresh=fresh)


def _forget_imports(store: Store) -> Message:
    forget_old(store)
    return message(N_("Removed {count} imports that nobody finished."), count=workspace.clean_up(store))


def _remove_files(store: Store) -> Message:
    return message(N_("Removed {count} exported files."), count=exports.remove_old(store))


def _forget_notices(store: Store) -> Message:
    return message(N_("Removed {count} notices that were read long ago."), count=forget_read(store))


def _act_by_pool_rules(store: Store) -> Message:
    warned, released = act_by_rules(store)
    return message(N_("Warned owners of {warned} customers, released {released}."), warned=warned, released=released)


def _remind(store: Store) -> Message:
    return message(N_("Reminded {count} people of what is overdue."), count=notify_of_overdue(store))


def _remind_of_plans(store: Store) -> Message:
    count, reviews, missed = notify_of_plans(store), remind_of_reviews(store), climb(store)
    return message(
        N_("Reminded {count} people of plans, {reviews} of reviews, {missed} of missed check-ins."),
        count=count,
        reviews=reviews,
        missed=missed,
    )


def _keep_plans(store: Store) -> Message:
    return message(N_("Kept how plans stood at {count} period ends."), count=take_due(store))


def _propose_kinds(store: Store) -> Message:
    return message(N_("Proposed types and tiers of {count} customers."), count=derive(store, SCHEDULER))


def _make_visits(store: Store) -> Message:
    return message(N_("Made {count} return visits."), count=make_visits(store))


JOBS: tuple[Job, ...] = (
    Job(
        "backup",
        N_("Nightly backup"),
        N_("Writes a copy of the store to the folder of backups and removes the oldest ones."),
        lambda choices: Daily(choices.backup_hour),
        _back_up,
    ),
    Job(
        "clean_up",
        N_("Clean-up"),
        N_(
            "Removes sessions and form keys that have been of no use for 30 days, what merges of customers remember, and who saw "
            "customers longer ago than it is to be kept."
        ),
        lambda choices: Daily(3, 40),
        _clean_up,
    ),
    Job(
        "duplicates",
        N_("Search for duplicates"),
        N_("Looks through all customers for two that look like one."),
        lambda choices: Daily(4, 20),
        _find_duplicates,
    ),
    Job(
        "imports",
        N_("Unfinished imports"),
        N_(
            "Removes files that were uploaded and not imported within a day, and what imports did more than 90 days ago."
        ),
        lambda choices: Daily(4),
        _forget_imports,
    ),
    Job(
        "exports",
        N_("Exported files"),
        N_("Removes files of large lists seven days after they were made."),
        lambda choices: Daily(4, 10),
        _remove_files,
    ),
    Job(
        "notices",
        N_("Old notices"),
        N_("Removes notices 90 days after they were read."),
        lambda choices: Daily(3, 50),
        _forget_notices,
    ),
    Job(
        "relationships",
        N_("Types and tiers"),
        N_("Proposes type and tier of every customer by the criteria; what people decided stays."),
        lambda choices: Daily(4, 20),
        _propose_kinds,
    ),
    Job(
        "pool",
        N_("Public pool"),
        N_("Warns owners and releases customers by the rules that are switched on; without one it does nothing."),
        lambda choices: Daily(3, 20),
        _act_by_pool_rules,
    ),
    Job(
        "visits",
        N_("Return visits"),
        N_("Makes the return visits that the rules ask for; without a rule that is on it does nothing."),
        lambda choices: Daily(3, 30),
        _make_visits,
    ),
    Job(
        "reminders",
        N_("Morning reminders"),
        N_("Tells everybody whose follow-ups are overdue."),
        lambda choices: Daily(8),
        _remind,
    ),
    Job(
        "plan_reminders",
        N_("Reminders of plans"),
        N_(
            "Tells whoever owns overdue actions, whose plan is due for a check-in, who missed one, and who takes part in a review soon."
        ),
        lambda choices: Daily(8, 5),
        _remind_of_plans,
    ),
    Job(
        "plan_snapshots",
        N_("Period ends of plans"),
        N_("Keeps how each plan stood at the end of a stage, quarter or month, once the data of that day are in."),
        lambda choices: Daily(4, 30),
        _keep_plans,
    ),
)
