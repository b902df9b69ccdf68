"""Customers who look alike: judged, merged, and merges taken back."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from crm_core.access.model import Permission
from crm_core.customers.merging.model import PairStatus
from crm_core.ui.customers import merging
from crm_core.ui.customers.merging.listing import search_button, show_last_search, show_pairs
from crm_core.ui.customers.merging.past import show_merges
from crm_core.ui.guard import require
from crm_core.ui.page import page_head
from crm_core.ui.style import show_style
from crm_core.ui.text import _

actor = require(Permission.CUSTOMER_MERGE)
show_style(Path(merging.__file__).with_name("merging.css"))
page_head(_("Duplicates"), _("Customers who look alike, the likeliest first."), search_button)
show_last_search(actor)
panels = {"open": _("To look at"), "different": _("Not the same"), "merged": _("Merged")}
panel = st.segmented_control(
    _("Which ones"),
    list(panels),
    default="open",
    format_func=lambda name: panels[name],
    key="duplicates:panel",
    label_visibility="collapsed",
    required=True,
)
if panel == "merged":
    show_merges(actor)
else:
    show_pairs(actor, PairStatus(panel))
