"""How the actions of the demo company's plans are done, what they cost, what waits for what, and what the plans may cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from crm_core import clock
from crm_core.plans.work.model import Detail
from crm_core.plans.work.writing import found_budget, found_work
from crm_core.store import Transaction, statement


@dataclass(frozen=True, slots=True)
class _Work:
    """Of one action, named by how its text begins: how it is done, its money in yuan, and what it comes after."""

    what: str
    method: str
    planned: int | None = None
    spent: int | None = None
    before: tuple[str, ...] = ()


_WORKS = (
    _Work("推出两件组合装", "挑出常一起买的六款茶，两两搭配；先做 200 套小样，在三家门店摆两周，看哪几组卖得动。", 12_000, 11_460),
    _Work("给沉睡 90 天的老客户", "按最近一次购买分两批发券，每批之间隔两周；券面满 200 减 30，只限本人使用。", 6_000, 5_230),
    _Work("整理华东组高价值客户", "从客户档案导出高价值名单，组长按地区分人；先电话后微信，每人每天不超过三位。", 800, 320),
    _Work("每周一检查上周跟进记录", "晨会前抽查每人五条，缺渠道或缺结果的当场补。"),
    _Work("补写上月漏记的电话回访", "对照通话清单逐条补，写清客户说了什么、下次什么时候联系。"),
    _Work("与两家社区团购点", "先谈佣金和配送，再谈首单礼；每家先签三个月。", 9_000, 3_500),
    _Work("老客户推荐新客户", "推荐人和新客户各得一张 30 元礼券，新客户首单后发放；门店海报和企业微信同时告知。", 15_000, None,
          ("与两家社区团购点", "向重点客户核对")),
    _Work("补齐重点客户的生日", "从订单备注、通话记录和节日祝福里找，找不到的在下一次回访时顺口问。"),
    _Work("向重点客户核对", "结合本月回访一起核对，不单独打扰。", None, None, ("补齐重点客户的生日",)),
    _Work("常见售后问题整理", "把近三个月的投诉按原因归类，每类写三步：先安抚、再处理、后回访。"),
    _Work("退换货由组长当天复核", "每天下班前看当天的退换单，金额超过 500 元的打电话确认。", None, None, ("常见售后问题整理",)),
    _Work("华南组门店周末试饮", "每周六下午在两家店各设一张试饮台，登记愿意留联系方式的客人。", 8_000, None,
          ("推出两件组合装",)),
    _Work("采购专用回访外呼系统", "比较三家供应商的报价和试用。", 20_000, 600),
    _Work("本周联系 15 位", "先看上次聊到哪里，再打电话；没接的隔天换微信。"),
    _Work("给 8 位重点客户寄春茶", "寄前用微信确认收货人和口味，寄后第三天回访。", 1_600, 1_580),
    _Work("整理下周要拜访", "按上次拜访时间和欠款排序，每家写一句要谈的事。", None, None, ("本周联系 15 位",)),
)  # fmt: skip
_BUDGETS = (Decimal(60_000), Decimal(3_000))


def add_work(transaction: Transaction, plans: Sequence[int], manager_id: int) -> int:
    """Write what belongs to the actions of the plans, the company's first; return to how many."""
    count = 0
    for plan_id, budget in zip(plans, _BUDGETS, strict=True):
        rows = transaction.rows(statement("demo", "plan_steps"), [plan_id])
        steps = {str(row["what"]): int(row["action_id"]) for row in rows}
        for work in _WORKS:
            action_id = _found(steps, work.what)
            if action_id is not None:
                detail = Detail(work.method, _money(work.planned), _money(work.spent))
                before = [one for one in (_found(steps, name) for name in work.before) if one is not None]
                found_work(transaction, action_id, detail, before)
                count += 1
        found_budget(transaction, plan_id, budget, manager_id, clock.now())
    return count


def _found(steps: Mapping[str, int], begin: str) -> int | None:
    return next((action_id for what, action_id in steps.items() if what.startswith(begin)), None)


def _money(amount: int | None) -> Decimal | None:
    return None if amount is None else Decimal(amount)
