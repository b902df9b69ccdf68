"""A plan's milestones, and its check-ins: how it went each time, and the way to say how it goes now."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from crm_core.access.model import Permission
from crm_core.errors import AlreadyDone, CrmError
from crm_core.plans import words
from crm_core.plans.acting import may_check_in
from crm_core.plans.model import CONFIDENCE_LABELS, CheckIn, Confidence, Milestone
from crm_core.plans.reach import may_edit_plan
from crm_core.plans.reaching import may_reach, reach_milestone
from crm_core.ui import show
from crm_core.ui.figures import LOOKS, spoken
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.plans.view import Dialog, Looked, open_dialog, page
from crm_core.ui.session import flash
from crm_core.ui.text import _, language, ngettext, plain, plain_lines

SHOWN, NEAR = 4, 5
_FACES = {
    Confidence.HIGH: ("sentiment_satisfied", "green"),
    Confidence.MID: ("sentiment_neutral", "orange"),
    Confidence.LOW: ("sentiment_dissatisfied", "red"),
}


def show_milestones(looked: Looked) -> None:
    """Show the milestones; who may edit the plan ticks them off, and opens them to change."""
    view = looked.view
    may = may_edit_plan(looked.viewer, view.plan.team_id)
    if not view.record.milestones and not may:
        return
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(_("Milestones"), anchor=False, width="content")
            if may:
                st.button(
                    _("Add a milestone"), key="plan:milestone:add", icon=":material/add:", type="tertiary",
                    on_click=open_dialog, args=(Dialog.MILESTONE,),
                )  # fmt: skip
        if not view.record.milestones:
            st.caption(_("No milestones yet. A milestone is a day by which something stands."))
        state = page(looked.plan_id)
        near = _nearest(view.record.milestones)
        for milestone in view.record.milestones if state.shows_milestones else near:
            _show_milestone(looked, milestone, may=may)
        hidden = len(view.record.milestones) - len(near)
        if hidden:
            label = _("Show fewer") if state.shows_milestones else ngettext("{count} more", "{count} more", hidden)
            st.button(label, key="plan:milestones:more", type="tertiary", on_click=_toggle_milestones, args=(looked,))


def _nearest(milestones: Sequence[Milestone]) -> Sequence[Milestone]:
    """Return the one that was reached last and the next few, in their order; all of a short list."""
    if len(milestones) <= NEAR + 2:
        return milestones
    open_ones = [one for one in milestones if one.done_on is None][:NEAR]
    last = [one for one in milestones if one.done_on is not None][-max(1, NEAR - len(open_ones)) :]
    return [one for one in milestones if one in open_ones or one in last]


def _toggle_milestones(looked: Looked) -> None:
    state = page(looked.plan_id)
    state.shows_milestones = not state.shows_milestones


def _show_milestone(looked: Looked, milestone: Milestone, *, may: bool) -> None:
    today, done = looked.view.today, milestone.done_on
    if done is not None:
        told = words.reached_on(language(), milestone, done)
        icon = ":green[:material/check_circle:]"
    elif milestone.due_on < today:
        told = f":red[{words.overdue_by(language(), milestone.due_on, today)}]"
        icon = ":red[:material/diamond:]"
    else:
        told, icon = show.day(milestone.due_on), ":gray[:material/diamond:]"
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small",
        key=f"milestone-row-{milestone.milestone_id}",
    ):  # fmt: skip
        who = f" · {plain(milestone.owner_name)}" if milestone.owner_name else ""
        st.markdown(f"{icon} **{plain(milestone.name)}**  \n:small[:gray[{told}{who}]]", width="stretch")
        key = f"plan:milestone:{milestone.milestone_id}:{milestone.version}"
        if (
            done is None
            and looked.actor.may(Permission.ACTION_EDIT)
            and may_reach(looked.viewer, looked.view.plan, milestone)
        ):
            st.button(
                _("Mark as reached"),
                key=f"{key}:done",
                icon=":material/check:",
                on_click=mark_reached,
                args=(milestone.milestone_id, milestone.version),
            )
        if may:
            st.button(
                ":material/edit:", key=f"{key}:edit", type="tertiary", help=_("Edit the milestone"),
                on_click=open_dialog, args=(Dialog.MILESTONE, milestone.milestone_id),
            )  # fmt: skip


def mark_reached(milestone_id: int, version: int) -> None:
    """Say that a milestone is reached today, once however often it was clicked."""
    try:
        reach_milestone(
            store(), current_actor(), milestone_id, version=version, key=f"milestone:{milestone_id}:{version}"
        )
    except AlreadyDone:
        return  # the second half of a double click: the first has said so
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(_("Milestone reached."))


def show_check_ins(looked: Looked) -> None:
    """Show when the next check-in is due, the way to it, and the latest ones."""
    view = looked.view
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(_("Check-ins"), anchor=False, width="content")
            if may_check_in(looked.viewer, view.plan, view.record.goals):
                st.button(
                    _("Check in"), key="plan:check_in", icon=":material/fact_check:",
                    type="primary" if view.is_check_in_due else "secondary", on_click=open_dialog, args=(Dialog.CHECK_IN,),
                )  # fmt: skip
        if not view.record.check_ins:
            st.caption(_("Nobody has said yet how it goes."))
        for check_in in view.record.check_ins[:SHOWN]:
            _show_check_in(looked, check_in)
        rest = view.record.check_ins[SHOWN:]
        if rest:
            label = ngettext("{count} earlier", "{count} earlier", len(rest))
            folded = st.expander(label, type="compact", key="plan:check_ins:earlier", on_change="rerun")
            if folded.open:
                with folded:
                    for check_in in rest:
                        _show_check_in(looked, check_in)


def _show_check_in(looked: Looked, check_in: CheckIn) -> None:
    icon, colour = _FACES[check_in.confidence]
    face = f":{colour}[:material/{icon}: {_(CONFIDENCE_LABELS[check_in.confidence])}]"
    head = f"**{show.day(check_in.checked_on)}** :gray[{plain(check_in.user_name or show.NO_DATA)}] {face}"
    lines = [head, *([plain_lines(check_in.comment)] if check_in.comment else [])]
    seen = []
    for goal in looked.view.record.goals:
        value = check_in.values.get(goal.goal_id)
        if value is not None:
            colour = LOOKS[value.status].colour if value.status else "gray"
            told = words.seen_text(spoken(), goal, looked.view.plan, value)
            seen.append(f":{colour}[●] {plain(told)}")
    lines += [f":small[:gray[{told}]]" for told in seen]
    st.markdown("  \n".join(lines))
