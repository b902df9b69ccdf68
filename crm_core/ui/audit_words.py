"""What stands in the trail, in words: codes by the names their rooms give them, sizes, dates and numbers as people write them.

Every function takes the language: a file of the trail is made by a thread that does not know who is looking.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from crm_core.access.model import ROLE_LABELS
from crm_core.access.oidc.model import CLAIM_LABELS, REASON_LABELS
from crm_core.adjustments.model import OPINION_LABELS
from crm_core.audit.field_labels import FIELD_LABELS
from crm_core.audit.labels import ACTION_LABELS, ENTITY_LABELS, STATE_LABELS
from crm_core.customers.lists.model import VIEW_LABELS
from crm_core.customers.model import GENDER_LABELS, KIND_LABELS
from crm_core.customers.pool.rule_model import TIER_LABELS
from crm_core.customers.profile.facts.industries import INDUSTRY_LABELS
from crm_core.customers.profile.needs.model import STATE_LABELS as NEED_STATES
from crm_core.customers.profile.needs.model import WANT_LABELS, WAY_LABELS
from crm_core.customers.profile.outlook.model import LEVEL_LABELS as LEVEL_LABELS_OF_CUSTOMERS
from crm_core.customers.profile.own_fields.model import FIELD_KIND_LABELS
from crm_core.customers.profile.preferences.model import ASPECT_LABELS, ORIGIN_LABELS
from crm_core.customers.profile.stages.model import STAGE_LABELS
from crm_core.errors import N_
from crm_core.gaps.model import CAUSE_LABELS
from crm_core.i18n import Language, formats, translate, translate_plural
from crm_core.imports.model import KIND_LABELS as IMPORT_LABELS
from crm_core.imports.model import UpdateRule
from crm_core.interactions.model import CHANNEL_LABELS, DIRECTION_LABELS, OUTCOME_LABELS, Outcome
from crm_core.jobs.model import RESULT_LABELS
from crm_core.jobs.tasks import JOBS
from crm_core.metrics.folders import definition, metrics
from crm_core.plans.model import ACTION_LABELS as STEP_LABELS
from crm_core.plans.model import CONFIDENCE_LABELS, PRIORITY_LABELS, RHYTHM_LABELS
from crm_core.plans.model import STATE_LABELS as PLAN_STATES
from crm_core.plans.parts.model import HORIZON_LABELS
from crm_core.privacy.consent.model import CLOSED_LABELS, MEANS_LABELS
from crm_core.privacy.consent.model import STATE_LABELS as CONSENT_LABELS
from crm_core.relationships.model import DIMENSION_LABELS, RUNG_LABELS
from crm_core.settings.labels import SETTING_LABELS
from crm_core.strategy.barriers.model import STATE_LABELS as BARRIER_STATES
from crm_core.targets.model import LEVEL_LABELS, ScopeKind
from crm_core.touchpoints.model import PHASE_LABELS, PURPOSE_LABELS, UNIT_LABELS
from crm_core.touchpoints.said.model import STATE_LABELS as SUGGESTION_STATES
from crm_core.ui.figures import PERIOD_LABELS
from crm_core.ui.number.view import CUSTOMER_LABELS

_EQUAL = {"equal": N_("the same as entered")}  # all that the trail tells of a field in which two customers meet
# Words that stand for a value of a field, from the rooms that own them.
_WORDS: Mapping[str, Mapping[Any, str]] = {
    "code": _EQUAL,
    "confidence": CONFIDENCE_LABELS,
    "opinion": OPINION_LABELS,
    "by": {"oidc": N_("Sign-in service")},
    "about": PURPOSE_LABELS,
    "answer_unit": UNIT_LABELS,
    "channel": CHANNEL_LABELS,
    "direction": DIRECTION_LABELS,
    "phase": PHASE_LABELS,
    "suggestion_state": SUGGESTION_STATES,
    "barrier_state": BARRIER_STATES,
    "cause": CAUSE_LABELS,
    "claim": CLAIM_LABELS,
    "closed": CLOSED_LABELS,
    "consent_state": CONSENT_LABELS,
    "customers": CUSTOMER_LABELS,
    "dimension": DIMENSION_LABELS,
    "for_kind": KIND_LABELS,
    "form": FIELD_KIND_LABELS,
    "gender": GENDER_LABELS,
    "horizon": HORIZON_LABELS,
    "id_number": _EQUAL,
    "industry": INDUSTRY_LABELS,
    "aspect": ASPECT_LABELS,
    "origin": ORIGIN_LABELS,
    "potential": LEVEL_LABELS_OF_CUSTOMERS,
    "job": {job.job_id: job.name for job in JOBS},
    "kind": {**KIND_LABELS, **IMPORT_LABELS},
    "language": {language.value: language.own_name for language in Language},
    "level": LEVEL_LABELS,
    "means": MEANS_LABELS,
    "outcome": OUTCOME_LABELS,
    "period": PERIOD_LABELS,
    "phone": _EQUAL,
    "priority": PRIORITY_LABELS,
    "problem": REASON_LABELS,
    "relation_type": RUNG_LABELS,
    "result": RESULT_LABELS,
    "rhythm": RHYTHM_LABELS,
    "state": PLAN_STATES,
    "role": ROLE_LABELS,
    "rung": RUNG_LABELS,
    "scope": {ScopeKind.COMPANY: N_("Whole company"), ScopeKind.TEAM: N_("Team"), ScopeKind.PERSON: N_("Person")},
    "stage": STAGE_LABELS,
    "status": {**STATE_LABELS, **STEP_LABELS},
    "tier": RUNG_LABELS,
    "update": {UpdateRule.SKIP: N_("left as they are"), UpdateRule.BY_KEY: N_("changed by the file")},
    "need_state": NEED_STATES,
    "view": VIEW_LABELS,
    "want": WANT_LABELS,
    "whom": {f"rung:{rung.value}": label for rung, label in RUNG_LABELS.items()},
    "way": WAY_LABELS,
}
# Fields that hold several codes, with comma and space between.
_SEVERAL: Mapping[str, Mapping[str, str]] = {"tiers": TIER_LABELS}
_PEOPLE, _IDS = frozenset({"people", "asked_people"}), re.compile(r"\[\d+(?:, \d+)*\]")  # who they are, by id
_TRIES = re.compile(r"(\d+) × (\w+)")  # why a return visit was given up
_TRUTH = {"True": N_("Yes"), "False": N_("No")}
# The program's own hands, as the trail calls them.
_HANDS = {"console": N_("Command line"), "scheduler": N_("Scheduler"), "nobody": N_("Not signed in")}
_DAYS = frozenset({"first", "last", "since", "until", "purchases_cover_until"})  # beside what ends in _on
_COUNTS = frozenset(
    {
        "added",
        "baseline",
        "count",
        "entry",
        "keys",
        "norms",
        "read",
        "rejected",
        "runs",
        "sessions",
        "strategies",
        "unchanged",
        "updated",
        "value",
    }
)


def person(actor_id: int, name: str, tongue: Language) -> str:
    """Return the name of a person, or of one of the program's own hands."""
    return translate(tongue, _HANDS[name]) if actor_id < 1 and name in _HANDS else name


