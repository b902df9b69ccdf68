"""The agenda of a review: each item with how it stands, what was said and decided of it, and the way to its place."""

from __future__ import annotations

import streamlit as st

from crm_core.access.model import Permission
from crm_core.adjustments.service import adjustments, may_change
from crm_core.errors import N_, AlreadyDone, CrmError
from crm_core.plans.service import OnePlan
from crm_core.reviews import words
from crm_core.reviews.holding import act_on_decision, leave_out, move_item
from crm_core.reviews.model import KIND_LABELS, Decision, Entry, Kind
from crm_core.reviews.service import ReviewView
from crm_core.reviews.wording import may_reword
from crm_core.sections.markdown import read, shown
from crm_core.ui.fetch import fetch
from crm_core.ui.figures import spoken, status_badge
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.plans.view import Looked
from crm_core.ui.reviews.state import Open, look_at, open_dialog
from crm_core.ui.session import flash
from crm_core.ui.show import day
from crm_core.ui.text import _, language, ngettext, plain, plain_lines

KIND_LOOKS = {
    Kind.DECISION: ("blue", "task_alt"), Kind.FEEDBACK: ("violet", "campaign"), Kind.GAP: ("red", "compare_arrows"),
    Kind.FORECAST: ("orange", "trending_down"), Kind.ACTION: ("orange", "schedule"), Kind.CHECK_IN: ("orange", "update"),
    Kind.ADJUSTMENT: ("violet", "gavel"), Kind.VOICE: ("green", "forum"), Kind.LESSON: ("green", "lightbulb"),
    Kind.OWN: ("gray", "push_pin"),
}  # fmt: skip
_PLACES = {
    Kind.DECISION: "work", Kind.GAP: "gaps", Kind.FORECAST: "progress", Kind.ACTION: "work", Kind.CHECK_IN: "progress",
    Kind.ADJUSTMENT: "adjustments",
}  # fmt: skip
_WAYS = {"up": N_("Move up"), "down": N_("Move down"), "out": N_("Leave it out"), "in": N_("Take it in again")}
_LONGEST = 400


def show_agenda(looked: Looked, view: ReviewView) -> None:
    """Show the items in their order, and what was left out."""
    is_open = not view.review.is_closed
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        label = _("Agenda") if is_open else _("Minutes")
        st.subheader(f"{label} :gray[{len(view.entries)}]", anchor=False, width="content")
        if is_open and looked.actor.may(Permission.COMMENT_WRITE):
            st.button(
                _("Add a topic"),
                key="plan:review:topic",
                icon=":material/add:",
                on_click=open_dialog,
                args=(Open.TOPIC,),
            )
    if is_open:
        st.caption(
            _("It makes itself anew until the minutes are closed: what is mended leaves it, what is new comes on.")
        )
    if not view.entries:
        st.markdown(f":gray[{_('Nothing stands against the plan today.')}]")
    with st.container(border=True, gap="small", key="review-agenda"):
        for place, entry in enumerate(view.entries, start=1):
            _show_entry(looked, view, entry, place)
    if view.left_out:
        count = len(view.left_out)
        with st.expander(ngettext("{count} left out", "{count} left out", count), icon=":material/visibility_off:"):
            for entry in view.left_out:
                _show_entry(looked, view, entry, None)


def _show_entry(looked: Looked, view: ReviewView, entry: Entry, place: int | None) -> None:
    fact, figures = entry.fact, spoken()
    colour, icon = KIND_LOOKS[fact.kind]
    with st.container(gap="xsmall", key=f"review-entry-{fact.key.replace(':', '-')}"):
        with st.container(
            horizontal=True,
            horizontal_alignment="distribute",
            vertical_alignment="top",
            gap="small",
            key=f"review-line-{fact.key.replace(':', '-')}",
        ):
            number = f":gray[{place}]　" if place is not None else ""
            kind = f":{colour}-badge[:material/{icon}: {_(KIND_LABELS[fact.kind])}]"
            status = f" {status_badge(fact.status)}" if fact.status is not None and fact.kind is Kind.GAP else ""
            gone = f" :green-badge[{_('mended by now')}]" if entry.is_gone else ""
            facts = " · ".join(plain(part) for part in words.about(figures, fact, view.day))
            name = plain_lines(words.name(figures, fact, view.plan)[:_LONGEST])
            lines = [f"{number}{kind} **{name}**{status}{gone}"]
            lines += [f":small[:gray[{facts}]]"] if facts else []
            lines += [f":small[{plain_lines(fact.told[:_LONGEST])}]"] if fact.told else []
            st.markdown("  \n".join(lines), width="stretch")
            _show_ways(looked, view, entry)
        _show_said(looked, view, entry)


