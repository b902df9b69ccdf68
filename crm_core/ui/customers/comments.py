"""What colleagues say to each other about a customer: on its page, above the timeline."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from crm_core import clock
from crm_core.access.model import Permission
from crm_core.customers.comments.model import Comment, may_change
from crm_core.customers.comments.service import (
    add_comment,
    comments_of,
    edit_comment,
    people_to_mention,
    remove_comment,
)
from crm_core.customers.model import OneCustomer
from crm_core.ui.comments import comment_fields, show_comment, take_back
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.session import page_state
from crm_core.ui.text import _, ngettext

_FIRST = 3  # comments in sight; the older ones lie folded away


@dataclass
class _Open:
    """Whose page it is, and which own comment is being changed."""

    customer_id: int = 0
    comment_id: int | None = None


def show_comments(asked: OneCustomer) -> None:
    """Show the comments, the latest first, and the way to add one to whoever may."""
    state = page_state(_Open)
    if state.customer_id != asked.customer_id:
        state.customer_id, state.comment_id = asked.customer_id, None
    found = fetch(comments_of, asked)
    with st.container(border=True, key="comments", gap="small"):
        st.subheader(_("Comments"), anchor=False)
        for one in found[:_FIRST]:
            _show_one(asked, one, state)
        older = found[_FIRST:]
        if older:
            label = ngettext("{count} earlier comment", "{count} earlier comments", len(older))
            with st.expander(label, icon=":material/history:", type="compact"):
                for one in older:
                    _show_one(asked, one, state)
        if not found:
            st.caption(_("No comment yet: what should colleagues know who deal with this customer?"))
        if current_actor().may(Permission.COMMENT_WRITE):
            with st.expander(_("Write a comment"), icon=":material/add_comment:", type="compact"):
                _form(asked, None)


def _show_one(asked: OneCustomer, one: Comment, state: _Open) -> None:
    is_mine = may_change(one.author_id, one.created_at, me=asked.reach.me, now=clock.now())
    if is_mine and state.comment_id == one.comment_id:
        _form(asked, one)
        return
    show_comment(one, "comment", edit=_toggle if is_mine else None, remove=_remove if is_mine else None)


def _toggle(comment_id: int | None) -> None:
    page_state(_Open).comment_id = comment_id


def _form(asked: OneCustomer, one: Comment | None) -> None:
    people = fetch(people_to_mention, asked)

    def save(values: Values, key: str, version: int) -> str:
        if one is None:
            add_comment(store(), current_actor(), asked.customer_id, values, key=key)
        else:
            edit_comment(store(), current_actor(), one.comment_id, values, version=version, key=key)
            _toggle(None)
        return _("Saved.")

    about = f"{asked.customer_id}:{one.comment_id if one else ''}"
    form = Form("comment", save, about=about, version=one.version if one else 0)
    comment_fields(form, people, _("They are told by the bell. Only who may see this customer is offered."), one)
    if one is not None:
        st.button(
            _("Do not edit"),
            icon=":material/close:",
            type="tertiary",
            key="comment:close",
            on_click=_toggle,
            args=(None,),
        )


def _remove(comment_id: int) -> None:
    take_back(lambda: remove_comment(store(), current_actor(), comment_id, key=f"remove-comment:{comment_id}"))
