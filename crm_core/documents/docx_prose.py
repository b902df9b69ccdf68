"""What people wrote in Markdown, as a document says it: runs in bold and italics, real list items, quotations set in.

A link stays text with its address behind it: nothing links out of the file.
"""

from __future__ import annotations

from typing import Any

from docx.shared import Pt, RGBColor

from crm_core.documents.colours import INK, QUIET
from crm_core.documents.fitting import line_of
from crm_core.documents.model import Prose
from crm_core.sections.markdown import Kind, Line, Text

_STEP, _MARK = 18, 16  # points: how far a list is set in by depth, and how wide the mark before an item is
_BULLETS = ("List Bullet", "List Bullet 2", "List Bullet 3")


def write_prose(file: Any, prose: Prose, *, is_after_table: bool = False) -> None:  # noqa: ANN401 - python-docx's document
    """Write one block at the end of a document; below a table it keeps its distance."""
    text = prose.text
    if text.kind is Kind.RULE:
        return  # a line across says nothing that the space between paragraphs does not
    paragraph = file.add_paragraph(style=_BULLETS[min(text.level, 2)] if text.kind is Kind.BULLET else None)
    look = paragraph.paragraph_format
    if text.kind is Kind.NUMBER:
        look.left_indent, look.first_line_indent = Pt(text.level * _STEP + _MARK), Pt(-_MARK)
        paragraph.add_run(f"{text.number}. ")
    elif text.kind is Kind.QUOTE or (text.kind is Kind.TEXT and text.level):
        look.left_indent = Pt(max(text.level, 1) * _STEP)
    look.keep_with_next = text.kind is Kind.HEADING
    if is_after_table or text.kind is Kind.HEADING:
        look.space_before = Pt(8)
    for place, line in enumerate(text.lines):
        if place:
            paragraph.add_run().add_break()
        _write_line(paragraph, line, text)


def _write_line(paragraph: Any, line: Line, text: Text) -> None:  # noqa: ANN401 - python-docx's paragraph
    for span in line:
        told = line_of(span.text)
        before, after = (" " if span.text[:1].isspace() else ""), (" " if span.text[-1:].isspace() else "")
        run = paragraph.add_run(f"{before}{told}{after}" if told else before)
        run.font.color.rgb = RGBColor.from_string(QUIET if text.kind is Kind.QUOTE else INK)
        run.font.bold = span.is_bold or text.kind is Kind.HEADING or None
        run.font.italic = span.is_italic or None
        run.font.strike = span.is_struck or None
        if span.link and line_of(span.link) != told:
            address = paragraph.add_run(f" ({line_of(span.link)})")
            address.font.color.rgb, address.font.size = RGBColor.from_string(QUIET), Pt(9)
