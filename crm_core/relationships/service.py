"""What people do with types and tiers: save criteria, see what is proposed and why, take it, set another, fix it.

Who decides on a customer: staff on the own, leads on the team's, managers and administrators on all; collaborators do not.
Criteria are saved by managers and administrators and read by whoever reads customers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from crm_core import audit, clock
from crm_core.access.model import SCHEDULER, Actor, Permission, Scope
from crm_core.customers import service as customers
from crm_core.customers.model import OneCustomer
from crm_core.errors import N_, InvalidInput, NotFound, StaleWrite, message
from crm_core.metrics.model import Source
from crm_core.metrics.service import coverages
from crm_core.periods import add_months
from crm_core.relationships import repository
from crm_core.relationships.model import (
    LADDERS,
    MOST_AT_ONCE,
    Counts,
    Criteria,
    CriteriaRequest,
    Criterion,
    CustomerKind,
    Dimension,
    ProposalPage,
    ProposalsRequest,
    RelationsRequest,
    Rung,
    StandingDraft,
    parse_criteria,
    rung_at,
    suggested,
)
from crm_core.settings import service as settings
from crm_core.store import Row, Store, Transaction, once
from crm_core.store.reads import reads

# Shares of the buyers of twelve months, from the top, that the criteria to begin with are cut at.
SHARES = {"strategic": 0.05, "high": 0.2, "mid": 0.5}


@reads("relationship_rule", "relationship_criterion", "app_user")
def criteria_of(store: Store, request: CriteriaRequest) -> Criteria:
    """Return the saved criteria of a dimension; none, with version 0, where nobody has saved any."""
    return repository.find_criteria(store)[request.dimension]


@reads("purchase", "setting")
def suggested_criteria(store: Store, request: CriteriaRequest) -> Criteria:
    """Return criteria to begin with: their thresholds cut the store's buyers of twelve months at ``SHARES``."""
    until, _ = _days(store)
    first = add_months(until, -12) + timedelta(days=1)
    return suggested(request.dimension, repository.find_cut_points(store, first, until, SHARES))


@reads("purchase", "product", "interaction", "customer", "setting")
def preview(store: Store, request: CriteriaRequest) -> Mapping[Rung, int]:
    """Return how many customers of the store the criteria ``items`` would place on each rung; for whoever may save them."""
    if request.reach.scope is not Scope.ALL or not request.items:
        return {}
    found = repository.derived_counts(store, request.items, *_days(store))
    ladder = LADDERS[request.dimension]
    counts = dict.fromkeys(ladder, 0)
    for (dimension, rank), count in found.items():
        counts[rung_at(dimension, rank)] = count
    return counts


def save_criteria(
    store: Store, actor: Actor, dimension: Dimension, given: Mapping[str, object], *, version: int, key: str
) -> tuple[Criterion, ...]:
    """Store the criteria of a dimension and return them; what they propose is derived by ``derive``.

    Raises:
        NotPermitted: the role may not.
        InvalidInput: with a message a field.
        StaleWrite: somebody saved them since ``version``.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.CRITERION_EDIT)
    items = parse_criteria(dimension, given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        before = repository.find_criteria(store)[dimension]
        if before.version != version:
            theirs = {**_told(before.items), "version": before.version}
            raise StaleWrite("relationship_rule", None, _told(items), theirs)
        repository.put_criteria(
            transaction, dimension, items, version=version + 1, user_id=actor.user_id, at=clock.now()
        )
        old = {"dimension": dimension.value, **_told(before.items)}
        change = audit.Change("change", "relationship_rule", None, old, {"dimension": dimension.value, **_told(items)})
        audit.record(transaction, actor, change)
        once.settle(transaction, key, version + 1)
    return items


def _told(items: Sequence[Criterion]) -> dict[str, object]:
    told: dict[str, list[str]] = {}
    for item in items:
        months = f" {item.months}" if item.months else ""
        told.setdefault(item.rung.value, []).append(f"{item.measure.value}{months} {item.threshold.normalize():f}")
    return {name: "; ".join(texts) for name, texts in told.items()}


def derive(store: Store, actor: Actor) -> int:
    """Make all proposals anew from the saved criteria; return how many customers they are about.

    Nothing that people decided changes. Without saved criteria there are no proposals.

    Raises:
        NotPermitted: the role may not.
    """
    actor.require(Permission.CRITERION_EDIT)
    saved = repository.find_criteria(store)
    items = [item for criteria in saved.values() for item in criteria.items]
    if not items and actor == SCHEDULER:
        return 0
    until, today = _days(store)
    found = repository.derived(store, items, until, today)
    count = len(set(found["customer_id"].to_pylist()))
    with store.transaction() as transaction:
        repository.replace_proposals(transaction, found, today)
        change = audit.Change("derive", "relationship_proposal", None, None, {"count": count})
        audit.record_batch(transaction, actor, change, found.num_rows)
    return count


@reads("customer", "collaborator", "follow_up", "absence", "customer_standing", "relationship_proposal", "app_user")
def kind_of(store: Store, request: OneCustomer) -> CustomerKind:
    """Return what one customer is and stood as, and what is proposed.

    Raises:
        NotFound: there is no such customer, or it is not the actor's to see.
    """
    customers.seen_customer(store, request.reach, request.customer_id)
    stood, proposed = repository.find_of_customer(store, request.customer_id)
    return CustomerKind({one.dimension: one for one in stood if one.until_on is None}, proposed, tuple(stood))


@reads("customer", "customer_standing", "relationship_proposal", "app_user")
def proposals(store: Store, request: ProposalsRequest) -> ProposalPage:
    """Return a page of the proposals within the reach that differ from what stands and are not fixed."""
    return repository.find_proposals(store, request)


@reads("customer", "customer_standing", "relationship_proposal")
def counts(store: Store, request: RelationsRequest) -> Counts:
    """Return how many customers of the reach stand on each rung, on none, and are proposed for another."""
    stands: dict[Rung, int] = {}
    undecided = dict.fromkeys(Dimension, 0)
    to_decide = dict.fromkeys(Dimension, 0)
    made_on: date | None = None
    for row in repository.count(store, request.reach):
        dimension = Dimension(row["dimension"])
        if row["rung"]:
            stands[Rung(row["rung"])] = stands.get(Rung(row["rung"]), 0) + row["customers"]
        else:
            undecided[dimension] += row["customers"]
        if row["is_to_decide"]:
            to_decide[dimension] += row["customers"]
        made_on = max(filter(None, (made_on, row["made_on"])), default=None)
    return Counts(stands, undecided, to_decide, made_on)


def take_proposals(
    store: Store,
    actor: Actor,
    dimension: Dimension,
    customer_ids: Sequence[int] = (),
    *,
    rung: Rung | None = None,
    takes_all: bool = False,
    key: str,
) -> int:
    """Let what is proposed stand from today on; return for how many customers. What is fixed stays.

    For the given customers, or where ``takes_all`` for all within the reach (those proposed for ``rung`` where given).

    Raises:
        NotPermitted: the role may not.
        InvalidInput: there are none, or too many of them.
        NotFound: of one of them nothing is proposed that could be taken, or it is not the actor's to decide on.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.STANDING_SET)
    wanted = tuple(dict.fromkeys(customer_ids))
    if not takes_all and not 0 < len(wanted) <= MOST_AT_ONCE:
        raise InvalidInput({"customers": message(N_("Please choose 1 to {count} customers."), count=MOST_AT_ONCE)})
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        found = repository.choose_proposals(transaction, reach, dimension, rung, () if takes_all else wanted)
        if not takes_all and len(found) != len(wanted):
            raise NotFound("relationship_proposal", wanted)
        chosen = [{**row, "is_fixed": False, "reason": ""} for row in found]
        if chosen:
            _put(store, transaction, actor, chosen, is_batch=takes_all, dimension=dimension)
        once.settle(transaction, key, len(chosen))
    return len(chosen)


