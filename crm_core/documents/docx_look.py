"""The looks of a document: A4, the app's colours, a font for Latin and one for Chinese text in every style.

It is built from python-docx's own template, whose preview picture is left out.
"""

from __future__ import annotations

from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from crm_core.documents.colours import ACCENT, INK, QUIET, Fonts, fonts_of

WIDTH_POINTS = 17.0 / 2.54 * 72
_STYLES = {  # name: size, colour, bold, space before, space after, all in points
    "Normal": (10.5, INK, False, 0, 4),
    "Title": (24, INK, True, 0, 4),
    "Subtitle": (12, ACCENT, False, 0, 2),
    "Heading 1": (15, ACCENT, True, 18, 6),
    "Heading 2": (11.5, INK, True, 10, 4),
    "Header": (9, QUIET, False, 0, 0),
    "Footer": (9, QUIET, False, 0, 0),
}
_THEMED = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")


def new_document(language: str) -> Any:  # noqa: ANN401 - python-docx's document
    """Return an empty A4 document in the language's fonts."""
    file = Document()
    fonts = fonts_of(language)
    for key in [key for key, one in file.part.package.rels.items() if one.reltype == RT.THUMBNAIL]:
        file.part.package.rels.pop(key)
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2)
    section.header_distance = section.footer_distance = Cm(1)
    defaults = file.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    _face(defaults, fonts)
    _speak(defaults, language)
    for name, (size, colour, is_bold, before, after) in _STYLES.items():
        style = file.styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(size), is_bold, False
        style.font.color.rgb = RGBColor.from_string(colour)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.15
        _face(style.element.get_or_add_rPr(), fonts)
        for spacing in style.element.rPr.findall(qn("w:spacing")):
            style.element.rPr.remove(spacing)
        for border in style.element.iter(qn("w:pBdr")):
            border.getparent().remove(border)
    _add_cell_style(file, fonts)
    return file


def _add_cell_style(file: Any, fonts: Fonts) -> None:  # noqa: ANN401 - as above
    style = file.styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = file.styles["Normal"]
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(2)
    style.paragraph_format.line_spacing = 1.05
    style.font.size = Pt(9.5)
    _face(style.element.get_or_add_rPr(), fonts)


def _face(properties: Any, fonts: Fonts) -> None:  # noqa: ANN401 - an lxml element
    """Name the fonts, for Latin and for East Asian text, in place of the theme's."""
    faces = properties.find(qn("w:rFonts"))
    if faces is None:
        faces = OxmlElement("w:rFonts")
        properties.insert(0, faces)
    for name in _THEMED:
        faces.attrib.pop(qn(f"w:{name}"), None)
    for name, face in (
        ("ascii", fonts.latin),
        ("hAnsi", fonts.latin),
        ("cs", fonts.latin),
        ("eastAsia", fonts.chinese),
    ):
        faces.set(qn(f"w:{name}"), face)


def _speak(properties: Any, language: str) -> None:  # noqa: ANN401 - an lxml element
    """Say which language the text is in, so that its glyphs and its spelling fit."""
    spoken = properties.find(qn("w:lang"))
    if spoken is None:
        spoken = OxmlElement("w:lang")
        properties.append(spoken)
    is_chinese = language.startswith("zh")
    spoken.set(qn("w:val"), "en-US" if is_chinese else language)
    spoken.set(qn("w:eastAsia"), language if is_chinese else "zh-CN")
