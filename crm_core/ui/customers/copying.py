"""The copy of all that is held about a customer, for whoever asks for it: one click."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from crm_core.access.model import Permission
from crm_core.audit.field_labels import FIELD_LABELS
from crm_core.audit.labels import ACTION_LABELS
from crm_core.audit.labels import STATE_LABELS as STATUS_LABELS
from crm_core.customers.contacts.model import FIELD_LABELS as CONTACT_LABELS
from crm_core.customers.model import FIELD_LABELS as CUSTOMER_LABELS
from crm_core.customers.model import GENDER_LABELS, KIND_LABELS, CustomerFace
from crm_core.customers.profile.facts.model import FACTS
from crm_core.customers.profile.needs.model import STATE_LABELS as NEED_STATES
from crm_core.customers.profile.needs.model import WANT_LABELS, WAY_LABELS
from crm_core.customers.profile.stages.model import STAGE_LABELS
from crm_core.i18n import Language, translate
from crm_core.interactions.model import CHANNEL_LABELS, OUTCOME_LABELS
from crm_core.privacy.consent.model import CLOSED_LABELS, MEANS_LABELS, STATE_LABELS
from crm_core.privacy.seen.model import SEEN_LABELS
from crm_core.privacy.subject.model import COLUMN_LABELS, TRAIL, Words
from crm_core.privacy.subject.service import copy_of
from crm_core.relationships.model import DIMENSION_LABELS, RUNG_LABELS
from crm_core.system.labels import TABLE_LABELS
from crm_core.ui.guard import actor_by_then, current_actor
from crm_core.ui.house import store
from crm_core.ui.text import _, language

_CHANNELS: dict[Any, str] = {**{each.value: label for each, label in CLOSED_LABELS.items()}, **CHANNEL_LABELS}
_CODES: Mapping[tuple[str, str], Mapping[Any, str]] = {
    ("*", "channel"): _CHANNELS,
    ("*", "gender"): GENDER_LABELS,
    ("*", "rung"): RUNG_LABELS,
    ("*", "dimension"): DIMENSION_LABELS,
    ("interaction", "outcome"): OUTCOME_LABELS,
    ("follow_up", "status"): STATUS_LABELS,
    ("customer_sight", "way"): SEEN_LABELS,
    ("customer", "kind"): KIND_LABELS,
    ("customer_at_merge", "kind"): KIND_LABELS,
    ("customer_stage", "stage"): STAGE_LABELS,
    ("customer_consent", "state"): STATE_LABELS,
    ("customer_consent", "way"): MEANS_LABELS,
    ("customer_origin", "way"): WAY_LABELS,
    ("customer_need", "kind"): WANT_LABELS,
    ("customer_need", "state"): NEED_STATES,
    (TRAIL, "action"): ACTION_LABELS,
}


def show_copy(face: CustomerFace) -> None:
    """Offer the copy to whoever may take it; it is made, and noted in the trail, at the click."""
    if not current_actor().may(Permission.SUBJECT_EXPORT):
        return
    with st.container(border=True, key="subject-copy", gap="small"):
        st.subheader(_("Copy of all data"), anchor=False)
        st.caption(_("A ZIP with a workbook, the same as JSON, and the documents; in clear, for the person who asks."))
        # The file is made by another thread, which does not know who is looking, nor in which language.
        here, by_then, tongue, customer_id = store(), actor_by_then(), language(), face.customer_id

        def make() -> bytes:
            return copy_of(here, by_then(), customer_id, _words(tongue))

        st.download_button(
            _("Take the copy"), make, f"{face.code}.zip", "application/zip", icon=":material/download:",
            key="subject:copy", on_click="ignore",
        )  # fmt: skip


def _words(tongue: Language) -> Words:
    """Return the words of the copy: some four hundred, so that they are said at the click and not at each look."""
    say = partial(translate, tongue)
    columns = {**FIELD_LABELS, **CONTACT_LABELS, **CUSTOMER_LABELS, **COLUMN_LABELS}
    codes = {key: {str(code): say(label) for code, label in labels.items()} for key, labels in _CODES.items()}
    return Words(
        {table: say(label) for table, label in TABLE_LABELS.items()},
        {name: say(label) for name, label in columns.items()},
        codes,
        {fact.field_id: say(fact.name) for fact in FACTS},
        tongue.value,
    )
