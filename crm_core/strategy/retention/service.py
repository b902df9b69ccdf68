"""The retention plan: how customers come back and stay, which segments are at risk, and what is done in each by whom until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from crm_core import audit, clock
from crm_core.access.model import Actor, Reach, Scope
from crm_core.board.model import filters_of
from crm_core.board.service import Ask
from crm_core.customers.profile.stages.lost import Risk
from crm_core.errors import N_, InvalidInput, NotFound, StaleWrite, message
from crm_core.metrics.model import MetricRequest, NumbersRequest
from crm_core.metrics.service import Comparison, ComparisonRequest, compare
from crm_core.periods import Period, add_months
from crm_core.plans.acting import add_action
from crm_core.plans.editing import editor, plan_to_edit
from crm_core.plans.model import Plan
from crm_core.plans.reach import Viewer
from crm_core.plans.service import OnePlan, plan_record
from crm_core.relationships.norms.model import SUBJECTS, Subject
from crm_core.store import Row, Store, Transaction, once, statement
from crm_core.store.reads import reads
from crm_core.strategy.retention.model import METRICS, MOST_MEASURES, Measure, MeasureDraft
from crm_core.strategy.service import tag_names
from crm_core.targets.model import COMPANY, ScopeKind, TargetScope

ROOM = "strategy/retention"
_EVERYTHING = Reach(Scope.ALL, (), 0)


@reads("plan_retention", "plan", "tag", "app_user")
def measures_of(store: Store, request: OnePlan) -> tuple[Measure, ...]:
    """Return what a plan does to keep customers, in the order in which it was written.

    Raises:
        NotFound: there is no such plan, or it is not the viewer's to see.
    """
    plan_id = plan_record(store, request).plan.plan_id
    return _find(store, plan_id, tag_names(store))


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment with its risk (None: nothing may be told) and what is done in it."""

    subject: Subject | None
    group: str | None
    risk: Risk | None
    measures: tuple[Measure, ...]

    @property
    def is_neglected(self) -> bool:
        """Whether customers are about to leave and nothing is done."""
        return self.risk is not None and self.risk.at_risk > 0 and not self.measures


def segments(found: tuple[Measure, ...], known: Mapping[str, Risk]) -> tuple[Segment, ...]:
    """Return all customers, the types and tiers that have customers, and each segment that has a measure; the most at risk first."""
    keys: dict[str, str | None] = {"": None}
    keys |= {str(Subject(rung=rung)): None for rung in SUBJECTS if str(Subject(rung=rung)) in known}
    keys |= {one.segment: one.group for one in found}
    listed = [
        Segment(Subject.parse(key), group, known.get(key), tuple(one for one in found if one.segment == key))
        for key, group in keys.items()
    ]
    return tuple(sorted(listed, key=lambda one: (one.subject is not None, -(one.risk.at_risk if one.risk else 0))))


def scope_of(plan: Plan) -> TargetScope:
    """Return whose customers a plan is about."""
    return COMPANY if plan.team_id is None else TargetScope(ScopeKind.TEAM, plan.team_id)


def sees_figures(viewer: Viewer, plan: Plan) -> bool:
    """Return whether the viewer may read the plan's numbers, as the board would let them."""
    return viewer.sees_all or (plan.team_id is not None and plan.team_id in viewer.reach.teams)


def asked(plan: Plan, metric_id: str, today: date) -> MetricRequest:
    """Return the question to one number of the last twelve months, of the plan's company or team."""
    days = Period(add_months(today, -12) + timedelta(days=1), today)
    return NumbersRequest(_EVERYTHING, days, today, filters=filters_of(scope_of(plan))).of(metric_id)


def numbers(ask: Ask, viewer: Viewer, plan: Plan, today: date) -> dict[str, Comparison]:
    """Return how customers come back and stay, with a year before, by metric; nothing for whom the board does not show it."""
    if not sees_figures(viewer, plan):
        return {}
    return {metric_id: ask(compare, ComparisonRequest(asked(plan, metric_id, today))) for metric_id in METRICS}


