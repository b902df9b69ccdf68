"""Any field filters, sorts and shows a list; what is masked is told by no filter and no order."""

from __future__ import annotations

from datetime import date

import pytest

from crm_core.access.model import Actor, Permission
from crm_core.customers.lists.fields import (
    FIELDS,
    MOST_CONDITIONS,
    OPERATORS,
    Condition,
    Operator,
    Shape,
    known_fields,
    parse_condition,
)
from crm_core.customers.lists.model import CustomerListRequest, Sort
from crm_core.customers.lists.service import Choices, customer_list, teams_to_find_by
from crm_core.customers.profile.needs.service import set_origin
from crm_core.customers.profile.outlook.service import set_potential
from crm_core.customers.profile.own_fields.service import add_own_field, own_fields
from crm_core.customers.profile.stages.service import set_stage
from crm_core.customers.profile.tags.service import add_tag, change_tags
from crm_core.customers.service import edit_customer
from crm_core.errors import InvalidInput
from crm_core.interactions.service import add_follow_up, log_interaction
from crm_core.relationships.model import Dimension
from crm_core.relationships.service import set_standing
from crm_core.store import Store
from tests.conftest import Cast
from tests.customers.faces import Faces, fresh
from tests.metrics.stage import Line, add_lines

WANG, LI, NAN, POOL = "王小明", "远航装饰有限公司", "南方金丝雀", "公海鱼"


def names(store: Store, actor: Actor, *conditions: Condition, **asked: object) -> list[str]:
    reach = actor.require(Permission.CUSTOMER_READ)
    request = CustomerListRequest(reach, conditions=conditions, **asked)  # type: ignore[arg-type]
    return [line.name for line in customer_list(store, request).lines]


@pytest.fixture
def company(store: Store, cast: Cast, faces: Faces) -> dict[str, str]:
    """Customers of whom every field says something; return the names of the company's own fields."""
    edit = {"name": "王小明", "region": "北京", "gender": "male", "note": "爱喝茶", "birthday": "", "phone": ""}
    keys = {
        kind: f"own_{add_own_field(store, cast.ada, {'name': kind, 'kind': kind, **more}, key=fresh())}"
        for kind, more in (
            ("text", {}), ("number", {}), ("day", {}), ("choice", {"choices": "金\n银"}), ("truth", {}),
        )
    }  # fmt: skip
    said = {
        keys["text"]: "Tea 100%",
        keys["number"]: "12.5",
        keys["day"]: "2026-03-01",
        keys["choice"]: "金",
        keys["truth"]: "yes",
    }
    edit_customer(store, cast.sol, faces.wang, {**edit, **said}, version=1, key=fresh())
    vip, new = (add_tag(store, cast.tao, {"name": word}, key=fresh()) for word in ("vip", "new"))
    change_tags(store, cast.tao, faces.wang, add=[vip, new], remove=[], key=fresh())
    change_tags(store, cast.tao, faces.li, add=[vip], remove=[], key=fresh())
    set_stage(store, cast.sol, faces.wang, {"stage": "active"}, version=0, key=fresh())
    set_standing(store, cast.tao, faces.li, Dimension.TIER, {"rung": "high"}, version=0, key=fresh())
    set_standing(store, cast.tao, faces.wang, Dimension.TIER, {"rung": "low"}, version=0, key=fresh())
    set_standing(store, cast.tao, faces.wang, Dimension.TYPE, {"rung": "strategic"}, version=0, key=fresh())
    log_interaction(store, cast.tao, faces.li, {"channel": "phone", "outcome": "reached", "content": "x"}, key=fresh())
    add_follow_up(store, cast.sol, faces.wang, {"due_on": "2026-03-25"}, key=fresh())
    set_potential(store, cast.sol, faces.wang, {"level": "high", "reason": "x"}, version=0, key=fresh())
    set_origin(
        store, cast.sol, faces.wang, {"way": "referral", "first_contact_on": date(2026, 1, 9)}, version=0, key=fresh()
    )
    add_lines(store, [Line(date(2026, 3, 5), 1, faces.wang), Line(date(2025, 11, 20), 2, faces.wang), Line(date(2026, 1, 2), 3, faces.pool)])  # fmt: skip
    return {**keys, "vip": str(vip), "new": str(new)}


