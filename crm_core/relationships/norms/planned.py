"""Norms that are set many at once by somebody else's transaction, and what norms, those of today or others, ask of the teams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from crm_core.access.model import Actor, Reach
from crm_core.relationships.norms import repository
from crm_core.relationships.norms.model import Norm, NormDraft
from crm_core.relationships.norms.writing import end, put
from crm_core.store import Store, Transaction, statement
from crm_core.store.reads import reads
from crm_core.targets.workdays import next_working_day


@dataclass(frozen=True, slots=True)
class AskedNorm:
    """One norm as it would hold from a day on, of a team or (None) of the company."""

    rung: str  # as a norm keeps for whom it is
    channel: str | None
    days: int
    team_id: int | None
    since_on: date


@dataclass(frozen=True, slots=True)
class LoadRequest:
    """What would these norms ask of each team: contacts a week, and customers due on ``on`` or before?"""

    reach: Reach
    norms: tuple[AskedNorm, ...]
    on: date


@dataclass(frozen=True, slots=True)
class Load:
    """What norms ask of a team (None: of whoever is on none): customers, contacts a week, customers due by a day."""

    team_id: int | None
    team: str | None
    customers: int
    a_week: float
    due: int


def asked_as(norm: Norm | NormDraft, since_on: date) -> AskedNorm:
    """Return a norm as a load asks for it, holding since a day."""
    return AskedNorm(norm.subject.code, norm.channel.value if norm.channel else None, norm.days, norm.team_id, since_on)


def day_after(today: date) -> date:
    """Return the first working day after today."""
    return next_working_day(date.fromordinal(today.toordinal() + 1))


@reads(
    "customer",
    "customer_standing",
    "customer_tag",
    "customer_tag_past",
    "setting",
    "interaction",
    "channel_opt_out",
    "team",
    "app_user",
)
def load(store: Store, request: LoadRequest) -> tuple[Load, ...]:
    """Return what norms ask of each team within the reach, by name; those with nothing to do are left out.

    A customer takes as many contacts a week as the strictest of them asks: one through a channel counts for "any" too. What is put off or
    promised is not taken away.
    """
    lines = [
        {"rung": one.rung, "channel": one.channel, "days": one.days, "team_id": one.team_id, "since_on": one.since_on}
        for one in request.norms
    ]
    given = {"scope": request.reach.scope.value, "teams": list(request.reach.teams), "due_on": request.on}
    tables = {"norms": pa.Table.from_pylist(lines, schema=_NORMS)}
    found = store.table(statement(repository.ROOM, "load"), given, tables=tables).to_pylist()
    return tuple(Load(**row) for row in found)


_NORMS = pa.schema(
    [
        ("rung", pa.string()),
        ("channel", pa.string()),
        ("days", pa.int64()),
        ("team_id", pa.int64()),
        ("since_on", pa.date32()),
    ]
)


def set_norms(
    transaction: Transaction, actor: Actor, changed: Sequence[tuple[Norm | None, NormDraft | None]], today: date
) -> list[int]:
    """Let each second norm hold from today on in place of the first (None: there was none, or there shall be none); return the
    ids of those that hold then. What both say alike stays untouched. The caller has authorised.
    """
    found = []
    for before, after in changed:
        stored = None if before is None else repository.find_norm(transaction, before.norm_id)
        if after is None:
            if stored is not None:
                end(transaction, actor, stored, today)
            continue
        is_same = before is not None and (before.days, before.guide) == (after.days, after.guide)
        if before is not None and is_same:
            found.append(before.norm_id)
        else:
            found.append(put(transaction, actor, stored, after, today))
    return found
