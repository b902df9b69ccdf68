"""The one writer of documents: real headings, tables whose first row is repeated on each page, company and page numbers.

Figures are never cut: letters of a table get smaller until they stay whole. Nothing links out of the file.
"""

from __future__ import annotations

import io
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

from crm_core.documents.colours import ACCENT, LINE, QUIET, TONES
from crm_core.documents.docx_look import WIDTH_POINTS, new_document
from crm_core.documents.docx_prose import write_prose
from crm_core.documents.fitting import line_of
from crm_core.documents.laying import laid
from crm_core.documents.model import About, Cell, Heading, Paragraph, Prose, Report, Table, Tone

_SIZE, _SMALL, _MANY, _LONGEST = 9.5, 8.5, 6, 600
_TITLE_LENGTH = 200


def report_bytes(report: Report) -> bytes:
    """Return the document as a file's content."""
    file = new_document(report.about.language)
    _describe(file, report.about)
    _head_and_foot(file, report)
    file.add_paragraph(_shortened(report.title, _TITLE_LENGTH), style="Title")
    file.add_paragraph(line_of(report.subtitle), style="Subtitle")
    _say(file.add_paragraph(), report.made, colour=QUIET, size=9)
    for before, block in zip((None, *report.blocks), report.blocks, strict=False):
        if isinstance(block, Heading):
            file.add_paragraph(_shortened(block.text, _TITLE_LENGTH), style=f"Heading {block.level}")
        elif isinstance(block, Paragraph):
            _write_paragraph(file.add_paragraph(), block)
        elif isinstance(block, Prose):
            write_prose(file, block, is_after_table=isinstance(before, Table))
        else:
            _write_table(file, block)
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def _describe(file: Any, about: About) -> None:  # noqa: ANN401 - python-docx's document
    told = file.core_properties
    texts = (about.title, about.subject, about.keywords)
    told.title, told.subject, told.keywords = (line_of(text)[:255] for text in texts)
    told.author = told.last_modified_by = line_of(about.author)[:255]
    told.created = told.modified = about.made_at.replace(tzinfo=None)
    told.language, told.comments, told.category, told.revision = about.language, "", "", 1


def _head_and_foot(file: Any, report: Report) -> None:  # noqa: ANN401 - as above
    section = file.sections[0]
    for part, left in ((section.header, report.company), (section.footer, report.title)):
        paragraph = part.paragraphs[0]
        stops = paragraph.paragraph_format.tab_stops
        for style_stop in list(paragraph.style.paragraph_format.tab_stops):
            stops.add_tab_stop(style_stop.position, WD_TAB_ALIGNMENT.CLEAR)
        stops.add_tab_stop(Pt(WIDTH_POINTS), WD_TAB_ALIGNMENT.RIGHT)
        paragraph.add_run(_shortened(left, 60) + "\t")
        if part is section.header:
            paragraph.add_run(line_of(report.about.subject))
        else:
            _field(paragraph, "PAGE")
            paragraph.add_run(" / ")
            _field(paragraph, "NUMPAGES")


def _field(paragraph: Any, code: str) -> None:  # noqa: ANN401 - python-docx's paragraph
    """Put a field that the office program fills: the page's number, how many there are."""
    for kind in ("begin", None, "separate", "1", "end"):
        run = paragraph.add_run()
        if kind is None:
            text = OxmlElement("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = f" {code} "
            run._r.append(text)
        elif kind == "1":
            run.text = kind
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def _write_paragraph(paragraph: Any, block: Paragraph) -> None:  # noqa: ANN401 - as above
    if not block.pieces:
        _say(paragraph, block.text, colour=TONES[block.tone])
        return
    for place, piece in enumerate(block.pieces):
        if place:
            _say(paragraph, "    ", colour=QUIET, keeps_blanks=True)
        _say_piece(paragraph, piece, None)
    paragraph.paragraph_format.keep_with_next = block.pieces[0].tone is Tone.STRONG


def _say_piece(paragraph: Any, piece: Cell, size: float | None) -> None:  # noqa: ANN401 - as above
    if piece.tone.is_status and piece.text:
        _say(paragraph, "● ", colour=TONES[piece.tone], size=(size or 10.5) * 0.8, keeps_blanks=True)
    _say(paragraph, piece.text, colour=TONES[piece.tone], size=size, is_bold=piece.tone is Tone.STRONG)


def _say(
    paragraph: Any,  # noqa: ANN401 - as above
    text: str,
    *,
    colour: str,
    size: float | None = None,
    is_bold: bool = False,
    keeps_blanks: bool = False,
) -> None:
    run = paragraph.add_run(text if keeps_blanks else line_of(text))
    run.font.color.rgb = RGBColor.from_string(colour)
    if is_bold:
        run.font.bold = True
    if size is not None:
        run.font.size = Pt(size)


def _shortened(text: str, most: int) -> str:
    line = line_of(text)
    return line if len(line) <= most else line[: most - 1] + "…"


def _write_table(file: Any, table: Table) -> None:  # noqa: ANN401 - as above
    fitted = laid(table, WIDTH_POINTS, _SIZE if len(table.columns) <= _MANY else _SMALL)
    grid = file.add_table(rows=len(table.rows) + 1, cols=len(table.columns))
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    told = OxmlElement("w:tblDescription")
    told.set(qn("w:val"), _shortened(table.told, _TITLE_LENGTH))
    grid._tbl.tblPr.append(told)
    head = OxmlElement("w:tblHeader")
    grid.rows[0]._tr.get_or_add_trPr().append(head)
    rows = [tuple(Cell(column.heading, Tone.STRONG) for column in table.columns), *table.rows]
    for row, cells in zip(grid.rows, rows, strict=True):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for place, cell in enumerate(cells):
            made = row.cells[place]
            made.width = Pt(fitted.widths[place])
            _write_cell(made, cell, fitted.size, is_figure=table.columns[place].is_figure)
            _underline(made, ACCENT if row is grid.rows[0] or cells is rows[0] else LINE)
    for place, width in enumerate(fitted.widths):
        grid.columns[place].width = Pt(width)


def _write_cell(made: Any, cell: Cell, size: float, *, is_figure: bool) -> None:  # noqa: ANN401 - python-docx's cell
    paragraph = made.paragraphs[0]
    paragraph.style = "Table Text"
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if is_figure else WD_ALIGN_PARAGRAPH.LEFT
    _say_piece(paragraph, Cell(_shortened(cell.text, _LONGEST), cell.tone), size)
    if cell.more:
        _say(made.add_paragraph(style="Table Text"), _shortened(cell.more, _LONGEST), colour=QUIET, size=size - 1)


def _underline(made: Any, colour: str) -> None:  # noqa: ANN401 - as above
    line = f'<w:bottom w:val="single" w:sz="{8 if colour == ACCENT else 4}" w:space="0" w:color="{colour}"/>'
    made._tc.get_or_add_tcPr().append(parse_xml(f"<w:tcBorders {nsdecls('w')}>{line}</w:tcBorders>"))
