"""Surveys: how many answered, and what index, CSAT and NPS came of it; a new one is set up here."""

from crm_core.access.model import Permission
from crm_core.surveys.service import SurveysRequest, surveys
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import require
from crm_core.ui.links import link_to
from crm_core.ui.page import empty_state, page_head
from crm_core.ui.surveys.listing import offer_new, show_surveys
from crm_core.ui.text import _

actor = require(Permission.SURVEY_READ)


def ways() -> None:
    if actor.may(Permission.IMPORT_RUN) and actor.may(Permission.SURVEY_EDIT):
        link_to(_("Import answers"), "exchange/imports.py", icon=":material/upload_file:", survey="new")
    offer_new(actor)


page_head(_("Surveys"), _("What customers answer, and how sure it is"), actions=ways)
lines = fetch(surveys, SurveysRequest(actor.require(Permission.SURVEY_READ), actor.team_id))
if lines:
    show_surveys(lines)
elif actor.may(Permission.IMPORT_RUN):
    empty_state(
        _("No survey yet. Import the answers of the first one."),
        icon="reviews",
        button=_("Import answers"),
        page="exchange/imports.py",
    )
elif actor.may(Permission.SURVEY_EDIT):
    empty_state(
        _("No survey yet. Set one up here; an administrator or a team lead then imports its answers."), icon="reviews"
    )
else:
    empty_state(_("No survey yet."), icon="reviews")
