"""From a plan's strategy to what people do tomorrow: written, looked at, put into force, changed by hand, refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from crm_core import clock
from crm_core.access.model import Actor, Permission
from crm_core.customers.profile.tags.service import add_tag, change_tags
from crm_core.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, Refused, StaleWrite
from crm_core.interactions.service import log_interaction
from crm_core.metrics.model import NumbersRequest
from crm_core.metrics.service import kept_by_norm
from crm_core.periods import Period
from crm_core.plans.editing import edit_plan
from crm_core.plans.service import OnePlan, viewer_of
from crm_core.relationships.model import Dimension, RelationsRequest, Rung
from crm_core.relationships.norms.model import DueRequest
from crm_core.relationships.norms.service import due_by_norm, norms_of, save_norm
from crm_core.relationships.service import set_standing
from crm_core.store import Store
from crm_core.store.check import check
from crm_core.strategy.ending import end_strategy, keep_strategy, left_in_force, look_at_end
from crm_core.strategy.force import Preview, preview, put_in_force
from crm_core.strategy.model import ChangeKind, GuidanceRequest, Shown
from crm_core.strategy.service import (
    EVERYTHING,
    guidance_for,
    norms_set_by_plans,
    remove_strategy,
    save_strategy,
    strategies_of,
)
from tests.conftest import NOW, Cast
from tests.customers.faces import Faces, faces
from tests.plans.stage import YEAR, Plans, fresh, make_plans

__all__ = ["faces"]
RELATIONAL = "rung:relational"
WRITTEN = {"aim": "Keep them '; drop 🍵", "content": "one of us", "guideline": "Say the name\nNo promotion", "days:any": "10", "guide:any": "tea"}  # fmt: skip

TALK = {"channel": "phone", "outcome": "reached", "content": "x"}


@pytest.fixture
def plans(store: Store, cast: Cast) -> Plans:
    return make_plans(store, cast)


def shown(store: Store, actor: Actor, plan_id: int) -> dict[str, Shown]:
    found = strategies_of(store, OnePlan(viewer_of(actor), plan_id))
    return {str(one.strategy.subject): one for one in found}


def look(store: Store, actor: Actor, plan_id: int) -> Preview:
    return preview(store, OnePlan(viewer_of(actor), plan_id))


def force(store: Store, actor: Actor, plan_id: int) -> int:
    return put_in_force(store, actor, plan_id, seen=look(store, actor, plan_id).seen, key=fresh())


def due(store: Store, actor: Actor, day: date) -> list[tuple[str, int]]:
    found = due_by_norm(store, DueRequest(actor.require(Permission.DAY_READ), day))
    return [(one.customer, one.days) for one in found]


def rules(store: Store, actor: Actor, customer_id: int) -> list[tuple[str, str | None, tuple[str, ...]]]:
    found = guidance_for(store, GuidanceRequest(actor.require(Permission.CUSTOMER_READ), customer_id))
    return [(str(one.subject), group, one.words.rules) for one, group in found]


def spoken_with(store: Store, cast: Cast, customer_id: int) -> None:
    """Sol speaks with a customer who becomes a relational one."""
    set_standing(store, cast.mia, customer_id, Dimension.TYPE, {"rung": "relational"}, version=0, key=fresh())
    log_interaction(store, cast.sol, customer_id, TALK, key=fresh())


def test_my_day_follows_a_strategy_that_is_in_force(store: Store, cast: Cast, plans: Plans, faces: Faces) -> None:
    with clock.held_at(NOW - timedelta(days=20)):
        spoken_with(store, cast, faces.wang)
    today = date(2026, 3, 18)
    key = fresh()
    save_strategy(
        store, cast.mia, plans.company, RELATIONAL, WRITTEN | {"plan_id": 99, "version": 8}, version=0, key=key
    )
    with pytest.raises(AlreadyDone):
        save_strategy(store, cast.mia, plans.company, RELATIONAL, WRITTEN, version=0, key=key)
    assert (due(store, cast.sol, today), rules(store, cast.sol, faces.wang)) == ([], [])  # a draft binds nobody

    seen = look(store, cast.mia, plans.company)
    assert [(one.subject.rung, one.channel, one.kind) for one in seen.changes] == [
        (Rung.RELATIONAL, None, ChangeKind.ADDED)
    ]
    (north,) = [one for one in seen.loads if one.team == "North"]
    assert (north.before, seen.on) == (None, date(2026, 3, 19))
    assert north.after is not None
    assert (north.after.customers, round(north.after.a_week, 2), north.after.due) == (1, 0.7, 1)
    step = fresh()
    assert put_in_force(store, cast.mia, plans.company, seen=seen.seen, key=step) == 1
    with pytest.raises(AlreadyDone):
        put_in_force(store, cast.mia, plans.company, seen=seen.seen, key=step)
    with pytest.raises(Refused):
        put_in_force(store, cast.mia, plans.company, seen=seen.seen, key=fresh())  # what was looked at is past
    assert due(store, cast.sol, today) == [("王小明", 10)]
    assert look(store, cast.mia, plans.company).is_empty
    assert force(store, cast.mia, plans.company) == 0
    assert shown(store, cast.sol, plans.company)[RELATIONAL].is_in_force
    assert rules(store, cast.sol, faces.wang) == [(RELATIONAL, None, ("Say the name", "No promotion"))]
    with clock.held_at(NOW + timedelta(days=1)):
        log_interaction(store, cast.sol, faces.wang, TALK, key=fresh())
        assert due(store, cast.sol, today + timedelta(days=1)) == []
    assert due(store, cast.sol, date(2026, 3, 30)) == [("王小明", 10)]  # ten days after, a Sunday: the Monday

    with pytest.raises(StaleWrite):
        save_strategy(store, cast.mia, plans.company, RELATIONAL, WRITTEN, version=0, key=fresh())
    save_strategy(store, cast.mia, plans.company, RELATIONAL, WRITTEN | {"days:any": "5"}, version=1, key=fresh())
    assert not shown(store, cast.mia, plans.company)[RELATIONAL].is_in_force
    assert rules(store, cast.sol, faces.wang)
    (own,) = norms_of(store, RelationsRequest(cast.mia.require(Permission.NORM_READ)))
    save_norm(
        store, cast.mia, {"rung": "relational", "days": "21"}, norm_id=own.norm_id, version=own.version, key=fresh()
    )
    assert shown(store, cast.mia, plans.company)[RELATIONAL].differs
    (origin,) = norms_set_by_plans(store, RelationsRequest(cast.mia.require(Permission.NORM_READ)))
    assert (origin.plan_id, origin.days, origin.plan_name) == (plans.company, 10, "Loyal customers")
    assert force(store, cast.mia, plans.company) == 1
    assert shown(store, cast.mia, plans.company)[RELATIONAL].is_in_force

    remove_strategy(store, cast.mia, plans.company, RELATIONAL, version=2, key=fresh())
    assert rules(store, cast.sol, faces.wang)  # until it is put into force again
    assert [one.kind for one in look(store, cast.mia, plans.company).changes] == [ChangeKind.ENDED]
    assert force(store, cast.mia, plans.company) == 1
    assert (
        norms_of(store, RelationsRequest(cast.mia.require(Permission.NORM_READ))),
        rules(store, cast.sol, faces.wang),
    ) == ((), [])
    assert shown(store, cast.mia, plans.company) == {}
    assert check(store) == []


def test_a_teams_words_stand_before_the_companys_and_groups_have_their_own(
    store: Store, cast: Cast, plans: Plans, faces: Faces
) -> None:
    set_standing(store, cast.mia, faces.wang, Dimension.TIER, {"rung": "high"}, version=0, key=fresh())
    tag = add_tag(store, cast.mia, {"name": "Tea <b>house</b>"}, key=fresh())
    change_tags(store, cast.sol, faces.wang, add=[tag], remove=[], key=fresh())
    for plan_id, actor, rule, days in (
        (plans.company, cast.mia, "of all", "30"),
        (plans.north, cast.tao, "of the north", "20"),
    ):
        given = {"aim": "x", "guideline": rule, "days:any": days}
        save_strategy(store, actor, plan_id, "rung:high", given, version=0, key=fresh())
    save_strategy(store, cast.mia, plans.company, f"tag:{tag}", {"aim": "x", "guideline": "of the group", "days:any": "3"}, version=0, key=fresh())  # fmt: skip
    for plan_id in (plans.company, plans.north):
        force(store, cast.mia, plan_id)
    assert rules(store, cast.sol, faces.wang) == [
        ("rung:high", None, ("of the north",)), (f"tag:{tag}", "Tea <b>house</b>", ("of the group",)),
    ]  # fmt: skip
    norms = norms_of(store, RelationsRequest(cast.mia.require(Permission.NORM_READ)))
    assert [(one.subject.code, one.group, one.team_id, one.days) for one in norms] == [
        ("high", None, None, 30), ("high", None, cast.north, 20), (f"tag:{tag}", "Tea <b>house</b>", None, 3),
    ]  # fmt: skip
    with pytest.raises(NotFound):
        rules(store, cast.vic, faces.wang)
    with clock.held_at(
        NOW + timedelta(days=12)
    ):  # Monday 30 March: three days, of which the group asks, are over twice
        (first,) = due_by_norm(store, DueRequest(cast.sol.require(Permission.DAY_READ), date(2026, 3, 30)))
        assert (str(first.subject), first.group, first.days) == (f"tag:{tag}", "Tea <b>house</b>", 3)
        span = NumbersRequest(EVERYTHING, Period(date(2026, 3, 18), date(2026, 3, 29)), date(2026, 3, 30))
        of_group = next(one.norm_id for one in norms if one.group)
        kept = kept_by_norm(store, span)
        change_tags(store, cast.sol, faces.wang, add=[], remove=[tag], key=fresh())
        assert due(store, cast.sol, date(2026, 3, 30)) == []  # the tier's twenty days are not over
        assert kept_by_norm(store, span) == kept  # what was asked for stays so
        assert kept[of_group] == (0, 3)  # due on the 21st (the 23rd), the 24th and the 27th
    assert check(store) == []


def test_a_closed_plans_strategy_stays_until_somebody_says_that_it_ends(
    store: Store, cast: Cast, plans: Plans, faces: Faces
) -> None:
    """The norm by hand of 60 days is made 10 by the plan, which ends the visits; what another hand changes stays."""
    company, today = plans.company, date(2026, 3, 18)
    request = OnePlan(viewer_of(cast.mia), company)
    with clock.held_at(NOW - timedelta(days=20)):
        spoken_with(store, cast, faces.wang)
        for channel, days in (("", "60"), ("visit", "200")):
            given = {"rung": "relational", "channel": channel, "days": days, "guide": "by hand"}
            save_norm(store, cast.mia, given, key=fresh())
    with clock.held_at(NOW - timedelta(days=9)):
        save_strategy(store, cast.mia, company, RELATIONAL, WRITTEN | {"days:sms": "90"}, version=0, key=fresh())
        force(store, cast.mia, company)
    with clock.held_at(NOW - timedelta(days=8)):
        save_strategy(
            store, cast.mia, company, RELATIONAL, WRITTEN | {"days:sms": "80", "days:any": "12"}, version=1, key=fresh()
        )
        force(store, cast.mia, company)
    assert due(store, cast.sol, today) == [("王小明", 12)]
    refused: list[tuple[type[Exception], Callable[[], object]]] = [
        (Refused, lambda: keep_strategy(store, cast.mia, company, key=fresh())),
        (NotPermitted, lambda: keep_strategy(store, cast.tao, company, key=fresh())),
        (NotPermitted, lambda: end_strategy(store, cast.sol, company, seen="", key=fresh())),
        (NotFound, lambda: end_strategy(store, cast.mia, 999, seen="", key=fresh())),
    ]
    for error, call in refused:
        with pytest.raises(error):
            call()
    assert left_in_force(store, request) is None
    edit_plan(store, cast.mia, company, {**YEAR, "name": "Loyal customers", "state": "closed"}, version=1, key=fresh())
    assert due(store, cast.sol, today) == [("王小明", 12)]  # closing alone ends nothing
    assert norms_set_by_plans(store, RelationsRequest(cast.mia.require(Permission.NORM_READ)))[0].is_closed
    keep_strategy(store, cast.mia, company, key=fresh())
    sms = next(one for one in norms_of(store, RelationsRequest(EVERYTHING)) if one.channel == "sms")
    save_norm(store, cast.mia, {"rung": "relational", "channel": "sms", "days": "70"}, norm_id=sms.norm_id, version=sms.version, key=fresh())  # fmt: skip
    look = look_at_end(store, request)
    assert look is not None
    assert look.left.after is not None
    assert (look.left.after.choice, look.left.by_hand, len(look.left.words)) == ("kept", 1, 1)
    assert [(one.channel, one.kind, one.after and one.after.days) for one in look.left.changes] == [
        (None, ChangeKind.CHANGED, 60), ("visit", ChangeKind.ADDED, 200),
    ]  # fmt: skip
    with pytest.raises(Refused):
        end_strategy(store, cast.mia, company, seen="what was looked at before", key=fresh())
    assert end_strategy(store, cast.mia, company, seen=look.left.seen, key=fresh()) == 2
    assert (due(store, cast.sol, today + timedelta(days=1)), rules(store, cast.sol, faces.wang)) == ([], [])
    norms = norms_of(store, RelationsRequest(EVERYTHING))
    assert {(one.channel, one.days, one.guide) for one in norms} == {
        (None, 60, "by hand"), ("visit", 200, "by hand"), ("sms", 70, ""),
    }  # fmt: skip
    left = left_in_force(store, request)
    assert left is not None
    assert left.is_empty
    assert check(store) == []


def test_what_is_not_theirs_is_refused_and_leaves_everything(store: Store, cast: Cast, plans: Plans) -> None:
    company, north = plans.company, plans.north
    save_strategy(store, cast.tao, north, RELATIONAL, WRITTEN, version=0, key=fresh())
    edit_plan(store, cast.tao, north, {**YEAR, "name": "North plan", "state": "draft"}, version=1, key=fresh())
    seen = look(store, cast.mia, north).seen

    def write(actor: Actor, plan_id: int, whom: str = RELATIONAL, **more: object) -> Callable[[], object]:
        return lambda: save_strategy(store, actor, plan_id, whom, {**WRITTEN, **more}, version=0, key=fresh())

    refused: list[tuple[type[Exception], Callable[[], object]]] = [
        (NotPermitted, write(cast.sol, north)),
        (NotPermitted, write(cast.rea, company)),
        (NotFound, write(cast.tao, company)),
        (NotFound, write(cast.mia, 999)),
        (InvalidInput, write(cast.mia, company, "tag:999")),
        (InvalidInput, write(cast.mia, company, "rung:high' or 1")),
        (InvalidInput, write(cast.mia, company, **{"days:any": "x"})),
        (StaleWrite, write(cast.tao, north)),
        (NotPermitted, lambda: remove_strategy(store, cast.sol, north, RELATIONAL, version=1, key=fresh())),
        (NotFound, lambda: remove_strategy(store, cast.tao, north, "rung:high", version=1, key=fresh())),
        (StaleWrite, lambda: remove_strategy(store, cast.tao, north, RELATIONAL, version=7, key=fresh())),
        (NotPermitted, lambda: put_in_force(store, cast.tao, north, seen=seen, key=fresh())),
        (NotPermitted, lambda: put_in_force(store, cast.sol, north, seen=seen, key=fresh())),
        (Refused, lambda: put_in_force(store, cast.mia, north, seen=seen, key=fresh())),
        (NotFound, lambda: put_in_force(store, cast.mia, 999, seen=seen, key=fresh())),
        (NotFound, lambda: look(store, cast.tao, company)),
    ]
    before = store.head.seq
    for place, (error, call) in enumerate(refused):
        with pytest.raises(error):
            call()
        assert store.head.seq == before, place
