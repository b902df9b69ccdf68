"""Presentations and documents read back by python-pptx and python-docx, as whoever opens them would."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date

from docx import Document
from openpyxl import load_workbook
from pptx import Presentation

from crm_core.access.model import Actor
from crm_core.board import service as board
from crm_core.documents.service import BoardWanted, PlanWanted, board_file, plan_document
from crm_core.i18n import Language
from crm_core.periods import PeriodKind
from crm_core.store import Store
from crm_core.targets.model import TargetScope
from tests.board.stage import MARCH, TODAY, look


def made(store: Store, actor: Actor, language: Language = Language.SIMPLIFIED, **more: object) -> bytes:
    """Return the file that ``actor`` gets of the board of March 2026."""
    scope: TargetScope = more.pop("scope", None) or look(store, actor).scope  # type: ignore[assignment] # a scope
    day: date = more.pop("day", MARCH)  # type: ignore[assignment] # a date
    kind: PeriodKind = more.pop("kind", PeriodKind.MONTH)  # type: ignore[assignment] # a kind
    wanted = BoardWanted(language, TODAY, kind, day, scope, **more)  # type: ignore[arg-type] # what a test asks for
    return board_file(store, actor, wanted, board.directly(store))


def opened(content: bytes) -> object:
    return Presentation(io.BytesIO(content))


def slides(content: bytes) -> dict[str, object]:
    """Return the slides by their titles."""
    return {slide.shapes.title.text_frame.text: slide for slide in Presentation(io.BytesIO(content)).slides}


def table(slide: object) -> list[list[str]]:
    """Return the cells of the one table of a slide, the headings first, a status without its dot."""
    [grid] = [shape.table for shape in slide.shapes if shape.has_table]  # type: ignore[attr-defined] # python-pptx's slide
    return [[cell.text_frame.text.removeprefix("● ") for cell in row.cells] for row in grid.rows]


def charts(slide: object) -> list[object]:
    return [shape.chart for shape in slide.shapes if shape.has_chart]  # type: ignore[attr-defined] # python-pptx's slide


def drawn(chart: object) -> dict[str, dict[str, float | None]]:
    """Return the numbers of a chart: of each series the value by category."""
    return {
        series.name: dict(zip(plot.categories, series.values, strict=True))
        for plot in chart.plots  # type: ignore[attr-defined] # python-pptx's chart
        for series in plot.series
    }


def words(content: bytes) -> str:
    """Return every text of a file, its notes and its charts' sheets too."""
    found = []
    for slide in Presentation(io.BytesIO(content)).slides:
        for shape in slide.shapes:
            found.append(shape._element.xpath("string(.//@descr)"))
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            elif shape.has_table:
                found += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
        if slide.has_notes_slide:
            found.append(slide.notes_slide.notes_text_frame.text)
    found += [str(cell) for sheet in sheets(content) for row in sheet for cell in row]
    return "\n".join(found)


def sheets(content: bytes) -> Iterator[list[list[object]]]:
    """Yield the cells of the workbooks that lie behind the charts."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        for name in file.namelist():
            if name.endswith(".xlsx"):
                book = load_workbook(io.BytesIO(file.read(name)))
                yield [list(row) for row in book.active.iter_rows(values_only=True)]


def written(store: Store, actor: Actor, plan_id: int, language: Language = Language.SIMPLIFIED) -> bytes:
    """Return the document that ``actor`` gets of a plan."""
    return plan_document(store, actor, PlanWanted(language, plan_id, TODAY), board.directly(store))


def tables(content: bytes) -> list[list[list[str]]]:
    """Return the cells of a document's tables, a status without its dot."""
    return [
        [[cell.text.removeprefix("● ") for cell in row.cells] for row in grid.rows]
        for grid in Document(io.BytesIO(content)).tables
    ]


def paragraphs(content: bytes) -> list[tuple[str, str]]:
    """Return the paragraphs outside of tables as (style, text)."""
    return [(one.style.name, one.text) for one in Document(io.BytesIO(content)).paragraphs]


def all_words(content: bytes) -> str:
    """Return everything a document says."""
    cells = [cell for grid in tables(content) for row in grid for cell in row]
    return "\n".join([text for _, text in paragraphs(content)] + cells)
