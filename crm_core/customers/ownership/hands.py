"""The one way in which customers change hands: assigned, claimed, released, handed on, imported.

Customer, open follow-ups, collaboration, the history of owners, the trail and the notices change together, in the
caller's transaction, for any number of customers with the same few statements. The caller has authorised. Merges write
their part of the history through ``note_hands``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

import pyarrow as pa

from crm_core import audit, clock
from crm_core.access.model import Actor
from crm_core.errors import N_, Message, StaleWrite, message
from crm_core.interactions import handing as interactions
from crm_core.messages import service as messages
from crm_core.store import Transaction, statement

ROOM = "customers/ownership"
_PAGE, _LIST = "customers/customer.py", "customers/customers.py"


class Cause(StrEnum):
    """Why a customer changes hands."""

    ASSIGN = "assign"
    CLAIM = "claim"
    RELEASE = "release"
    RULE = "rule"
    LEAVE = "leave"
    IMPORT = "import"
    MERGE = "merge"
    UNMERGE = "unmerge"


CAUSE_LABELS = {
    Cause.ASSIGN: N_("Given back by a manager"),
    Cause.CLAIM: N_("Claimed"),
    Cause.RELEASE: N_("Released"),
    Cause.RULE: N_("By rule"),
    Cause.LEAVE: N_("The owner left"),
    Cause.IMPORT: N_("By import"),
    Cause.MERGE: N_("By a merge"),
    Cause.UNMERGE: N_("A merge was taken back"),
}
_ACTIONS = {
    Cause.ASSIGN: "assign", Cause.CLAIM: "claim", Cause.RELEASE: "release", Cause.RULE: "fall_back",
    Cause.LEAVE: "hand_over", Cause.IMPORT: "assign", Cause.MERGE: "merge", Cause.UNMERGE: "unmerge",
}  # fmt: skip
_MOVES = pa.schema(
    [
        (name, pa.int64())
        for name in ("customer_id", "version", "giver_id", "giver_team_id", "taker_id", "team_id", "place")
    ]
)


@dataclass(frozen=True, slots=True)
class Move:
    """One customer from a giver to a taker; None is the public pool, ``team_id`` the taker's team.

    ``version`` is the stored one that the caller has seen.
    """

    customer_id: int
    version: int
    giver_id: int | None
    giver_team_id: int | None
    taker_id: int | None
    team_id: int | None


def hand_over(transaction: Transaction, actor: Actor, moves: Sequence[Move], cause: Cause, *, reason: str = "") -> None:
    """Give each customer to its taker.

    Raises:
        StaleWrite: one of them was changed since its version; nothing is to be committed then.
    """
    if not moves:
        return
    given = {"moves": _table(moves)}
    moved = transaction.execute_with(given, statement(ROOM, "hand_over_customers"), [clock.now()])
    if len(moved) != len(moves):
        found = {row["customer_id"] for row in moved}
        raise StaleWrite("customer", next(move.customer_id for move in moves if move.customer_id not in found), {}, {})
    _record(transaction, actor, moves, cause, reason)
    follow_hands(transaction, actor, moves, cause, reason=reason)


def follow_hands(
    transaction: Transaction, actor: Actor, moves: Sequence[Move], cause: Cause, *, reason: str = ""
) -> None:
    """Let everything else follow customers whose owners the caller has just changed itself, as an import does."""
    if not moves:
        return
    note_hands(transaction, actor, moves, cause, reason=reason)
    given = {"moves": _table(moves)}
    transaction.execute_with(given, statement(ROOM, "end_own_collaboration"))
    interactions.hand_over_follow_ups(transaction, actor, given["moves"])
    _tell(transaction, actor, moves, cause)


def note_hands(
    transaction: Transaction, actor: Actor, moves: Sequence[Move], cause: Cause, *, reason: str = ""
) -> None:
    """Write changes of hands into the history alone, in their order: for a caller that sees to all the rest itself."""
    given = {"moves": _table(moves)}
    noted = [cause.value, reason, clock.now(), actor.user_id]
    transaction.execute_with(given, statement(ROOM, "note_changes"), noted)


def _table(moves: Sequence[Move]) -> pa.Table:
    rows = [{**asdict(move), "place": place} for place, move in enumerate(moves)]
    return pa.Table.from_pylist(rows, schema=_MOVES)


def _record(transaction: Transaction, actor: Actor, moves: Sequence[Move], cause: Cause, reason: str) -> None:
    told = {"reason": reason} if reason else {}
    audit.record_many(
        transaction,
        actor,
        [
            audit.Change(
                _ACTIONS[cause],
                "customer",
                move.customer_id,
                {"owner_id": move.giver_id, "team_id": move.giver_team_id},
                {"owner_id": move.taker_id, "team_id": move.team_id, **told},
            )
            for move in moves
        ],
    )


def _tell(transaction: Transaction, actor: Actor, moves: Sequence[Move], cause: Cause) -> None:
    """Tell the new owners and the former ones, each once."""
    for taker in sorted({move.taker_id for move in moves if move.taker_id is not None} - {actor.user_id}):
        mine = [move.customer_id for move in moves if move.taker_id == taker]
        if len(mine) == 1:
            text = message(N_("{name} gave you a customer: {customer}."), name=actor.name, customer=mine[0])
            messages.notify(transaction, taker, "assigned", text, _PAGE, {"id": mine[0]})
        else:
            text = message(N_("{name} gave you {count} customers."), name=actor.name, count=len(mine))
            messages.notify(transaction, taker, "assigned", text, _LIST, None)
    for giver in sorted({move.giver_id for move in moves if move.giver_id is not None} - {actor.user_id}):
        takers = [move.taker_id for move in moves if move.giver_id == giver]
        for is_pool in (False, True):
            count = sum((taker is None) is is_pool for taker in takers)
            if count:
                text = _lost(actor, cause, count, is_pool=is_pool)
                messages.notify(transaction, giver, "assigned", text, _LIST, None)


def _lost(actor: Actor, cause: Cause, count: int, *, is_pool: bool) -> Message:
    if cause is Cause.RULE:
        return message(N_("{count} of your customers fell back to the public pool, by rule."), count=count)
    if is_pool:
        return message(
            N_("{name} released {count} of your customers to the public pool."), name=actor.name, count=count
        )
    return message(N_("{name} gave {count} of your customers to somebody else."), name=actor.name, count=count)
