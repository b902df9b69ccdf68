"""How the filters and orders of a list become SQL: constant fragments by closed names; what people typed are values.

A filter's fragment knows its place among the filters, so that each has parameters of its own. What the public pool may
not tell is null for it in every order, and is found by no filter but those of name and code: either would tell it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from crm_core.access.model import Scope
from crm_core.customers.fields import phone_search
from crm_core.customers.lists.fields import (
    DAYS,
    FIELDS,
    IDS,
    MANY,
    MOST_CONDITIONS,
    OPERATORS,
    Condition,
    Operator,
    Shape,
    own_id,
)
from crm_core.customers.lists.model import CustomerListRequest, Sort, View
from crm_core.customers.profile.outlook.model import Level
from crm_core.customers.profile.stages.model import Stage
from crm_core.customers.search import search_terms
from crm_core.errors import N_, InvalidInput, message
from crm_core.relationships.model import LADDERS, Dimension
from crm_core.store import Composer, Statement, statement

ROOM = "customers/lists"
_COMMENT, _PARAMETER = re.compile(r"--[^\n]*"), re.compile(r"\$([a-z]+)\b")
_OWN = "own"  # any field of the company's own; which one is a value

# Where a field's value stands; "lifetime", "contact" and "standing" are given, the rest is joined where it is asked for.
_VALUES: Mapping[str, str] = {
    "name": "s.name", "code": "s.code", "kind": "s.kind", "gender": "s.gender", "region": "s.region", "note": "s.note",
    "owner": "s.owner_id", "team": "s.team_id", "created_on": "s.created_on", "birthday": "s.birth_month",
    "email": "nullif(s.has_email, false)", "id_number": "nullif(s.has_number, false)", "phone": "s.phone_key",
    "stage": "g.stage", "tier": "k.tier", "relation_type": "k.relation_type", "potential": "q.level", "spend": "l.spend",
    "orders": "coalesce(l.orders, 0)", "first_purchase_on": "l.first_on", "last_purchase_on": "l.last_on",
    "last_contact_at": "n.last_on", "follow_up_due_on": "d.due_on", "completeness": "100.0 * r.filled_count / r.field_count",
    "source": "o.way", "first_contact_on": "o.first_contact_on",
}  # fmt: skip
_JOINS: Mapping[str, str] = {
    "lifetime": "left join lifetime as l on l.customer_id = s.customer_id",
    "contact": "left join contact as n on n.customer_id = s.customer_id",
    "due": "left join (select customer_id, min(due_on) as due_on from follow_up_view where status = 'open' "
    "group by customer_id) as d on d.customer_id = s.customer_id",
    "stage": "left join customer_stage_view as g on g.customer_id = s.customer_id",
    "standing": "left join standing as k on k.customer_id = s.customer_id",
    "potential": "left join customer_potential as q on q.customer_id = s.customer_id",
    "record": "left join customer_record_view as r on r.customer_id = s.customer_id",
    "origin": "left join customer_origin as o on o.customer_id = s.customer_id",
    "user": "left join user_view as u on u.user_id = s.owner_id",
    "team": "left join team_view as t on t.team_id = s.team_id",
    "own": "left join own_field_value_view as w on w.customer_id = s.customer_id and w.field_id = $by",
}
_JOIN_OF: Mapping[str, str] = {
    "stage": "stage", "potential": "potential", "tier": "standing", "relation_type": "standing", "spend": "lifetime", "orders": "lifetime",
    "first_purchase_on": "lifetime", "last_purchase_on": "lifetime", "marks": "lifetime", "last_contact_at": "contact",
    "follow_up_due_on": "due", "completeness": "record", "source": "origin", "first_contact_on": "origin",
}  # fmt: skip
GIVEN = frozenset({"lifetime", "contact", "standing"})  # joins of tables that the caller brings
# What "people", which the caller brings too, can be filtered and sorted by.
_SEARCHED = frozenset({"code", "kind", "region", "owner", "team", "phone"})
_SEARCHED_SORTS = frozenset({Sort.NAME, Sort.CODE, Sort.CREATED, Sort.KIND, Sort.REGION})


def _rank(column: str, values: Iterable[str]) -> str:
    """Return SQL for the place of a code in its list, so that an order follows the list and not the alphabet."""
    return f"case {column} " + " ".join(f"when '{value}' then {place}" for place, value in enumerate(values)) + " end"


_SORTS: Mapping[str, tuple[str, str | None]] = {
    Sort.NAME: ("s.search_text", None),
    Sort.CODE: ("s.code", None),
    Sort.CREATED: ("s.created_at", None),
    Sort.KIND: ("s.kind", None),
    Sort.REGION: ("s.region", None),
    Sort.OWNER: ("lower(u.display_name)", "user"),
    Sort.TEAM: ("lower(t.name)", "team"),
    Sort.STAGE: (_rank("g.stage", [stage.value for stage in Stage]), "stage"),
    Sort.TIER: (_rank("k.tier", [rung.value for rung in reversed(LADDERS[Dimension.TIER])]), "standing"),
    Sort.RELATION_TYPE: (_rank("k.relation_type", [rung.value for rung in reversed(LADDERS[Dimension.TYPE])]), "standing"),
    Sort.POTENTIAL: (_rank("q.level", [level.value for level in reversed(Level)]), "potential"),
    Sort.SPEND: ("l.spend", "lifetime"),
    Sort.ORDERS: ("l.orders", "lifetime"),
    Sort.FIRST_PURCHASE: ("l.first_on", "lifetime"),
    Sort.LAST_PURCHASE: ("l.last_on", "lifetime"),
    Sort.LAST_CONTACT: ("n.last_at", "contact"),
    Sort.FOLLOW_UP: ("d.due_on", "due"),
    Sort.COMPLETENESS: (_VALUES["completeness"], "record"),
    Sort.FIRST_CONTACT: ("o.first_contact_on", "origin"),
    "own:text": ("lower(w.text)", "own"),
    "own:number": ("w.number", "own"),
    "own:day": ("w.day", "own"),
}  # fmt: skip
_TOLD = (Sort.NAME, Sort.CODE)  # of the public pool too

_COMPARED: Mapping[Operator, str] = {
    Operator.CONTAINS: "contains(lower({x}), lower($v{i}))",
    Operator.CONTAINS_NOT: "not coalesce(contains(lower({x}), lower($v{i})), false)",
    Operator.IS: "lower({x}) = lower($v{i})",
    Operator.ANY_OF: "{x} = any($v{i})",
    Operator.NONE_OF: "not coalesce({x} = any($v{i}), false)",
    Operator.AT_LEAST: "{x} >= $v{i}",
    Operator.AT_MOST: "{x} <= $v{i}",
    Operator.BETWEEN: "{x} between $v{i} and $w{i}",
    Operator.LAST_DAYS: "{x} > $today::date - $v{i}::integer and {x} <= $today::date",
    Operator.OLDER_DAYS: "{x} < $today::date - $v{i}::integer",
    Operator.NEXT_DAYS: "{x} >= $today::date and {x} <= $today::date + $v{i}::integer",
    Operator.EMPTY: "{x} is null",
    Operator.FILLED: "{x} is not null",
}
_TAGGED = "(select p.customer_id from customer_tag as p where p.tag_id = any($v{i}))"
_TAGS: Mapping[Operator, str] = {
    Operator.ANY_OF: f"s.customer_id in {_TAGGED}",
    Operator.NONE_OF: f"s.customer_id not in {_TAGGED}",
    Operator.ALL_OF: "s.customer_id in (select p.customer_id from customer_tag as p where p.tag_id = any($v{i}) "
    "group by p.customer_id having count(distinct p.tag_id) = len($v{i}))",
    Operator.EMPTY: "s.customer_id not in (select p.customer_id from customer_tag as p)",
    Operator.FILLED: "s.customer_id in (select p.customer_id from customer_tag as p)",
}
_MARKED: Mapping[Operator, str] = {
    Operator.ANY_OF: "coalesce(list_has_any(l.marks, $v{i}::varchar[]), false)",
    Operator.NONE_OF: "not coalesce(list_has_any(l.marks, $v{i}::varchar[]), false)",
    Operator.ALL_OF: "coalesce(list_has_all(l.marks, $v{i}::varchar[]), false)",
    Operator.EMPTY: "coalesce(len(l.marks), 0) = 0",
    Operator.FILLED: "coalesce(len(l.marks), 0) > 0",
}
_PHONED = "(($v{i} <> '' and s.phone_key = $v{i}) or ($w{i} <> '' and right(s.phone_key, 4) = $w{i}))"
_KEPT = "s.customer_id {how} (select w.customer_id from own_field_value_view as w where w.field_id = $f{i}{held})"
_OWN_COLUMNS = {Shape.NUMBER: "w.number", Shape.DAY: "w.day"}
_DENIALS = {Operator.CONTAINS_NOT: Operator.CONTAINS, Operator.NONE_OF: Operator.ANY_OF}


def _held(field: str, how: Operator) -> str:
    """Return the fragment of one filter of a customer's own columns; ``{i}`` is its place."""
    if field == "tags":
        return _TAGS[how]
    if field == "marks":
        return _MARKED[how]
    if field == "phone" and how is Operator.IS:
        return _PHONED
    return _COMPARED[how].replace("{x}", f"({_VALUES[field]})")


