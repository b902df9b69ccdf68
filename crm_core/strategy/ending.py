"""What becomes of a plan's strategy once the plan is closed: it stays in force until another replaces it, or ends with the plan.

Nothing ends by itself: a closed plan's norms are still what people were told. Who may edit norms says which it is, after a look.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.errors import N_, NotFound, Refused, message
from crm_core.plans.editing import today_of
from crm_core.plans.model import PlanState
from crm_core.plans.reach import Viewer, may_edit_plan, viewer_of
from crm_core.plans.service import OnePlan, plan_record
from crm_core.relationships.norms.model import Subject
from crm_core.relationships.norms.planned import day_after, set_norms
from crm_core.store import Store, once
from crm_core.store.reads import reads
from crm_core.strategy import repository
from crm_core.strategy.force import NOT_AS_SEEN, TeamLoad, loads_then
from crm_core.strategy.model import After, ChangeKind, Choice, NormChange, ending
from crm_core.strategy.service import own_norms, set_norms_of, tag_names

NOT_CLOSED = N_("This plan still runs. Close it first.")
_READ = (
    "strategy_norm", "strategy_norm_before", "strategy_in_force", "strategy_after", "contact_norm", "plan", "tag", "team", "app_user",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Left:
    """What a closed plan still has in force: how many norms, and for whom its words hold; and what was said of it."""

    team_id: int | None
    changes: tuple[NormChange, ...]
    by_hand: int
    words: tuple[tuple[Subject, str | None], ...]
    after: After | None
    seen: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it is in force any more."""
        return not self.words and not self.changes


@dataclass(frozen=True, slots=True)
class Look:
    """What ending it changes, and what is asked of the teams on a day then."""

    left: Left
    loads: tuple[TeamLoad, ...]
    on: date


@reads(*_READ)
def left_in_force(store: Store, request: OnePlan) -> Left | None:
    """Return what a closed plan still has in force; None where the plan is not closed.

    Raises:
        NotFound: there is no such plan, or it is not the viewer's to see.
    """
    plan = plan_record(store, request).plan
    return _left(store, plan.plan_id, plan.team_id) if plan.state is PlanState.CLOSED else None


@reads(
    *_READ,
    "customer",
    "customer_standing",
    "customer_tag",
    "customer_tag_past",
    "interaction",
    "channel_opt_out",
    "setting",
)
def look_at_end(store: Store, request: OnePlan) -> Look | None:
    """Return what ending a closed plan's strategy today would change; None where the plan is not closed.

    Raises:
        NotFound: there is no such plan, or it is not the viewer's to see.
    """
    left, today = left_in_force(store, request), today_of(store)
    if left is None:
        return None
    return Look(left, loads_then(store, left.team_id, left.changes, today), day_after(today))


def end_strategy(store: Store, actor: Actor, plan_id: int, *, seen: str, key: str) -> int:
    """Let a closed plan's strategy hold no longer from today on, the norms go back to what held before, and return how many changed.

    ``seen`` is that of the look. What a hand changed since stays.

    Raises:
        NotPermitted, NotFound: the role may not; the plan is not the actor's to edit.
        Refused: the plan is not closed; or something changed since the look.
        AlreadyDone: the same click was taken before.
    """
    viewer, today = _viewer(actor), today_of(store)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        left = _closed(store, viewer, plan_id)
        if left.seen != seen:
            raise Refused(message(NOT_AS_SEEN))
        set_norms(transaction, actor, [(one.before, one.after) for one in left.changes], today)
        for set_norm in set_norms_of(transaction, left.team_id):
            if set_norm.plan_id == plan_id:
                repository.forget_norm(transaction, plan_id, set_norm.subject, set_norm.channel, left.team_id)
        for subject, _group in left.words:
            repository.end_words(transaction, left.team_id, subject, plan_id)
        repository.forget_before(transaction, plan_id)
        repository.put_after(transaction, plan_id, Choice.ENDED, by=actor.user_id, at=clock.now())
        count = sum(one.kind is not ChangeKind.KEPT for one in left.changes)
        told = {"plan_id": plan_id, "norms": count}
        audit.record(transaction, actor, audit.Change("end_strategy", "plan_strategy", plan_id, None, told))
        once.settle(transaction, key, plan_id)
    return count


def keep_strategy(store: Store, actor: Actor, plan_id: int, *, key: str) -> None:
    """Let a closed plan's strategy stay in force until another replaces it, and say so.

    Raises:
        NotPermitted, NotFound: the role may not; the plan is not the actor's to edit.
        Refused: the plan is not closed.
        AlreadyDone: the same click was taken before.
    """
    viewer = _viewer(actor)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        _closed(store, viewer, plan_id)
        repository.put_after(transaction, plan_id, Choice.KEPT, by=actor.user_id, at=clock.now())
        told = {"plan_id": plan_id}
        audit.record(transaction, actor, audit.Change("keep_strategy", "plan_strategy", plan_id, None, told))
        once.settle(transaction, key, plan_id)


def _viewer(actor: Actor) -> Viewer:
    actor.require(Permission.NORM_EDIT)
    return viewer_of(actor)


def _closed(store: Store, viewer: Viewer, plan_id: int) -> Left:
    plan = plan_record(store, OnePlan(viewer, plan_id)).plan
    if not may_edit_plan(viewer, plan.team_id):
        raise NotFound("plan", plan_id)
    if plan.state is not PlanState.CLOSED:
        raise Refused(message(NOT_CLOSED))
    return _left(store, plan_id, plan.team_id)


def _left(store: Store, plan_id: int, team_id: int | None) -> Left:
    norms, was_set = own_norms(store, team_id), set_norms_of(store, team_id)
    changes, by_hand = ending(repository.find_before(store, plan_id), was_set, norms, plan_id, team_id)
    names = tag_names(store)
    in_force = [one for one in repository.find_in_force(store, team_id).values() if one.plan_id == plan_id]
    words = tuple((one.subject, names.get(one.subject.tag_id or 0)) for one in in_force)
    parts = [
        *(f"n{one.norm_id}.{one.version}" for one in norms),
        *(f"s{one.subject}.{one.channel}.{one.plan_id}" for one in was_set),
        *(f"f{one.subject}.{one.put_at.isoformat()}" for one in in_force),
    ]
    seen = hashlib.sha256("|".join(sorted(parts)).encode()).hexdigest()
    return Left(team_id, changes, by_hand, words, repository.find_after(store, plan_id), seen)