def add_measure(store: Store, actor: Actor, plan_id: int, given: Mapping[str, object], *, key: str) -> int:
    """Add a measure to a plan, with an action of the plan or a new one that is made of it, and return its id.

    Raises:
        NotPermitted, NotFound: the role may not; the plan is not the actor's to edit.
        InvalidInput: with a message a field.
        AlreadyDone: the same form was saved before.
    """
    viewer, draft = editor(actor), MeasureDraft.parse(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan_to_edit(store, viewer, plan_id)
        groups = tag_names(store)
        if len(_find(transaction, plan_id, groups)) >= MOST_MEASURES:
            raise InvalidInput(
                {"what": message(N_("There are {count} measures. Change one of those."), count=MOST_MEASURES)}
            )
        _check(draft, groups, None)
        action_id = _action(store, actor, viewer, plan_id, draft, kept=None, key=key)
        values = [plan_id, _key(draft.subject), draft.what, action_id, actor.user_id, clock.now()]
        made = int(transaction.rows(statement(ROOM, "add"), values)[0]["retention_id"])
        told = _told(plan_id, draft.subject, draft.what, action_id)
        audit.record(transaction, actor, audit.Change("add", "plan_retention", made, None, told))
        once.settle(transaction, key, made)
    return made


def edit_measure(
    store: Store, actor: Actor, plan_id: int, retention_id: int, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Change a measure.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to edit.
        InvalidInput: with a message a field.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    viewer, draft = editor(actor), MeasureDraft.parse(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan_to_edit(store, viewer, plan_id)
        groups = tag_names(store)
        before = _one(transaction, plan_id, retention_id, groups)
        if before.version != version:
            raise StaleWrite(
                "plan_retention", retention_id, {"what": draft.what}, {"what": before.what, "version": before.version}
            )
        _check(draft, groups, before.subject)
        action_id = _action(store, actor, viewer, plan_id, draft, kept=before.action_id, key=key)
        values = [retention_id, version, _key(draft.subject), draft.what, action_id, actor.user_id, clock.now()]
        transaction.rows(statement(ROOM, "edit"), values)
        old = _told(plan_id, before.subject, before.what, before.action_id)
        new = _told(plan_id, draft.subject, draft.what, action_id)
        audit.record(transaction, actor, audit.Change("change", "plan_retention", retention_id, old, new))
        once.settle(transaction, key, retention_id)


def remove_measure(store: Store, actor: Actor, plan_id: int, retention_id: int, *, version: int, key: str) -> None:
    """Remove a measure; its action stays.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to edit.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same click was taken before.
    """
    viewer = editor(actor)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan_to_edit(store, viewer, plan_id)
        before = _one(transaction, plan_id, retention_id, {})
        if not transaction.rows(statement(ROOM, "remove"), [retention_id, version]):
            raise StaleWrite("plan_retention", retention_id, {}, {"version": before.version})
        told = _told(plan_id, before.subject, before.what, before.action_id)
        audit.record(transaction, actor, audit.Change("remove", "plan_retention", retention_id, told, None))
        once.settle(transaction, key, retention_id)


def _check(draft: MeasureDraft, groups: Mapping[int, str], kept: Subject | None) -> None:
    subject = draft.subject
    if subject is not None and subject.tag_id is not None and subject != kept and subject.tag_id not in groups:
        raise InvalidInput({"subject": message(N_("Please choose one of the list."))})


def _action(
    store: Store, actor: Actor, viewer: Viewer, plan_id: int, draft: MeasureDraft, *, kept: int | None, key: str
) -> int:
    """Return the action that was chosen, or one that is made of the measure."""
    if draft.action_id is None:
        given = {"what": draft.what, "owner_id": draft.owner_id, "due_on": draft.due_on}
        return add_action(store, actor, plan_id, given, key=f"{key}:action")
    if draft.action_id != kept:
        actions = plan_record(store, OnePlan(viewer, plan_id)).actions
        if all(one.action_id != draft.action_id for one in actions):
            raise InvalidInput({"action_id": message(N_("Please choose one of the list."))})
    return draft.action_id


def _one(transaction: Transaction, plan_id: int, retention_id: int, groups: Mapping[int, str]) -> Measure:
    found = _find(transaction, plan_id, groups, retention_id)
    if not found:
        raise NotFound("plan_retention", retention_id)
    return found[0]


def _find(
    source: Store | Transaction, plan_id: int, groups: Mapping[int, str], retention_id: int | None = None
) -> tuple[Measure, ...]:
    rows = source.rows(statement(ROOM, "measures"), [plan_id, retention_id])
    return tuple(_measure(row, groups) for row in rows)


def _measure(row: Row, groups: Mapping[int, str]) -> Measure:
    subject = Subject.parse(row["subject"])
    group = groups.get(subject.tag_id or 0) if subject is not None else None
    return Measure(**{**row, "subject": subject, "group": group})


def _key(subject: Subject | None) -> str:
    return "" if subject is None else str(subject)


def _told(plan_id: int, subject: Subject | None, what: str, action_id: int | None) -> dict[str, object]:
    return {"plan_id": plan_id, "whom": _key(subject) or None, "measure": what, "action_id": action_id}
