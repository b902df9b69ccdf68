"""Correcting what one has logged oneself, for as long as that is allowed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from crm_core import clock
from crm_core.access.model import Permission
from crm_core.customers.model import OneCustomer
from crm_core.errors import NotFound
from crm_core.interactions.model import CHANNEL_LABELS, CONTENT_LIMIT, EDIT_HOURS, OUTCOME_LABELS, Interaction
from crm_core.interactions.service import logged_lately
from crm_core.touchpoints.said.service import edit_with_details
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import settings, store
from crm_core.ui.session import page_state
from crm_core.ui.text import _
from crm_core.ui.touchpoints.said import correct_more


@dataclass
class _Correcting:
    """Which interaction the dialog is open for."""

    item: Interaction | None = None


def correctable(customer_id: int) -> dict[int, Interaction]:
    """Return by id what the viewer logged with a customer and may still correct; nothing where he may not log on it."""
    try:
        reach = current_actor().require(Permission.INTERACTION_LOG)
        found = fetch(logged_lately, OneCustomer(reach, customer_id))
    except NotFound:
        return {}
    since = clock.now() - timedelta(hours=EDIT_HOURS)  # the answer may have been kept for a while
    return {item.interaction_id: item for item in found if item.created_at >= since}


def correct_button(item: Interaction) -> None:
    """Show the way to correct one interaction."""
    st.button(
        _("Correct it"),
        key=f"correct:{item.interaction_id}:{item.version}",
        type="tertiary",
        icon=":material/edit:",
        on_click=_open,
        args=(item,),
    )


def _open(item: Interaction) -> None:
    page_state(_Correcting).item = item


def _close() -> None:
    page_state(_Correcting).item = None


def show_correction() -> None:
    """Show the dialog that was asked for, if any."""
    item = page_state(_Correcting).item
    if item is None:
        return

    local = item.happened_at.astimezone(ZoneInfo(settings().zone)).replace(tzinfo=None, second=0, microsecond=0)

    def save(values: Values, key: str, version: int) -> str:
        if values.get("happened_at") == local:
            values["happened_at"] = item.happened_at  # the field shows no seconds; what was left alone keeps its own
        edit_with_details(store(), current_actor(), item.interaction_id, values, version=version, key=key)
        return _("Saved.")

    @st.dialog(_("Correct it"), icon=":material/edit:", on_dismiss=_close)
    def dialog() -> None:
        form = Form("correct_interaction", save, about=item.interaction_id, version=item.version)
        with form:
            channels = {channel: _(label) for channel, label in CHANNEL_LABELS.items()}
            form.chips("channel", _("Channel"), channels, item.channel, required=True)
            form.area("content", _("What was said"), item.content, height=110, max_chars=CONTENT_LIMIT)
            outcomes = {outcome: _(label) for outcome, label in OUTCOME_LABELS.items()}
            form.chips("outcome", _("Outcome"), outcomes, item.outcome, required=True)
            form.moment("happened_at", _("When it was"), local)
            correct_more(form, item)
            form.submit(_("Save"), width="stretch", icon=":material/check:")
        if form.just_saved:
            _close()
            st.rerun(scope="app")

    dialog()
