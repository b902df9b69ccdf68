"""Taking an import of answers back: those that it added go, those that it changed are what they were, scores and all.

The survey that an import has made stays, with its questions: it may be filled again.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from crm_core.access.model import Actor, Reach
from crm_core.imports.taking_back import JUDGE_SECONDS
from crm_core.store import Store, Transaction, statement

ROOM = "surveys"
# In this order: what was said and scored goes with the answers that go, and is put back with those that are put back.
_STEPS = (
    "forget_said",
    "forget_scores",
    "remove_answers",
    "restore_answers",
    "restore_said",
    "restore_scores",
)


class TakingBackAnswers:
    """Answers. One stays where it was changed since; a changed one also where its survey was weighed anew since."""

    entity = "survey_answer"
    tables = ("survey_answer", "survey", "customer")

    def judge(self, store: Store, reach: Reach, changes: pa.Table, leaving: Mapping[str, pa.Table]) -> pa.Table:
        """Return the answers with the reason why one stays."""
        query = statement(ROOM, "judged_answers")
        return store.table(query, tables={"changes": changes}, seconds=JUDGE_SECONDS)

    def undo(self, transaction: Transaction, actor: Actor, taken: pa.Table) -> None:
        """Remove the added answers and put the changed ones back."""
        for step in _STEPS:
            transaction.execute_with({"taken": taken}, statement(ROOM, step))
