"""What a document is, which kinds there are, and how many a customer may have. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crm_core.errors import N_, InvalidInput, message
from crm_core.texts import clean_line

REASON_LIMIT, MOST_AT_ONCE, MOST_OF_CUSTOMER = 200, 5, 200
MEGABYTE = 1024 * 1024
FIELD = "files"  # where a form shows what is wrong with a file


class DocumentKind(StrEnum):
    """What a document is by its content."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    TEXT = "text"
    CSV = "csv"


_OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES: Mapping[DocumentKind, str] = {
    DocumentKind.PDF: "application/pdf",
    DocumentKind.PNG: "image/png",
    DocumentKind.JPEG: "image/jpeg",
    DocumentKind.DOCX: f"{_OFFICE}.wordprocessingml.document",
    DocumentKind.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    DocumentKind.PPTX: f"{_OFFICE}.presentationml.presentation",
    DocumentKind.TEXT: "text/plain",
    DocumentKind.CSV: "text/csv",
}
ENDINGS: Mapping[DocumentKind, tuple[str, ...]] = {
    DocumentKind.PDF: ("pdf",),
    DocumentKind.PNG: ("png",),
    DocumentKind.JPEG: ("jpg", "jpeg"),
    DocumentKind.DOCX: ("docx",),
    DocumentKind.XLSX: ("xlsx",),
    DocumentKind.PPTX: ("pptx",),
    DocumentKind.TEXT: ("txt",),
    DocumentKind.CSV: ("csv",),
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came from somebody's computer: what they call it, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """A file that may be kept: a name that misleads nobody, what it is, its bytes and their SHA-256."""

    name: str
    kind: DocumentKind
    content: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A kept document without its content. ``interaction_id`` None: it belongs to the customer as such."""

    attachment_id: int
    interaction_id: int | None
    file_name: str
    kind: DocumentKind
    byte_count: int
    added_by: int
    who: str | None
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Room:
    """How much room a customer's documents have together, in bytes, and what they have taken."""

    most_of_customer: int
    taken: int
    count: int

    def check(self, documents: tuple[Document, ...]) -> None:
        """Raise where the documents would not fit.

        Raises:
            InvalidInput: at ``files``, with which limit it is.
        """
        if len(documents) + self.count > MOST_OF_CUSTOMER:
            raise refused(N_("A customer may have {count} documents. Remove one first."), count=MOST_OF_CUSTOMER)
        wanted = self.taken + sum(len(one.content) for one in documents)
        if wanted > self.most_of_customer:
            raise refused(
                N_("The documents of one customer may have {limit} MB together; with these they would have {size} MB."),
                limit=self.most_of_customer // MEGABYTE,
                size=-(-wanted // MEGABYTE),
            )


def refused(text: str, **values: object) -> InvalidInput:
    """Return a refusal that a form shows at the files."""
    return InvalidInput({FIELD: message(text, **values)})


def reason_to_remove(text: str) -> str:
    """Return why a document goes, as the trail keeps it.

    Raises:
        InvalidInput: at ``reason``, where it says nothing or too much.
    """
    why = clean_line(text)
    if len(why) < 2:
        raise InvalidInput({"reason": message(N_("Please say why."))})
    if len(why) > REASON_LIMIT:
        raise InvalidInput({"reason": message(N_("At most {count} characters, please."), count=REASON_LIMIT)})
    return why
