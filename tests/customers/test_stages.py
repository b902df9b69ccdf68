"""Stages of a customer: proposed from purchases with a reason, set by people, kept by date, never over a colleague's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core.access.model import Actor, Permission
from crm_core.customers.model import OneCustomer
from crm_core.customers.profile.stages.model import Buying, CustomerStages, Stage, Standing, proposed, rhythm_of
from crm_core.customers.profile.stages.reasons import add_loss_reason, edit_loss_reason
from crm_core.customers.profile.stages.service import loss_reasons, set_stage, stages_of
from crm_core.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, StaleWrite
from crm_core.store import Store
from tests.conftest import NOW, Cast, sql
from tests.customers.faces import Faces, fresh
from tests.metrics.stage import Line, add_lines

TODAY = date(2026, 3, 18)
_DAYS = st.dates(date(2020, 1, 1), TODAY)


def standing(stage: Stage, since: date) -> Standing:
    return Standing(1, stage, since, None, None, "", False, "Sol", NOW)


def seen(store: Store, actor: Actor, customer_id: int) -> CustomerStages:
    return stages_of(store, OneCustomer(actor.require(Permission.CUSTOMER_READ), customer_id))


def put(store: Store, actor: Actor, customer_id: int, stage: Stage, version: int = 0, **more: object) -> int:
    return set_stage(store, actor, customer_id, {"stage": stage.value, **more}, version=version, key=fresh())


def reason(store: Store, cast: Cast) -> int:
    return loss_reasons(store, cast.sol)[0].reason_id


@pytest.mark.parametrize(
    ("days", "first", "last", "stage"),
    [
        (0, None, None, Stage.PROSPECT),
        (1, date(2026, 3, 1), date(2026, 3, 1), Stage.NEW),
        (9, date(2025, 1, 1), date(2026, 3, 1), Stage.ACTIVE),
        (13, date(2025, 1, 1), date(2026, 1, 1), Stage.AT_RISK),  # every 30 days, silent for 76
        (13, date(2024, 8, 1), date(2025, 8, 1), Stage.LOST),
        (2, date(2025, 1, 1), date(2025, 12, 1), Stage.ACTIVE),  # once a year: three months are nothing
        (1, date(2025, 12, 1), date(2025, 12, 1), Stage.ACTIVE),
        (1, date(2025, 8, 1), date(2025, 8, 1), Stage.AT_RISK),
        (1, date(2025, 1, 1), date(2025, 1, 1), Stage.LOST),
        (300, date(2025, 1, 1), date(2026, 2, 1), Stage.ACTIVE),  # a daily customer is not lost after six weeks
    ],
)
def test_the_data_speak_for_a_stage(days: int, first: date | None, last: date | None, stage: Stage) -> None:
    found = proposed(Buying(days, first, last, TODAY), TODAY, None)
    assert found is not None
    assert found.stage is stage
    assert str(found.reason)


def test_an_import_that_is_late_loses_nobody() -> None:
    buying = Buying(13, date(2024, 8, 1), date(2025, 8, 1), date(2025, 8, 20))
    found = proposed(buying, TODAY, None)
    assert found is not None
    assert found.stage is Stage.ACTIVE


def test_a_lost_customer_who_buys_again_is_won_back_for_a_while() -> None:
    lost = standing(Stage.LOST, date(2026, 1, 1))
    back = proposed(Buying(5, date(2024, 1, 1), date(2026, 3, 1), TODAY), TODAY, lost)
    assert back is not None
    assert back.stage is Stage.WON_BACK
    buying = Buying(5, date(2025, 1, 1), date(2026, 3, 1), TODAY)
    assert proposed(buying, TODAY, standing(Stage.WON_BACK, date(2026, 3, 1))) is None
    later = proposed(buying, TODAY, standing(Stage.WON_BACK, date(2025, 11, 1)))
    assert later is not None
    assert later.stage is Stage.ACTIVE


@given(first=_DAYS, last=_DAYS, days=st.integers(1, 500), known=_DAYS, stage=st.sampled_from(Stage), since=_DAYS)
def test_what_is_proposed_is_never_the_present_stage(
    *, first: date, last: date, days: int, known: date, stage: Stage, since: date
) -> None:
    buying = Buying(days, min(first, last), max(first, last), known)
    found = proposed(buying, TODAY, standing(stage, since))
    assert found is None or found.stage is not stage
    rhythm = rhythm_of(buying)
    assert rhythm is None or rhythm >= 1


@given(first=_DAYS, last=_DAYS, days=st.integers(2, 500), more=st.integers(1, 400))
def test_more_silence_never_speaks_for_a_better_stage(first: date, last: date, days: int, more: int) -> None:
    order = {Stage.NEW: 0, Stage.ACTIVE: 0, Stage.AT_RISK: 1, Stage.LOST: 2}
    buying = Buying(days, min(first, last), max(first, last), None)
    sooner, later = (proposed(buying, TODAY + timedelta(days=each), None) for each in (0, more))
    assert sooner is not None
    assert later is not None
    assert order[sooner.stage] <= order[later.stage]


def test_a_stage_is_set_once_and_kept_with_who_and_why(store: Store, cast: Cast, faces: Faces) -> None:
    key, given_ = fresh(), {"stage": "at_risk", "why": "嫌贵 'x' 🙂", "since_on": date(2026, 3, 1)}
    set_stage(store, cast.sol, faces.wang, given_, version=0, key=key)
    with pytest.raises(AlreadyDone):
        set_stage(store, cast.sol, faces.wang, given_, version=0, key=key)
    [one] = seen(store, cast.tao, faces.wang).history
    assert (one.stage, one.since_on, one.why, one.who) == (Stage.AT_RISK, date(2026, 3, 1), "嫌贵 'x' 🙂", "Sol")
    assert store.value(sql("select action from audit_entry order by seq desc limit 1")) == "set_stage"


def test_lost_asks_for_a_reason_and_winning_back_for_what_did_it(store: Store, cast: Cast, faces: Faces) -> None:
    with pytest.raises(InvalidInput) as none:
        put(store, cast.sol, faces.wang, Stage.LOST)
    with pytest.raises(InvalidInput) as unknown:
        put(store, cast.sol, faces.wang, Stage.LOST, reason_id=10**6)
    assert set(none.value.fields) == set(unknown.value.fields) == {"reason_id"}
    with pytest.raises(InvalidInput) as never:
        put(store, cast.sol, faces.wang, Stage.WON_BACK, why="called")
    assert set(never.value.fields) == {"stage"}
    lost = put(store, cast.sol, faces.wang, Stage.LOST, reason_id=reason(store, cast))
    with pytest.raises(InvalidInput) as silent:
        put(store, cast.sol, faces.wang, Stage.WON_BACK, lost)
    assert set(silent.value.fields) == {"why"}
    put(store, cast.sol, faces.wang, Stage.WON_BACK, lost, why="新品试用")
    assert [one.stage for one in seen(store, cast.sol, faces.wang).history] == [Stage.WON_BACK, Stage.LOST]
    assert seen(store, cast.sol, faces.wang).history[1].reason_known == "price"


@pytest.mark.parametrize(
    "given_",
    [
        {"stage": "no_such"}, {}, {"stage": "active", "since_on": date(2026, 3, 19)}, {"stage": "active", "why": "x" * 501},
        {"stage": "at_risk"}, {"stage": "active", "since_on": date(2026, 2, 1)},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(
    store: Store, cast: Cast, faces: Faces, given_: dict[str, object]
) -> None:
    version = put(store, cast.sol, faces.wang, Stage.AT_RISK, since_on=date(2026, 3, 1))
    with pytest.raises(InvalidInput):
        set_stage(store, cast.sol, faces.wang, given_, version=version, key=fresh())
    assert len(seen(store, cast.sol, faces.wang).history) == 1


def test_nobody_sets_a_stage_over_a_colleagues_or_anothers(store: Store, cast: Cast, faces: Faces) -> None:
    put(store, cast.sol, faces.wang, Stage.AT_RISK)
    with pytest.raises(StaleWrite):
        put(store, cast.tao, faces.wang, Stage.ACTIVE, 0)
    for actor, refusal in ((cast.vic, NotFound), (cast.rea, NotPermitted)):
        with pytest.raises(refusal):
            put(store, actor, faces.wang, Stage.ACTIVE, 1)
    with pytest.raises(NotFound):
        seen(store, cast.vic, faces.wang)
    assert len(seen(store, cast.rea, faces.wang).history) == 1


def test_the_proposal_comes_from_the_purchases_of_the_store(store: Store, cast: Cast, faces: Faces) -> None:
    assert seen(store, cast.sol, faces.wang).proposal.stage is Stage.PROSPECT  # type: ignore[union-attr] # it is there
    at = {"team": cast.north, "owner": cast.sol.user_id}
    add_lines(store, [Line(date(2026, 3, 3), 1, faces.wang, 1, "100", **at)])
    found = seen(store, cast.sol, faces.wang).proposal
    assert found is not None
    assert (found.stage, found.reason.values) == (Stage.NEW, {"days": 0})


def test_reasons_are_the_administrators_to_change_and_one_stays(store: Store, cast: Cast) -> None:
    made = add_loss_reason(store, cast.ada, {"name": "换了\u200b采购"}, key=fresh())
    assert loss_reasons(store, cast.rea)[-1].name == "换了采购"
    for name in ("换了采购", "", "x" * 61):
        with pytest.raises(InvalidInput):
            add_loss_reason(store, cast.ada, {"name": name}, key=fresh())
    with pytest.raises(NotPermitted):
        add_loss_reason(store, cast.tao, {"name": "x"}, key=fresh())
    with pytest.raises(NotPermitted):
        edit_loss_reason(store, cast.mia, made, {"name": "x"}, version=1, key=fresh())
    for one in loss_reasons(store, cast.ada)[:-1]:
        edit_loss_reason(store, cast.ada, one.reason_id, {"is_active": False}, version=1, key=fresh())
    with pytest.raises(InvalidInput):
        edit_loss_reason(store, cast.ada, made, {"is_active": False}, version=1, key=fresh())
    with pytest.raises(StaleWrite):
        edit_loss_reason(store, cast.ada, made, {"name": "y", "is_active": True}, version=9, key=fresh())
    with pytest.raises(NotFound):
        edit_loss_reason(store, cast.ada, 10**6, {"is_active": True}, version=1, key=fresh())
    assert [one.is_active for one in loss_reasons(store, cast.ada)] == [False] * 8 + [True]
