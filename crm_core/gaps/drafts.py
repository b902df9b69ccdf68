"""From what people type about a gap to a typed draft, with a message for each field that cannot be taken. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crm_core.errors import N_, message
from crm_core.gaps.model import Cause
from crm_core.plans.drafts import Reader

PROBLEM_LIMIT, CAUSE_LIMIT = 1_000, 500


@dataclass(frozen=True, slots=True)
class GapDraft:
    """What a form says of a gap, checked; ``action_id`` is an action of the plan that was there already."""

    problem: str
    cause: Cause | None
    cause_words: str
    action_id: int | None

    @classmethod
    def parse(cls, given: Mapping[str, object]) -> GapDraft:
        """Return the draft of ``problem``, ``cause``, ``cause_words`` and ``action_id``; each may be missing, not all.

        Raises:
            InvalidInput: with a message a field.
        """
        reader = Reader(given)
        problem, words = reader.note("problem", PROBLEM_LIMIT), reader.note("cause_words", CAUSE_LIMIT)
        cause = reader.choice("cause", Cause, Cause.OTHER) if given.get("cause") else None
        if words and cause is None and "cause" not in reader.problems:
            reader.problems["cause"] = message(N_("Please choose which cause these words describe."))
        action_id = reader.key("action_id")
        if not (problem or cause or action_id) and not reader.problems:
            reader.problems["problem"] = message(N_("Please say something of it: the problem, a cause or an action."))
        reader.check()
        return cls(problem, cause, words, action_id)
