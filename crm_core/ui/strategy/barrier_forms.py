"""The forms of a barrier: what it is, and a new action against it."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from crm_core.errors import CrmError
from crm_core.plans.drafts import LINE_LIMIT
from crm_core.plans.model import PRIORITY_LABELS, Priority
from crm_core.plans.service import OnePlan
from crm_core.relationships.model import RUNG_LABELS
from crm_core.relationships.norms.model import SUBJECTS, Subject
from crm_core.strategy.barriers.model import (
    NOTE_LIMIT,
    STATE_LABELS,
    WORDS_LIMIT,
    Barrier,
    State,
)
from crm_core.strategy.barriers.service import (
    add_barrier,
    add_barrier_action,
    edit_barrier,
    places_to_choose,
    remove_barrier,
)
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.plans.forms import people
from crm_core.ui.plans.view import Looked
from crm_core.ui.session import flash
from crm_core.ui.strategy.evidence import reasons_by_id
from crm_core.ui.strategy.state import put_away
from crm_core.ui.text import _, plain

_DAYS = 14  # until a new action is due, where nobody says otherwise


def barrier_form(looked: Looked, one: Barrier | None) -> bool:
    """Show the form of a barrier, or of a new one; return whether it was just saved."""

    def save(values: Values, key: str, version: int) -> str:
        if one is None:
            add_barrier(store(), current_actor(), looked.plan_id, values, key=key)
        else:
            edit_barrier(store(), current_actor(), looked.plan_id, one.barrier_id, values, version=version, key=key)
        return _("Saved.")

    form = Form(
        "barrier", save, about=f"{looked.plan_id}:{one.barrier_id if one else ''}", version=one.version if one else 0
    )
    with form:
        form.text(
            "what", _("What stands in the way"), one.what if one else "", max_chars=LINE_LIMIT,
            placeholder=_("such as: delivery takes two days, the shop next door delivers at once"),
        )  # fmt: skip
        left, right = st.columns(2)
        with left:
            form.choose("about", _("For whom or where"), _places(looked, one), str(one.about) if one else "")
            form.choose(
                "owner_id", _("Who sees to it"), _people(looked, one), str(one.owner_id) if one and one.owner_id else ""
            )
            reasons = {"": _("No reason named")} | {str(key): name for key, name in reasons_by_id().items()}
            form.choose(
                "reason_id", _("Reason of loss"), reasons, str(one.reason_id) if one and one.reason_id else "",
                help=_("Customers who left for it are counted beside it"),
            )  # fmt: skip
        with right:
            states = {state.value: _(label) for state, label in STATE_LABELS.items()}
            form.choose("state", _("State"), states, one.state.value if one else State.OPEN.value)
            form.choose(
                "action_id",
                _("Action against it"),
                _actions(looked, one),
                str(one.action_id) if one and one.action_id else "",
            )
            form.text(
                "heard", _("Words of customers"), " ".join(one.heard) if one else "", max_chars=WORDS_LIMIT,
                placeholder=_("such as: delivery slow"), help=_("Suggestions with one of these words are counted beside it"),
            )  # fmt: skip
        form.day("since_on", _("Known since"), one.since_on if one else looked.view.today)
        form.area("note", _("Note"), one.note if one else "", max_chars=NOTE_LIMIT, height=80)
        form.submit(_("Save"), icon=":material/check:")
    if one is not None:
        st.button(
            _("Remove the barrier"), icon=":material/delete:", type="tertiary", on_click=_remove,
            key=f"barrier:remove:{one.barrier_id}:{one.version}", args=(looked.plan_id, one.barrier_id, one.version),
        )  # fmt: skip
    return form.just_saved


def _places(looked: Looked, one: Barrier | None) -> dict[str, str]:
    known = fetch(places_to_choose, OnePlan(looked.viewer, looked.plan_id))
    found = {"": _("all customers")} | {str(Subject(rung=rung)): _(RUNG_LABELS[rung]) for rung in SUBJECTS}
    found |= {
        key: f"{_('Group') if key.startswith('tag:') else _('Touchpoint')}: {name}" for key, name in known.items()
    }
    if one is not None:
        found.setdefault(str(one.about), _("no longer there"))
    return found


def _people(looked: Looked, one: Barrier | None) -> dict[str, str]:
    kept = [(one.owner_id, one.owner_name)] if one is not None and one.owner_id is not None else []
    named = people(looked.viewer, looked.view.plan.team_id, *kept)
    return {"": _("Nobody yet")} | {str(key): name for key, name in named.items()}


def _actions(looked: Looked, one: Barrier | None) -> dict[str, str]:
    found = {"": _("No action chosen")}
    if one is not None and one.action_id is not None:
        found[str(one.action_id)] = _("An action of another team")
    listed = [each for each in looked.view.actions if each.status.is_open or (one and each.action_id == one.action_id)]
    return found | {str(each.action_id): f"{each.what} · {each.owner_name or '–'}" for each in listed}


def _remove(plan_id: int, barrier_id: int, version: int) -> None:
    key = f"remove-barrier:{barrier_id}:{version}"
    try:
        remove_barrier(store(), current_actor(), plan_id, barrier_id, version=version, key=key)
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        put_away()
        flash(_("The barrier is removed."))


def action_form(looked: Looked, one: Barrier) -> bool:
    """Show the form of a new action against a barrier; return whether it was just saved."""
    me = current_actor()

    def save(values: Values, key: str, _version: int) -> str:
        add_barrier_action(store(), current_actor(), looked.plan_id, one.barrier_id, values, key=key)
        return _("Action added.")

    names = people(looked.viewer, looked.view.plan.team_id, (me.user_id, me.name))
    form = Form("barrier_action", save, about=f"{looked.plan_id}:{one.barrier_id}")
    st.markdown(f"**{plain(one.what)}**")
    with form:
        form.text("what", _("What is done"), max_chars=LINE_LIMIT)
        form.choose("owner_id", _("Owner"), names, one.owner_id if one.owner_id in names else me.user_id)
        left, right = st.columns(2)
        with left:
            form.day("due_on", _("Due on"), looked.view.today + timedelta(days=_DAYS))
        with right:
            priorities = {each.value: _(label) for each, label in PRIORITY_LABELS.items()}
            form.choose("priority", _("Priority"), priorities, Priority.MID.value)
        form.submit(_("Add the action"))
    return form.just_saved
