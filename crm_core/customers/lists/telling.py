"""Which columns of a page of a list ask the store for what: what nobody looks at is not summed up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from crm_core.customers.lists.finding import GIVEN, ROOM
from crm_core.store import Composer, Statement, statement

# By what it is joined from: the columns, and the join; each tells of customers in $open alone, and so do the given tables.
_PARTS: Mapping[str, tuple[Mapping[str, str], str]] = {
    "lifetime": (
        {
            "spend": "l.spend",
            "orders": "l.orders",
            "first_purchase_on": "l.first_on",
            "last_purchase_on": "l.last_on",
            "marks": "nullif(array_to_string(l.marks, ','), '')",
        },
        "left join lifetime as l on l.customer_id = f.customer_id",
    ),
    "contact": (
        {"last_contact_at": "n.last_at"},
        "left join contact as n on n.customer_id = f.customer_id",
    ),
    "due": (
        {"follow_up_due_on": "d.due_on"},
        "left join (select customer_id, min(due_on) as due_on from follow_up_view where status = 'open' "
        "and customer_id in (select unnest($open)) group by customer_id) as d on d.customer_id = f.customer_id",
    ),
    "standing": (
        {"tier": "k.tier", "relation_type": "k.relation_type"},
        "left join (select customer_id, max(rung) filter (where dimension = 'tier') as tier, "
        "max(rung) filter (where dimension = 'type') as relation_type from customer_standing_view "
        "where until_on is null and customer_id in (select unnest($open)) group by customer_id) as k "
        "on k.customer_id = f.customer_id",
    ),
    "stage": (
        {"stage": "s.stage"},
        "left join (select customer_id, arg_max(stage, stage_id) as stage from customer_stage "
        "where customer_id in (select unnest($open)) group by customer_id) as s on s.customer_id = f.customer_id",
    ),
    "tagged": (
        {"tags": "g.tags"},
        "left join (select p.customer_id, string_agg(w.name, ', ' order by w.name) as tags from customer_tag as p "
        "inner join tag as w on w.tag_id = p.tag_id where p.customer_id in (select unnest($open)) "
        "group by p.customer_id) as g on g.customer_id = f.customer_id",
    ),
    "record": (
        {"completeness": "r.completeness"},
        "left join (select customer_id, round(100.0 * filled_count / field_count)::integer as completeness "
        "from customer_record_view where customer_id in (select unnest($open))) as r on r.customer_id = f.customer_id",
    ),
    "potential": (
        {"potential": "q.level"},
        "left join (select * from customer_potential where customer_id in (select unnest($open))) as q "
        "on q.customer_id = f.customer_id",
    ),
    "origin": (
        {"source": "o.way", "first_contact_on": "o.first_contact_on"},
        "left join (select * from customer_origin where customer_id in (select unnest($open))) as o "
        "on o.customer_id = f.customer_id",
    ),
}
_COLUMNS = {name: f", {value} as {name}" for columns, _join in _PARTS.values() for name, value in columns.items()}
_PART_OF = {name: part for part, (columns, _join) in _PARTS.items() for name in columns}
_LINES = Composer(
    statement(ROOM, "customer_lines"),
    {"columns": _COLUMNS, "joins": {part: join for part, (_columns, join) in _PARTS.items()}},
    joiners={"columns": "", "joins": " "},
)


def telling(columns: Iterable[str] | None) -> tuple[Statement, frozenset[str]]:
    """Return the statement that tells the ``columns`` of some customers, and which of the given tables it joins.

    None: all columns. What is told of everybody anyway, and what is not told here, may be among them.
    """
    wanted = [name for name in _COLUMNS if columns is None or name in columns]
    parts = [part for part in _PARTS if part in {_PART_OF[name] for name in wanted}]
    return _LINES.compose(columns=wanted, joins=parts), GIVEN & frozenset(parts)
