"""Proposals: sentences of a document that state a target. A person makes a goal of each, having looked it over, or refuses it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from crm_core import audit, clock
from crm_core.access.model import Actor, Reach, Scope
from crm_core.drafting.model import Amount, Direction, Unit
from crm_core.errors import N_, InvalidInput, NotFound, Refused, StaleWrite, message
from crm_core.metrics import service as metrics
from crm_core.metrics.model import NumbersRequest
from crm_core.periods import Period
from crm_core.plans.drafts import BY_HAND
from crm_core.plans.editing import editor, plan_to_edit, today_of
from crm_core.plans.goals import add_goal, baseline_days
from crm_core.plans.model import Stage
from crm_core.plans.service import OnePlan, plan_record
from crm_core.plans.table import ValueEdit, save_table
from crm_core.store import Row, Store, once, statement
from crm_core.store.reads import reads
from crm_core.targets.drafts import Unfit, as_typed, parse_number
from crm_core.targets.model import Level
from crm_core.targets.traits import number_kind_of

ROOM = "drafting"
_UNBOUND_DAYS = 365


class ProposalState(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    TAKEN = "taken"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A sentence that states a target, what was read out of it, and what became of it."""

    proposal_id: int
    plan_id: int
    sentence: str
    section: str
    metric_id: str | None
    measure: str
    name: str
    direction: Direction
    amount: Amount
    value: Decimal
    unit: Unit
    by_on: date | None
    baseline: Decimal | None
    state: ProposalState
    goal_id: int | None
    decided_by: str | None
    decided_at: datetime | None
    file_name: str
    version: int


@reads("plan", "team", "app_user", "plan_proposal", "plan_reading")
def proposals_of(store: Store, request: OnePlan) -> tuple[Proposal, ...]:
    """Return the proposals for a plan in the order of their document, to whoever may edit the plan.

    Raises:
        NotFound: there is no such plan, or it is not the viewer's to edit.
    """
    plan_to_edit(store, request.viewer, request.plan_id)
    return tuple(_proposal(row) for row in store.rows(statement(ROOM, "proposals"), [request.plan_id, None]))


