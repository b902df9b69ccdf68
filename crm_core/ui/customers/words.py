"""Words of the archive that a company may have written itself, in place of the translated ones."""

from __future__ import annotations

from crm_core.customers.profile.stages.model import KNOWN_REASONS
from crm_core.ui.text import _


def reason_text(known: str | None, name: str | None) -> str:
    """Return what a reason of loss is called: as the company wrote it, else translated; '' where there is none."""
    if name:
        return name
    return _(KNOWN_REASONS[known]) if known is not None and known in KNOWN_REASONS else ""
