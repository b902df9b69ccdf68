"""The demo's public pool, where some customers were let go, each with when and why; and who is away."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pyarrow as pa

from crm_core import audit
from crm_core.access.model import CONSOLE
from crm_core.store import Transaction, statement

# Who let go, why it fell back, in whose words; a rule gives none.
_LET_GO = (
    ("staff", "release", "联系人已离职，新负责人暂无采购计划"),
    ("zhaoting", "rule", ""),
    ("wujing", "release", "改由总部统一采购，超出我组范围"),
    ("xupeng", "leave", ""),
    ("liujia", "rule", ""),
    ("zhengkai", "release", "客户搬至外省，建议就近跟进"),
)
# Who is away with which deputy, from and to so many days from today, and why.
AWAY = (
    ("liujia", "staff", timedelta(days=-1), timedelta(days=4), "年假"),
    ("wujing", "zhengkai", timedelta(days=9), timedelta(days=13), "培训"),
)
# Rules that are prepared and off: name, days without contact, without purchase, for which kind.
_RULES = (
    ("个人客户：180 天未跟进且未购买", 180, 180, "person"),
    ("企业客户：90 天未跟进", 90, None, "company"),
)
_KEPT = ("wangxy", "lilan", "年度框架协议客户，决策周期较长")


def add_pool(transaction: Transaction, now: datetime, today: date) -> None:
    """Write who let go every other customer of the pool, a mark on a few that are to be kept, rules, and absences."""
    given = pa.Table.from_pylist(
        [
            {"place": place, "giver": giver, "cause": cause, "reason": reason}
            for place, (giver, cause, reason) in enumerate(_LET_GO)
        ]
    )
    rows = transaction.execute_with({"given": given}, statement("demo", "add_pool_stays"), [now])
    transaction.execute(statement("demo", "add_exempt"), [*_KEPT, now])
    for name, quiet, unsold, kind in _RULES:
        transaction.execute(statement("demo", "add_pool_rule"), [name, quiet, unsold, kind, now])
    for person, deputy, first, last, note in AWAY:
        transaction.execute(statement("demo", "add_absence"), [person, deputy, today + first, today + last, note, now])
    audit.record_batch(transaction, CONSOLE, audit.Change("demo", "customer", None), len(rows))
