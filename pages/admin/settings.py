"""The company's own choices, each with what it does."""

from functools import partial

from crm_core.access.model import Permission
from crm_core.settings.service import current, current_version, is_currency_locked
from crm_core.ui.forms import Form
from crm_core.ui.guard import require
from crm_core.ui.house import store
from crm_core.ui.page import page_head
from crm_core.ui.setting_fields import LABELS, save_settings, show_groups
from crm_core.ui.text import _

actor = require(Permission.SETTING_EDIT)
page_head(_("Settings"), _("The company's own choices. Each change stands in the audit trail."))

form = Form(
    "settings",
    partial(save_settings, actor),
    version=current_version(store()),
    labels={name: _(label) for name, label in LABELS.items()},
)
with form:
    show_groups(form, current(store()), is_currency_locked=is_currency_locked(store()))
    form.submit(_("Save"))
