"""Writing a plan's strategies, and what holds for a customer where people work. Who edits the plan edits its strategies."""

from __future__ import annotations

from collections.abc import Mapping

from crm_core import audit, clock
from crm_core.access.model import CONSOLE, Actor, Reach, Scope
from crm_core.customers import service as customers
from crm_core.customers.model import OneCustomer
from crm_core.customers.profile.tags.service import tags, tags_of
from crm_core.errors import N_, InvalidInput, NotFound, StaleWrite, message
from crm_core.plans.editing import editor, plan_to_edit
from crm_core.plans.service import OnePlan, plan_record
from crm_core.relationships.model import RelationsRequest
from crm_core.relationships.norms.model import Norm, Subject
from crm_core.relationships.norms.service import norms_of
from crm_core.relationships.service import kind_of
from crm_core.store import Store, Transaction, once
from crm_core.store.reads import reads
from crm_core.strategy import repository
from crm_core.strategy.drafts import ANY, StrategyDraft
from crm_core.strategy.model import Beat, GuidanceRequest, InForce, SetNorm, Shown, Strategy, Words, compared, in_order

EVERYTHING = Reach(Scope.ALL, (), 0)
_KEPT = ("plan_strategy", "plan_strategy_beat", "strategy_in_force", "strategy_norm")


@reads(*_KEPT, "plan", "tag", "contact_norm", "team", "app_user")
def strategies_of(store: Store, request: OnePlan) -> tuple[Shown, ...]:
    """Return a plan's strategies beside what is in force: types, then tiers, then groups.

    Raises:
        NotFound: there is no such plan, or it is not the viewer's to see.
    """
    plan = plan_record(store, request).plan
    norms = own_norms(store, plan.team_id)
    was_set = [one for one in set_norms_of(store, plan.team_id) if one.plan_id == plan.plan_id]
    in_force = repository.find_in_force(store, plan.team_id)
    found = []
    for one in repository.find_strategies(store, plan.plan_id, tag_names(store)):
        holds = in_force.get(one.subject)
        is_own = holds is not None and holds.plan_id == plan.plan_id
        beats = compared(one.subject, one.beats, was_set, norms)
        found.append(Shown(one, beats, holds if is_own else None, None if is_own else holds))
    return tuple(found)


def own_norms(store: Store, team_id: int | None) -> tuple[Norm, ...]:
    """Return the norms that hold today of a team itself, or (None) of the company."""
    return tuple(one for one in norms_of(store, RelationsRequest(EVERYTHING)) if one.team_id == team_id)


def set_norms_of(source: Store | Transaction, team_id: int | None) -> tuple[SetNorm, ...]:
    """Return what plans asked for when they set norms of a team, or (None) of the company."""
    return tuple(one for one in repository.find_set_norms(source) if one.team_id == team_id)


@reads("strategy_norm", "plan")
def norms_set_by_plans(store: Store, request: RelationsRequest) -> tuple[SetNorm, ...]:
    """Return which plan set which norm, and what it asked for then; whoever reads norms reads it."""
    return repository.find_set_norms(store)


@reads("tag")
def groups_to_choose(store: Store, request: OnePlan) -> dict[int, str]:
    """Return the groups of customers for which a strategy can be written, the company's tags, by id."""
    return tag_names(store)


def tag_names(store: Store) -> dict[int, str]:
    """Return the company's tags by id, in the order of their names."""
    return {one.tag_id: one.name for one in tags(store, CONSOLE)}


