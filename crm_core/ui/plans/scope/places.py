"""Which touchpoints are in the plan, and why the others are not."""

from __future__ import annotations

import streamlit as st

from crm_core.errors import AlreadyDone, CrmError
from crm_core.plans.reach import may_edit_plan
from crm_core.plans.scope import words
from crm_core.plans.scope.model import REASON_LIMIT, Placed
from crm_core.plans.scope.service import place_touchpoint, touchpoints_in_plan
from crm_core.plans.service import OnePlan
from crm_core.touchpoints.model import PHASE_LABELS, Phase, Touchpoint
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.links import link_to
from crm_core.ui.plans.scope.state import Open, open_dialog
from crm_core.ui.plans.view import Looked
from crm_core.ui.session import flash
from crm_core.ui.text import _, language, plain

Row = tuple[Touchpoint, Placed]


def show_places(looked: Looked) -> None:
    """Show the register by phase, with what was decided of each touchpoint."""
    rows = fetch(touchpoints_in_plan, OnePlan(looked.viewer, looked.plan_id))
    with st.container(border=True, gap="small"):
        st.subheader(_("Touchpoints in the plan"), anchor=False)
        if not rows:
            st.caption(_("The register has no touchpoints yet. Where customers meet us belongs into it first."))
            link_to(_("Touchpoints"), "customers/touchpoints.py")
            return
        _show_summary([place for _point, place in rows])
        for column, phase in zip(st.columns(len(Phase), gap="medium"), Phase, strict=True):
            with column:
                st.markdown(f":small[:gray[{_(PHASE_LABELS[phase])}]]")
                for point, place in rows:
                    if point.phase is phase:
                        _show_place(looked, point, place)


def _show_summary(places: list[Placed]) -> None:
    told, missing = words.inside(language(), places), words.undecided(language(), places)
    if missing:
        told.append(f":orange[{missing}]")
    st.markdown(f":small[{' · '.join(told)}]")


def _show_place(looked: Looked, point: Touchpoint, place: Placed) -> None:
    may = may_edit_plan(looked.viewer, looked.view.plan.team_id)
    mark = ":orange[:material/help:]"
    if place.is_in is not None:
        mark = ":green[:material/check_circle:]" if place.is_in else ":gray[:material/do_not_disturb_on:]"
    with st.container(
        key=f"scope-place-{point.touchpoint_id}", horizontal=True, vertical_alignment="center", gap="xsmall"
    ):
        line = f"{mark} {plain(point.name)}"
        if place.is_in is False:
            line = f"{mark} :gray[{plain(point.name)}]  \n:small[:gray[{plain(place.reason)}]]"
        st.markdown(line, width="stretch")
        if may and place.is_in is None:
            st.button(
                _("Take in"), key=f"plan:place:{point.touchpoint_id}:in", type="tertiary", on_click=_take_in,
                args=(looked.plan_id, point.touchpoint_id),
            )  # fmt: skip
        if may:
            st.button(
                ":material/edit:", key=f"plan:place:{point.touchpoint_id}", type="tertiary",
                help=_("In the plan or left out"), on_click=open_dialog, args=(Open.TOUCHPOINT, str(point.touchpoint_id)),
            )  # fmt: skip


def _take_in(plan_id: int, touchpoint_id: int) -> None:
    key = f"take_in:{plan_id}:{touchpoint_id}"
    try:
        place_touchpoint(store(), current_actor(), plan_id, touchpoint_id, {"is_in": "in"}, version=0, key=key)
    except AlreadyDone:
        return  # the second half of a double click: the first has said so
    except CrmError as error:
        flash(_(error.message), ":material/error:")


def place_form(looked: Looked, about: str) -> bool:
    """Show the form of whether a touchpoint is in the plan."""
    rows = fetch(touchpoints_in_plan, OnePlan(looked.viewer, looked.plan_id))
    found = next(((point, place) for point, place in rows if str(point.touchpoint_id) == about), None)
    if found is None:
        return True
    point, place = found

    def save(values: Values, key: str, version: int) -> str:
        place_touchpoint(
            store(), current_actor(), looked.plan_id, point.touchpoint_id, values, version=version, key=key
        )
        return _("Saved.")

    form = Form("plan_place", save, about=f"{looked.plan_id}:{about}", version=place.version)
    with form:
        st.markdown(f"**{plain(point.name)}** :gray[{_(PHASE_LABELS[point.phase])}]")
        choices = {"in": _("In the plan"), "out": _("Left out of the plan")}
        form.chips("is_in", _("Is it in the plan?"), choices, "out" if place.is_in is False else "in", required=True)
        form.text("reason", _("Why it is left out"), place.reason, max_chars=REASON_LIMIT)
        form.submit(_("Save"))
    return form.just_saved
