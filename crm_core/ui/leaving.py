"""Handing over: who holds what, and the form that gives it to others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from crm_core.access.model import ROLE_LABELS, Actor, Permission
from crm_core.customers.lists.service import Choices, owners_to_choose
from crm_core.errors import InvalidInput
from crm_core.team.leaving.model import WAY_LABELS, HandOverDraft, Holding, Share, Way, shares
from crm_core.team.leaving.service import hand_over_everything
from crm_core.ui.colleagues import colleague_labels
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.house import store
from crm_core.ui.links import go_to, link_to
from crm_core.ui.page import empty_state
from crm_core.ui.show import number
from crm_core.ui.tables import figure_column, height_of, pick_row
from crm_core.ui.text import _, plain

PAGE = "work/hand_over.py"


def show_people(people: Sequence[Holding]) -> None:
    """Show what each person holds, those who were disabled first; a click on a row opens the person."""
    if not people:
        empty_state(_("There is nobody in your team yet."), icon="groups")
        return
    figures = {
        _("Customers"): [one.customers for one in people],
        _("Open follow-ups"): [one.follow_ups + one.other_follow_ups for one in people],
        _("Actions, goals, touchpoints"): [one.work for one in people],
        _("Collaborations"): [one.collaborations for one in people],
    }
    chosen = pick_row(
        {
            _("Name shown"): [one.name for one in people],
            _("Role"): [_(ROLE_LABELS[one.role]) for one in people],
            _("Team"): [one.team or "–" for one in people],
            _("State"): [_("Active") if one.is_active else _("○ Disabled") for one in people],
            **{name: [number(value) for value in values] for name, values in figures.items()},
        },
        {name: figure_column(name) for name in figures},
        key="table:holdings",
        height=height_of(len(people), 20),
    )
    if chosen is not None:
        go_to(PAGE, person=people[chosen].user_id)
    st.caption(_("Choose a row to see what the person holds and to hand it over."))


def show_person(actor: Actor, person: Holding) -> None:
    """Show what one person holds, and the form that hands it over."""
    if st.button(_("Everybody"), icon=":material/arrow_back:", type="tertiary"):
        go_to(PAGE)
    left, right = st.columns([2, 3], gap="medium")
    with left, st.container(border=True):
        state = "" if person.is_active else f" :gray-badge[{_('○ Disabled')}]"
        st.subheader(plain(person.name) + state, anchor=False)
        st.caption(" · ".join(part for part in (_(ROLE_LABELS[person.role]), plain(person.team or "")) if part))
        if not person.is_active and person.is_anything:
            st.warning(_("Somebody has to take this over."), icon=":material/handshake:")
        _show_held(person)
    with right, st.container(border=True):
        st.subheader(_("Hand over"), anchor=False)
        if person.is_anything:
            _show_form(actor, person)
        else:
            st.caption(_("Holds nothing that somebody would have to take over."))


def _show_held(person: Holding) -> None:
    held = {
        _("Customers"): person.customers,
        _("Open follow-ups with them"): person.follow_ups,
        _("Open follow-ups with customers of others"): person.other_follow_ups,
        _("Open actions of plans"): person.actions,
        _("Goals"): person.goals,
        _("Plans"): person.plans,
        _("Milestones"): person.milestones,
        _("Sections of plans"): person.sections,
        _("Barriers"): person.barriers,
        _("Touchpoints"): person.touchpoints,
        _("Collaborations"): person.collaborations,
    }
    for name, count in held.items():
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            st.markdown(name, width="content")
            figure = f"**{number(count)}**" if count else ":gray[–]"
            st.markdown(figure, width="content", text_alignment="right")
    if person.customers:
        link_to(_("Show the customers"), "customers/customers.py", icon=":material/groups:", owner=person.user_id)


def _show_form(actor: Actor, person: Holding) -> None:
    owners = fetch(owners_to_choose, Choices(actor.require(Permission.WORK_HAND_OVER)))
    names = colleague_labels([one for one in owners if one.user_id != person.user_id])

    def save(values: Values, key: str, _version: int) -> str:
        done = hand_over_everything(store(), actor, person.user_id, values, key=key)
        return _(
            "Handed over: {customers} customers, {follow_ups} follow-ups, {work} actions, goals and touchpoints.",
            customers=number(done.customers), follow_ups=number(done.follow_ups), work=number(done.work),
        )  # fmt: skip

    form = Form("hand_over", save, about=person.user_id, is_live=True)
    with form:
        form.chips("way", _("How"), {way: _(label) for way, label in WAY_LABELS.items()}, Way.ONE, required=True)
        way = form.current("way") or Way.ONE
        if way == Way.ONE:
            form.choose("taker", _("Who takes over"), names)
        elif way == Way.TURN:
            form.several("takers", _("Who takes over, in turn"), names, placeholder=_("Choose"))
        else:
            st.caption(_("Customers go to the public pool and their open follow-ups are cancelled."))
        if person.work and way != Way.ONE:
            form.choose("work_to", _("Who takes actions, goals and touchpoints"), names)
        if person.collaborations:
            st.caption(_("Collaborations go along as far as you may grant them; the others end."))
        with st.popover(_("Hand everything over"), icon=":material/move_up:", type="primary"):
            _show_what_moves(form, person, {one.user_id: one.display_name for one in owners})


def _show_what_moves(form: Form, person: Holding, names: Mapping[int, str]) -> None:
    """Say what goes to whom before it goes, with the yes beneath; or what is still to be chosen."""
    given = {name: form.current(name) for name in ("way", "taker", "takers", "work_to")}
    try:
        draft = HandOverDraft.parse(given)
        draft.check(person)
    except InvalidInput as error:
        for text in error.fields.values():
            st.markdown(plain(_(text)))
        return
    st.markdown(f"**{_('Everything that {name} holds goes over:', name=plain(person.name))}**")
    lines = [f"- {_share_line(one, names)}" for one in shares(person, draft)]
    if person.follow_ups:
        count = number(person.follow_ups)
        cancelled = _("Open follow-ups with these customers, cancelled: {count}", count=count)
        lines.append(
            f"- {cancelled if draft.way is Way.POOL else _('Open follow-ups with these customers go along: {count}', count=count)}"
        )
    if person.collaborations:
        lines.append(f"- {_('Collaborations: {count}', count=number(person.collaborations))}")
    st.markdown("\n".join(lines))
    st.caption(_("It happens at once, and everybody who takes over is told. There is no single step back."))
    form.submit(_("Yes, hand over"), icon=":material/check:")


def _share_line(share: Share, names: Mapping[int, str]) -> str:
    """Return what one taker gets, as Markdown."""
    name = _("Public pool") if share.user_id is None else names.get(share.user_id, "")
    parts = [
        _("customers: {count}", count=number(share.customers)) if share.customers else "",
        _("follow-ups with customers of others: {count}", count=number(share.follow_ups)) if share.follow_ups else "",
        _("actions, goals and touchpoints: {count}", count=number(share.work)) if share.work else "",
    ]
    return f"**{plain(name)}** · " + " · ".join(part for part in parts if part)
