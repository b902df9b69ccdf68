"""A customer's documents: the list on its page, and those of one interaction in the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from crm_core.access.model import Permission
from crm_core.attachments.model import REASON_LIMIT, Attachment, DocumentKind
from crm_core.attachments.service import attach, attachments_of, may_remove, remove
from crm_core.customers.model import CustomerFace, OneCustomer
from crm_core.server.running import running
from crm_core.ui.attaching import ask_files, uploads_of
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.page import empty_state
from crm_core.ui.session import page_state
from crm_core.ui.show import file_size, moment
from crm_core.ui.text import _, ngettext, plain

_ICONS = {
    DocumentKind.PDF: "picture_as_pdf",
    DocumentKind.PNG: "image",
    DocumentKind.JPEG: "image",
    DocumentKind.DOCX: "description",
    DocumentKind.XLSX: "table_chart",
    DocumentKind.PPTX: "slideshow",
    DocumentKind.TEXT: "article",
    DocumentKind.CSV: "table_rows",
}


@dataclass
class _Attaching:
    """Which interaction the dialog is open for, and with which customer."""

    customer_id: int = 0
    interaction_id: int | None = None


def _link(document: Attachment) -> str:
    """Return the document's name with its icon, as the way to take it for whoever may; Markdown."""
    named = f":material/{_ICONS[document.kind]}: {plain(document.file_name)}"
    if not current_actor().may(Permission.ATTACHMENT_TAKE):
        return named
    return f"[{named}]({running().environment.base_path}/customers/files/{document.attachment_id})"


def show_documents(face: CustomerFace, asked: OneCustomer, *, may_edit: bool) -> None:
    """Show the documents, the latest first, and the way to attach more."""
    found = fetch(attachments_of, asked)
    with st.container(border=True, key="documents", gap="small"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(_("Documents"), anchor=False, width="content")
            if found:
                total = file_size(sum(one.byte_count for one in found))
                count = ngettext("{count} document", "{count} documents", len(found))
                st.caption(f"{count} · {total}", width="content")
        for document in found:
            _show_one(document, may_edit=may_edit)
        if not found:
            empty_state(_("No documents yet: contracts, drawings, offers, photographs."), icon="folder_open")
        if current_actor().may(Permission.ATTACHMENT_ADD):
            with st.expander(_("Attach documents"), icon=":material/attach_file:", type="compact"):
                _form(face.customer_id, None)


def _show_one(document: Attachment, *, may_edit: bool) -> None:
    facts = [file_size(document.byte_count), moment(document.added_at), plain(document.who) if document.who else ""]
    if document.interaction_id is not None:
        facts.append(_("with an interaction"))
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=f"one-line-document-{document.attachment_id}"
    ):
        told = " · ".join(fact for fact in facts if fact)
        st.markdown(f"{_link(document)}  \n:small[:gray[{told}]]", width="stretch")
        if may_remove(current_actor(), document, may_edit=may_edit):
            with st.popover("", icon=":material/delete:", type="tertiary", help=_("Remove the document")):
                _removing(document)


def _removing(document: Attachment) -> None:
    def save(values: Values, key: str, _version: int) -> str:
        remove(store(), current_actor(), document.attachment_id, str(values.get("reason") or ""), key=key)
        return _("The document was removed.")

    form = Form("remove_document", save, about=document.attachment_id)
    with form:
        st.markdown(_("Remove {name}?", name=f"**{plain(document.file_name)}**"))
        form.text("reason", _("Why"), max_chars=REASON_LIMIT, placeholder=_("such as: replaced by the signed one"))
        form.submit(_("Remove the document"), icon=":material/delete:")


def _form(customer_id: int, interaction_id: int | None) -> Form:
    def save(values: Values, key: str, _version: int) -> str:
        files = uploads_of(values.get("files"))
        made = attach(store(), current_actor(), customer_id, files, key=key, interaction_id=interaction_id)
        return ngettext("{count} document attached.", "{count} documents attached.", len(made))

    form = Form("attach", save, about=f"{customer_id}:{interaction_id or ''}")
    with form:
        ask_files(form)
        form.submit(_("Attach"), icon=":material/attach_file:")
    return form


def documents_by_interaction(asked: OneCustomer) -> dict[int, list[Attachment]]:
    """Return the documents of a customer's interactions, the earliest first."""
    found: dict[int, list[Attachment]] = {}
    for document in reversed(fetch(attachments_of, asked)):
        if document.interaction_id is not None:
            found.setdefault(document.interaction_id, []).append(document)
    return found


def show_of_interaction(documents: Sequence[Attachment]) -> None:
    """Show the documents of one interaction in one line."""
    if documents:
        st.markdown(" &nbsp; ".join(f":small[{_link(one)}]" for one in documents))


def attach_button(customer_id: int, interaction_id: int) -> None:
    """Show the way to attach documents to one interaction."""
    st.button(
        "", icon=":material/attach_file:", type="tertiary", key=f"attach:{interaction_id}", on_click=_open,
        args=(customer_id, interaction_id), help=_("Attach documents"),
    )  # fmt: skip


def _open(customer_id: int, interaction_id: int) -> None:
    state = page_state(_Attaching)
    state.customer_id, state.interaction_id = customer_id, interaction_id


def _close() -> None:
    page_state(_Attaching).interaction_id = None


def show_attaching(customer_id: int) -> bool:
    """Show the dialog where it was asked for with this customer, and return whether it was."""
    state = page_state(_Attaching)
    interaction_id = state.interaction_id
    if interaction_id is None or state.customer_id != customer_id:
        return False

    @st.dialog(_("Attach documents"), icon=":material/attach_file:", on_dismiss=_close)
    def dialog() -> None:
        if _form(customer_id, interaction_id).just_saved:
            _close()
            st.rerun(scope="app")

    dialog()
    return True
