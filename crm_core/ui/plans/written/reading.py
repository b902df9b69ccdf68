"""Reading a document into a plan that is there: what it holds is shown first, and a person chooses what comes along."""

from __future__ import annotations

import streamlit as st

from crm_core.drafting.document import MAX_BYTES
from crm_core.drafting.reading import Document, look_into, read_into_plan
from crm_core.errors import CrmError
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.plans.drafting.words import damage_told
from crm_core.ui.plans.written.view import Written, WrittenState
from crm_core.ui.session import page_state
from crm_core.ui.text import _, ngettext, plain, quoted

_IN_SIGHT = 3


def read_form(written: Written) -> bool:
    """Show the way to read a document into the plan; return whether one was just taken in."""
    state = page_state(WrittenState)
    key = f"written:file:{written.looked.plan_id}"
    st.file_uploader(
        _("DOCX, PPTX, TXT or Markdown"), ["docx", "pptx", "txt", "md"], key=key, on_change=_read, args=(key,),
        max_upload_size=MAX_BYTES // 1024 // 1024,
    )  # fmt: skip
    if state.problem is not None:
        st.error(plain(_(state.problem)), icon=":material/error:")
    if state.document is None:
        st.caption(
            _(
                "Headings become sections. Sentences with a number that shall be reached are proposed as goals; you decide on each."
            )
        )
        return False
    return _take_in_form(written, state.document)


def _read(key: str) -> None:
    state, file = page_state(WrittenState), st.session_state.get(key)
    state.document = state.problem = None
    if file is None:
        return
    try:
        state.document = look_into(store(), current_actor(), file, file.name, opening=_("Introduction"))
    except CrmError as error:
        state.problem = error.message


def _take_in_form(written: Written, document: Document) -> bool:
    plan_id = written.looked.plan_id

    def save(values: Values, key: str, _version: int) -> str:
        made = read_into_plan(store(), current_actor(), plan_id, document, values["sections"] or (), key=key)
        sections = ngettext("{count} section", "{count} sections", made.sections)
        targets = ngettext("{count} target found", "{count} targets found", made.proposals)
        return _("Read in: {sections}, {targets}.", sections=sections, targets=targets)

    for line in damage_told(document.damage):
        st.warning(line, icon=":material/warning:")
    there = {one.title for one in written.sections}
    titles = {place: title for place, (title, _content) in enumerate(document.sections)}
    new = [place for place, title in titles.items() if title not in there]
    form = Form("read_into_plan", save, about=f"{plan_id}:{document.file_name}:{len(document.sections)}")
    with form:
        form.several("sections", _("Sections to add at the end"), titles, new, placeholder=_("None"))
        if len(new) < len(titles):
            st.caption(_("Left out at first: what the plan has a section of the same title for."))
        count = len(document.proposals)
        st.markdown(f"**{ngettext('{count} target found', '{count} targets found', count)}**")
        for one in document.proposals[:_IN_SIGHT]:
            st.markdown(f":small[{quoted(plain(one['sentence']))}]")
        if count:
            st.caption(_("Nothing becomes a goal by itself: look each over and take it, or let it go."))
        form.submit(_("Take it into the plan"))
    return form.just_saved
