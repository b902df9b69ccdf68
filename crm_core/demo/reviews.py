"""The demo company's reviews of its plan: one that was held, with minutes, decisions and what leadership said, and the next.

The numbers in them are what the demo's own plan came to on those days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from crm_core import audit
from crm_core.access.model import CONSOLE, Actor
from crm_core.demo.people import ACCOUNTS
from crm_core.demo.staged import stage_spans
from crm_core.plans.acting import add_action
from crm_core.plans.service import OnePlan, viewer_of
from crm_core.reviews.founding import Answered, Decided, Noted, WholeReview, found_review
from crm_core.reviews.model import Kind
from crm_core.reviews.planning import add_review
from crm_core.reviews.service import about
from crm_core.sections.comments import comment_on_plan
from crm_core.snapshots.service import snapshots
from crm_core.snapshots.sharing import answer_voice, say_to_period, share_period
from crm_core.store import Store, Transaction, statement

_HELD, _NEXT = -12, 9  # days from the demo's day
_PEOPLE = ("manager", "heyuan", "lead", "lilan", "huangzm", "staff")


@dataclass(frozen=True, slots=True)
class _Step:
    """A decision: what, by whom, until how many days from the demo's day, when it was done and what that showed."""

    what: str
    who: str
    due: int
    done: int | None = None
    evidence: str = ""


_NOTES: tuple[tuple[Kind | None, str | None, str, tuple[_Step, ...]], ...] = (
    (
        Kind.GAP,
        "new_customers",
        "新客户还差得多，**两条路都卡在价格授权**：\n\n- 团购点要九五折以内当场能定\n- 推荐有礼的规则改了两次，门店不敢承诺\n\n"
        "大家同意先把授权放下去，再谈第二家。",
        (
            _Step("九五折以内由各组组长当场定，超过的当天回复", "heyuan", -8, -9, "三家团购点当周签下"),
            _Step("推荐有礼规则定稿，发到每家门店", "lilan", 3),
        ),
    ),
    (
        Kind.GAP,
        "norm_compliance",
        "联系间隔到了没人提醒。请假的两位同事手上的客户没有分出去，下周起请假必须填代班。",
        (_Step("每周五由组长看一遍本周到期没联系的名单", "lead", 20),),
    ),
    (
        Kind.ADJUSTMENT,
        None,
        "六周的数字看不出明确差别，一线多数说有用。保留两周间隔，月底那一周放宽到三周，下次再看。",
        (),
    ),
    (
        Kind.LESSON,
        None,
        "先在一家门店试、再推到三家，比一次全推少走弯路。以后新做法都先试两周。",
        (_Step("把“先试两周”写进行动的做法模板", "manager", -5, -6, "模板已改，三个组都在用"),),
    ),
    (None, None, "", (_Step("下次复盘前，各组先把逾期行动改好日期或说明原因", "lead", 7),)),
)
_TOPICS = (("年节礼盒的备货什么时候定？", "采购说最晚提前五周。由何远在下周例会上报数，不在这里展开。"),)
_SUMMARY = (
    "客单价已经达到目标，销售额走在前面；**新客户和按规范联系还差**。\n\n接下来两周做三件事：授权放到组长、推荐有礼规则定稿、"
    "请假一定填代班。谢谢华东组把发样前先确认的做法试出来，其他组可以照着做。"
)
_PERIOD = (
    "本期客单价走在计划前面，靠的是**组合装和发样前先确认**；新客户还差，主要卡在授权。\n\n下一期先把授权放到组长，再谈新渠道。每个人的部分标在下面，"
    "有不同看法请直接写在这里。"
)
_PERIOD_SAID = (
    (
        "wangxy",
        "组合装里绿茶那一组卖得慢，能不能换成花茶？我这边有五位客户问过。",
        "好，下月起花茶组先在两家店试；结果写在行动的效果依据里。",
    ),
    ("wujing", "授权放下来以后，超过九五折的当天能答复吗？客户等不了两天。", ""),
)
_SAID = (
    ("wangxy", "规则定稿后能不能给一页给客户看的说明？现在口头讲三遍还讲不清。"),
    ("wujing", "代班填了，可是客户电话打进来还是转给我，前台要不要也知道？"),
)


