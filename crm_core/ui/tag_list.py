"""The list of tags, as leads and up keep it: how many customers have each; add, rename, merge."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from crm_core.customers.profile.tags.model import NAME_LIMIT, TagUse
from crm_core.customers.profile.tags.service import add_tag, merge_tags, rename_tag, tag_uses
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.page import empty_state
from crm_core.ui.session import page_state
from crm_core.ui.show import number
from crm_core.ui.text import _, ngettext, plain


@dataclass
class _Tags:
    """Whose form is open."""

    open_id: int | None = None


def show_tag_list() -> None:
    """Show every tag with how many customers have it, and the ways to change the list."""
    state, found = page_state(_Tags), fetch(tag_uses, current_actor())
    with st.container(border=True, key="tag-list", gap="small"):
        _add_form()
        for use in found:
            if state.open_id == use.tag.tag_id:
                _edit_forms(use, found)
            else:
                _show_one(use)
    if not found:
        empty_state(_("No tags yet. Add the first one, such as VIP or gift buyer."), icon="sell")


def _toggle(tag_id: int | None) -> None:
    page_state(_Tags).open_id = tag_id


def _show_one(use: TagUse) -> None:
    count = ngettext("{total} customer", "{total} customers", use.customers, total=number(use.customers))
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f":gray-badge[{plain(use.tag.name)}] :small[:gray[{count}]]", width="content")
        st.button(
            _("Edit"), icon=":material/edit:", type="tertiary", key=f"tag:{use.tag.tag_id}", on_click=_toggle,
            args=(use.tag.tag_id,),
        )  # fmt: skip


def _edit_forms(use: TagUse, found: tuple[TagUse, ...]) -> None:
    tag = use.tag

    def rename(values: Values, key: str, version: int) -> str:
        rename_tag(store(), current_actor(), tag.tag_id, values, version=version, key=key)
        _toggle(None)
        return _("Renamed.")

    def merge(values: Values, key: str, version: int) -> str:
        merge_tags(store(), current_actor(), tag.tag_id, int(values.get("into") or 0), version=version, key=key)
        _toggle(None)
        return _("The tags are merged.")

    with st.container(border=True):
        form = Form("rename_tag", rename, about=tag.tag_id, version=tag.version)
        with form:
            form.text("name", _("Name"), tag.name, max_chars=NAME_LIMIT)
            form.submit(_("Rename"), icon=":material/edit:")
        others = {each.tag.tag_id: each.tag.name for each in found if each.tag.tag_id != tag.tag_id}
        if others:
            form = Form("merge_tag", merge, about=tag.tag_id, version=tag.version)
            with form:
                form.choose("into", _("Replace it everywhere by"), others)
                form.submit(_("Merge"), type="secondary", icon=":material/merge:")
        st.button(
            _("Do not edit"), icon=":material/close:", type="tertiary", key="tag:close", on_click=_toggle, args=(None,)
        )


def _add_form() -> None:
    def save(values: Values, key: str, _version: int) -> str:
        add_tag(store(), current_actor(), values, key=key)
        return _("Added.")

    form = Form("add_tag", save)
    with form, st.container(horizontal=True, vertical_alignment="bottom"):
        form.text("name", _("New tag"), max_chars=NAME_LIMIT)
        form.submit(_("Add"), icon=":material/add:", type="secondary")
