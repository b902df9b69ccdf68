"""Targets: what is aimed at, by metric, scope and period, beside what was reached; edited in place by who may."""

from __future__ import annotations

import streamlit as st

from crm_core import clock
from crm_core.access.model import Permission
from crm_core.board.year import YearQuestion, year_path, year_rows
from crm_core.errors import NotFound
from crm_core.metrics.folders import metric as metric_of
from crm_core.targets.service import TargetsRequest, may_edit, targets_of_metric
from crm_core.ui.board.charts import path_chart
from crm_core.ui.charts import show_chart
from crm_core.ui.errors import show_error
from crm_core.ui.fetch import fetch
from crm_core.ui.figures import metric_name, scope_label
from crm_core.ui.guard import require
from crm_core.ui.house import settings, store
from crm_core.ui.links import link_to
from crm_core.ui.page import page_head
from crm_core.ui.session import page_state
from crm_core.ui.targets.adding import show_sums
from crm_core.ui.targets.below import show_below
from crm_core.ui.targets.editor import Table, edit_targets, show_targets
from crm_core.ui.targets.history import show_history
from crm_core.ui.targets.spread import offer_spread, show_spread
from crm_core.ui.targets.view import TargetsState, choose_table, forget_scope, scopes, table_looked_at
from crm_core.ui.text import _, plain

actor = require(Permission.TARGET_READ)
reach = actor.require(Permission.TARGET_READ)
about = table_looked_at(actor)
try:
    stored = fetch(targets_of_metric, TargetsRequest(reach, about.metric_id, about.scope, about.year_first))
except NotFound as error:
    forget_scope()
    page_head(_("Targets"))
    show_error(error)
    st.stop()
is_mine = may_edit(store(), actor, about.scope)
whose = plain(scope_label(about.scope, scopes(reach)))
page_head(_("Targets"), f"{metric_name(about.metric_id)} · {whose}" + ("" if is_mine else f" · {_('to read only')}"))
choose_table(reach, about)

today = clock.today(settings().zone)
question = YearQuestion(actor.require(Permission.BOARD_READ), about.metric_id, about.scope, about.year_first, today)
rows = year_rows(fetch, question, stored)
sheet = page_state(TargetsState).sheet(about)
sheet.look_at(stored)
table, metric = Table(about, rows, stored, sheet), metric_of(about.metric_id)
with st.container(border=True):
    if is_mine:
        edit_targets(actor, table)
    else:
        show_targets(table)
    show_sums(table)
    if is_mine:
        with st.container(horizontal=True, vertical_alignment="center"):
            offer_spread(table)
            link_to(_("Many at once"), "plan/many.py", icon=":material/checklist:")
if is_mine:
    show_spread(table, question)
if any(row.actual is not None or row.standing is not None for row in rows):
    with st.container(border=True):
        title = _("{metric} and its target", metric=metric_name(about.metric_id))
        st.subheader(title, anchor=False)
        show_chart("path", title, 240, path_chart, metric, year_path(metric, question, rows, stored), False, ())
show_below(actor, table, question, scopes(reach), edits=is_mine)
show_history(reach, about)
