"""The demo company's strategy: written by its manager, put into force, then partly changed since, in the plan and by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from crm_core.access.model import Actor, Permission
from crm_core.customers.profile.stages.service import loss_reasons
from crm_core.demo import strategy_words as words
from crm_core.demo.people import ACCOUNTS
from crm_core.plans.service import OnePlan, plan_record, viewer_of
from crm_core.relationships.model import Rung
from crm_core.relationships.norms.service import save_norm
from crm_core.store import Store, Transaction, statement
from crm_core.strategy.barriers.service import add_barrier, places
from crm_core.strategy.communication.service import note_revision, revisions
from crm_core.strategy.force import preview, put_in_force
from crm_core.strategy.retention.service import add_measure
from crm_core.strategy.service import own_norms, save_strategy, tag_names
from crm_core.touchpoints.model import RegisterRequest


def add_strategy(store: Store, transaction: Transaction, staged_plans: str, day: date) -> int:
    """Write the strategy of the company's plan, the first of ``staged_plans``; return how many strategies there are."""
    manager = _manager(transaction)
    plan_id = int(staged_plans.split(" ")[1])
    tag_id = next((key for key, name in tag_names(store).items() if name == words.GROUP_TAG), None)
    written = list(words.IN_FORCE)
    if tag_id is not None:
        written.append(replace(words.GROUP, whom=words.GROUP.whom.format(tag=tag_id)))
    for one in written:
        _save(store, manager, plan_id, one)
    request = OnePlan(viewer_of(manager), plan_id)
    put_in_force(store, manager, plan_id, seen=preview(store, request).seen, key=f"demo-strategy:{plan_id}:force")
    _save(store, manager, plan_id, words.RELATIONAL)
    mid = next(one for one in words.IN_FORCE if one.whom == "rung:mid")
    _save(store, manager, plan_id, replace(mid, beats=words.SHORTER), version=1)
    low = next(one for one in own_norms(store, None) if one.rung is Rung.LOW)
    given = {"rung": low.subject.code, "days": str(low.days), "guide": words.BY_HAND}
    save_norm(store, manager, given, norm_id=low.norm_id, version=low.version, key=f"demo-strategy:{plan_id}:low")
    _add_barriers(store, transaction, manager, plan_id, day)
    _add_measures(store, transaction, manager, plan_id, day)
    return len(written) + 1


def _add_barriers(store: Store, transaction: Transaction, manager: Actor, plan_id: int, day: date) -> None:
    """Write what stands in the way, as it is known on ``day``."""
    users = {row["username"]: row["user_id"] for row in transaction.rows(statement("demo", "accounts"))}
    reasons = {one.known: one.reason_id for one in loss_reasons(store, manager)}
    actions = plan_record(store, OnePlan(viewer_of(manager), plan_id)).actions
    known = places(store)
    for number, one in enumerate(words.BARRIERS):
        about = one.about
        if about == "tag" or (about and ":" not in about):
            part = words.GROUP_TAG if about == "tag" else about
            about = next((key for key, name in known.items() if part in name), "")
        action = next((each.action_id for each in actions if one.action and one.action in each.what), "")
        given = {
            "what": one.what, "about": about, "owner_id": users[one.owner] if one.owner else "", "action_id": action,
            "state": one.state, "since_on": day - timedelta(days=one.days), "reason_id": reasons.get(one.reason, ""),
            "heard": one.heard, "note": one.note,
        }  # fmt: skip
        add_barrier(store, manager, plan_id, given, key=f"demo-barrier:{plan_id}:{number}")


def _add_measures(store: Store, transaction: Transaction, manager: Actor, plan_id: int, day: date) -> None:
    """Write what is done to keep customers, and when touchpoints were revised."""
    users = {row["username"]: row["user_id"] for row in transaction.rows(statement("demo", "accounts"))}
    actions = plan_record(store, OnePlan(viewer_of(manager), plan_id)).actions
    for number, one in enumerate(words.MEASURES):
        action = next((each.action_id for each in actions if one.action and one.action in each.what), "")
        given = {
            "subject": one.whom, "what": one.what, "action_id": action, "owner_id": users.get(one.owner, ""),
            "due_on": day + timedelta(days=one.days),
        }  # fmt: skip
        add_measure(store, manager, plan_id, given, key=f"demo-measure:{plan_id}:{number}")
    known = {
        name: int(key.removeprefix("touchpoint:")) for key, name in places(store).items() if key.startswith("touch")
    }
    for part, ago, said in words.REVISED:
        point = next(key for name, key in known.items() if part in name)
        given = {"words": said, "revised_on": day - timedelta(days=ago)}
        last = revisions(store, RegisterRequest(manager.require(Permission.TOUCHPOINT_READ))).get(point)
        if last is None or last.revised_on <= day - timedelta(days=ago):
            note_revision(store, manager, plan_id, point, given, key=f"demo-revision:{plan_id}:{point}")


def _manager(transaction: Transaction) -> Actor:
    rows = {row["username"]: row for row in transaction.rows(statement("demo", "accounts"))}
    one = next(account for account in ACCOUNTS if account.username == "manager")
    return Actor(rows["manager"]["user_id"], one.name, one.role, rows["manager"]["team_id"])


def _save(store: Store, manager: Actor, plan_id: int, one: words.Written, *, version: int = 0) -> None:
    given: dict[str, object] = {
        "aim": one.aim, "content": one.content, "raising": one.raising, "guideline": "\n".join(one.rules),
    }  # fmt: skip
    for channel, (days, guide) in one.beats.items():
        given |= {f"days:{channel}": str(days), f"guide:{channel}": guide}
    key = f"demo-strategy:{plan_id}:{one.whom}:{version}"
    save_strategy(store, manager, plan_id, one.whom, given, version=version, key=key)
