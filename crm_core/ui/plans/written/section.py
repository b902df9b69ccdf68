"""One section of the written plan: its text, who answers for it, who agrees, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from crm_core.errors import N_, AlreadyDone, CrmError
from crm_core.sections.agreeing import agree, agree_no_more
from crm_core.sections.markdown import read, shown
from crm_core.sections.model import SECTION_LABELS, Section, SectionState
from crm_core.sections.writing import move_section
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.plans.written.comments import show_comments_on
from crm_core.ui.plans.written.view import Open, Written, open_dialog
from crm_core.ui.session import flash
from crm_core.ui.show import moment
from crm_core.ui.text import _, plain

_BADGES = {SectionState.AGREED: ("green", "check_circle"), SectionState.DRAFT: ("gray", "edit")}
_WAYS = {
    "write": N_("Edit"),
    "ask": N_("Ask people to agree"),
    "versions": N_("Compare versions"),
    "up": N_("Move up"),
    "down": N_("Move down"),
}


def show_section(written: Written, section: Section) -> None:
    """Show a section with its state, its text, its people and the latest comments."""
    with st.container(border=True, key=f"written-section-{section.section_id}", gap="small"):
        _show_head(written, section)
        text = shown(read(section.content))
        st.markdown(text or f":gray[{_('Not written yet.')}]")
        _show_agreement(written, section)
        show_comments_on(written, section)


def _show_head(written: Written, section: Section) -> None:
    colour, icon = _BADGES[section.state]
    facts = [plain(section.owner_name or "–"), _("version {number}", number=section.number), moment(section.written_at)]
    with st.container(horizontal=True, horizontal_alignment="distribute", key=f"written-top-{section.section_id}"):
        with st.container(gap=None):
            st.subheader(plain(section.title), anchor=f"section-{section.section_id}")
            state = f":{colour}-badge[:material/{icon}: {_(SECTION_LABELS[section.state])}]"
            st.markdown(f"{state} :small[:gray[{' · '.join(facts)}]]")
        ways = _ways(written, section)
        st.menu_button(
            _("More"), list(ways), format_func=lambda way: _(_WAYS[way]), key=f"written:ways:{section.section_id}",
            icon=":material/more_horiz:", type="tertiary", on_click=_go, args=(section, ways), width="content",
        )  # fmt: skip


def _ways(written: Written, section: Section) -> Mapping[str, Callable[[], None]]:
    """Return what whoever looks may do with a section."""
    own = section.section_id
    found: dict[str, Callable[[], None]] = {}
    if written.may_write(section):
        found["write"] = lambda: open_dialog(Open.WRITE, own)
        found["ask"] = lambda: open_dialog(Open.ASK, own)
    found["versions"] = lambda: open_dialog(Open.VERSIONS, own)
    if written.may_edit:
        if section != written.sections[0]:
            found["up"] = lambda: _move(section, is_up=True)
        if section != written.sections[-1]:
            found["down"] = lambda: _move(section, is_up=False)
    return found


def _go(section: Section, ways: Mapping[str, Callable[[], None]]) -> None:
    chosen = ways.get(str(st.session_state.get(f"written:ways:{section.section_id}")))
    if chosen is not None:
        chosen()


def _move(section: Section, *, is_up: bool) -> None:
    key = f"move-section:{section.section_id}:{section.place}:{is_up}:{section.version}"
    _do(lambda: move_section(store(), current_actor(), section.section_id, is_up=is_up, key=key), _("Moved."))


def _do(work: Callable[[], object], done: str) -> None:
    try:
        work()
    except AlreadyDone:
        return  # the second half of a double click: the first has said so
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(done)


def _show_agreement(written: Written, section: Section) -> None:
    """Show who agreed to this text and who is waited for; and to whom it is put, the button."""
    if not section.asked:
        return
    names = [f":green-badge[:material/check: {plain(one.name)}]" for one in section.agreed]
    names += [f":orange-badge[:material/hourglass_empty: {plain(one.name)}]" for one in section.waited_for]
    me, number = written.looked.actor.user_id, section.number
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=f"written-agree-{section.section_id}"
    ):
        st.markdown(f":small[{_('Agreement')}] {' '.join(names)}", width="content")
        if any(one.user_id == me for one in section.waited_for):
            st.button(
                _("I agree"), key=f"written:agree:{section.section_id}", icon=":material/check:", type="primary",
                on_click=_agree, args=(section, number), help=_("You agree to this very text; a later change asks you anew."),
            )  # fmt: skip
        elif any(one.user_id == me for one in section.agreed):
            st.button(
                _("Take my agreement back"), key=f"written:agree-not:{section.section_id}", type="tertiary",
                on_click=_agree_no_more, args=(section, number),
            )  # fmt: skip


def _when(section: Section) -> str:
    """Return what tells one agreement from the same person's next one."""
    me = current_actor().user_id
    return next((str(one.agreed_at) for one in section.asked if one.user_id == me), "")


def _agree(section: Section, number: int) -> None:
    key = f"agree:{section.section_id}:{number}:{current_actor().user_id}:{_when(section)}:{section.version}"
    _do(lambda: agree(store(), current_actor(), section.section_id, number=number, key=key), _("Agreed."))


def _agree_no_more(section: Section, number: int) -> None:
    key = f"agree-no-more:{section.section_id}:{number}:{current_actor().user_id}:{_when(section)}"
    _do(
        lambda: agree_no_more(store(), current_actor(), section.section_id, number=number, key=key),
        _("Your agreement is taken back."),
    )