Op = Operator
EVERYONE = {WANG, LI, NAN, POOL}
# Asked by a manager, who sees everybody. "$vip" stands for the id of the tag.
FOUND: tuple[tuple[str, Operator, tuple[object, ...], set[str]], ...] = (
    ("name", Op.CONTAINS, ("小明",), {WANG}),
    ("name", Op.CONTAINS, ("%",), set()),
    ("name", Op.CONTAINS_NOT, ("小明",), {LI, NAN, POOL}),
    ("code", Op.IS, ("c-li",), {LI}),
    ("kind", Op.ANY_OF, ("company",), {LI}),
    ("kind", Op.NONE_OF, ("company",), {WANG, NAN, POOL}),
    ("phone", Op.IS, ("13800138000",), {WANG}),
    ("phone", Op.IS, ("8000",), {WANG}),
    ("phone", Op.FILLED, (), EVERYONE),
    ("email", Op.FILLED, (), {WANG, NAN}),
    ("id_number", Op.EMPTY, (), {NAN, POOL}),
    ("birthday", Op.ANY_OF, ("12",), {WANG}),
    ("birthday", Op.EMPTY, (), {LI, NAN, POOL}),
    ("gender", Op.ANY_OF, ("male",), {WANG}),
    ("gender", Op.NONE_OF, ("male",), {LI, NAN, POOL}),
    ("region", Op.ANY_OF, ("北京", "上海"), {WANG, LI}),
    ("region", Op.CONTAINS, ("州",), {NAN}),
    ("owner", Op.ANY_OF, ("$sol",), {WANG}),
    ("owner", Op.EMPTY, (), {POOL}),
    ("team", Op.ANY_OF, ("$north",), {WANG, LI}),
    ("tags", Op.ANY_OF, ("$vip", "$new"), {WANG, LI}),
    ("tags", Op.ALL_OF, ("$vip", "$new"), {WANG}),
    ("tags", Op.NONE_OF, ("$new",), {LI, NAN, POOL}),
    ("tags", Op.EMPTY, (), {NAN, POOL}),
    ("marks", Op.ANY_OF, ("new", "large"), {POOL}),
    ("marks", Op.ALL_OF, ("new", "large"), set()),
    ("marks", Op.NONE_OF, ("new",), {WANG, LI, NAN}),
    ("marks", Op.FILLED, (), {POOL}),
    ("stage", Op.ANY_OF, ("active",), {WANG}),
    ("stage", Op.EMPTY, (), {LI, NAN, POOL}),
    ("tier", Op.ANY_OF, ("high", "mid"), {LI}),
    ("relation_type", Op.NONE_OF, ("strategic",), {LI, NAN, POOL}),
    ("potential", Op.ANY_OF, ("high",), {WANG}),
    ("spend", Op.AT_LEAST, ("20",), {WANG}),
    ("spend", Op.BETWEEN, (1, 15), {POOL}),
    ("spend", Op.EMPTY, (), {LI, NAN}),
    ("orders", Op.AT_MOST, (0,), {LI, NAN}),
    ("first_purchase_on", Op.AT_MOST, ("2025-12-31",), {WANG}),
    ("last_purchase_on", Op.LAST_DAYS, (14,), {WANG}),
    ("last_purchase_on", Op.OLDER_DAYS, (14,), {POOL}),
    ("last_contact_at", Op.LAST_DAYS, (1,), {LI}),
    ("follow_up_due_on", Op.NEXT_DAYS, (7,), {WANG}),
    ("follow_up_due_on", Op.NEXT_DAYS, (6,), set()),
    ("completeness", Op.AT_LEAST, (100,), {WANG}),
    ("source", Op.ANY_OF, ("referral",), {WANG}),
    ("first_contact_on", Op.BETWEEN, (date(2026, 1, 9), date(2026, 1, 9)), {WANG}),
    ("created_on", Op.LAST_DAYS, (1,), EVERYONE),
    ("note", Op.CONTAINS, ("茶",), {WANG}),
    ("$text", Op.IS, ("tea 100%",), {WANG}),
    ("$text", Op.CONTAINS_NOT, ("tea",), {LI, NAN, POOL}),
    ("$number", Op.AT_LEAST, ("12.5",), {WANG}),
    ("$number", Op.AT_LEAST, ("12.51",), set()),
    ("$day", Op.OLDER_DAYS, (16,), {WANG}),
    ("$choice", Op.NONE_OF, ("金",), {LI, NAN, POOL}),
    ("$truth", Op.ANY_OF, ("true",), {WANG}),
    ("$truth", Op.EMPTY, (), {LI, NAN, POOL}),
)


def made(store: Store, cast: Cast, company: dict[str, str], field: str, how: str, *values: object) -> Condition:
    """Return a filter as the page makes it; a leading $ is the id or name of something of the company's own."""
    ids: dict[str, object] = {"$sol": cast.sol.user_id, "$north": cast.north}
    ids |= {f"${name}": found for name, found in company.items()}
    known = known_fields(own_fields(store, cast.mia))
    return parse_condition(known[str(ids.get(field, field))], how, [ids.get(str(value), value) for value in values])


def test_every_field_filters_by_each_of_its_operators(
    store: Store, cast: Cast, faces: Faces, company: dict[str, str]
) -> None:
    for field, how, values, expected in FOUND:
        condition = made(store, cast, company, field, how, *values)
        assert set(names(store, cast.mia, condition)) == expected, (field, how, values)
    asked = {(field if field in FIELDS else "own", how) for field, how, *_ in FOUND}
    assert {field for field, _how in asked} == {*FIELDS, "own"}
    both = [made(store, cast, company, *each) for each in (("spend", "at_least", 1), ("$truth", "any_of", "true"))]
    assert names(store, cast.mia, *both, kind="person", tag_id=int(company["vip"])) == [WANG]


