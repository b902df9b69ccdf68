"""Where a customer stands in its life with us: the stage, what the data propose, and what it was before."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from crm_core import clock
from crm_core.customers.model import CustomerFace, OneCustomer
from crm_core.customers.profile.stages.model import (
    STAGE_LABELS,
    WHY_LIMIT,
    CustomerStages,
    Proposal,
    Stage,
    Standing,
)
from crm_core.customers.profile.stages.service import loss_reasons, set_stage, stages_of
from crm_core.errors import CrmError
from crm_core.ui.customers.words import reason_text
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import settings, store
from crm_core.ui.session import flash, page_state
from crm_core.ui.show import day
from crm_core.ui.text import _, plain, plain_lines

_COLOURS = {
    Stage.PROSPECT: "gray",
    Stage.NEW: "blue",
    Stage.ACTIVE: "green",
    Stage.AT_RISK: "orange",
    Stage.LOST: "red",
    Stage.WON_BACK: "violet",
}


@dataclass
class _Setting:
    """Whose form is open, and the stage that it begins with."""

    customer_id: int | None = None
    stage: Stage | None = None


def show_stage(face: CustomerFace, asked: OneCustomer, *, may_edit: bool) -> None:
    """Show the stage with its reason, the proposal with its own, and the way to set another."""
    found: CustomerStages = fetch(stages_of, asked)
    state = page_state(_Setting)
    is_open = may_edit and state.customer_id == face.customer_id
    with st.container(border=True, key="stage", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", key="one-line-stage-head"):
            st.markdown(f"**{_('Stage')}** &nbsp; {_told(found.now)}")
            if may_edit:
                st.button(
                    _("Do not edit") if is_open else _("Edit"),
                    icon=":material/close:" if is_open else ":material/edit:",
                    type="tertiary", key="stage:change", on_click=_toggle, args=(face.customer_id, None),
                )  # fmt: skip
        if found.now is not None and found.now.why:
            st.markdown(plain_lines(found.now.why))
        if is_open:
            _form(face, found, state)
        elif found.proposal is not None:
            _show_proposal(face, found, found.proposal, may_edit=may_edit)
        if len(found.history) > 1:
            with st.expander(_("Earlier stages"), type="compact"):
                for earlier in found.history[1:]:
                    _show_earlier(earlier)


def _badge(stage: Stage) -> str:
    return f":{_COLOURS[stage]}-badge[{_(STAGE_LABELS[stage])}]"


def _told(now: Standing | None) -> str:
    if now is None:
        return f":gray[{_('not set yet')}]"
    reason = reason_text(now.reason_known, now.reason_name)
    since = _("since {day}", day=day(now.since_on))
    parts = [plain(part) for part in (reason, since, now.who or "") if part]
    return f"{_badge(now.stage)} :small[:gray[{' · '.join(parts)}]]"


def _show_earlier(earlier: Standing) -> None:
    why = f"  \n{plain_lines(earlier.why)}" if earlier.why else ""
    st.markdown(f"{_told(earlier)}{why}")


def _show_proposal(face: CustomerFace, found: CustomerStages, proposal: Proposal, *, may_edit: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="one-line-stage"):
        st.markdown(
            f":material/lightbulb: {_('The data speak for')} {_badge(proposal.stage)} :gray[{plain(_(proposal.reason))}]"
        )
        if not may_edit:
            return
        needs_words = proposal.stage in (Stage.LOST, Stage.WON_BACK)
        version = found.now.stage_id if found.now else 0
        st.button(
            _("Take it over"), icon=":material/check:", type="tertiary", key="stage:take",
            on_click=_toggle if needs_words else _take,
            args=(face.customer_id, proposal.stage) if needs_words else (face.customer_id, proposal.stage, version),
        )  # fmt: skip


def _toggle(customer_id: int, stage: Stage | None) -> None:
    state = page_state(_Setting)
    state.customer_id = None if state.customer_id == customer_id else customer_id
    state.stage = stage


def _take(customer_id: int, stage: Stage, version: int) -> None:
    given, key = {"stage": stage.value}, f"stage:{customer_id}:{version}:{stage.value}"
    try:
        set_stage(store(), current_actor(), customer_id, given, version=version, key=key, is_proposed=True)
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(_("The stage is set."))


def _form(face: CustomerFace, found: CustomerStages, state: _Setting) -> None:
    wanted = found.proposal.stage if found.proposal else None

    def save(values: Values, key: str, version: int) -> str:
        is_proposed = wanted is not None and values.get("stage") == wanted
        set_stage(store(), current_actor(), face.customer_id, values, version=version, key=key, is_proposed=is_proposed)
        page_state(_Setting).customer_id = None
        return _("The stage is set.")

    now = found.now
    stages = {stage: _(label) for stage, label in STAGE_LABELS.items() if now is None or stage is not now.stage}
    if now is None or now.stage is not Stage.LOST:
        stages.pop(Stage.WON_BACK, None)
    form = Form("set_stage", save, about=face.customer_id, version=now.stage_id if now else 0, is_live=True)
    with form:
        form.chips("stage", _("New stage"), stages, state.stage if state.stage in stages else None)
        chosen = form.current("stage")
        if chosen is Stage.LOST:
            reasons = {
                one.reason_id: reason_text(one.known, one.name)
                for one in fetch(loss_reasons, current_actor())
                if one.is_active
            }
            form.choose("reason_id", _("Why the customer was lost"), reasons)
        label = _("What won the customer back") if chosen is Stage.WON_BACK else _("Remark")
        form.area("why", label, max_chars=WHY_LIMIT, height=68)
        today = clock.today(settings().zone)
        form.day("since_on", _("Since"), today, max_value=today, min_value=now.since_on if now else None)
        form.submit(_("Set the stage"), icon=":material/check:")
