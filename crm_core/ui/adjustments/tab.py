"""The tab of a plan's adjustments: what was changed, what came of it by numbers and by people, and what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from crm_core.adjustments import words
from crm_core.adjustments.comparing import Verdict
from crm_core.adjustments.effects import Finding
from crm_core.adjustments.model import OPINION_LABELS, Adjustment, Opinion, Said
from crm_core.adjustments.service import adjustments, findings, may_change, may_see_effect
from crm_core.plans.service import OnePlan
from crm_core.targets.model import COMPANY, ScopeKind, TargetScope
from crm_core.ui import show
from crm_core.ui.adjustments.forms import adjustment_form, decision_form, opinion_form
from crm_core.ui.fetch import fetch, fetch_whole
from crm_core.ui.figures import metric_name, spoken
from crm_core.ui.plans.view import Looked
from crm_core.ui.session import page_state
from crm_core.ui.tables import figure_column
from crm_core.ui.text import _, language, ngettext, plain, plain_lines

VERDICT_LOOKS = {
    Verdict.BETTER: ("green", "trending_up"),
    Verdict.WORSE: ("red", "trending_down"),
    Verdict.NO_CLEAR_DIFFERENCE: ("gray", "drag_handle"),
    Verdict.TOO_EARLY: ("gray", "hourglass_empty"),
    Verdict.NO_MARGIN: ("gray", "question_mark"),
}
OPINION_LOOKS = {
    Opinion.HELPED: ("green", "thumb_up"),
    Opinion.NONE: ("gray", "drag_handle"),
    Opinion.HURT: ("red", "thumb_down"),
}
_SHOWN = 5  # opinions in words; the others are counted


@dataclass
class _State:
    """Which dialog of which plan is open, and of which adjustment (None: a new one)."""

    plan_id: int = 0
    dialog: str | None = None
    about: int | None = None


def show_adjustments(looked: Looked) -> None:
    """Show a plan's adjustments, the newest first, each with its effect, opinions and decision."""
    state = page_state(_State)
    if state.plan_id != looked.plan_id:  # a dialog that was left open on another plan's page is none of this one's
        state.plan_id, state.dialog, state.about = looked.plan_id, None, None
    found = fetch(adjustments, OnePlan(looked.viewer, looked.plan_id))
    scopes = [COMPANY, *([TargetScope(ScopeKind.TEAM, team) for team in _teams(looked)])]
    may_add = any(may_change(looked.viewer, looked.view.plan, scope) for scope in scopes)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.subheader(_("Adjustments"), anchor=False, width="content")
        if may_add:
            st.button(
                _("Note an adjustment"), key="plan:adjustment:add", icon=":material/tune:", type="primary", on_click=_open,
                args=("change", None),
            )  # fmt: skip
    if not found:
        st.info(
            _(
                "Nothing was adjusted yet. Note what you change and what it should do: its effect is measured by itself."
            ),
            icon=":material/tune:",
        )
    for one in found:
        with st.container(border=True, key=f"adjustment-{one.adjustment_id}"):
            _show_one(looked, one)
    _show_dialog(looked, found)


def _teams(looked: Looked) -> Sequence[int]:
    edit, team_id = looked.viewer.edit, looked.view.plan.team_id
    own = () if edit is None else edit.teams
    return (*own, *([team_id] if team_id is not None else []))


def _open(dialog: str, about: int | None) -> None:
    state = page_state(_State)
    state.dialog, state.about = dialog, about


def _close() -> None:
    state = page_state(_State)
    state.dialog = state.about = None


def _show_one(looked: Looked, one: Adjustment) -> None:
    may = may_change(looked.viewer, looked.view.plan, one.scope)
    figures = spoken()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="top"):
        whose = plain(one.scope_name) if one.scope_name else _("Whole company")
        about = " · ".join([show.day(one.changed_on), whose, plain(one.maker_name or "–")])
        st.markdown(f"**{plain(one.what)}**{_stand(looked, one)}  \n:small[:gray[{about}]]", width="stretch")
        _show_buttons(one, may=may)
    st.markdown(plain_lines(one.reason))
    aims = " · ".join(plain(words.aim_text(figures, aim)) for aim in one.aims)
    lines = [f":gray[{_('Expected')}] {aims} :gray[{_('by {day}', day=show.day(one.judge_on))}]"]
    if one.touches:
        touched = " · ".join(plain(words.touch_text(figures, touch)) for touch in one.touches)
        lines.append(f":gray[{_('Touches')}] {touched}")
    st.markdown("  \n".join(f":small[{line}]" for line in lines))
    _show_effect(looked, one)
    _show_said(one)


def _stand(looked: Looked, one: Adjustment) -> str:
    if one.ruling is not None:
        colour, icon = OPINION_LOOKS[one.ruling.opinion]
        return f" :{colour}-badge[:material/{icon}: {_(OPINION_LABELS[one.ruling.opinion])}]"
    if one.is_due(looked.view.today):
        return f" :orange-badge[:material/gavel: {_('To be judged')}]"
    return ""


