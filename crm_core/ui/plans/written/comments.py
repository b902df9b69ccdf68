"""What people say of a section or of the plan as a whole: the latest in sight, all of it in a dialog."""

from __future__ import annotations

import streamlit as st

from crm_core import clock
from crm_core.access.model import Permission
from crm_core.customers.comments.model import Comment, may_change
from crm_core.sections.comments import comment_on_plan, edit_plan_comment, remove_plan_comment
from crm_core.sections.model import Section
from crm_core.ui.comments import comment_fields, show_comment, take_back, told
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.plans.written.view import Open, Written, WrittenState, open_dialog, people
from crm_core.ui.session import page_state
from crm_core.ui.text import _, ngettext

_IN_SIGHT = 2


def show_comments_on(written: Written, section: Section | None) -> None:
    """Show the latest comments on a section, or (None) on the plan as a whole, and the way to all and to a new one."""
    section_id = section.section_id if section is not None else None
    found = written.comments_on(section_id)
    for one in reversed(found[:_IN_SIGHT]):
        st.markdown(told(one.comment))
    count = len(found)
    if count:
        label = ngettext("{count} comment", "{count} comments", count)
    elif current_actor().may(Permission.COMMENT_WRITE):
        label = _("Write a comment")
    else:
        return
    st.button(
        label, key=f"written:comment:{section_id or 0}", icon=":material/comment:", type="tertiary", on_click=open_dialog,
        args=(Open.COMMENT, section_id),
    )  # fmt: skip


def show_comments_on_plan(written: Written) -> None:
    """Show what was said of the plan as a whole."""
    with st.container(border=True, gap="small"):
        st.subheader(_("Of the plan as a whole"), anchor=False)
        show_comments_on(written, None)


def comments_dialog(written: Written, section: Section | None) -> bool:
    """Show all comments with the own ones to change, and the form for a new one; return False: it stays open."""
    state = page_state(WrittenState)
    section_id = section.section_id if section is not None else None
    found = written.comments_on(section_id)
    for one in reversed(found):
        _show_one(written, section_id, one.comment, state)
    if not found:
        st.caption(_("No comment yet: what should change, what is missing?"))
    if current_actor().may(Permission.COMMENT_WRITE) and state.comment_id is None:
        _form(written, section_id, None)
    return False


def _show_one(written: Written, section_id: int | None, one: Comment, state: WrittenState) -> None:
    is_mine = may_change(one.author_id, one.created_at, me=written.looked.actor.user_id, now=clock.now())
    if is_mine and state.comment_id == one.comment_id:
        _form(written, section_id, one)
        return
    show_comment(one, "plan-comment", edit=_toggle if is_mine else None, remove=_remove if is_mine else None)


def _toggle(comment_id: int | None) -> None:
    page_state(WrittenState).comment_id = comment_id


def _form(written: Written, section_id: int | None, one: Comment | None) -> None:
    plan_id, known = written.looked.plan_id, people(written)

    def save(values: Values, key: str, version: int) -> str:
        if one is None:
            comment_on_plan(store(), current_actor(), plan_id, section_id, values, key=key)
        else:
            edit_plan_comment(store(), current_actor(), one.comment_id, values, version=version, key=key)
            _toggle(None)
        return _("Saved.")

    about = f"{plan_id}:{section_id or ''}:{one.comment_id if one else ''}"
    form = Form("plan_comment", save, about=about, version=one.version if one else 0)
    comment_fields(form, known, _("They are told by the bell. Only who may see this plan is offered."), one)
    if form.just_saved:
        st.rerun(scope="app")
    if one is not None:
        st.button(
            _("Do not edit"), icon=":material/close:", type="tertiary", key="plan-comment:close", on_click=_toggle,
            args=(None,),
        )  # fmt: skip


def _remove(comment_id: int) -> None:
    key = f"remove-plan-comment:{comment_id}"
    take_back(lambda: remove_plan_comment(store(), current_actor(), comment_id, key=key))
