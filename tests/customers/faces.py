"""Customers with faces, made by the service itself; used by the tests of several rooms."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import pytest

from crm_core.access.model import Actor
from crm_core.customers.service import add_customer
from crm_core.store import Store
from tests.conftest import Cast, sql

# What a refusal must leave as it was; what it notes itself (the trail, notices) is apart.
BUSINESS = (
    sql("select * from customer order by customer_id"),
    sql("select * from collaborator order by customer_id, user_id"),
    sql("select * from collaboration_request order by request_id"),
    sql("select * from interaction order by interaction_id"),
    sql("select * from follow_up order by follow_up_id"),
    sql("select * from idempotency_key order by key"),
)
ID_CARD = "11010519491231002X"
CREDIT_CODE = "91110000600037341L"
PAYLOAD = "![x](http://evil.example/a.png) **b** [l](http://evil.example) <b>"


def fresh() -> str:
    """Return a form's key."""
    return secrets.token_hex(8)


def content(store: Store) -> list[object]:
    """Return all rows of the business tables, to compare before and after a refusal."""
    return [store.rows(query) for query in BUSINESS]


def add(store: Store, actor: Actor, name: str, owner: Actor | None, **given: object) -> int:
    """Add a customer through the service."""
    owner_id = owner.user_id if owner else None
    return add_customer(store, actor, {"name": name, **given}, owner_id=owner_id, key=fresh())


@dataclass(frozen=True)
class Faces:
    """**Wang** loyal, Sol's; **Li** a company of Tao's; **Nan** Vic's of the south, a canary; **Pool** nobody's."""

    wang: int
    li: int
    nan: int
    pool: int


@pytest.fixture
def faces(store: Store, cast: Cast) -> Faces:
    """One customer for each, with every sensitive field somewhere."""
    return make_faces(store, cast)


def make_faces(store: Store, cast: Cast) -> Faces:
    """Put the faces into a store that holds the cast."""
    return Faces(
        wang=add(
            store, cast.mia, "王小明", cast.sol, phone="13800138000", email="xiaoming@example.com", id_number=ID_CARD,
            birthday="1949-12-31", gender="male", region="北京", note="爱喝茶", code="C-WANG",
        ),
        li=add(
            store, cast.mia, "远航装饰有限公司", cast.tao, kind="company", phone="010-12345678", id_number=CREDIT_CODE,
            region="上海", code="C-LI",
        ),
        nan=add(
            store, cast.mia, "南方金丝雀", cast.vic, phone="13912349876", email="canary@south.example", region="广州",
            note="CANARY-NOTE", code="C-NAN",
        ),
        pool=add(store, cast.mia, "公海鱼", None, phone="13700137000", region="深圳", note="POOL-NOTE", code="C-POOL"),
    )  # fmt: skip