def _own_held(shape: Shape, how: Operator) -> str:
    """Return the fragment of one filter of a field of the company's own."""
    if how in (Operator.EMPTY, Operator.FILLED):
        return _KEPT.replace("{how}", "in" if how is Operator.FILLED else "not in").replace("{held}", "")
    held = _COMPARED[_DENIALS.get(how, how)].replace("{x}", _OWN_COLUMNS.get(shape, "w.text"))
    return _KEPT.replace("{how}", "not in" if how in _DENIALS else "in").replace("{held}", f" and {held}")


def _fragments() -> dict[str, str]:
    """Return every filter there is at every place, by its name."""
    found = {"mine": "and s.owner_id = $me", "pool": "and s.owner_id is null"}
    found["chosen"] = "and s.customer_id = any($chosen)"
    found["shared"] = "and s.customer_id in (select v.customer_id from collaborator as v where v.user_id = $me)"
    for place in range(MOST_CONDITIONS):
        for field in FIELDS.values():
            told = "" if field.name in _TOLD else "s.is_open and "
            for how in OPERATORS[field.shape]:
                held = _held(field.name, how).replace("{i}", str(place))
                found[f"{place}:{field.name}:{how}"] = f"and {told}({held})"
        for shape in (Shape.TEXT, Shape.CHOICE, Shape.NUMBER, Shape.DAY):
            for how in OPERATORS[shape]:
                held = _own_held(shape, how).replace("{i}", str(place))
                found[f"{place}:{_OWN}:{shape}:{how}"] = f"and s.is_open and {held}"
    return found


