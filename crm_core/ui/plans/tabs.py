"""The tabs of a plan's page: each is one entry here, and only the one that is open is drawn and fetched.

``tab=<name>`` in the page's address opens a tab, and the address follows whoever turns to another: ``link_to(…,
"plan/plan.py", id=7, tab="progress")`` leads there from anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from crm_core.errors import N_
from crm_core.ui.adjustments.tab import show_adjustments
from crm_core.ui.gaps.tab import show_gaps
from crm_core.ui.links import asked
from crm_core.ui.plans.progress import show_progress
from crm_core.ui.plans.scope.tab import show_scope
from crm_core.ui.plans.view import Looked
from crm_core.ui.plans.work.tab import show_work
from crm_core.ui.plans.written.tab import show_written
from crm_core.ui.reviews.tab import show_reviews
from crm_core.ui.session import page_state
from crm_core.ui.strategy.tab import show_strategy
from crm_core.ui.text import _, language


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab: what the address calls it, its label, its icon, and what draws it."""

    name: str
    label: str
    icon: str
    show: Callable[[Looked], None]

    @property
    def title(self) -> str:
        """The label with its icon, in the user's language."""
        return f":material/{self.icon}: {_(self.label)}"


TABS: tuple[Tab, ...] = (
    Tab("progress", N_("Progress"), "monitoring", show_progress),
    Tab("scope", N_("Scope"), "center_focus_strong", show_scope),
    Tab("gaps", N_("Gaps"), "compare_arrows", show_gaps),
    Tab("strategy", N_("Strategy"), "explore", show_strategy),
    Tab("work", N_("Actions"), "checklist", show_work),
    Tab("written", N_("The written plan"), "article", show_written),
    Tab("adjustments", N_("Adjustments"), "tune", show_adjustments),
    Tab("reviews", N_("Reviews"), "event_repeat", show_reviews),
)


@dataclass
class _Followed:
    """Which plan's address was followed last, and to which tab."""

    plan_id: int = 0
    name: str | None = None


def show_tabs(looked: Looked) -> None:
    """Show the tabs and, in the one that is open, what it is for; a single one stands without a bar."""
    if len(TABS) == 1:
        TABS[0].show(looked)
        return
    titles = {tab.title: tab for tab in TABS}
    key = f"plan-tabs:{looked.plan_id}:{language().value}"
    _follow_address(looked.plan_id, key)
    for place, tab in zip(st.tabs(list(titles), key=key, on_change="rerun"), TABS, strict=True):
        if place.open:
            _tell_address(looked.plan_id, tab)
            with place:
                tab.show(looked)


def _follow_address(plan_id: int, key: str) -> None:
    """Open the tab that the address asks for, where it asks for something new, or somebody has come back to it."""
    wanted, followed = asked("tab"), page_state(_Followed)
    if (followed.plan_id, followed.name) == (plan_id, wanted) and key in st.session_state:
        return
    followed.plan_id, followed.name = plan_id, wanted
    tab = next((one for one in TABS if one.name == wanted), None)
    if tab is not None:
        st.session_state[key] = tab.title


def _tell_address(plan_id: int, tab: Tab) -> None:
    """Let the address say which tab is open; the first needs no word."""
    told = None if tab is TABS[0] else tab.name
    if asked("tab") == told or (told is None and asked("tab") == tab.name):
        return
    page_state(_Followed).name = told
    if told is None:
        st.query_params.pop("tab", None)
    else:
        st.query_params["tab"] = told
