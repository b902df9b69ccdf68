"""The one place that shows errors: a sentence for what a person did or met, an apology with a reference for a bug."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
import structlog

from crm_core.errors import CrmError, NotSignedIn
from crm_core.server.running import running
from crm_core.ui.text import _, plain

log = structlog.get_logger("crm")


def show_error(error: CrmError) -> None:
    """Show what went wrong and, where the session has ended, the way back in."""
    st.error(plain(_(error.message)), icon=":material/error:")
    if isinstance(error, NotSignedIn):
        base = running().environment.base_path
        st.link_button(_("Sign in"), f"{base}/account/sign-in", type="primary", icon=":material/login:")


@contextmanager
def shown_errors() -> Iterator[None]:
    """Show a ``CrmError`` that leaves the block; whatever else leaves it is a bug and goes on."""
    try:
        yield
    except CrmError as error:
        show_error(error)


def show_script_error(error: BaseException) -> bool:
    """Handle what no page expected; True tells Streamlit that it has been shown."""
    if isinstance(error, CrmError):
        show_error(error)
        return True
    reference = secrets.token_hex(4)
    log.error("page failed", reference=reference, exc_info=error)
    st.error(
        _(
            "Sorry, something went wrong on our side. Nothing you saved is lost. Reference: {reference}",
            reference=reference,
        ),
        icon=":material/error:",
    )
    return True
