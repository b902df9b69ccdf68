"""Criteria, proposals and standings: rows of the store."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa

from crm_core.access.model import Reach
from crm_core.periods import add_months
from crm_core.relationships.model import (
    AT_MOST,
    LADDERS,
    OF_TALKS,
    WITHOUT_WINDOW,
    Criteria,
    Criterion,
    CutPoints,
    Dimension,
    Measure,
    Proposal,
    ProposalLine,
    ProposalPage,
    ProposalSort,
    ProposalsRequest,
    Reason,
    Rung,
    Standing,
    dimension_of,
    rank_of,
)
from crm_core.store import Composer, Row, Store, Transaction, statement

ROOM = "relationships"
DERIVE_SECONDS, AT_ONCE = 120.0, 200_000  # of one part; customers in a part

_ANSWERS = {name: statement(ROOM, f"derived_{name}").text for name in ("counts", "reasons")}
_DERIVED = Composer(statement(ROOM, "derived"), {"answer": _ANSWERS})

_SORTS: Mapping[ProposalSort, str] = {
    "name": "o.name_order", "stands": "w.rank_before", "proposed": "w.rank", "owner": "lower(w.owner)", "code": "w.code",
}  # fmt: skip
_PROPOSALS = Composer(
    statement(ROOM, "proposals"),
    {
        "joined": {"name": "inner join customer_order_view as o on o.customer_id = w.customer_id"},
        "order": {f"{sort} {way}": f"{key} {way}" for sort, key in _SORTS.items() for way in ("asc", "desc")},
    },
)

_CHOSEN = pa.schema(
    [
        ("customer_id", pa.int64()),
        ("dimension", pa.string()),
        ("rung", pa.string()),
        ("is_fixed", pa.bool_()),
        ("reason", pa.string()),
        ("reasons", pa.string()),
        ("version", pa.int64()),
    ]
)
_LADDER = pa.Table.from_pylist(
    [
        {"dimension": dimension.value, "rank": rank_of(rung), "rung": rung.value}
        for dimension, ladder in LADDERS.items()
        for rung in ladder
    ]
)


def find_criteria(store: Store) -> dict[Dimension, Criteria]:
    """Return the saved criteria by dimension; of one that was never saved, none, with version 0."""
    found: dict[Dimension, list[Criterion]] = {dimension: [] for dimension in Dimension}
    for row in store.rows(statement(ROOM, "criteria")):
        item = Criterion(Rung(row["rung"]), Measure(row["measure"]), row["months"], row["threshold"].normalize())
        found[Dimension(row["dimension"])].append(item)
    rules = {Dimension(row["dimension"]): row for row in store.rows(statement(ROOM, "rules"))}
    return {
        dimension: Criteria(
            dimension,
            tuple(sorted(items, key=lambda item: -rank_of(item.rung))),
            *(
                (rules[dimension]["version"], rules[dimension]["updated_at"], rules[dimension]["updated_by"])
                if dimension in rules
                else (0, None, None)
            ),
        )
        for dimension, items in found.items()
    }


def put_criteria(
    transaction: Transaction,
    dimension: Dimension,
    items: Sequence[Criterion],
    *,
    version: int,
    user_id: int,
    at: datetime,
) -> None:
    """Store the criteria of a dimension in place of those that were there."""
    transaction.execute(statement(ROOM, "put_rule"), [dimension.value, version, at, user_id])
    for rung in LADDERS[dimension][:-1]:
        mine = [item for item in items if item.rung is rung]
        for place, item in enumerate(mine, 1):
            given = [dimension.value, rung.value, place, item.measure.value, item.months, item.threshold]
            transaction.execute(statement(ROOM, "put_criterion"), given)
        transaction.execute(statement(ROOM, "remove_criteria"), [dimension.value, len(mine) + 1, rung.value])


def find_cut_points(store: Store, first: date, last: date, shares: Mapping[str, float]) -> CutPoints:
    """Return where the ``shares`` (strategic, high, mid; from the top, 0-1) of the buyers of a span lie."""
    row = store.row(statement(ROOM, "cut_points"), {"from": first, "until": last, **shares})
    return CutPoints(**row) if row else CutPoints()


def derived(store: Store, items: Sequence[Criterion], until: date, today: date) -> pa.Table:
    """Return where the criteria place every customer, and why: customer_id, dimension, rank, reasons (JSON)."""
    return pa.concat_tables(_derive(store, "reasons", items, until, today))


def derived_counts(
    store: Store, items: Sequence[Criterion], until: date, today: date
) -> dict[tuple[Dimension, int], int]:
    """Return how many customers the criteria place at each rank of each dimension."""
    counts: Counter[tuple[Dimension, int]] = Counter()
    for part in _derive(store, "counts", items, until, today):
        for row in part.to_pylist():
            counts[Dimension(row["dimension"]), row["rank"]] += row["customers"]
    return dict(counts)


def _derive(store: Store, answer: str, items: Sequence[Criterion], until: date, today: date) -> list[pa.Table]:
    """Return what ``answer`` tells, a part of the customers a table: a million at once would not fit into the memory."""
    lines = [
        {
            "dimension": dimension_of(item.rung).value,
            "rank": rank_of(item.rung),
            "place": place,
            "measure": item.measure.value,
            "months": item.months,
            "first_on": _window(item, until, today),
            "at_most": item.measure in AT_MOST,
            "threshold": item.threshold,
        }
        for place, item in enumerate(items)
    ]
    tables = {"criteria": pa.Table.from_pylist(lines, schema=_CRITERIA)}
    query, days = _DERIVED.compose(answer=answer), {"until": until, "today": today}
    last: int = store.value(statement(ROOM, "last_customer"))
    return [
        store.table(query, {**days, "low": low, "high": low + AT_ONCE}, tables=tables, seconds=DERIVE_SECONDS)
        for low in range(0, last + 1, AT_ONCE)
    ]


_CRITERIA = pa.schema(
    [
        ("dimension", pa.string()),
        ("rank", pa.int64()),
        ("place", pa.int64()),
        ("measure", pa.string()),
        ("months", pa.int64()),
        ("first_on", pa.date32()),
        ("at_most", pa.bool_()),
        ("threshold", pa.decimal128(18, 4)),
    ]
)


def _window(item: Criterion, until: date, today: date) -> date | None:
    """Return the first day of an item's window, which ends with the last day that counts; None where it has none."""
    if item.measure in WITHOUT_WINDOW:
        return None
    last = today if item.measure in OF_TALKS else until
    return date.fromordinal(add_months(last, -item.months).toordinal() + 1)


