"""Text as the rules of this room read it: one script, one width, the same length; its sentences; its numbers. No I/O.

Traditional characters that the rules know become simplified, full-width signs become narrow, each one for one: so a place in
the read text is the same place in the text as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

_PAIRS = (
    "於于與与將将從从達达標标滿满戶户數数據据額额營营業业單单價价億亿萬万個个幾几兩两長长達达後后內内來来兩两時时間间訴诉應应為为須须結结處处"
    "遲迟過过發发開开關关導导實实現现減减縮缩壓压檔档進进準准確确質质貨货錢钱損损顧顾購购買买訂订線线網网訪访問问團团隊队員员會会點点復复"
    "還还顯显預预計计劃划設设訂订預预務务務务產产報报總总計计歸归類类續续約约淨净潤润雙双倍倍季季護护區区場场佔占識识聲声譽誉總总絕绝對对"
    "維维護护態态類类體体驗验願愿響响愛爱優优創创動动勢势卻却參参歲岁歷历氣气滯滞環环無无層层嚴严學学習习職职選选統统術术資资訊讯較较較较"
    "記记錄录紀纪撥拨話话筆笔懷怀電电親亲"
    "邊边連连運运遠远銷销鋪铺錯错鎖锁難难頁页項项題题額额養养馬马驟骤齊齐龍龙強强彈弹擴扩換换據据攜携樣样樓楼樂乐檢检歡欢權权欄栏"
)
_FOLDED = {ord(_PAIRS[at]): _PAIRS[at + 1] for at in range(0, len(_PAIRS) - 1, 2)}
_FOLDED |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ",
    0x00A0: " ",
    ord("—"): "-",
    ord("–"): "-",
    ord("～"): "~",
}

_END = re.compile(r"[。!?！？\n]+|;|；|\.(?=\s|$)")
_NOT_AN_END = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|approx|no|mr|ms|dr|st)|\b[A-Z])\.$", re.IGNORECASE)
LONGEST = 400

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TENS = {"十": 10, "百": 100, "千": 1_000}
_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千]+|\b(?:{_WORD})(?:[- ](?:{_WORD}))?\b)"
_SCALES = {
    "百万": 6,
    "千万": 7,
    "万": 4,
    "千": 3,
    "亿": 8,
    "million": 6,
    "mn": 6,
    "m": 6,
    "thousand": 3,
    "k": 3,
    "billion": 9,
    "bn": 9,
}
SCALE = r"(?:百万|千万|万|千|亿|(?:\s?(?:million|thousand|billion|mn|bn|[mk])\b))"


def folded(text: str) -> str:
    """Return ``text`` in simplified characters, narrow signs and small letters, place by place."""
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text.translate(_FOLDED))


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text, without marks of Markdown before them; what is over 400 characters is no sentence."""
    start = 0
    for end in _END.finditer(text):
        if end.group() == "." and _NOT_AN_END.search(text[max(0, end.start() - 8) : end.end()]):
            continue
        yield from _one(text[start : end.end()])
        start = end.end()
    yield from _one(text[start:])


def _one(text: str) -> Iterator[str]:
    found = re.sub(
        r"^[\s>#*+|·•●○-]*(?:\d{1,2}(?:\.\d{1,2})+\s*(?=[^\d\s%万亿千元个家次分])|\d{1,2}[.、)]\s*(?=\D))?|[\s|]+$",
        "",
        text,
    )
    if 4 <= len(found) <= LONGEST:
        yield found


def number_of(text: str) -> Decimal:
    """Return what a number in figures, Chinese characters or English words is.

    Raises:
        ValueError: it is none.
    """
    clean = text.replace(",", "").strip().lower()
    if re.fullmatch(r"\d+(?:\.\d+)?", clean):
        return Decimal(clean)
    if all(letter in _DIGITS or letter in _TENS for letter in clean):
        return Decimal(_chinese(clean))
    words = re.split(r"[- ]", clean)
    if all(word in _WORDS for word in words):
        return Decimal(sum(_WORDS[word] for word in words))
    raise ValueError(text)


def _chinese(text: str) -> int:
    """Return a whole number below 10,000 in Chinese characters: 一百二十, 十二, 两千; also digit by digit, 二〇二七."""
    if len(text) > 1 and all(letter in _DIGITS for letter in text):
        return int("".join(str(_DIGITS[letter]) for letter in text))
    total = held = 0
    for letter in text:
        if letter in _DIGITS:
            held = _DIGITS[letter]
        else:
            total += (held or 1) * _TENS[letter]
            held = 0
    return total + held


def scale_of(text: str | None) -> Decimal:
    """Return what 万, 亿, k, million … multiply by; 1 for none."""
    return Decimal(10) ** _SCALES[text.strip()] if text and text.strip() else Decimal(1)
