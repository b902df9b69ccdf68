"""One customer: who it is, what was bought and said, what comes next."""

import streamlit as st

from crm_core.access.model import Permission
from crm_core.customers.model import OneCustomer
from crm_core.customers.service import customer_face
from crm_core.errors import NotFound
from crm_core.ui.customers.attachments import show_documents
from crm_core.ui.customers.birthdays import show_birthdays
from crm_core.ui.customers.card import is_editing, show_card
from crm_core.ui.customers.changes import show_changes
from crm_core.ui.customers.comments import show_comments
from crm_core.ui.customers.consent import show_consent
from crm_core.ui.customers.contacts import show_contacts
from crm_core.ui.customers.facts import show_facts_card, show_group
from crm_core.ui.customers.head import log_button, may_edit, show_log_dialog, show_not_found, show_pool, what_of
from crm_core.ui.customers.history import show_facts, show_purchases, show_timeline
from crm_core.ui.customers.merging.card import follow_former, show_merging
from crm_core.ui.customers.needs import show_needs
from crm_core.ui.customers.outlook import marks_after, show_potential
from crm_core.ui.customers.ownership import show_ownership, show_waiting
from crm_core.ui.customers.preferences import show_preferences
from crm_core.ui.customers.privacy import show_privacy
from crm_core.ui.customers.seen import note_opening
from crm_core.ui.customers.stage import show_stage
from crm_core.ui.customers.tabs import tabs_of
from crm_core.ui.customers.tags import show_tags
from crm_core.ui.fetch import fetch
from crm_core.ui.follow_ups import show_next_follow_ups, show_open_dialog
from crm_core.ui.guard import require
from crm_core.ui.links import asked_id
from crm_core.ui.page import page_head
from crm_core.ui.relationships.card import show_kind
from crm_core.ui.strategy.guidance import show_guidance
from crm_core.ui.text import plain

actor = require(Permission.CUSTOMER_READ)
asked = OneCustomer(actor.require(Permission.CUSTOMER_READ), asked_id("id") or 0)
try:
    face = fetch(customer_face, asked)
except NotFound as error:
    follow_former(asked)
    show_not_found(error)
    st.stop()
if not face.is_open:
    show_pool(face)
    st.stop()

note_opening(face.customer_id)
page_head(plain(face.name) + marks_after(asked), what_of(face), lambda: log_button(face), has_log=False)
show_tags(face, asked, may_edit=may_edit(face))
show_facts(asked)
show_changes(asked)
show_waiting(face)
left, right = st.columns([3, 2] if is_editing(face.customer_id) else [4, 5], gap="medium")
with left:
    places = tabs_of(face)
    with places["overview"]:
        show_stage(face, asked, may_edit=may_edit(face))
        show_card(face, asked, may_edit=may_edit(face))
        show_consent(face, asked)
        show_next_follow_ups(face, asked)
        show_kind(face, asked, may_set=may_edit(face))
        show_guidance(face.customer_id)
        show_merging(face)
    with places["archive"]:
        show_facts_card(face, asked, may_edit=may_edit(face))
        show_group(face, asked, may_edit=may_edit(face))
        show_contacts(face, asked, may_edit=may_edit(face))
        show_birthdays(face, asked, may_edit=may_edit(face))
    with places["wishes"]:
        show_needs(face, asked, may_edit=may_edit(face))
        show_preferences(face, asked, may_edit=may_edit(face))
        show_potential(face, asked, may_edit=may_edit(face))
    if "documents" in places:
        with places["documents"]:
            show_documents(face, asked, may_edit=may_edit(face))
    if "ownership" in places:
        with places["ownership"]:
            show_ownership(face, asked)
    if "privacy" in places:
        with places["privacy"]:
            show_privacy(face)
with right:
    show_purchases(asked)
    show_comments(asked)
    show_timeline(asked)
if not show_log_dialog(face):
    show_open_dialog()
