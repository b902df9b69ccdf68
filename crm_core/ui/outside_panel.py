"""How one user may sign in through the company's service, and what an administrator does about it."""

from __future__ import annotations

import streamlit as st

from crm_core.access.model import Actor
from crm_core.access.oidc import service
from crm_core.access.oidc.model import CLAIM_LABELS, Allowance, Claim, Link
from crm_core.team.model import User
from crm_core.ui.forms import Form, Values
from crm_core.ui.house import outside_name, store
from crm_core.ui.show import moment
from crm_core.ui.text import _, plain


def show_outside(actor: Actor, user: User) -> None:
    """Show a user's account at the service; nothing where there is no service and no link."""
    name = outside_name()
    account = service.outside_account(store(), actor, user.user_id)
    if name is None and account.link is None:
        return
    with st.container(border=True):
        st.subheader(_("Sign-in through {name}", name=plain(name or _("a service"))), anchor=False)
        if account.link is not None:
            _show_link(actor, user, account.link, is_on=name is not None)
        elif account.allowance is not None:
            _show_allowance(actor, user, account.allowance)
        elif user.is_demo or not user.is_active:
            st.caption(_("Disabled users and demo accounts cannot sign in through the service."))
        else:
            _show_choice(actor, user)


def _show_link(actor: Actor, user: User, link: Link, *, is_on: bool) -> None:
    st.text(_("Linked with {account}", account=link.email) if link.email else _("Linked"))  # no link to write a mail
    st.caption(_("Since {moment}, at {issuer}", moment=moment(link.linked_at), issuer=plain(link.issuer)))
    if not is_on:
        st.caption(_("No sign-in service is set up at the moment."))

    def save(_values: Values, _key: str, _version: int) -> str:
        service.remove_link(store(), actor, user.user_id)
        return _("The link is removed.")

    with st.popover(_("Remove the link"), icon=":material/link_off:"):
        st.write(_("The user is signed out everywhere and can sign in with the password only."))
        with (form := Form("remove_link", save, about=user.user_id)):
            form.submit(_("Remove the link now"))


def _show_allowance(actor: Actor, user: User, allowance: Allowance) -> None:
    label = _(CLAIM_LABELS[allowance.claim])
    st.text(_("Waits for the first sign-in of: {expected}", expected=allowance.expected))
    st.caption(f"{label} · {_('holds until {moment}', moment=moment(allowance.lapses_at()))}")

    def save(_values: Values, _key: str, _version: int) -> str:
        service.withdraw_allowance(store(), actor, user.user_id)
        return _("It is taken back.")

    with (form := Form("withdraw_allowance", save, about=user.user_id)):
        form.submit(_("Withdraw"), type="secondary", icon=":material/undo:")


def _show_choice(actor: Actor, user: User) -> None:
    st.caption(_("Not linked. Say which account there is this user's; its first sign-in makes the link."))

    def save(values: Values, key: str, _version: int) -> str:
        given = {name: str(value or "") for name, value in values.items()}
        service.allow_account(store(), actor, user.user_id, given, key=key)
        return _("{name} may sign in through the service.", name=user.display_name)

    with (form := Form("allow_account", save, about=user.user_id)):
        form.choose("claim", _("Compare"), {c.value: _(label) for c, label in CLAIM_LABELS.items()}, Claim.EMAIL.value)
        form.text("expected", _("E-mail address or name there"), max_chars=254)
        form.submit(_("Allow"))
