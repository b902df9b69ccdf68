"""Cohorts: who first bought in a month, and how many of them bought in each month since; each cell opens its customers."""

from __future__ import annotations

import streamlit as st

from crm_core.access.model import Permission
from crm_core.errors import NotFound
from crm_core.metrics.cohorts import cohorts
from crm_core.ui.board.cohorts import choose, cohort_view, describe, has_any, show_cell, show_files, show_table
from crm_core.ui.errors import show_error
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import require
from crm_core.ui.page import empty_state, page_head
from crm_core.ui.text import _

actor = require(Permission.BOARD_READ)
try:
    view = cohort_view(actor)
except NotFound as error:
    page_head(_("Cohorts"))
    show_error(error)
    st.stop()

found = fetch(cohorts, view.request)
page_head(_("Cohorts"), describe(view, found), actions=lambda: show_files(view, actor, found))
is_filled = has_any(view, found)
if is_filled:
    choose(view)
if any(cohort.size for cohort in found):
    show_table(view, found)
    show_cell(view, found)
elif is_filled:
    empty_state(_("With these choices nobody bought for the first time in these months."), icon="grid_on")
else:
    may_import = actor.may(Permission.IMPORT_RUN)
    empty_state(
        _("Nobody has bought yet who is known by name. Cohorts appear once purchases are imported."),
        icon="grid_on",
        button=_("Import purchases") if may_import else None,
        page="exchange/imports.py" if may_import else None,
    )
