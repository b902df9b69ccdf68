"""Documents made for the tests, as people's office programs would write them."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document
from pptx import Presentation
from pptx.util import Inches

TARGETS = (
    "到2026年底,客户满意度从85%提升到92%。",
    "年底前把客户流失率降到5%以下。",
    "所有投诉24小时内回复。",
    "去年销售额提高了10%。",
)


def docx_bytes(title: str, sections: Sequence[tuple[str, Sequence[str]]]) -> bytes:
    """Return a Word document: a title, headings of the first level, paragraphs, a list and a table."""
    file = Document()
    file.add_heading(title, 0)
    for heading, paragraphs in sections:
        file.add_heading(heading, 1)
        for text in paragraphs:
            run = file.add_paragraph().add_run(text)
            run.bold = text.startswith("!")
        file.add_paragraph("第一点 <b>*x*</b>", style="List Bullet")
        file.add_paragraph("第二点", style="List Bullet")
    table = file.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, (("触点", "时限"), ("投诉|客诉", "24 小时")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def pptx_bytes(slides: Sequence[tuple[str, Sequence[str]]]) -> bytes:
    """Return a presentation: a slide each with its title and its points, the last one with a table too."""
    file = Presentation()
    for title, points in slides:
        slide = file.slides.add_slide(file.slide_layouts[1])
        slide.shapes.title.text = title
        frame = slide.placeholders[1].text_frame
        frame.text = points[0] if points else ""
        for text in points[1:]:
            frame.add_paragraph().text = text
    grid = slide.shapes.add_table(2, 2, Inches(1), Inches(4), Inches(4), Inches(1)).table
    grid.cell(0, 0).text, grid.cell(0, 1).text = "指标", "目标"
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()