def action_name(action: str, tongue: Language) -> str:
    """Return what an action is called."""
    return translate(tongue, ACTION_LABELS[action]) if action in ACTION_LABELS else action


def entity_name(entity: str, tongue: Language) -> str:
    """Return what a kind of record is called."""
    return translate(tongue, ENTITY_LABELS[entity]) if entity in ENTITY_LABELS else entity


def field_name(name: str, tongue: Language) -> str:
    """Return what a field is called."""
    label = FIELD_LABELS.get(name) or SETTING_LABELS.get(name)
    return translate(tongue, label) if label else name


def word_for(name: str, value: str) -> str | None:
    """Return the source text that stands for a field's value; None where the value stands for itself."""
    return _WORDS.get(name, {}).get(value) or _TRUTH.get(value)


def value_text(name: str, value: str | None, tongue: Language, zone: str) -> str:
    """Return a field's value as people read it; "–" for none. What is not as expected is shown as it stands."""
    if value is None or value == "":
        return formats.NO_DATA
    if name == "metric" and value in metrics():
        return definition(value, tongue).name
    if name in _SEVERAL:
        return translate(tongue, N_(", ")).join(
            translate(tongue, _SEVERAL[name].get(one, one)) for one in value.split(", ")
        )
    word = word_for(name, value)
    if word is not None:
        return translate(tongue, word)
    try:
        return _put_together(name, value, tongue) or _figure(name, value, tongue, zone)
    except (ValueError, InvalidOperation):
        return value


def _put_together(name: str, value: str, tongue: Language) -> str | None:
    """Return what a value says that the program put together of ids or codes; None for any other."""
    if name in _PEOPLE and _IDS.fullmatch(value):
        return translate_plural(tongue, "{count} person", "{count} people", value.count(",") + 1)
    tries = _TRIES.fullmatch(value) if name == "reason" else None
    if tries is not None and tries[2] in set(Outcome):
        return f"{tries[1]} × {translate(tongue, OUTCOME_LABELS[Outcome(tries[2])])}"
    return None


def _figure(name: str, value: str, tongue: Language, zone: str) -> str:
    if name.endswith("_at"):
        return formats.moment(datetime.fromisoformat(value), zone, tongue)
    if name.endswith("_on") or name in _DAYS:
        return formats.day(date.fromisoformat(value), tongue)
    if name == "size":
        return formats.file_size(int(value), tongue)
    if name in _COUNTS:
        amount = Decimal(value)
        whole = amount == amount.to_integral_value()
        return (
            formats.number(amount, tongue, 0 if whole else 2)
            if abs(amount) >= 1 or whole
            else f"{amount.normalize():f}"
        )
    return value
