"""The one writer of presentations: a cover, then a slide a subject with a native table, a native chart, and notes.

Nothing overflows: texts are cut with a mark, letters of tables get smaller so that figures stay whole, long tables go on on
the next slide. Nothing links out of the file.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any, TypeAlias

from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER as Box
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation as File
from pptx.slide import Slide as Page
from pptx.util import Emu, Inches, Pt

from crm_core.documents.colours import ACCENT, INK, LINE, QUIET, TONES, fonts_of
from crm_core.documents.fitting import cut, line_of, lines_of
from crm_core.documents.laying import Laid, laid
from crm_core.documents.model import About, Cell, Chart, Deck, Slide, Table, Tone, tall
from crm_core.documents.pptx_chart import add_chart
from crm_core.documents.pptx_look import COVER, INNER, LEFT, SUBJECT, TITLE_SIZE, new_deck

_TOP, _BOTTOM = Inches(1.45), Inches(6.85)
_ROW, _TALLEST, _HEAD = Inches(0.36), Inches(0.46), Inches(0.42)
_SMALL_ROW = Inches(0.3)
_BODY, _SMALL, _WHAT = 12.0, 10.5, 13.0
_GAP = Inches(0.3)
Sides: TypeAlias = tuple[int, int, int, int]  # left, top, width, height in EMU
_BARE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # the table style without lines and fills


def deck_bytes(deck: Deck) -> bytes:
    """Return the presentation as a file's content."""
    language = deck.about.language
    file = new_deck(language)
    _describe(file, deck.about)
    _Writer(file, deck).write()
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def _describe(file: File, about: About) -> None:
    told = file.core_properties
    told.title, told.subject, told.keywords = (
        line_of(text)[:255] for text in (about.title, about.subject, about.keywords)
    )
    told.author = told.last_modified_by = line_of(about.author)[:255]
    told.created = told.modified = about.made_at.replace(tzinfo=None)
    told.language, told.revision, told.comments, told.category = about.language, 1, "", ""


