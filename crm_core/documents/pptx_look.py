"""The master of a presentation: 16:9, two layouts, the app's colours, Chinese fonts where East Asian text stands.

It is built from python-pptx's own, whose pictures, printer settings and other layouts are left out.
"""

from __future__ import annotations

from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER as Box
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.util import Emu, Inches

from crm_core.documents.colours import ACCENT, INK, PARTS, QUIET, TONES, fonts_of
from crm_core.documents.model import Part, Tone

WIDTH, HEIGHT = Inches(40 / 3), Inches(7.5)
LEFT, INNER = Inches(0.6), WIDTH - 2 * Inches(0.6)
TITLE_TOP, TITLE_HEIGHT = Inches(0.36), Inches(0.56)
FOOT_TOP, FOOT_HEIGHT = Inches(7.02), Inches(0.3)
TITLE_SIZE, FOOT_SIZE = 24, 10
COVER, SUBJECT = 0, 1
_KEPT = ("Title Slide", "Title Only")
_DROPPED = (RT.THUMBNAIL, RT.EXTENDED_PROPERTIES, RT.PRINTER_SETTINGS)


def new_deck(language: str) -> Deck:
    """Return an empty presentation whose layouts are a cover (0) and a subject with its title (1)."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    size = deck.part._element.find(qn("p:sldSz"))
    if size is not None:
        size.attrib.pop("type", None)
    _drop_extras(deck)
    _paint(deck, language)
    for layout in list(deck.slide_layouts):
        if layout.name not in _KEPT:
            deck.slide_layouts.remove(layout)
    _lay_out(deck)
    return deck


def _drop_extras(deck: Deck) -> None:
    package = deck.part.package
    for relations, drop in ((package._rels, package.drop_rel), (deck.part.rels, deck.part.rels.pop)):
        for key in [key for key, relation in relations.items() if relation.reltype in _DROPPED]:
            drop(key)


def _paint(deck: Deck, language: str) -> None:
    """Give the theme the app's colours and the language's fonts; everything else inherits them."""
    part = deck.slide_master.part.part_related_by(RT.THEME)
    theme = etree.fromstring(part.blob)
    fonts, own = fonts_of(language), {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
    accents = [ACCENT, PARTS[Part.BEFORE], TONES[Tone.ON_TRACK], TONES[Tone.AT_RISK], TONES[Tone.BEHIND], QUIET]
    colours = {"dk1": INK, "lt1": "FFFFFF", "dk2": ACCENT, "lt2": "F0F4F2", "hlink": ACCENT, "folHlink": QUIET}
    colours |= {f"accent{place}": colour for place, colour in enumerate(accents, start=1)}
    for name, colour in colours.items():
        for slot in theme.iterfind(f".//a:clrScheme/a:{name}", own):
            slot.clear()
            etree.SubElement(slot, qn("a:srgbClr"), val=colour)
    for kind in ("majorFont", "minorFont"):
        for font in theme.iterfind(f".//a:{kind}", own):
            for latin in font.iterfind("a:latin", own):
                latin.set("typeface", fonts.latin)
            for chinese in font.iterfind("a:ea", own):
                chinese.set("typeface", fonts.chinese)
            for script in font.iterfind("a:font", own):
                if script.get("script") in ("Hans", "Hant"):
                    script.set("typeface", fonts_of("zh-TW" if script.get("script") == "Hant" else "zh-CN").chinese)
    part.blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _lay_out(deck: Deck) -> None:
    """Place the master's boxes for 16:9: title on top at the left, footer and number at the foot."""
    foot = FOOT_TOP, FOOT_HEIGHT
    for shape in list(deck.slide_master.placeholders):
        kind = shape.placeholder_format.type
        if kind == Box.TITLE:
            _place(shape, LEFT, TITLE_TOP, INNER, TITLE_HEIGHT)
        elif kind == Box.FOOTER:
            _place(shape, LEFT, foot[0], Inches(9.6), foot[1])
        elif kind == Box.SLIDE_NUMBER:
            _place(shape, WIDTH - LEFT - Inches(1), foot[0], Inches(1), foot[1])
        elif kind == Box.DATE:
            shape.element.getparent().remove(shape.element)
        else:
            _place(shape, LEFT, Inches(1.5), INNER, Inches(5.3))
        for body in shape.element.iter(qn("a:bodyPr")):
            body.set("lIns", "57150")
            body.set("rIns", "57150")
        for run in shape.element.iter(qn("a:defRPr")):
            run.set("sz", str(FOOT_SIZE * 100))
        for level in shape.element.iter(qn("a:lvl1pPr")):
            level.set("algn", "r" if kind == Box.SLIDE_NUMBER else "l")
    title = deck.slide_master.element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    title.set("algn", "l")
    run = title.find(qn("a:defRPr"))
    run.set("sz", str(TITLE_SIZE * 100))
    run.set("b", "1")
    for layout in deck.slide_layouts:
        _lay_out_layout(layout)


def _lay_out_layout(layout: Any) -> None:  # noqa: ANN401 - python-pptx names no type of its layouts' boxes
    for shape in list(layout.placeholders):
        kind = shape.placeholder_format.type
        if kind == Box.DATE:
            shape.element.getparent().remove(shape.element)
        elif layout.name == "Title Slide" and kind == Box.CENTER_TITLE:
            _place(shape, Inches(1.1), Inches(2.3), Inches(11.2), Inches(1.1))
        elif layout.name == "Title Slide" and kind == Box.SUBTITLE:
            _place(shape, Inches(1.1), Inches(3.5), Inches(11.2), Inches(0.7))
    layout.shapes.element.insert(2, _band(layout.name == "Title Slide"))


def _band(is_cover: bool) -> Any:  # noqa: ANN401 - an lxml element
    """Return the accent at the left edge: as high as the title, on the cover as high as the slide."""
    top, height, width = (0, HEIGHT, Inches(0.36)) if is_cover else (TITLE_TOP, TITLE_HEIGHT, Inches(0.14))
    return parse_xml(
        '<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<p:nvSpPr><p:cNvPr id="90" name="Accent"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="0" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="accent1"/></a:solidFill>'
        "<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )


def _place(shape: Any, left: int, top: int, width: int, height: int) -> None:  # noqa: ANN401 - as above
    shape.left, shape.top, shape.width, shape.height = Emu(left), Emu(top), Emu(width), Emu(height)
