"""What a customer's page has of merging: the way to begin one, and those into this customer that can be taken back."""

from __future__ import annotations

import streamlit as st

from crm_core.access.model import Permission
from crm_core.customers.merging.former import former_of
from crm_core.customers.merging.model import MergesWanted
from crm_core.customers.merging.service import merges
from crm_core.customers.model import CustomerFace, OneCustomer
from crm_core.ui.customers.head import may_edit
from crm_core.ui.customers.merging.past import show_merges
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import current_actor
from crm_core.ui.links import go_to, link_to
from crm_core.ui.session import flash
from crm_core.ui.text import _

_PAGE = "customers/customer.py"


def follow_former(asked: OneCustomer) -> None:
    """Lead on to the customer that the asked one was merged into; nothing where there is none within reach."""
    former = fetch(former_of, asked)
    if former is not None:
        flash(_("{code} was merged into this customer.", code=former.code), ":material/merge:")
        go_to(_PAGE, id=former.customer_id)


def show_merging(face: CustomerFace) -> None:
    """Show the way to merge a customer with another one, and what was merged into it of late, to whoever may."""
    actor = current_actor()
    if not actor.may(Permission.CUSTOMER_MERGE) or not may_edit(face):
        return
    reach = actor.require(Permission.CUSTOMER_MERGE)
    if fetch(merges, MergesWanted(reach, face.customer_id, size=1)).total:
        st.subheader(_("Merged into this customer"), anchor=False)
        show_merges(actor, face.customer_id)
    link_to(_("Merge with another customer"), "customers/merge.py", icon=":material/merge:", id=face.customer_id)
