"""What the store's tables are called in the words of the business."""

from __future__ import annotations

from collections.abc import Mapping

from crm_core.errors import N_

HOUSEKEEPING = N_("Bookkeeping of the store")

TABLE_LABELS: Mapping[str, str] = {
    "answer_score": N_("Scores of answers"),
    "app_user": N_("Users"),
    "audit_entry": N_("Entries of the audit trail"),
    "audit_value": N_("Values in the audit trail"),
    "collaboration_request": N_("Requests to collaborate"),
    "collaborator": N_("Collaborators"),
    "contact": N_("Contacts"),
    "customer": N_("Customers"),
    "data_version": HOUSEKEEPING,
    "export_file": N_("Exported files"),
    "follow_up": N_("Follow-ups"),
    "idempotency_key": HOUSEKEEPING,
    "import_batch": N_("Past imports"),
    "import_change": N_("What imports changed"),
    "import_mapping": N_("Kept meanings of columns"),
    "import_memory": N_("Imports that can be taken back"),
    "import_problem": N_("Rejected values of imports"),
    "interaction": N_("Interactions"),
    "job": HOUSEKEEPING,
    "job_run": N_("Runs of jobs"),
    "notice": N_("Notices"),
    "oidc_allowance": N_("Allowed outside accounts"),
    "oidc_link": N_("Linked outside accounts"),
    "plan": N_("Plans"),
    "plan_action": N_("Actions of plans"),
    "plan_action_helper": N_("Helpers of actions"),
    "plan_check_in": N_("Check-ins"),
    "plan_check_in_value": N_("Values in check-ins"),
    "plan_goal": N_("Goals of plans"),
    "plan_goal_value": N_("Values of goals"),
    "plan_milestone": N_("Milestones"),
    "plan_stage": N_("Stages of plans"),
    "product": N_("Products"),
    "purchase": N_("Purchases"),
    "purchase_order": N_("Customer orders"),
    "schema_migration": HOUSEKEEPING,
    "scheme": N_("Schemes of surveys"),
    "scheme_indicator": N_("Indicators of schemes"),
    "scheme_item": N_("Weights of questions"),
    "session": N_("Sessions"),
    "setting": N_("Settings"),
    "store_info": HOUSEKEEPING,
    "survey": N_("Surveys of customers"),
    "survey_answer": N_("Answers to surveys"),
    "survey_answer_item": N_("Values in survey answers"),
    "survey_item": N_("Questions of surveys"),
    "target": N_("Targets"),
    "target_version": N_("Changes of targets"),
    "team": N_("Teams"),
}