def _show_ways(looked: Looked, view: ReviewView, entry: Entry) -> None:
    fact, is_open = entry.fact, not view.review.is_closed
    key = f"plan:review:{view.review.review_id}:{fact.key}"
    with st.container(horizontal=True, width="content", gap="xsmall", vertical_alignment="center"):
        _link(looked, entry)
        if is_open and fact.kind is Kind.ADJUSTMENT and _may_judge(looked, entry):
            _button(key, Open.JUDGE, _("Judge"), "gavel", fact.key)
        if not is_open and any(one.user_id == looked.viewer.reach.me for one in view.review.reported):
            _button(key, Open.FEEDBACK, _("Say something to it"), "campaign", fact.key)
        if is_open and view.may_edit:
            label = _("Edit the minutes") if entry.item.minutes else _("Write minutes")
            _button(key, Open.MINUTES, label, "edit_note", fact.key)
            _button(key, Open.DECIDE, _("Note a decision"), "task_alt", fact.key)
            ways = ["in"] if entry.item.is_left_out else ["up", "down", "out"]
            st.menu_button(
                "", ways, format_func=lambda way: _(_WAYS[way]), key=f"{key}:ways", icon=":material/more_horiz:",
                type="tertiary", on_click=_go, args=(view, entry, f"{key}:ways"), help=_("Order"),
            )  # fmt: skip


def _button(key: str, dialog: Open, label: str, icon: str, about: str) -> None:
    st.button(
        "", key=f"{key}:{dialog}", icon=f":material/{icon}:", help=label, type="tertiary", on_click=open_dialog,
        args=(dialog, about),
    )  # fmt: skip


def _link(looked: Looked, entry: Entry) -> None:
    """Show the way to where an item is worked on: another tab of this very page, or the review that it was said to."""
    kind, code = entry.fact.kind, entry.fact.code
    if kind in (Kind.FEEDBACK, Kind.VOICE) and code.isascii() and code.isdigit():
        st.button(
            "", key=f"plan:review:open:{entry.fact.key}", icon=":material/open_in_new:", type="tertiary", help=_("Open it"),
            on_click=look_at, args=(int(code),),
        )  # fmt: skip
        return
    if kind is Kind.LESSON:
        kind = Kind(entry.fact.key.split(":")[1])
    tab = _PLACES.get(kind)
    if tab is not None:
        st.button(
            "", key=f"plan:review:open:{entry.fact.key}", icon=":material/open_in_new:", type="tertiary", help=_("Open it"),
            on_click=_turn_to, args=(looked.plan_id, tab),
        )  # fmt: skip


def _turn_to(plan_id: int, tab: str) -> None:
    st.query_params.from_dict({"id": str(plan_id), "tab": tab})


def _may_judge(looked: Looked, entry: Entry) -> bool:
    found = fetch(adjustments, OnePlan(looked.viewer, looked.plan_id))
    one = next((each for each in found if each.adjustment_id == entry.fact.about_id), None)
    return one is not None and may_change(looked.viewer, looked.view.plan, one.scope)


def _go(view: ReviewView, entry: Entry, key: str) -> None:
    """Do what was chosen of an item's menu; the order that was seen makes a click the same one twice."""
    way, review_id, order = st.session_state.get(key), view.review.review_id, [one.fact.key for one in view.entries]
    moved_at = max((one.item.updated_at for one in view.entries if one.item.updated_at is not None), default="")
    seen = f"{review_id}:{entry.fact.key}:{way}:{entry.item.version}:{hash(tuple(order))}:{moved_at}"
    try:
        if way in ("up", "down"):
            move_item(
                store(), current_actor(), review_id, entry.fact.key, fetch, is_up=way == "up", key=f"review-move:{seen}"
            )
        elif way in ("out", "in"):
            leave_out(
                store(),
                current_actor(),
                review_id,
                entry.fact.key,
                fetch,
                is_out=way == "out",
                key=f"review-out:{seen}",
            )
    except AlreadyDone:
        return
    except CrmError as error:
        flash(_(error.message), ":material/error:")


def _show_said(looked: Looked, view: ReviewView, entry: Entry) -> None:
    """Show the minutes of an item and what was decided of it."""
    if not entry.item.minutes and not entry.decisions:
        return
    with st.container(gap="xsmall", key=f"review-said-{entry.fact.key.replace(':', '-')}"):
        if entry.item.minutes:
            st.markdown(shown(read(entry.item.minutes)))
        for one in entry.decisions:
            show_decision(looked, view, one)


def show_decision(looked: Looked, view: ReviewView, one: Decision) -> None:
    """Show what was decided, by whom and until when it is done, and how far it is."""
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=f"review-decision-{one.decision_id}"
    ):
        told = plain(words.decided(language(), one, view.day))
        if one.edited_at is not None:
            told += f" · {_('worded anew by {name}, {day}', name=plain(one.edited_by or '–'), day=day(one.edited_at.date()))}"
        st.markdown(f":blue[:material/task_alt:] **{plain(one.what)}** :small[:gray[{told}]]", width="stretch")
        if one.review_id == view.review.review_id and may_reword(looked.viewer, view.review, one):
            st.button(
                "", key=f"plan:review:reword:{one.decision_id}", icon=":material/edit:", type="tertiary",
                help=_("Word the decision anew"), on_click=open_dialog, args=(Open.REWORD, str(one.decision_id)),
            )  # fmt: skip
        if one.action_id is None and view.may_edit:
            st.button(
                _("Make it an action"), key=f"plan:review:act:{one.decision_id}", icon=":material/bolt:", type="tertiary",
                on_click=_act, args=(one,),
            )  # fmt: skip


def _act(one: Decision) -> None:
    try:
        act_on_decision(store(), current_actor(), one.decision_id, key=f"review-act:{one.decision_id}")
    except AlreadyDone:
        return
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(_("It is an action of the plan now."))
