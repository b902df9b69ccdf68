"""What the customers' archive holds beside the fields that every company has."""

from crm_core.access.model import Permission
from crm_core.ui.guard import require
from crm_core.ui.loss_reasons import show_loss_reasons
from crm_core.ui.own_field_list import show_own_fields
from crm_core.ui.page import page_head
from crm_core.ui.text import _

require(Permission.SETTING_EDIT)
page_head(
    _("Customer archive"), _("The lists and fields of your company's own. Each change stands in the audit trail.")
)
show_own_fields()
show_loss_reasons()
