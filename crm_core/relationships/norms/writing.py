"""Writing norms inside somebody's transaction, each with its entry in the trail: what held before is kept."""

from __future__ import annotations

from datetime import date

from crm_core import audit, clock
from crm_core.access.model import Actor
from crm_core.relationships.norms import repository
from crm_core.relationships.norms.model import NormDraft
from crm_core.store import Row, Transaction


def put(transaction: Transaction, actor: Actor, stored: Row | None, draft: NormDraft, today: date) -> int:
    """Let a norm hold from today on, in place of the stored one where there is one, and return its id.

    What asks for the same, or was made today, is changed in place; else the stored one ends today. The caller has authorised.
    """
    now = clock.now()
    if stored is not None and (_is_same_demand(stored, draft) or _is_of_today(stored, draft, today)):
        repository.edit(transaction, stored["norm_id"], draft, at=now, user_id=actor.user_id)
        saved_id = int(stored["norm_id"])
    else:
        version = 0 if stored is None else stored["version"]
        if stored is not None:
            repository.end(transaction, stored, today, at=now, user_id=actor.user_id)
        saved_id = repository.insert(
            transaction, draft, since_on=today, version=version + 1, at=now, user_id=actor.user_id
        )
    before = _told(stored) if stored is not None else None
    after = {
        "rung": draft.subject.code,
        **{name: getattr(draft, name) for name in ("channel", "days", "guide", "team_id")},
    }
    action = "add" if stored is None else "edit"
    audit.record(transaction, actor, audit.Change(action, "contact_norm", saved_id, before, after))
    return saved_id


def end(transaction: Transaction, actor: Actor, stored: Row, today: date) -> None:
    """Let a norm hold no longer from today on. The caller has authorised."""
    repository.end(transaction, stored, today, at=clock.now(), user_id=actor.user_id)
    audit.record(transaction, actor, audit.Change("remove", "contact_norm", stored["norm_id"], _told(stored), None))


def _is_same_demand(stored: Row, draft: NormDraft) -> bool:
    """Return whether a norm asks for the same as before, its guide aside."""
    return _is_of_same(stored, draft) and stored["days"] == draft.days


def _is_of_today(stored: Row, draft: NormDraft, today: date) -> bool:
    return _is_of_same(stored, draft) and stored["since_on"] >= today


def _is_of_same(stored: Row, draft: NormDraft) -> bool:
    return (stored["rung"], stored["channel"], stored["team_id"]) == (draft.subject.code, draft.channel, draft.team_id)


def _told(stored: Row) -> dict[str, object]:
    return {name: stored[name] for name in ("rung", "channel", "days", "guide", "team_id")}
