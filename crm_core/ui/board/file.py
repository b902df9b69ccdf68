"""The board as one file for the boss: slides with the page's numbers, made at the click."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from crm_core.access.model import Actor
from crm_core.access.policy import EXPORTS
from crm_core.board.model import BoardView
from crm_core.documents.model import SLIDES
from crm_core.documents.service import BoardWanted, board_file, file_name
from crm_core.ui.board.view import BoardState, scopes
from crm_core.ui.fetch import fetch
from crm_core.ui.figures import spoken
from crm_core.ui.guard import actor_by_then
from crm_core.ui.house import store
from crm_core.ui.session import page_state
from crm_core.ui.text import _, language


def file_offer(seen: BoardView, actor: Actor) -> Callable[[], None] | None:
    """Return what shows the download; None for whom the policy gives no file."""
    if not actor.may(EXPORTS["board_deck"]):
        return None
    wanted = BoardWanted(
        language(),
        seen.as_of,
        seen.kind,
        seen.period.first,
        seen.scope,
        seen.align_to_festival,
        page_state(BoardState).metric_id,
    )
    return lambda: _show_offer(wanted, _name(seen))


def _name(seen: BoardView) -> str:
    figures = spoken()
    whose = figures.scope_label(seen.scope, scopes(seen))
    return file_name(_("KPI board"), whose, figures.period_label(seen.kind, seen.period), ending="pptx")


def _show_offer(wanted: BoardWanted, name: str) -> None:
    st.download_button(
        "PPTX",
        _making(actor_by_then(), wanted),
        name,
        SLIDES,
        key="board:file",
        icon=":material/slideshow:",
        help=_("One file for the boss: these numbers as slides, with charts that can be edited"),
        on_click="ignore",
    )


def _making(actor: Callable[[], Actor], wanted: BoardWanted) -> Callable[[], bytes]:
    return lambda: board_file(store(), actor(), wanted, fetch)