class _Writer:
    def __init__(self, file: File, deck: Deck) -> None:
        self._file, self._deck = file, deck
        self._language = deck.about.language

    def write(self) -> None:
        self._cover()
        for slide in self._deck.slides:
            for part, title in _parts(slide):
                self._subject(part, title)

    def _cover(self) -> None:
        deck = self._deck
        page = self._file.slides.add_slide(self._file.slide_layouts[COVER])
        title, subtitle = page.shapes.title, page.placeholders[1]
        assert title is not None  # noqa: S101 - the layout has one
        self._say(title.text_frame, deck.title, 40, width=Inches(11), is_bold=True)
        self._say(subtitle.text_frame, deck.subtitle, 22, width=Inches(11), colour=ACCENT)
        for frame in (title.text_frame, subtitle.text_frame):
            frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        self._box(page, (Inches(1.1), Inches(1.75), Inches(11.2), Inches(0.5)), [deck.company], 18, QUIET)
        self._box(page, (Inches(1.1), Inches(4.45), Inches(11.2), Inches(2)), deck.facts, 14, QUIET)

    def _subject(self, slide: Slide, title: str) -> None:
        page = self._file.slides.add_slide(self._file.slide_layouts[SUBJECT])
        heading = page.shapes.title
        assert heading is not None  # noqa: S101 - the layout has one
        self._say(heading.text_frame, title, TITLE_SIZE, width=INNER, is_bold=True)
        heading.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        self._box(page, (LEFT, Inches(0.92), INNER, Inches(0.36)), [slide.what], _WHAT, QUIET)
        if slide.text:
            self._box(page, (LEFT, _TOP, INNER, Inches(1)), [slide.text], 16, INK)
        self._fill(page, slide)
        self._foot(page)
        if slide.notes:
            self._note(page, slide.notes)

    def _fill(self, page: Page, slide: Slide) -> None:
        table, chart = slide.table, slide.chart
        height = _BOTTOM - _TOP
        if chart is None:
            if table is not None:
                self._table(page, table, (LEFT, _TOP, INNER, height), _BODY, slide.title)
            return
        if table is None:
            add_chart(page, chart, slide.title, (LEFT, _TOP, INNER, height), self._language)
        elif chart.is_flat:
            wide = int(INNER * 0.42)
            add_chart(page, chart, slide.title, (LEFT, _TOP, wide, _flat_height(chart, height)), self._language)
            self._table(page, table, (LEFT + wide + _GAP, _TOP, INNER - wide - _GAP, height), _SMALL + 0.5, slide.title)
        else:
            low = _SMALL_ROW * (len(table.rows) + 1)
            add_chart(page, chart, slide.title, (LEFT, _TOP, INNER, height - low - _GAP), self._language)
            self._table(page, table, (LEFT, _BOTTOM - low, INNER, low), _SMALL, slide.title)

    def _table(self, page: Page, table: Table, box: Sides, size: float, name: str) -> None:
        left, top, width, height = box
        fitted = laid(table, Emu(width).pt, size)
        rows = len(table.rows)
        row_height = min(_TALLEST, max(_SMALL_ROW, (height - _HEAD) // max(rows, 1)))
        head_height = min(_HEAD, max(_SMALL_ROW, height - rows * row_height))
        frame = page.shapes.add_table(
            rows + 1, len(table.columns), Emu(left), Emu(top), Emu(width), Emu(head_height + rows * row_height)
        )
        told = frame._element.nvGraphicFramePr.cNvPr
        told.set("name", line_of(name))
        told.set("descr", line_of(table.told or name))
        grid = frame.table
        _bare(grid)
        for place, wide in enumerate(fitted.widths):
            grid.columns[place].width = Pt(wide)
        grid.rows[0].height = Emu(head_height)
        for place in range(rows):
            grid.rows[place + 1].height = Emu(row_height)
        self._write_cells(grid, table, fitted)

    def _write_cells(self, grid: Any, table: Table, fitted: Laid) -> None:  # noqa: ANN401 - python-pptx's table
        for place, column in enumerate(table.columns):
            side = PP_ALIGN.RIGHT if column.is_figure else PP_ALIGN.LEFT
            self._cell(grid.cell(0, place), Cell(fitted.headings[place], Tone.STRONG), fitted.size, side, ACCENT)
            for number, (row, texts) in enumerate(zip(table.rows, fitted.rows, strict=True), start=1):
                self._cell(grid.cell(number, place), Cell(texts[place], row[place].tone), fitted.size, side, LINE)
            for number in range(len(table.rows) + 1):
                grid.cell(number, place).margin_left = Pt(4.5 + fitted.indents[place])

    def _cell(self, cell: Any, content: Cell, size: float, side: Any, line: str) -> None:  # noqa: ANN401 - python-pptx's cell
        cell.margin_left = cell.margin_right = Pt(4.5)
        cell.margin_top = cell.margin_bottom = Pt(2)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        frame = cell.text_frame
        frame.word_wrap = True
        paragraph = frame.paragraphs[0]
        paragraph.alignment = side
        tone = content.tone
        if tone.is_status and content.text and side == PP_ALIGN.LEFT:
            self._run(paragraph, "● ", size * 0.8, colour=TONES[tone])
        self._run(paragraph, content.text, size, colour=TONES[tone], is_bold=tone is Tone.STRONG)
        under = parse_xml(
            f'<a:lnB {nsdecls("a")} w="{12700 if line == ACCENT else 6350}"><a:solidFill><a:srgbClr val="{line}"/></a:solidFill></a:lnB>'
        )
        cell._tc.get_or_add_tcPr().insert(0, under)

    def _box(self, page: Page, box: Sides, texts: Sequence[str], size: float, colour: str) -> None:
        made = page.shapes.add_textbox(*(Emu(side) for side in box))
        frame = made.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = Pt(4.5)
        for place, text in enumerate(text for text in texts if text):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            paragraph.space_after = Pt(4)
            self._run(paragraph, cut(text, Emu(box[2]).pt - 15, size), size, colour=colour)

    def _say(self, frame: Any, text: str, size: float, *, width: int, colour: str = INK, is_bold: bool = False) -> None:  # noqa: ANN401 - python-pptx's frame
        frame.word_wrap = True
        paragraph = frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.LEFT
        self._run(paragraph, cut(text, Emu(width).pt - 15, size * 1.08), size, colour=colour, is_bold=is_bold)

    def _run(self, paragraph: Any, text: str, size: float, *, colour: str, is_bold: bool = False) -> None:  # noqa: ANN401 - python-pptx's paragraph
        run = paragraph.add_run()
        run.text = line_of(text) + (" " if text.endswith(" ") else "")
        run.font.size, run.font.bold = Pt(size), is_bold
        run.font.color.rgb = RGBColor.from_string(colour)
        self._speak(run._r)

    def _speak(self, run: Any, typeface: str = "+mn-ea") -> None:  # noqa: ANN401 - an lxml element
        """Say which language a run is in, and which font its Chinese takes: the theme's, where none is named."""
        properties = run.get_or_add_rPr()
        properties.set("lang", self._language)
        properties.set("altLang", "en-US" if self._language != "en-US" else "zh-CN")
        properties.append(parse_xml(f'<a:ea {nsdecls("a")} typeface="{typeface}"/>'))

    def _foot(self, page: Page) -> None:
        """Put footer and number on a slide, as the boxes of its layout."""
        for shape in page.slide_layout.placeholders:
            kind = shape.placeholder_format.type
            if kind not in (Box.FOOTER, Box.SLIDE_NUMBER):
                continue
            element = deepcopy(shape.element)
            page.shapes._spTree.append(element)
            element.nvSpPr.cNvPr.set("id", str(900 + (kind == Box.SLIDE_NUMBER)))
            if kind == Box.FOOTER:
                paragraph = page.shapes[-1].text_frame.paragraphs[0]
                self._run(paragraph, cut(self._deck.footer, 9.4 * 72, 10), 10, colour=QUIET)
            else:
                for field in element.iter(qn("a:t")):
                    field.text = str(len(self._file.slides))

    def _note(self, page: Page, notes: tuple[str, ...]) -> None:
        frame = page.notes_slide.notes_text_frame
        assert frame is not None  # noqa: S101 - the notes' master has one
        lines = [line for note in notes for line in lines_of(note)]
        for place, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            run = paragraph.add_run()
            run.text = line
            self._speak(run._r, fonts_of(self._language).chinese)


def _parts(slide: Slide) -> list[tuple[Slide, str]]:
    """Return a slide, or the several that its table takes, each with its title."""
    if slide.table is None or slide.chart is not None:
        return [(slide, slide.title)]
    parts = tall(slide.table.rows, (_BOTTOM - _TOP - _HEAD) // _ROW)
    made = []
    for place, rows in enumerate(parts, start=1):
        title = slide.title if len(parts) == 1 else f"{slide.title} ({place}/{len(parts)})"
        made.append(
            (replace(slide, table=replace(slide.table, rows=rows), notes=slide.notes if place == 1 else ()), title)
        )
    return made


def _flat_height(chart: Chart, height: int) -> int:
    each = Inches(0.44 if len(chart.categories) > 6 else 0.7)
    return int(min(height, Inches(0.9) + each * len(chart.categories)))


def _bare(grid: Any) -> None:  # noqa: ANN401 - python-pptx's table
    """Take the template's fills and stripes away; the first row stays the heading, for who hears the table."""
    properties = grid._tbl.tblPr
    grid.horz_banding, grid.first_row = False, True
    style = properties.find(qn("a:tableStyleId"))
    if style is not None:
        style.text = _BARE
