"""A customer's own rights, for whoever answers for them: who has seen it, its copy, its erasure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from crm_core.access.model import Permission, Scope
from crm_core.customers.model import CustomerFace, OneCustomer
from crm_core.privacy.erasure.model import REASON_LABELS, REFERENCE_LIMIT, Preview, Reason
from crm_core.privacy.erasure.places import STAYS
from crm_core.privacy.erasure.service import ask, erase, is_asked, preview
from crm_core.system.labels import TABLE_LABELS
from crm_core.ui.customers.copying import show_copy
from crm_core.ui.customers.seen import show_seen
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import settings, store
from crm_core.ui.links import go_to
from crm_core.ui.session import flash, page_state
from crm_core.ui.show import number
from crm_core.ui.text import _, ngettext, plain


@dataclass
class _Erasing:
    """Whom the dialog is open for, and how far it is: what was chosen in its first step, None before."""

    customer_id: int | None = None
    chosen: Mapping[str, object] | None = None


def may_see_privacy(face: CustomerFace) -> bool:
    """Return whether to offer the tab: to whoever may know who has seen this customer."""
    actor = current_actor()
    scope = actor.scope(Permission.SIGHT_READ)
    return scope is not None and (scope is Scope.ALL or face.team_id == actor.team_id or face.owner_id == actor.user_id)


def show_privacy(face: CustomerFace) -> None:
    """Show who has seen the customer, and the way to its erasure."""
    show_seen(face)
    show_copy(face)
    actor = current_actor()
    if actor.may(Permission.ERASURE_RUN) or actor.may(Permission.ERASURE_ASK):
        with st.container(border=True, key="erasure", gap="small"):
            st.subheader(_("Erasure"), anchor=False)
            st.caption(
                _("Whoever asks for it is erased from every table, file and the trail; sales stay as facts of nobody.")
            )
            if actor.may(Permission.ERASURE_RUN):
                st.button(
                    _("Erase this customer …"), icon=":material/person_remove:", key="erase:open", on_click=_open,
                    args=(face.customer_id,),
                )  # fmt: skip
            else:
                _ask_form(face)
    if page_state(_Erasing).customer_id == face.customer_id and actor.may(Permission.ERASURE_RUN):
        _show_dialog(face)


def _open(customer_id: int) -> None:
    state = page_state(_Erasing)
    state.customer_id, state.chosen = customer_id, None


def _close() -> None:
    state = page_state(_Erasing)
    state.customer_id = state.chosen = None


def _reason_fields(form: Form) -> None:
    reasons = {reason.value: _(label) for reason, label in REASON_LABELS.items()}
    form.choose("reason", _("Reason"), reasons, Reason.ASKED.value)
    form.text(
        "reference", _("Where this is filed"), max_chars=REFERENCE_LIMIT, placeholder=_("such as: letter 17, no names")
    )


def _ask_form(face: CustomerFace) -> None:
    reach = current_actor().require(Permission.ERASURE_ASK)
    if fetch(is_asked, OneCustomer(reach, face.customer_id)):
        st.markdown(f":material/hourglass_top: {_('Asked for. It waits for an administrator.')}")
        return

    def save(values: Values, key: str, _version: int) -> str:
        ask(store(), current_actor(), face.customer_id, values, key=key)
        return _("The administrators are told.")

    with st.popover(_("Ask for erasure"), icon=":material/person_remove:"):
        form = Form("ask_erasure", save, about=face.customer_id)
        with form:
            _reason_fields(form)
            form.submit(_("Ask for erasure"), icon=":material/send:")


def _show_dialog(face: CustomerFace) -> None:
    @st.dialog(_("Erase this customer"), icon=":material/person_remove:", width="medium", on_dismiss=_close)
    def dialog() -> None:
        state = page_state(_Erasing)
        if state.chosen is None:
            _first_step(preview(store(), current_actor(), face.customer_id))
        elif _second_step(face, state.chosen):
            _close()
            go_to("customers/customers.py")

    dialog()


def _show_whom(name: str, code: str) -> None:
    st.markdown(f"**{plain(name)}** :gray[{plain(code)}]")


def _first_step(found: Preview) -> None:
    _show_whom(found.name, found.code)
    goes = [[plain(_(TABLE_LABELS[table])), number(count)] for table, count in _named(found.goes)]
    with st.expander(_("What goes: {count} rows", count=number(sum(found.goes.values()))), icon=":material/delete:"):
        st.table(goes, border="horizontal", hide_index=True, hide_header=True)
    if found.stays:
        with st.expander(_("What stays, without whom"), icon=":material/bar_chart:", expanded=True):
            for table, count in _named({table: count for table, count in found.stays.items() if table in STAYS}):
                st.markdown(f"**{plain(_(TABLE_LABELS[table]))}** {number(count)}  \n:small[:gray[{_(STAYS[table])}]]")
    if found.texts:
        st.markdown(
            ngettext(
                "{count} text names the person. What is left of it stays, the name is struck out.",
                "{count} texts name the person. What is left of them stays, the name is struck out.",
                found.texts,
            )
        )
    st.caption(
        _(
            "Files of lists that hold the person go too, and unfinished imports that name the person or were not read yet."
        )
    )
    show_backup_words()

    def save(values: Values, _key: str, _version: int) -> str:
        page_state(_Erasing).chosen = {name: values.get(name) for name in ("reason", "reference")}
        return _("Nothing is erased yet.")

    form = Form("erase_first", save, about=found.customer_id)
    with form:
        _reason_fields(form)
        form.submit(_("Continue"), icon=":material/arrow_forward:")
    if form.just_saved:
        st.rerun(scope="fragment")


def show_backup_words() -> None:
    """Say how long backups still hold whoever was erased."""
    st.caption(
        _(
            "Backups from before still hold the person: the nightly ones for {count} nights, those made by hand, before a "
            "restore or before an upgrade until somebody removes them. Whoever restores one has the person erased again.",
            count=settings().backups_kept,
        )
    )


def _second_step(face: CustomerFace, chosen: Mapping[str, object]) -> bool:
    """Show the last question and return whether the customer was erased."""
    customer_id = face.customer_id
    _show_whom(face.name, face.code)
    st.warning(_("This cannot be taken back, not by an administrator either."), icon=":material/warning:")

    def save(values: Values, key: str, _version: int) -> str:
        is_written = erase(store(), current_actor(), customer_id, {**chosen, **values}, key=key)
        if not is_written:
            flash(
                _("The store's file is written anew tonight; until then freed room may hold traces."), ":material/info:"
            )
        return _("The customer was erased.")

    form = Form("erase_last", save, about=customer_id)
    with form:
        form.text("code", _("Type the customer's code to confirm"))
        form.submit(_("Erase for good"), icon=":material/delete_forever:")
    return form.just_saved


def _named(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))
