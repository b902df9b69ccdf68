"""The customers behind a norm that is not kept, as far as whoever looks may see them, each with the way to it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from crm_core.access.model import Permission
from crm_core.board.model import filters_of
from crm_core.gaps import words
from crm_core.gaps.listing import KEPT_METRIC
from crm_core.gaps.model import Gap
from crm_core.metrics.behind import MissedRequest, missed_by_norm
from crm_core.metrics.model import NumbersRequest
from crm_core.targets.model import ScopeKind
from crm_core.ui.fetch import fetch
from crm_core.ui.links import address_to, link_to
from crm_core.ui.plans.view import Looked
from crm_core.ui.show import NO_DATA, number
from crm_core.ui.tables import day_column, figure_column
from crm_core.ui.text import _, language, ngettext

MOST = 100


def show_behind(looked: Looked, gap: Gap) -> None:
    """Show with whom contacts were missed that the norm asked for, the most missed first."""
    reach = looked.actor.require(Permission.BOARD_READ)
    asked = NumbersRequest(reach, gap.span, looked.view.today, filters=filters_of(gap.scope))
    found = fetch(missed_by_norm, MissedRequest(asked, int(gap.key.about), MOST + 1))
    st.caption(words.days(language(), gap.span))
    if not found:
        st.info(_("None of the customers you may see: with them, each contact was kept."), icon=":material/task_alt:")
        return
    shown = found[:MOST]
    frame = pd.DataFrame(
        {
            "customer": [one.name or NO_DATA for one in shown],
            "owner": [one.owner or NO_DATA for one in shown],
            "missed": [number(one.asked - one.kept) for one in shown],
            "asked": [number(one.asked) for one in shown],
            "last": [one.missed_on for one in shown],
            "open": [
                None if one.customer_id is None else address_to("customers/customer.py", id=one.customer_id)
                for one in shown
            ],
        }
    )
    st.dataframe(
        frame, hide_index=True, key=f"plan:gap:{gap.key}:rows",
        column_order=("customer", "open", "missed", "asked", "last", "owner"),
        column_config={
            "customer": st.column_config.TextColumn(_("Customer"), pinned=True, width=200),
            "owner": st.column_config.TextColumn(_("Owner"), width=80),
            "missed": figure_column(_("Contacts missed")),
            "asked": figure_column(_("Contacts asked for")),
            "last": day_column(_("Last missed on")),
            "open": st.column_config.LinkColumn(_("Behind it"), display_text=_("open")),
        },
    )  # fmt: skip
    if len(found) > MOST:
        st.caption(ngettext("The first {count} is shown.", "The first {count} are shown.", MOST))
    query = {"from": gap.span.first.isoformat(), "to": gap.span.last.isoformat(), "by": "person"}
    if gap.scope.kind is not ScopeKind.COMPANY:
        query[gap.scope.kind.value] = str(gap.scope.scope_id)
    link_to(_("Norms kept, by person"), "board/number.py", icon=":material/monitoring:", metric=KEPT_METRIC, **query)
