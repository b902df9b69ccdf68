"""Is everything in order: the store, its backups, its integrity, who is signed in."""

import streamlit as st

from crm_core.access.model import Permission
from crm_core.imports.service import HistoryRequest, past_imports
from crm_core.system.service import backups
from crm_core.system.state import concerns, state_of_system
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import require
from crm_core.ui.house import store
from crm_core.ui.page import page_head
from crm_core.ui.system_panels import (
    show_backups,
    show_check,
    show_concerns,
    show_facts,
    show_figures,
    show_tables,
)
from crm_core.ui.text import _

actor = require(Permission.SYSTEM_READ)
state, copies = state_of_system(store(), actor), backups(store(), actor)
imports = fetch(past_imports, HistoryRequest(actor.require(Permission.IMPORT_RUN), 1))

page_head(_("State of the system"), _("What the house stands on, and whether it is sound."))
show_concerns(concerns(state))
show_figures(state)
left, right = st.columns([3, 2], gap="medium")
with left:
    show_backups(actor, copies, state.store_name)
    show_check(actor)
with right:
    show_facts(state, imports[0] if imports else None)
    show_tables(state)
