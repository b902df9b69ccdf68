"""The tab of a plan's gaps: the few most important first, then the others, the closed ones, and what nothing measures yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import streamlit as st

from crm_core.access.model import Permission
from crm_core.gaps import words
from crm_core.gaps.listing import GapList, GapsRequest, gap_list
from crm_core.gaps.model import KIND_LABELS, MARKED, RULE, Gap, GapKind
from crm_core.plans.service import OnePlan
from crm_core.sections.comments import PlanComment, comments_of_plan
from crm_core.ui.fetch import fetch, fetch_whole
from crm_core.ui.figures import spoken
from crm_core.ui.gaps.dialogs import show_dialog
from crm_core.ui.gaps.row import show_closed, show_gap
from crm_core.ui.gaps.state import Open, leave_behind, open_dialog
from crm_core.ui.page import empty_state
from crm_core.ui.plans.view import Looked
from crm_core.ui.session import page_state
from crm_core.ui.show import span
from crm_core.ui.style import show_style
from crm_core.ui.text import _, language, ngettext, plain

SHOWN = 5  # beyond those that are marked
_STYLE = Path(__file__).with_name("gaps.css")


@dataclass
class _Shown:
    """Whether all gaps are shown."""

    all: bool = False


def show_gaps(looked: Looked) -> None:
    """Show the gaps of a plan as they stand today, in the stage that is in force."""
    leave_behind(looked.plan_id)
    show_style(_STYLE)
    found = fetch_gaps(looked)
    comments = [one for one in fetch(comments_of_plan, OnePlan(looked.viewer, looked.plan_id)) if one.about is not None]
    _show_head(found)
    if not found.open:
        told = _("Nothing is behind: each goal, target and norm that is measured stands where it should today.")
        empty_state(told if found.met_count + len(found.closed) else _("Nothing is measured yet."), icon="task_alt")
    first, rest = found.open[:MARKED], found.open[MARKED:]
    for gap in first:
        show_gap(looked, gap, _about(comments, gap))
    if rest:
        _show_rest(looked, rest, comments)
    if found.closed:
        with st.expander(
            ngettext("{count} closed gap", "{count} closed gaps", len(found.closed)), icon=":material/task_alt:"
        ):
            for gap in found.closed:
                show_closed(looked, gap, _about(comments, gap))
    if found.unknown:
        _show_unknown(looked, found.unknown)
    show_dialog(looked, found, comments)


def fetch_gaps(looked: Looked) -> GapList:
    """Return the plan's gaps as whoever looks sees them today, from the page's cache."""
    return fetch_whole(gap_list, GapsRequest(looked.viewer, looked.plan_id, looked.view.today))


def _about(comments: Sequence[PlanComment], gap: Gap) -> list[PlanComment]:
    return [one for one in comments if one.about == str(gap.key)]


def _show_head(found: GapList) -> None:
    st.subheader(f"{_('Gaps')} :gray[{len(found.open)}]", anchor=False, help=_(RULE))
    facts = []
    if found.stage is not None:
        facts.append(f"{plain(found.stage.name)} {span(found.stage.span)}")
    if found.met_count:
        facts.append(ngettext("{count} is met", "{count} are met", found.met_count))
    lonely = sum(gap.action is None and not gap.has_hidden_action for gap in found.open)
    if lonely:
        facts.append(f":orange[{ngettext('{count} without an action', '{count} without an action', lonely)}]")
    if any(not gap.has_figures for gap in found.open):
        facts.append(_("Where no figures stand, they are for whom the board shows them."))
    if facts:
        st.markdown(f":small[:gray[{' · '.join(facts)}]]")


def _show_rest(looked: Looked, rest: Sequence[Gap], comments: Sequence[PlanComment]) -> None:
    state = page_state(_Shown)
    st.markdown(f"**{_('After these')}** :gray[{len(rest)}]")
    for gap in rest if state.all else rest[:SHOWN]:
        show_gap(looked, gap, _about(comments, gap))
    hidden = len(rest) - SHOWN
    if hidden > 0:
        label = _("Show fewer") if state.all else ngettext("{count} more", "{count} more", hidden)
        st.button(label, key="plan:gaps:more", type="tertiary", on_click=_toggle)


def _toggle() -> None:
    state = page_state(_Shown)
    state.all = not state.all


def _show_unknown(looked: Looked, gaps: Sequence[Gap]) -> None:
    """Show what nothing measures, with what there is not; it counts as no gap."""
    figures = spoken()
    with st.expander(_("Not measured yet: {count}", count=len(gaps)), icon=":material/help:"):
        st.caption(_("These count as no gap: nothing tells how they stand."))
        frame = pd.DataFrame(
            {
                "what": [words.name(figures, gap, looked.view.plan) for gap in gaps],
                "kind": [_(KIND_LABELS[gap.key.kind]) for gap in gaps],
                "missing": [_(gap.missing) for gap in gaps],
                "counted": [words.counted(language(), gap) for gap in gaps],
            }
        )
        st.dataframe(
            frame, hide_index=True, height="content", key="plan:gaps:unknown",
            column_order=["what", "missing", "kind", *(["counted"] if any(frame["counted"]) else [])],
            column_config={
                "what": st.column_config.TextColumn(_("What is wanted"), width=240),
                "missing": st.column_config.TextColumn(_("What there is not"), width=360),
                "kind": st.column_config.TextColumn(_("Kind"), width=110),
                "counted": st.column_config.TextColumn(_("So far"), width=190),
            },
        )  # fmt: skip
        _offer_measuring(looked, [gap for gap in gaps if gap.key.kind is GapKind.TOUCHPOINT])


def _offer_measuring(looked: Looked, gaps: Sequence[Gap]) -> None:
    """Offer to say how a service standard is measured, and what was found of it."""
    if not gaps or not looked.actor.may(Permission.TOUCHPOINT_EDIT):
        return
    names = {str(gap.key): words.name(spoken(), gap, looked.view.plan) for gap in gaps}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen = st.selectbox(
            _("Service standard"), list(names), format_func=lambda one: names[one], key=f"plan:gaps:standard:{looked.plan_id}",
            width=420,
        )  # fmt: skip
        st.button(
            _("How it is measured"), key="plan:gaps:measure", icon=":material/straighten:", on_click=open_dialog,
            args=(Open.MEASURE, chosen),
        )  # fmt: skip
