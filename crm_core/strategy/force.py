"""Putting a plan's strategy into force: a look beforehand at what it changes, and the one step that sets the norms of my day.

Who may edit norms puts into force; what was looked at is what is done, or nothing is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.errors import N_, NotFound, Refused, message
from crm_core.plans.editing import today_of
from crm_core.plans.model import Plan, PlanState
from crm_core.plans.reach import Viewer, may_edit_plan, viewer_of
from crm_core.plans.service import OnePlan, plan_record
from crm_core.relationships.model import RelationsRequest
from crm_core.relationships.norms.model import Norm, Subject
from crm_core.relationships.norms.planned import AskedNorm, Load, LoadRequest, asked_as, day_after, load, set_norms
from crm_core.relationships.norms.service import norms_of
from crm_core.store import Store, Transaction, once
from crm_core.store.reads import reads
from crm_core.strategy import repository
from crm_core.strategy.model import ChangeKind, InForce, NormChange, SetNorm, Strategy, changes
from crm_core.strategy.service import EVERYTHING, own_norms, set_norms_of, tag_names

NOT_RUNNING = N_("Only a running plan sets norms. Start the plan first.")
NOT_AS_SEEN = N_("Something changed since this preview. Look at it again, then put it into force.")


@dataclass(frozen=True, slots=True)
class TeamLoad:
    """What is asked of a team (None: of whoever is on none) before and after."""

    team: str | None
    before: Load | None
    after: Load | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What putting into force would change. ``words``: for whom other words hold then; ``seen`` names this very preview."""

    changes: tuple[NormChange, ...]
    words: tuple[tuple[Subject, str | None], ...]
    loads: tuple[TeamLoad, ...]
    on: date
    seen: str

    @property
    def is_empty(self) -> bool:
        """Whether everything stands already as the plan says."""
        return not self.words and all(one.kind is ChangeKind.KEPT for one in self.changes)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A plan's strategies with what holds today, read at one moment."""

    plan: Plan
    groups: dict[int, str]
    strategies: tuple[Strategy, ...]
    norms: tuple[Norm, ...]
    was_set: tuple[SetNorm, ...]
    in_force: dict[Subject, InForce]
    changes: tuple[NormChange, ...]

    @property
    def seen(self) -> str:
        """A digest of everything that a preview depends on."""
        parts = [
            *(f"s{one.strategy_id}.{one.version}" for one in self.strategies),
            *(f"n{one.norm_id}.{one.version}" for one in self.norms),
            *(f"f{one.subject}.{one.plan_id}.{one.put_at.isoformat()}" for one in self.in_force.values()),
        ]
        return hashlib.sha256("|".join(sorted(parts)).encode()).hexdigest()

    @property
    def new_words(self) -> tuple[Strategy, ...]:
        """The strategies whose words do not hold yet as they stand."""
        return tuple(one for one in self.strategies if not self._holds(one))

    def _holds(self, one: Strategy) -> bool:
        found = self.in_force.get(one.subject)
        return found is not None and found.plan_id == self.plan.plan_id and found.words == one.words

    @property
    def gone_words(self) -> tuple[Subject, ...]:
        """Whose words this plan put into force and names no more."""
        known = {one.subject for one in self.strategies}
        own = (one.subject for one in self.in_force.values() if one.plan_id == self.plan.plan_id)
        return tuple(subject for subject in own if subject not in known)


@reads(
    "plan_strategy", "plan_strategy_beat", "strategy_in_force", "strategy_norm", "contact_norm", "plan", "tag", "customer", "customer_tag",
    "customer_tag_past",    "customer_standing", "interaction", "channel_opt_out", "team", "app_user", "setting",
)  # fmt: skip
def preview(store: Store, request: OnePlan) -> Preview:
    """Return what putting a plan's strategy into force today would change, and what it asks of the teams from the next day on.

    Raises:
        NotFound: there is no such plan, or it is not the viewer's to edit.
    """
    draft, today = _draft(store, request.viewer, request.plan_id), today_of(store)
    names = draft.groups
    words = [(one.subject, names.get(one.subject.tag_id or 0)) for one in draft.new_words]
    words += [(subject, names.get(subject.tag_id or 0)) for subject in draft.gone_words]
    return Preview(
        draft.changes,
        tuple(words),
        loads_then(store, draft.plan.team_id, draft.changes, today),
        day_after(today),
        draft.seen,
    )


