"""What the demo's later rooms hold of the days that were added: visits, what was said beyond talks, comments, sights, who is away.

Only what nobody has touched is carried on: promises of their first version, and talks that no trail tells of.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from crm_core.demo.pool import AWAY
from crm_core.demo.visits import EVENINGS
from crm_core.store import Store, Transaction, statement
from crm_core.visits.service import make_visits


def carry_on(store: Store, transaction: Transaction, known: date, day: date, now: datetime) -> None:
    """Write what the rooms hold of the days after ``known`` up to ``day``."""
    last = transaction.rows(statement("demo", "last_visit"))[0]["visit_id"]
    for past in EVENINGS:
        if day - timedelta(days=past) > known:
            make_visits(store, day - timedelta(days=past))
    transaction.execute(statement("demo", "carry_visits"), [day])
    transaction.execute(statement("demo", "close_visits"), [day])
    transaction.execute(statement("demo", "date_visits"), [day, last])
    transaction.execute(statement("demo", "answer_visits"))
    for name in ("carry_details", "carry_suggestions", "answer_suggestions_since", "carry_comments", "carry_sights"):
        transaction.execute(statement("demo", name), [day, known])
    if not transaction.rows(statement("demo", "away_on"), [day]):
        for person, deputy, first, until, note in AWAY:
            transaction.execute(statement("demo", "add_absence"), [person, deputy, day + first, day + until, note, now])
