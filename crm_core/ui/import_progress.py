"""The steps of an import, and how far the work on it is, while it goes on in the background."""

from __future__ import annotations

import streamlit as st

from crm_core import clock
from crm_core.errors import N_, CrmError
from crm_core.exchange.limited import Step
from crm_core.imports import runs, wizard
from crm_core.imports.wizard import Stage
from crm_core.imports.workspace import Workspace
from crm_core.ui.errors import show_error
from crm_core.ui.show import number
from crm_core.ui.text import _

_STEPS = (
    (Stage.CHOOSE, N_("File")),
    (Stage.COLUMNS, N_("Columns")),
    (Stage.CHECKED, N_("Check")),
    (Stage.DONE, N_("Write")),
)
_WORKED_ON = {
    runs.Task.READ: Stage.CHOOSE,
    runs.Task.CHECK: Stage.CHECKED,
    runs.Task.WRITE: Stage.DONE,
}  # the step that a run belongs to, while it goes on
_SAID = {
    "waiting": N_("Waiting for another import to end"),
    "starting": N_("Getting ready"),
    "reading": N_("Reading the file: {count} lines"),
    "checking": N_("Checking {count} lines"),
    "comparing": N_("Comparing with what is stored"),
    "writing": N_("Writing {count} lines; others go on working"),
}
EVERY_SECONDS = 0.7


def show_steps(stage: Stage, space: Workspace | None) -> None:
    """Show which of the four steps is reached, or worked on just now."""
    run = None if space is None else runs.find(space.token)
    going = None if run is None or run.is_over else run.task
    at = [step for step, _label in _STEPS].index(_WORKED_ON[going] if going else stage)
    parts = []
    for place, (_step, label) in enumerate(_STEPS):
        text = f"{place + 1} {_(label)}"
        if place < at or (stage is Stage.DONE and going is None):
            parts.append(f":green[:material/check: {_(label)}]")
        elif place == at:
            parts.append(f":primary[**{text}**]")
        else:
            parts.append(f":gray[{text}]")
    st.markdown(" :gray[—] ".join(parts))


def told(step: Step) -> str:
    """Return what is being done, in the user's language."""
    count = step.done if step.name == "reading" else step.total  # how many will be read is a guess
    if step.name not in _SAID:
        return _("Working")
    return _(_SAID[step.name], count=number(count)) if "{count}" in _SAID[step.name] else _(_SAID[step.name])


def show_run(space: Workspace) -> bool:
    """Show the work that goes on, and return whether any does; how the last one failed is shown once it is over."""
    run = runs.find(space.token)
    if run is None:
        return False
    if run.is_over:
        _show_failure(run)
        return False
    _follow(space)
    return True


def _show_failure(run: runs.Run) -> None:
    if isinstance(run.error, CrmError):
        show_error(run.error)
    elif run.error is not None:
        raise run.error


@st.fragment(run_every=EVERY_SECONDS)
def _follow(space: Workspace) -> None:
    run = runs.find(space.token)
    if run is None or run.is_over:
        st.rerun(scope="app")
        return
    step, seconds = run.step, int((clock.now() - run.begun_at).total_seconds())
    st.status(f"{told(step)} :gray[· {_('{seconds} s', seconds=number(seconds))}]", state="running")
    if step.done:  # a single statement, such as the writing, knows no share
        st.progress(min(1.0, step.done / step.total))
    st.caption(_("You may leave this page or reload it; the work goes on and waits for you here."))
    if not runs.is_writing(space.token):  # what is being written cannot be stopped
        st.button(_("Stop"), icon=":material/close:", on_click=wizard.give_up, args=(space,))