def put_in_force(store: Store, actor: Actor, plan_id: int, *, seen: str, key: str) -> int:
    """Let norms and words hold from today on as a plan's strategy says them, and return how many norms changed.

    ``seen`` is that of the preview. Where all of it holds already, nothing is written but by whom.

    Raises:
        NotPermitted, NotFound: the role may not; the plan is not the actor's to edit.
        Refused: the plan does not run; or something changed since the preview.
        AlreadyDone: the same click was taken before.
    """
    actor.require(Permission.NORM_EDIT)
    viewer, today = viewer_of(actor), today_of(store)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        draft = _draft(store, viewer, plan_id)
        if draft.plan.state is not PlanState.RUNNING:
            raise Refused(message(NOT_RUNNING))
        if draft.seen != seen:
            raise Refused(message(NOT_AS_SEEN))
        count = _set(transaction, actor, draft, today)
        _put_words(transaction, actor, draft)
        told = {"plan_id": plan_id, "norms": count, "strategies": len(draft.strategies)}
        audit.record(transaction, actor, audit.Change("put_in_force", "plan_strategy", plan_id, None, told))
        once.settle(transaction, key, plan_id)
    return count


def _set(transaction: Transaction, actor: Actor, draft: _Draft, today: date) -> int:
    """Set the norms, note which plan set them, and return how many were not as they are now."""
    plan_id, team_id, now = draft.plan.plan_id, draft.plan.team_id, clock.now()
    for one in draft.changes:
        repository.put_before(transaction, plan_id, one, team_id)
    repository.forget_after(transaction, plan_id)
    held = [one for one in draft.changes if one.after is not None]
    ended = [one for one in draft.changes if one.after is None]
    ids = set_norms(transaction, actor, [(one.before, one.after) for one in held], today)
    set_norms(transaction, actor, [(one.before, None) for one in ended], today)
    for one, norm_id in zip(held, ids, strict=True):
        repository.put_norm(transaction, plan_id, one, norm_id, team_id=team_id, by=actor.user_id, at=now)
    wanted = {(one.subject, one.channel) for one in held}
    for earlier in draft.was_set:
        if earlier.plan_id == plan_id and (earlier.subject, earlier.channel) not in wanted:
            repository.forget_norm(transaction, plan_id, earlier.subject, earlier.channel, team_id)
    return sum(one.kind is not ChangeKind.KEPT for one in draft.changes)


def _put_words(transaction: Transaction, actor: Actor, draft: _Draft) -> None:
    plan_id, team_id, now = draft.plan.plan_id, draft.plan.team_id, clock.now()
    for one in draft.new_words:
        repository.put_words(transaction, team_id, one.subject, plan_id, one.words, by=actor.user_id, at=now)
    for subject in draft.gone_words:
        repository.end_words(transaction, team_id, subject, plan_id)


def _draft(store: Store, viewer: Viewer, plan_id: int) -> _Draft:
    plan = plan_record(store, OnePlan(viewer, plan_id)).plan
    if not may_edit_plan(viewer, plan.team_id):
        raise NotFound("plan", plan_id)
    groups = tag_names(store)
    strategies = repository.find_strategies(store, plan_id, groups)
    norms, was_set = own_norms(store, plan.team_id), set_norms_of(store, plan.team_id)
    own = [one for one in was_set if one.plan_id == plan_id]
    return _Draft(
        plan, groups, strategies, norms, was_set, repository.find_in_force(store, plan.team_id),
        changes(strategies, own, norms, plan.team_id),
    )  # fmt: skip


def loads_then(store: Store, own: int | None, changed: Sequence[NormChange], today: date) -> tuple[TeamLoad, ...]:
    """Return what today's norms and those that would hold ask of each team, or (``own``) of one."""
    on = day_after(today)
    everywhere = norms_of(store, RelationsRequest(EVERYTHING))
    before = [asked_as(one, one.since_on) for one in everywhere]
    after = _then(everywhere, changed, today)
    found: dict[str | None, list[Load | None]] = {}
    for place, norms in enumerate((before, after)):
        for one in load(store, LoadRequest(EVERYTHING, tuple(norms), on)):
            found.setdefault(one.team, [None, None])[place] = one
    return tuple(
        TeamLoad(team, was, then)
        for team, (was, then) in sorted(found.items(), key=lambda item: (item[0] is None, item[0] or ""))
        if own is None or own in {each.team_id for each in (was, then) if each is not None}
    )


def _then(norms: Sequence[Norm], changed: Sequence[NormChange], today: date) -> list[AskedNorm]:
    """Return the norms of all teams as they would hold then; what asks for other days holds since today."""
    touched = {one.before.norm_id for one in changed if one.before is not None}
    found = [asked_as(one, one.since_on) for one in norms if one.norm_id not in touched]
    for one in changed:
        if one.after is not None:
            is_same = one.before is not None and one.before.days == one.after.days
            since_on = one.before.since_on if one.before is not None and is_same else today
            found.append(asked_as(one.after, since_on))
    return found
