"""Absences on a page: the form, and the periods that are not over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from crm_core.access.model import Actor, Permission, Scope
from crm_core.errors import CrmError
from crm_core.team.absence.model import REASON_LIMIT, Absence, Candidate
from crm_core.team.absence.service import add_absence, candidates, deputies, end_absence
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.links import link_to
from crm_core.ui.session import flash
from crm_core.ui.show import days
from crm_core.ui.text import _, noted, plain


def show_way() -> None:
    """Show the way to the page of absences."""
    link_to(_("Away"), "work/away.py", icon=":material/event_busy:")


def absence_form(actor: Actor, today: date) -> None:
    """Show the form that notes who is away and who stands in."""
    reach = actor.require(Permission.ABSENCE_EDIT)
    people = _names(fetch(candidates, reach))

    def save(values: Values, key: str, _version: int) -> str:
        user_id = values.get("user_id") or actor.user_id
        add_absence(store(), current_actor(), user_id, values, key=key)
        return _("Noted. Whoever stands in was told.")

    form = Form("absence", save)
    with form:
        if reach.scope is not Scope.OWN:
            form.choose("user_id", _("Who is away"), people, actor.user_id if actor.user_id in people else None)
        form.choose("deputy_id", _("Who stands in"), _names(fetch(deputies, reach)))
        first, last = st.columns(2)
        with first:
            form.day("first_on", _("First day"), today, min_value=today)
        with last:
            form.day("last_on", _("Last day"), today, min_value=today)
        form.text("reason", _("Note"), max_chars=REASON_LIMIT)
        form.submit(_("Save"))


def _names(people: Sequence[Candidate]) -> dict[int, str]:
    return {one.user_id: noted(one.name, one.team) for one in people}


def show_absences(actor: Actor, found: Sequence[Absence], today: date) -> None:
    """Show the periods that are not over, each with the way to end it for whoever may."""
    if not found:
        st.caption(_("Nobody is away."))
        return
    scope = actor.scope(Permission.ABSENCE_EDIT)
    for one in found:
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            now = f" :orange-badge[{_('now')}]" if one.first_on <= today else ""
            who = _("{name}, {deputy} stands in", name=f"**{plain(one.name)}**", deputy=plain(one.deputy))
            note = f" · {plain(one.reason)}" if one.reason else ""
            st.markdown(f"{who}{now}  \n:small[:gray[{days(one.first_on, one.last_on)}{note}]]", width="content")
            if scope is not Scope.OWN or one.user_id == actor.user_id:
                key = f"absence:{one.absence_id}:{one.version}"
                st.button(
                    _("End the absence"), type="tertiary", key=key, on_click=_end, args=(one.absence_id, one.version)
                )


def _end(absence_id: int, version: int) -> None:
    try:
        end_absence(store(), current_actor(), absence_id, version=version, key=f"absence:{absence_id}:{version}")
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(_("Ended."))
