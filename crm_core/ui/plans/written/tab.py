"""The written plan 计划书: its contents beside its sections, each with its state, its people and what is said of it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from crm_core.errors import N_, CrmError
from crm_core.plans.model import PlanState
from crm_core.plans.reach import may_edit_plan
from crm_core.sections.model import Section, SectionState
from crm_core.sections.service import make_current
from crm_core.ui.house import store
from crm_core.ui.links import go_to
from crm_core.ui.page import empty_state
from crm_core.ui.plans.view import Looked
from crm_core.ui.plans.written.comments import show_comments_on_plan
from crm_core.ui.plans.written.dialogs import show_written_dialog
from crm_core.ui.plans.written.proposals import show_proposals
from crm_core.ui.plans.written.section import show_section
from crm_core.ui.plans.written.view import Open, Written, WrittenState, open_dialog, written_of
from crm_core.ui.session import flash, page_state
from crm_core.ui.style import show_style
from crm_core.ui.text import _, ngettext, plain

_STYLE = Path(__file__).with_name("written.css")
_AGAIN = {"copy": N_("Copy the plan"), "keep": N_("Keep as a template")}


def show_written(looked: Looked) -> None:
    """Show the plan's written text, and to whoever may, the ways to write it."""
    show_style(_STYLE)
    written = written_of(looked, may_edit=may_edit_plan(looked.viewer, looked.view.plan.team_id))
    _show_head(written)
    show_proposals(written)
    if not written.sections:
        if written.may_edit:
            empty_state(_("Nothing is written yet. Begin with a section."), icon="edit_note")
        else:
            empty_state(_("Nothing is written yet."), icon="edit_note")
    else:
        left, right = st.columns([1, 3], gap="large")
        with left:
            _show_contents(written)
        with right:
            for section in written.sections:
                show_section(written, section)
            show_comments_on_plan(written)
    show_written_dialog(written)
    state = page_state(WrittenState)
    if state.copies is not None:
        plan_id, state.copies = state.copies, None
        go_to("plan/new.py", copy=plan_id)


def _show_head(written: Written) -> None:
    agreed = sum(one.state is SectionState.AGREED for one in written.sections)
    told = [f":green-badge[:material/verified: {_('Current plan')}]"] if written.is_current else []
    if written.sections:
        count = len(written.sections)
        told.append(
            ngettext("{agreed} of {count} section agreed", "{agreed} of {count} sections agreed", count, agreed=agreed)
        )
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="written-head"
    ):
        st.markdown("　".join(told) or " ", width="content")
        if not written.may_edit:
            return
        with st.container(horizontal=True, width="content", gap="small"):
            if not written.is_current and written.looked.view.plan.state is PlanState.RUNNING:
                st.button(
                    _("Make it the current plan"), key="written:current", icon=":material/verified:", on_click=_make_current,
                    args=(written.looked,), help=_("The one that counts now, of the company or of its team."),
                )  # fmt: skip
            st.menu_button(
                _("Use it again"), list(_AGAIN), format_func=lambda way: _(_AGAIN[way]), key="written:again",
                icon=":material/content_copy:", on_click=_again, args=(written.looked.plan_id,),
            )  # fmt: skip
            st.button(
                _("Read a document in"), key="written:read", icon=":material/upload_file:", on_click=open_dialog,
                args=(Open.READ,),
            )  # fmt: skip
            st.button(
                _("Add a section"), key="written:add", icon=":material/add:", on_click=open_dialog, args=(Open.WRITE,)
            )


def _again(plan_id: int) -> None:
    if st.session_state.get("written:again") == "keep":
        open_dialog(Open.KEEP)
    else:
        page_state(WrittenState).copies = plan_id


def _make_current(looked: Looked) -> None:
    try:
        make_current(store(), looked.actor, looked.plan_id, key=f"make-current:{looked.plan_id}:{looked.view.today}")
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(_("This is the current plan now."))


def _show_contents(written: Written) -> None:
    with st.container(key="written-contents", gap="xsmall"):
        st.markdown(f":small[:gray[{_('Contents')}]]")
        st.markdown("\n".join(f"{place}. {_entry(one)}" for place, one in enumerate(written.sections, 1)))


def _entry(section: Section) -> str:
    mark = " :green[:material/check_circle:]" if section.state is SectionState.AGREED else ""
    return f"[{plain(section.title)}](#{anchor_of(section)}){mark}"


def anchor_of(section: Section) -> str:
    """Return the name by which a section is leapt to."""
    return f"section-{section.section_id}"
