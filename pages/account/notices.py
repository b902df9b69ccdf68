"""The bell: what happened that concerns me, each notice with the way to where it happened."""

import streamlit as st

from crm_core.access.model import Permission
from crm_core.messages.model import NoticesWanted
from crm_core.messages.service import mark_all_read, own_notices, unread_count
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import require
from crm_core.ui.house import store
from crm_core.ui.notice_rows import NoticesState, show_notice
from crm_core.ui.page import empty_state, page_head
from crm_core.ui.session import page_state
from crm_core.ui.text import _, ngettext

actor = require(Permission.NOTICE_OWN)
reach = actor.require(Permission.NOTICE_OWN)
state = page_state(NoticesState)
unread = fetch(unread_count, reach)


def actions() -> None:
    """Show the button that marks everything as read."""
    if unread and st.button(_("Mark all as read"), icon=":material/done_all:"):
        mark_all_read(store(), actor)
        st.rerun()


page_head(
    _("Notices"),
    ngettext("{count} unread", "{count} unread", unread) if unread else _("Everything is read."),
    actions,
)
kinds = {False: _("All"), True: _("Unread")}
only_unread = st.segmented_control(
    _("Which"), list(kinds), default=False, format_func=lambda kind: kinds[kind], label_visibility="collapsed"
)
found = fetch(
    own_notices, NoticesWanted(reach, actor.require(Permission.CUSTOMER_READ), bool(only_unread), count=state.count)
)
if not found.notices:
    empty_state(
        _("No notices. Imports, requests of colleagues and overdue follow-ups will be told here."), icon="notifications"
    )
for notice in found.notices:
    show_notice(actor, notice)
if found.total_count > len(found.notices) and st.button(_("Show more")):
    state.count += NoticesState.step
    st.rerun()
