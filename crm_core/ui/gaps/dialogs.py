"""The dialogs of a gap: its problem and cause, a new action against it, what people say of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from crm_core import clock
from crm_core.access.model import Permission
from crm_core.customers.comments.model import may_change
from crm_core.errors import N_
from crm_core.gaps import words
from crm_core.gaps.drafts import CAUSE_LIMIT, PROBLEM_LIMIT
from crm_core.gaps.listing import GapList
from crm_core.gaps.model import CAUSE_LABELS, Gap
from crm_core.gaps.service import add_gap_action, comment_on_gap, note_gap
from crm_core.plans.drafts import LINE_LIMIT
from crm_core.plans.model import PRIORITY_LABELS, Goal, Priority
from crm_core.plans.service import OnePlan
from crm_core.sections.comments import PlanComment, remove_plan_comment
from crm_core.sections.service import people_of_plan
from crm_core.ui.comments import comment_fields, show_comment, take_back
from crm_core.ui.fetch import fetch
from crm_core.ui.figures import spoken
from crm_core.ui.forms import Form, Values
from crm_core.ui.gaps.behind import show_behind
from crm_core.ui.gaps.standards import show_measure
from crm_core.ui.gaps.state import GapState, Open, put_away
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.plans.forms import people
from crm_core.ui.plans.view import Looked
from crm_core.ui.session import page_state
from crm_core.ui.text import _, plain

_TITLES = {
    Open.NOTE: N_("Problem and cause"),
    Open.ACT: N_("An action against the gap"),
    Open.COMMENT: N_("Comments on the gap"),
    Open.BEHIND: N_("Customers behind it"),
    Open.MEASURE: N_("How it is measured"),
}
_DAYS = 14  # until a new action is due, where nobody says otherwise


def show_dialog(looked: Looked, found: GapList, comments: Sequence[PlanComment]) -> None:
    """Show the dialog that was asked for, if any; one whose gap is gone goes away."""
    state = page_state(GapState)
    if state.dialog is None:
        return
    gap, kind = found.gap(state.about), state.dialog
    if gap is None:
        put_away()
        return

    @st.dialog(
        _(_TITLES[kind]), width="medium" if kind in (Open.BEHIND, Open.MEASURE) else "small", on_dismiss=put_away
    )
    def dialog() -> None:
        st.markdown(f"**{plain(words.name(spoken(), gap, looked.view.plan))}**")
        if kind is Open.BEHIND:
            show_behind(looked, gap)
        elif kind is Open.MEASURE:
            show_measure(looked, gap)
        elif kind is Open.COMMENT:
            _comments(looked, gap, [one for one in comments if one.about == str(gap.key)])
        elif _note_form(looked, gap) if kind is Open.NOTE else _action_form(looked, gap):
            put_away()
            st.rerun(scope="app")

    dialog()


def _note_form(looked: Looked, gap: Gap) -> bool:
    note = gap.note

    def save(values: Values, key: str, version: int) -> str:
        note_gap(store(), current_actor(), looked.plan_id, str(gap.key), values, version=version, key=key)
        return _("Saved.")

    form = Form("gap_note", save, about=f"{looked.plan_id}:{gap.key}", version=note.version if note else 0)
    with form:
        form.area("problem", _("Problem"), note.problem if note else "", max_chars=PROBLEM_LIMIT, height=90)
        causes = {"": _("No cause named yet")} | {one.value: _(label) for one, label in CAUSE_LABELS.items()}
        form.choose("cause", _("Cause of the gap"), causes, note.cause.value if note and note.cause else "")
        form.area(
            "cause_words", _("Cause in words"), note.cause_words if note else "", max_chars=CAUSE_LIMIT, height=70
        )
        options = _actions(looked, gap)
        chosen = str(note.action_id) if note and note.action_id and str(note.action_id) in options else ""
        form.choose("action_id", _("Action against it"), options, chosen)
        form.submit(_("Save"))
    return form.just_saved


def _actions(looked: Looked, gap: Gap) -> dict[str, str]:
    """Return the actions to choose from: those for the gap's goal first, then the plan's other open ones."""
    own = {one.action_id for one in gap.actions}
    listed = [*gap.actions, *(one for one in looked.view.actions if one.status.is_open and one.action_id not in own)]
    found = {"": _("No action chosen")}
    if gap.has_hidden_action and gap.note is not None:
        found[str(gap.note.action_id)] = _("An action of another team")
    return found | {str(one.action_id): f"{one.what} · {one.owner_name or '–'}" for one in listed}


def _action_form(looked: Looked, gap: Gap) -> bool:
    plan, me = looked.view.plan, current_actor()

    def save(values: Values, key: str, _version: int) -> str:
        add_gap_action(store(), current_actor(), looked.plan_id, str(gap.key), values, key=key)
        return _("Action added.")

    owner = (gap.subject.owner_id, gap.subject.owner_name) if isinstance(gap.subject, Goal) else (me.user_id, me.name)
    names = people(looked.viewer, plan.team_id, (me.user_id, me.name))
    form = Form("gap_action", save, about=f"{looked.plan_id}:{gap.key}")
    with form:
        form.text("what", _("What is done"), max_chars=LINE_LIMIT)
        form.choose("owner_id", _("Owner"), names, owner[0] if owner[0] in names else me.user_id)
        left, right = st.columns(2)
        with left:
            form.day("due_on", _("Due on"), looked.view.today + timedelta(days=_DAYS))
        with right:
            priorities = {one.value: _(label) for one, label in PRIORITY_LABELS.items()}
            form.choose("priority", _("Priority"), priorities, Priority.MID.value)
        form.submit(_("Add the action"))
    return form.just_saved


def _comments(looked: Looked, gap: Gap, found: Sequence[PlanComment]) -> None:
    for one in reversed(found):
        comment = one.comment
        is_mine = may_change(comment.author_id, comment.created_at, me=looked.actor.user_id, now=clock.now())
        show_comment(comment, "gap-comment", remove=_remove if is_mine else None)
    if not found:
        st.caption(_("No comment yet: what stands in the way, what would help?"))
    if current_actor().may(Permission.COMMENT_WRITE):
        _comment_form(looked, gap)


def _comment_form(looked: Looked, gap: Gap) -> None:
    everybody = fetch(people_of_plan, OnePlan(looked.viewer, looked.plan_id))
    known = {key: name for key, name in everybody.items() if key != looked.actor.user_id}

    def save(values: Values, key: str, _version: int) -> str:
        comment_on_gap(store(), current_actor(), looked.plan_id, str(gap.key), values, key=key)
        return _("Saved.")

    form = Form("gap_comment", save, about=f"{looked.plan_id}:{gap.key}")
    comment_fields(form, known, _("They are told by the bell. Only who may see this plan is offered."))
    if form.just_saved:
        st.rerun(scope="app")


def _remove(comment_id: int) -> None:
    key = f"remove-plan-comment:{comment_id}"
    take_back(lambda: remove_plan_comment(store(), current_actor(), comment_id, key=key))
