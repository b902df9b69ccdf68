"""A refused decision on return visits or birthdays leaves every table, the trail and the caches as they were."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crm_core.access.model import Actor
from crm_core.customers.profile.birthdays.service import remove_birthday, set_birthday
from crm_core.errors import CrmError, InvalidInput, NotFound, NotPermitted, Refused, StaleWrite
from crm_core.store import Store
from crm_core.visits.service import add_rule, do_visit, edit_rule, make_visits, not_reached, remove_rule, switch_rule
from tests.access.test_refusals import everything, standing
from tests.conftest import Cast, sql
from tests.customers.faces import Faces, faces, fresh
from tests.relationships.stage import buy
from tests.visits.test_model import FORM
from tests.visits.test_service import TODAY, rule

__all__ = ["faces"]
ROOT = Path(__file__).resolve().parents[2]
SAID = {"channel": "phone", "outcome": "reached", "content": "x"}
BORN = {"calendar": "lunar", "month": "8", "day": "15"}
Refused_ = tuple[str, type[CrmError], Actor, Callable[[Actor], object]]


def calls(store: Store, cast: Cast, faces: Faces, made: int, visit: int) -> Iterator[Refused_]:
    def edit(given: dict[str, object], rule_id: int = made, version: int = 2) -> Callable[[Actor], object]:
        return lambda who: edit_rule(store, who, rule_id, given, version=version, key=fresh())

    def switch(version: int, rule_id: int = made) -> Callable[[Actor], object]:
        return lambda who: switch_rule(store, who, rule_id, is_on=False, version=version, key=fresh())

    def visit_it(given: dict[str, object], which: int = visit) -> Callable[[Actor], object]:
        return lambda who: do_visit(store, who, which, given, key=fresh())

    def born(customer: int, given: dict[str, object], version: int = 0) -> Callable[[Actor], object]:
        return lambda who: set_birthday(store, who, customer, 0, given, version=version, key=fresh())

    for who in (cast.tao, cast.sol, cast.rea):
        yield "add_rule", NotPermitted, who, lambda actor: add_rule(store, actor, FORM, key=fresh())
        yield "edit_rule", NotPermitted, who, edit(FORM)
        yield "switch_rule", NotPermitted, who, switch(2)
        yield "remove_rule", NotPermitted, who, lambda actor: remove_rule(store, actor, made, version=2, key=fresh())
    yield "add_rule of nothing", InvalidInput, cast.mia, lambda actor: add_rule(store, actor, {}, key=fresh())
    yield "edit_rule for no team", InvalidInput, cast.mia, edit({**FORM, "team_id": "99"})
    yield "edit_rule of yesterday", StaleWrite, cast.mia, edit(FORM, version=1)
    yield "edit_rule that is gone", NotFound, cast.mia, edit(FORM, 999)
    yield "switch_rule of yesterday", StaleWrite, cast.mia, switch(1)
    yield "switch_rule that is gone", NotFound, cast.mia, switch(1, 999)
    yield "remove_rule that is on", Refused, cast.mia, lambda who: remove_rule(store, who, made, version=2, key=fresh())
    yield "do_visit of another team's", NotFound, cast.vic, visit_it(SAID)
    yield "do_visit as reader", NotPermitted, cast.rea, visit_it(SAID)
    yield "do_visit as administrator", NotPermitted, cast.ada, visit_it(SAID)
    yield "do_visit that is none", NotFound, cast.sol, visit_it(SAID, 999)
    yield "do_visit with no answer", InvalidInput, cast.sol, visit_it({**SAID, "a2": "7"})
    yield "do_visit without a word", InvalidInput, cast.sol, visit_it({**SAID, "content": ""})
    yield "do_visit with too many", InvalidInput, cast.sol, visit_it({**SAID, "content": "字" * 10_000})
    for who in (cast.vic, cast.rea):
        refusal = NotFound if who is cast.vic else NotPermitted
        yield "not_reached", refusal, who, lambda actor: not_reached(store, actor, visit, key=fresh())
    yield "set_birthday of another team's", NotFound, cast.vic, born(faces.wang, BORN)
    yield "set_birthday as reader", NotPermitted, cast.rea, born(faces.wang, BORN)
    yield "set_birthday of nothing", InvalidInput, cast.sol, born(faces.wang, {})
    yield "set_birthday of tomorrow", StaleWrite, cast.sol, born(faces.wang, BORN, 3)
    yield (
        "remove_birthday",
        NotFound,
        cast.sol,
        lambda who: remove_birthday(store, who, faces.wang, 0, version=0, key=fresh()),
    )


def stage(store: Store, cast: Cast, faces: Faces) -> tuple[int, int]:
    made = rule(store, cast)
    buy(store, [(faces.wang, TODAY, "99")])
    assert make_visits(store) == 1
    return made, int(store.value(sql("select follow_up_id from visit")))


def test_a_refusal_changes_nothing(store: Store, cast: Cast, faces: Faces) -> None:
    listed = list(calls(store, cast, faces, *stage(store, cast, faces)))
    before, stood = everything(store), standing(store)
    for what, refusal, actor, call in listed:
        with pytest.raises(CrmError) as caught:
            call(actor)
        assert type(caught.value) is refusal, (what, actor.name)
        assert standing(store) == stood, (what, actor.name)
    assert everything(store) == before
    found = set()
    for room in ("visits", "customers/profile/birthdays"):
        for path in (ROOT / "crm_core" / room).rglob("*.py"):
            module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
            for name, function in inspect.getmembers(module, inspect.isfunction):
                is_own = function.__module__ == module.__name__ and not name.startswith("_")
                if is_own and list(inspect.signature(function).parameters)[:2] == ["store", "actor"]:
                    found.add(name)
    assert found == {what.split()[0] for what, *_ in listed}


@pytest.mark.parametrize("typed", ["'", "' or 1=1 --", "$1", "%", "x'; drop table customer; --", "<b>", "🙂"])
def test_what_is_typed_is_kept_and_what_no_form_has_is_not(store: Store, cast: Cast, faces: Faces, typed: str) -> None:
    _made, visit = stage(store, cast, faces)
    sent = {
        "rule_id": 77,
        "version": 9,
        "switched_on_at": "2020-01-01",
        "switched_on_on": "2020-01-01",
        "created_by": 9,
    }
    other = add_rule(store, cast.mia, {**FORM, **sent, "name": typed, "script": typed, "q1.text": typed}, key=fresh())
    row = store.rows(sql("select * from visit_rule where rule_id = $1"), [other])[0]
    assert (row["name"], row["script"], row["version"], row["switched_on_at"]) == (typed, typed, 1, None)
    assert (row["created_by"], typed in row["questions"]) == (cast.mia.user_id, True)
    said = {
        **SAID,
        "content": typed,
        "visit_id": 9,
        "given_up_at": "2020-01-01",
        "user_id": 1,
        "customer_id": faces.nan,
    }
    do_visit(store, cast.sol, visit, {**said, "a1": "no"}, key=fresh())
    talk = store.rows(sql("select * from interaction"))[0]
    assert (talk["customer_id"], talk["user_id"]) == (faces.wang, cast.sol.user_id)
    assert talk["content"].startswith(typed)
    assert store.value(sql("select given_up_at from visit")) is None
