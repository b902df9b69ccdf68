"""Documents are read in the child process: headings become sections, sentences proposals; what cannot be read says so."""

from __future__ import annotations

import io
import os
import zipfile
from datetime import date
from pathlib import Path

import pytest

from crm_core.drafting.document import Asked, read_document, sections_of, text_parts
from crm_core.drafting.reading import look_into
from crm_core.errors import NotPermitted, UnusableFile
from crm_core.exchange.limited import Handover, Step
from crm_core.sections.markdown import Grid, read
from crm_core.store import Store
from tests.conftest import Cast
from tests.drafting.files import TARGETS, docx_bytes, pptx_bytes

READ_ON = date(2026, 3, 10)


def nobody(step: Step) -> None:
    """Hear how far it is, and say nothing."""


def read_bytes(tmp_path: Path, content: bytes) -> dict:  # type: ignore[type-arg]
    path = tmp_path / "upload"
    path.write_bytes(content)
    found = read_document(Asked(str(path), READ_ON, "Opening"), nobody)
    assert isinstance(found, Handover)
    return dict(found.facts)


SECTIONS = (("公司目标", TARGETS), ("客户目标", ("客户看重可靠。", "!粗体的话")), ("责任", ("每项任务有专人。",)))


def test_a_word_document_becomes_sections_with_its_lists_and_tables(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, docx_bytes("客户关系计划", SECTIONS))
    sections = dict(found["sections"])
    assert [title for title, _text in found["sections"]] == ["公司目标", "客户目标", "责任"]
    assert "## !粗体的话" in sections["客户目标"]  # short and bold throughout: a heading
    assert "- 第一点 \\<b\\>\\*x\\*\\</b\\>" in sections["客户目标"]
    assert any(isinstance(block, Grid) and len(block.rows[1]) == 2 for block in read(sections["责任"]))
    told = [(one["metric_id"], one["measure"], one["by"]) for one in found["proposals"]]
    assert told == [("csat", "csat", "2026-12-31"), ("churn", "churn", "2026-12-31"), (None, "complaint_time", None)]


def test_a_presentation_becomes_a_section_a_slide(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, pptx_bytes(SECTIONS))
    assert [title for title, _text in found["sections"]] == ["公司目标", "客户目标", "责任"]
    assert len(found["proposals"]) == 3
    assert "| 指标 | 目标 |" in dict(found["sections"])["责任"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "big5"])
def test_a_text_is_read_in_the_encoding_it_was_written_in(tmp_path: Path, encoding: str) -> None:
    text = "# 目標\n\n客戶滿意度於年底前達到九成。\n\n# 責任\n\n每項任務都有專人負責，並且寫明完成的日期。\n"
    found = read_bytes(tmp_path, text.encode(encoding))
    assert [title for title, _text in found["sections"]] == ["目標", "責任"]
    assert [one["metric_id"] for one in found["proposals"]] == ["csat"]


def _archive(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


REFUSED = {
    "empty": b"",
    "pdf": b"%PDF-1.7 hello",
    "old office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "torn": b"PK\x03\x04" + b"\0" * 200,
    "other archive": _archive(**{"a.txt": b"x"}),
    "bomb": _archive(**{"word/document.xml": b"0" * 50_000_000}),
    "hollow": _archive(**{"word/document.xml": b"<w/>"}),
    "hollow slides": _archive(**{"ppt/presentation.xml": b"<p/>"}),
    "blank": b" \n \n",
    "binary": bytes(range(32)) * 200,
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_document_is_refused_with_a_word(tmp_path: Path, what: str) -> None:
    with pytest.raises(UnusableFile) as refused:
        read_bytes(tmp_path, REFUSED[what])
    assert str(refused.value)


def test_long_documents_are_shared_out_and_nothing_is_lost() -> None:
    text = "\n\n".join(f"# {place}\n\n{'字' * 900}" for place in range(120))
    sections = sections_of(list(text_parts(text)), "Opening")
    assert len(sections) <= 50
    assert sum(content.count("字") for _title, content in sections) == 120 * 900
    assert all(len(content) <= 20_000 for _title, content in sections)


@pytest.mark.real_data
def test_the_four_documents_are_read_without_error(tmp_path: Path) -> None:
    folder = os.environ.get("CRM_TEST_SEEDS", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("CRM_TEST_SEEDS names no folder: the four documents are not here")
    texts = sorted(Path(folder).glob("*.txt"))
    assert len(texts) == 4
    for place, path in enumerate(texts):
        facts = read_bytes(tmp_path, path.read_bytes())
        assert len(facts["sections"]) >= 3, path.name
        plain = path.read_text("utf-8")
        lines = [line.strip() for line in plain.splitlines() if line.strip()]
        for content in (docx_bytes("D", [("A", lines), ("B", ["b"])]), pptx_bytes([("A", lines[:40]), ("B", ["b"])])):
            assert read_bytes(tmp_path, content)["sections"], path.name
        if place == 0:
            assert facts["damage"]["pinyin"] > 500
            assert facts["damage"]["broken"] > 0
            assert [title for title, _text in facts["sections"]][-2:] == [
                "編寫客戶關系管理計劃",
                "優化客戶關系管理計劃",
            ]
            assert ("gross_profit", "relative", "0.1") in {
                (one["metric_id"], one["amount"], one["value"]) for one in facts["proposals"]
            }
            assert "(" not in "".join(title for title, _content in facts["sections"])


def test_a_document_is_read_in_a_child_process_for_who_makes_plans(store: Store, cast: Cast) -> None:
    found = look_into(store, cast.tao, "# 目标\n\nNPS不低于50。".encode(), "../../计划.md", opening="Opening")
    assert (found.file_name, found.sections, len(found.proposals)) == ("计划.md", (("目标", "NPS不低于50。"),), 1)
    for actor in (cast.sol, cast.rea):
        with pytest.raises(NotPermitted):
            look_into(store, actor, b"# x\n\ny", "x.md", opening="Opening")
