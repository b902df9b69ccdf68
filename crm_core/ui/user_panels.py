"""One user, one team: their data, and what an administrator does with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import streamlit as st

from crm_core import clock
from crm_core.access.model import ROLE_LABELS, Actor, Role
from crm_core.team import service
from crm_core.team.leaving.model import Holding
from crm_core.team.leaving.service import holding_of
from crm_core.team.model import HandedOut, Team, User
from crm_core.ui.forms import Form, Values
from crm_core.ui.house import store
from crm_core.ui.links import go_to, link_to
from crm_core.ui.outside_panel import show_outside
from crm_core.ui.session import page_state
from crm_core.ui.show import moment, number
from crm_core.ui.tables import show_table
from crm_core.ui.text import _, plain
from crm_core.ui.user_lists import PAGE, state_of

_SHOWN_FOR = timedelta(minutes=10)


@dataclass
class HandedOutState:
    """The throw-away password that is being handed over; kept by nothing but this screen."""

    given: HandedOut | None = None
    at: datetime | None = None

    def take(self, given: HandedOut) -> None:
        """Show a password from now on."""
        self.given, self.at = given, clock.now()


@dataclass
class LedOn:
    """Who was just disabled and still holds something: the next page is the one on which it is handed over."""

    user_id: int | None = None


def show_handed_out() -> None:
    """Show the throw-away password that was just made, until it is handed over."""
    state = page_state(HandedOutState)
    if state.given is None or state.at is None or clock.now() - state.at > _SHOWN_FOR:
        state.given = None
        return
    with st.container(border=True):
        name = plain(state.given.username)
        st.markdown(f":material/key: **{_('Throw-away password for {name}', name=name)}**")
        st.caption(_("It is shown only here and now. At the first sign-in a new one has to be chosen."))
        st.code(state.given.password, language=None, width=320)
        if st.button(_("I have handed it over"), icon=":material/done:"):
            state.given = None
            st.rerun()


def show_user(actor: Actor, user: User | None, groups: Sequence[Team]) -> None:
    """Show one user with everything that can be done, or the form for a new one."""
    led_on = page_state(LedOn)
    if user is not None and led_on.user_id == user.user_id:
        led_on.user_id = None
        go_to("work/hand_over.py", person=user.user_id)
    left, right = st.columns([3, 2], gap="medium")
    with left, st.container(border=True):
        st.subheader(plain(user.display_name) if user else _("New user"), anchor=False)
        _show_data(actor, user, groups)
    with right:
        if user is None:
            _show_roles()
            return
        held = holding_of(store(), actor, user.user_id)
        _show_access(actor, user, held)
        show_outside(actor, user)
        _show_belongings(held, user)


def _show_data(actor: Actor, user: User | None, groups: Sequence[Team]) -> None:
    # Held before the save: a second click may interrupt a callback wherever it touches the session state.
    handed_out = page_state(HandedOutState)

    def save(values: Values, key: str, version: int) -> str:
        given = {name: "" if value is None else str(value) for name, value in values.items()}
        if user is None:
            handed_out.take(service.add_user(store(), actor, given, key=key))
            return _("{name} is added.", name=given["display_name"])
        changed = service.change_user(store(), actor, user.user_id, given, version)
        return _("{name} is saved.", name=changed.display_name)

    form = Form("user", save, about=user.user_id if user else "new", version=user.version if user else 0)
    with form:
        form.text("display_name", _("Name shown"), user.display_name if user else "", max_chars=60)
        form.text("username", _("User name"), user.username if user else "", max_chars=64)
        roles = {role.value: _(label) for role, label in ROLE_LABELS.items()}
        form.choose("role", _("Role"), roles, user.role.value if user else Role.STAFF.value)
        form.choose("team_id", _("Team"), _team_names(user, groups), _team_of(user))
        form.submit(_("Save") if user else _("Add the user"))
    if user is None and form.just_saved:
        go_to(PAGE, user=handed_out.given.user_id if handed_out.given else None)


def _team_names(user: User | None, groups: Sequence[Team]) -> dict[str, str]:
    mine = user.team_id if user else None
    open_teams = {str(team.team_id): team.name for team in groups if team.is_active or team.team_id == mine}
    return {"": _("No team"), **open_teams}


def _team_of(user: User | None) -> str:
    return str(user.team_id) if user and user.team_id is not None else ""


def _show_roles() -> None:
    with st.container(border=True):
        st.subheader(_("What the roles may do"), anchor=False)
        about = {
            Role.ADMIN: _("users, settings, imports, backup; sees everything"),
            Role.MANAGER: _("sees and edits all customers, targets and figures"),
            Role.LEAD: _("the same for the own team"),
            Role.STAFF: _("the own customers and figures"),
            Role.READER: _("sees everything masked, changes nothing"),
        }
        st.markdown("\n".join(f"- **{_(ROLE_LABELS[role])}**: {what}" for role, what in about.items()))


def _show_access(actor: Actor, user: User, held: Holding) -> None:
    with st.container(border=True):
        st.subheader(_("Access"), anchor=False)
        st.markdown(state_of(user) + (f" :gray-badge[{_('Demo')}]" if user.is_demo else ""))
        st.caption(_("Last sign-in: {moment}", moment=moment(user.signed_in_at)))
        st.caption(_("Added: {moment}", moment=moment(user.created_at)))
        with st.container(horizontal=True):
            with st.popover(_("Reset the password"), icon=":material/key:"):
                _show_reset(actor, user)
            if not user.is_active:
                _show_switch(actor, user, held)
            elif user.user_id != actor.user_id:
                with st.popover(_("Disable"), icon=":material/block:"):
                    st.write(_("The user is signed out at once and cannot sign in any more. Nothing is deleted."))
                    if held.is_anything:
                        st.warning(f"{_('Somebody has to take over what the user holds.')}  \n{_held(held)}")
                        link_to(
                            _("Hand it over first"), "work/hand_over.py", icon=":material/move_up:", person=user.user_id
                        )
                    _show_switch(actor, user, held)


def _show_reset(actor: Actor, user: User) -> None:
    handed_out = page_state(HandedOutState)  # held before the save, as above

    def save(_values: Values, key: str, _version: int) -> str:
        handed_out.take(service.reset_password(store(), actor, user.user_id, key=key))
        return _("The password is reset.")

    st.write(_("The user is signed out everywhere and gets a throw-away password, which you hand over."))
    form = Form("reset_password", save, about=user.user_id)
    with form:
        form.submit(_("Reset the password now"))


def _show_switch(actor: Actor, user: User, held: Holding) -> None:
    """Show the switch; who disables somebody that still holds something is led on to handing it over."""
    is_holding, led_on = user.is_active and held.is_anything, page_state(LedOn)

    def save(_values: Values, _key: str, _version: int) -> str:
        if user.is_active:
            service.disable_user(store(), actor, user.user_id)
            led_on.user_id = user.user_id if is_holding else None
            return _("{name} is disabled.", name=user.display_name)
        service.enable_user(store(), actor, user.user_id)
        return _("{name} may sign in again.", name=user.display_name)

    form = Form("switch_user", save, about=(user.user_id, user.is_active))
    with form:
        form.submit(_("Disable, then hand over") if is_holding else _("Disable now") if user.is_active else _("Enable"))


def _show_belongings(held: Holding, user: User) -> None:
    """Say what the user holds and lead to where it is handed over; of the disabled, that somebody has to take it over."""
    with st.container(border=True):
        st.subheader(_("What the user holds"), anchor=False)
        if not held.is_anything:
            st.caption(_("Holds nothing that somebody would have to take over."))
            return
        st.markdown(_held(held))
        if not user.is_active:
            st.warning(_("Somebody has to take this over."), icon=":material/handshake:")
        link_to(_("Hand it over"), "work/hand_over.py", icon=":material/move_up:", person=user.user_id)
        if held.customers:
            link_to(_("Show the customers"), "customers/customers.py", icon=":material/groups:", owner=user.user_id)


def _held(held: Holding) -> str:
    """Return in one line how much of each kind somebody holds."""
    counts = {
        "customers": number(held.customers),
        "follow_ups": number(held.follow_ups + held.other_follow_ups),
        "work": number(held.work),
    }
    return _(
        "Customers: {customers} · open follow-ups: {follow_ups} · actions, goals and touchpoints: {work}", **counts
    )


def show_team(actor: Actor, team: Team | None, people: Sequence[User]) -> None:
    """Show one team with its people, or the form for a new one."""

    def save(values: Values, key: str, version: int) -> str:
        name = values["name"] or ""
        if team is None:
            service.add_team(store(), actor, name, key=key)
            return _("The team is added.")
        service.change_team(store(), actor, team.team_id, name, is_active=bool(values["is_active"]), version=version)
        return _("The team is saved.")

    left, right = st.columns([3, 2], gap="medium")
    with left, st.container(border=True):
        st.subheader(plain(team.name) if team else _("New team"), anchor=False)
        form = Form("team", save, about=team.team_id if team else "new", version=team.version if team else 0)
        with form:
            form.text("name", _("Name"), team.name if team else "", max_chars=60)
            if team is not None:
                form.tick("is_active", _("Open for users"), team.is_active)
            form.submit(_("Save") if team else _("Add the team"))
    if team is None:
        if form.just_saved:
            go_to(PAGE, view="teams")
        return
    with right, st.container(border=True):
        st.subheader(_("On this team"), anchor=False)
        members = [user for user in people if user.team_id == team.team_id and user.is_active]
        if not members:
            st.caption(_("Nobody yet."))
            return
        names, roles = [user.display_name for user in members], [_(ROLE_LABELS[user.role]) for user in members]
        show_table({_("Name shown"): names, _("Role"): roles})
