"""A refused decision on types, tiers and norms leaves every table, the trail and the caches as they were."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from crm_core.access.model import Actor
from crm_core.errors import CrmError, InvalidInput, NotFound, NotPermitted, StaleWrite
from crm_core.relationships.model import Dimension
from crm_core.relationships.norms.service import put_off, remove_norm, save_norm
from crm_core.relationships.service import derive, save_criteria, set_standing, take_proposals
from crm_core.store import Store
from tests.access.test_refusals import everything, standing
from tests.conftest import Cast, sql
from tests.customers.faces import Faces, faces, fresh
from tests.relationships.stage import TIER, TYPE, save

__all__ = ["faces"]
ROOT = Path(__file__).resolve().parents[2]
NORM = {"rung": "mid", "channel": "", "days": "30", "guide": "", "team_id": ""}
LATER = {"due_on": date(2026, 3, 28), "reason": "away"}
HIGH, TIERS = {"rung": "high"}, Dimension.TIER
Refused = tuple[str, type[CrmError], Actor, Callable[[Actor], object]]


def calls(store: Store, cast: Cast, faces: Faces) -> Iterator[Refused]:
    def place(customer: int, given: dict[str, object], version: int = 0) -> Callable[[Actor], object]:
        return lambda who: set_standing(store, who, customer, TIERS, given, version=version, key=fresh())

    def take(*ids: int, takes_all: bool = False) -> Callable[[Actor], object]:
        return lambda who: take_proposals(store, who, TIERS, ids, takes_all=takes_all, key=fresh())

    def criteria(given: dict[str, object], version: int = 1) -> Callable[[Actor], object]:
        return lambda who: save_criteria(store, who, TIERS, given, version=version, key=fresh())

    yield "set_standing of another team's", NotFound, cast.vic, place(faces.wang, HIGH)
    yield "set_standing of a colleague's", NotFound, cast.sol, place(faces.li, HIGH)
    yield "set_standing of the pool's", NotFound, cast.tao, place(faces.pool, HIGH)
    yield "set_standing of nobody", NotFound, cast.mia, place(10**9, HIGH)
    yield "set_standing as reader", NotPermitted, cast.rea, place(faces.wang, HIGH)
    yield "set_standing to what is no tier", InvalidInput, cast.sol, place(faces.wang, {"rung": "strategic"})
    yield "set_standing fixed for no reason", InvalidInput, cast.sol, place(faces.wang, {**HIGH, "is_fixed": True})
    yield "set_standing of yesterday", StaleWrite, cast.sol, place(faces.wang, HIGH, 7)
    yield "take_proposals of another team's", NotFound, cast.tao, take(faces.wang, faces.nan)
    yield "take_proposals as reader", NotPermitted, cast.rea, take(takes_all=True)
    yield "take_proposals of none", InvalidInput, cast.mia, take()
    yield "take_proposals of too many", InvalidInput, cast.mia, take(*range(1, 600))
    for who in (cast.tao, cast.sol, cast.rea):
        yield "save_criteria", NotPermitted, who, criteria(dict(TIER))
        yield "derive", NotPermitted, who, lambda actor: derive(store, actor)
    yield "save_criteria of nothing", InvalidInput, cast.mia, criteria({})
    yield "save_criteria of yesterday", StaleWrite, cast.mia, criteria(dict(TIER), 0)


def on_norms(store: Store, cast: Cast, faces: Faces, norm_id: int) -> Iterator[Refused]:
    def save_it(given: dict[str, object], norm: int | None = None, version: int = 0) -> Callable[[Actor], object]:
        return lambda who: save_norm(store, who, given, norm_id=norm, version=version, key=fresh())

    def delay(customer: int, given: dict[str, object]) -> Callable[[Actor], object]:
        return lambda who: put_off(store, who, customer, given, key=fresh())

    for who in (cast.tao, cast.sol, cast.rea):
        yield "save_norm", NotPermitted, who, save_it(NORM)
        yield "remove_norm", NotPermitted, who, lambda actor: remove_norm(store, actor, norm_id, version=1, key=fresh())
    yield "save_norm of nobody", InvalidInput, cast.mia, save_it({})
    yield "save_norm twice", InvalidInput, cast.mia, save_it({**NORM, "rung": "high"})
    yield "save_norm for no team", InvalidInput, cast.mia, save_it({**NORM, "team_id": "99"})
    yield "save_norm of yesterday", StaleWrite, cast.mia, save_it(NORM, norm_id, 7)
    yield "save_norm that is gone", NotFound, cast.mia, save_it(NORM, 999, 1)
    yield "put_off another team's", NotFound, cast.vic, delay(faces.wang, LATER)
    yield "put_off a colleague's", NotFound, cast.sol, delay(faces.li, LATER)
    yield "put_off as reader", NotPermitted, cast.rea, delay(faces.wang, LATER)
    yield "put_off for no reason", InvalidInput, cast.sol, delay(faces.wang, {**LATER, "reason": ""})


def test_a_refusal_changes_nothing(store: Store, cast: Cast, faces: Faces) -> None:
    save(store, cast.mia, TIERS, TIER)
    norm_id = save_norm(store, cast.mia, {**NORM, "rung": "high"}, key=fresh())
    before, stood = everything(store), standing(store)
    for what, refusal, actor, call in (*calls(store, cast, faces), *on_norms(store, cast, faces, norm_id)):
        with pytest.raises(CrmError) as caught:
            call(actor)
        assert type(caught.value) is refusal, (what, actor.name)
        assert standing(store) == stood, (what, actor.name)
    assert everything(store) == before


def test_every_service_that_writes_here_stands_in_the_list(store: Store, cast: Cast, faces: Faces) -> None:
    found = set()
    for path in (ROOT / "crm_core" / "relationships").rglob("*.py"):
        module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for name, function in inspect.getmembers(module, inspect.isfunction):
            is_own = function.__module__ == module.__name__ and not name.startswith("_")
            takes = list(inspect.signature(function).parameters)[:2]
            if is_own and takes == ["store", "actor"] and "store.transaction()" in inspect.getsource(function):
                found.add(name)
    assert len(found) >= 7
    listed = (*calls(store, cast, faces), *on_norms(store, cast, faces, 1))
    assert found - {what.split()[0] for what, *_ in listed} == set()


def test_what_a_form_does_not_have_is_not_changed_by_sending_it(store: Store, cast: Cast, faces: Faces) -> None:
    save(store, cast.mia, Dimension.TYPE, TYPE)
    wanted = {
        "customer_id": faces.nan, "dimension": "type", "since_on": "2020-01-01", "until_on": "2020-01-02", "set_by": 1,
        "set_at": "2020-01-01", "version": 99, "reasons": "[]", "owner_id": cast.sol.user_id, "team_id": cast.north,
    }  # fmt: skip
    set_standing(store, cast.sol, faces.wang, TIERS, {**wanted, **HIGH}, version=0, key=fresh())
    (row,) = store.rows(sql("select * from customer_standing"))
    assert (row["customer_id"], row["dimension"], row["rung"], row["version"]) == (faces.wang, "tier", "high", 1)
    assert (row["set_by"], row["until_on"], row["reasons"]) == (cast.sol.user_id, None, None)
    save_criteria(store, cast.mia, TIERS, {**TIER, **wanted}, version=0, key=fresh())
    assert store.value(sql("select version from relationship_rule where dimension = 'tier'")) == 1


def test_what_a_norms_form_does_not_have_is_not_changed_by_sending_it(store: Store, cast: Cast, faces: Faces) -> None:
    wanted = {"norm_id": 7, "since_on": "2020-01-01", "until_on": "2020-01-02", "version": 9, "updated_by": 1}
    save_norm(store, cast.mia, {**NORM, **wanted}, key=fresh())
    (row,) = store.rows(sql("select * from contact_norm"))
    assert (row["since_on"], row["until_on"], row["version"]) == (date(2026, 3, 18), None, 1)
    assert row["updated_by"] == cast.mia.user_id
    put_off(
        store,
        cast.sol,
        faces.wang,
        {**LATER, "customer_id": faces.li, "set_by": 1, "set_on": "2020-01-01"},
        key=fresh(),
    )
    (delay,) = store.rows(sql("select customer_id, set_by, set_on from contact_delay"))
    assert delay == {"customer_id": faces.wang, "set_by": cast.sol.user_id, "set_on": date(2026, 3, 18)}


@pytest.mark.parametrize("typed", ["'", "' or 1=1 --", "🙂", "$1", "%", "x'; drop table customer; --", "<b>"])
def test_reasons_are_kept_as_they_were_typed(store: Store, cast: Cast, faces: Faces, typed: str) -> None:
    given = {**HIGH, "is_fixed": True, "reason": f"{typed} why"}
    set_standing(store, cast.sol, faces.wang, TIERS, given, version=0, key=fresh())
    assert store.value(sql("select reason from customer_standing")) == f"{typed} why"
