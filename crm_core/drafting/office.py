"""The text of DOCX and PPTX files as parts with headings: for the child process that reads documents, and for it alone.

A heading is a paragraph of a heading's style, or a short one that is bold throughout or numbered like one. Lists and tables
become Markdown; pictures, notes, comments and whatever links out of the file are left alone.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.exceptions import PackageNotFoundError as DocxNotFound
from docx.table import Table
from lxml.etree import XMLSyntaxError
from pptx import Presentation
from pptx.exc import PackageNotFoundError as PptxNotFound

from crm_core.drafting.document import Part
from crm_core.errors import N_, UnusableFile, message

_LEVEL = re.compile(r"(?:heading|标题|標題|überschrift)\s*(\d)", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?:第[一二三四五六七八九十\d]+[章节部分]|[一二三四五六七八九十]{1,3}、|\d{1,2}(?:\.\d{1,2})+\s*\S)"
)
_SPECIAL = re.compile(r"([\\`*_\[\]|<>])")
_DAMAGED = (KeyError, ValueError, AttributeError, IndexError, TypeError, zipfile.BadZipFile, XMLSyntaxError)


def kind_of_package(path: Path) -> str:
    """Return docx or pptx.

    Raises:
        UnusableFile: it is another kind of archive, or damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise _damaged() from error
    if "word/document.xml" in names:
        return "docx"
    if "ppt/presentation.xml" in names:
        return "pptx"
    raise UnusableFile(message(N_("This is no text document. Plans are read from DOCX, PPTX, TXT and Markdown files.")))


def _damaged() -> UnusableFile:
    return UnusableFile(
        message(N_("The document is damaged. Open it in Word, PowerPoint or WPS, save it anew and try again."))
    )


def docx_parts(path: Path) -> Iterator[Part]:
    """Yield the parts of a Word document.

    Raises:
        UnusableFile: it is damaged.
    """
    try:
        document = Document(str(path))
        part = Part(0, "")
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                part.lines.extend(["", *_grid([[cell.text for cell in row.cells] for row in block.rows]), ""])
                continue
            level = _docx_level(block)
            if level:
                yield part
                part = Part(level, block.text.strip())
            else:
                part.lines.extend(_docx_lines(block))
        yield part
    except (DocxNotFound, *_DAMAGED) as error:
        raise _damaged() from error


def _docx_level(paragraph: Any) -> int:  # noqa: ANN401 - python-docx's paragraph
    """Return the level of a paragraph that is a heading, 0 for any other."""
    text = paragraph.text.strip()
    if not text:
        return 0
    name = paragraph.style.name or "" if paragraph.style is not None else ""
    told = _LEVEL.match(name)
    if told:
        return int(told[1]) + 1
    if name.lower() in ("title", "标题", "標題"):
        return 1
    is_short = len(text) <= 40 and not text.endswith(("。", "；", "，", ".", ";", ","))
    is_bold = all(run.bold for run in paragraph.runs if run.text.strip()) and bool(paragraph.runs)
    if is_short and is_bold:
        return 3
    return 3 if is_short and _NUMBERED.match(text) else 0


def _docx_lines(paragraph: Any) -> list[str]:  # noqa: ANN401 - as above
    text = "".join(_run(run.text, is_bold=bool(run.bold)) for run in paragraph.runs) or _SPECIAL.sub(
        r"\\\1", paragraph.text
    )
    if not text.strip():
        return [""]
    name = (paragraph.style.name or "").lower() if paragraph.style is not None else ""
    numbering = paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None
    if "list number" in name:
        return [f"1. {text.strip()}"]
    if "list" in name or numbering:
        depth = int(name[-1]) - 1 if name[-1:].isdigit() else 0
        return [f"{'    ' * depth}- {text.strip()}"]
    return [text.strip(), ""]


def _run(text: str, *, is_bold: bool) -> str:
    told = _SPECIAL.sub(r"\\\1", text)
    core = told.strip()
    return told.replace(core, f"**{core}**", 1) if is_bold and core else told


def pptx_parts(path: Path) -> Iterator[Part]:
    """Yield the parts of a presentation: a slide each, those that go on under the same title together.

    Raises:
        UnusableFile: it is damaged.
    """
    try:
        part = Part(0, "")
        for number, slide in enumerate(Presentation(str(path)).slides, 1):
            title = _slide_title(slide) or f"{number}"
            if title != part.title:
                yield part
                part = Part(2, title)
            for shape in slide.shapes:
                part.lines.extend(_shape_lines(shape, is_title=shape == slide.shapes.title))
        yield part
    except (PptxNotFound, *_DAMAGED) as error:
        raise _damaged() from error


def _slide_title(slide: Any) -> str:  # noqa: ANN401 - python-pptx's slide
    shape = slide.shapes.title
    return " ".join(shape.text_frame.text.split()) if shape is not None and shape.has_text_frame else ""


def _shape_lines(shape: Any, *, is_title: bool) -> list[str]:  # noqa: ANN401 - python-pptx's shape
    if getattr(shape, "has_table", False) and shape.has_table:
        return ["", *_grid([[cell.text for cell in row.cells] for row in shape.table.rows]), ""]
    if hasattr(shape, "shapes"):
        return [line for inner in shape.shapes for line in _shape_lines(inner, is_title=False)]
    if is_title or not getattr(shape, "has_text_frame", False):
        return []
    told = [
        (paragraph.level, _SPECIAL.sub(r"\\\1", paragraph.text.strip())) for paragraph in shape.text_frame.paragraphs
    ]
    told = [(level, text) for level, text in told if text]
    if len(told) == 1:
        return [told[0][1], ""]
    return [f"{'    ' * level}- {text}" for level, text in told] + [""]


def _grid(rows: list[list[str]]) -> list[str]:
    """Return a table as Markdown; cells that were merged say the same once more."""
    if not rows:
        return []
    width = max(len(row) for row in rows)
    told = [[_SPECIAL.sub(r"\\\1", " ".join(cell.split())) for cell in row] + [""] * (width - len(row)) for row in rows]
    lines = ["| " + " | ".join(row) + " |" for row in told]
    return [lines[0], "|" + "---|" * width, *lines[1:]]
