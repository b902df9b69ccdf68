"""What lacks an active person, on top, with a way to give it to somebody: nothing is left without a person."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st

from crm_core.errors import AlreadyDone, CrmError, InvalidInput, NotFound
from crm_core.plans.acting import may_edit_action
from crm_core.plans.model import PlanState
from crm_core.plans.reach import may_edit_goal, may_edit_plan
from crm_core.plans.service import OnePlan, viewer_of
from crm_core.plans.work.assigning import assign_part
from crm_core.plans.work.model import PART_LABELS, Part, PartKind, without_person
from crm_core.sections.service import sections_of, writers_of_plan
from crm_core.sections.writing import edit_section
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.plans.forms import people
from crm_core.ui.plans.view import Looked
from crm_core.ui.session import flash
from crm_core.ui.text import _, ngettext, plain

SHOWN = 8


def show_lacking(looked: Looked, parts: Sequence[Part], active: Collection[int]) -> None:
    """Show the parts whose owner is no active person; nothing where each has one, or the plan is over."""
    lacking = without_person(parts, active)
    if not lacking or looked.view.plan.state is PlanState.CLOSED:
        return
    with st.container(border=True, key="work-lacking", gap="small"):
        count = len(lacking)
        title = ngettext("{count} part has no active person", "{count} parts have no active person", count)
        st.markdown(f":red[:material/person_off:] **{title}**")
        for part in lacking[:SHOWN]:
            _show_part(looked, part)
        if count > SHOWN:
            st.caption(ngettext("{count} more follows.", "{count} more follow.", count - SHOWN))


def may_assign(looked: Looked, part: Part) -> bool:
    """Return whether whoever looks may give the part to somebody."""
    viewer, plan, record = looked.viewer, looked.view.plan, looked.view.record
    if part.kind is PartKind.ACTION:
        action = next(one for one in record.actions if one.action_id == part.about_id)
        return may_edit_action(viewer, plan, action)
    if part.kind is PartKind.GOAL:
        goal = record.goal(part.about_id)
        return goal is not None and may_edit_goal(viewer, plan, goal.team_id)
    return may_edit_plan(viewer, plan.team_id)


def _show_part(looked: Looked, part: Part) -> None:
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=f"lack-row-{part.kind}-{part.about_id}"
    ):
        was = _("was {name}", name=plain(part.owner_name or "–"))
        st.markdown(
            f":gray-badge[{_(PART_LABELS[part.kind])}] {plain(part.name)} :small[:gray[{was}]]", width="stretch"
        )
        if not may_assign(looked, part):
            return
        key = f"lack:{part.kind}:{part.about_id}:{part.version}"
        names = _names(looked, part)
        with st.container(horizontal=True, width="content", vertical_alignment="center", gap="xsmall"):
            st.selectbox(
                _("Who takes {part}", part=plain(part.name)), list(names), index=None, format_func=lambda one: names[one],
                placeholder=_("Choose a person"), label_visibility="collapsed", key=key, width=200,
            )  # fmt: skip
            st.button(_("Assign"), key=f"{key}:go", on_click=_assign, args=(looked.plan_id, part, key))


def _names(looked: Looked, part: Part) -> dict[int, str]:
    if part.kind is PartKind.SECTION:
        return dict(fetch(writers_of_plan, OnePlan(looked.viewer, looked.plan_id)))
    return people(looked.viewer, looked.view.plan.team_id)


def _assign(plan_id: int, part: Part, key: str) -> None:
    """Give a part to whoever was chosen, once however often it was clicked."""
    owner_id = st.session_state.get(key)
    if owner_id is None:
        flash(_("Please choose a person."), ":material/error:")
        return
    once = f"assign:{part.kind}:{part.about_id}:{part.version}:{owner_id}"
    try:
        if part.kind is PartKind.SECTION:
            _assign_section(plan_id, part, owner_id, once)
        else:
            assign_part(
                store(), current_actor(), plan_id, part.kind, part.about_id, owner_id, version=part.version, key=once
            )
    except AlreadyDone:
        return  # the second half of a double click: the first has said so
    except InvalidInput as error:
        flash(_(next(iter(error.fields.values()))), ":material/error:")
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(_("Assigned."))


def _assign_section(plan_id: int, part: Part, owner_id: int, once: str) -> None:
    actor = current_actor()
    found = fetch(sections_of, OnePlan(viewer_of(actor), plan_id))
    section = next((one for one in found if one.section_id == part.about_id), None)
    if section is None:
        raise NotFound("plan_section", part.about_id)
    given = {"title": section.title, "content": section.content, "owner_id": owner_id}
    edit_section(store(), actor, part.about_id, given, version=part.version, key=once)
