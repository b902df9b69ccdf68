"""A document that nobody has looked at yet: read in a child process, its headings become sections, its sentences proposals.

``read_document`` is the function that the child runs. What a file is, its bytes say. Text before the first heading is a section
of its own; headings below those that make sections stay in the text as headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from crm_core.drafting.finding import find_targets
from crm_core.drafting.model import Found
from crm_core.drafting.wording import sentences
from crm_core.errors import N_, UnusableFile, message
from crm_core.exchange.container import check_zip
from crm_core.exchange.encoding import codec_of, guess_encoding
from crm_core.exchange.limited import Handover, Limits, Report
from crm_core.texts import clean_line, clean_text

MAX_BYTES, MAX_CHARACTERS = 16 * 1024 * 1024, 600_000
MOST_SECTIONS, MOST_PROPOSALS, SECTION_LIMIT, TITLE_LIMIT = 40, 120, 20_000, 80
LIMITS = Limits(cpu_seconds=40, wall_seconds=60.0, result_bytes=20_000_000)
_HAN = "[\u3400-\u9fff]"
_PINYIN = re.compile(rf"(?<={_HAN})\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüê']{{1,8}}\)")
_BROKEN = re.compile(rf"(?<={_HAN})\?\?|\ufffd")
_LEAST_PINYIN = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What the child is to read, as of which day dates are meant, and what a part without a heading is called."""

    path: str
    read_on: date
    opening: str


@dataclass(frozen=True, slots=True)
class Part:
    """A heading (``level`` 1 the highest, 0 none) with the Markdown that follows it up to the next."""

    level: int
    title: str
    lines: list[str] = field(default_factory=list)


def read_document(asked: Asked, _report: Report) -> Handover:
    """Return sections, proposals and what was noticed of the file's state, as facts.

    Raises:
        UnusableFile: it is no document that can be read, too large, or damaged.
    """
    path = Path(asked.path)
    kind = kind_of(path)
    parts = list(_parts(kind, path))
    parts, damage = _mended(parts)
    sections = sections_of(parts, asked.opening)
    if not sections:
        raise UnusableFile(message(N_("There is no text in this document.")))
    proposals = [told for title, content in sections for told in _proposals(title, content, asked.read_on)]
    facts = {"kind": kind, "sections": sections, "proposals": proposals[:MOST_PROPOSALS], "damage": damage}
    return Handover(facts)


def kind_of(path: Path) -> str:
    """Return docx, pptx or text, by the bytes of a file.

    Raises:
        UnusableFile: it is something else.
    """
    size = path.stat().st_size
    if not size:
        raise UnusableFile(message(N_("The file is empty.")))
    if size > MAX_BYTES:
        raise UnusableFile(
            message(
                N_("A document has at most {limit} MB. Take its pictures out and try again."),
                limit=MAX_BYTES // 1024 // 1024,
            )
        )
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(b"%PDF"):
        raise UnusableFile(message(N_("PDF files cannot be read. Please save the document as DOCX, PPTX or text.")))
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnusableFile(
            message(N_("This is an old or protected Office file. Please save it as DOCX or PPTX without a password."))
        )
    if not head.startswith(b"PK"):
        return "text"
    check_zip(path, size)
    from crm_core.drafting.office import kind_of_package  # noqa: PLC0415 - the office libraries are for the child alone

    return kind_of_package(path)


def _parts(kind: str, path: Path) -> Iterator[Part]:
    if kind == "text":
        yield from text_parts(_decoded(path))
        return
    from crm_core.drafting.office import docx_parts, pptx_parts  # noqa: PLC0415 - as above

    yield from docx_parts(path) if kind == "docx" else pptx_parts(path)


def _decoded(path: Path) -> str:
    guess = guess_encoding(path)
    return path.read_bytes()[guess.bom_bytes :].decode(codec_of(guess.encoding), "replace")[:MAX_CHARACTERS]


# Plain text -------------------------------------------------------------------------------------------------------------

_MARKDOWN = re.compile(r"(#{1,6})\s+(.+?)\s*#*\s*")
_NUMBERED = re.compile(
    r"(?:第[一二三四五六七八九十\d]+[章节部分篇]|[一二三四五六七八九十]{1,3}[、.]|[(（][一二三四五六七八九十]+[)）])\s*\S.{0,38}"
)
_BELOW = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})+|\d{1,2}、)\s*\S.{0,38}")
_ENDS = tuple("。.!?！？;；,，:：、")


