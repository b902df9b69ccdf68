"""Files in a form, on their way to being documents of a customer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from crm_core.attachments.model import ENDINGS, FIELD, Upload
from crm_core.ui.forms import Form
from crm_core.ui.house import settings
from crm_core.ui.text import _

_ENDINGS = [ending for endings in ENDINGS.values() for ending in endings]


class _Uploaded(Protocol):
    """A file as the browser sent it."""

    name: str

    def getvalue(self) -> bytes: ...


def ask_files(form: Form, label: str | None = None) -> None:
    """Draw the field for files in an open form."""
    form.files(FIELD, label or _("Documents"), _ENDINGS, settings().attachment_megabytes, label_visibility="collapsed")


def uploads_of(given: Sequence[_Uploaded] | None) -> list[Upload]:
    """Return the files that a form holds."""
    return [Upload(one.name, one.getvalue()) for one in given or ()]
