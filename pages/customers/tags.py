"""The company's tags: which there are, how many customers have each; add, rename and merge them."""

from crm_core.access.model import Permission
from crm_core.ui.guard import require
from crm_core.ui.page import page_head
from crm_core.ui.tag_list import show_tag_list
from crm_core.ui.text import _

require(Permission.TAG_EDIT)
page_head(_("Tags"), _("One list for the whole company. Whoever may edit a customer puts them on."))
show_tag_list()
