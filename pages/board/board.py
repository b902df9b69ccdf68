"""The KPI board: what needs a decision, then every number with its target, pace, gap, trend and year before."""

from __future__ import annotations

import streamlit as st

from crm_core.access.model import Permission
from crm_core.board import service as board
from crm_core.errors import NotFound
from crm_core.ui.board.breakdown import show_breakdown
from crm_core.ui.board.cards import show_cards
from crm_core.ui.board.decisions import show_decisions
from crm_core.ui.board.file import file_offer
from crm_core.ui.board.overview import show_overview, show_path
from crm_core.ui.board.plan_goals import look_ahead, show_plan_goals
from crm_core.ui.board.start import show_first_steps
from crm_core.ui.board.view import board_view, choose_view, describe
from crm_core.ui.errors import show_error
from crm_core.ui.fetch import fetch, fetch_whole
from crm_core.ui.guard import require
from crm_core.ui.page import page_head
from crm_core.ui.text import _

actor = require(Permission.BOARD_READ)
try:
    seen = board_view(actor)
except NotFound as error:
    page_head(_("KPI board"))
    show_error(error)
    st.stop()
page_head(_("KPI board"), describe(seen))

if board.has_data(fetch, seen.as_of):
    look_ahead(actor)
    choose_view(seen, file_offer(seen, actor))
    show_decisions(seen, actor)
    show_plan_goals(actor)
    cards = fetch_whole(board.cards, seen)
    show_cards(seen, cards)
    show_path(seen)
    show_overview(seen, cards)
    show_breakdown(seen)
else:
    show_first_steps(actor)
