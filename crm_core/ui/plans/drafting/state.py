"""What a plan in the making begins with: chosen in the session, kept nowhere until the plan is made."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from crm_core.drafting.outline import Outline
from crm_core.drafting.reading import Document
from crm_core.errors import N_, Message


class Way(StrEnum):
    """With what a plan begins."""

    TEMPLATE = "template"
    COPY = "copy"
    DOCUMENT = "document"
    EMPTY = "empty"


WAY_LABELS = {
    Way.TEMPLATE: N_("A template"),
    Way.COPY: N_("A copy of a plan"),
    Way.DOCUMENT: N_("A document"),
    Way.EMPTY: N_("Nothing"),
}


@dataclass
class DraftingState:
    """The way that was chosen, the document that was read, and why the last one was refused. ``round`` renews the uploader."""

    way: Way = Way.TEMPLATE
    document: Document | None = None
    problem: Message | None = None
    round: int = 0
    made_id: int | None = None
    tab: str | None = None  # of the plan that was made, to be opened at


@dataclass(frozen=True)
class Beginning:
    """What the chosen way brings: a ``key`` that tells it from others, an outline, and the document it came from, if any."""

    key: str
    outline: Outline
    document: Document | None = None
    name: str = ""