def replace_proposals(transaction: Transaction, found: pa.Table, day: date) -> None:
    """Store new proposals in place of all that were there, and forget the standings of customers who are gone."""
    transaction.execute(statement(ROOM, "clear_proposals"))
    transaction.execute(statement(ROOM, "forget_gone"))
    if found.num_rows:
        tables = {"derived": found, "ladder": _LADDER}
        transaction.execute_with(tables, statement(ROOM, "add_proposals"), [day])


def find_of_customer(store: Store, customer_id: int) -> tuple[list[Standing], dict[Dimension, Proposal]]:
    """Return all standings of a customer, the latest first, and what is proposed."""
    stood = [_standing(row) for row in store.rows(statement(ROOM, "standings_of_customer"), [customer_id])]
    rows = store.rows(statement(ROOM, "proposals_of_customer"), [customer_id])
    return stood, {Dimension(row["dimension"]): _proposal(row) for row in rows}


def find_proposals(store: Store, request: ProposalsRequest) -> ProposalPage:
    """Return a page of the proposals that differ from what stands."""
    ladder = [rung.value for rung in reversed(LADDERS[request.dimension])]
    given = {
        **request.reach.named(),
        "dimension": request.dimension.value,
        "rung": request.rung.value if request.rung else "",
        "ladder": ladder,
        "size": request.size,
        "skip": request.page * request.size,
    }
    page = _PROPOSALS.compose(
        joined=[request.sort] if request.sort == "name" else [],
        order=f"{request.sort} {'desc' if request.is_descending else 'asc'}",
    )
    rows = store.rows(page, given)
    lines = tuple(
        ProposalLine(
            row["customer_id"],
            row["code"],
            row["name"],
            row["owner"],
            Rung(row["stands"]) if row["stands"] else None,
            row["since_on"],
            row["version"],
            _proposal(row),
        )
        for row in rows
    )
    return ProposalPage(lines, rows[0]["total"] if rows else 0)


def choose_proposals(
    transaction: Transaction, reach: Reach, dimension: Dimension, rung: Rung | None, customer_ids: Iterable[int]
) -> list[Row]:
    """Return the proposals of the given customers (none: of all within the reach) that can be taken."""
    given = {
        **reach.named(),
        "dimension": dimension.value,
        "rung": rung.value if rung else "",
        "ids": list(customer_ids),
    }
    return transaction.rows(statement(ROOM, "chosen_proposals"), given)


def find_to_place(transaction: Transaction, reach: Reach, customer_id: int, dimension: Dimension) -> Row | None:
    """Return what stands of a customer that the reach opens, version 0 where nothing does; None where it does not."""
    given = [*reach.positional(), customer_id, dimension.value]
    return transaction.row(statement(ROOM, "customer_to_place"), given)


def put_standings(transaction: Transaction, chosen: Sequence[Row], *, today: date, user_id: int, at: datetime) -> None:
    """Store what is decided from today on; what stood ends today, what was decided today already is replaced."""
    given = {"chosen": pa.Table.from_pylist([dict(row) for row in chosen], schema=_CHOSEN)}
    transaction.execute_with(given, statement(ROOM, "replace_standings"), [today, user_id, at])
    transaction.execute_with(given, statement(ROOM, "end_standings"), [today])
    transaction.execute_with(given, statement(ROOM, "add_standings"), [today, user_id, at])


def find_known(transaction: Transaction, day: date) -> set[int]:
    """Return the customers who were there on a day."""
    return {row["customer_id"] for row in transaction.rows(statement(ROOM, "known_customers"), [day])}


def count(store: Store, reach: Reach) -> list[Row]:
    """Return how many customers of the reach stand where: dimension, rung ('' for none), is_to_decide, customers, made_on."""
    return store.rows(statement(ROOM, "counts"), reach.named())


def reasons_from(text: str | None) -> tuple[Reason, ...]:
    """Return the reasons that a stored JSON text tells."""
    return tuple(
        Reason(
            Measure(item["measure"]),
            int(item["months"]),
            Decimal(item["threshold"]),
            None if item["value"] is None else Decimal(item["value"]),
            bool(item["is_met"]),
        )
        for item in json.loads(text or "[]")
    )


def _proposal(row: Row) -> Proposal:
    return Proposal(Rung(row["rung"]), reasons_from(row["reasons"]), row["made_on"])


def _standing(row: Row) -> Standing:
    return Standing(
        Dimension(row["dimension"]),
        Rung(row["rung"]),
        row["since_on"],
        row["until_on"],
        row["is_fixed"],
        row["reason"],
        reasons_from(row["reasons"]),
        row["set_by"],
        row["version"],
    )
