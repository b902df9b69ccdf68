"""The gap list from numbers to people: what is in it for whom, what is noted, done and said, how it closes, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from crm_core import clock
from crm_core.access.model import Actor, Permission
from crm_core.board.service import directly
from crm_core.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, StaleWrite
from crm_core.gaps.listing import NOT_RECORDED, TOO_FEW, GapList, GapsRequest, gap_list
from crm_core.gaps.model import Cause, GapState, Since, SinceKind
from crm_core.gaps.service import add_gap_action, comment_on_gap, note_gap
from crm_core.interactions.service import log_interaction
from crm_core.metrics.behind import MissedRequest, missed_by_norm
from crm_core.metrics.model import NumbersRequest
from crm_core.periods import PeriodKind
from crm_core.plans.acting import check_in
from crm_core.plans.service import OnePlan, plan_record, viewer_of
from crm_core.relationships.model import Dimension
from crm_core.relationships.norms.service import save_norm
from crm_core.relationships.service import set_standing
from crm_core.sections.comments import comments_of_plan, remove_plan_comment
from crm_core.store import Store
from crm_core.store.check import check
from crm_core.targets.bulk import set_many
from crm_core.targets.drafts import TargetDraft
from crm_core.targets.model import COMPANY, Status, TargetKey
from crm_core.touchpoints.service import add_touchpoint
from crm_core.touchpoints.standards.service import choose_measure, note_reading
from tests.conftest import NOW, Cast
from tests.customers.faces import Faces, faces
from tests.metrics.stage import Line, add_lines
from tests.plans.stage import TODAY, Plans, fresh, make_plans

__all__ = ["faces"]


@pytest.fixture
def plans(store: Store, cast: Cast) -> Plans:
    return make_plans(store, cast)


def gaps(store: Store, actor: Actor, plan_id: int, today: date = TODAY) -> GapList:
    return gap_list(directly(store), GapsRequest(viewer_of(actor), plan_id, today))


def keys(found: GapList) -> list[str]:
    return [str(one.key) for one in found.open]


def fill_march(store: Store, cast: Cast) -> None:
    """The south sells well above its path of 10,000 from March to June, the north a tenth of it."""
    days = [date(2026, 3, 1) + timedelta(days=step) for step in range(17)]
    lines = [Line(day, step, 1, 1, "200", team=cast.south, owner=cast.vic.user_id) for step, day in enumerate(days)]
    lines += [
        Line(day, 100 + step, 2, 1, "8", team=cast.north, owner=cast.sol.user_id) for step, day in enumerate(days)
    ]
    add_lines(store, lines)


def test_a_gap_is_listed_noted_acted_on_commented_and_closes(store: Store, cast: Cast, plans: Plans) -> None:
    fill_march(store, cast)
    north = f"goal:{plans.north_goal}"
    found = gaps(store, cast.mia, plans.company)
    assert (keys(found), found.met_count) == ([north], 2)
    one = found.open[0]
    assert one.standing is not None
    assert one.standing.pace is not None
    assert one.severity == 1 - one.standing.actual / one.standing.pace  # type: ignore[operator]
    assert (one.since, one.status) == (Since(date(2026, 3, 1), SinceKind.START), Status.BEHIND)
    assert (one.is_marked, one.action, one.may_edit) == (True, None, True)

    said = {"problem": "They forget us 🍵 '; drop", "cause": "people", "cause_words": "Two are ill."}
    grabbed = {"plan_id": plans.north, "version": 9, "gap_key": "goal:1", "noted_by": cast.vic.user_id}
    key = fresh()
    note_gap(store, cast.tao, plans.company, north, {**said, **grabbed}, version=0, key=key)
    with pytest.raises(AlreadyDone):
        note_gap(store, cast.tao, plans.company, north, said, version=0, key=key)
    action = add_gap_action(
        store, cast.tao, plans.company, north,
        {"what": "Call all of them", "due_on": "2026-04-01", "owner_id": cast.sol.user_id, "status": "done", **grabbed}, key=fresh(),
    )  # fmt: skip
    with pytest.raises(StaleWrite):
        note_gap(store, cast.mia, plans.company, north, {"problem": "late"}, version=1, key=fresh())
    one = gaps(store, cast.sol, plans.company).open[0]
    assert (one.has_figures, one.standing, one.severity, one.may_edit) == (False, None, None, False)
    assert one.note is not None
    assert (one.note.problem, one.note.cause, one.note.version) == (said["problem"], Cause.PEOPLE, 2)
    assert one.action is not None
    assert (one.action.action_id, one.action.goal_id, one.action.status.is_open) == (action, plans.north_goal, True)
    assert gaps(store, cast.tao, plans.company).open[0].has_figures
    assert keys(gaps(store, cast.vic, plans.company)) == []

    comment = comment_on_gap(store, cast.rea, plans.company, north, {"content": "Why?", "mentioned": [cast.tao.user_id]}, key=fresh())  # fmt: skip
    (told,) = comments_of_plan(store, OnePlan(viewer_of(cast.mia), plans.company))
    assert (told.about, told.section_id, told.comment.content) == (north, None, "Why?")
    remove_plan_comment(store, cast.rea, comment, key=fresh())
    assert comments_of_plan(store, OnePlan(viewer_of(cast.mia), plans.company)) == ()

    assert check(store) == []
    add_lines(store, [Line(date(2026, 3, 19), 999, 2, 1, "9000", team=cast.north, owner=cast.sol.user_id)])
    closed = gaps(store, cast.mia, plans.company, date(2026, 3, 20))
    assert keys(closed) == []
    (done,) = closed.closed
    assert done.note is not None
    assert done.closing is not None
    assert (str(done.key), done.closing.after, done.closing.by) == (north, TODAY, date(2026, 3, 20))


def test_check_ins_say_since_when_and_another_teams_gaps_are_not_there(store: Store, cast: Cast, plans: Plans) -> None:
    hand = f"goal:{plans.hand_goal}"
    (unread,) = gaps(store, cast.tao, plans.north).unknown
    assert (str(unread.key), unread.state) == (hand, GapState.UNKNOWN)
    for day, value in (("2026-03-02", "20"), ("2026-03-05", "36"), ("2026-03-12", "33")):
        check_in(store, cast.tao, plans.north, {"checked_on": day, f"goal:{plans.hand_goal}": value}, key=fresh())
    (one,) = gaps(store, cast.sol, plans.north).open
    assert one.since == Since(date(2026, 3, 5), SinceKind.DAY)
    assert one.severity == Decimal("0.65")  # from 40 down to 20, at 33
    assert one.has_figures  # it is Sol's own goal
    assert one.action is not None
    assert one.action.action_id == plans.sol_action
    with pytest.raises(NotFound):
        gaps(store, cast.vic, plans.north)


def missed_norms(store: Store, cast: Cast, faces: Faces) -> tuple[int, int]:
    """Return a norm of three days that Wang's few talks miss, and one that asked for too little to tell."""
    with clock.held_at(NOW - timedelta(days=45)):
        norm = save_norm(store, cast.mia, {"rung": "high", "days": "3"}, key=fresh())
        rare = save_norm(store, cast.mia, {"rung": "high", "channel": "visit", "days": "30"}, key=fresh())
        set_standing(store, cast.mia, faces.wang, Dimension.TIER, {"rung": "high"}, version=0, key=fresh())
    for day in ("2026-02-04", "2026-02-10", "2026-03-12"):
        talk = {"channel": "phone", "outcome": "reached", "content": "x", "happened_at": f"{day} 09:00"}
        log_interaction(store, cast.sol, faces.wang, talk, key=fresh())
    return norm, rare


