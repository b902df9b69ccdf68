"""Colleagues who met over a customer (撞单), and what the bell says of it."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa

from crm_core import audit
from crm_core.access.model import CONSOLE
from crm_core.demo.customers import Customers, code_of
from crm_core.demo.dice import Truth, day_of
from crm_core.demo.people import ACCOUNTS
from crm_core.errors import N_, message
from crm_core.messages import service as messages
from crm_core.store import Transaction, statement

# Who asked, whose customer it is, how it ended, how many days ago, and why.
_REQUESTS = (
    ("liujia", "staff", "open", 0, "这家在青岛的分店一直是我在跟，想一起做年度采购。"),
    ("staff", "liujia", "open", 1, "客户的行政经理是我的老客户，可以帮忙促成礼盒订单。"),
    ("wangxy", "zhaoting", "open", 1, "总部在上海、门店在我这边，方便统一对接。"),
    ("zhengkai", "wujing", "open", 2, "客户找我报过咖啡设备的价，和茶具是同一个项目。"),
    ("lead", "staff", "granted", 21, "大客户，主管一起参加续约谈判。"),
    ("xupeng", "wangxy", "granted", 40, "负责这家客户的门店培训。"),
    ("wujing", "zhengkai", "declined", 33, "客户微信加了我，想接着跟。"),
)


def request_rows(people: Customers, kept: Truth, day: int) -> pa.Table:
    """Return the requests as they stand on a day: each about the youngest company of its owner not yet taken."""
    rows, taken = [], set()
    for place, (asker, owner, status, days_ago, reason) in enumerate(_REQUESTS):
        carer = next(at for at, account in enumerate(ACCOUNTS) if account.username == owner)
        mine = np.flatnonzero(kept & (people.carer == carer) & people.is_company.astype(bool))[::-1]
        at = next(int(one) for one in mine[3:] if int(one) not in taken)
        taken.add(at)
        asked_at = datetime.combine(day_of(day), datetime.min.time()) - timedelta(days=days_ago + 1, hours=-10)
        rows.append(
            {
                "place": place,
                "asker": asker,
                "customer_code": code_of(people.first + at),
                "reason": reason,
                "asked_at": asked_at,
                "status": status,
            }
        )
    return pa.Table.from_pylist(rows)


def add_meetings(transaction: Transaction, requests: pa.Table, zone: str) -> None:
    """Write the requests, let those work along to whom it was granted, and tell the owners of the open ones."""
    transaction.execute_with({"given": requests}, statement("demo", "add_requests"), [zone])
    transaction.execute(statement("demo", "add_collaborators"))
    for row in transaction.rows(statement("demo", "open_requests")):
        text = message(
            N_("{name} asks to collaborate on {customer}: {reason}"),
            name=row["asker"],
            customer=row["customer_id"],
            reason=row["reason"],
        )
        where = {"id": row["customer_id"]}
        messages.notify(transaction, row["owner_id"], "collaboration", text, "customers/customer.py", where)
    audit.record_batch(transaction, CONSOLE, audit.Change("demo", "collaboration_request", None), len(requests))


def tell_of_customers(transaction: Transaction, line_count: int) -> None:
    """Tell some people that a customer was given to them, and the administrators what was read in."""
    for row in transaction.rows(statement("demo", "given_customers")):
        text = message(N_("{name} gave you a customer: {customer}."), name=row["giver"], customer=row["customer_id"])
        where = {"id": row["customer_id"]}
        messages.notify(transaction, row["owner_id"], "assigned", text, "customers/customer.py", where)
    text = message(N_("The demo company was read in: {count} purchase lines."), count=line_count)
    messages.notify_admins(transaction, "import_finished", text, "exchange/imports.py")
