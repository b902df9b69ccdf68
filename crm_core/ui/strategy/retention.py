"""The retention plan on the page: how customers come back and stay, then each segment with its risk and what is done."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from crm_core.board.model import filters_of
from crm_core.customers.profile.stages.lost import LostRequest, risks
from crm_core.errors import CrmError
from crm_core.metrics.folders import metric
from crm_core.metrics.model import change_of
from crm_core.metrics.service import Comparison
from crm_core.plans.drafts import LINE_LIMIT
from crm_core.plans.reach import may_edit_plan
from crm_core.plans.service import OnePlan
from crm_core.relationships.model import RUNG_LABELS
from crm_core.relationships.norms.model import SUBJECTS, Subject
from crm_core.strategy.barriers.model import COUNTED
from crm_core.strategy.retention.model import Measure
from crm_core.strategy.retention.service import (
    Segment,
    add_measure,
    asked,
    edit_measure,
    measures_of,
    numbers,
    remove_measure,
    scope_of,
    segments,
)
from crm_core.strategy.service import groups_to_choose
from crm_core.ui.fetch import fetch
from crm_core.ui.figures import change, figure, metric_name, parts_text
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.links import link_to
from crm_core.ui.plans.forms import people
from crm_core.ui.plans.view import Looked
from crm_core.ui.plans.words import due_text
from crm_core.ui.relationships.words import whom_badge
from crm_core.ui.session import flash
from crm_core.ui.show import number
from crm_core.ui.strategy.evidence import customer_reach
from crm_core.ui.strategy.state import Open, open_dialog, put_away
from crm_core.ui.text import _, ngettext, plain

_DAYS = 30  # until a new action is due, where nobody says otherwise


def show_retention(looked: Looked) -> None:
    """Show the numbers first, then the segments, the most at risk first."""
    _show_numbers(looked)
    reach = customer_reach(looked)
    known = fetch(risks, LostRequest(reach, looked.view.today - COUNTED)) if reach is not None else {}
    found = segments(fetch(measures_of, OnePlan(looked.viewer, looked.plan_id)), known)
    may_edit = may_edit_plan(looked.viewer, looked.view.plan.team_id)
    neglected = sum(one.is_neglected for one in found[1:])
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        told = [_("Segments, the most at risk first")]
        if neglected:
            text = ngettext("{count} at risk where nothing is done", "{count} at risk where nothing is done", neglected)
            told.append(f":orange[{text}]")
        st.markdown(f":small[:gray[{' · '.join(told)}]]", width="content")
        if may_edit:
            st.button(
                _("Add a measure"), key="retention:add", icon=":material/add:", type="primary", on_click=open_dialog,
                args=(Open.MEASURE,),
            )  # fmt: skip
    for one in found:
        with st.container(border=True, key=f"segment-{str(one.subject or 'all').replace(':', '-')}"):
            _show_segment(looked, one, may_edit=may_edit)


def _show_numbers(looked: Looked) -> None:
    plan = looked.view.plan
    found = numbers(fetch, looked.viewer, plan, looked.view.today)
    if not found:
        st.caption(_("The numbers are for whom the board shows them."))
        return
    for column, (metric_id, told) in zip(st.columns(len(found)), found.items(), strict=True):
        with column, st.container(border=True, height="stretch"):
            _show_number(looked, metric_id, told)


def _show_number(looked: Looked, metric_id: str, told: Comparison) -> None:
    one, days = metric(metric_id), asked(looked.view.plan, metric_id, looked.view.today).period
    query = {"metric": metric_id, "from": days.first.isoformat(), "to": days.last.isoformat()}
    scope = scope_of(looked.view.plan)
    if filters_of(scope).team is not None:
        query["team"] = str(scope.scope_id)
    link_to(metric_name(metric_id), "board/number.py", help=_("Open this number: definition, SQL and rows"), **query)
    rate = change_of(one, told.row.value, told.before_value) if told.before_is_whole else None
    st.metric(
        metric_name(metric_id), figure(one, told.row.value), change(rate, one),
        delta_color="off" if not rate else "inverse" if one.lower_is_better else "normal",
        delta_arrow="auto" if rate else "off", delta_description=_("YoY") if rate is not None else None,
        label_visibility="collapsed",
    )  # fmt: skip
    st.caption(parts_text(one, told.row))


def _show_segment(looked: Looked, one: Segment, *, may_edit: bool) -> None:
    key = "" if one.subject is None else str(one.subject)
    left, right = st.columns([4, 7], gap="medium")
    with left:
        badge = (
            f":gray-badge[:material/groups: {_('all customers')}]"
            if one.subject is None
            else whom_badge(one.subject, one.group)
        )
        total = (
            f" :small[:gray[{ngettext('{count} customer', '{count} customers', one.risk.customers)}]]"
            if one.risk
            else ""
        )
        st.markdown(f"{badge}{total}")
        if one.risk is not None:
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                _risk_button(
                    one.risk.at_risk,
                    _("{count} about to leave", count=number(one.risk.at_risk)),
                    "warning",
                    f"at_risk {key}",
                )
                _risk_button(
                    one.risk.lost, _("{count} lost in a year", count=number(one.risk.lost)), "person_off", f"lost {key}"
                )
    with right:
        for measure in one.measures:
            _show_measure(looked, measure, may_edit=may_edit)
        if one.is_neglected:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(f":orange[:material/bolt: {_('Nothing is done yet')}]", width="content")
                if may_edit:
                    st.button(
                        _("Add a measure"), key=f"segment:add:{key}", icon=":material/add:", on_click=open_dialog,
                        args=(Open.MEASURE, f"for:{key}"),
                    )  # fmt: skip


def _risk_button(count: int, text: str, icon: str, about: str) -> None:
    if count:
        st.button(
            text, key=f"segment:{about}", icon=f":material/{icon}:", type="tertiary", on_click=open_dialog,
            args=(Open.RISK, about), help=_("Among the customers you may see"),
        )  # fmt: skip
    else:
        st.markdown(f":small[:gray[:material/{icon}: {text}]]", width="content")


def _show_measure(looked: Looked, one: Measure, *, may_edit: bool) -> None:
    action = next((each for each in looked.view.actions if each.action_id == one.action_id), None)
    told = _("An action of another team")
    if action is not None:
        name = "" if action.what == one.what else f"{plain(action.what)} · "
        told = f"{name}{plain(action.owner_name or '–')} · {due_text(action, looked.view.today)}"
    with st.container(
        horizontal=True, vertical_alignment="top", gap="small", key=f"due-row-measure-{one.retention_id}"
    ):
        st.markdown(f"**{plain(one.what)}**  \n:small[:gray[:material/bolt: {told}]]", width="stretch")
        if may_edit:
            st.button(
                ":material/edit:", key=f"retention:edit:{one.retention_id}", type="tertiary", help=_("Edit the measure"),
                on_click=open_dialog, args=(Open.MEASURE, str(one.retention_id)),
            )  # fmt: skip


def measure_form(looked: Looked, one: Measure | None, segment: str = "") -> bool:
    """Show the form of a measure, or of a new one; return whether it was just saved."""
    me = current_actor()

    def save(values: Values, key: str, version: int) -> str:
        if one is None:
            add_measure(store(), current_actor(), looked.plan_id, values, key=key)
        else:
            edit_measure(store(), current_actor(), looked.plan_id, one.retention_id, values, version=version, key=key)
        return _("Saved.")

    about = f"{looked.plan_id}:{one.retention_id if one else segment}"
    form = Form("measure", save, about=about, version=one.version if one else 0)
    with form:
        form.text(
            "what", _("What is done to keep them"), one.what if one else "", max_chars=LINE_LIMIT,
            placeholder=_("such as: whoever was not heard of for 60 days is called by the person who served them"),
        )  # fmt: skip
        form.choose("subject", _("Segment"), _segments(looked, one), one.segment if one else segment)
        form.choose(
            "action_id",
            _("By which action"),
            _actions(looked, one),
            str(one.action_id) if one and one.action_id else "",
        )
        left, right = st.columns(2)
        with left:
            names = people(looked.viewer, looked.view.plan.team_id, (me.user_id, me.name))
            form.choose("owner_id", _("Who does it"), names, me.user_id, help=_("For a new action"))
        with right:
            form.day("due_on", _("Until when"), looked.view.today + timedelta(days=_DAYS), help=_("For a new action"))
        form.submit(_("Save"), icon=":material/check:")
    if one is not None:
        st.button(
            _("Remove the measure"), icon=":material/delete:", type="tertiary", on_click=_remove,
            key=f"retention:remove:{one.retention_id}:{one.version}", args=(looked.plan_id, one.retention_id, one.version),
        )  # fmt: skip
    return form.just_saved


def _segments(looked: Looked, one: Measure | None) -> dict[str, str]:
    groups = fetch(groups_to_choose, OnePlan(looked.viewer, looked.plan_id))
    found = {"": _("all customers")} | {str(Subject(rung=rung)): _(RUNG_LABELS[rung]) for rung in SUBJECTS}
    found |= {str(Subject(tag_id=key)): f"{_('Group')}: {name}" for key, name in groups.items()}
    if one is not None:
        found.setdefault(one.segment, _("no longer there"))
    return found


def _actions(looked: Looked, one: Measure | None) -> dict[str, str]:
    found = {"": _("A new action of the plan")}
    if one is not None and one.action_id is not None:
        found[str(one.action_id)] = _("An action of another team")
    listed = [each for each in looked.view.actions if each.status.is_open or (one and each.action_id == one.action_id)]
    return found | {str(each.action_id): f"{each.what} · {each.owner_name or '–'}" for each in listed}


def _remove(plan_id: int, retention_id: int, version: int) -> None:
    key = f"remove-measure:{retention_id}:{version}"
    try:
        remove_measure(store(), current_actor(), plan_id, retention_id, version=version, key=key)
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        put_away()
        flash(_("The measure is removed."))