def test_norms_of_contact_stand_beside_the_goals(store: Store, cast: Cast, plans: Plans, faces: Faces) -> None:
    norm, rare = missed_norms(store, cast, faces)
    found = gaps(store, cast.mia, plans.north)
    one = next(each for each in found.open if str(each.key) == f"norm:{norm}")
    assert one.counts is not None
    assert one.standing is not None
    assert one.severity == 1 - one.standing.actual / Decimal("0.9")  # type: ignore[operator]
    assert one.since is not None
    assert one.since.day == date(2026, 2, 1)  # the day the norm began to hold
    assert next(each.missing for each in found.unknown if str(each.key) == f"norm:{rare}") == TOO_FEW
    seen = next(each for each in gaps(store, cast.sol, plans.north).open if str(each.key) == f"norm:{norm}")
    assert (seen.counts, seen.standing) == (None, None)
    for actor, customers in ((cast.mia, [faces.wang]), (cast.sol, [faces.wang]), (cast.vic, [])):
        asked = NumbersRequest(actor.require(Permission.BOARD_READ), one.span, TODAY)
        behind = missed_by_norm(store, MissedRequest(asked, norm))
        assert [row.customer_id for row in behind] == customers
        assert all((row.kept, row.asked) == one.counts for row in behind)
    note_gap(store, cast.tao, plans.north, f"norm:{norm}", {"cause": "skill"}, version=0, key=fresh())
    assert next(each.note for each in gaps(store, cast.sol, plans.north).open if str(each.key) == f"norm:{norm}")