def set_standing(
    store: Store,
    actor: Actor,
    customer_id: int,
    dimension: Dimension,
    given: Mapping[str, object],
    *,
    version: int,
    key: str,
) -> None:
    """Decide from today on of which ``rung`` a customer is; ``is_fixed`` with a ``reason`` keeps it there.

    Raises:
        NotPermitted: the role may not.
        NotFound: there is no such customer, or it is not the actor's to decide on.
        InvalidInput: with a message a field.
        StaleWrite: somebody decided since ``version``.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.STANDING_SET)
    draft = StandingDraft.parse(dimension, given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        stored = repository.find_to_place(transaction, reach, customer_id, dimension)
        if stored is None:
            raise NotFound("customer", customer_id)
        if stored["version"] != version:
            mine = {"rung": draft.rung.value, "is_fixed": draft.is_fixed, "reason": draft.reason}
            theirs = {**{name: stored[name] for name in mine}, "version": stored["version"]}
            raise StaleWrite("customer_standing", customer_id, mine, theirs)
        chosen = {
            "customer_id": customer_id, "dimension": dimension.value, "rung": draft.rung.value, "is_fixed": draft.is_fixed,
            "reason": draft.reason, "reasons": None, "version": version, "stands": stored["rung"],
        }  # fmt: skip
        _put(store, transaction, actor, [chosen], is_batch=False, dimension=dimension)
        once.settle(transaction, key, customer_id)


def _put(
    store: Store,
    transaction: Transaction,
    actor: Actor,
    chosen: Sequence[Row],
    *,
    is_batch: bool,
    dimension: Dimension,
) -> None:
    """Store decisions, each with its entry in the customer's own trail; a batch with one for all."""
    today = clock.today(settings.current(store).zone)
    repository.put_standings(transaction, chosen, today=today, user_id=actor.user_id, at=clock.now())
    field = "tier" if dimension is Dimension.TIER else "relation_type"
    if is_batch:
        change = audit.Change("take_proposals", "customer", None, None, {"dimension": dimension.value})
        audit.record_batch(transaction, actor, change, len(chosen))
        return
    for row in chosen:
        after = {field: row["rung"], **({"is_fixed": True, "reason": row["reason"]} if row["is_fixed"] else {})}
        change = audit.Change("place", "customer", row["customer_id"], {field: row["stands"]}, after)
        audit.record(transaction, actor, change)


def _days(store: Store) -> tuple[date, date]:
    """Return the last day of purchases that counts, and today: an import that is late must not demote everybody."""
    today = clock.today(settings.current(store).zone)
    whole = coverages(store, today)[Source.PURCHASE].whole
    return (min(whole.last, today) if whole else today), today
