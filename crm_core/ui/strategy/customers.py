"""The strategies of a plan by type, tier and group of customers: each with what is wanted, how often, and what holds."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from crm_core.access.model import Permission
from crm_core.plans.model import PlanState
from crm_core.plans.reach import may_edit_plan
from crm_core.plans.service import OnePlan
from crm_core.relationships.norms.model import SUBJECTS, Subject
from crm_core.strategy.model import Shown
from crm_core.strategy.service import groups_to_choose
from crm_core.ui.fetch import fetch
from crm_core.ui.page import empty_state
from crm_core.ui.plans.view import Looked
from crm_core.ui.relationships.words import whom, whom_badge
from crm_core.ui.show import day
from crm_core.ui.strategy.ending import show_after_plan
from crm_core.ui.strategy.state import Open, open_dialog
from crm_core.ui.strategy.words import beat_line, rule_lines, stand
from crm_core.ui.text import _, ngettext, plain, plain_lines


def show_customers(looked: Looked, found: Sequence[Shown]) -> None:
    """Show the strategies, the ways to write them and to put them into force."""
    may_edit = may_edit_plan(looked.viewer, looked.view.plan.team_id)
    show_after_plan(looked)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        summary = _summary(found) or _("What we want of which customers, and how often they hear from us")
        st.markdown(f":small[:gray[{summary}]]", width="content")
        if may_edit:
            _ways(looked, found)
    if not found:
        empty_state(
            _(
                "No strategy yet. Begin with one type of customers: what you want of them, and how often they hear from you."
            )
            if may_edit
            else _("No strategy yet."),
            icon="strategy",
        )
    for one in found:
        with st.container(border=True, key=f"strategy-{str(one.strategy.subject).replace(':', '-')}"):
            _show(one, may_edit=may_edit)


def _summary(found: Sequence[Shown]) -> str:
    if not found:
        return ""
    holding = sum(one.is_in_force for one in found)
    told = [ngettext("{count} strategy", "{count} strategies", len(found)), _("{count} in force", count=holding)]
    differing = sum(one.differs for one in found)
    if differing:
        told.append(f":orange[{ngettext('{count} differs from the plan', '{count} differ from the plan', differing)}]")
    return " · ".join(told)


def _ways(looked: Looked, found: Sequence[Shown]) -> None:
    written = {one.strategy.subject for one in found}
    missing = [Subject(rung=rung) for rung in SUBJECTS if Subject(rung=rung) not in written]
    groups = fetch(groups_to_choose, OnePlan(looked.viewer, looked.plan_id))
    missing += [Subject(tag_id=key) for key in groups if Subject(tag_id=key) not in written]
    with st.container(horizontal=True, width="content", gap="small"):
        if missing:
            with st.popover(_("Add a strategy"), icon=":material/add:", key="strategy:add"):
                st.caption(_("For which customers?"))
                for subject in missing:
                    st.button(
                        plain(whom(subject, groups.get(subject.tag_id or 0))), key=f"strategy:add:{subject}",
                        type="tertiary", icon=":material/sell:" if subject.rung is None else ":material/group:",
                        on_click=open_dialog, args=(Open.STRATEGY, str(subject)),
                    )  # fmt: skip
        if looked.actor.may(Permission.NORM_EDIT) and found and looked.view.plan.state is not PlanState.CLOSED:
            st.button(
                _("Put into force …"), key="strategy:force", icon=":material/bolt:", type="primary",
                on_click=open_dialog, args=(Open.FORCE,),
            )  # fmt: skip


def _show(one: Shown, *, may_edit: bool) -> None:
    strategy, words = one.strategy, one.strategy.words
    slug = str(strategy.subject).replace(":", "-")
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"due-row-strategy-{slug}"):
        since = f" :small[:gray[{_since(one)}]]" if _since(one) else ""
        st.markdown(f"{whom_badge(strategy.subject, strategy.group)} {stand(one)}{since}", width="stretch")
        if may_edit:
            st.button(
                ":material/edit:", key=f"strategy:edit:{strategy.subject}", type="tertiary", help=_("Edit the strategy"),
                on_click=open_dialog, args=(Open.STRATEGY, str(strategy.subject)),
            )  # fmt: skip
    left, right = st.columns([5, 6], gap="medium")
    with left:
        st.markdown(f"**{plain_lines(words.aim)}**")
        facts = ((_("Service"), words.content), (_("Raising value"), words.raising))
        lines = [f":small[:gray[{label}] {plain_lines(text)}]" for label, text in facts if text]
        if lines:
            st.markdown("  \n".join(lines))
    with right:
        parts = []
        if one.beats:
            parts.append("  \n".join([f":small[{beat_line(beat)}]" for beat in one.beats]))
        if words.rules:
            parts.append("  \n".join(rule_lines(words)))
        if parts:
            st.markdown("\n\n".join(parts))


def _since(one: Shown) -> str:
    if one.in_force is not None:
        return _("put into force {day}", day=day(one.in_force.put_at.date()))
    if one.other is not None:
        return _("another plan’s is in force: {name}", name=plain(one.other.plan_name or "–"))
    return ""
