"""The one policy table: who may do what, and how far. What is not listed is refused.

Grants are by role and permission; pages, routes, columns and exports each name what they need. Tests fail for whatever
exists and is not listed here.
"""

from __future__ import annotations

from dataclasses import dataclass

from crm_core.access.model import Permission as P
from crm_core.access.model import Role, Scope

_ALL, _TEAM, _OWN = Scope.ALL, Scope.TEAM, Scope.OWN

# One row a permission: how far each role's grant reaches; a role that is missing has none.
GRANTS: dict[P, dict[Role, Scope]] = {
    P.BOARD_READ: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM, Role.STAFF: _OWN, Role.READER: _ALL},
    P.NUMBER_EXPORT: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM, Role.STAFF: _OWN},
    P.CUSTOMER_READ: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM, Role.STAFF: _OWN, Role.READER: _ALL},
    P.CUSTOMER_ADD: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM, Role.STAFF: _OWN},
    P.CUSTOMER_EDIT: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM, Role.STAFF: _OWN},
    P.CUSTOMER_ASSIGN: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM},
    P.CUSTOMER_REVEAL: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM, Role.STAFF: _OWN},
    P.CUSTOMER_EXPORT: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM},
    P.CUSTOMER_CLAIM: {Role.MANAGER: _ALL, Role.LEAD: _TEAM, Role.STAFF: _OWN},
    P.CUSTOMER_RELEASE: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM, Role.STAFF: _OWN},
    P.CUSTOMER_KEEP: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM},
    P.ATTACHMENT_ADD: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM, Role.STAFF: _OWN},
    P.ATTACHMENT_TAKE: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM, Role.STAFF: _OWN},
    P.POOL_RULE: {Role.ADMIN: _ALL, Role.MANAGER: _ALL},
    P.WORK_HAND_OVER: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM},
    P.CUSTOMER_MERGE: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM},
    P.TAG_EDIT: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM},
    P.VIEW_SHARE: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM},
    P.ABSENCE_EDIT: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM, Role.STAFF: _OWN},
    P.COLLABORATION_ASK: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _ALL, Role.STAFF: _ALL},
    P.COLLABORATION_ANSWER: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM, Role.STAFF: _OWN},
    P.INTERACTION_READ: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM, Role.STAFF: _OWN, Role.READER: _ALL},
    P.INTERACTION_LOG: {Role.MANAGER: _ALL, Role.LEAD: _TEAM, Role.STAFF: _OWN},
    P.DAY_READ: {Role.MANAGER: _OWN, Role.LEAD: _OWN, Role.STAFF: _OWN},
    P.TARGET_READ: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM, Role.STAFF: _OWN, Role.READER: _ALL},
    P.TARGET_EDIT: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM},
    P.PLAN_READ: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM, Role.STAFF: _OWN, Role.READER: _ALL},
    P.PLAN_EDIT: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM},
    P.PLAN_EXPORT: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM},
    P.ACTION_EDIT: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM, Role.STAFF: _OWN},
    P.SECTION_WRITE: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM, Role.STAFF: _OWN},
    P.IMPORT_RUN: {Role.ADMIN: _ALL, Role.LEAD: _TEAM},
    P.SURVEY_READ: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM, Role.STAFF: _OWN, Role.READER: _ALL},
    P.SURVEY_EDIT: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM},
    P.SURVEY_EXPORT: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM},
    P.RELATION_READ: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM, Role.STAFF: _OWN, Role.READER: _ALL},
    P.STANDING_SET: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM, Role.STAFF: _OWN},
    P.CRITERION_EDIT: {Role.ADMIN: _ALL, Role.MANAGER: _ALL},
    P.NORM_READ: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM},
    P.NORM_EDIT: {Role.ADMIN: _ALL, Role.MANAGER: _ALL},
    P.VISIT_READ: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM},
    P.VISIT_RULE: {Role.ADMIN: _ALL, Role.MANAGER: _ALL},
    P.TOUCHPOINT_READ: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM, Role.STAFF: _OWN, Role.READER: _ALL},
    P.TOUCHPOINT_EDIT: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM},
    P.COMMENT_WRITE: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM, Role.STAFF: _OWN, Role.READER: _ALL},
    P.SUGGESTION_ANSWER: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM},
    P.USER_MANAGE: {Role.ADMIN: _ALL},
    P.SETTING_EDIT: {Role.ADMIN: _ALL},
    P.JOB_MANAGE: {Role.ADMIN: _ALL},
    P.CONSENT_LOG: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM, Role.STAFF: _OWN},
    P.AUDIT_READ: {Role.ADMIN: _ALL},
    P.SUBJECT_EXPORT: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM},
    P.ERASURE_ASK: {Role.MANAGER: _ALL},
    P.ERASURE_RUN: {Role.ADMIN: _ALL},
    P.SIGHT_READ: {Role.ADMIN: _ALL, Role.MANAGER: _ALL, Role.LEAD: _TEAM},
    P.SYSTEM_READ: {Role.ADMIN: _ALL},
    P.BACKUP_RUN: {Role.ADMIN: _ALL},
    P.RESTORE_RUN: {Role.ADMIN: _ALL},
    P.ACCOUNT_OWN: dict.fromkeys(Role, _OWN),
    P.NOTICE_OWN: dict.fromkeys(Role, _OWN),
}