def add_reviews(store: Store, transaction: Transaction, day: date, staged: str) -> int:
    """Write the reviews of the company's plan, the first of ``staged``; return how many there are."""
    rows = {row["username"]: row for row in transaction.rows(statement("demo", "accounts"))}
    actors = {
        one.username: Actor(rows[one.username]["user_id"], one.name, one.role, rows[one.username]["team_id"])
        for one in ACCOUNTS
    }
    plan_id = int(staged.split(" ")[1])
    held_on = day + timedelta(days=_HELD)
    evening = datetime.combine(held_on, time(9), UTC)
    ids = {name: actor.user_id for name, actor in actors.items()}
    notes = []
    for place, (kind, metric_id, minutes, steps) in enumerate(_NOTES):
        decided = [
            _decided(store, actors, plan_id, step, day=day, key=f"demo-review:{plan_id}:{place}:{number}")
            for number, step in enumerate(steps)
        ]
        notes.append(Noted(kind, metric_id, minutes, tuple(decided)))
    whole = WholeReview(
        plan_id, held_on, ids["manager"], evening, tuple(ids[name] for name in _PEOPLE), stage_spans(day)[1].first,
        tuple(notes), _TOPICS, day + timedelta(days=_NEXT), _SUMMARY, (ids["reader"], ids["heyuan"]),
        (
            Answered(
                ids["reader"], "授权放下去以后，毛利怎么看？我不想用折扣换数字。", evening + timedelta(days=1),
                "毛利率每周五看一次，低于去年同期两个点就收回授权；已写进何远的行动。", evening + timedelta(days=2),
            ),
            Answered(ids["reader"], "三个组的做法能不能月底前讲给新来的同事？", evening + timedelta(days=3)),
        ),
    )  # fmt: skip
    review_id = found_review(store, transaction, whole)
    given = {"held_on": day + timedelta(days=_NEXT), "people": [ids[name] for name in _PEOPLE]}
    add_review(store, actors["manager"], plan_id, given, key=f"demo-review:{plan_id}:next")
    for number, (who, content) in enumerate(_SAID):
        said = {"content": content, "mentioned": []}
        key = f"demo-review:{plan_id}:said:{number}"
        comment_on_plan(store, actors[who], plan_id, None, said, about=about(review_id), key=key)
    audit.record_batch(transaction, CONSOLE, audit.Change("demo", "plan_review", None), 2)
    return 2


def share_last_period(store: Store, transaction: Transaction, staged: str) -> int:
    """Tell the last kept period end of the company's plan to all, with what staff said to it; return how many were told."""
    rows = {row["username"]: row for row in transaction.rows(statement("demo", "accounts"))}
    actors = {
        one.username: Actor(rows[one.username]["user_id"], one.name, one.role, rows[one.username]["team_id"])
        for one in ACCOUNTS
    }
    plan_id, manager = int(staged.split(" ")[1]), actors["manager"]
    kept = snapshots(store, OnePlan(viewer_of(manager), plan_id))
    if not kept:
        return 0
    day, key = kept[0].as_of_on, f"demo-period:{plan_id}"
    share_period(store, manager, plan_id, day, {"words": _PERIOD}, version=0, key=key)
    for number, (who, content, answer) in enumerate(_PERIOD_SAID):
        made = say_to_period(store, actors[who], plan_id, day, {"content": content}, key=f"{key}:{number}")
        if answer:
            answer_voice(store, manager, made, {"answer": answer}, version=1, key=f"{key}:{number}:answer")
    return 1


def _decided(store: Store, actors: dict[str, Actor], plan_id: int, step: _Step, *, day: date, key: str) -> Decided:
    due_on = day + timedelta(days=step.due)
    given: dict[str, object] = {
        "what": step.what, "owner_id": actors[step.who].user_id, "start_on": day + timedelta(days=_HELD), "due_on": due_on,
    }  # fmt: skip
    if step.done is not None:
        given |= {"status": "done", "done_on": day + timedelta(days=step.done), "evidence": step.evidence}
    action_id = add_action(store, actors["manager"], plan_id, given, key=key)
    return Decided(step.what, actors[step.who].user_id, due_on, action_id)
