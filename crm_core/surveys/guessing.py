"""What a column of answers is likely to be: a rating, the overall one, a recommendation, a group, a comment. To be checked.

The wizard shows what was guessed, and each guess can be changed; the scheme can be changed later too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from crm_core.surveys.model import SCALES, Indicator, Purpose, Scale
from crm_core.surveys.words import is_no_answer, is_rating_word, number_in

_RECOMMEND = re.compile(r"推荐|推薦|recommend|\bnps\b|净推荐|淨推薦", re.IGNORECASE)
_OVERALL = re.compile(r"总体|總體|整体|整體|总的来|總的來|综合满意|綜合滿意|overall", re.IGNORECASE)
_REMARK = re.compile(
    r"建议|建議|意见|意見|评论|評論|留言|原因|为什么|為什麼|comment|suggest|feedback|remark|\bwhy\b", re.IGNORECASE
)
_SCORE = re.compile(r"总分|總分|total", re.IGNORECASE)
_NUMBER_BEFORE = re.compile(r"^\s*(?:q|第)?\s*\d{1,3}\s*(?:题)?\s*[、.．:：)）]\s*", re.IGNORECASE)
_PART = re.compile(r"^(.{2,}?)\s*(?:[—–\-:：_]+|[(（【\[])\s*(.+?)\s*[)）】\]]?$")
_COUNTED = re.compile(r"^([^\W\d_]{2,})[ _.\-]?\d{1,3}$")
_MOST_STEPS, _MOST_GROUPS, _LONGEST_GROUP = 11, 30, 40
_SOUND_SHARE = 0.9


class Column:
    """A column of a file: its name and how often each text stands in it."""

    def __init__(self, header: str, counts: Mapping[str, int]) -> None:
        self.header = header
        self.counts = {text: count for text, count in counts.items() if not is_no_answer(text)}

    @cached_property
    def numbers(self) -> dict[Decimal, int]:
        """The numbers among the answers, with how often each stands there."""
        found: dict[Decimal, int] = {}
        for text, count in self.counts.items():
            value = number_in(text)
            if value is not None:
                found[value] = found.get(value, 0) + count
        return found

    @cached_property
    def purpose(self) -> Purpose:
        """What the answers are likely for; IGNORED where the column is empty or holds ticks of a multiple choice."""
        total = sum(self.counts.values())
        if not total or _SCORE.search(self.header):
            return Purpose.IGNORED
        if self._is_rated(total):
            if _RECOMMEND.search(self.header) and max(self.numbers, default=0) > 5:
                return Purpose.RECOMMEND
            return Purpose.OVERALL if _OVERALL.search(self.header) else Purpose.RATING
        if self.numbers and sum(self.numbers.values()) >= _SOUND_SHARE * total:
            return Purpose.IGNORED  # ages, amounts, ticks: nothing that could be counted as it stands
        is_short = all(len(text) <= _LONGEST_GROUP for text in self.counts)
        few = len(self.counts) <= min(_MOST_GROUPS, max(2, total // 2))
        return Purpose.GROUP if is_short and few and not _REMARK.search(self.header) else Purpose.COMMENT

    def _is_rated(self, total: int) -> bool:
        words = sum(count for text, count in self.counts.items() if number_in(text) is None and is_rating_word(text))
        if words + sum(self.numbers.values()) < _SOUND_SHARE * total:
            return False
        values = list(self.numbers)
        fits = all(0 <= value <= 10 for value in values) and len(values) <= 3 * _MOST_STEPS
        is_ticked = not words and 0 in values and set(values) <= {0, 1}
        return fits and not is_ticked

    @property
    def scale(self) -> Scale:
        """The smallest usual scale that holds the answers; words stand on 1-5."""
        highest = max(self.numbers, default=Decimal(5))
        fitting = next((scale for scale in SCALES if highest <= scale.high), SCALES[-1])
        return Scale(0, fitting.high) if 0 in self.numbers else fitting


def common_scale(columns: Sequence[Column]) -> Scale:
    """Return the scale on which the ratings of a survey stand together; 1-5 where there is no rating."""
    found = [column.scale for column in columns if column.purpose in (Purpose.RATING, Purpose.OVERALL)]
    if not found:
        return SCALES[0]
    return Scale(min(scale.low for scale in found), max(scale.high for scale in found))


def purposes(columns: Sequence[Column]) -> dict[str, Purpose]:
    """Return what each column is likely for; only the first overall and the first recommendation are called so."""
    found: dict[str, Purpose] = {}
    for column in columns:
        purpose = column.purpose
        if purpose in (Purpose.OVERALL, Purpose.RECOMMEND) and purpose in found.values():
            purpose = Purpose.RATING
        found[column.header] = purpose
    return found


def question(header: str) -> str:
    """Return a question without its number."""
    return _NUMBER_BEFORE.sub("", header).strip() or header


def indicators_for(headers: Sequence[str]) -> tuple[tuple[Indicator, ...], dict[str, int]]:
    """Return indicators of equal weight for rating questions, and where each question counts.

    Rows of one matrix question and numbered items of one name (CUEX1, CUEX2) go together; any other question stands alone.
    """
    names: dict[str, int] = {}
    places: dict[str, int] = {}
    for header in headers:
        bare = question(header)
        stem = next((match[1] for match in (_COUNTED.match(bare), _PART.match(bare)) if match), bare)
        places[header] = names.setdefault(stem.strip()[:60], len(names))
    return tuple(Indicator(name, Decimal(1)) for name in names), places
