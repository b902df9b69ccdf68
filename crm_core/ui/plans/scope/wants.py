"""What customers want of us, by their own words in the archive, beside the goals of the plan that answer to it."""

from __future__ import annotations

import streamlit as st

from crm_core.access.model import Permission
from crm_core.customers.profile.needs.model import WANT_LABELS, Want
from crm_core.plans.reach import may_edit_plan
from crm_core.plans.scope import words
from crm_core.plans.scope.model import Wanted, Wants
from crm_core.plans.scope.service import PlanWants, link_want, plan_wants
from crm_core.plans.service import OnePlan
from crm_core.targets.model import STATUS_LABELS
from crm_core.ui import show
from crm_core.ui.fetch import fetch
from crm_core.ui.figures import LOOKS
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.plans.scope.state import Open, open_dialog
from crm_core.ui.plans.view import Looked
from crm_core.ui.plans.words import goal_name
from crm_core.ui.text import _, language, plain


def fetch_wants(looked: Looked) -> Wants | None:
    """Return what the customers in the viewer's reach want; None where the viewer reads no customers."""
    if not looked.actor.may(Permission.CUSTOMER_READ):
        return None
    reach = looked.actor.require(Permission.CUSTOMER_READ)
    return plan_wants(fetch, PlanWants(OnePlan(looked.viewer, looked.plan_id), reach))


def show_wants(looked: Looked) -> None:
    """Show each kind of thing that customers want, how many want it, and where the plan meets it."""
    found = fetch_wants(looked)
    if found is None:
        return
    with st.container(border=True, gap="small"):
        st.subheader(_("What customers want, and which goal meets it"), anchor=False)
        told = words.told_of(language(), found)
        if found.unmet:
            told += f" :orange[{words.unmet(language(), found)}]"
        st.markdown(f":small[:gray[{told}]]" if not found.unmet else f":small[{told}]")
        for one in found.kinds:
            _show_want(looked, one)


def _show_want(looked: Looked, one: Wanted) -> None:
    with st.container(key=f"scope-want-{one.want.value}", gap=None):
        left, right = st.columns([2, 3], gap="small", vertical_alignment="center")
        with left:
            st.markdown(f"**{_(WANT_LABELS[one.want])}**  \n:small[:gray[{words.want_facts(language(), one)}]]")
        with right:
            _show_goals(looked, one)


def _show_goals(looked: Looked, one: Wanted) -> None:
    view = looked.view
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        badges = []
        for progress in view.goals:
            if progress.goal.goal_id in one.goals:
                name = plain(goal_name(progress.goal, view.plan))
                look = LOOKS[progress.status] if progress.status else None
                status = f" · {_(STATUS_LABELS[progress.status])}" if progress.status else ""
                badges.append(f":{look.colour if look else 'gray'}-badge[{name}{status}]")
        if badges:
            st.markdown(" ".join(badges), width="stretch")
        elif one.open_count:
            st.markdown(f":orange[:material/link_off: {_('No goal of the plan meets it yet')}]", width="stretch")
        else:
            st.markdown(f":gray[{show.NO_DATA}]", width="stretch")
        if may_edit_plan(looked.viewer, view.plan.team_id) and view.record.goals:
            st.button(
                ":material/edit:", key=f"plan:want:{one.want.value}", type="tertiary", on_click=open_dialog,
                help=_("Choose the goals that answer to it"), args=(Open.WANT, one.want.value),
            )  # fmt: skip


def want_form(looked: Looked, about: str) -> bool:
    """Show the form of which goals answer to a kind of want."""
    found = fetch_wants(looked)
    one = next((each for each in found.kinds if each.want.value == about), None) if found is not None else None
    if one is None:
        return True
    seen = one.goals

    def save(values: Values, key: str, _version: int) -> str:
        link_want(store(), current_actor(), looked.plan_id, about, values, seen=seen, key=key)
        return _("Saved.")

    form = Form("plan_want", save, about=f"{looked.plan_id}:{about}:{seen}")
    with form:
        st.markdown(f"**{_(WANT_LABELS[Want(about)])}**")
        names = {goal.goal_id: goal_name(goal, looked.view.plan) for goal in looked.view.record.goals}
        form.several("goals", _("Goals that answer to it"), names, list(seen), placeholder=_("Choose"))
        form.submit(_("Save"))
    return form.just_saved