# Whether whoever sees all sees a customer need not be asked of a million.
_REACHES = {
    Scope.ALL: "true",
    Scope.TEAM: "($scope = 'all' or c.team_id = any($teams) or c.owner_id = $me "
    "or c.customer_id in (select v.customer_id from collaborator as v where v.user_id = $me))",
}
# What was typed: no column is read for what was not.
_TYPED = {
    "nothing": "true",
    "first": "contains(s.search_text, $first)",
    "second": "contains(s.search_text, $first) and contains(s.search_text, $second)",
    "third": "contains(s.search_text, $first) and contains(s.search_text, $second) and contains(s.search_text, $third)",
    "phone": "s.is_open and s.phone_key = $phone",
    "tail": "s.is_open and right(s.phone_key, 4) = $tail",
}
_LIST = Composer(
    statement(ROOM, "customer_list"),
    {
        "customers": {"stored": "customer", "people": "people"},
        "told": {
            "stored": "c.name, c.created_on, c.gender, c.note, c.email is not null as has_email, "
            "c.id_number is not null as has_number, extract(month from c.birthday) as birth_month,",
            "people": "",
        },
        "is_open": {scope.value: _REACHES.get(scope, _REACHES[Scope.TEAM]) for scope in Scope},
        "sort_key": {name: key if name in _TOLD else f"case when s.is_open then {key} end" for name, (key, _) in _SORTS.items()},
        "joins": _JOINS,
        "typed": _TYPED,
        "filters": _fragments(),
        "order": {"up": "sort_key asc nulls last", "down": "sort_key desc nulls last"},
    },
    joiners={"filters": " ", "joins": " ", "typed": " or "},
)  # fmt: skip


def compose(
    request: CustomerListRequest, own: Mapping[str, Shape], today: date, *, in_memory: bool = False
) -> tuple[Statement, dict[str, object], frozenset[str]]:
    """Return the statement of a list, the values of its parameters but the page, and which of the given tables it reads.

    ``own`` are the shapes of the company's own fields by name. ``in_memory``: a search may look in "people".

    Raises:
        InvalidInput: there are too many filters, or one is of a field that is not there.
    """
    asked = [*shortcuts(request), *request.conditions]
    if len(asked) > MOST_CONDITIONS:
        raise InvalidInput({"filters": message(N_("At most {count} filters at once, please."), count=MOST_CONDITIONS)})
    filters = [] if request.view is View.ALL else [request.view.value]
    joins, values = set[str](), dict[str, object]()
    if request.ids is not None:
        filters.append("chosen")
        values["chosen"] = list(request.ids)
    for place, condition in enumerate(asked):
        filters.append(_name(place, condition, own))
        values |= _given(place, condition, own, today)
        if condition.field in _JOIN_OF:
            joins.add(_JOIN_OF[condition.field])
    typed, said = _typed_in(request.text)
    values |= said
    sort, by = _sort(request.sort, own)
    joins |= {join for join in (_SORTS[sort][1],) if join}
    if by is not None:
        values["by"] = by
    is_search = typed != ["nothing"] and sort in _SEARCHED_SORTS and {one.field for one in asked} <= _SEARCHED
    source = "people" if in_memory and is_search else "stored"
    query = _LIST.compose(
        customers=source,
        told=source,
        is_open=request.reach.scope.value,
        sort_key=sort,
        joins=tuple(name for name in _JOINS if name in joins),
        typed=typed,
        filters=filters,
        order="down" if request.is_descending else "up",
    )
    named = set(_PARAMETER.findall(_COMMENT.sub("", query.text)))
    values |= {name: value for name, value in request.reach.named().items() if name in named}
    return query, values, frozenset(joins & GIVEN) | ({"people"} & {source})


