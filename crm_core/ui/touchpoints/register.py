"""The register of touchpoints: phase by phase, what it does not think of yet, and each with what is said there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from crm_core.access.model import Actor, Permission
from crm_core.errors import CrmError
from crm_core.interactions.model import CHANNEL_LABELS
from crm_core.touchpoints.model import PHASE_LABELS, PURPOSE_LABELS, Gaps, Phase, Touchpoint, gaps_of
from crm_core.touchpoints.service import move_touchpoint
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.links import go_to
from crm_core.ui.page import empty_state
from crm_core.ui.session import flash, page_state
from crm_core.ui.text import _, ngettext, plain, plain_lines
from crm_core.ui.touchpoints.words import channel_badges, how_soon, who_answers

PAGE = "customers/touchpoints.py"


@dataclass
class _Shown:
    """Which phase is shown; none: all three."""

    phase: str = ""


def add_button(actor: Actor) -> None:
    """Show the way to a new touchpoint to whoever may."""
    if actor.may(Permission.TOUCHPOINT_EDIT) and st.button(
        _("Add a touchpoint"), icon=":material/add:", type="primary"
    ):
        go_to(PAGE, touchpoint="new")


def show_register(actor: Actor, known: Sequence[Touchpoint]) -> None:
    """Show what is missing, then the touchpoints in their phases, side by side or one phase alone."""
    may_edit = actor.may(Permission.TOUCHPOINT_EDIT)
    if not known:
        empty_state(
            _(
                "No touchpoint yet. Begin with one: an enquiry by telephone, who answers it, how soon, and with what words."
            )
            if may_edit
            else _("No touchpoint yet. Managers and leads keep the register."),
            icon="hub",
        )
        return
    gaps = gaps_of(known)
    if gaps:
        st.info(_gaps_in_words(gaps), icon=":material/search_insights:")
    state = page_state(_Shown)
    phases = {"": _("All phases")} | {phase.value: _(label) for phase, label in PHASE_LABELS.items()}
    chosen = st.segmented_control(
        _("Phase"), list(phases), default=state.phase, key="touchpoints:phase", format_func=lambda one: phases[one],
        label_visibility="collapsed", required=True,
    )  # fmt: skip
    state.phase = chosen or ""
    if state.phase:
        _show_phase(Phase(state.phase), known, may_edit=may_edit)
        return
    for column, phase in zip(st.columns(3, gap="medium"), Phase, strict=True):
        with column:
            st.subheader(_(PHASE_LABELS[phase]), anchor=False)
            _show_phase(phase, known, may_edit=may_edit)


def _gaps_in_words(gaps: Gaps) -> str:
    lines = []
    if gaps.phases:
        names = _(", ").join(_(PHASE_LABELS[phase]) for phase in gaps.phases)
        lines.append(_("Phases without a touchpoint: {names}.", names=names))
    if gaps.channels:
        names = _(", ").join(_(CHANNEL_LABELS[channel]) for channel in gaps.channels)
        lines.append(_("Channels without a touchpoint: {names}.", names=names))
    if gaps.deserted:
        lines.append(
            _("Nobody active answers for: {names}.", names=_(", ").join(plain(name) for name in gaps.deserted))
        )
    return "  \n".join(lines)


def _show_phase(phase: Phase, known: Sequence[Touchpoint], *, may_edit: bool) -> None:
    found = [one for one in known if one.phase is phase]
    if not found:
        empty_state(_("No touchpoint in this phase yet."), icon="hub")
    for place, one in enumerate(found):
        with st.container(border=True, gap="small", key=f"touchpoint-{one.touchpoint_id}"):
            with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
                st.markdown(f"**{plain(one.name)}**", width="stretch")
                if may_edit:
                    _ways(one, is_first=place == 0, is_last=place == len(found) - 1)
            _show_facts(one)


def _show_facts(one: Touchpoint) -> None:
    soon = how_soon(one)
    lines = [
        f":small[{who_answers(one)}]",
        *([f":small[**{plain(soon)}**]"] if soon else []),
        channel_badges(one.channels),
    ]
    lines += [f":small[{line}]" for line in plain_lines(one.standard).split("  \n") if line]
    st.markdown("  \n".join(lines))
    if one.guides:
        label = ngettext("What to say: {count} situation", "What to say: {count} situations", len(one.guides))
        with st.expander(label, icon=":material/record_voice_over:", type="compact"):
            for guide in one.guides:
                head = f"**{plain(guide.title)}** :gray-badge[{_(PURPOSE_LABELS[guide.purpose])}]"
                st.markdown(f"{head}  \n{plain_lines(guide.text)}")


def _ways(one: Touchpoint, *, is_first: bool, is_last: bool) -> None:
    """Show the ways to change a touchpoint and its place."""
    key, given = f"touchpoint:{one.touchpoint_id}:{one.version}", (one.touchpoint_id, one.version)
    if not is_first:
        st.button(
            "", icon=":material/arrow_upward:", type="tertiary", key=f"{key}:up", help=_("Move up"), on_click=_move,
            args=(*given, True),
        )  # fmt: skip
    if not is_last:
        st.button(
            "", icon=":material/arrow_downward:", type="tertiary", key=f"{key}:down", help=_("Move down"), on_click=_move,
            args=(*given, False),
        )  # fmt: skip
    if st.button("", icon=":material/edit:", type="tertiary", key=f"{key}:edit", help=_("Edit")):
        go_to(PAGE, touchpoint=one.touchpoint_id)


def _move(touchpoint_id: int, version: int, is_up: bool) -> None:
    key = f"move-touchpoint:{touchpoint_id}:{version}:{is_up}"
    try:
        move_touchpoint(store(), current_actor(), touchpoint_id, is_up=is_up, version=version, key=key)
    except CrmError as error:
        flash(_(error.message), ":material/error:")
