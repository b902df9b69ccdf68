"""The board of an empty store: what to do first, for each role."""

from __future__ import annotations

from crm_core.access.model import Actor, Permission
from crm_core.ui.page import empty_state
from crm_core.ui.text import _


def show_first_steps(actor: Actor) -> None:
    """Say what has to happen before there are numbers, and lead there who may do it."""
    if actor.may(Permission.IMPORT_RUN):
        text = _("No purchases and no interactions yet. Import your purchases and this board fills itself.")
        if actor.may(Permission.SYSTEM_READ):
            text += " " + _(
                "To look around first, start with the demo company: {command}",
                command="`python -m crm_core --store demo.duckdb init --demo`",
            )
        empty_state(text, icon="upload_file", button=_("Import purchases"), page="exchange/imports.py")
    elif actor.may(Permission.TARGET_EDIT):
        text = _("No purchases yet: an administrator or a team lead imports them. Targets can be set already.")
        empty_state(text, icon="flag", button=_("Set targets"), page="plan/targets.py")
    elif actor.may(Permission.INTERACTION_LOG):
        text = _("Nothing is logged yet. Your first interaction puts your first number on this board.")
        empty_state(text, icon="edit_note", button=_("Log an interaction"), page="work/log.py")
    else:
        empty_state(_("There are no numbers yet. They appear once purchases are imported."), icon="monitoring")
