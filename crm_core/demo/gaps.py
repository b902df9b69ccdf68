"""What the demo company's people note of the gaps in its plans: problem, cause, the action against it, and what is said.

Whether a gap is open is what the demo's own numbers say: nothing is written into them.
"""

from __future__ import annotations

from dataclasses import dataclass

from crm_core.access.model import Actor, Reach, Scope
from crm_core.demo import staged_words as staged
from crm_core.demo.people import ACCOUNTS, TEAMS
from crm_core.gaps.model import GapKey, GapKind
from crm_core.gaps.service import comment_on_gap, note_gap
from crm_core.plans.progress import PlanRecord
from crm_core.plans.service import OnePlan, plan_record, viewer_of
from crm_core.relationships.model import RelationsRequest
from crm_core.relationships.norms.service import norms_of
from crm_core.store import Store, Transaction, statement


@dataclass(frozen=True, slots=True)
class _Noted:
    """One gap: of which goal (a metric or a name) and team, what is noted of it by whom, and what is said (by whom, what)."""

    goal: str
    team: str | None
    who: str
    cause: str
    problem: str
    cause_words: str
    action: str = ""  # a part of what the action is
    said: tuple[tuple[str, str, tuple[str, ...]], ...] = ()


_COMPANY = (
    _Noted(
        "new_customers", None, "manager", "process",
        "新客户主要靠门店自然进店，团购点和老客户推荐两条路都还没走通。",
        "推荐有礼的规则改了两次，门店不敢承诺；团购点的价格要报到总部批。", "老客户推荐新客户",
        (
            ("huangzm", "第二家团购点卡在价格上，能不能给我九五折以内自己定的权限？", ("manager",)),
            ("manager", "九五折以内你定，超过的当天回我。", ("huangzm",)),
        ),
    ),
    _Noted(
        "interactions_logged", None, "lead", "people",
        "电话打了，跟进记录没有当天补，月底一补就漏。",
        "两位同事请假，手上的客户没有分出去。", "补写上月漏记",
        (("staff", "微信里聊的怎么算？现在只记电话。", ("lead",)),),
    ),
    _Noted(
        staged.RESPONSE_HOURS, None, "heyuan", "process",
        "客户要把同一件事讲两遍，转给组长后又多等半天。", "没有规定谁接谁办到底。", "退换货由组长",
    ),
    _Noted(
        staged.COMPLETE_RECORDS, None, "heyuan", "data",
        "批发商转来的客户只有店名，没有联系人和手机号。", "批发商不愿意给，要用第一次送样的机会补。", "核对收货地址",
    ),
    _Noted(
        "net_sales", TEAMS[2], "huangzm", "customer",
        "两家老客户改从本地批发商拿货，单子比去年少三成。", "本地批发商送货当天到，我们要两天。", "周末试饮",
        (("heyuan", "运费我去谈，华南仓月底前能试当天达。", ("huangzm",)),),
    ),
)  # fmt: skip
_TEAM = (
    _Noted(
        staged.CARED_FOR, TEAMS[0], "lead", "people",
        "月初集中打电话，月中以后没人盯，重点客户漏了两成多。", "", "陪同拜访",
        (("staff", "给我一张按到期日排的名单就够了。", ("lead",)),),
    ),
)  # fmt: skip
_OF_NORMS = "联系间隔到了才想起来，周五下午集中补，常常打不通；先从高价值客户的到期名单做起。"


def add_gap_notes(store: Store, transaction: Transaction, staged_plans: str) -> int:
    """Write what people note of the gaps in the plans of ``staged_plans``; return of how many gaps."""
    rows = {row["username"]: row for row in transaction.rows(statement("demo", "accounts"))}
    actors = {
        one.username: Actor(rows[one.username]["user_id"], one.name, one.role, rows[one.username]["team_id"])
        for one in ACCOUNTS
    }
    company, team = (int(one) for one in staged_plans.split(" ")[1:3])
    count = _add(store, actors, company, _COMPANY) + _add(store, actors, team, _TEAM)
    norms = norms_of(store, RelationsRequest(Reach(Scope.ALL, (), 0)))
    for norm in norms[:1]:
        place = str(GapKey(GapKind.NORM, str(norm.norm_id)))
        given = {"problem": _OF_NORMS, "cause": "skill"}
        note_gap(store, actors["manager"], company, place, given, version=0, key=f"demo-gap:{company}:{place}")
    return count + len(norms[:1])


def _add(store: Store, actors: dict[str, Actor], plan_id: int, noted: tuple[_Noted, ...]) -> int:
    record = plan_record(store, OnePlan(viewer_of(actors["manager"]), plan_id))
    for place, one in enumerate(noted):
        key, gap_key = f"demo-gap:{plan_id}:{place}", _gap_key(record, one)
        actions = [action.action_id for action in record.actions if one.action and one.action in action.what]
        given = {
            "problem": one.problem, "cause": one.cause, "cause_words": one.cause_words,
            "action_id": str(actions[0]) if actions else "",
        }  # fmt: skip
        note_gap(store, actors["manager" if one.team is None else one.who], plan_id, gap_key, given, version=0, key=key)
        for number, (who, content, called) in enumerate(one.said):
            said = {"content": content, "mentioned": [actors[name].user_id for name in called]}
            comment_on_gap(store, actors[who], plan_id, gap_key, said, key=f"{key}:{number}")
    return len(noted)


def _gap_key(record: PlanRecord, one: _Noted) -> str:
    goal = next(
        goal
        for goal in record.goals
        if one.goal in (goal.metric_id, goal.name) and (goal.scope_name or None) == one.team
    )
    return str(GapKey(GapKind.GOAL, str(goal.goal_id)))
