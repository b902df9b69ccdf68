"""What hangs on a customer, and how each of it goes along when two are merged: the one list.

A room that makes a table with a ``customer_id`` adds a line here; a test fails until it does. What cannot move, because the
survivor has its like already, stays with the customer that is gone: nobody sees it there, and it is back with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from crm_core.errors import N_
from crm_core.store import Composer, statement

ROOM = "customers/merging"


class How(StrEnum):
    """How the rows of a table go along."""

    ALL = "all"  # each row
    MISSING = "missing"  # those whose key the survivor has not, such as a collaborator
    FIRST = "first"  # all of them where the survivor has none, such as what there is one of for each customer
    STAYS = "stays"  # none: it is about the record as it was


@dataclass(frozen=True, slots=True)
class Part:
    """One table whose ``customer_id`` leads to a customer.

    ``key``: what tells its rows apart within one customer, a whole number; '0' where there is one at most. ``label``: what a
    preview calls the rows; None where they are part of others.
    """

    table: str
    key: str
    how: How
    label: str | None


PARTS: tuple[Part, ...] = (
    Part("purchase", "purchase_id", How.ALL, N_("Purchase lines")),
    Part("interaction", "interaction_id", How.ALL, N_("Interactions")),
    Part("follow_up", "follow_up_id", How.ALL, N_("Follow-ups")),
    Part("contact", "contact_id", How.ALL, N_("Contacts")),
    Part("survey_answer", "answer_id", How.ALL, N_("Survey answers")),
    Part("answer_score", "answer_id", How.ALL, None),
    Part("collaborator", "user_id", How.MISSING, N_("Collaborators")),
    Part("collaboration_request", "request_id", How.ALL, N_("Requests to collaborate")),
    Part("ownership_change", "change_id", How.ALL, None),
    Part("contact_delay", "0", How.FIRST, None),
    Part("visit", "visit_id", How.ALL, None),
    Part("occasion_answer", "answer_id", How.ALL, None),
    Part("birthday_mark", "contact_id", How.MISSING, None),
    Part("customer_stage", "stage_id", How.FIRST, None),
    Part("customer_tag", "tag_id", How.MISSING, None),
    Part("customer_tag_past", "tag_id * 100000 + (until_on - date '2000-01-01')", How.FIRST, None),
    Part("customer_need", "need_id", How.ALL, N_("What the customer wants")),
    Part("customer_origin", "0", How.FIRST, None),
    Part("own_field_value", "field_id", How.MISSING, None),
    Part("customer_preference", "preference_id", How.ALL, N_("Likings")),
    Part("customer_potential", "0", How.FIRST, None),
    Part("contact_departure", "contact_id", How.ALL, None),
    Part("customer_parent", "0", How.FIRST, None),
    Part("interaction_detail", "interaction_id", How.ALL, None),
    Part("customer_comment", "comment_id", How.ALL, N_("Comments")),
    Part("customer_suggestion", "suggestion_id", How.ALL, N_("Suggestions")),
    Part("attachment", "attachment_id", How.ALL, N_("Documents")),
    Part("customer_exempt", "0", How.FIRST, None),
    Part("pool_warning", "rule_id", How.STAYS, None),
    Part("relationship_proposal", "0", How.STAYS, None),
    Part("erasure_request", "request_id", How.ALL, None),
    Part("customer_consent", "consent_id", How.ALL, N_("Consents")),
    Part("channel_opt_out", "opt_out_id", How.ALL, None),
    Part("customer_sight", "sight_id", How.ALL, None),
    Part("customer_standing", "(since_on - date '2000-01-01') * 2 + (dimension = 'type')::integer", How.FIRST, None),
)
# Tables of this room that name customers and are its own memory.
OWN_MEMORY = frozenset({"customer", "customer_at_merge", "customer_former"})

_TABLES = {part.table: part.table for part in PARTS}
_KEYS = {part.table: part.key for part in PARTS}
REMEMBER = Composer(
    statement(ROOM, "remember_part"),
    {
        "which": {  # filled first: it names the table and the key itself
            How.ALL.value: "true",
            How.MISSING.value: "/*key*/ not in (select /*key*/ from /*table*/ where customer_id = $4)",
            How.FIRST.value: "not exists (select 1 from /*table*/ where customer_id = $4)",
            How.STAYS.value: "false",
        },
        "table": _TABLES,
        "key": _KEYS,
    },
)
MOVE = Composer(statement(ROOM, "move_part"), {"table": _TABLES, "key": _KEYS})
COUNT = Composer(statement(ROOM, "count_part"), {"table": _TABLES})
REMOVE = Composer(statement(ROOM, "remove_left_behind"), {"table": _TABLES})
