"""What the demo company changed in its plan, what its people say of it, and what a review decided.

The effects are what the demo's own sales, talks and answers show: nothing is written into them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from crm_core.access.model import Actor
from crm_core.adjustments.model import Touched
from crm_core.adjustments.service import Everywhere, add_adjustment, decide, say_opinion, touchable
from crm_core.demo.people import ACCOUNTS, TEAMS
from crm_core.demo.staged import stage_spans
from crm_core.plans.service import OnePlan, plan_record, viewer_of
from crm_core.store import Store, Transaction, statement


@dataclass(frozen=True, slots=True)
class _Opinion:
    who: str
    opinion: str
    comment: str


@dataclass(frozen=True, slots=True)
class _Change:
    """One adjustment: how many days before the demo's day, by whom, for which team (None: the company's), until judged."""

    days_ago: int
    who: str
    team: str | None
    what: str
    reason: str
    metrics: tuple[tuple[str, str, str], ...]  # metric, direction, size
    judged_after: int
    touches: tuple[str, ...]  # a metric whose goal it is, or a part of a touchpoint's name
    said: tuple[_Opinion, ...]
    verdict: _Opinion | None = None


_CHANGES = (
    _Change(
        58, "manager", None, "重点老客户的联系间隔从三周缩短到两周",
        "一季度回访发现，超过三周没人联系的老客户，下单间隔明显拉长；先从高价值客户做起，不增加其他客户的联系次数。",
        (("interactions_logged", "up", "10%"), ("net_sales", "up", "5%")), 42, ("interactions_logged", "net_sales"),
        (
            _Opinion("lead", "helped", "客户说终于有人记得他上次买的是什么，接电话的态度好多了。"),
            _Opinion("staff", "none", "我这边的客户本来就两周联系一次，变化不大。"),
            _Opinion("wangxy", "helped", "有三家主动问了新茶，比等他们来问强。"),
            _Opinion("wujing", "hurt", "月底太赶，写跟进写到晚上八点。"),
        ),
        _Opinion("manager", "none", "六周的数据看不出明确差别，但一线多数认为有用；保留两周间隔，月底那一周放宽到三周。"),
    ),
    _Change(
        36, "lilan", TEAMS[1], "寄样品前先用微信确认收货人和口味",
        "上月寄出的样品有两成没人签收或口味不合，白寄了；先确认再寄，省下的样品给没试过的客户。",
        (("orders", "up", "8%"), ("returns", "down", "10%")), 56, ("net_sales",),
        (
            _Opinion("wangxy", "helped", "确认时顺口聊两句，常常当场就下单了。"),
            _Opinion("zhaoting", "none", "签收是好了，订单还没看出来。"),
        ),
    ),
    _Change(
        10, "heyuan", None, "投诉改由接单人当天回电，不再转给组长",
        "客户最不满的是要把事情讲两遍；谁接的谁负责到底，组长只看超时的。",
        (("satisfaction_index", "up", "2"), ("follow_ups_in_time", "up", "3%")), 56, ("投诉",),
        (_Opinion("zhengkai", "helped", "客户少讲一遍，火气就小一半。"),),
    ),
)  # fmt: skip


def add_adjustments(store: Store, transaction: Transaction, day: date, staged: str) -> int:
    """Write what was adjusted in the company's plan, the first of ``staged``; return how many adjustments there are."""
    rows = {row["username"]: row for row in transaction.rows(statement("demo", "accounts"))}
    teams = {row["name"]: row["team_id"] for row in transaction.rows(statement("demo", "teams"))}
    actors = {
        one.username: Actor(rows[one.username]["user_id"], one.name, one.role, rows[one.username]["team_id"])
        for one in ACCOUNTS
    }
    plan_id = int(staged.split(" ")[1])
    for place, change in enumerate(_CHANGES):
        key = f"demo-adjustment:{plan_id}:{place}"
        given = _given(store, actors["manager"], plan_id, change, day=day, teams=teams)
        made = add_adjustment(store, actors[change.who], plan_id, given, key=key)
        for said in change.said:
            say_opinion(store, actors[said.who], made, _said(said), key=f"{key}:{said.who}")
        if change.verdict is not None:
            decide(store, actors[change.verdict.who], made, _said(change.verdict), key=f"{key}:verdict")
    return len(_CHANGES)


def _said(given: _Opinion) -> dict[str, object]:
    return {"opinion": given.opinion, "comment": given.comment}


def _given(
    store: Store, manager: Actor, plan_id: int, change: _Change, *, day: date, teams: Mapping[str, int]
) -> dict[str, object]:
    begun = max(stage_spans(day)[1].first, day - timedelta(days=change.days_ago))
    given: dict[str, object] = {
        "changed_on": begun, "what": change.what, "reason": change.reason,
        "scope": "company" if change.team is None else f"team-{teams[change.team]}",
        "judge_on": begun + timedelta(days=change.judged_after - 1), "touched": _touched(store, manager, plan_id, change),
    }  # fmt: skip
    for place, (metric_id, wanted, size) in enumerate(change.metrics, start=1):
        given |= {f"metric:{place}": metric_id, f"wanted:{place}": wanted, f"size:{place}": size}
    return given


def _touched(store: Store, manager: Actor, plan_id: int, change: _Change) -> list[str]:
    record = plan_record(store, OnePlan(viewer_of(manager), plan_id))
    goals = [
        f"{Touched.GOAL}:{goal.goal_id}"
        for goal in record.goals
        if goal.metric_id in change.touches and (goal.scope_name or None) == change.team
    ]
    points = [
        f"{one.kind}:{one.about_id}"
        for one in touchable(store, Everywhere())
        if one.kind is Touched.TOUCHPOINT and any(name in one.name for name in change.touches)
    ]
    return goals + points
