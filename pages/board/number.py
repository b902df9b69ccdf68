"""One number, opened: its value and year before, what it means, its groups, the SQL that ran, the rows behind it."""

from __future__ import annotations

import streamlit as st

from crm_core.access.model import Permission
from crm_core.errors import CrmError
from crm_core.metrics.service import ComparisonRequest, compare
from crm_core.ui.errors import show_error
from crm_core.ui.fetch import fetch
from crm_core.ui.figures import metric_name
from crm_core.ui.guard import require
from crm_core.ui.links import link_to
from crm_core.ui.number.groups import show_groups
from crm_core.ui.number.rows import show_rows
from crm_core.ui.number.value import show_computation, show_value
from crm_core.ui.number.view import choose_question, describe, number_view
from crm_core.ui.page import page_head
from crm_core.ui.text import _


def to_board() -> None:
    link_to(_("KPI board"), "board/board.py", icon=":material/arrow_back:")


actor = require(Permission.BOARD_READ)
try:
    view = number_view(actor)
except CrmError as error:
    page_head(_("A number, opened"), actions=to_board)
    show_error(error)
    st.stop()

page_head(metric_name(view.metric.metric_id), describe(view), actions=to_board)
choose_question(view)
found = fetch(compare, ComparisonRequest(view.request, view.question.align_to_festival))
show_value(view, found)
show_groups(view)
show_computation(found.computation)
show_rows(view, actor)
