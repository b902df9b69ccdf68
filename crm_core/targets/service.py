"""What people do with targets: see whose they may, read them, set several at once, look back.

A lead edits the own team's and its members', a manager and an admin everybody's; staff see the own, readers all. "Not
yours" reads as "not found".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission, Reach, Scope
from crm_core.errors import N_, InvalidInput, Message, NotFound, message
from crm_core.periods import Period, add_months
from crm_core.settings import service as settings
from crm_core.settings.model import Settings
from crm_core.store import Store, Transaction, once
from crm_core.store.reads import reads
from crm_core.targets import repository, saving
from crm_core.targets.drafts import TargetChange, TargetDraft, cell, parse_drafts
from crm_core.targets.model import (
    Narrowed,
    PastChange,
    ScopeChoice,
    ScopeKind,
    Target,
    TargetKey,
    TargetScope,
    Thresholds,
)
from crm_core.targets.traits import number_kind_of

TargetsByScope = Mapping[tuple[str, TargetScope], Sequence[Target]]
HISTORY_LIMIT = 200
REASON_LENGTH = 500


@dataclass(frozen=True, slots=True)
class ScopesRequest:
    """Whose targets may this actor read?"""

    reach: Reach


@dataclass(frozen=True, slots=True)
class TargetsRequest:
    """The targets of one metric and scope in the company's year that begins on ``year_first``."""

    reach: Reach
    metric_id: str
    scope: TargetScope
    year_first: date

    @property
    def span(self) -> Period:
        """The days of the year."""
        return Period(self.year_first, add_months(self.year_first, 12) - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class SpanRequest:
    """The targets within ``reach`` whose periods begin in a span, narrowed where that is asked for."""

    reach: Reach
    span: Period
    narrowed: Narrowed = field(default_factory=Narrowed)


def thresholds(choices: Settings) -> Thresholds:
    """Return from where on a target counts as on track and as at risk, as the company chose."""
    return Thresholds(
        choices.on_track_pace, choices.at_risk_pace, choices.on_track_attainment, choices.at_risk_attainment
    )


@reads("team", "app_user")
def readable_scopes(store: Store, request: ScopesRequest) -> list[ScopeChoice]:
    """Return the active teams and people within reach, teams first; the company is for those who reach all."""
    return repository.scopes(store, request.reach)


@reads("target", "team", "app_user")
def targets_of_metric(store: Store, request: TargetsRequest) -> list[Target]:
    """Return the targets of one metric and scope in a year, by period and level.

    Raises:
        NotFound: no such team or person, or not within reach.
    """
    require_within(store, request.reach, request.scope)
    return repository.of_metric(store, request.metric_id, request.scope, request.span)


@reads("target", "app_user")
def targets_in_span(store: Store, request: SpanRequest) -> list[Target]:
    """Return the targets that are asked for, by metric, scope and period."""
    return repository.in_span(store, request.reach, request.span, request.narrowed)


@reads("target", "app_user")
def targets_by_scope(store: Store, request: SpanRequest) -> TargetsByScope:
    """Return the same by metric and scope."""
    found: dict[tuple[str, TargetScope], list[Target]] = {}
    for target in targets_in_span(store, request):
        found.setdefault((target.key.metric_id, target.key.scope), []).append(target)
    return found


@reads("target_version", "team", "app_user")
def history(store: Store, request: TargetsRequest) -> list[PastChange]:
    """Return what became of the targets of one metric and scope in a year, the newest first, ``HISTORY_LIMIT`` at most.

    Raises:
        NotFound: no such team or person, or not within reach.
    """
    require_within(store, request.reach, request.scope)
    return repository.history(store, request.metric_id, request.scope, request.span, HISTORY_LIMIT)


def require_within(store: Store, reach: Reach, scope: TargetScope) -> None:
    """Return where ``scope`` exists and lies within ``reach``.

    Raises:
        NotFound: it does not.
    """
    if scope.kind is ScopeKind.COMPANY:
        found, team_id = scope.scope_id == 0, None
    else:
        found, team_id = repository.team_of(store, scope)
    is_mine = scope.kind is ScopeKind.PERSON and scope.scope_id == reach.me
    if not found or not (reach.scope is Scope.ALL or is_mine or (team_id is not None and team_id in reach.teams)):
        raise NotFound("target", (scope.kind.value, scope.scope_id))


def may_edit(store: Store, actor: Actor, scope: TargetScope) -> bool:
    """Return whether the actor may set the targets of ``scope``."""
    if not actor.may(Permission.TARGET_EDIT):
        return False
    try:
        require_within(store, actor.require(Permission.TARGET_EDIT), scope)
    except NotFound:
        return False
    return True


def set_targets(
    store: Store, actor: Actor, drafts: Sequence[TargetDraft], *, key: str, reason: str = ""
) -> list[TargetChange]:
    """Set, change and remove targets as the ``drafts`` say, all or none; return what was changed.

    A draft without a value removes its target. What already stands as asked is left alone. ``key`` is the form's
    idempotency key, ``reason`` goes into the history.

    Raises:
        NotPermitted, NotFound: the role may not, or a scope or metric is not the actor's or does not exist.
        InvalidInput: with a message for each cell, named by ``drafts.cell``.
        StaleWrite: some were changed since they were seen; ``mine`` and ``theirs`` are by cell, as texts.
        AlreadyDone: this very form was saved before.
    """
    require_editable(store, actor, {draft.key.scope for draft in drafts})
    refuse_long(reason)
    changes = parsed(drafts, clock.today(settings.current(store).zone))
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        standing = saving.standing_of(store, [change.key for change in changes])
        saving.require_fresh(changes, standing)
        todo = [change for change in changes if saving.differs(change, standing[change.key])]
        saving.require_ordered(todo, standing)
        stamp = repository.Stamp(clock.now(), actor.user_id, reason.strip() or None)
        ids = saving.write(transaction, todo, standing, stamp)
        _record_each(transaction, actor, todo, standing, ids)
    return todo


def require_editable(store: Store, actor: Actor, scopes: Iterable[TargetScope]) -> None:
    """Return where the actor may set the targets of all ``scopes``.

    Raises:
        NotPermitted, NotFound: the role may not, or a scope is not the actor's or does not exist.
    """
    reach = actor.require(Permission.TARGET_EDIT)
    for scope in scopes:
        require_within(store, reach, scope)


def refuse_long(reason: str) -> None:
    """Refuse a reason that is too long to be kept.

    Raises:
        InvalidInput: it is.
    """
    if len(reason) > REASON_LENGTH:
        raise InvalidInput({"reason": message(N_("At most {count} characters, please."), count=REASON_LENGTH)})


def parsed(drafts: Iterable[TargetDraft], today: date, name: saving.Name = cell) -> list[TargetChange]:
    """Return the changes that ``drafts`` ask for, of whichever metrics.

    Raises:
        InvalidInput: with a message for each cell that cannot be taken, by ``name``.
        NotFound: there is no such metric.
    """
    by_metric: dict[str, list[TargetDraft]] = {}
    for draft in drafts:
        by_metric.setdefault(draft.key.metric_id, []).append(draft)
    found: list[TargetChange] = []
    problems: dict[str, Message] = {}
    for metric_id, of_metric in by_metric.items():
        try:
            found += parse_drafts(of_metric, number_kind_of(metric_id), today, name)
        except InvalidInput as error:
            problems |= error.fields
    if problems:
        raise InvalidInput(problems)
    return found


def _record_each(
    transaction: Transaction,
    actor: Actor,
    changes: Iterable[TargetChange],
    standing: Mapping[TargetKey, Target | None],
    ids: Mapping[TargetKey, int],
) -> None:
    """Enter each change into the trail, with what stood there before."""
    for change in changes:
        before = standing[change.key]
        name = "add" if before is None else ("remove" if change.value is None else "change")
        was = None if before is None else _told(before)
        becomes = None if change.value is None else _told(change)
        audit.record(transaction, actor, audit.Change(name, "target", ids[change.key], was, becomes))


def _told(target: Target | TargetChange) -> dict[str, object]:
    """Return a target as the trail keeps it."""
    key = target.key
    return {
        "metric": key.metric_id,
        "scope": key.scope.kind.value,
        "scope_id": key.scope.scope_id,
        "period": key.period_kind.value,
        "first": key.period_first,
        "level": key.level.value,
        "value": target.value,
        "baseline": target.baseline,
        "baseline_on": target.baseline_on,
    }
