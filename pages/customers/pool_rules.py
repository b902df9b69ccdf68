"""公海规则: when customers fall back to the public pool, previewed before it acts."""

from crm_core.access.model import Permission
from crm_core.customers.pool.rule_model import RulesRequest
from crm_core.customers.pool.rules import rules
from crm_core.ui.customers.pool_rules import add_button, show_rule, show_rules
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import require
from crm_core.ui.links import asked, asked_id
from crm_core.ui.page import page_head
from crm_core.ui.text import _

actor = require(Permission.POOL_RULE)
known = fetch(rules, RulesRequest(actor.require(Permission.POOL_RULE)))
rule = next((one for one in known if one.rule_id == asked_id("rule")), None)

page_head(
    _("Rules of the public pool"),
    _("Whoever is left alone for long falls back to the pool. Nothing happens before a rule is switched on."),
    add_button,
)
if rule is not None or asked("rule") == "new":
    show_rule(actor, rule)
else:
    show_rules(known)
