"""Whom a selection means when the work is done: read under the lock, with what the actor may change of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pyarrow as pa

from crm_core.access.model import Actor, Permission, Reach
from crm_core.customers.lists import repository
from crm_core.customers.lists.bulk.model import MOST_AT_ONCE, MOST_NAMED, Outcome, Selection, Skip, Skipped
from crm_core.errors import N_, InvalidInput, Message, Refused, message
from crm_core.store import Row, Store, Transaction, statement

ROOM = "customers/lists/bulk"


@dataclass(slots=True)
class Chosen:
    """The customers of a selection that are there and the actor's to change, and why others are not."""

    rows: list[Row]
    skipped: dict[Skip, list[str | None]] = field(default_factory=dict)

    def skip(self, reason: Skip, name: str | None) -> None:
        """Leave a customer as it is."""
        self.skipped.setdefault(reason, []).append(name)

    def keep(self, unfit: Callable[[Row], Skip | None]) -> list[Row]:
        """Leave those as they are for whom ``unfit`` says why; return the others, which are left."""
        kept = []
        for row in self.rows:
            reason = unfit(row)
            if reason is None:
                kept.append(row)
            else:
                self.skip(reason, row["name"])
        self.rows = kept
        return kept

    def outcome(self) -> Outcome:
        """Return what comes of it once all that are left are changed."""
        skipped = [
            Skipped(reason, len(names), tuple(name for name in names if name)[:MOST_NAMED])
            for reason, names in self.skipped.items()
        ]
        return Outcome(len(self.rows), tuple(sorted(skipped, key=lambda one: list(Skip).index(one.reason))))


def choose(store: Store, transaction: Transaction, actor: Actor, reach: Reach, selection: Selection) -> Chosen:
    """Return the customers of a selection that ``reach`` lets the actor change.

    Raises:
        InvalidInput: nobody was chosen.
        Refused: more than 5,000 were.
    """
    ids = _ids(store, actor, selection)
    if not ids:
        raise InvalidInput({"customers": message(N_("Please choose customers first."))})
    if len(ids) > MOST_AT_ONCE:
        raise Refused(too_many(len(ids)))
    given = {
        "chosen": pa.table({"customer_id": pa.array(ids, pa.int64()), "place": pa.array(range(len(ids)), pa.int64())})
    }
    rows = transaction.execute_with(given, statement(ROOM, "chosen_customers"), reach.positional())
    chosen = Chosen(rows)
    for _ in range(len(ids) - len(rows)):
        chosen.skip(Skip.GONE, None)
    chosen.keep(lambda row: None if row["is_mine"] else Skip.FOREIGN)
    return chosen


def too_many(count: int) -> Message:
    """Return the sentence for a selection that is too large."""
    return message(
        N_("These are {count} customers; at most {most} are changed at once. Narrow the list with a filter."),
        count=count,
        most=MOST_AT_ONCE,
    )


def _ids(store: Store, actor: Actor, selection: Selection) -> list[int]:
    """Return the chosen ids, each once; those that a request finds are found within the actor's own reach."""
    if selection.request is None:
        return list(dict.fromkeys(selection.ids))
    request = replace(selection.request, reach=actor.require(Permission.CUSTOMER_READ))
    return repository.find_ids(store, request, MOST_AT_ONCE + 1)


def changed_since(selection: Selection) -> Callable[[Row], Skip | None]:
    """Return what says of a customer whether somebody changed it since it was chosen."""
    return lambda row: Skip.CHANGED if row["updated_at"] > selection.seen_at else None


def table_of(rows: Sequence[Row]) -> Mapping[str, pa.Table]:
    """Return the Arrow table ``chosen`` of customers."""
    return {"chosen": pa.table({"customer_id": pa.array([row["customer_id"] for row in rows], pa.int64())})}
