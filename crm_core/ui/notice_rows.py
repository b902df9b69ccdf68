"""One notice as a row: its icon, its text, when it was, and the way to where it happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

import streamlit as st

from crm_core.access.model import Actor
from crm_core.access.policy import PAGES
from crm_core.errors import Message
from crm_core.messages.model import KIND_LABELS, Notice
from crm_core.messages.service import mark_read
from crm_core.ui.house import store
from crm_core.ui.links import go_to
from crm_core.ui.show import day, moment, number
from crm_core.ui.text import _, plain

_ICONS = {
    "assigned": "person_add",
    "backup_failed": "backup",
    "collaboration": "handshake",
    "file_failed": "file_off",
    "file_ready": "download",
    "follow_up": "event",
    "follow_ups_overdue": "event_busy",
    "erasure": "person_remove",
    "import_finished": "upload_file",
    "import_taken_back": "undo",
    "mention": "alternate_email",
    "review": "event_repeat",
    "suggestion": "lightbulb",
    "job_failed": "schedule",
    "merged": "join_inner",
    "new_figures": "monitoring",
    "plan_action": "checklist",
    "plan_actions_overdue": "event_busy",
    "plan_check_in": "fact_check",
    "pool_warning": "waves",
    "absence": "event_busy",
    "restored": "settings_backup_restore",
    "reveals": "visibility",
}


@dataclass
class NoticesState:
    """How many notices the page shows."""

    step: ClassVar[int] = 20
    count: int = step


def show_notice(actor: Actor, notice: Notice) -> None:
    """Show a notice; opening it marks it as read."""
    icon = f":material/{_ICONS.get(notice.kind, 'notifications')}:"
    with st.container(
        border=True,
        horizontal=True,
        vertical_alignment="center",
        horizontal_alignment="distribute",
        key=f"notice-{notice.notice_id}",
    ):
        with st.container(width="stretch", gap=None):
            label = _(KIND_LABELS[notice.kind]) if notice.kind in KIND_LABELS else ""
            text = plain(_(_shown(notice.text)))
            st.markdown(f"{icon} {text}" if notice.read_at else f":primary[{icon}] **{text}**")
            st.caption(" · ".join(part for part in (label, moment(notice.created_at)) if part))
        with st.container(horizontal=True, width="content"):
            _show_buttons(actor, notice)


def _shown(text: Message) -> Message:
    """Return a notice's text with its numbers and dates as the user's language writes them."""
    return Message(text.text, {name: _written(value) for name, value in text.values.items()})


def _written(value: object) -> object:
    if isinstance(value, Message):
        return _shown(value)
    if isinstance(value, date):
        return day(value)
    return number(value) if isinstance(value, int) else value


def _show_buttons(actor: Actor, notice: Notice) -> None:
    # The role may have changed since; a page that is not open any more is not offered.
    page = notice.page if notice.page in PAGES and actor.may(PAGES[notice.page]) else None
    if page and st.button(_("Open"), key=f"open_notice:{notice.notice_id}"):
        mark_read(store(), actor, notice.notice_id)
        go_to(page, **notice.query)
    if notice.read_at is None and st.button(
        _("Mark as read"), key=f"read_notice:{notice.notice_id}", type="tertiary", icon=":material/done:"
    ):
        mark_read(store(), actor, notice.notice_id)
        st.rerun()
