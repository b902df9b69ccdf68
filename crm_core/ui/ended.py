"""What a tab shows whose session has ended: why, where a restore did it, and the way back in."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from crm_core import clock
from crm_core.errors import NotSignedIn
from crm_core.system.service import last_restore
from crm_core.ui.errors import show_error
from crm_core.ui.house import store
from crm_core.ui.page import name_tab
from crm_core.ui.show import moment
from crm_core.ui.text import _

_NEWS_FOR = timedelta(days=1)


def show_ended() -> None:
    """Say that the session has ended; for a day after a restore, that one was made."""
    name_tab(_("Sign in"))
    restored_at = last_restore(store())
    if restored_at is not None and clock.now() - restored_at < _NEWS_FOR:
        st.info(
            _("A backup was restored at {moment}, and everybody was signed out.", moment=moment(restored_at)),
            icon=":material/settings_backup_restore:",
        )
    show_error(NotSignedIn())
