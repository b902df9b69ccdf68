"""Many targets at once: copied from last year or changed by a percentage, as a workbook, and taken back."""

from __future__ import annotations

import streamlit as st

from crm_core.access.model import Permission
from crm_core.ui.guard import require
from crm_core.ui.links import link_to
from crm_core.ui.page import page_head
from crm_core.ui.targets.book import show_book
from crm_core.ui.targets.many import choose, show_change
from crm_core.ui.targets.saves import show_saves
from crm_core.ui.text import _

actor = require(Permission.TARGET_EDIT)
page_head(_("Many targets at once"), _("Look at every change before it is saved; all of it is saved, or nothing."))
link_to(_("Back to the targets"), "plan/targets.py", icon=":material/arrow_back:")
panels = {
    "change": f":material/percent: {_('Copy or change')}",
    "book": f":material/table_view: {_('Excel')}",
    "saves": f":material/undo: {_('Take back')}",
}
panel = st.segmented_control(
    _("What to do"),
    list(panels),
    default="change",
    format_func=lambda name: panels[name],
    key="many:panel",
    label_visibility="collapsed",
    required=True,
)
if panel == "saves":
    show_saves(actor)
else:
    chosen = choose(actor)
    if panel == "book":
        show_book(actor, chosen)
    else:
        show_change(actor, chosen)