def test_targets_of_the_board_and_standards_stand_in_the_companys_list(store: Store, cast: Cast, plans: Plans) -> None:
    fill_march(store, cast)
    orders, sales = (TargetKey(one, COMPANY, PeriodKind.YEAR, date(2026, 1, 1)) for one in ("orders", "net_sales"))
    month = TargetKey("orders", COMPANY, PeriodKind.MONTH, date(2026, 3, 1))
    set_many(store, cast.mia, [TargetDraft(key, "100000", "", None, 0) for key in (orders, sales, month)], key=fresh())
    answers = {
        "phase": "before",
        "name": "Hotline",
        "department": "Service",
        "owner_id": cast.sol.user_id,
        "channels": ["phone"],
    }
    point = add_touchpoint(store, cast.tao, {**answers, "within": "2", "unit": "hour"}, key=fresh())
    add_touchpoint(store, cast.tao, {**answers, "name": "Shop"}, key=fresh())

    found = gaps(store, cast.mia, plans.company)
    assert keys(found) == [
        "target:orders",
        f"goal:{plans.north_goal}",
    ]  # net sales have a goal; of two periods the longer
    one = found.open[0]
    assert (one.span.first, one.span.last) == (date(2026, 1, 1), date(2026, 12, 31))
    assert one.standing is not None
    assert one.standing.actual == 34
    assert (one.rank, one.weight) == (1, 1)
    assert [(str(each.key), each.missing) for each in found.unknown] == [(f"touchpoint:{point}", NOT_RECORDED)]
    hidden = gaps(store, cast.vic, plans.company).open
    assert [(str(each.key), each.standing) for each in hidden] == [("target:orders", None)]
    _measured_by_hand(store, cast, plans, point)
    assert all(each.key.kind.value in ("goal", "norm") for each in gaps(store, cast.tao, plans.north).unknown)


def _measured_by_hand(store: Store, cast: Cast, plans: Plans, point: int) -> None:
    """What a person found of a promise in hours is a gap like the others; what the records cannot tell is not offered."""
    tao, seen = (
        cast.tao,
        {"measured_on": "2026-03-16", "asked": "40", "kept": "30", "evidence": "a week's chats '; drop"},
    )
    refused: list[tuple[type[Exception], Callable[[], object]]] = [
        (NotPermitted, lambda: note_reading(store, cast.sol, point, seen, key=fresh())),
        (NotPermitted, lambda: choose_measure(store, cast.rea, point, {"measure": "hand"}, version=0, key=fresh())),
        (NotFound, lambda: note_reading(store, tao, point + 1, seen, key=fresh())),  # promises nothing in time
        (InvalidInput, lambda: choose_measure(store, tao, point, {"measure": "first_contact"}, version=0, key=fresh())),
        (StaleWrite, lambda: choose_measure(store, tao, point, {"measure": "hand"}, version=3, key=fresh())),
        (InvalidInput, lambda: note_reading(store, tao, point, {**seen, "measured_on": "2026-03-19"}, key=fresh())),
        (InvalidInput, lambda: note_reading(store, tao, point, {**seen, "kept": "41"}, key=fresh())),
        (InvalidInput, lambda: note_reading(store, tao, point, {**seen, "evidence": " "}, key=fresh())),
        (InvalidInput, lambda: note_reading(store, tao, point, {**seen, "asked": "0"}, key=fresh())),
    ]
    before = store.head.seq
    for place, (error, call) in enumerate(refused):
        with pytest.raises(error):
            call()
        assert store.head.seq == before, place
    note_reading(store, tao, point, seen | {"read_by": 99}, key=(key := fresh()))
    with pytest.raises(AlreadyDone):
        note_reading(store, tao, point, seen, key=key)
    gap = next(each for each in gaps(store, cast.mia, plans.company).open if str(each.key) == f"touchpoint:{point}")
    assert (gap.counts, gap.since) == ((30, 40), Since(date(2026, 3, 16), SinceKind.DAY))
    assert gap.standing is not None
    assert gap.standing.actual == Decimal("0.75")
    note_gap(store, cast.mia, plans.company, str(gap.key), {"problem": "lunch"}, version=0, key=fresh())
    note_reading(store, tao, point, seen | {"measured_on": "2026-03-18", "kept": "40"}, key=fresh())
    closed = gaps(store, cast.mia, plans.company).closed
    assert [(str(each.key), each.counts) for each in closed] == [(f"touchpoint:{point}", (40, 40))]
    choose_measure(store, tao, point, {"measure": "hand"}, version=0, key=fresh())


