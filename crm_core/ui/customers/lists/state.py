"""What this session asks of the list of customers, kept while other pages are open."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

import streamlit as st

from crm_core.access.model import Actor, Permission
from crm_core.customers.lists.fields import Condition, Operator
from crm_core.customers.lists.model import CustomerListRequest, Sort, View
from crm_core.ui.session import page_state

SIZE = 25
COLUMNS = (
    "code", "phone", "owner", "tier", "spend", "last_purchase_on", "last_contact_at", "follow_up_due_on", "marks",
    "relation_type",
    "region",
)  # fmt: skip
TEXT, VIEW, SORT, ORDER = (f"customers:{name}" for name in ("text", "view", "sort", "order"))  # keys of widgets


@dataclass
class ListState:
    """What is asked, how it is shown, and what keeps clicks apart.

    ``key`` changes with the selection: it is the idempotency key of what is done with it. ``form_key`` is that of the
    filter that is being made. ``view_id`` is the saved view that was opened.
    """

    text: str = ""
    view: View = View.ALL
    conditions: tuple[Condition, ...] = ()
    sort: str = Sort.NAME
    is_descending: bool = False
    columns: tuple[str, ...] = COLUMNS
    page: int = 1
    pool_region: str | None = None
    asked: CustomerListRequest | None = None
    asked_owner_id: int | None = None
    asked_view: str | None = None
    key: str = field(default_factory=lambda: secrets.token_hex(8))
    form_key: str = field(default_factory=lambda: secrets.token_hex(8))

    def anew(self) -> None:
        """Begin with an empty selection and a fresh idempotency key."""
        self.key = secrets.token_hex(8)

    def take_address(self, owner_id: int | None, view: str | None) -> None:
        """Take over what the address asks for, once: an owner's customers, or a view."""
        if owner_id is not None and owner_id != self.asked_owner_id:
            others = tuple(one for one in self.conditions if one.field != "owner")
            self.conditions = (*others, Condition("owner", Operator.ANY_OF, (str(owner_id),)))
            self.put(text="", view=View.ALL)
        self.asked_owner_id = owner_id
        if view != self.asked_view and view in tuple(View):
            self.put(text=self.text, view=View(view))
        self.asked_view = view

    def put(self, *, text: str, view: View) -> None:
        """Set what was typed and which customers are asked for, in their widgets too: before these are drawn."""
        self.text, self.view = text, view
        st.session_state[TEXT], st.session_state[VIEW] = text, view

    def put_order(self, sort: str, *, is_descending: bool) -> None:
        """Set in which order the rows come, in the widgets too: before these are drawn."""
        self.sort, self.is_descending = sort, is_descending
        st.session_state[SORT], st.session_state[ORDER] = str(sort), is_descending

    def request(self, actor: Actor) -> CustomerListRequest:
        """Return what is asked, within the actor's reach."""
        return CustomerListRequest(
            actor.require(Permission.CUSTOMER_READ),
            self.text,
            self.view,
            sort=self.sort,
            is_descending=self.is_descending,
            page=self.page - 1,
            size=SIZE,
            conditions=self.conditions,
            columns=self.columns,
        )


def list_state() -> ListState:
    """Return this session's."""
    return page_state(ListState)
