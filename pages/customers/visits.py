"""回访: after which events customers are asked, with what, and what they answered."""

from crm_core.access.model import Permission
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import require
from crm_core.ui.links import asked, asked_id
from crm_core.ui.page import page_head
from crm_core.ui.text import _
from crm_core.ui.visits.rules import add_button, show_rule, show_rules
from crm_core.visits.model import RulesRequest
from crm_core.visits.service import rules

actor = require(Permission.VISIT_READ)
known = fetch(rules, RulesRequest(actor.require(Permission.VISIT_READ)))
rule = next((one for one in known if one.rule_id == asked_id("rule")), None)

page_head(
    _("Return visits"),
    _("What happens asks for a visit some working days later, on the owner's day, with what to say and to ask."),
    lambda: add_button(actor),
)
if rule is not None or (asked("rule") == "new" and actor.may(Permission.VISIT_RULE)):
    show_rule(actor, rule)
else:
    show_rules(actor, known)
