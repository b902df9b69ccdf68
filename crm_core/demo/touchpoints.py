"""The demo's register of touchpoints, what customers suggested, and what was said beyond the interactions themselves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from crm_core.access.model import Actor, Reach, Scope
from crm_core.demo.guides import REGISTER
from crm_core.demo.people import ACCOUNTS
from crm_core.store import Store, Transaction, statement
from crm_core.touchpoints.founding import found_register
from crm_core.touchpoints.model import Phase, RegisterRequest, TouchpointDraft, Unit
from crm_core.touchpoints.service import touchpoints
from crm_core.touchpoints.standards.model import Measure, measures_for
from crm_core.touchpoints.standards.service import choose_measure, note_reading

_KEEPER = "manager"
_EVERYTHING = Reach(Scope.ALL, (), 0)
# What was found by hand: how many days ago, of how many, how many in time, and what it rests on.
_FOUND = (
    (9, 40, 29, "逐条看了一周的微信咨询：午休和晚上八点后的最慢"),
    (16, 25, 24, "客服热线未接来电回拨记录，抽查两天"),
)
_SINCE = timedelta(days=60)


def add_touchpoints(store: Store, transaction: Transaction, day: date) -> int:
    """Write the register and what hangs on interactions up to ``day``; return how many touchpoints there are."""
    users = {row["username"]: row["user_id"] for row in transaction.rows(statement("demo", "accounts"))}
    at = datetime.combine(day - _SINCE, datetime.min.time(), UTC) + timedelta(hours=2)
    drafts = [
        TouchpointDraft(
            one.phase,
            one.name,
            one.department,
            users[one.owner],
            one.channels,
            one.standard,
            one.within,
            one.unit,
            one.guides,
        )
        for one in REGISTER
    ]
    made = found_register(transaction, drafts, user_id=users[_KEEPER], at=at)
    for name in ("add_details", "add_suggestions", "answer_suggestions", "add_comments"):
        transaction.execute(statement("demo", name), [day])
    return made


def measure_standards(store: Store, transaction: Transaction, day: date) -> int:
    """Say by what the register's standards are measured, and what was found of two by hand; return of how many."""
    rows = {row["username"]: row for row in transaction.rows(statement("demo", "accounts"))}
    one = next(account for account in ACCOUNTS if account.username == _KEEPER)
    keeper = Actor(rows[_KEEPER]["user_id"], one.name, one.role, rows[_KEEPER]["team_id"])
    points = [each for each in touchpoints(store, RegisterRequest(_EVERYTHING)) if each.within is not None]
    for point in points:
        if Measure.SUGGESTION in measures_for(point):
            given = {"measure": (Measure.PROMISE if point.phase is Phase.DURING else Measure.SUGGESTION).value}
            choose_measure(
                store, keeper, point.touchpoint_id, given, version=0, key=f"demo-standard:{point.touchpoint_id}"
            )
    by_hand = [each for each in points if each.unit is Unit.HOUR]
    for point, (ago, asked, kept, evidence) in zip(by_hand, _FOUND, strict=False):
        seen = {"measured_on": day - timedelta(days=ago), "asked": str(asked), "kept": str(kept), "evidence": evidence}
        note_reading(store, keeper, point.touchpoint_id, seen, key=f"demo-reading:{point.touchpoint_id}")
    return len(points)