def _proposal(row: Row) -> Proposal:
    kinds: dict[str, Any] = {
        "direction": Direction(row["direction"]), "amount": Amount(row["amount"]), "unit": Unit(row["unit"]),
        "state": ProposalState(row["state"]),
    }  # fmt: skip
    return Proposal(**{**row, **kinds})


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a goal made of a proposal might be: its stage, what it is now, and what it shall come to, each perhaps unknown."""

    stage: Stage | None
    baseline: Decimal | None
    baseline_on: date | None
    target: Decimal | None


def suggestion(store: Store, actor: Actor, proposal: Proposal) -> Suggestion:
    """Return the stage that a proposal's day lies in (without one, the last) and its target, worked out where it is a change.

    A share or amount more than now needs to know now: the metric is measured over as many days as the plan's first stage has.

    Raises:
        NotPermitted, NotFound: the role may not; the plan is not the actor's to see.
    """
    record = plan_record(store, OnePlan(editor(actor), proposal.plan_id))
    stage = next((one for one in record.stages if proposal.by_on is not None and proposal.by_on in one.span), None)
    stage = stage or (record.stages[-1] if record.stages else None)
    today = today_of(store)
    baseline, on = proposal.baseline, None
    if baseline is None and proposal.metric_id is not None and proposal.amount is not Amount.LEVEL:
        days = min(baseline_days(record.stages), _UNBOUND_DAYS)
        span = Period(today - timedelta(days=days - 1), today)
        asked = NumbersRequest(Reach(Scope.ALL, (), 0), span, today)
        number = metrics.measure(store, asked.of(proposal.metric_id)).total.value
        baseline, on = (None, None) if number is None else (Decimal(number).quantize(Decimal("0.000001")), today)
    return Suggestion(stage, baseline, on, target_of(proposal, baseline))


def target_of(proposal: Proposal, baseline: Decimal | None) -> Decimal | None:
    """Return what a goal shall come to; None where that rests on a number that is not known."""
    sign = 1 if proposal.direction is Direction.UP else -1
    if proposal.amount is Amount.LEVEL:
        target: Decimal | None = proposal.value
    elif baseline is None:
        return None
    elif proposal.amount is Amount.CHANGE:
        target = baseline + sign * proposal.value
    else:
        target = baseline * (1 + sign * proposal.value)
    if target is not None and proposal.metric_id is None and proposal.unit in (Unit.PERCENT, Unit.PERCENTAGE_POINTS):
        target *= 100  # by hand, people count percent
    return None if target is None else round(target, 4)


def take_proposal(
    store: Store, actor: Actor, proposal_id: int, given: Mapping[str, object], *, version: int, key: str
) -> int:
    """Make a goal of a proposal as a person has looked it over, with its ``target`` in ``stage_id``; return the goal's id.

    ``given`` is what the form of a goal holds besides.

    Raises:
        NotPermitted, NotFound: the role may not; the plan is not the actor's to edit.
        InvalidInput: with a message a field.
        Refused: it was decided on before.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    viewer = editor(actor)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        proposal = _to_decide(store, actor, proposal_id)
        record = plan_record(store, OnePlan(viewer, proposal.plan_id))
        kind = number_kind_of(str(given["metric_id"])) if given.get("metric_id") else BY_HAND
        text = (
            str(given.get("target") or "")
            .strip()
            .removesuffix(str(given.get("unit") or "") if not kind.is_rate else "")
        )
        try:
            target = parse_number(text, kind)
        except Unfit as error:
            raise InvalidInput({"target": error.reason}) from error
        stage_id = str(given.get("stage_id") or "")
        if target is not None and stage_id not in {str(one.stage_id) for one in record.stages}:
            raise InvalidInput({"stage_id": message(N_("Please choose one of the list."))})
        goal_id = add_goal(store, actor, proposal.plan_id, given, key=f"{key}:goal")
        if target is not None:
            edit = ValueEdit(goal_id, int(stage_id), Level.TARGET, as_typed(target, kind), 0)
            save_table(store, actor, proposal.plan_id, [], [edit], key=f"{key}:value")
        told = [proposal_id, version, ProposalState.TAKEN.value, goal_id, actor.user_id, clock.now()]
        if not transaction.rows(statement(ROOM, "decide"), told):
            raise StaleWrite("plan_proposal", proposal_id, {}, {"version": proposal.version})
        change = audit.Change(
            "take", "plan_proposal", proposal_id, {"state": "open"}, {"state": "taken", "goal_id": goal_id}
        )
        audit.record(transaction, actor, change)
        once.settle(transaction, key, goal_id)
    return goal_id


def refuse_proposal(store: Store, actor: Actor, proposal_id: int, *, version: int, key: str) -> None:
    """Let a proposal go; it stays to be read.

    Raises:
        NotPermitted, NotFound: the role may not; the plan is not the actor's to edit.
        Refused: it was decided on before.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same click was taken before.
    """
    editor(actor)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        proposal = _to_decide(store, actor, proposal_id)
        told = [proposal_id, version, ProposalState.REFUSED.value, None, actor.user_id, clock.now()]
        if not transaction.rows(statement(ROOM, "decide"), told):
            raise StaleWrite("plan_proposal", proposal_id, {}, {"version": proposal.version})
        change = audit.Change("refuse", "plan_proposal", proposal_id, {"state": "open"}, {"state": "refused"})
        audit.record(transaction, actor, change)


def _to_decide(store: Store, actor: Actor, proposal_id: int) -> Proposal:
    row = store.row(statement(ROOM, "plan_of_proposal"), [proposal_id])
    if row is None:
        raise NotFound("plan_proposal", proposal_id)
    plan_to_edit(store, editor(actor), row["plan_id"])
    found = store.rows(statement(ROOM, "proposals"), [row["plan_id"], proposal_id])
    proposal = _proposal(found[0])
    if proposal.state is not ProposalState.OPEN:
        raise Refused(message(N_("This proposal was decided on already.")))
    return proposal


def sources_of_goals(proposals: Sequence[Proposal]) -> dict[int, Proposal]:
    """Return the proposals that goals were made of, by the goal."""
    return {one.goal_id: one for one in proposals if one.goal_id is not None}
