"""The written plan as blocks of a document: each section with its state and its people, and what it says."""

from __future__ import annotations

from collections.abc import Sequence

from crm_core.documents.model import Block, Cell, Column, Heading, Paragraph, Prose, Table, Tone
from crm_core.i18n import Language, formats, translate
from crm_core.i18n.formats import NO_DATA
from crm_core.sections.markdown import Block as Read
from crm_core.sections.markdown import Grid, plain_text, read
from crm_core.sections.model import SECTION_LABELS, Section, SectionState


def written_plan(sections: Sequence[Section], zone: str, language: Language) -> list[Block]:
    """Return the sections in their order under one heading; nothing where none is written."""
    if not sections:
        return []
    found: list[Block] = [Heading(1, translate(language, "The written plan"))]
    for section in sections:
        found += [Heading(2, section.title), Paragraph("", _facts(section, zone, language))]
        found += [_block(block) for block in read(section.content)]
    return found


def _facts(section: Section, zone: str, language: Language) -> tuple[Cell, ...]:
    """Return the section's state, owner and version, and who has agreed to it."""
    is_agreed = section.state is SectionState.AGREED
    told = [
        Cell(translate(language, SECTION_LABELS[section.state]), Tone.REACHED if is_agreed else Tone.QUIET),
        Cell(section.owner_name or NO_DATA, Tone.QUIET),
        Cell(translate(language, "version {number}", number=section.number), Tone.QUIET),
        Cell(formats.moment(section.written_at, zone, language), Tone.QUIET),
    ]
    if section.agreed:
        names = ", ".join(one.name for one in section.agreed)
        told.append(Cell(translate(language, "agreed by {names}", names=names), Tone.QUIET))
    return tuple(told)


def _block(block: Read) -> Block:
    if isinstance(block, Grid):
        head, *rows = block.rows
        columns = tuple(Column(plain_text(cell)) for cell in head)
        return Table(columns, tuple(tuple(Cell(plain_text(cell)) for cell in row) for row in rows))
    return Prose(block)
