"""What the demo company's plans say: goals, actions, milestones and check-ins, in the company's own language."""

from __future__ import annotations

from dataclasses import dataclass

from crm_core.plans.model import ActionStatus, Confidence, Priority
from crm_core.plans.parts.model import Detail, Horizon
from crm_core.relationships.model import Rung

COMPANY_PLAN = "老客户经营提升计划"
COMPANY_PURPOSE = "让老客户买得更多、留得更久：先把客户档案摸清，再把回访和售后做实，最后把有效的做法推广到各组。"
TEAM_PLAN = "华北组重点客户回访计划"
TEAM_PURPOSE = "每位重点客户每月至少联系一次，问题当周回复。"
STAGES = ("摸底建档", "重点提升", "巩固推广")
COMPLETE_RECORDS, RESPONSE_HOURS = "重点客户档案完整率", "投诉平均处理时长"
CARED_FOR = "重点客户当月联系率"
TRUSTED = "让客户更信任我们"
MORE_AND_AGAIN = "老客户买得更勤、退得更少"


# What the company's goals say of themselves, by their place.
DETAILS = {
    0: Detail(1, Horizon.MIDDLE, Rung.RELATIONAL, "常客一次多带一样，比多来一位新客更省力。"),
    1: Detail(1, Horizon.LONG, None, "三年内老客户贡献七成销售，不再靠促销撑业绩。"),
    2: Detail(1, Horizon.SHORT, None, "聊过什么写下来，换了人客户也不用从头讲。"),
    3: Detail(1, Horizon.SHORT, None, "团购和老客户推荐各带来一半新客户。"),
    4: Detail(1, Horizon.SHORT, Rung.HIGH, "重点客户的生日、常购品类和收货地址都要查得到。"),
    5: Detail(1, Horizon.MIDDLE, None, "问题一天内有人管，同一件事客户只讲一遍。"),
    9: Detail(5, Horizon.MIDDLE, None, "买得勤、愿意再来、退得少，三样一起看才算真的满意。"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """An action: for which goal (its place), by whom, from which day to which (days from the plan's present day)."""

    goal: int | None
    owner: str
    what: str
    start: int
    due: int
    priority: Priority
    status: ActionStatus
    note: str = ""
    evidence: str = ""
    helpers: tuple[str, ...] = ()


_H, _M, _L = Priority.HIGH, Priority.MID, Priority.LOW
_PLANNED, _DOING, _DONE = ActionStatus.PLANNED, ActionStatus.DOING, ActionStatus.DONE

# Goals by their place: 0 average order value, 1 net sales, 2 interactions, 3 new customers, 4 records, 5 hours,
# 6 to 8 net sales of the three teams, 9 orders with who buys again and returns.
COMPANY_STEPS = (
    Step(0, "heyuan", "推出两件组合装，满 299 元减 30 元", -82, -40, _H, _DONE, "先在门店试点，再上线商城", "组合装订单占比由 6% 升到 14%"),
    Step(1, "manager", "给沉睡 90 天的老客户发唤醒券", -70, -30, _H, _DONE, "分两批发放，避开大促", "唤醒 41 位，带来 63 单"),
    Step(1, "lilan", "整理华东组高价值客户名单并逐一回访", -20, 12, _H, _DOING, "已回访 18 位", helpers=("wangxy", "zhaoting")),
    Step(2, "lead", "每周一检查上周跟进记录是否写全", -60, 40, _M, _DOING, "与晨会一起进行"),
    Step(2, "staff", "补写上月漏记的电话回访", -16, -4, _H, _DOING, "还差 7 条"),
    Step(2, "liujia", "把企业微信群里的咨询转成跟进记录", -12, 3, _M, _DOING, helpers=("staff",)),
    Step(3, "huangzm", "与两家社区团购点谈联合拉新", -30, -6, _H, _DOING, "一家已签，另一家在谈价格"),
    Step(3, "heyuan", "老客户推荐新客户双方各得一张礼券", 6, 45, _H, _PLANNED),
    Step(4, "wujing", "补齐重点客户的生日和常购品类", -55, -15, _M, _DONE, "从订单和通话里核对", "补齐 126 位"),
    Step(4, "staff", "向重点客户核对收货地址与手机号", -3, 4, _M, _PLANNED),
    Step(5, "zhengkai", "常见售后问题整理成三步处理单", -45, -20, _M, _DONE, "", "平均处理时长少了 3 小时"),
    Step(5, "lead", "退换货由组长当天复核", -10, 25, _M, _DOING),
    Step(8, "huangzm", "华南组门店周末试饮", 10, 60, _L, _PLANNED),
    Step(None, "manager", "把第一阶段的做法写成一页说明发给各组", -35, -18, _M, _DONE, "", "三个组都已照做"),
    Step(None, "heyuan", "采购专用回访外呼系统", -50, -10, _L, ActionStatus.DROPPED, "人手够用，暂不采购"),
)  # fmt: skip
# 0 interactions of the team, 1 share of key customers spoken to, 2 net sales, 3 one that is still vague.
TEAM_STEPS = (
    Step(0, "staff", "本周联系 15 位三个月没下单的老客户", -5, 0, _H, _DOING, "已联系 9 位"),
    Step(0, "liujia", "整理下周要拜访的企业客户名单", -2, 5, _M, _PLANNED, helpers=("lead",)),
    Step(1, "staff", "给 8 位重点客户寄春茶样品", -20, -8, _M, _DONE, "", "5 位回购"),
    Step(1, "lead", "陪同拜访两位流失风险高的企业客户", -14, -2, _H, _PLANNED),
)
# By days from the plan's present day: what, and how many days after its day it was reached (None: not yet).
COMPANY_MILESTONES = (
    ("重点客户名单定稿", -115, 0, "heyuan"), ("客户档案补齐一半", -66, -4, "lead"),
    ("回访话术全员培训完成", -24, 2, "lilan"), ("中期复盘会", 9, None, "manager"), ("有效做法推广到三个组", 95, None, "lead"),
)  # fmt: skip
TEAM_MILESTONES = (("首轮回访全部完成", -12, 1, "lead"), ("二轮回访全部完成", 6, None, "staff"))
# The comments of the latest check-ins, the newest first.
COMPANY_COMMENTS = (
    ("销售和客单价都好，新客户明显不够：团购点的谈判要加快，推荐有礼下周上线。", Confidence.MID),
    ("沉睡客户唤醒效果好于预期，跟进记录仍有漏写，组长每周检查。", Confidence.HIGH),
    ("档案补得快，投诉处理时长下降变慢，先把常见问题整理出来。", Confidence.MID),
    ("第二阶段开始，目标已同步到三个组。", Confidence.HIGH),
    ("第一阶段收尾：名单定稿，回访话术还要练。", Confidence.MID),
)
TEAM_COMMENTS = (
    ("两位企业客户有流失风险，本周一起去拜访。", Confidence.LOW),
    ("春茶样品反馈不错，下周跟进回购。", Confidence.HIGH),
    ("首轮回访完成，比计划晚一天。", Confidence.MID),
)
