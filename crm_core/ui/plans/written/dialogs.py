"""The dialogs of the written plan: write a section, ask people to agree, compare versions, comment."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from crm_core.drafting.keeping import keep_template
from crm_core.drafting.proposing import ProposalState
from crm_core.errors import N_
from crm_core.plans.drafts import LINE_LIMIT, NAME_LIMIT
from crm_core.sections.agreeing import ask_to_agree
from crm_core.sections.model import MOST_ASKED, TEXT_LIMIT, Section
from crm_core.sections.writing import add_section, edit_section, remove_section
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.plans.written.comments import comments_dialog
from crm_core.ui.plans.written.proposals import proposals_for, take_form
from crm_core.ui.plans.written.reading import read_form
from crm_core.ui.plans.written.versions import versions_dialog
from crm_core.ui.plans.written.view import Open, Written, WrittenState, put_away, writers
from crm_core.ui.session import page_state
from crm_core.ui.text import _, ngettext, plain

_TITLES = {
    (Open.WRITE, False): N_("Add a section"),
    (Open.WRITE, True): N_("Edit the section"),
    (Open.ASK, True): N_("Who agrees to it"),
    (Open.VERSIONS, True): N_("Versions"),
    (Open.COMMENT, True): N_("Comments on the section"),
    (Open.COMMENT, False): N_("Comments on the plan"),
    (Open.KEEP, False): N_("Keep as a template"),
    (Open.READ, False): N_("Read a document in"),
}


def show_written_dialog(written: Written) -> None:
    """Show the dialog that was asked for, if any; call it once at the end of the tab."""
    state = page_state(WrittenState)
    if state.dialog is None:
        return
    if state.dialog is Open.TAKE:
        found = [one for one in proposals_for(written) if one.proposal_id == state.section_id]
        is_open = bool(found) and found[0].state is ProposalState.OPEN
        _show(_("Take it as a goal"), (lambda: take_form(written, found[0])) if is_open else None)
        return
    section = written.section(state.section_id)
    is_gone = state.section_id is not None and section is None
    title = _(_TITLES[state.dialog, section is not None]) if not is_gone else ""
    is_wide = state.dialog in (Open.WRITE, Open.VERSIONS, Open.READ)
    _show(title, None if is_gone else _form_of(written, state.dialog, section), is_wide=is_wide)


def _show(title: str, form: Callable[[], bool] | None, *, is_wide: bool = False) -> None:
    """Show a dialog with a form; where what it is about is gone (None), put it away."""
    if form is None:
        put_away()
        return

    @st.dialog(title, width="large" if is_wide else "medium", on_dismiss=put_away)
    def dialog() -> None:
        if form():
            put_away()
            st.rerun(scope="app")

    dialog()


def _form_of(written: Written, dialog: Open, section: Section | None) -> Callable[[], bool]:
    if dialog is Open.ASK and section is not None:
        return lambda: _ask_form(written, section)
    if dialog is Open.VERSIONS and section is not None:
        return lambda: versions_dialog(written, section)
    if dialog is Open.KEEP:
        return lambda: _keep_form(written)
    if dialog is Open.READ:
        return lambda: read_form(written)
    if dialog is Open.COMMENT:
        return lambda: comments_dialog(written, section)
    return lambda: _write_form(written, section)


def _write_form(written: Written, section: Section | None) -> bool:
    plan_id = written.looked.plan_id

    def save(values: Values, key: str, version: int) -> str:
        if section is None:
            add_section(store(), current_actor(), plan_id, values, key=key)
            return _("Section added.")
        if values.pop("remove", False):
            remove_section(store(), current_actor(), section.section_id, version=version, key=key)
            return _("Removed.")
        edit_section(store(), current_actor(), section.section_id, values, version=version, key=key)
        return _("Saved.")

    about = f"{plan_id}:{section.section_id if section else ''}"
    form = Form("plan_section", save, about=about, version=section.version if section else 0)
    with form:
        form.text("title", _("Title"), section.title if section else "", max_chars=NAME_LIMIT)
        form.area("content", _("Text"), section.content if section else "", max_chars=TEXT_LIMIT, height=380)
        st.caption(_("Markdown: {marks}", marks=plain("**…**  *…*  - …  1. …  ## …  > …  | … | … |  [ … ](https://…)")))
        if written.may_edit:
            kept = [(section.owner_id, section.owner_name)] if section else []
            me = written.looked.actor.user_id
            form.choose(
                "owner_id", _("Who answers for it"), writers(written, *kept), section.owner_id if section else me
            )
        if section is not None and written.may_edit:
            form.tick("remove", _("Remove this section with its versions"))
        if section is not None and section.agreed:
            st.caption(_("Who has agreed is told, and asked anew."))
        form.submit(_("Save") if section else _("Add the section"))
    return form.just_saved


def _keep_form(written: Written) -> bool:
    plan = written.looked.view.plan

    def save(values: Values, key: str, _version: int) -> str:
        keep_template(store(), current_actor(), plan.plan_id, values, key=key)
        return _("Kept. New plans can begin with it.")

    form = Form("keep_template", save, about=plan.plan_id)
    with form:
        st.markdown(_("Sections, stages, goals with their targets, actions and milestones are kept; people are not."))
        form.text("name", _("Name"), plan.name, max_chars=NAME_LIMIT)
        form.text("about", _("What it is for"), "", max_chars=LINE_LIMIT)
        form.submit(_("Keep it"))
    return form.just_saved


def _ask_form(written: Written, section: Section) -> bool:
    def save(values: Values, key: str, _version: int) -> str:
        count = ask_to_agree(store(), current_actor(), section.section_id, values, key=key)
        return ngettext("{count} more person is asked.", "{count} more people are asked.", count)

    form = Form("plan_section_ask", save, about=section.section_id, version=section.version)
    with form:
        st.markdown(_("A section is agreed once all of them have agreed to its latest version."))
        asked = {one.user_id: one.name for one in section.asked}
        form.several(
            "asked", _("Who has to agree"), writers(written, *asked.items()), list(asked), max_selections=MOST_ASKED
        )
        form.submit(_("Ask"))
    return form.just_saved