def test_what_is_not_theirs_is_refused_and_leaves_everything(store: Store, cast: Cast, plans: Plans) -> None:
    north, south, whole = (f"goal:{one}" for one in (plans.north_goal, plans.south_goal, plans.company_goal))
    say, act, word = {"problem": "p"}, {"what": "w", "due_on": "2026-04-01"}, {"content": "c"}
    company = plans.company
    refused: list[tuple[type[Exception], Callable[[], object]]] = [
        (NotPermitted, lambda: note_gap(store, cast.sol, company, north, say, version=0, key=fresh())),
        (NotPermitted, lambda: add_gap_action(store, cast.rea, company, north, act, key=fresh())),
        (NotFound, lambda: note_gap(store, cast.tao, company, south, say, version=0, key=fresh())),
        (NotFound, lambda: note_gap(store, cast.tao, company, whole, say, version=0, key=fresh())),
        (NotFound, lambda: note_gap(store, cast.tao, company, "target:net_sales", say, version=0, key=fresh())),
        (NotFound, lambda: note_gap(store, cast.mia, company, "target:nothing", say, version=0, key=fresh())),
        (NotFound, lambda: note_gap(store, cast.mia, company, "goal:1' or 1", say, version=0, key=fresh())),
        (NotFound, lambda: note_gap(store, cast.mia, company, "norm:1", say, version=0, key=fresh())),
        (NotFound, lambda: note_gap(store, cast.mia, plans.north, "touchpoint:1", say, version=0, key=fresh())),
        (NotFound, lambda: add_gap_action(store, cast.tao, company, south, act, key=fresh())),
        (NotFound, lambda: comment_on_gap(store, cast.vic, plans.north, f"goal:{plans.hand_goal}", word, key=fresh())),
        (NotFound, lambda: comment_on_gap(store, cast.sol, company, south, word, key=fresh())),
        (InvalidInput, lambda: note_gap(store, cast.tao, company, north, {"action_id": str(plans.vic_action)}, version=0, key=fresh())),
        (InvalidInput, lambda: note_gap(store, cast.mia, company, north, {"action_id": str(plans.sol_action)}, version=0, key=fresh())),
        (InvalidInput, lambda: add_gap_action(store, cast.tao, company, north, {**act, "owner_id": cast.vic.user_id}, key=fresh())),
        (InvalidInput, lambda: comment_on_gap(store, cast.tao, company, north, {"content": " "}, key=fresh())),
        (StaleWrite, lambda: note_gap(store, cast.tao, company, north, say, version=3, key=fresh())),
    ]  # fmt: skip
    before = store.head.seq
    for place, (error, call) in enumerate(refused):
        with pytest.raises(error):
            call()
        assert store.head.seq == before, place
    assert len(plan_record(store, OnePlan(viewer_of(cast.mia), company)).actions) == 1
