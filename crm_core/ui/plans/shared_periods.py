"""How a period ended, told to all: the words, how the goals stood with the reader's part marked, what people say and the answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import streamlit as st

from crm_core.access.model import Permission
from crm_core.plans.drafts import TEXT_LIMIT
from crm_core.plans.reach import may_edit_plan
from crm_core.plans.service import OnePlan
from crm_core.sections.markdown import read, shown
from crm_core.snapshots.model import KIND_LABELS
from crm_core.snapshots.service import OneSnapshot, ThenAndNow, opened
from crm_core.snapshots.sharing import (
    WORDS_LIMIT,
    Shared,
    Voice,
    answer_voice,
    is_part_of,
    say_to_period,
    share_period,
    shared_periods,
)
from crm_core.ui import show
from crm_core.ui.fetch import fetch
from crm_core.ui.figures import status_badge
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.plans.view import Looked
from crm_core.ui.plans.words import goal_figure, goal_name
from crm_core.ui.text import _, ngettext, plain, plain_lines

_MOST_GOALS = 12


def show_shared_period(looked: Looked, *, is_above: bool) -> None:
    """Show the latest period end that was told to all, where it belongs for whoever looks; those before unfold.

    It stands above the goals for whom it was told, and for whoever leads the plan while somebody waits for an answer; else
    it stands below.
    """
    found = fetch(shared_periods, OnePlan(looked.viewer, looked.plan_id))
    if not found or is_above is not _belongs_above(looked, found):
        return
    with st.container(border=True, gap="small", key="shared-period"):
        _show(looked, found[0])
        if len(found) > 1:
            label = ngettext("{count} earlier result", "{count} earlier results", len(found) - 1)
            place = st.expander(
                label, icon=":material/history:", key="shared-periods:earlier", on_change="rerun", type="compact"
            )
            if place.open:
                with place:
                    for one in found[1:]:
                        _show(looked, one)


def _belongs_above(looked: Looked, found: Sequence[Shared]) -> bool:
    waits = any(not voice.answer for one in found for voice in one.voices)
    return waits or not may_edit_plan(looked.viewer, looked.view.plan.team_id)


def share_button(looked: Looked, day: date) -> None:
    """Offer to tell a kept day to all, or to word it anew, to whoever edits the plan."""
    if not may_edit_plan(looked.viewer, looked.view.plan.team_id):
        return
    known = {one.as_of_on: one for one in fetch(shared_periods, OnePlan(looked.viewer, looked.plan_id))}
    one = known.get(day)
    label = _("Tell it to all") if one is None else _("Edit the wording")
    with st.popover(label, icon=":material/groups:", key=f"shared-period:share:{day}"):
        _share_form(looked, day, one)


def _share_form(looked: Looked, day: date, one: Shared | None) -> None:
    def save(values: Values, key: str, version: int) -> str:
        share_period(store(), current_actor(), looked.plan_id, day, values, version=version, key=key)
        return _("Everybody who sees the plan can read it now.")

    form = Form("shared_period", save, about=f"{looked.plan_id}:{day}", version=one.version if one else 0)
    with form:
        form.area(
            "words", _("The result in a few words"), one.content if one else "", max_chars=WORDS_LIMIT, height=160
        )
        st.caption(
            _(
                "Everybody who sees this plan reads it: leave figures out that are not for all. How the goals stood is shown beside it, to each as far as they may know."
            )
        )
        form.submit(_("Tell it to all"), icon=":material/groups:")
    if form.just_saved:
        st.rerun()


def _show(looked: Looked, one: Shared) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        title = _("Result of {day}", day=show.day(one.as_of_on))
        st.markdown(f"**{title}** :gray-badge[{_(KIND_LABELS[one.kind])}]", width="content")
        st.markdown(f":small[:gray[{plain(one.told_by or '–')} · {show.moment(one.told_at)}]]", width="content")
    st.markdown(shown(read(one.content)))
    _show_goals(looked, one)
    for voice in one.voices:
        _show_voice(looked, voice)
    if looked.actor.may(Permission.COMMENT_WRITE):
        with st.popover(
            _("Say what you think"), icon=":material/comment:", type="tertiary", key=f"shared-period:say:{one.as_of_on}"
        ):
            _say_form(looked, one)


def _show_goals(looked: Looked, one: Shared) -> None:
    """Show how the goals stood in a line each, the reader's own part first and marked."""
    goals = opened(fetch, OneSnapshot(looked.viewer, looked.plan_id, one.as_of_on)).goals
    ordered = sorted(goals, key=lambda each: not is_part_of(looked.viewer, each.then.goal))
    lines = [_goal_line(looked, each) for each in ordered[:_MOST_GOALS]]
    if lines:
        st.markdown("  \n".join(lines))


def _goal_line(looked: Looked, each: ThenAndNow) -> str:
    then = each.then
    status = status_badge(then.status) if then.status is not None else f":gray-badge[{_('Not known yet')}]"
    mine = f" :green-badge[:material/person_pin: {_('your part')}]" if is_part_of(looked.viewer, then.goal) else ""
    told = ""
    if each.has_figures and then.actual is not None:
        figure = goal_figure(then.goal, then.actual)
        told = (
            figure
            if then.target is None
            else _("{actual} of {target}", actual=figure, target=goal_figure(then.goal, then.target))
        )
    return f"{status} {plain(goal_name(then.goal, looked.view.plan))} :small[:gray[{plain(told)}]]{mine}"


def _show_voice(looked: Looked, voice: Voice) -> None:
    may_answer = not voice.answer and may_edit_plan(looked.viewer, looked.view.plan.team_id)
    with st.container(gap="xsmall", key=f"shared-period-voice-{voice.voice_id}"):
        lines = [_voice_line(":material/comment:", voice.content, voice.said_name, voice.said_at)]
        if voice.answer:
            lines.append(
                _voice_line(":material/subdirectory_arrow_right:", voice.answer, voice.answered_name, voice.answered_at)
            )
        elif not may_answer:
            lines[0] += f" :small[:orange[:material/hourglass_empty: {_('waits for an answer')}]]"
        st.markdown("  \n".join(lines))
        if may_answer:
            with st.popover(
                _("Answer"), type="tertiary", icon=":material/reply:", key=f"shared-period:answer:{voice.voice_id}"
            ):
                _answer_form(voice)


def _voice_line(icon: str, content: str, name: str | None, moment: datetime | None) -> str:
    return f"{icon} {plain_lines(content)} :small[:gray[{plain(name or '–')} · {show.moment(moment)}]]"


def _say_form(looked: Looked, one: Shared) -> None:
    def save(values: Values, key: str, _version: int) -> str:
        say_to_period(store(), current_actor(), looked.plan_id, one.as_of_on, values, key=key)
        return _("Said. Whoever leads the plan is told, and answers it here.")

    form = Form("shared_period_voice", save, about=f"{looked.plan_id}:{one.as_of_on}")
    with form:
        form.area("content", _("What do you think of it?"), max_chars=TEXT_LIMIT, height=120)
        form.submit(_("Say it"))
    if form.just_saved:
        st.rerun()


def _answer_form(voice: Voice) -> None:
    def save(values: Values, key: str, version: int) -> str:
        answer_voice(store(), current_actor(), voice.voice_id, values, version=version, key=key)
        return _("Answered. Whoever said it is told.")

    form = Form("shared_period_answer", save, about=voice.voice_id, version=voice.version)
    with form:
        form.area("answer", _("Answer"), max_chars=TEXT_LIMIT, height=120)
        form.submit(_("Answer"))
    if form.just_saved:
        st.rerun()
