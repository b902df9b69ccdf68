"""Two customers side by side, and the way to make one of them."""

from __future__ import annotations

from pathlib import Path

from crm_core.access.model import Permission
from crm_core.ui.customers import merging
from crm_core.ui.customers.merging.choosing import ask_other, show_merge
from crm_core.ui.guard import require
from crm_core.ui.links import asked_id, link_to
from crm_core.ui.page import empty_state, page_head
from crm_core.ui.style import show_style
from crm_core.ui.text import _

actor = require(Permission.CUSTOMER_MERGE)
customer_id, other_id = asked_id("id"), asked_id("other")
show_style(Path(merging.__file__).with_name("merging.css"))
page_head(_("Merge customers"), _("One stays and has everything; the other one leads to it."))
link_to(_("Duplicates"), "customers/duplicates.py", icon=":material/arrow_back:")
if customer_id is None:
    empty_state(_("Choose a pair from the list of duplicates."), icon="merge")
elif other_id is None:
    ask_other(customer_id)
else:
    show_merge(actor, customer_id, other_id)