def save_strategy(
    store: Store, actor: Actor, plan_id: int, subject_key: str, given: Mapping[str, object], *, version: int, key: str
) -> int:
    """Store a plan's strategy for some customers, in place of what stood there (``version`` 0: nothing did); return its id.

    It is a draft: nobody works by it until it is put into force.

    Raises:
        NotPermitted, NotFound: the role may not; the plan is not the actor's to edit.
        InvalidInput: with a message a field.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    viewer = editor(actor)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan_to_edit(store, viewer, plan_id)
        groups = tag_names(store)
        subject = _subject(subject_key, groups)
        draft = StrategyDraft.parse(given)
        before = _strategy(transaction, plan_id, subject, groups)
        if (0 if before is None else before.version) != version:
            raise _stale(before, draft)
        now = clock.now()
        if before is None:
            made = repository.insert(transaction, plan_id, subject, draft, by=actor.user_id, at=now)
        else:
            made = before.strategy_id
            if not repository.update(transaction, made, version, draft, by=actor.user_id, at=now):
                raise _stale(before, draft)
        about = {"plan_id": plan_id, "whom": str(subject)}
        old = None if before is None else about | _told(before.words, before.beats)
        name = "add" if before is None else "change"
        told = audit.Change(name, "plan_strategy", made, old, about | _told(draft.words, draft.beats))
        audit.record(transaction, actor, told)
        once.settle(transaction, key, made)
    return made


def remove_strategy(store: Store, actor: Actor, plan_id: int, subject_key: str, *, version: int, key: str) -> None:
    """Remove a plan's strategy for some customers; what is in force stays until the plan is put into force again.

    Raises:
        NotPermitted, NotFound: the role may not; the plan is not the actor's to edit, or there is no such strategy.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same click was taken before.
    """
    viewer = editor(actor)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan_to_edit(store, viewer, plan_id)
        subject, groups = Subject.parse(subject_key), tag_names(store)
        before = None if subject is None else _strategy(transaction, plan_id, subject, groups)
        if before is None:
            raise NotFound("plan_strategy", plan_id)
        if not repository.remove(transaction, before.strategy_id, version):
            raise StaleWrite("plan_strategy", before.strategy_id, {}, {"version": before.version})
        told = {"plan_id": plan_id, "whom": str(before.subject)} | _told(before.words, before.beats)
        audit.record(transaction, actor, audit.Change("remove", "plan_strategy", before.strategy_id, told, None))
        once.settle(transaction, key, before.strategy_id)


@reads(
    "strategy_in_force", "plan", "customer", "customer_standing", "customer_tag", "tag", "collaborator", "follow_up",
    "absence", "relationship_proposal", "app_user",
)  # fmt: skip
def guidance_for(store: Store, request: GuidanceRequest) -> tuple[tuple[InForce, str | None], ...]:
    """Return what holds for one customer, each with the group's name (None: of a type or tier): what the customer's team has put
    into force, else the company; type first, then tier, then groups.

    Raises:
        NotFound: there is no such customer, or it is not the actor's to see.
    """
    seen = customers.seen_customer(store, request.reach, request.customer_id)
    in_force = repository.find_in_force(store, None)
    if seen.team_id is not None:
        in_force |= repository.find_in_force(store, seen.team_id)
    if not in_force:
        return ()
    one = OneCustomer(request.reach, request.customer_id)
    standing = kind_of(store, one).standing.values()
    names: dict[Subject, str | None] = {Subject(rung=each.rung): None for each in standing}
    groups = {tag.tag_id: tag.name for tag in tags_of(store, one)}
    names |= {Subject(tag_id=tag_id): name for tag_id, name in groups.items()}
    return tuple((in_force[each], names[each]) for each in in_order(names, groups) if each in in_force)


def _subject(text: str, groups: Mapping[int, str]) -> Subject:
    subject = Subject.parse(text)
    if subject is None or (subject.tag_id is not None and subject.tag_id not in groups):
        raise InvalidInput({"subject": message(N_("Please choose one of the list."))})
    return subject


def _strategy(transaction: Transaction, plan_id: int, subject: Subject, groups: Mapping[int, str]) -> Strategy | None:
    found = repository.find_strategies(transaction, plan_id, groups)
    return next((one for one in found if one.subject == subject), None)


def _stale(before: Strategy | None, draft: StrategyDraft) -> StaleWrite:
    theirs: dict[str, object] = {"version": 0}
    if before is not None:
        theirs = {**_compared(before.words, before.beats), "version": before.version}
    return StaleWrite("plan_strategy", before.strategy_id if before else 0, _compared(draft.words, draft.beats), theirs)


def _compared(words: Words, beats: tuple[Beat, ...]) -> dict[str, object]:
    """Return what two versions are held side by side by, by the form's fields."""
    told: dict[str, object] = {
        "aim": words.aim, "content": words.content, "raising": words.raising, "guideline": words.guideline,
    }  # fmt: skip
    for beat in beats:
        name = beat.channel.value if beat.channel else ANY
        told |= {f"days:{name}": str(beat.days), f"guide:{name}": beat.guide}
    return told


def _told(words: Words, beats: tuple[Beat, ...]) -> dict[str, object]:
    """Return a strategy as the trail keeps it."""
    rhythm = "; ".join(f"{beat.channel.value if beat.channel else ANY} {beat.days}: {beat.guide}" for beat in beats)
    return {
        "strategy_aim": words.aim, "service_content": words.content, "raising": words.raising,
        "guideline": words.guideline, "beats": rhythm,
    }  # fmt: skip
