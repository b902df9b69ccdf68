"""Which columns of a page of a list ask the store for what: what nobody looks at is not summed up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from crm_core.customers.lists.finding import ROOM
from crm_core.store import Composer, Statement, statement

# What the kept tables tell: by their names, which of their columns is which field. Of a page's 25 customers that needs no SQL.
KEPT: Mapping[str, Mapping[str, str]] = {
    "lifetime": {
        "spend": "spend", "orders": "orders", "first_purchase_on": "first_on", "last_purchase_on": "last_on", "marks": "marks",
    },
    "contact": {"last_contact_at": "last_at"},
    "standing": {"tier": "tier", "relation_type": "relation_type"},
}  # fmt: skip
# What a customer's own row tells where it is asked for.
_HELD: Mapping[str, str] = {
    "email": "masked_email", "id_number": "masked_id_number", "birthday": "masked_birthday", "gender": "gender", "note": "note",
}  # fmt: skip
# By what it is joined from: the columns, and the join; each tells of customers in $open alone.
_PARTS: Mapping[str, tuple[Mapping[str, str], str]] = {
    "due": (
        {"follow_up_due_on": "d.due_on"},
        "left join (select customer_id, min(due_on) as due_on from follow_up_view where status = 'open' "
        "and customer_id in (select unnest($open)) group by customer_id) as d on d.customer_id = f.customer_id",
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
_COLUMNS = {
    **{name: f", case when f.is_open then f.{value} end as {name}" for name, value in _HELD.items()},
    **{name: f", {value} as {name}" for columns, _join in _PARTS.values() for name, value in columns.items()},
}
_PART_OF = {name: part for part, (columns, _join) in _PARTS.items() for name in columns}
_LINES = Composer(
    statement(ROOM, "customer_lines"),
    {"columns": _COLUMNS, "joins": {part: join for part, (_columns, join) in _PARTS.items()}},
    joiners={"columns": "", "joins": " "},
)


def telling(columns: Iterable[str] | None) -> tuple[Statement, dict[str, Mapping[str, str]]]:
    """Return the statement that tells the ``columns`` of some customers, and what the kept tables tell beside it.

    None: all columns. What is told of everybody anyway, and what is not told here, may be among them.
    """
    wanted = [name for name in _COLUMNS if columns is None or name in columns]
    parts = [part for part in _PARTS if part in {_PART_OF.get(name) for name in wanted}]
    kept = {
        table: {name: column for name, column in told.items() if columns is None or name in columns}
        for table, told in KEPT.items()
    }
    return _LINES.compose(columns=wanted, joins=parts), {table: told for table, told in kept.items() if told}
