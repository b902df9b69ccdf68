"""The demo's return visits: rules that have been on for two weeks, visits done and due, and birthdays of today.

Visits are made by the job itself, as of a few evenings of those weeks; most of those that were due by now are done.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from borax.calendars.lunardate import LunarDate

from crm_core.interactions.model import Channel
from crm_core.store import Store, Transaction, statement
from crm_core.visits.founding import found_rules
from crm_core.visits.model import Question, QuestionKind, RuleDraft
from crm_core.visits.service import make_visits

_PLANNER = "manager"
_WEEKS = timedelta(days=15)
EVENINGS = (11, 7, 3, 0)  # days before today on which the job has run
_RULES = (
    (
        RuleDraft(
            "首次购买回访", "first_purchase", None, 3, Channel.PHONE,
            "您好，我是负责您的顾问。前几天您第一次在我们这里选购，想了解一下收货和品饮的情况，只需一两分钟。",
            (
                Question(QuestionKind.TRUTH, "货品是否完好送达？"),
                Question(QuestionKind.SCALE, "整体满意度"),
                Question(QuestionKind.CHOICE, "从哪里了解到我们？", ("朋友推荐", "门店路过", "线上平台", "其他")),
                Question(QuestionKind.TEXT, "对产品或服务的建议"),
            ),
            2, 1, None, 8,
        ),
        True,
    ),
    (
        RuleDraft(
            "生日祝福", "birthday", None, 0, Channel.WECHAT,
            "祝您生日快乐！附上生日礼券一张，本月到店可用。", (), 1, 1, None, 12,
        ),
        True,
    ),
    (
        RuleDraft(
            "大额订单回访", "large_purchase", Decimal(3_000), 2, Channel.PHONE,
            "感谢您的大额订单。确认到货、开票和分发是否顺利，并了解下一次采购的时间。",
            (
                Question(QuestionKind.SCALE, "交付满意度"),
                Question(QuestionKind.TEXT, "下一次采购的时间和品类"),
            ),
            1, 2, None, 6,
        ),
        True,
    ),
    (
        RuleDraft(
            "久未购买关怀", "silence", None, 1, Channel.PHONE,
            "问候近况，了解暂停购买的原因，介绍当季新茶；不要急于推销。",
            (Question(QuestionKind.CHOICE, "没有再买的原因", ("还没喝完", "价格", "口味", "换了别家", "其他")),),
            1, 3, None, 20,
        ),
        False,
    ),
)  # fmt: skip


def add_visits(store: Store, transaction: Transaction, day: date) -> int:
    """Write rules, visits and birthdays as they stand on ``day``; return how many visits there are."""
    users = {row["username"]: row["user_id"] for row in transaction.rows(statement("demo", "accounts"))}
    since_on = day - _WEEKS
    at = datetime.combine(since_on, datetime.min.time(), UTC) + timedelta(hours=2)
    lunar = LunarDate.from_solar(day)
    transaction.execute(statement("demo", "add_birthdays"), [lunar.month, lunar.day, users[_PLANNER], at])
    found_rules(transaction, _RULES, since_on, user_id=users[_PLANNER], at=at)
    made = sum(make_visits(store, day - timedelta(days=past)) for past in EVENINGS)
    transaction.execute(statement("demo", "do_visits"), [day])
    transaction.execute(statement("demo", "close_visits"), [day])
    transaction.execute(statement("demo", "date_visits"), [day, 0])
    transaction.execute(statement("demo", "answer_visits"))
    return made