# Every file under pages/, and what it takes to open it.
PAGES: dict[str, P] = {
    "account/account.py": P.ACCOUNT_OWN,
    "account/files.py": P.CUSTOMER_EXPORT,
    "account/notices.py": P.NOTICE_OWN,
    "admin/archive.py": P.SETTING_EDIT,
    "admin/audit.py": P.AUDIT_READ,
    "admin/jobs.py": P.JOB_MANAGE,
    "admin/privacy.py": P.SETTING_EDIT,
    "admin/settings.py": P.SETTING_EDIT,
    "admin/system.py": P.SYSTEM_READ,
    "admin/users.py": P.USER_MANAGE,
    "board/board.py": P.BOARD_READ,
    "board/cohorts.py": P.BOARD_READ,
    "board/number.py": P.BOARD_READ,
    "customers/customer.py": P.CUSTOMER_READ,
    "customers/pool_rules.py": P.POOL_RULE,
    "customers/customers.py": P.CUSTOMER_READ,
    "customers/tags.py": P.TAG_EDIT,
    "customers/criteria.py": P.RELATION_READ,
    "customers/kinds.py": P.RELATION_READ,
    "customers/norms.py": P.NORM_READ,
    "customers/visits.py": P.VISIT_READ,
    "customers/touchpoints.py": P.TOUCHPOINT_READ,
    "customers/duplicates.py": P.CUSTOMER_MERGE,
    "customers/merge.py": P.CUSTOMER_MERGE,
    "exchange/imports.py": P.IMPORT_RUN,
    "plan/many.py": P.TARGET_EDIT,
    "plan/new.py": P.PLAN_EDIT,
    "plan/plan.py": P.PLAN_READ,
    "plan/plans.py": P.PLAN_READ,
    "plan/targets.py": P.TARGET_READ,
    "surveys/survey.py": P.SURVEY_READ,
    "surveys/surveys.py": P.SURVEY_READ,
    "work/away.py": P.ABSENCE_EDIT,
    "work/day.py": P.DAY_READ,
    "work/hand_over.py": P.WORK_HAND_OVER,
    "work/log.py": P.INTERACTION_LOG,
}

# Every route of our own beside Streamlit. PUBLIC needs no session; the others need one and authorise in the service.
PUBLIC, SIGNED_IN = "public", "signed in"
ROUTES: dict[str, str] = {
    "/healthz": PUBLIC,
    "/account/sign-in": PUBLIC,
    "/account/setup": PUBLIC,
    "/account/oidc": PUBLIC,
    "/account/oidc/callback": PUBLIC,
    "/account/sign-out": SIGNED_IN,
    "/account/language": PUBLIC,
    "/account/files/{file_id:int}": SIGNED_IN,
    "/customers/files/{attachment_id:int}": SIGNED_IN,
    "/words.js": PUBLIC,
    "/favicon.png": PUBLIC,
    "/favicon.ico": PUBLIC,
}


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """How a column of people's data is shown: clear, or masked until a person with ``reveal`` asks for it."""

    is_masked: bool
    reveal: P | None = None


