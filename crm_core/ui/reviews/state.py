"""Which review is looked at, and which of the tab's dialogs is open: kept in the session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from crm_core.reviews.model import Review
from crm_core.ui.links import asked, asked_id
from crm_core.ui.plans.view import close_dialog
from crm_core.ui.session import page_state


class Open(StrEnum):
    """What a dialog of the tab is for."""

    PLAN = "plan"
    EDIT = "edit"
    TOPIC = "topic"
    MINUTES = "minutes"
    DECIDE = "decide"
    REWORD = "reword"
    JUDGE = "judge"
    CLOSE = "close"
    ADD = "add"
    REPORT = "report"
    FEEDBACK = "feedback"
    ANSWER = "answer"
    PUBLISH = "publish"
    VOICE = "voice"


@dataclass
class ReviewState:
    """The review of which plan, whether the address was followed, the open dialog with the item's key that it is about."""

    plan_id: int = 0
    review_id: int | None = None
    asked_id: int | None = None
    dialog: Open | None = None
    about: str | None = None


def open_dialog(dialog: Open, about: str | None = None) -> None:
    """Have the tab show a dialog in its next run, and put away any other of the page."""
    close_dialog()
    state = page_state(ReviewState)
    state.dialog, state.about = dialog, about


def put_away() -> None:
    """Put the dialog away."""
    state = page_state(ReviewState)
    state.dialog = state.about = None


def chosen_review(plan_id: int, found: Sequence[Review]) -> int | None:
    """Return which review is looked at: the one asked for in the address or chosen, else the next, else the last."""
    state = page_state(ReviewState)
    if state.plan_id != plan_id:
        state.plan_id, state.review_id, state.dialog, state.about, state.asked_id = plan_id, None, None, None, None
    wanted = asked_id("review") if asked("tab") == "reviews" else None
    known = {one.review_id for one in found}
    if wanted != state.asked_id:
        state.asked_id = wanted
        if wanted in known:
            state.review_id = wanted
    if state.review_id not in known:
        coming = [one for one in found if not one.is_closed]
        first = coming[-1] if coming else next(iter(found), None)
        state.review_id = first.review_id if first is not None else None
    return state.review_id


def look_at(review_id: int) -> None:
    """Look at another review, and put away what was open about this one."""
    state = page_state(ReviewState)
    if state.review_id != review_id:
        state.review_id = review_id
        put_away()
