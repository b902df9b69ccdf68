"""One gap on the page: what is wanted and what is, since when, why, and what is done about it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from crm_core.access.model import Permission
from crm_core.gaps import words
from crm_core.gaps.model import KIND_LABELS, Gap, GapKind
from crm_core.plans.model import Goal
from crm_core.plans.progress import GoalProgress
from crm_core.sections.comments import PlanComment
from crm_core.targets.model import ONE, STATUS_LABELS, ScopeKind, Target
from crm_core.ui.figures import LOOKS, spoken
from crm_core.ui.gaps.state import Open, open_dialog
from crm_core.ui.links import link_to
from crm_core.ui.plans.view import Looked
from crm_core.ui.plans.words import due_text
from crm_core.ui.show import NO_DATA
from crm_core.ui.text import _, language, ngettext, plain, plain_lines


def slug(gap: Gap) -> str:
    """Return a gap's key as the key of a container may hold it."""
    return str(gap.key).replace(":", "-")


def show_gap(looked: Looked, gap: Gap, comments: Sequence[PlanComment]) -> None:
    """Show an open gap: on the left what is missing, on the right why and what is done; one under another on a phone."""
    with st.container(border=True, key=f"gap-{'first' if gap.is_marked else 'next'}-{slug(gap)}"):
        left, right = st.columns([5, 6], gap="medium")
        with left:
            _show_missing(looked, gap)
        with right:
            _show_words(looked, gap)
            _show_ways(looked, gap, comments)


def _show_missing(looked: Looked, gap: Gap) -> None:
    mark = f":red-badge[:material/priority_high: {gap.rank}] " if gap.is_marked else f":gray-badge[{gap.rank}] "
    st.markdown(f"{mark}**{plain(words.name(spoken(), gap, looked.view.plan))}**{_status(gap)}")
    if not gap.has_figures:
        return
    figures = spoken()
    facts = [
        (_("Target"), words.target(figures, gap)),
        (_("Expected by now"), words.expected(figures, gap)),
        (_("Actual"), words.actual(figures, gap)),
    ]
    told = " · ".join(f":gray[{label}] {plain(value)}" for label, value in facts if value)
    if gap.parts:
        told = "]  \n:small[".join(_metric_line(text, part) for text, part in words.metrics_told(figures, gap))
    st.markdown(f"{_('Missing')} **{plain(words.missing(figures, gap))}**  \n:small[{told}]")
    if gap.severity is not None:
        st.progress(float(ONE - gap.severity))


def _metric_line(text: str, part: GoalProgress) -> str:
    colour = LOOKS[part.status].colour if part.status else "gray"
    return f":{colour}[●] {plain(text)}"


def _status(gap: Gap) -> str:
    if gap.status is None:
        return ""
    look = LOOKS[gap.status]
    return f" :{look.colour}-badge[:material/{look.icon}: {_(STATUS_LABELS[gap.status])}]"


def _show_words(looked: Looked, gap: Gap) -> None:
    facts = [words.since(language(), gap), _(KIND_LABELS[gap.key.kind])]
    if isinstance(gap.subject, Goal):
        facts.append(plain(gap.subject.owner_name or NO_DATA))
    if gap.counts is not None:
        facts.append(words.counted(language(), gap))
    lines = [f":small[:gray[{' · '.join(fact for fact in facts if fact)}]]"]
    lines += _noted(gap)
    st.markdown("  \n".join(lines))
    _show_action(looked, gap)


def _noted(gap: Gap) -> list[str]:
    """Return the lines of what people noted: the cause as a chip with its words, and the problem."""
    if gap.note is None:
        return []
    lines = []
    if gap.note.cause is not None:
        chip = f":violet-badge[:material/account_tree: {words.cause(language(), gap)}]"
        lines.append(f"{chip} :small[{plain_lines(gap.note.cause_words)}]" if gap.note.cause_words else chip)
    if gap.note.problem:
        lines.append(f":small[{plain_lines(gap.note.problem)}]")
    return lines


def _show_action(looked: Looked, gap: Gap) -> None:
    one = gap.action
    if one is None and gap.has_hidden_action:
        st.markdown(f":small[:material/bolt: {_('An action of another team is against it.')}]")
        return
    if one is None:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f":orange[:material/bolt: {_('No action yet')}]", width="content")
            if gap.may_edit:
                st.button(
                    _("Add an action"), key=f"plan:gap:{gap.key}:act", icon=":material/add:", on_click=open_dialog,
                    args=(Open.ACT, str(gap.key)),
                )  # fmt: skip
        return
    facts = [plain(one.owner_name or NO_DATA), due_text(one, looked.view.today)]
    others = sum(each.status.is_open for each in gap.actions if each is not one)
    if others:
        facts.append(ngettext("{count} more", "{count} more", others))
    st.markdown(f":small[:material/bolt: **{plain(one.what)}** :gray[{' · '.join(facts)}]]")


