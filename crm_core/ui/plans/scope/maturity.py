"""How mature the care for customers is, side by side with where it shall be: looked at by hand, dated, never overwritten."""

from __future__ import annotations

import streamlit as st

from crm_core.plans.reach import may_edit_plan
from crm_core.plans.scope import words
from crm_core.plans.scope.model import (
    LEVEL_LABELS,
    LEVEL_MEANINGS,
    LEVELS,
    NOTE_LIMIT,
    SIDE_LABELS,
    SIDE_QUESTIONS,
    Standing,
    mean_level,
)
from crm_core.plans.scope.service import look_at_maturity, maturity_of
from crm_core.plans.service import OnePlan
from crm_core.ui import show
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.plans.scope.state import Open, open_dialog
from crm_core.ui.plans.view import Looked
from crm_core.ui.text import _, language, plain, plain_lines


def show_maturity(looked: Looked) -> None:
    """Show each side with its level of five, where it came from and where it shall be by when."""
    found = fetch(maturity_of, OnePlan(looked.viewer, looked.plan_id))
    mean = mean_level(found)
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            level = f" :gray[{show.number(mean, 1)} / {LEVELS}]" if mean is not None else ""
            st.subheader(f"{_('Maturity')}{level}", anchor=False, width="content", help=_meanings())
            if may_edit_plan(looked.viewer, looked.view.plan.team_id):
                st.button(
                    _("Look again") if mean is not None else _("Take a first look"), key="plan:maturity",
                    icon=":material/stairs:", on_click=open_dialog, args=(Open.MATURITY,),
                )  # fmt: skip
        if mean is None:
            st.caption(
                _("How well customers are looked after has five levels. Say where you are, and where you want to be.")
            )
            return
        for one in found:
            _show_side(looked, one)
        _show_note(found)


def _meanings() -> str:
    return "\n".join(f"- **{_(LEVEL_LABELS[level])}** {_(LEVEL_MEANINGS[level])}" for level in LEVEL_LABELS)


def _show_side(looked: Looked, one: Standing) -> None:
    latest = one.latest
    with st.container(key=f"scope-side-{one.side.value}", gap=None):
        left, right = st.columns([2, 3], gap="small", vertical_alignment="center")
        with left:
            st.markdown(f"**{_(SIDE_LABELS[one.side])}**  \n:small[:gray[{_(SIDE_QUESTIONS[one.side])}]]")
        with right:
            if latest is None:
                st.markdown(f":gray[{_('Nobody has looked at it yet')}]")
                return
            facts = words.level_facts(language(), one)
            st.markdown(f"{_steps(one)} {_aim(looked, one)}  \n:small[:gray[{facts}]]")


def _steps(one: Standing) -> str:
    """Return the level as five marks, those to come as rings, with its name."""
    latest = one.latest
    assert latest is not None  # noqa: S101 - the caller has looked
    aim = max(latest.aim or 0, latest.level)
    full, ring = ":green[●]" * latest.level, ":orange[○]" * (aim - latest.level)
    return f"{full}{ring}:gray[{'○' * (LEVELS - aim)}]　**{_(LEVEL_LABELS[latest.level])}**"


def _aim(looked: Looked, one: Standing) -> str:
    told = words.aim_text(language(), one)
    if not told:
        return ""
    return f":red-badge[{told}]" if one.is_late(looked.view.today) else f":orange-badge[{told}]"


def _show_note(found: tuple[Standing, ...]) -> None:
    last = words.last_look(found)
    if last is not None:
        st.markdown(f":small[:gray[{plain(words.judged_by(language(), last))}] {plain_lines(last.note)}]")


def maturity_form(looked: Looked) -> bool:
    """Show the form of a look at all sides; it begins with the last one."""

    def save(values: Values, key: str, _version: int) -> str:
        look_at_maturity(store(), current_actor(), looked.plan_id, values, key=key)
        return _("Saved.")

    found = fetch(maturity_of, OnePlan(looked.viewer, looked.plan_id))
    levels = {"": show.NO_DATA} | {str(level): _(label) for level, label in LEVEL_LABELS.items()}
    with st.expander(_("What the levels mean"), icon=":material/help:", type="compact"):
        st.markdown(_meanings())
    form = Form("plan_maturity", save, about=looked.plan_id)
    with form:
        for one in found:
            latest = one.latest
            st.markdown(f"**{_(SIDE_LABELS[one.side])}**  \n:small[:gray[{_(SIDE_QUESTIONS[one.side])}]]")
            left, right = st.columns(2)
            with left:
                form.choose(f"level:{one.side.value}", _("Today"), levels, str(latest.level) if latest else "")
            with right:
                aim = str(latest.aim) if latest and latest.aim else ""
                form.choose(f"aim:{one.side.value}", _("Shall be"), levels, aim)
        left, right = st.columns(2)
        days = [one.latest.aim_on for one in found if one.latest is not None and one.latest.aim_on is not None]
        ahead = [day for day in days if day > looked.view.today]
        with left:
            form.day("assessed_on", _("Looked at on"), looked.view.today, max_value=looked.view.today)
        with right:
            form.day("aim_on", _("By when"), max(ahead, default=looked.view.plan.last_on))
        form.area("note", _("What it rests on"), "", max_chars=NOTE_LIMIT, height=68)
        form.submit(_("Save"))
    return form.just_saved
