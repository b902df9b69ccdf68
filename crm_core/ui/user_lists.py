"""The lists of users and of teams; choosing a row opens it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from crm_core.access.model import ROLE_LABELS
from crm_core.team.model import Team, User
from crm_core.ui.links import go_to
from crm_core.ui.page import empty_state
from crm_core.ui.show import number
from crm_core.ui.tables import figure_column, height_of, moment_column, pick_row
from crm_core.ui.text import _

PAGE = "admin/users.py"


def add_buttons() -> None:
    """Show the ways to a new user and a new team."""
    if st.button(_("Add a team"), icon=":material/group_add:"):
        go_to(PAGE, team="new")
    if st.button(_("Add a user"), icon=":material/person_add:", type="primary"):
        go_to(PAGE, user="new")


def back(view: str) -> None:
    """Show the way back to a list."""
    label = _("All teams") if view == "teams" else _("All users")
    if st.button(label, icon=":material/arrow_back:", type="tertiary"):
        go_to(PAGE, view=view)


def choose_list(asked: str | None) -> str:
    """Show the choice between users and teams and return which is to be shown; the address holds it."""
    names = {"users": _("Users"), "teams": _("Teams")}
    here = "teams" if asked == "teams" else "users"
    chosen = st.segmented_control(
        _("List"), list(names), default=here, format_func=lambda name: names[name], label_visibility="collapsed"
    )
    if chosen and chosen != here:
        go_to(PAGE, view=chosen)
    return here


def state_of(user: User) -> str:
    """Return a user's state in words."""
    if not user.is_active:
        return _("○ Disabled")
    return _("◐ Must choose a password") if user.must_change_password else _("Active")


def show_users(people: Sequence[User]) -> None:
    """Show the users, filtered by what is typed and by state."""
    with st.container(horizontal=True, vertical_alignment="center"):
        wanted = st.text_input(
            _("Find a user"),
            placeholder=_("Name, user name or team"),
            label_visibility="collapsed",
            icon=":material/search:",
            width=320,
        )
        states = {"active": _("Active"), "disabled": _("Disabled"), "all": _("All")}
        state = st.segmented_control(
            _("State"),
            list(states),
            default="active",
            format_func=lambda name: states[name],
            label_visibility="collapsed",
        )
    shown = [user for user in people if _fits(user, wanted.strip().casefold(), state or "all")]
    if not shown:
        empty_state(_("No user fits. Type less, or look at all states."), icon="person_search")
        return
    chosen = pick_row(
        {
            _("Name shown"): [user.display_name for user in shown],
            _("User name"): [user.username for user in shown],
            _("Role"): [_(ROLE_LABELS[user.role]) for user in shown],
            _("Team"): [user.team_name or "–" for user in shown],
            _("State"): [state_of(user) + (f" · {_('Demo')}" if user.is_demo else "") for user in shown],
            _("Last sign-in"): [user.signed_in_at for user in shown],
        },
        {_("Last sign-in"): moment_column(_("Last sign-in"))},
        key="table:users",
        height=height_of(len(shown), 20),
    )
    if chosen is not None:
        go_to(PAGE, user=shown[chosen].user_id)
    st.caption(_("Choose a row to open it."))


def _fits(user: User, wanted: str, state: str) -> bool:
    if state != "all" and user.is_active != (state == "active"):
        return False
    return not wanted or any(
        wanted in text.casefold() for text in (user.display_name, user.username, user.team_name or "")
    )


def show_teams(groups: Sequence[Team]) -> None:
    """Show the teams."""
    if not groups:
        empty_state(_("No teams yet. Team leads and staff need one: add the first."), icon="groups")
        return
    people = _("Active users")
    chosen = pick_row(
        {
            _("Team"): [team.name for team in groups],
            people: [number(team.member_count) for team in groups],
            _("State"): [_("Active") if team.is_active else _("○ Closed") for team in groups],
        },
        {people: figure_column(people)},
        key="table:teams",
        height="content",
    )
    if chosen is not None:
        go_to(PAGE, team=groups[chosen].team_id)
    st.caption(_("Choose a row to open it."))