def _show_ways(looked: Looked, gap: Gap, comments: Sequence[PlanComment]) -> None:
    key = f"plan:gap:{gap.key}"
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"gap-ways-{slug(gap)}"):
        if gap.may_edit:
            label = _("Problem and cause") if gap.note is None else _("Edit the note")
            st.button(
                label, key=f"{key}:note", icon=":material/edit_note:", type="tertiary", on_click=open_dialog,
                args=(Open.NOTE, str(gap.key)),
            )  # fmt: skip
            if gap.action is not None or gap.has_hidden_action:
                st.button(
                    _("Add an action"), key=f"{key}:act", icon=":material/add:", type="tertiary", on_click=open_dialog,
                    args=(Open.ACT, str(gap.key)),
                )  # fmt: skip
        _comment_button(looked, gap, comments)
        _link_to_evidence(looked, gap)


def _comment_button(looked: Looked, gap: Gap, comments: Sequence[PlanComment]) -> None:
    if not comments and not looked.actor.may(Permission.COMMENT_WRITE):
        return
    label = ngettext("{count} comment", "{count} comments", len(comments)) if comments else _("Write a comment")
    st.button(
        label, key=f"plan:gap:{gap.key}:comment", icon=":material/comment:", type="tertiary", on_click=open_dialog,
        args=(Open.COMMENT, str(gap.key)),
    )  # fmt: skip


def _link_to_evidence(looked: Looked, gap: Gap) -> None:
    """Show the way to the opened number with its rows; of a norm, to the customers behind it."""
    if gap.key.kind is GapKind.NORM:
        st.button(
            _("Customers behind it"), key=f"plan:gap:{gap.key}:behind", icon=":material/groups:", type="tertiary",
            on_click=open_dialog, args=(Open.BEHIND, str(gap.key)),
        )  # fmt: skip
        return
    measure_button(looked, gap)
    query = evidence(looked, gap)
    if query is not None:
        link_to(_("The number, opened"), "board/number.py", icon=":material/monitoring:", **query)


def measure_button(looked: Looked, gap: Gap) -> None:
    """Show the way to how a service standard is measured, and to entering what was found, to whoever keeps the register."""
    if gap.key.kind is GapKind.TOUCHPOINT and looked.actor.may(Permission.TOUCHPOINT_EDIT):
        st.button(
            _("How it is measured"), key=f"plan:gap:{gap.key}:measure", icon=":material/straighten:", type="tertiary",
            on_click=open_dialog, args=(Open.MEASURE, str(gap.key)),
        )  # fmt: skip


def evidence(looked: Looked, gap: Gap) -> dict[str, str] | None:
    """Return the question whose answer is the gap's number, where the board gives it to whoever looks."""
    reach, scope, subject = looked.viewer.reach, gap.scope, gap.subject
    is_mine = scope.kind is ScopeKind.PERSON and scope.scope_id == reach.me
    team = subject.team_id if isinstance(subject, Goal) else scope.scope_id
    is_shown = looked.viewer.sees_all or is_mine or (scope.kind is not ScopeKind.COMPANY and team in reach.teams)
    if not is_shown or gap.parts or gap.standing is None or gap.standing.actual is None:
        return None
    query = {"from": gap.span.first.isoformat(), "to": min(gap.span.last, looked.view.today).isoformat()}
    if scope.kind is not ScopeKind.COMPANY:
        query[scope.kind.value] = str(scope.scope_id)
    metric_id = subject.key.metric_id if isinstance(subject, Target) else getattr(subject, "metric_id", None)
    return None if metric_id is None else query | {"metric": metric_id}


def show_closed(looked: Looked, gap: Gap, comments: Sequence[PlanComment]) -> None:
    """Show a gap that closed, with what was noted of it."""
    figures = spoken()
    facts = [words.closed(language(), gap)]
    if gap.has_figures:
        facts.append(words.held_against(figures, gap))
    with st.container(gap=None, key=f"gap-closed-{slug(gap)}"):
        name = plain(words.name(figures, gap, looked.view.plan))
        lines = [f":green[:material/check_circle:] **{name}** :small[:gray[{plain(' · '.join(facts))}]]", *_noted(gap)]
        if gap.action is not None:
            told = plain(words.action_facts(language(), gap.action))
            lines.append(f":small[:material/bolt: {plain(gap.action.what)} :gray[{told}]]")
        st.markdown("  \n".join(lines))
        if comments:
            _comment_button(looked, gap, comments)
