"""One job as a card: what it does, when it runs, how it ended, and its last runs."""

from __future__ import annotations

import streamlit as st

from crm_core.access.model import Actor
from crm_core.jobs import service
from crm_core.jobs.model import RESULT_LABELS, JobState, Result
from crm_core.ui.errors import shown_errors
from crm_core.ui.house import store
from crm_core.ui.session import flash
from crm_core.ui.show import NO_DATA, moment, number
from crm_core.ui.tables import figure_column, height_of, moment_column, show_table, text_column
from crm_core.ui.text import _, plain


def show_job(actor: Actor, job: JobState) -> None:
    """Show a job with what can be done."""
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(_(job.name), anchor=False, width="content")
            with st.container(horizontal=True, width="content", vertical_alignment="center"):
                _show_switch(actor, job)
                if st.button(_("Run now"), key=f"run_job:{job.job_id}", icon=":material/play_arrow:"):
                    _run(actor, job)
        st.caption(_(job.about))
        _show_facts(job)
        if job.last_run_at is None:
            return
        runs = st.expander(_("Last runs"), key=f"job_runs:{job.job_id}", on_change="rerun")
        if runs.open:
            with runs:
                _show_runs(actor, job)


def duration(milliseconds: int | None) -> str:
    """Return a duration in milliseconds, or seconds from one second on."""
    if milliseconds is None:
        return NO_DATA
    if milliseconds < 1000:
        return _("{count} ms", count=number(milliseconds))
    return _("{count} s", count=number(milliseconds / 1000, 1))


def _result(result: Result | None) -> str:
    if result is None:
        return _("Not run yet")
    mark = ":green[:material/check_circle:]" if result is Result.DONE else ":red[:material/error:]"
    return f"{mark} {_(RESULT_LABELS[result])}"


def _show_facts(job: JobState) -> None:
    planned = moment(job.next_run_at) if job.is_enabled else _("held back")
    facts = (
        (_("Every day at"), f"{job.daily.hour:02}:{job.daily.minute:02}"),
        (_("Next run"), planned),
        (_("Last run"), moment(job.last_run_at)),
        (_("Result"), _result(job.last_result)),
        (_("Took"), duration(job.last_duration_ms)),
    )
    with st.container(horizontal=True, gap="medium"):
        for label, value in facts:
            with st.container(width="content", gap=None):
                st.caption(label)
                st.markdown(value)
    if job.last_message is not None:
        st.caption(plain(_(job.last_message)))


def _show_switch(actor: Actor, job: JobState) -> None:
    def switch() -> None:
        service.set_enabled(store(), actor, job.job_id, is_enabled=not job.is_enabled)

    # The key holds the state, so that a toggle which another administrator moved is drawn as it is.
    key = f"job_enabled:{job.job_id}:{job.is_enabled}"
    st.toggle(_("Runs by the clock"), job.is_enabled, key=key, on_change=switch)


def _run(actor: Actor, job: JobState) -> None:
    with shown_errors(), st.spinner(_("Running …")):
        run = service.run_now(store(), actor, job.job_id)
        is_done = run.result is Result.DONE
        flash(plain(_(run.message)), ":material/check_circle:" if is_done else ":material/error:")
        st.rerun()


def _show_runs(actor: Actor, job: JobState) -> None:
    runs = service.list_runs(store(), actor, job.job_id)
    if not runs:
        st.caption(_("It has not run yet."))
        return
    started, took, told = _("Started"), _("Took"), _("What it said")
    show_table(
        {
            started: [run.started_at for run in runs],
            _("Result"): [_(RESULT_LABELS[run.result]) for run in runs],
            took: [duration(run.duration_ms) for run in runs],
            told: [_(run.message) for run in runs],
        },
        {
            started: moment_column(started),
            took: figure_column(took),
            told: text_column(told, width="large"),
        },
        height=height_of(len(runs), 8),
    )