CLEAR, MASKED = ColumnRule(is_masked=False), ColumnRule(is_masked=True, reveal=P.CUSTOMER_REVEAL)
INTERNAL = ColumnRule(is_masked=True)  # never leaves the service layer

# Every column of every table that holds people's data.
COLUMNS: dict[str, dict[str, ColumnRule]] = {
    "customer": {
        "customer_id": CLEAR, "code": CLEAR, "kind": CLEAR, "name": CLEAR, "search_text": INTERNAL, "name_key": INTERNAL,
        "phone": MASKED, "phone_key": INTERNAL, "email": MASKED, "id_number": MASKED, "birthday": MASKED, "gender": CLEAR,
        "region": CLEAR, "owner_id": CLEAR, "team_id": CLEAR, "note": CLEAR, "import_id": CLEAR, "version": CLEAR,
        "created_at": CLEAR, "created_on": CLEAR, "updated_at": CLEAR, "created_by": CLEAR,
    },
    "customer_at_merge": {
        "merge_id": CLEAR, "side": CLEAR, "customer_id": CLEAR, "code": CLEAR, "kind": CLEAR, "name": CLEAR,
        "search_text": INTERNAL, "name_key": INTERNAL, "phone": INTERNAL, "phone_key": INTERNAL, "email": INTERNAL,
        "id_number": INTERNAL, "birthday": INTERNAL, "gender": CLEAR, "region": CLEAR, "owner_id": CLEAR, "team_id": CLEAR,
        "note": CLEAR, "import_id": CLEAR, "version": CLEAR, "created_at": CLEAR, "created_on": CLEAR, "updated_at": CLEAR,
        "created_by": CLEAR,
    },
    "duplicate_pair": {
        "pair_id": CLEAR, "low_id": CLEAR, "high_id": CLEAR, "score": CLEAR, "signs": CLEAR, "sign_digests": INTERNAL,
        "status": CLEAR, "merge_id": CLEAR, "found_at": CLEAR, "judged_at": CLEAR, "judged_by": CLEAR,
    },
    "app_user": {
        "user_id": CLEAR, "username": CLEAR, "display_name": CLEAR, "password_hash": INTERNAL, "role": CLEAR,
        "team_id": CLEAR, "language": CLEAR, "is_active": CLEAR, "must_change_password": CLEAR, "is_demo": CLEAR,
        "version": CLEAR, "created_at": CLEAR, "signed_in_at": CLEAR,
    },
    "session": {
        "session_hash": INTERNAL, "user_id": CLEAR, "created_at": CLEAR, "seen_at": CLEAR, "ended_at": CLEAR,
        "end_reason": CLEAR, "address": CLEAR, "is_by_oidc": CLEAR,
    },
    "contact": {
        "contact_id": CLEAR, "customer_id": CLEAR, "name": CLEAR, "name_key": INTERNAL, "title": CLEAR,
        "is_decision_maker": CLEAR, "phone": MASKED, "phone_key": INTERNAL, "email": MASKED, "wechat": MASKED, "note": CLEAR,
        "version": CLEAR, "created_at": CLEAR, "created_by": CLEAR, "updated_at": CLEAR,
    },
    "customer_standing": {
        "customer_id": CLEAR, "dimension": CLEAR, "rung": CLEAR, "since_on": CLEAR, "until_on": CLEAR, "is_fixed": CLEAR,
        "reason": CLEAR, "reasons": CLEAR, "set_by": CLEAR, "set_at": CLEAR, "version": CLEAR,
    },
    "relationship_proposal": {
        "customer_id": CLEAR, "dimension": CLEAR, "rung": CLEAR, "reasons": CLEAR, "made_on": CLEAR,
    },
    "customer_stage": {
        "stage_id": CLEAR, "customer_id": CLEAR, "stage": CLEAR, "since_on": CLEAR, "reason_id": CLEAR, "why": CLEAR,
        "is_proposed": CLEAR, "set_by": CLEAR, "set_at": CLEAR,
    },
    "customer_origin": {
        "customer_id": CLEAR, "way": CLEAR, "first_contact_on": CLEAR, "version": CLEAR, "updated_by": CLEAR,
        "updated_at": CLEAR,
    },
    "customer_need": {
        "need_id": CLEAR, "customer_id": CLEAR, "kind": CLEAR, "content": CLEAR, "weight": CLEAR, "state": CLEAR,
        "noted_on": CLEAR, "version": CLEAR, "created_by": CLEAR, "created_at": CLEAR, "updated_at": CLEAR,
    },
    "attachment": {
        "attachment_id": CLEAR, "customer_id": CLEAR, "interaction_id": CLEAR, "file_name": CLEAR, "kind": CLEAR,
        "byte_count": CLEAR, "content_digest": INTERNAL, "place": INTERNAL, "added_by": CLEAR, "added_at": CLEAR,
    },
    "customer_preference": {
        "preference_id": CLEAR, "customer_id": CLEAR, "aspect": CLEAR, "value": CLEAR, "value_key": INTERNAL, "origin": CLEAR,
        "evidence": CLEAR, "interaction_id": CLEAR, "noted_by": CLEAR, "noted_on": CLEAR, "version": CLEAR,
        "updated_at": CLEAR,
    },
    "customer_potential": {
        "customer_id": CLEAR, "level": CLEAR, "reason": CLEAR, "set_on": CLEAR, "set_by": CLEAR, "version": CLEAR,
        "updated_at": CLEAR,
    },
    "contact_departure": {
        "contact_id": CLEAR, "customer_id": CLEAR, "left_on": CLEAR, "noted_by": CLEAR, "noted_at": CLEAR,
    },
    "customer_parent": {"customer_id": CLEAR, "parent_id": CLEAR, "set_by": CLEAR, "set_at": CLEAR},
    "customer_tag_past": {"customer_id": CLEAR, "tag_id": CLEAR, "since_on": CLEAR, "until_on": CLEAR},
    "customer_tag": {"customer_id": CLEAR, "tag_id": CLEAR, "put_by": CLEAR, "put_at": CLEAR},
    "own_field_value": {"customer_id": CLEAR, "field_id": CLEAR, "value": CLEAR},
    "contact_delay": {
        "customer_id": CLEAR, "due_on": CLEAR, "reason": CLEAR, "set_on": CLEAR, "set_by": CLEAR, "set_at": CLEAR,
    },
    "customer_sight": {
        "sight_id": CLEAR, "customer_id": CLEAR, "user_id": CLEAR, "seen_on": CLEAR, "way": CLEAR, "seen_count": CLEAR,
        "first_at": CLEAR, "last_at": CLEAR,
    },
    "erasure_request": {
        "request_id": CLEAR, "customer_id": CLEAR, "reason": CLEAR, "reference": CLEAR, "asked_by": CLEAR, "asked_at": CLEAR,
        "status": CLEAR, "answered_by": CLEAR, "answered_at": CLEAR, "answer": CLEAR, "version": CLEAR,
    },
    "erasure": {
        "erasure_id": CLEAR, "erasure_key": INTERNAL, "salt": INTERNAL, "digests": INTERNAL, "reason": CLEAR, "reference": CLEAR,
        "row_counts": CLEAR, "erased_at": CLEAR, "erased_by": CLEAR, "asked_by": CLEAR, "replayed_at": CLEAR,
    },
    "customer_consent": {
        "consent_id": CLEAR, "customer_id": CLEAR, "purpose_id": CLEAR, "text_number": CLEAR, "state": CLEAR, "said_on": CLEAR,
        "way": CLEAR, "note": CLEAR, "logged_by": CLEAR, "logged_at": CLEAR,
    },
    "channel_opt_out": {
        "opt_out_id": CLEAR, "customer_id": CLEAR, "channel": CLEAR, "since_on": CLEAR, "reason": CLEAR, "logged_by": CLEAR,
        "logged_at": CLEAR, "ended_by": CLEAR, "ended_at": CLEAR,
    },
    "visit": {
        "visit_id": CLEAR, "rule_id": CLEAR, "customer_id": CLEAR, "event_key": CLEAR, "event_on": CLEAR, "made_key": CLEAR,
        "follow_up_id": CLEAR, "given_up_at": CLEAR, "created_at": CLEAR,
    },
    "visit_answer": {"visit_id": CLEAR, "place": CLEAR, "question": CLEAR, "kind": CLEAR, "answer": CLEAR},
    "interaction_detail": {
        "interaction_id": CLEAR, "customer_id": CLEAR, "purpose": CLEAR, "contact_id": CLEAR, "chat": CLEAR, "noted_at": CLEAR,
    },
    "customer_comment": {
        "comment_id": CLEAR, "customer_id": CLEAR, "author_id": CLEAR, "content": CLEAR, "mentioned": CLEAR, "created_at": CLEAR,
        "edited_at": CLEAR, "version": CLEAR,
    },
    "customer_suggestion": {
        "suggestion_id": CLEAR, "customer_id": CLEAR, "interaction_id": CLEAR, "content": CLEAR, "state": CLEAR, "answer": CLEAR,
        "said_on": CLEAR, "noted_by": CLEAR, "noted_at": CLEAR, "answered_by": CLEAR, "answered_at": CLEAR, "version": CLEAR,
    },
    "occasion_answer": {
        "answer_id": CLEAR, "customer_id": CLEAR, "contact_id": CLEAR, "kind": CLEAR, "occasion_on": CLEAR, "due_on": CLEAR,
        "reason": CLEAR, "answered_by": CLEAR, "answered_at": CLEAR,
    },
    "birthday_mark": {
        "customer_id": CLEAR, "contact_id": CLEAR, "calendar": CLEAR, "born_month": CLEAR, "born_day": INTERNAL, "is_leap": CLEAR,
        "version": CLEAR, "set_by": CLEAR, "set_at": CLEAR,
    },
    "import_change": {
        "import_id": CLEAR, "entity": CLEAR, "record_id": CLEAR, "version": CLEAR, "values_before": INTERNAL,
    },
    "oidc_link": {"issuer": CLEAR, "subject": INTERNAL, "user_id": CLEAR, "email": CLEAR, "linked_at": CLEAR},
    "oidc_allowance": {"user_id": CLEAR, "claim": CLEAR, "expected": CLEAR, "allowed_by": CLEAR, "allowed_at": CLEAR},
    "audit_value": {"seq": CLEAR, "salt": INTERNAL, "content": CLEAR},
}  # fmt: skip

# Every file that leaves the program, and what it takes.
EXPORTS: dict[str, P] = {
    "number_rows": P.NUMBER_EXPORT,
    "cohorts": P.NUMBER_EXPORT,
    "board_deck": P.NUMBER_EXPORT,
    "customers": P.CUSTOMER_EXPORT,
    "subject": P.SUBJECT_EXPORT,
    "attachments": P.ATTACHMENT_TAKE,
    "survey_answers": P.SURVEY_EXPORT,
    "import_problems": P.IMPORT_RUN,
    "import_template": P.IMPORT_RUN,
    "audit_trail": P.AUDIT_READ,
    "targets": P.TARGET_EDIT,
    "plan_goals": P.PLAN_EXPORT,
    "plan_report": P.PLAN_EXPORT,
    "plan_actions": P.PLAN_EXPORT,
    "review_deck": P.PLAN_EXPORT,
}


def scope_of(role: Role, permission: P) -> Scope | None:
    """Return how far ``role`` reaches with ``permission``; None where it is not granted."""
    return GRANTS.get(permission, {}).get(role)
