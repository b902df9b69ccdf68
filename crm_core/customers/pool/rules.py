"""Release by rule: kept, previewed, switched on and off by managers; done by a nightly job, never before it is on.

An owner is told some days before; whoever contacts the customer in time keeps it. What changes a rule switches it off, so
that nothing acts that nobody has previewed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from crm_core import audit, clock
from crm_core.access.model import SCHEDULER, Actor, Permission
from crm_core.customers.ownership.hands import Cause, Move, hand_over
from crm_core.customers.pool import rule_repository as repository
from crm_core.customers.pool.rule_model import (
    SHOWN,
    DueCustomer,
    Preview,
    PreviewRequest,
    Rule,
    RuleDraft,
    RulesRequest,
    checked,
)
from crm_core.errors import N_, NotFound, Refused, StaleWrite, message
from crm_core.messages import service as messages
from crm_core.settings import service as settings
from crm_core.store import Store, Transaction, once, statement
from crm_core.store.reads import reads

_ALL = 2**31 - 1


@reads("pool_rule", "pool_rule_tier", "team")
def rules(store: Store, request: RulesRequest) -> tuple[Rule, ...]:
    """Return all rules, those that are on first."""
    return repository.find_rules(store)


@reads(
    "pool_rule", "pool_rule_tier", "customer", "customer_exempt", "ownership_change", "interaction", "purchase", "app_user", "setting",
    "customer_standing",
)  # fmt: skip
def preview(store: Store, request: PreviewRequest) -> Preview:
    """Return what a rule would do as of a day, whether it is on or not.

    Raises:
        NotFound: there is no such rule.
    """
    draft = _rule(store, request.rule_id).draft()
    due, total = _due(store, store, draft, request.today, SHOWN)
    _soon, soon = _due(store, store, draft, request.today + timedelta(days=draft.warn_days), 1)
    return Preview(due, total, soon)


def _due(
    store: Store, source: Store | Transaction, draft: RuleDraft, today: date, size: int
) -> tuple[tuple[DueCustomer, ...], int]:
    choices = settings.current(store)
    return repository.find_due(
        source, draft, today, protected=choices.pool_protected_days, zone=choices.zone, size=size
    )


def _rule(store: Store, rule_id: int) -> Rule:
    found = repository.find_rules(store, rule_id)
    if not found:
        raise NotFound("pool_rule", rule_id)
    return found[0]


@reads("team")
def teams_to_choose(store: Store, request: RulesRequest) -> dict[int, str]:
    """Return the names of the teams for which a rule may be made; ``reach`` is that of ``POOL_RULE``."""
    return {row["team_id"]: row["name"] for row in store.rows(statement("customers/pool", "teams"))}


def _checked(store: Store, given: Mapping[str, object]) -> RuleDraft:
    teams = {row["team_id"] for row in store.rows(statement("customers/pool", "teams"))}
    return checked(RuleDraft.parse(given), teams)


def add_rule(store: Store, actor: Actor, given: Mapping[str, object], *, key: str) -> int:
    """Store a rule, which is off, and return its id.

    Raises:
        NotPermitted: the role may not.
        InvalidInput: with a message a field.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.POOL_RULE)
    draft = _checked(store, given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        rule_id = repository.insert(transaction, draft, clock.now(), actor.user_id)
        audit.record(transaction, actor, audit.Change("add", "pool_rule", rule_id, None, draft.told()))
        once.settle(transaction, key, rule_id)
    return rule_id


def edit_rule(store: Store, actor: Actor, rule_id: int, given: Mapping[str, object], *, version: int, key: str) -> None:
    """Change a rule; it is off then, until it is previewed and switched on again.

    Raises:
        NotPermitted, NotFound: the role may not; there is no such rule.
        InvalidInput: with a message a field.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.POOL_RULE)
    draft = _checked(store, given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        before = _rule(store, rule_id)
        if not repository.update(transaction, rule_id, version, draft, clock.now()):
            theirs = {**before.draft().told(), "version": before.version}
            raise StaleWrite("pool_rule", rule_id, draft.told(), theirs)
        repository.forget_warnings(transaction, rule_id)
        change = audit.Change("edit", "pool_rule", rule_id, before.draft().told(), draft.told())
        audit.record(transaction, actor, change)
        once.settle(transaction, key, rule_id)


def switch_rule(store: Store, actor: Actor, rule_id: int, *, is_on: bool, version: int, key: str) -> None:
    """Switch a rule on, as it was previewed, or off; whoever was warned is warned anew the next time.

    Raises:
        NotPermitted, NotFound: the role may not; there is no such rule.
        StaleWrite: it was changed since ``version``: preview it again.
        AlreadyDone: the same click was taken before.
    """
    actor.require(Permission.POOL_RULE)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        before = _rule(store, rule_id)
        if not repository.switch(transaction, rule_id, version, actor.user_id if is_on else None, clock.now()):
            raise StaleWrite("pool_rule", rule_id, {}, {"version": before.version})
        repository.forget_warnings(transaction, rule_id)
        audit.record(transaction, actor, audit.Change("enable" if is_on else "disable", "pool_rule", rule_id))
        once.settle(transaction, key, rule_id)


def remove_rule(store: Store, actor: Actor, rule_id: int, *, version: int, key: str) -> None:
    """Remove a rule that is off.

    Raises:
        NotPermitted, NotFound: the role may not; there is no such rule.
        Refused: it is on, or was changed.
        AlreadyDone: the same click was taken before.
    """
    actor.require(Permission.POOL_RULE)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        before = _rule(store, rule_id)
        if not repository.remove(transaction, rule_id, version):
            raise Refused(message(N_("Switch the rule off before you remove it.")))
        audit.record(transaction, actor, audit.Change("remove", "pool_rule", rule_id, before.draft().told(), None))
        once.settle(transaction, key, rule_id)


def act_by_rules(store: Store) -> tuple[int, int]:
    """Warn owners and release customers by the rules that are on; return how many of each. For a job."""
    today = clock.today(settings.current(store).zone)
    warned = released = 0
    for rule in repository.find_rules(store):
        if rule.switched_on_at is not None:
            with store.transaction() as transaction:
                warned += _warn(store, transaction, rule, today)
                released += _release(store, transaction, rule, today)
    return warned, released


def _warn(store: Store, transaction: Transaction, rule: Rule, today: date) -> int:
    """Tell owners of customers that become due within the days of the warning, each once; return of how many."""
    free_on = today + timedelta(days=rule.warn_days)
    due, _total = _due(store, transaction, rule.draft(), free_on, _ALL)
    told = repository.settle_warnings(transaction, rule.rule_id, due, today, free_on)
    for owner_id, count in sorted(Counter(row["owner_id"] for row in told).items()):
        if rule.warn_days:
            text = message(
                N_("{count} of your customers fall back to the public pool from {day} on, unless you care for them."),
                count=count,
                day=free_on,
            )
            messages.notify(transaction, owner_id, "pool_warning", text, "customers/customers.py", {"view": "mine"})
    if told:
        change = audit.Change("warn", "pool_rule", rule.rule_id, None, {"count": len(told)})
        audit.record_batch(transaction, SCHEDULER, change, len(told))
    return len(told)


def _release(store: Store, transaction: Transaction, rule: Rule, today: date) -> int:
    """Release what is due today and was warned of in time, at most so many a night, the longest left alone first."""
    due, _total = _due(store, transaction, rule.draft(), today, _ALL)
    free = repository.find_free(transaction, rule.rule_id, today)
    chosen = [one for one in due if one.customer_id in free][: rule.most_a_night]
    moves = [Move(one.customer_id, one.version, one.owner_id, one.team_id, None, None) for one in chosen]
    hand_over(transaction, SCHEDULER, moves, Cause.RULE, reason=rule.name)
    return len(moves)
