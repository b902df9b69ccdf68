"""Bring customers, products, purchases, contacts, interactions and survey answers in: choose, match, check, write; and what came before."""

from crm_core.access.model import Permission
from crm_core.imports import wizard
from crm_core.imports.wizard import Stage
from crm_core.ui.guard import require
from crm_core.ui.house import store
from crm_core.ui.import_check import show_checked, show_done
from crm_core.ui.import_columns import show_columns
from crm_core.ui.import_history import show_history
from crm_core.ui.import_mapping import show_mappings
from crm_core.ui.import_progress import show_run, show_steps
from crm_core.ui.import_start import show_start
from crm_core.ui.page import page_head
from crm_core.ui.text import _

actor = require(Permission.IMPORT_RUN)
page_head(_("Import"), _("Customers, purchases, contacts, what was said and surveys, from Excel or CSV"))

space = wizard.under_way(store(), actor)
stage = Stage.CHOOSE if space is None else wizard.stage_of(space)
show_steps(stage, space)
is_busy = space is not None and show_run(space)  # while the work goes on there is nothing to decide
if space is None or (stage is Stage.CHOOSE and not is_busy):
    show_start(actor)
elif stage is Stage.COLUMNS and not is_busy:
    show_columns(actor, space)
elif stage is Stage.CHECKED and not is_busy:
    show_checked(actor, space)
elif stage is Stage.DONE:
    show_done(actor, space)
show_history(actor)
show_mappings(actor)