def _show_buttons(one: Adjustment, *, may: bool) -> None:
    key = f"plan:adjustment:{one.adjustment_id}"
    with st.container(horizontal=True, width="content", gap="small"):
        st.button(
            _("My opinion"), key=f"{key}:say", icon=":material/forum:", on_click=_open, args=("say", one.adjustment_id)
        )
        if may:
            st.button(
                _("Judge"),
                key=f"{key}:judge",
                icon=":material/gavel:",
                on_click=_open,
                args=("judge", one.adjustment_id),
            )
            st.button(
                ":material/edit:", key=f"{key}:edit", type="tertiary", help=_("Edit the adjustment"), on_click=_open,
                args=("change", one.adjustment_id),
            )  # fmt: skip


def _show_effect(looked: Looked, one: Adjustment) -> None:
    found = fetch_whole(findings, one, looked.view.today)
    if not found:
        st.caption(
            _("No whole week has passed since, or the data do not reach back as far before: nothing to compare yet.")
        )
        return
    if not may_see_effect(looked.viewer, one.scope):
        st.markdown("  \n".join(f":small[{plain(_metric_label(one, each))}] {_badge(each)}" for each in found))
        return
    figures = spoken()
    frame = pd.DataFrame(
        {
            "metric": [_metric_label(one, each) for each in found],
            "verdict": [[words.verdict_text(language(), each.verdict)] for each in found],
            "before": [words.figure(figures, each, each.before) for each in found],
            "after": [words.figure(figures, each, each.after) for each in found],
            "difference": [words.difference_text(figures, each) for each in found],
            "beside": [_(words.BESIDE_LABELS[each.beside]) for each in found],
        }
    )
    labels = [words.verdict_text(language(), verdict) for verdict in VERDICT_LOOKS]
    colours = [colour for colour, _icon in VERDICT_LOOKS.values()]
    st.dataframe(
        frame,
        hide_index=True,
        height="content",
        key=f"plan:adjustment:{one.adjustment_id}:effect",
        column_config={
            "metric": st.column_config.TextColumn(_("Metric"), pinned=True, width=190),
            "verdict": st.column_config.MultiselectColumn(_("By arithmetic"), options=labels, color=colours, width=150),
            "before": figure_column(_("Before the change")),
            "after": figure_column(_("Since the change")),
            "difference": figure_column(_("Difference"), help=_(words.METHOD)),
            "beside": st.column_config.TextColumn(_("Compared with"), width=120),
        },
    )
    around = found[0].windows
    st.caption(
        _("Before: {before}. After: {after}.", before=show.span(around.before), after=show.span(around.after)),
        help=_(words.METHOD),
    )


def _metric_label(one: Adjustment, found: Finding) -> str:
    name = metric_name(found.metric_id)
    is_named = any(aim.metric_id == found.metric_id for aim in one.aims)
    return name if is_named else _("Answers: {name}", name=name)


def _badge(found: Finding) -> str:
    colour, icon = VERDICT_LOOKS[found.verdict]
    return f":{colour}-badge[:material/{icon}: {words.verdict_text(language(), found.verdict)}]"


def _show_said(one: Adjustment) -> None:
    if one.said:
        counts = one.counts()
        badges = " ".join(
            f":{OPINION_LOOKS[opinion][0]}-badge[:material/{OPINION_LOOKS[opinion][1]}: {_(OPINION_LABELS[opinion])} {count}]"
            for opinion, count in counts.items()
            if count
        )
        people = ngettext("{count} person said", "{count} people said", len(one.said))
        st.markdown(f":small[:gray[{people}]] {badges}")
        lines = [_opinion_line(said) for said in one.said if said.comment]
        st.markdown("  \n".join(lines[:_SHOWN]))
    for ruling in one.rulings:
        colour, _icon = OPINION_LOOKS[ruling.opinion]
        told = _("Decided {day} by {name}", day=show.day(ruling.decided_on), name=plain(ruling.user_name or "–"))
        st.markdown(
            f":small[:{colour}[:material/gavel: {_(OPINION_LABELS[ruling.opinion])}] {plain(ruling.reason)} :gray[{told}]]"
        )


def _opinion_line(said: Said) -> str:
    colour, icon = OPINION_LOOKS[said.opinion]
    return f":small[:{colour}[:material/{icon}:] **{plain(said.user_name or '–')}** {plain(said.comment)}]"


def _show_dialog(looked: Looked, found: Sequence[Adjustment]) -> None:
    state = page_state(_State)
    if state.dialog is None:
        return
    one = next((each for each in found if each.adjustment_id == state.about), None)
    if one is None and (state.about is not None or state.dialog != "change"):
        _close()
        return
    title = {"say": _("What came of it?"), "judge": _("Judge the adjustment")}.get(state.dialog)
    name = state.dialog

    @st.dialog(title or (_("Edit the adjustment") if one else _("Note an adjustment")), on_dismiss=_close)
    def dialog() -> None:
        if name == "change" or one is None:
            is_done = adjustment_form(looked, one)
        else:
            is_done = opinion_form(looked, one) if name == "say" else decision_form(looked, one)
        if is_done:
            _close()
            st.rerun(scope="app")

    dialog()
