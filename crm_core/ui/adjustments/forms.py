"""The forms of adjustments: what was changed, what one thinks came of it, what a review decides."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from crm_core.adjustments import words
from crm_core.adjustments.drafts import MOST_AIMS, USUAL_DAYS, size_text
from crm_core.adjustments.model import OPINION_LABELS, WANTED_LABELS, Adjustment, Aim, Touch, Touched
from crm_core.adjustments.service import (
    Everywhere,
    add_adjustment,
    decide,
    edit_adjustment,
    findings,
    may_change,
    say_opinion,
    touchable,
)
from crm_core.metrics.folders import metrics
from crm_core.plans.drafts import LINE_LIMIT, TEXT_LIMIT
from crm_core.targets.model import COMPANY, ScopeKind
from crm_core.targets.service import ScopesRequest, readable_scopes
from crm_core.ui.fetch import fetch
from crm_core.ui.figures import metric_name, scope_code, scope_label, spoken
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.plans.view import Looked
from crm_core.ui.text import _, language, plain


def adjustment_form(looked: Looked, one: Adjustment | None) -> bool:
    """Show the form of an adjustment, or of a new one; return whether it was just saved."""

    def save(values: Values, key: str, version: int) -> str:
        if one is None:
            add_adjustment(store(), current_actor(), looked.plan_id, values, key=key)
            return _("Noted. Its effect is measured by itself, week by week.")
        edit_adjustment(store(), current_actor(), one.adjustment_id, values, version=version, key=key)
        return _("Saved.")

    about = f"{looked.plan_id}:{one.adjustment_id if one else ''}"
    form = Form("plan_adjustment", save, about=about, version=one.version if one else 0)
    today = looked.view.today
    with form:
        form.text("what", _("What was changed"), one.what if one else "", max_chars=LINE_LIMIT)
        form.area("reason", _("Why"), one.reason if one else "", max_chars=TEXT_LIMIT, height=80)
        left, middle, right = st.columns(3)
        with left:
            form.day("changed_on", _("Since"), one.changed_on if one else today)
        with middle:
            usual = today + timedelta(days=USUAL_DAYS - 1)
            form.day("judge_on", _("To be judged on"), one.judge_on if one else usual)
        with right:
            scopes = _scopes(looked)
            form.choose(
                "scope", _("Whom it concerns"), scopes, scope_code(one.scope) if one else next(iter(scopes), "")
            )
        _aim_fields(form, one)
        options = _touched_options(looked, one)
        chosen = [f"{touch.kind.value}:{touch.about_id}" for touch in one.touches] if one else []
        form.several("touched", _("What it touches"), options, [code for code in chosen if code in options])
        form.submit(_("Save") if one else _("Note the adjustment"))
    return form.just_saved


def _scopes(looked: Looked) -> dict[str, str]:
    viewer, plan = looked.viewer, looked.view.plan
    if viewer.edit is None:
        return {}
    choices = fetch(readable_scopes, ScopesRequest(viewer.edit))
    scopes = [COMPANY, *(choice.scope for choice in choices if choice.scope.kind is ScopeKind.TEAM)]
    return {scope_code(scope): scope_label(scope, choices) for scope in scopes if may_change(viewer, plan, scope)}


def _aim_fields(form: Form, one: Adjustment | None) -> None:
    names = {"": "–"} | {key: metric_name(key) for key, metric in metrics().items() if metric.has_history}
    wanted = {each.value: _(label) for each, label in WANTED_LABELS.items()}
    for place in range(1, MOST_AIMS + 1):
        aim = one.aims[place - 1] if one is not None and place <= len(one.aims) else None
        left, middle, right = st.columns([2, 1, 1])
        shown = "visible" if place == 1 else "collapsed"

        def named(label: str, place: int = place) -> str:  # whoever hears the page tells the rows apart by it
            return label if place == 1 else f"{label} {place}"

        with left:
            form.choose(
                f"metric:{place}",
                named(_("Metric that shall show it")),
                names,
                aim.metric_id if aim else "",
                label_visibility=shown,
            )
        with middle:
            form.choose(
                f"wanted:{place}", named(_("Which way")), wanted, aim.wanted.value if aim else next(iter(wanted)),
                label_visibility=shown,
            )  # fmt: skip
        with right:
            form.text(
                f"size:{place}",
                named(_("By (optional)")),
                _size(aim),
                max_chars=20,
                placeholder="5%",
                label_visibility=shown,
            )


def _size(aim: Aim | None) -> str:
    if aim is None or aim.metric_id not in metrics():
        return ""
    is_points = metrics()[aim.metric_id].unit.value == "points"
    return size_text(aim.size) if not is_points or aim.size is None else f"{aim.size.normalize():f}"


def _touched_options(looked: Looked, one: Adjustment | None) -> dict[str, str]:
    record, figures = looked.view.record, spoken()
    known = [Touch(Touched.GOAL, goal.goal_id, goal.name or goal.metric_id) for goal in record.goals]
    known += [Touch(Touched.ACTION, action.action_id, action.what) for action in record.actions]
    kept = {(touch.kind, touch.about_id) for touch in one.touches} if one else set()
    for each in fetch(touchable, Everywhere()):
        if each.is_current or (each.kind, each.about_id) in kept:
            known.append(Touch(each.kind, each.about_id, each.name))
    return {f"{touch.kind.value}:{touch.about_id}": words.touch_text(figures, touch) for touch in known}


def opinion_form(looked: Looked, one: Adjustment) -> bool:
    """Show the form of one's own opinion; return whether it was just saved."""
    mine = next((said for said in one.said if said.user_id == looked.viewer.reach.me), None)

    def save(values: Values, key: str, _version: int) -> str:
        say_opinion(store(), current_actor(), one.adjustment_id, values, key=key)
        return _("Thank you: it is kept.")

    form = Form("adjustment_opinion", save, about=one.adjustment_id, version=mine.version if mine else 0)
    st.markdown(f"**{plain(one.what)}**")
    with form:
        options = {each.value: _(label) for each, label in OPINION_LABELS.items()}
        form.chips("opinion", _("In your daily work"), options, mine.opinion.value if mine else None, required=True)
        form.area("comment", _("In a sentence"), mine.comment if mine else "", max_chars=TEXT_LIMIT, height=90)
        form.submit(_("Say it"))
    return form.just_saved


def decision_form(looked: Looked, one: Adjustment) -> bool:
    """Show what arithmetic and people say, and the form of the decision; return whether it was just saved."""

    def save(values: Values, key: str, _version: int) -> str:
        decide(store(), current_actor(), one.adjustment_id, values, key=key)
        return _("Decided. Earlier decisions are kept.")

    st.markdown(f"**{plain(one.what)}**")
    for found in findings(fetch, one, looked.view.today):
        told = f"{metric_name(found.metric_id)} {words.difference_text(spoken(), found)}"
        st.markdown(f":small[{plain(told)} · {words.verdict_text(language(), found.verdict)}]")
    said = " · ".join(f"{_(OPINION_LABELS[opinion])} {count}" for opinion, count in one.counts().items() if count)
    if said:
        st.markdown(f":small[:gray[{_('Staff say')}] {said}]")
    form = Form("adjustment_decision", save, about=one.adjustment_id, version=len(one.rulings))
    with form:
        options = {each.value: _(label) for each, label in OPINION_LABELS.items()}
        form.chips("opinion", _("The review's verdict"), options, required=True)
        form.area("comment", _("Why, and what follows from it"), max_chars=TEXT_LIMIT, height=110)
        form.submit(_("Decide"))
    return form.just_saved