def test_no_filter_and_no_order_tells_of_another_team_or_of_the_pool(
    store: Store, cast: Cast, faces: Faces, company: dict[str, str]
) -> None:
    known = known_fields(own_fields(store, cast.sol))
    for field, how, values, expected in FOUND:
        condition = made(store, cast, company, field, how, *values)
        seen = {WANG, POOL} if condition.field in ("name", "code") else {WANG}
        assert set(names(store, cast.sol, condition)) == expected & seen, (field, how, values)
    for sort in {field.sort for field in known.values() if field.sort}:
        for is_descending in (False, True):
            found = names(store, cast.sol, sort=sort, is_descending=is_descending)
            assert found if sort in ("name", "code") else found == [WANG, POOL], sort
    assert [name for _id, name in teams_to_find_by(store, Choices(cast.tao.require(Permission.CUSTOMER_READ)))] == [
        "North"
    ]


def test_every_field_that_may_sorts_and_none_that_is_masked(
    store: Store, cast: Cast, faces: Faces, company: dict[str, str]
) -> None:
    known = known_fields(own_fields(store, cast.mia))
    assert {field.sort for field in FIELDS.values() if field.sort} == set(Sort)
    assert not [name for name in ("phone", "email", "id_number", "birthday", "note") if known[name].sort]
    for sort in {field.sort for field in known.values() if field.sort}:
        assert set(names(store, cast.mia, sort=sort)) == EVERYONE
    assert names(store, cast.mia, sort="tier", is_descending=True)[:2] == [LI, WANG]
    assert names(store, cast.mia, sort="orders", is_descending=True)[:2] == [WANG, POOL]
    assert names(store, cast.mia, sort=company["number"])[0] == WANG
    for sort in ("phone", "own_999", "s.name; drop table customer"):
        with pytest.raises(InvalidInput):
            names(store, cast.mia, sort=sort)


def test_a_line_says_what_stands_in_every_field_masked(
    store: Store, cast: Cast, faces: Faces, company: dict[str, str]
) -> None:
    request = CustomerListRequest(cast.sol.require(Permission.CUSTOMER_READ), text="王")
    line = customer_list(store, request).lines[0]
    assert (line.email, line.id_number, line.birthday) == ("x***@example.com", "110105********002X", "****-12-**")
    assert (line.stage, line.tier, line.relation_type, line.tags) == ("active", "low", "strategic", "new, vip")
    assert (line.orders, line.first_purchase_on, line.completeness) == (2, date(2025, 11, 20), 100)
    assert (line.source, line.first_contact_on, line.gender) == ("referral", date(2026, 1, 9), "male")
    assert line.own[company["choice"]] == "金"


WRONG: tuple[tuple[str, str, tuple[object, ...]], ...] = (
    ("phone", "contains", ("1380",)), ("phone", "is", ("138",)), ("phone", "is", ("1380013",)), ("email", "is", ("x",)),
    ("id_number", "contains", ("11",)), ("birthday", "at_least", ("1949-01-01",)), ("birthday", "any_of", ("13",)),
    ("kind", "any_of", ("robot",)), ("kind", "any_of", ()), ("spend", "at_least", ("much",)), ("spend", "at_least", ("nan",)),
    ("spend", "between", (5, 1)), ("spend", "between", (5,)), ("created_on", "at_least", ("yesterday",)),
    ("created_on", "last_days", ("-1",)), ("created_on", "last_days", ("1e3",)), ("owner", "any_of", ("1 or 1=1",)),
    ("tags", "any_of", ("x",)), ("name", "contains", ("  ",)), ("name", "contains", ("x" * 300,)), ("name", "drop", ("x",)),
    ("region", "any_of", tuple(range(200))),
)  # fmt: skip


def test_what_cannot_be_asked_is_refused_with_a_sentence() -> None:
    for field, how, values in WRONG:
        with pytest.raises(InvalidInput):
            parse_condition(FIELDS[field], how, values)
    for field in FIELDS.values():
        if field.shape in (Shape.MASKED, Shape.PHONE):
            assert not {Op.CONTAINS, Op.AT_LEAST, Op.ANY_OF} & set(OPERATORS[field.shape])


def test_too_many_filters_and_unknown_fields_are_refused(store: Store, cast: Cast, faces: Faces) -> None:
    filled = Condition("region", Op.FILLED)
    assert names(store, cast.mia, *[filled] * MOST_CONDITIONS)
    for wrong in (
        [filled] * (MOST_CONDITIONS + 1), [Condition("password", Op.IS, ("x",))], [Condition("own_7", Op.FILLED)],
        [Condition("phone", Op.CONTAINS, ("1",))],
    ):  # fmt: skip
        with pytest.raises(InvalidInput):
            names(store, cast.mia, *wrong)