def _typed_in(text: str) -> tuple[list[str], dict[str, object]]:
    """Return the fragments that look for what was typed, and their values."""
    words = dict(zip(("first", "second", "third"), filter(None, search_terms(text)), strict=False))
    phone, tail = phone_search(text)
    numbers = {name: number for name, number in (("phone", phone), ("tail", tail)) if number}
    return [list(words)[-1] if words else "nothing", *numbers], {**words, **numbers}


def shortcuts(request: CustomerListRequest) -> list[Condition]:
    """Return the filters that a request names by themselves."""
    return [
        Condition(field, Operator.ANY_OF, (str(value),))
        for field, value in (
            ("owner", request.owner_id),
            ("team", request.team_id),
            ("kind", request.kind),
            ("region", request.region or None),
            ("tier", request.tier),
            ("relation_type", request.relation_type),
            ("tags", request.tag_id),
        )
        if value is not None
    ] + ([Condition("follow_up_due_on", Operator.FILLED)] if request.has_open_follow_up else [])


def _shape(condition: Condition, own: Mapping[str, Shape]) -> Shape:
    """Return the shape of a filter's field.

    Raises:
        InvalidInput: there is no such field, or it cannot be asked so.
    """
    field = FIELDS.get(condition.field)
    shape = field.shape if field else own.get(condition.field)
    if shape is None or condition.operator not in OPERATORS[shape]:
        raise InvalidInput({"filters": message(N_("Please choose from the list."))})
    return shape


def _name(place: int, condition: Condition, own: Mapping[str, Shape]) -> str:
    shape = _shape(condition, own)
    if condition.field in FIELDS:
        return f"{place}:{condition.field}:{condition.operator}"
    return f"{place}:{_OWN}:{shape}:{condition.operator}"


def _given(place: int, condition: Condition, own: Mapping[str, Shape], today: date) -> dict[str, object]:
    """Return a filter's values by the names of its parameters."""
    shape, how, values = _shape(condition, own), condition.operator, condition.values
    found: dict[str, object] = {}
    if condition.field not in FIELDS:
        found[f"f{place}"] = own_id(condition.field)
    if how in DAYS:
        found["today"] = today
    if how in (Operator.EMPTY, Operator.FILLED):
        return found
    if shape is Shape.PHONE:
        found[f"v{place}"], found[f"w{place}"] = phone_search(values[0])
    elif how in MANY:
        is_number = condition.field in IDS or shape is Shape.MONTH
        found[f"v{place}"] = [int(value) for value in values] if is_number else list(values)
    else:
        found |= {f"{name}{place}": _value(shape, how, value) for name, value in zip("vw", values, strict=False)}
    return found


def _value(shape: Shape, how: Operator, value: str) -> object:
    if how in DAYS:
        return int(value)
    if shape is Shape.NUMBER:
        return Decimal(value)
    return date.fromisoformat(value) if shape is Shape.DAY else value


def _sort(name: str, own: Mapping[str, Shape]) -> tuple[str, int | None]:
    """Return the name of an order's fragment, and the own field that it is of.

    Raises:
        InvalidInput: a list cannot be sorted by it.
    """
    if name in own:
        return f"{_OWN}:{own[name] if own[name] in _OWN_COLUMNS else Shape.TEXT}", own_id(name)
    if name not in tuple(Sort):
        raise InvalidInput({"sort": message(N_("Please choose from the list."))})
    return name, None


def fields_asked(request: CustomerListRequest) -> Sequence[str]:
    """Return the names of the fields that a request filters and sorts by."""
    return [*(condition.field for condition in request.conditions), request.sort]
