"""Which part of a plan's strategy is looked at, and which of its dialogs is open: kept in the session."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from crm_core.ui.plans.view import close_dialog
from crm_core.ui.session import page_state


class Part(StrEnum):
    """The parts of the tab."""

    CUSTOMERS = "customers"
    RETENTION = "retention"
    TALK = "talk"
    BARRIERS = "barriers"


class Open(StrEnum):
    """What a dialog of the tab is for."""

    STRATEGY = "strategy"
    FORCE = "force"
    END = "end"
    BARRIER = "barrier"
    BARRIER_ACTION = "barrier_action"
    LOST = "lost"
    HEARD = "heard"
    MEASURE = "measure"
    RISK = "risk"
    REVISION = "revision"
    SAID = "said"


@dataclass
class StrategyState:
    """The part that is shown, and the open dialog of which plan, with the key of what it is about ('' something new)."""

    plan_id: int = 0
    part: Part = Part.CUSTOMERS
    dialog: Open | None = None
    about: str = ""


def open_dialog(dialog: Open, about: str = "") -> None:
    """Have the tab show a dialog in its next run, and put away any other of the page."""
    close_dialog()
    state = page_state(StrategyState)
    state.dialog, state.about = dialog, about


def put_away() -> None:
    """Put the dialog away."""
    state = page_state(StrategyState)
    state.dialog, state.about = None, ""


def leave_behind(plan_id: int) -> None:
    """Put away a dialog that was left open on another plan's page: it is none of this one's."""
    state = page_state(StrategyState)
    if state.plan_id != plan_id:
        state.plan_id, state.dialog, state.about = plan_id, None, ""
