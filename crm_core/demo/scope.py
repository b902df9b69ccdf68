"""What the demo company's plan takes in: goals that answer to what customers want, touchpoints in and out, maturity in two looks."""

from __future__ import annotations

from datetime import date, timedelta

from crm_core.access.model import Actor
from crm_core.demo import staged_words
from crm_core.demo.people import ACCOUNTS
from crm_core.plans.scope.model import Side
from crm_core.plans.scope.service import link_want, look_at_maturity, place_touchpoint, touchpoints_in_plan
from crm_core.plans.service import OnePlan, plan_record, viewer_of
from crm_core.store import Store, Transaction, statement

# By kind of want: the names of goals, or metrics. A low price has none: the plan says nothing to it yet.
_ANSWERS = {
    "reliability": (staged_words.RESPONSE_HOURS, staged_words.MORE_AND_AGAIN),
    "convenience": (staged_words.RESPONSE_HOURS, "interactions_logged"),
}
_LEFT_OUT = {
    "新品与活动通知": "属于市场推广计划，老客户这里只做回访。",
    "发货与物流通知": "由物流公司直接通知，我们只处理异常。",
}
_OPEN = 2  # touchpoints of which nobody has decided
_FIRST = {
    Side.LEADING: (2, 4), Side.KNOWING: (2, 4), Side.CARING: (1, 3), Side.JUDGING: (1, 3), Side.WATCHING: (1, 3),
    Side.PEOPLE: (2, 3),
}  # fmt: skip
_NOW = {
    Side.LEADING: (3, 4), Side.KNOWING: (3, 4), Side.CARING: (2, 3), Side.JUDGING: (2, 3), Side.WATCHING: (2, 3),
    Side.PEOPLE: (2, 3),
}  # fmt: skip
_NOTES = ("三位组长分别打分后取中间值。", "抽查 40 份客户档案、20 次回访，再与组长核对；监控一项靠看板的预警。")


def add_scope(store: Store, transaction: Transaction, day: date, staged_plans: str) -> int:
    """Decide what the company's plan, the first of ``staged_plans``, takes in; return how many touchpoints are decided."""
    rows = {row["username"]: row for row in transaction.rows(statement("demo", "accounts"))}
    account = next(one for one in ACCOUNTS if one.username == "manager")
    manager = Actor(rows["manager"]["user_id"], account.name, account.role, rows["manager"]["team_id"])
    plan_id = int(staged_plans.split(" ")[1])
    record = plan_record(store, OnePlan(viewer_of(manager), plan_id))
    for want, names in _ANSWERS.items():
        goals = [
            goal.goal_id for goal in record.goals if goal.name in names or (not goal.name and goal.metric_id in names)
        ]
        link_want(store, manager, plan_id, want, {"goals": goals}, seen=(), key=f"demo-want:{plan_id}:{want}")
    points = touchpoints_in_plan(store, OnePlan(viewer_of(manager), plan_id))
    for point, _placed in points[: max(0, len(points) - _OPEN)]:
        reason = _LEFT_OUT.get(point.name, "")
        said_of = {"is_in": "out" if reason else "in", "reason": reason}
        key = f"demo-place:{plan_id}:{point.touchpoint_id}"
        place_touchpoint(store, manager, plan_id, point.touchpoint_id, said_of, version=0, key=key)
    looks = ((record.plan.first_on + timedelta(days=6), _FIRST), (day - timedelta(days=12), _NOW))
    for place, (on, levels) in enumerate(looks):
        given = {f"level:{side.value}": str(level) for side, (level, _aim) in levels.items()}
        given |= {f"aim:{side.value}": str(aim) for side, (_level, aim) in levels.items()}
        said: dict[str, object] = {**given, "assessed_on": on, "aim_on": record.plan.last_on, "note": _NOTES[place]}
        look_at_maturity(store, manager, plan_id, said, key=f"demo-maturity:{plan_id}:{place}")
    return max(0, len(points) - _OPEN)
