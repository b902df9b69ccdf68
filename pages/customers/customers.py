"""The customers: find one while typing, filter, sort, open; add one."""

import streamlit as st

from crm_core.access.model import Permission
from crm_core.ui.customers.adding import show_add_form
from crm_core.ui.customers.listing import show_list
from crm_core.ui.guard import require
from crm_core.ui.links import asked, asked_id, go_to
from crm_core.ui.page import page_head
from crm_core.ui.text import _

PAGE = "customers/customers.py"
actor = require(Permission.CUSTOMER_READ)
is_adding = asked("add") is not None and actor.may(Permission.CUSTOMER_ADD)


def actions() -> None:
    """The way to the form, and back."""
    if is_adding:
        if st.button(_("All customers"), icon=":material/arrow_back:"):
            go_to(PAGE)
    elif actor.may(Permission.CUSTOMER_ADD) and st.button(
        _("Add a customer"), icon=":material/person_add:", type="primary"
    ):
        go_to(PAGE, add="1")


if is_adding:
    page_head(_("Add a customer"), _("A name is enough; the rest can follow."), actions)
    with st.container(border=True, width=760):
        show_add_form()
else:
    page_head(_("Customer list"), _("A click on a row opens the customer."), actions)
    show_list(asked_id("owner"), asked("view"))
