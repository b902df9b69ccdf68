"""分级标准: what a customer must show to be of a type or a tier."""

import streamlit as st

from crm_core.access.model import Permission
from crm_core.relationships.model import Dimension
from crm_core.ui.guard import require
from crm_core.ui.links import link_to
from crm_core.ui.page import page_head
from crm_core.ui.relationships.criteria import show_criteria
from crm_core.ui.text import _

actor = require(Permission.RELATION_READ)
page_head(_("Criteria"), _("What a customer must show to be proposed for a type or a tier."))
link_to(_("Types and tiers"), "customers/kinds.py", icon=":material/arrow_back:")
with st.container(width=760):
    for dimension in Dimension:
        show_criteria(actor, dimension)
