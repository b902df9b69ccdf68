"""What an archive knows of a person or a company beyond how to reach them, and the group that a company belongs to."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from crm_core.access.model import Permission
from crm_core.customers.model import CustomerFace, Kind, OneCustomer
from crm_core.customers.profile.group.model import Group, Line
from crm_core.customers.profile.group.service import group_of, set_parent
from crm_core.errors import CrmError
from crm_core.ui.customers.own_fields import fact_rows
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.links import address_to
from crm_core.ui.picking import drop_pick, pick_customer
from crm_core.ui.session import flash, page_state
from crm_core.ui.show import compact_money
from crm_core.ui.text import _, ngettext, plain

_PAGE = "customers/customer.py"


@dataclass
class _Choosing:
    """Whose parent the dialog is open for."""

    customer_id: int | None = None


def show_facts_card(face: CustomerFace, asked: OneCustomer, *, may_edit: bool) -> None:
    """Show the facts that are kept; where there are none, what could be."""
    is_company = face.kind is Kind.COMPANY
    rows = fact_rows(face, asked)
    if not rows and not may_edit:
        return
    with st.container(border=True, key="facts"):
        st.subheader(_("About the company") if is_company else _("About the person"), anchor=False)
        if rows:
            st.table(rows, border="horizontal", hide_index=True, hide_header=True)
        elif is_company:
            st.caption(_("Industry, size, capital, address and more: fill them in with *Edit* in the overview."))
        else:
            st.caption(_("Occupation, household, address: fill them in with *Edit* in the overview."))


def show_group(face: CustomerFace, asked: OneCustomer, *, may_edit: bool) -> None:
    """Show the group that a company belongs to, and the way to say which; nothing for a person."""
    if face.kind is not Kind.COMPANY:
        return
    group = fetch(group_of, asked)
    if not group.lines and not may_edit:
        return
    parent = group.parent_of(face.customer_id)
    with st.container(border=True, key="group", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", key="one-line-group"):
            st.subheader(_("Group and subsidiaries"), anchor=False)
            if may_edit:
                if parent is not None:
                    _part_button(face.customer_id, parent.customer_id)
                else:
                    st.button(
                        _("Set the parent"), icon=":material/account_tree:", type="tertiary", key="group:choose",
                        on_click=_open, args=(face.customer_id,),
                    )  # fmt: skip
        if group.lines:
            _show_tree(group, face.customer_id)
        else:
            st.caption(_("This company belongs to no group yet."))
    _show_choosing(face)


def _show_tree(group: Group, own: int) -> None:
    st.markdown("\n".join(_line(line, own) for line in group.lines))
    theirs = next((line.member.net for line in group.lines if line.member.customer_id == own), None)
    told = [
        _("Group, last 12 months: {sum}", sum=compact_money(group.net)),
        _("this company: {sum}", sum=compact_money(theirs)),
    ]
    if group.hidden:
        told.append(ngettext("without {count} of another team", "without {count} of other teams", group.hidden))
    st.caption(plain(" · ".join(told)))


def _line(line: Line, own: int) -> str:
    """Return a company as an item of a nested list; Markdown."""
    member, indent = line.member, "    " * line.depth
    if not member.is_open:
        return f"{indent}- :gray[{_('a company of another team')}]"
    name = plain(member.name)
    told = f"**{name}**" if member.customer_id == own else f"[{name}]({address_to(_PAGE, id=member.customer_id)})"
    return f"{indent}- {told} :small[:gray[{plain(compact_money(member.net))}]]"


def _part_button(customer_id: int, parent_id: int) -> None:
    st.button(
        _("Leave the group"), icon=":material/link_off:", type="tertiary", key="group:part", on_click=_set,
        args=(customer_id, None, parent_id),
    )  # fmt: skip


def _open(customer_id: int) -> None:
    drop_pick()
    page_state(_Choosing).customer_id = customer_id


def _close() -> None:
    page_state(_Choosing).customer_id = None
    drop_pick()


def _set(customer_id: int, parent_id: int | None, shown: int | None) -> None:
    key = f"parent:{customer_id}:{shown}:{parent_id}:{store().versions(('customer_parent',))[0]}"
    try:
        set_parent(store(), current_actor(), customer_id, parent_id, shown=shown, key=key)
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(_("Saved."))
        _close()


def _show_choosing(face: CustomerFace) -> None:
    if page_state(_Choosing).customer_id != face.customer_id:
        return

    @st.dialog(_("Set the parent"), icon=":material/account_tree:", on_dismiss=_close)
    def dialog() -> None:
        st.caption(_("Which company does {name} belong to?", name=plain(face.name)))
        picked = pick_customer(Permission.CUSTOMER_READ, kind=Kind.COMPANY, without=face.customer_id)
        if picked is not None:
            st.button(
                _("Set the parent"), type="primary", icon=":material/check:", key="group:set", on_click=_set,
                args=(face.customer_id, picked.customer_id, None),
            )  # fmt: skip
        if page_state(_Choosing).customer_id is None:  # set just now
            st.rerun(scope="app")

    dialog()
