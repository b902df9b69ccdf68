"""A review as a presentation in one click: with its own numbers, or with those of a chosen day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from crm_core.access.model import Actor, Permission
from crm_core.documents.model import SLIDES
from crm_core.documents.service import ReviewWanted, file_name, review_file
from crm_core.reviews import words
from crm_core.reviews.service import ReviewView
from crm_core.ui import show
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import actor_by_then
from crm_core.ui.house import store
from crm_core.ui.plans.view import Looked
from crm_core.ui.text import _, language


def show_review_files(looked: Looked, view: ReviewView) -> None:
    """Show the downloads; a file is made, and noted in the trail, at the click, by a thread that knows no user."""
    if not looked.actor.may(Permission.PLAN_EXPORT):
        return
    number = view.review.review_id
    _show_download(looked, view, None, f"plan:review:{number}:pptx", ":material/slideshow: PPTX")
    with st.popover("", icon=":material/event:", help=_("With the numbers of another day")):
        chosen = st.date_input(
            _("Numbers of which day"), view.day, min_value=view.plan.first_on, max_value=looked.view.today,
            key=f"plan:review:{number}:day", format="YYYY-MM-DD",
        )  # fmt: skip
        if isinstance(chosen, date):
            label = f":material/slideshow: PPTX · {show.day(chosen)}"
            _show_download(looked, view, chosen, f"plan:review:{number}:pptx:day", label)


def _show_download(looked: Looked, view: ReviewView, as_of: date | None, key: str, label: str) -> None:
    wanted = ReviewWanted(language(), looked.plan_id, view.review.review_id, looked.view.today, as_of)
    name = file_name(words.title(language(), view.review), view.plan.name, ending="pptx")
    st.download_button(label, _writing(actor_by_then(), wanted), name, SLIDES, key=key, on_click="ignore")


def _writing(ask: Callable[[], Actor], wanted: ReviewWanted) -> Callable[[], bytes]:
    return lambda: review_file(store(), ask(), wanted, fetch)
