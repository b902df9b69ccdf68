"""The list of surveys, and the form for a new one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from crm_core import clock
from crm_core.access.model import Actor, Permission, Scope
from crm_core.surveys.model import NAME_LIMIT, SCALES, Measure, Scale, Survey
from crm_core.surveys.service import SurveyLine, create_survey, edit_survey, team_choices
from crm_core.ui import show
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import settings, store
from crm_core.ui.links import go_to
from crm_core.ui.surveys.words import answered, figure, margin, zero_words
from crm_core.ui.tables import day_column, figure_column, open_rows, text_column
from crm_core.ui.text import _, plain

_COMPANY = 0


def show_surveys(lines: Sequence[SurveyLine]) -> None:
    """Show the surveys; a click opens one."""
    name, latest = _("Survey"), _("Latest answer")
    figures = {
        _("Answered"): [answered(line) for line in lines],
        _("Index"): [_with_margin(line, Measure.INDEX) for line in lines],
        _("CSAT"): [_with_margin(line, Measure.CSAT) for line in lines],
        _("NPS"): [_with_margin(line, Measure.NPS) for line in lines],
    }
    row, _ticked = open_rows(
        {
            name: [line.survey.name for line in lines],
            **figures,
            latest: [line.latest_on for line in lines],
            _("Team"): [line.survey.team_name or _("Whole company") for line in lines],
        },
        {name: text_column(name, width=190), latest: day_column(latest)}
        | {each: figure_column(each) for each in figures},
        key="surveys",
    )
    st.caption(_("Each number with its 95 % margin. Click a row to open the survey."))
    if row is not None:
        go_to("surveys/survey.py", id=lines[row].survey.survey_id)


def _with_margin(line: SurveyLine, measure: Measure) -> str:
    found = line.estimates[measure]
    if found.value is None:
        return show.NO_DATA
    return figure(measure, found.value) + (f"  {margin(measure, found)}" if found.margin is not None else "")


def offer_new(actor: Actor) -> None:
    """Show the way to set up a survey, where the actor may."""
    if actor.may(Permission.SURVEY_EDIT):
        with st.popover(_("New survey"), icon=":material/add:", key="survey-new", width="content"):
            _show_new(actor)


def _show_new(actor: Actor) -> None:
    made: list[int] = []

    def save(values: Values, key: str, version: int) -> str:
        made.append(create_survey(store(), current_actor(), values, key))
        return _("The survey is set up. Its answers can be imported now.")

    today = clock.today(settings().zone)
    form = Form("survey_new", save)
    with form:
        form.text("name", _("Name"), max_chars=NAME_LIMIT, placeholder=_("Spring survey 2026"))
        survey_fields(form, actor, None, (today, today + timedelta(days=30)))
        form.tick("zero_is_missing", _("0 means “not applicable”"))
        st.caption(zero_words())
        form.submit(_("Set up"))
    if form.just_saved:
        st.rerun()


def survey_fields(form: Form, actor: Actor, survey: Survey | None, span: tuple[object, object]) -> None:
    """Draw the fields that a new survey and one that is edited have in common."""
    first, last = (survey.first_on, survey.last_on) if survey is not None else span
    left, right = st.columns(2)
    with left:
        form.day("first_on", _("First day"), first)  # type: ignore[arg-type] # a date either way
    with right:
        form.day("last_on", _("Last day"), last)  # type: ignore[arg-type] # a date either way
    left, right = st.columns(2)
    with left:
        asked = str(survey.asked_count) if survey is not None and survey.asked_count else ""
        form.text("asked_count", _("People asked"), asked, placeholder=_("where it is known"))
    scales = dict.fromkeys([*([survey.scale] if survey is not None else []), *SCALES])
    with right:
        form.choose(
            "scale", _("Scale"), {scale: str(scale) for scale in scales}, survey.scale if survey else Scale(1, 5)
        )
    if actor.require(Permission.SURVEY_EDIT).scope is Scope.ALL:
        teams = {_COMPANY: _("Whole company")} | dict(fetch(team_choices, None))
        if survey is not None and survey.team_id is not None:  # also where the team was closed since
            teams.setdefault(survey.team_id, survey.team_name or show.NO_DATA)
        form.choose("team_id", _("Team"), teams, (survey.team_id or _COMPANY) if survey is not None else _COMPANY)


def show_edit(actor: Actor, survey: Survey) -> None:
    """Show the form for what a survey is, its questions aside."""

    def save(values: Values, key: str, version: int) -> str:
        edit_survey(store(), current_actor(), survey.survey_id, values, key=key, version=version)
        return _("Saved")

    form = Form("survey_edit", save, about=survey.survey_id, version=survey.version)
    with st.container(border=True, width=620):
        with form:
            form.text("name", _("Name"), survey.name, max_chars=NAME_LIMIT)
            survey_fields(form, actor, survey, (survey.first_on, survey.last_on))
            st.caption(
                _("The scale is that of new questions. That of a known one stands under “Indicators and weights”.")
            )
            form.submit(_("Save"))
        if form.just_saved:
            st.rerun()


def survey_line(line: SurveyLine) -> str:
    """Return whose survey it is and of which days, for a page's head."""
    survey = line.survey
    team = plain(survey.team_name) if survey.team_name else _("Whole company")
    return f"{team} · {show.days(survey.first_on, survey.last_on)}"
