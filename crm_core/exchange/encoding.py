"""Which encoding a text file is in, judged by whether the text it gives is plausible.

Decoding without an error proves nothing: nearly any Big5 or Western file also decodes as GB18030, into rare characters,
Japanese syllables and private-use codes. So each candidate is read and scored by what Chinese and Western business
files really hold; where two are near, or there is little to judge by, the answer says that it is doubtful.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crm_core.errors import N_, UnusableFile, message
from crm_core.exchange.table import EncodingChoice

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5", "cp1252", "shift_jis", "euc_kr")
MARK_BAD_BYTES = "crm-mark-bad-bytes"

_CODECS = {"big5": "cp950", "shift_jis": "cp932", "euc_kr": "cp949", "utf-8": "utf-8-sig"}
_PIECE = 1024 * 1024
_EVIDENCE_BYTES = 64 * 1024
_SAMPLE_LENGTH = 160
_FEW = 6  # characters beyond ASCII: fewer than these are too few to be sure by
_NEAR = 0.12
_NEAR_IF_FEW = 0.5
_POOR = 0.7
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_REPLACED = "\ufffd"
_IN_NAMES = "鑫淼犇晟煜琪瑜璐珺妍婕嫣媛昊昕晗炜玥瑾璇睿蕾薇馨钰铖锴沁泓淇渝滢烨熠焱祺祎筱翊翎芸苒茜荟莹菁蓓蔓赟骁"
_PUNCTUATION = frozenset("·—‘’“”…￥¥£€°±×÷№℃①②③④⑤⑥⑦⑧⑨⑩※→←↑↓■□●○◆★☆√≤≥™®©–•«»§")


# An accented letter beside a plain one, in an order of large and small that words have; or a sign that stands alone.
_WESTERN_PAIR = re.compile("[A-Za-z][ß-ɏ]|[ß-ɏ][a-z]|[À-Þ][A-Za-z]|[A-Z][À-Þ]|[£€°±·“”‘’–—…]")
_STRANGE = -0.2  # kana, Greek, Cyrillic, box drawing: what a wrong reading is full of
_WEIGHTS = (
    *((mark, mark, 0.9) for mark in sorted(_PUNCTUATION)),
    (_REPLACED, _REPLACED, -3.0),
    ("\u4e00", "\u9fff", 0.1),  # Han, but rare
    ("\u3000", "\u303f", 0.9),  # CJK punctuation
    ("\uff01", "\uffee", 0.9),  # full width
    ("\xc0", "\u024f", 0.3),  # Latin with accents
    ("\ue000", "\uf8ff", -1.0),  # private use
    ("\x80", "\x9f", -1.0),
    ("\U00010000", "\U0010ffff", -1.0),
)


@dataclass(frozen=True, slots=True)
class EncodingGuess:
    """The most plausible encoding and its rivals, the best first. ``is_doubtful`` asks for a person's eye."""

    encoding: str
    is_doubtful: bool
    choices: tuple[EncodingChoice, ...]
    bom_bytes: int = 0


def codec_of(encoding: str) -> str:
    """Return Python's codec for one of ``ENCODINGS``; Big5 is read as Windows writes it, UTF-8 with or without BOM.

    Raises:
        UnusableFile: the encoding is not one that is offered.
    """
    if encoding not in ENCODINGS:
        raise UnusableFile(message(N_("The encoding {name} is not known. Choose one from the list."), name=encoding))
    return _CODECS.get(encoding, encoding)


def guess_encoding(path: Path) -> EncodingGuess:
    """Return the encoding of a text file.

    Raises:
        UnusableFile: the file reads as text in no encoding.
    """
    with path.open("rb") as file:
        head = file.read(_EVIDENCE_BYTES)
    for bom, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if head.startswith(bom):
            sample = _sample(head[len(bom) :], encoding)
            return EncodingGuess(encoding, False, (EncodingChoice(encoding, 1.0, sample),), len(bom))
    if b"\x00" in head and (wide := _wide_encoding(head)):
        return EncodingGuess(wide, False, (EncodingChoice(wide, 1.0, _sample(head, wide)),))
    evidence = _evidence(path)
    if not evidence:
        _refuse_binary(head)
        return EncodingGuess("utf-8", False, (EncodingChoice("utf-8", 1.0, _sample(head, "utf-8")),))
    return _judge(evidence)


def _judge(evidence: bytes) -> EncodingGuess:
    scores = {encoding: _score(evidence, encoding) for encoding in ("utf-8", "gb18030", "big5", "cp1252")}
    ranked = sorted(scores, key=lambda encoding: -scores[encoding])
    best, second = ranked[0], ranked[1]
    _refuse_binary(evidence)
    few = _count_beyond_ascii(evidence.decode(codec_of(best), "replace")) < _FEW
    is_near = scores[best] - scores[second] < (_NEAR_IF_FEW if few else _NEAR)
    is_proved = best == "utf-8" and scores[best] == 1.0
    is_doubtful = not is_proved and (is_near or scores[best] < _POOR)
    choices = tuple(EncodingChoice(name, round(scores[name], 3), _sample(evidence, name)) for name in ranked)
    return EncodingGuess(best, is_doubtful, choices)


