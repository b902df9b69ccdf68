"""交接: what people hold, and giving it to others when somebody leaves."""

from crm_core.access.model import Permission
from crm_core.team.leaving.model import HoldingsRequest
from crm_core.team.leaving.service import holdings
from crm_core.ui.absence import show_way
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import require
from crm_core.ui.leaving import show_people, show_person
from crm_core.ui.links import asked_id
from crm_core.ui.page import page_head
from crm_core.ui.text import _

actor = require(Permission.WORK_HAND_OVER)
people = fetch(holdings, HoldingsRequest(actor.require(Permission.WORK_HAND_OVER)))
person = next((one for one in people if one.user_id == asked_id("person")), None)

page_head(_("Hand-over"), _("Who holds what, and giving it to others when somebody leaves."), show_way)
if person is None:
    show_people(people)
else:
    show_person(actor, person)
