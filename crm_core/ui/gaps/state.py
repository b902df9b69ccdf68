"""Which dialog of the gaps' tab is open, and about which gap: kept in the session."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from crm_core.ui.plans.view import close_dialog
from crm_core.ui.session import page_state


class Open(StrEnum):
    """What a dialog of the tab is for."""

    NOTE = "note"
    ACT = "act"
    COMMENT = "comment"
    BEHIND = "behind"
    MEASURE = "measure"


@dataclass
class GapState:
    """The open dialog of which plan, with the key of the gap that it is about."""

    plan_id: int = 0
    dialog: Open | None = None
    about: str | None = None


def open_dialog(dialog: Open, about: str) -> None:
    """Have the tab show a dialog in its next run, and put away any other of the page."""
    close_dialog()
    state = page_state(GapState)
    state.dialog, state.about = dialog, about


def put_away() -> None:
    """Put the dialog away."""
    state = page_state(GapState)
    state.dialog = state.about = None


def leave_behind(plan_id: int) -> None:
    """Put away a dialog that was left open on another plan's page: it is none of this one's."""
    state = page_state(GapState)
    if state.plan_id != plan_id:
        state.plan_id, state.dialog, state.about = plan_id, None, None
