"""A customer's tags: in sight under the name, put on and taken off in place."""

from __future__ import annotations

import streamlit as st

from crm_core.customers.model import CustomerFace, OneCustomer
from crm_core.customers.profile.tags.model import Tag
from crm_core.customers.profile.tags.service import change_tags, tags, tags_of
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.text import _, plain


def show_tags(face: CustomerFace, asked: OneCustomer, *, may_edit: bool) -> None:
    """Show the tags, and the way to change them where there is a list to choose from; nothing where there is neither."""
    found = fetch(tags_of, asked)
    known = fetch(tags, current_actor()) if may_edit else ()
    if not found and not known:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="customer-tags"):
        if found:
            st.markdown(" ".join(f":gray-badge[{plain(tag.name)}]" for tag in found), width="content")
        if known:
            with st.popover(_("Tags"), icon=":material/sell:", type="tertiary"):
                _form(face, found, known)


def _form(face: CustomerFace, found: tuple[Tag, ...], known: tuple[Tag, ...]) -> None:
    shown = [tag.tag_id for tag in found]

    def save(values: Values, key: str, _version: int) -> str:
        chosen = set(values.get("tags") or ())
        change_tags(
            store(), current_actor(), face.customer_id, add=chosen - set(shown), remove=set(shown) - chosen, key=key
        )
        return _("The tags are saved.")

    # Another form where the tags are others: it shows what stands there now, not what it was opened with.
    form = Form("customer_tags", save, about=f"{face.customer_id}:{','.join(map(str, shown))}")
    with form:
        form.several("tags", _("Tags"), {tag.tag_id: tag.name for tag in known}, shown, placeholder=_("None"))
        form.submit(_("Save"), icon=":material/check:")
