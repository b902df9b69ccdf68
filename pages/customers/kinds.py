"""客户分级: of which type and tier customers are, and what is proposed."""

from crm_core.access.model import Permission
from crm_core.ui.guard import require
from crm_core.ui.page import page_head
from crm_core.ui.relationships.kinds import actions, show_proposals
from crm_core.ui.text import _

actor = require(Permission.RELATION_READ)
page_head(
    _("Types and tiers"),
    _("The criteria propose, people decide; each decision is kept from its day on."),
    lambda: actions(actor),
)
show_proposals(actor)
