"""A page that draws nothing but itself: what is left is the shell, the session and the policy."""

from crm_core.access.model import Permission
from crm_core.ui.guard import require

require(Permission.ACCOUNT_OWN)
