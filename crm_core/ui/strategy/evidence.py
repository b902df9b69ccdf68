"""The rows behind what is counted in a plan's strategy: customers who left or are about to, and what customers suggested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from crm_core.access.model import CONSOLE, Permission, Reach
from crm_core.customers.profile.stages.lost import LostRequest, lost_customers
from crm_core.customers.profile.stages.model import Stage
from crm_core.customers.profile.stages.service import loss_reasons
from crm_core.strategy.barriers.model import COUNTED
from crm_core.touchpoints.said.model import STATE_LABELS
from crm_core.touchpoints.said.voiced import Voiced, VoicedRequest, voiced
from crm_core.ui.customers.words import reason_text
from crm_core.ui.fetch import fetch
from crm_core.ui.links import address_to
from crm_core.ui.plans.view import Looked
from crm_core.ui.show import NO_DATA
from crm_core.ui.tables import day_column
from crm_core.ui.text import _, ngettext, plain

MOST = 100


def reasons_by_id() -> dict[int, str]:
    """Return what the reasons of loss are called, by id, in their order."""
    return {one.reason_id: reason_text(one.known, one.name) for one in fetch(loss_reasons, CONSOLE)}


def customer_reach(looked: Looked) -> Reach | None:
    """Return among which customers evidence is counted; None for whoever sees none."""
    actor = looked.actor
    return actor.require(Permission.CUSTOMER_READ) if actor.may(Permission.CUSTOMER_READ) else None


def show_lost(looked: Looked, reason_id: int, subject: str) -> None:
    """Show who left for a reason, among the customers one may see, each with the way to it."""
    st.markdown(f"**{plain(reasons_by_id().get(reason_id, '–'))}**")
    _show_stage(looked, Stage.LOST, subject, reason_id)


def show_risk(looked: Looked, subject: str, *, is_lost: bool) -> None:
    """Show who of a segment is about to leave, or was lost in the last year."""
    _show_stage(looked, Stage.LOST if is_lost else Stage.AT_RISK, subject, None)


def _show_stage(looked: Looked, stage: Stage, subject: str, reason_id: int | None) -> None:
    reach = customer_reach(looked)
    if reach is None:
        return
    since = looked.view.today - COUNTED if stage is Stage.LOST else date.min
    found = fetch(lost_customers, LostRequest(reach, since, subject, reason_id, stage, MOST + 1))
    rows = [
        _Row(one.customer, one.customer_id, one.since_on, one.why or NO_DATA, one.owner or NO_DATA) for one in found
    ]
    _table(rows, _("Lost since") if stage is Stage.LOST else _("Since"), _("Owner"))


def show_heard(looked: Looked, about: str, asked: Voiced) -> None:
    """Show the suggestions that answer a question, among the customers one may see, under what they are ``about``."""
    reach = customer_reach(looked)
    st.markdown(f"**{plain(about)}**")
    if reach is None:
        return
    found = fetch(voiced, VoicedRequest(reach, (asked,), MOST + 1))
    states = {state: _(label) for state, label in STATE_LABELS.items()}
    rows = [_Row(each.customer, each.customer_id, each.said_on, each.content, states[each.state]) for each in found]
    _table(rows, _("Said on"), _("State"))


@dataclass(frozen=True, slots=True)
class _Row:
    """One row behind a count: the customer, when, in which words, and one fact more."""

    customer: str
    customer_id: int
    on: date
    said: str
    more: str


def _table(rows: Sequence[_Row], day_label: str, more_label: str) -> None:
    """Show the rows behind a count, each with the way to the customer."""
    shown = rows[:MOST]
    if not shown:
        st.info(_("None of the customers you may see."), icon=":material/info:")
        return
    frame = pd.DataFrame(
        {
            "customer": [one.customer for one in shown],
            "open": [address_to("customers/customer.py", id=one.customer_id) for one in shown],
            "on": [one.on for one in shown],
            "said": [one.said for one in shown],
            "more": [one.more for one in shown],
        }
    )
    st.dataframe(
        frame, hide_index=True, key="strategy:rows",
        column_config={
            "customer": st.column_config.TextColumn(_("Customer"), pinned=True, width=200),
            "open": st.column_config.LinkColumn(_("Behind it"), display_text=_("open"), width=70),
            "on": day_column(day_label),
            "said": st.column_config.TextColumn(_("In which words"), width=320),
            "more": st.column_config.TextColumn(more_label, width=90),
        },
    )  # fmt: skip
    if len(rows) > MOST:
        st.caption(ngettext("The first {count} is shown.", "The first {count} are shown.", MOST))
