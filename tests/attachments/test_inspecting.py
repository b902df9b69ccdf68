"""What may be kept is known by its content; what could run or show itself as a page is refused under whatever name."""

from __future__ import annotations

import pytest

from crm_core.attachments.inspecting import inspected, inspected_all
from crm_core.attachments.model import FIELD, Upload
from crm_core.errors import InvalidInput
from tests.attachments.files import BAD, GOOD, PDF, PNG

MOST = 20_000_000


@pytest.mark.parametrize("name", GOOD)
def test_a_document_is_what_it_holds(name: str) -> None:
    kind, content = GOOD[name]
    found = inspected(Upload(name, content), MOST)
    assert (found.kind, found.name, found.content) == (kind, name, content)


@pytest.mark.parametrize("name", BAD)
def test_anything_else_is_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        inspected(Upload(name, BAD[name]), MOST)
    assert name in str(refusal.value.fields[FIELD])


def test_one_byte_too_many_is_refused_and_the_last_allowed_one_is_not() -> None:
    assert inspected(Upload("a.pdf", PDF), len(PDF)).kind == "pdf"
    with pytest.raises(InvalidInput, match="too large"):
        inspected(Upload("a.pdf", PDF), len(PDF) - 1)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"), ("C:\\temp\\a.pdf", "a.pdf"), ("a\0b\r\n.pdf", "ab.pdf"),
        ("报价\u202efdp.pdf", "报价fdp.pdf"), ("x" * 300 + ".pdf", "x" * 116 + ".pdf"), ("a<b>:\"|?*.pdf", "a b .pdf"),
    ],
)  # fmt: skip
def test_a_name_misleads_nobody(given: str, kept: str) -> None:
    assert inspected(Upload(given, PDF), MOST).name == kept


def test_of_two_with_one_content_the_first_is_kept() -> None:
    found = inspected_all([Upload("b.pdf", PDF), Upload("a.png", PNG), Upload("c.pdf", PDF)], MOST)
    assert [one.name for one in found] == ["b.pdf", "a.png"]
