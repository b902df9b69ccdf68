"""One survey: its numbers with their margins, told apart and compared, the answers behind, and how they are weighed."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from crm_core.access.model import Permission
from crm_core.errors import NotFound
from crm_core.surveys.results import ResultsRequest, results
from crm_core.surveys.service import SurveyRequest, may_edit, survey_within
from crm_core.ui import surveys as room
from crm_core.ui.errors import show_error
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import require
from crm_core.ui.links import asked_id, link_to
from crm_core.ui.page import empty_state, page_head
from crm_core.ui.style import show_style
from crm_core.ui.surveys.answers import show_answers
from crm_core.ui.surveys.comparing import show_comparison
from crm_core.ui.surveys.listing import show_edit, survey_line
from crm_core.ui.surveys.results import show_numbers, show_results
from crm_core.ui.surveys.scheme import show_scheme
from crm_core.ui.surveys.view import View, choose_view, part_of
from crm_core.ui.text import _, plain

actor = require(Permission.SURVEY_READ)
reach = actor.require(Permission.SURVEY_READ)


def ways() -> None:
    link_to(_("Surveys"), "surveys/surveys.py", icon=":material/arrow_back:")


try:
    line = fetch(survey_within, SurveyRequest(reach, actor.team_id, asked_id("id") or 0))
except NotFound as error:
    page_head(_("Survey"), actions=ways)
    show_error(error)
    st.stop()
survey = line.survey
is_mine = may_edit(actor, survey.team_id)


def ways_of_survey() -> None:
    ways()
    if is_mine and actor.may(Permission.IMPORT_RUN):
        link_to(_("Import answers"), "exchange/imports.py", icon=":material/upload_file:", survey=survey.survey_id)


page_head(plain(survey.name), survey_line(line), actions=ways_of_survey)
show_style(Path(room.__file__).with_name("surveys.css"))
show_numbers(line)
view = choose_view([each for each in View if is_mine or each is not View.EDIT])
if view is View.SCHEME:
    show_scheme(actor, survey, is_mine=is_mine)
elif view is View.EDIT:
    show_edit(actor, survey)
elif not line.answered_count:
    empty_state(_("No answers within your reach yet."), icon="reviews")
else:
    found = fetch(results, ResultsRequest(reach, survey.survey_id, survey.scheme_version))
    if view is View.COMPARE:
        show_comparison(found)
    elif view is View.ANSWERS:
        show_answers(actor, survey, found, part_of(found))
    else:
        show_results(found)
