"""联系规范: how often customers of each type, tier and group are to be contacted."""

from crm_core.access.model import Permission
from crm_core.ui.guard import require
from crm_core.ui.page import page_head
from crm_core.ui.relationships.norms import offer_norm, show_norms
from crm_core.ui.text import _

actor = require(Permission.NORM_READ)
page_head(
    _("Norms of contact"),
    _(
        "How often customers of a type, tier or group are contacted at least. Days off work move to the next working day."
    ),
    lambda: offer_norm(actor),
)
show_norms(actor)