def _evidence(path: Path) -> bytes:
    """Return whole lines that hold bytes beyond ASCII, from all over the file, up to 64 KB of them."""
    found: list[bytes] = []
    size = 0
    with path.open("rb") as file:
        for piece in _line_pieces(file.read(path.stat().st_size)):
            found.append(piece)
            size += len(piece)
            if size > _EVIDENCE_BYTES:
                break
    return b"\n".join(found)


def _line_pieces(data: bytes) -> Iterator[bytes]:
    """Yield the lines that hold bytes beyond ASCII; of a very long line only what is near to them."""
    at = 0
    while (found := _BEYOND_ASCII.search(data, at)) is not None:
        place = found.start()
        start = max(data.rfind(b"\n", max(at, place - 400), place) + 1, at, place - 400)
        end = data.find(b"\n", place, place + 400)
        at = end if end >= 0 else min(len(data), place + 400)
        yield data[start:at]


def _score(data: bytes, encoding: str) -> float:
    """Return how plausible ``data`` is in ``encoding``, 0 to 1."""
    text = data.decode(codec_of(encoding), "replace")
    if encoding == "utf-8":
        return _score_utf8(data, text)
    if encoding == "cp1252":
        return _score_western(text)
    return plausibility(text)


def _score_utf8(data: bytes, text: str) -> float:
    """UTF-8 has a check of its own: text in another encoding hardly ever passes, unless it is very short."""
    beyond = _count_beyond_ascii(text)
    bad = text.count(_REPLACED) - data.count(_REPLACED.encode())
    if bad:
        return max(0.0, 1.0 - 3.0 * bad / beyond)
    if any(character > "\u07ff" for character in text):
        return 1.0
    if all(map(_is_western, text)) and 2 * len(_WESTERN_PAIR.findall(text)) >= beyond:
        return 1.0
    return max(0.8, 1.0 - 1.0 / beyond)


def _is_western(character: str) -> bool:
    return character < "\u0250" or character > "\u07ff"


def _score_western(text: str) -> float:
    """Return the share of characters beyond ASCII that stand among ASCII letters as accents do, or are signs."""
    beyond = _count_beyond_ascii(text)
    return 0.97 * min(1.0, len(_WESTERN_PAIR.findall(text)) / beyond)


def plausibility(text: str) -> float:
    """Return how much ``text`` looks like what a business writes in Chinese, 0 to 1, by its characters beyond ASCII."""
    total = 0.0
    count = 0
    for character in text:
        if character < "\x80":
            continue
        count += 1
        total += _weight(character)
    total -= 1.0 * len(re.findall(r"[A-Za-z][\u4e00-\u9fff][a-z]", text))
    return min(1.0, max(0.0, total / count)) if count else 1.0


def _weight(character: str) -> float:
    """Return what one character speaks for: 1 for the text being right, below 0 for it being garbled."""
    if character in common_han():
        return 1.0
    return next((weight for first, last, weight in _WEIGHTS if first <= character <= last), _STRANGE)


@cache
def common_han() -> frozenset[str]:
    """Return the characters that the national tables list as frequent, the first levels of GB 2312 and Big5, and names'."""
    trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    simplified = (bytes([lead, trail]) for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF))
    traditional = (bytes([lead, trail]) for lead in range(0xA4, 0xC7) for trail in trails)
    found = {pair.decode("gb2312", "ignore") for pair in simplified}
    found |= {pair.decode("big5", "ignore") for pair in traditional}
    return frozenset(character for character in found if "\u4e00" <= character <= "\u9fff") | frozenset(_IN_NAMES)


def _wide_encoding(head: bytes) -> str:
    """Return UTF-16 in the byte order that fits where no BOM says so, or an empty text."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(head) % 2 or min(even, odd) > 0:
        return ""
    encoding = "utf-16-le" if odd else "utf-16-be"
    text = head.decode(encoding, "replace")
    is_ascii = max(even, odd) >= len(head) / 3
    return encoding if is_ascii or plausibility(text) >= 0.75 else ""


def _refuse_binary(data: bytes) -> None:
    controls = sum(data.count(byte) for byte in range(32) if byte not in b"\t\n\r\x0b\x0c\x1a\x1b")
    if controls > max(_FEW, len(data) / 20):
        raise UnusableFile(message(N_(
            "The file holds no text that can be read as a table. Save the table as XLSX or CSV and try again."
        )))  # fmt: skip


def _count_beyond_ascii(text: str) -> int:
    return max(1, sum(1 for character in text if character > "\x7f"))


def _sample(data: bytes, encoding: str) -> str:
    """Return the first words of ``data`` that hold characters beyond ASCII, or its start."""
    text = data[:_EVIDENCE_BYTES].decode(codec_of(encoding), "replace")
    text = "".join(character if character.isprintable() else " " for character in text[:4_000])
    at = next((match.start() for match in re.finditer(r"[^\x00-\x7f]", text)), 0)
    return text[max(0, at - 20) :][:_SAMPLE_LENGTH]


def _mark_bad_bytes(error: UnicodeError) -> tuple[str, int]:
    """Turn each byte that cannot be decoded into a lone surrogate, which no sound text holds, so that its line is found."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return "".join(chr(0xDC00 + byte) for byte in bad), error.end


codecs.register_error(MARK_BAD_BYTES, _mark_bad_bytes)