def text_parts(text: str) -> Iterator[Part]:
    """Yield the parts of plain text: its headings are marked (#), numbered, or short lines that stand alone."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    part = Part(0, "")
    for place, line in enumerate(lines):
        level, title = _heading(lines, place, _PINYIN.sub("", line.strip()))
        if level:
            yield part
            part = Part(level, title)
        else:
            part.lines.append(line.rstrip())
    yield part


def _heading(lines: Sequence[str], place: int, line: str) -> tuple[int, str]:
    """Return the level and title of a line that is a heading; 0 where it is none."""
    marked = _MARKDOWN.fullmatch(line)
    if marked:
        return len(marked[1]), marked[2]
    if not line or line.endswith(_ENDS) or len(line) > 40:
        return 0, ""
    if _NUMBERED.fullmatch(line):
        return 2, line
    if _BELOW.fullmatch(line):
        return 3, line
    is_alone = (
        not "".join(lines[max(0, place - 1) : place]).strip() and not "".join(lines[place + 1 : place + 2]).strip()
    )
    is_title = is_alone and len(line) <= 24 and not re.search(r"[,，;；|:：\t]|https?:|\d{3,}", line)
    return (2, line) if is_title and not line.startswith(("-", "*", ">", "•", "·")) else (0, "")


# From parts to sections -------------------------------------------------------------------------------------------------


def _mended(parts: Sequence[Part]) -> tuple[list[Part], Mapping[str, int]]:
    """Return the parts without pinyin that a web page has left behind characters, and what was noticed."""
    whole = "\n".join([line for part in parts for line in (part.title, *part.lines)])
    pinyin, broken = len(_PINYIN.findall(whole)), len(_BROKEN.findall(whole))
    if pinyin < _LEAST_PINYIN:
        return list(parts), {"pinyin": 0, "broken": broken}
    mended = [
        Part(one.level, _PINYIN.sub("", one.title), [_PINYIN.sub("", line) for line in one.lines]) for one in parts
    ]
    return mended, {"pinyin": pinyin, "broken": broken}


def sections_of(parts: Sequence[Part], opening: str) -> list[tuple[str, str]]:
    """Return titles and Markdown of the sections: the highest level that occurs twice makes them."""
    levels = [part.level for part in parts if part.level]
    level = next(
        (one for one in sorted(set(levels)) if sum(each <= one for each in levels) >= 2), min(levels, default=1)
    )
    found: list[tuple[str, list[str]]] = []
    for part in parts:
        body = "\n".join(part.lines).strip("\n")
        if 0 < part.level < level and not body.strip():
            continue  # the title of the whole document
        if part.level and part.level <= level:
            found.append((part.title, [body]))
        elif part.level and found:
            found[-1][1].append(f"{'#' * min(part.level - level + 1, 4)} {part.title}\n\n{body}")
        elif body.strip() or part.title:
            found.append((part.title or opening, [body]))
    texts = [
        (_title(title) or opening, clean_text(re.sub(r"\n{3,}", "\n\n", "\n\n".join(bodies))))
        for title, bodies in found
    ]
    return _fitted([one for one in texts if one[1] or one[0] != opening])


def _title(text: str) -> str:
    plain = clean_line(re.sub(r"[*_`#\\]", "", text))
    return plain if len(plain) <= TITLE_LIMIT else plain[: TITLE_LIMIT - 1] + "…"


def _fitted(texts: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return sections that are neither too many nor too long: the last one holds the rest, a long one is shared out."""
    if len(texts) > MOST_SECTIONS:
        rest = "\n\n".join(f"## {title}\n\n{content}" for title, content in texts[MOST_SECTIONS - 1 :])
        texts = [*texts[: MOST_SECTIONS - 1], (texts[MOST_SECTIONS - 1][0], rest)]
    found = []
    for title, content in texts:
        for place, start in enumerate(range(0, max(len(content), 1), SECTION_LIMIT)):
            name = title if not place else f"{title[: TITLE_LIMIT - 6]} ({place + 1})"
            found.append((name, content[start : start + SECTION_LIMIT]))
    return found[: MOST_SECTIONS + 10]


def _proposals(title: str, content: str, read_on: date) -> Iterator[dict[str, Any]]:
    for sentence in sentences(re.sub(r"[*`]|(?<=\w)\\(?=\W)", "", content)):
        for one in find_targets(sentence, read_on):
            yield {"section": title, "sentence": sentence, **_told(one)}


def _told(found: Found) -> dict[str, Any]:
    told = asdict(found)
    told |= {"value": str(found.value), "by": found.by.isoformat() if found.by else None}
    return told | {"baseline": None if found.baseline is None else str(found.baseline)}
