"""What the company keeps of people, and how they may have a say in it."""

from crm_core.access.model import Permission
from crm_core.ui.consent_purposes import show_purposes
from crm_core.ui.erasures import show_erasures, show_requests
from crm_core.ui.guard import require
from crm_core.ui.page import page_head
from crm_core.ui.text import _

require(Permission.SETTING_EDIT)
page_head(_("Privacy"), _("What customers agree to, and what becomes of their data."))
show_requests()
show_purposes()
show_erasures()
