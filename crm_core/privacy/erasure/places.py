"""Every table of the store, and what an erasure does with it: the one list.

A room that makes a table, or a column of text, adds it here; a test fails until it does. The list is also what a customer's copy
of all data is made from. Its order is that of the work: what finds its rows by others stands before them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from crm_core.errors import N_


class What(StrEnum):
    """What an erasure does with a table."""

    REMOVE = "remove"  # the customer's rows go
    BLANK = "blank"  # they stay as facts of nobody, without whatever tells of the person
    KEEP = "keep"  # none of the rows is a customer's


@dataclass(frozen=True, slots=True)
class Place:
    """One table.

    ``rows``: which rows are the customer's, a fragment of SQL over $ids (the customer's number, and former ones), $needles (what
    names the person) and $own (a pattern of such a number in the trail). ``blank``: what stands in columns afterwards; $nobody is
    the number that stands for nobody. ``strike``: texts of people in which the person is struck out, in rows of others too.
    ``kept``: texts that are codes, or words of the company and the program. ``told``: what the customer's copy shows of it.
    """

    table: str
    what: What
    rows: str = "customer_id = any($ids)"
    blank: Mapping[str, str] = field(default_factory=dict)
    strike: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


ERASED_VALUE = N_("This value was erased.")
_OF_VISIT = "visit_id in (select visit_id from visit where customer_id = any($ids))"
_OF_MERGE = "merge_id in (select merge_id from customer_merge where survivor_id = any($ids) or gone_id = any($ids))"
_TRAIL = """seq in (
    with named as (
        select v.seq from audit_value as v
        where regexp_matches(v.content, $own)
            or exists (select 1 from (select unnest($needles) as needle) as n where contains(v.content, n.needle))
    ),
    theirs as (
        select 'customer' as entity, unnest($ids) as entity_id
        union all select 'contact', contact_id from contact where customer_id = any($ids)
        union all select 'interaction', interaction_id from interaction where customer_id = any($ids)
        union all select 'follow_up', follow_up_id from follow_up where customer_id = any($ids)
        union all select 'attachment', attachment_id from attachment where customer_id = any($ids)
        union all select 'customer_need', need_id from customer_need where customer_id = any($ids)
        union all select 'collaboration_request', request_id from collaboration_request where customer_id = any($ids)
        union all select 'customer_comment', comment_id from customer_comment where customer_id = any($ids)
        union all select 'customer_suggestion', suggestion_id from customer_suggestion where customer_id = any($ids)
        union all select 'survey_answer', answer_id from survey_answer where customer_id = any($ids)
        union all select 'customer_merge', merge_id from customer_merge where survivor_id = any($ids) or gone_id = any($ids)
        union all select 'erasure_request', request_id from erasure_request where customer_id = any($ids)
        union all
        select e.entity, e.entity_id
        from audit_entry as e
        inner join named as n on n.seq = e.seq
        where e.entity in ('contact', 'interaction', 'follow_up', 'attachment', 'customer_need', 'collaboration_request')
    )
    select seq from named
    union
    select e.seq from audit_entry as e inner join theirs as t on t.entity = e.entity and t.entity_id = e.entity_id
)"""
_IMPORTED = """(entity = 'customer' and record_id = any($ids))
    or (entity = 'contact' and record_id in (select contact_id from contact where customer_id = any($ids)))
    or (entity = 'interaction' and record_id in (select interaction_id from interaction where customer_id = any($ids)))
    or (entity = 'follow_up' and record_id in (select follow_up_id from follow_up where customer_id = any($ids)))
    or (entity = 'purchase' and record_id in (select purchase_id from purchase where customer_id = any($ids)))
    or (entity = 'survey_answer' and record_id in (select answer_id from survey_answer where customer_id = any($ids)))
    or try_cast(json_extract_string(values_before, '$.customer_id') as bigint) = any($ids)"""
_NOTICE = """(page = 'customers/customer.py' and page_query = any(list_transform($ids, lambda i: 'id=' || i)))
    or try_cast(json_extract_string(text_values, '$.customer') as bigint) = any($ids)"""
# In a rejected row every value may be the person's, where one of them is.
_REJECTED = """(import_id, row_number) in (
    select (p.import_id, p.row_number)
    from import_problem as p
    where exists (
        select 1 from (select unnest($needles) as needle) as n where contains(p.value, n.needle) or contains(p.reason_values, n.needle)
    )
)"""
# What is no number stands for a comment or a column that counts for nothing, unless the scheme in force groups by it.
_COMMENT = """value is null
    and answer_id in (select answer_id from survey_answer where customer_id = any($ids))
    and item_id not in (
        select i.item_id from scheme_item as i
        inner join survey as s on s.survey_id = i.survey_id and s.scheme_version = i.version
        where i.purpose = 'group'
    )"""
# What was due and not kept stays not kept, so that the past's share of kept promises is the same; what was to come is cancelled.
_CLOSED = "case when status = 'open' then if(due_on < $today, 'done', 'cancelled') else status end"

REMOVED: tuple[Place, ...] = (
    Place("audit_value", What.REMOVE, _TRAIL),
    Place("import_change", What.REMOVE, _IMPORTED),
    Place("notice", What.REMOVE, _NOTICE, strike=("text_values",)),
    Place("visit_answer", What.REMOVE, _OF_VISIT, strike=("answer",), told=("question", "answer")),
    Place("visit", What.REMOVE, told=("event_on", "given_up_at", "created_at")),
    Place(
        "birthday_mark", What.REMOVE, told=("calendar", "born_month", "born_day", "is_leap", "set_at")
    ),
    Place("customer_sight", What.REMOVE, told=("seen_on", "way", "seen_count", "user_id")),
    Place(
        "customer_consent", What.REMOVE, strike=("note",),
        told=("purpose_id", "text_number", "state", "said_on", "way", "note", "logged_at"),
    ),
    Place("collaborator", What.REMOVE, told=("user_id", "since_at")),
    Place(
        "collaboration_request", What.REMOVE, strike=("reason",), told=("asked_by", "reason", "asked_at", "status")
    ),
    Place("contact_delay", What.REMOVE, strike=("reason",), told=("due_on", "reason", "set_on")),
    Place("customer_stage", What.REMOVE, strike=("why",), told=("stage", "since_on", "why")),
    Place("customer_tag", What.REMOVE, told=("tag_id", "put_at")),
    Place("customer_tag_past", What.REMOVE, told=("tag_id", "since_on", "until_on")),
    Place(
        "customer_need", What.REMOVE, strike=("content",), told=("kind", "content", "weight", "state", "noted_on")
    ),
    Place("customer_origin", What.REMOVE, told=("way", "first_contact_on")),
    Place("own_field_value", What.REMOVE, strike=("value",), told=("field_id", "value")),
    Place("occasion_answer", What.REMOVE, strike=("reason",), told=("kind", "occasion_on", "due_on", "reason", "answered_at")),
    Place("customer_parent", What.REMOVE, "customer_id = any($ids) or parent_id = any($ids)", told=("parent_id", "set_at")),
    Place(
        "customer_preference", What.REMOVE, strike=("value", "evidence"), told=("aspect", "value", "origin", "evidence", "noted_on")
    ),
    Place("customer_potential", What.REMOVE, strike=("reason",), told=("level", "reason", "set_on")),
    Place("contact_departure", What.REMOVE, told=("contact_id", "left_on")),
    Place("customer_exempt", What.REMOVE, strike=("reason",), told=("reason", "marked_at")),
    Place("pool_warning", What.REMOVE),
    Place("relationship_proposal", What.REMOVE, told=("dimension", "rung", "made_on")),
    Place("attachment", What.REMOVE, strike=("file_name",), told=("file_name", "kind", "byte_count", "added_at")),
    Place("interaction_detail", What.REMOVE, strike=("chat",), told=("purpose", "chat", "noted_at")),
    Place(
        "customer_suggestion", What.REMOVE, strike=("content", "answer"), told=("content", "state", "answer", "said_on")
    ),
    Place("customer_comment", What.REMOVE, strike=("content",), told=("content", "created_at")),
    Place("merge_part", What.REMOVE, _OF_MERGE),
    Place(
        "customer_at_merge", What.REMOVE, f"customer_id = any($ids) or {_OF_MERGE}", strike=("note",),
        told=("side", "code", "kind", "name", "phone", "email", "id_number", "birthday", "gender", "region", "note"),
    ),
    Place("customer_merge", What.REMOVE, "survivor_id = any($ids) or gone_id = any($ids)", told=("gone_code", "merged_at")),
    Place("customer_former", What.REMOVE, "customer_id = any($ids) or former_id = any($ids)", told=("code",)),
    Place("duplicate_pair", What.REMOVE, "low_id = any($ids) or high_id = any($ids)"),
    Place("erasure_request", What.REMOVE, strike=("reference", "answer"), told=("reason", "asked_at", "status")),
    Place(
        "contact", What.REMOVE, strike=("title", "note"),
        told=("name", "title", "is_decision_maker", "phone", "email", "wechat", "note", "created_at", "updated_at"),
    ),
)  # fmt: skip
BLANKED: tuple[Place, ...] = (
    Place("import_problem", What.BLANK, _REJECTED, {"value": "null", "reason_values": "'{}'", "reason": f"'{ERASED_VALUE}'"}, kept=("column_name",)),
    Place("survey_answer_item", What.BLANK, _COMMENT, {"said": "''"}, strike=("said",)),
    Place(
        "ownership_change", What.BLANK, blank={"customer_id": "$nobody", "reason": "''"}, strike=("reason",), kept=("cause",),
        told=("giver_id", "taker_id", "cause", "reason", "changed_at"),
    ),
    Place(
        "customer_standing", What.BLANK, strike=("reason",), kept=("dimension", "rung"),
        blank={"customer_id": "$nobody", "reason": "''", "reasons": "null", "until_on": "coalesce(until_on, $today)"},
        told=("dimension", "rung", "since_on", "until_on", "reason"),
    ),
    Place(
        "channel_opt_out", What.BLANK, blank={"customer_id": "$nobody", "reason": "''"}, strike=("reason",), kept=("channel",),
        told=("channel", "since_on", "reason", "logged_at", "ended_at"),
    ),
    Place("answer_score", What.BLANK, blank={"customer_id": "null"}, kept=("measure",), told=("measure", "score", "answered_on")),
    Place(
        "survey_answer", What.BLANK, blank={"customer_id": "null"}, kept=("answer_key", "content_digest"),
        told=("survey_id", "answered_at"),
    ),
    Place(
        "interaction", What.BLANK, blank={"customer_id": "$nobody", "content": "''"}, strike=("content",),
        kept=("channel", "outcome", "direction"), told=("happened_at", "channel", "outcome", "direction", "content", "user_id"),
    ),
    Place(
        "follow_up", What.BLANK, strike=("purpose",), kept=("channel",),
        blank={"customer_id": "$nobody", "purpose": "''", "closed_at": "coalesce(closed_at, $now)", "status": _CLOSED},
        told=("due_on", "channel", "purpose", "status", "user_id", "closed_at"),
    ),
    Place(
        "purchase", What.BLANK, blank={"customer_id": "$nobody"}, strike=("product_name",),
        kept=("line_key", "category", "country", "channel"),
        told=("order_id", "purchased_at", "product_id", "product_name", "category", "quantity", "unit_price", "amount", "is_return", "country", "channel"),
    ),
)  # fmt: skip
LAST = Place(
    "customer", What.REMOVE, strike=("note",),
    told=("code", "kind", "name", "phone", "email", "id_number", "birthday", "gender", "region", "owner_id", "team_id", "note", "created_at", "updated_at"),
)  # fmt: skip


def _keep(table: str, *kept: str, strike: tuple[str, ...] = ()) -> Place:
    return Place(table, What.KEEP, "false", strike=strike, kept=kept)


KEPT: tuple[Place, ...] = (
    _keep("absence", strike=("reason",)),
    _keep("app_user", "username", "display_name", "password_hash", "role", "language"),
    _keep("audit_entry", "actor_name", "action", "entity", "values_digest", "previous_hash", "hash"),
    _keep("consent_purpose", "known", "name_cn", "name_tw", "name_en"),
    _keep("consent_text", "text_cn", "text_tw", "text_en"),
    _keep("contact_norm", "rung", "channel", "guide"),
    _keep("data_version", "table_name"),
    _keep("duplicate_search", "crowded"),
    _keep("erasure_return", "erasure_key", strike=("reason",)),
    _keep("erasure_sign", "erasure_key", "kind", "sign"),  # too short to name anybody
    _keep("erasure", "erasure_key", "salt", "digests", "reason", "row_counts", strike=("reference",)),
    _keep("export_file", "kind", "status", "folder", strike=("asked", "file_name", "problem")),
    _keep("gap_note", "gap_key", "cause", strike=("problem", "cause_words")),
    _keep("idempotency_key", "key"),
    _keep("import_batch", "kind", "file_sha256", "mapping", "status", strike=("file_name",)),
    _keep("import_mapping", "kind", "name", "name_key", "headers", "mapping", "reading", "decisions"),
    _keep("import_memory"),
    _keep("job", "job_id", "last_result", strike=("last_message",)),
    _keep("job_run", "job_id", "result", strike=("message",)),
    _keep("loss_reason", "known", "name", "name_key"),
    _keep("nobody"),
    _keep("oidc_allowance", "claim", "expected"),
    _keep("oidc_link", "issuer", "subject", "email"),
    _keep("own_field", "name", "name_key", "kind", "for_kind", "choices"),
    _keep("plan", "rhythm", "state", strike=("name", "purpose")),
    _keep("plan_action", "priority", "status", strike=("what", "note", "evidence")),
    _keep("plan_action_detail", strike=("method",)),
    _keep("plan_action_helper"),
    _keep("plan_action_link"),
    _keep("plan_agreement"),
    _keep("plan_adjustment", "scope_kind", strike=("what", "reason")),
    _keep("plan_adjustment_aim", "metric_id", "wanted"),
    _keep("plan_adjustment_opinion", "opinion", strike=("comment",)),
    _keep("plan_adjustment_touch", "kind"),
    _keep("plan_adjustment_verdict", "opinion", "proposed", strike=("reason",)),
    _keep("plan_barrier", "subject", "state", strike=("what", "heard", "note")),
    _keep("plan_budget"),
    _keep("plan_check_in", "confidence", strike=("comment",)),
    _keep("plan_check_in_value", "status"),
    _keep("plan_check_in_part", "metric_id", "status"),
    _keep("plan_comment", "mentioned", strike=("content",)),
    _keep("plan_comment_about", "about"),
    _keep("plan_current"),
    _keep("plan_goal", "metric_id", "unit", "scope_kind", strike=("name",)),
    _keep("plan_goal_detail", "horizon", "dimension", "rung", strike=("purpose",)),
    _keep("plan_goal_part", "metric_id"),
    _keep("plan_goal_part_value", "level"),
    _keep("plan_goal_value", "level"),
    _keep("plan_maturity", "dimension", strike=("note",)),
    _keep("plan_need_goal", "want"),
    _keep("plan_scope", strike=("reason",)),
    _keep("plan_milestone", strike=("name",)),
    _keep("plan_milestone_owner"),
    _keep("plan_proposal", "metric_id", "measure", "direction", "amount_kind", "unit", "state", strike=("sentence", "section", "name")),
    _keep("plan_reading", "damage", strike=("file_name",)),
    _keep("plan_retention", "subject", strike=("what",)),
    _keep("plan_section"),
    _keep("plan_section_asked"),
    _keep("plan_section_text", strike=("title", "content")),
    _keep("plan_reminder", "reminder_key"),
    _keep("plan_review", "state", strike=("summary",)),
    _keep("plan_review_addendum", strike=("content",)),
    _keep("plan_review_decision", "item_key", strike=("what",)),
    _keep("plan_review_decision_edit"),
    _keep(
        "plan_review_fact", "item_key", "kind", "code", "metric_id", "unit", "scope_kind", "owner_name", "status",
        strike=("name", "told", "scope_name"),
    ),
    _keep("plan_review_feedback", "item_key", strike=("content", "answer")),
    _keep("plan_review_item", "item_key", strike=("title", "minutes")),
    _keep("plan_review_person"),
    _keep("plan_review_report"),
    _keep("plan_snapshot", "kind", strike=("stage_name",)),
    _keep(
        "plan_snapshot_goal", "metric_id", "unit", "scope_kind", "status", strike=("name", "scope_name")
    ),
    _keep("plan_snapshot_part", "metric_id", "status"),
    _keep("plan_snapshot_whole"),
    _keep("plan_snapshot_voice", strike=("content", "answer")),
    _keep("plan_snapshot_word", strike=("content",)),
    _keep("plan_stage", strike=("name",)),
    _keep("plan_strategy", "subject", strike=("aim", "content", "raising", "guideline")),
    _keep("plan_strategy_beat", "channel", "guide"),  # as in contact_norm: else a plan would differ from its norm
    _keep("plan_template", strike=("name", "about", "outline")),
    _keep("pool_rule", "kind", "region", strike=("name",)),
    _keep("pool_rule_tier", "tier"),
    _keep("product", "code", "name", "category"),
    _keep("purchase_order", "code"),
    _keep("relationship_criterion", "dimension", "rung", "measure"),
    _keep("relationship_rule", "dimension"),
    _keep("saved_list", "name_key", "sharing", strike=("name", "content")),
    _keep("saved_list_start"),
    _keep("schema_migration", "name", "checksum"),
    _keep("scheme", strike=("reason",)),
    _keep("scheme_indicator", "name"),
    _keep("scheme_item", "purpose"),
    _keep("session", "session_hash", "end_reason", "address"),
    _keep("setting", "name", "value"),
    _keep("sign_in"),
    _keep("store_info", "name", "value"),
    _keep("strategy_in_force", "subject", strike=("aim", "content", "raising", "guideline")),
    _keep("strategy_after", "choice"),
    _keep("strategy_norm", "rung", "channel", "guide"),
    _keep("strategy_norm_before", "rung", "channel", "guide"),
    _keep("survey", "name_key", strike=("name",)),
    _keep("survey_item", "header", "header_key"),
    _keep("tag", "name", "name_key"),
    _keep("target", "metric_id", "scope_kind", "period_kind", "level"),
    _keep("target_version", "metric_id", "scope_kind", "period_kind", "level", strike=("reason",)),
    _keep("team", "name"),
    _keep("touchpoint", "phase", "department", "channels", "answer_unit", strike=("name", "standard", "guides")),
    _keep("touchpoint_measure", "measure"),
    _keep("touchpoint_reading", strike=("evidence",)),
    _keep("touchpoint_revision", strike=("words",)),
    _keep("visit_rule", "name", "event", "channel", "script", "questions"),
)  # fmt: skip
# In the order of the work: the trail, imports and comments are found by what the others still hold.
_FIRST = ("audit_value", "import_change", "import_problem", "survey_answer_item")
_WORK = {place.table: place for place in (*REMOVED, *BLANKED)}
IN_ORDER: tuple[Place, ...] = (
    *(_WORK[table] for table in _FIRST),
    *(place for table, place in _WORK.items() if table not in _FIRST),
    LAST,
)
PLACES: tuple[Place, ...] = (*IN_ORDER, *KEPT)

# What stays although it began with the customer, and why; shown before an erasure.
STAYS: Mapping[str, str] = {
    "purchase": N_("Amount, day and goods, without whom: the sales of past periods stay as they were."),
    "interaction": N_("Day, channel and outcome, without whom and without what was said: the work of past periods stays as it was."),
    "follow_up": N_("Whether a promise was kept in time, without whom and for what; what was to come is cancelled."),
    "customer_standing": N_("Which type or tier held when, and whose it was, without whom: what norms asked for stays as it was."),
    "survey_answer_item": N_("Comments go; the marks and groups stay as answers of nobody known."),
}  # fmt: skip
