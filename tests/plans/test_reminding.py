"""The morning's reminders: overdue actions to their owners, due check-ins to the plan's owner, each once."""

from __future__ import annotations

from crm_core.access.model import Actor, Permission
from crm_core.jobs.service import run_now
from crm_core.messages.model import Notice, NoticesWanted
from crm_core.messages.service import own_notices
from crm_core.plans.acting import check_in, work_on_action
from crm_core.plans.editing import edit_plan
from crm_core.plans.reminding import notify_of_plans
from crm_core.store import Store
from tests.conftest import Cast
from tests.plans.stage import YEAR, Plans, fresh


def unread(store: Store, actor: Actor, kind: str) -> list[Notice]:
    reach = actor.require(Permission.NOTICE_OWN)
    found = own_notices(store, NoticesWanted(reach, is_unread_only=True)).notices
    return [notice for notice in found if notice.kind == kind]


def test_who_owns_what_is_late_is_told_once_however_often_the_job_runs(store: Store, cast: Cast, plans: Plans) -> None:
    assert notify_of_plans(store) == 4  # Sol and Vic for their actions, Mia and Tao for their plans
    run_now(store, cast.ada, "plan_reminders")
    for actor in (cast.sol, cast.vic):
        (notice,) = unread(store, actor, "plan_actions_overdue")
        assert notice.text.values["count"] == 1
        assert notice.page == "work/day.py"
    for actor, plan_id in ((cast.mia, plans.company), (cast.tao, plans.north)):
        (notice,) = unread(store, actor, "plan_check_in")
        assert (notice.page, notice.query) == ("plan/plan.py", {"id": str(plan_id)})
    assert unread(store, cast.rea, "plan_check_in") == []


def test_nobody_is_told_of_what_is_done_checked_in_or_closed(store: Store, cast: Cast, plans: Plans) -> None:
    work_on_action(store, cast.sol, plans.sol_action, {"status": "done"}, version=1, key=fresh())
    check_in(store, cast.tao, plans.north, {"comment": "fine"}, key=fresh())
    edit_plan(store, cast.mia, plans.company, {**YEAR, "name": "x", "state": "closed"}, version=1, key=fresh())
    assert notify_of_plans(store) == 0


def test_what_was_told_yesterday_and_is_done_by_now_is_told_no_more(store: Store, cast: Cast, plans: Plans) -> None:
    notify_of_plans(store)
    work_on_action(store, cast.sol, plans.sol_action, {"status": "done"}, version=1, key=fresh())
    check_in(store, cast.tao, plans.north, {"comment": "fine"}, key=fresh())
    assert notify_of_plans(store) == 2  # Vic and Mia
    assert unread(store, cast.sol, "plan_actions_overdue") == unread(store, cast.tao, "plan_check_in") == []
    assert len(unread(store, cast.vic, "plan_actions_overdue")) == 1


def test_whom_an_action_is_given_to_is_told(store: Store, cast: Cast, plans: Plans) -> None:
    (notice,) = unread(store, cast.sol, "plan_action")
    assert notice.query == {"id": str(plans.north)}
