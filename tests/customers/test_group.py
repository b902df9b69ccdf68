"""Groups of companies: a tree that never closes to a circle, told as far as the reach goes, with what it buys."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core.access.model import Actor, Permission
from crm_core.customers.merging.undoing import undo_merge
from crm_core.customers.model import OneCustomer
from crm_core.customers.profile.group.model import Group, Member, ancestors, laid_out, leads_back
from crm_core.customers.profile.group.service import group_of, set_parent
from crm_core.errors import AlreadyDone, CrmError, NotFound, NotPermitted, Refused, StaleWrite
from crm_core.store import Store
from tests.access.test_refusals import everything
from tests.conftest import Cast
from tests.customers.faces import Faces, add, fresh
from tests.customers.test_merging import join
from tests.metrics.stage import Line, add_lines

LINKS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=40)


@given(LINKS)
def test_whatever_is_tried_nobody_ever_stands_above_himself(tries: list[tuple[int, int]]) -> None:
    parents: dict[int, int] = {}
    for child, parent in tries:
        if not leads_back(parents, child, parent):
            parents[child] = parent
    for one in range(8):
        above = list(ancestors(parents, one))
        assert one not in above
        assert len(above) == len(set(above))


@given(LINKS)
def test_everybody_stands_in_the_tree_once_even_where_a_merge_has_closed_a_circle(links: list[tuple[int, int]]) -> None:
    parents = {child: parent for child, parent in links if child != parent}
    members = {one: Member(one, parents.get(one), True, f"K{one}", f"N{one}", Decimal(one)) for one in range(8)}
    lines = laid_out(members).lines
    assert sorted(line.member.customer_id for line in lines) == list(range(8))
    for at, line in enumerate(lines):  # each stands right beneath its parent, or at the top
        above = [each.member.customer_id for each in lines[:at] if each.depth == line.depth - 1]
        assert line.depth == 0 or above[-1] == line.member.parent_id


def group(store: Store, actor: Actor, customer_id: int) -> Group:
    return group_of(store, OneCustomer(actor.require(Permission.CUSTOMER_READ), customer_id))


def tree(store: Store, actor: Actor, customer_id: int) -> list[tuple[int, str | None]]:
    return [(line.depth, line.member.name) for line in group(store, actor, customer_id).lines]


def test_a_group_is_told_with_what_it_buys_as_far_as_the_reach_goes(store: Store, cast: Cast, faces: Faces) -> None:
    top = add(store, cast.mia, "远航集团", cast.tao, kind="company")
    south = add(store, cast.mia, "远航华南", cast.vic, kind="company")
    assert tree(store, cast.mia, faces.li) == []
    key = fresh()
    set_parent(store, cast.tao, faces.li, top, shown=None, key=key)
    with pytest.raises(AlreadyDone):
        set_parent(store, cast.tao, faces.li, top, shown=None, key=key)
    set_parent(store, cast.mia, south, faces.li, shown=None, key=fresh())
    add_lines(
        store,
        [
            Line(date(2026, 3, 2), 1, top, 1, "100"),
            Line(date(2026, 3, 2), 2, faces.li, 1, "30"),
            Line(date(2026, 3, 2), 3, south, 1, "7"),
            Line(date(2025, 3, 1), 4, south, 1, "5000"),
        ],
    )
    for one in (top, faces.li, south):
        assert tree(store, cast.mia, one) == [(0, "远航集团"), (1, "远航装饰有限公司"), (2, "远航华南")]
        assert group(store, cast.mia, one).net == 137
    seen = group(store, cast.tao, top)
    assert [line.member.name for line in seen.lines] == ["远航集团", "远航装饰有限公司", None]
    assert (seen.net, seen.hidden) == (130, 1)
    with pytest.raises(NotFound):
        group(store, cast.sol, faces.li)
    set_parent(store, cast.tao, faces.li, None, shown=top, key=fresh())
    assert tree(store, cast.mia, top) == []
    assert tree(store, cast.mia, south) == [(0, "远航装饰有限公司"), (1, "远航华南")]


def test_refusals_leave_everything_as_it_was(store: Store, cast: Cast, faces: Faces) -> None:
    top = add(store, cast.mia, "远航集团", cast.tao, kind="company")
    south = add(store, cast.mia, "远航华南", cast.vic, kind="company")
    set_parent(store, cast.tao, faces.li, top, shown=None, key=fresh())
    before = everything(store)
    refused: list[tuple[str, type[CrmError], Actor, int, int | None, int | None]] = [
        ("a circle", Refused, cast.tao, top, faces.li, None),
        ("itself", Refused, cast.tao, top, top, None),
        ("of a person", Refused, cast.mia, faces.wang, top, None),
        ("to a person", Refused, cast.tao, top, faces.wang, None),
        ("another team's", NotFound, cast.tao, south, top, None),
        ("to another team's", NotFound, cast.tao, top, south, None),
        ("to the pool's", NotFound, cast.tao, top, faces.pool, None),
        ("a colleague's", NotFound, cast.sol, faces.li, None, top),
        ("as reader", NotPermitted, cast.rea, faces.li, None, top),
        ("what was changed since", StaleWrite, cast.tao, faces.li, None, south),
    ]
    for what, refusal, actor, one, parent, shown in refused:
        with pytest.raises(refusal) as caught:
            set_parent(store, actor, one, parent, shown=shown, key=fresh())
        assert type(caught.value) is refusal, what
        assert everything(store) == before, what


def test_a_merged_parent_is_the_one_it_became_and_taken_back_it_is_itself(
    store: Store, cast: Cast, faces: Faces
) -> None:
    old, new = (add(store, cast.mia, name, cast.tao, kind="company") for name in ("远航集团", "远航控股集团"))
    set_parent(store, cast.tao, faces.li, old, shown=None, key=fresh())
    merge_id = join(store, cast.mia, new, old)
    assert tree(store, cast.mia, new) == [(0, "远航控股集团"), (1, "远航装饰有限公司")]
    below = join(store, cast.mia, faces.li, new)  # the child swallows its parent
    assert tree(store, cast.mia, faces.li) == []
    undo_merge(store, cast.mia, below, key=fresh())
    undo_merge(store, cast.mia, merge_id, key=fresh())
    assert tree(store, cast.mia, old) == [(0, "远航集团"), (1, "远航装饰有限公司")]
