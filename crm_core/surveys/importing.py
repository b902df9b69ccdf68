"""The file's side of importing answers: one line a respondent, one column a question, and the columns around them.

Which columns are questions, and what for, is guessed from what stands in them (``guessing``) and can be changed. The
respondents' network addresses, which some exports hold, are never taken in.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import pyarrow as pa
import pyarrow.compute as pc

from crm_core.customers.fields import Unfit, parse_phone
from crm_core.errors import N_, UnusableFile, message
from crm_core.exchange.columns import code_column, local_days, moment_column, parse_distinct, text_column
from crm_core.exchange.fields import parse_text
from crm_core.exchange.matching import Field, FieldKind, match_columns
from crm_core.exchange.scripts import name_key
from crm_core.exchange.table import Table
from crm_core.imports.columns import Columns
from crm_core.imports.contract import Surroundings
from crm_core.surveys.guessing import Column, common_scale, purposes, question
from crm_core.surveys.model import PURPOSE_LABELS, RATED, SCALES, Frame, Purpose, Scale
from crm_core.surveys.words import is_no_answer, is_rating_word, number_in, rating_in
from crm_core.texts import key_of

IN_FUTURE = message(N_("This day lies in the future."))
LONG_QUESTION = N_("A question has at most {count} characters: shorten the column {name} or leave it out.")
NO_QUESTION = message(N_("No column is marked as a question. Say which columns are ratings, groups or comments."))
QUESTIONS = (Purpose.RATING, Purpose.OVERALL, Purpose.RECOMMEND, Purpose.GROUP, Purpose.COMMENT)
_CODE, _NAME, _GROUP, _COMMENT, _HEADER = 60, 500, 200, 4_000, 300
_ITEMS = b"questions"

_NUMBERS = (
    "序号", "答卷编号", "答卷序号", "答卷ID", "问卷编号", "编号", "ID", "No", "Response ID", "Respondent ID", "Respondent", "Submission ID",
)  # fmt: skip
_TIMES = (
    "提交答卷时间", "提交时间", "答题时间", "答卷时间", "填写时间", "结束答题时间", "结束时间", "完成时间", "时间", "日期", "Submitted At",
    "Submit Date", "Timestamp", "End Date", "Completed At", "Date", "Time", "Recorded Date",
)  # fmt: skip
_CUSTOMERS = (
    "客户编号", "客户编码", "客户代码", "客户号", "客户ID", "会员号", "会员卡号", "会员编号", "您的客户编号", "您的会员号", "CustomerID",
    "Customer No", "Customer Number", "Client ID", "Member ID", "Member No",
)  # fmt: skip
_PHONES = (
    "手机", "手机号", "手机号码", "电话", "联系电话", "电话号码", "您的手机", "您的手机号", "您的手机号码", "您的电话", "您的联系电话",
    "请留下您的手机号", "请输入您的手机号", "Phone", "Mobile", "Mobile Phone", "Telephone", "Phone Number", "Your Phone",
)  # fmt: skip
_NAMES = (
    "姓名", "客户名称", "客户姓名", "客户", "公司名称", "单位名称", "您的姓名", "您的名字", "您的称呼", "贵公司名称", "Client", "Client Name",
    "Company", "Company Name", "Full Name", "Your Name", "Name",
)  # fmt: skip
# What stands around the answers and is not taken in; 来自IP and the like are people's network addresses.
_AROUND = frozenset(
    name_key(name)
    for name in (
        "所用时间", "答题时长", "答题用时", "来源", "来源详情", "来自IP", "IP", "IP地址", "IP Address", "总分", "得分", "开始时间", "开始答题时间",
        "Start Date", "Duration", "Duration (in seconds)", "Progress", "Status", "Finished", "Source", "Total", "Score", "浏览器", "设备",
        "操作系统", "User Agent", "Location Latitude", "Location Longitude", "用户ID", "昵称", "微信昵称", "openid",
    )
)  # fmt: skip
_ADDRESS = ("ip", "来自ip", "ip地址", "ipaddress")  # as name_key writes them


@dataclass(frozen=True, slots=True)
class Question:
    """A column that is a question: what it is called, what for, and on which scale."""

    header: str
    purpose: Purpose
    scale: Scale


class AnswerDeclaration:
    """Answers to a survey, as survey programs export them."""

    fields = (
        Field("number", N_("Number of the answer"), code_column(longest=_CODE), _NUMBERS, example="1", kind=FieldKind.CODE),
        Field(
            "answered_at", N_("Answered at"), moment_column(), _TIMES, example="2024-03-08 14:30", kind=FieldKind.MOMENT
        ),
        Field("customer", N_("Customer code"), code_column(longest=_CODE), _CUSTOMERS, example="K000123", kind=FieldKind.CODE),
        Field("customer_phone", N_("Customer phone"), code_column(longest=_CODE), _PHONES, example="13800138000", kind=FieldKind.CODE),
        Field("customer_name", N_("Customer name"), text_column(longest=_NAME), _NAMES, example="杭州云栖茶业有限公司"),
        Field("rating", PURPOSE_LABELS[Purpose.RATING], text_column(), example="满意", repeats=True),
        Field("overall", PURPOSE_LABELS[Purpose.OVERALL], text_column(), example="非常满意"),
        Field("recommend", PURPOSE_LABELS[Purpose.RECOMMEND], text_column(), example="9"),
        Field("group", PURPOSE_LABELS[Purpose.GROUP], text_column(), example="门店", repeats=True),
        Field("comment", PURPOSE_LABELS[Purpose.COMMENT], text_column(), example="送货很快", repeats=True),
    )  # fmt: skip

    def stage(self, columns: Columns, surroundings: Surroundings) -> pa.Table:
        """Return the typed lines with what was said to each question, and the questions beside them.

        Raises:
            UnusableFile: no column is a question, or one has a name that is too long.
        """
        questions = self._questions(columns, surroundings.frame or Frame())
        if not questions:
            raise UnusableFile(NO_QUESTION)
        said = [_said(columns, each, zero=(surroundings.frame or Frame()).zero_is_missing) for each in questions]
        moments = columns.parsed("answered_at")
        days = local_days(moments, surroundings.reading.zone)
        latest = surroundings.today + timedelta(days=1)  # a zone ahead of the company's may have tomorrow already
        late = pc.fill_null(pc.greater(days, pa.scalar(latest, pa.date32())), False)
        columns.reject("answered_at", late.to_numpy(zero_copy_only=False), IN_FUTURE)
        names, codes = _told(columns.parsed("customer_name")), _told(columns.parsed("customer"))
        phones = _told(columns.parsed("customer_phone"))
        numbers = columns.parsed("number")
        around = [pc.cast(moments, pa.string()), codes, phones, names]
        lines = columns.lines(
            answer_key=_keys(columns, numbers),
            content_digest=_digests([*around, *said], [each.header for each in questions]),
            answered_at=moments,
            answered_on=days,
            customer_code=codes,
            phone_key=_mapped(phones, _phone_key),
            customer_name=names,
            customer_key=_mapped(names, key_of),
            said=pa.array(zip(*(each.to_pylist() for each in said), strict=True), pa.list_(pa.string())),
        )
        return with_questions(lines, questions)

    @staticmethod
    def _questions(columns: Columns, frame: Frame) -> list[Question]:
        given = [(header, Purpose(field)) for header, field in columns.mapping.items() if field in QUESTIONS]
        long = next((header for header, _ in given if len(header) > _HEADER), None)
        if long is not None:
            raise UnusableFile(message(LONG_QUESTION, count=_HEADER, name=f"{long[:40]}…"))
        seen = {header: _seen(columns.column(header), header, purpose, frame) for header, purpose in given}
        usual = frame.scale or common_scale(
            [seen[header] for header, purpose in given if purpose is not Purpose.RECOMMEND]
        )
        return [
            Question(header, purpose, _scale(seen[header], purpose, usual, frame.known.get(name_key(header))))
            for header, purpose in given
        ]


def _seen(texts: pa.ChunkedArray, header: str, purpose: Purpose, frame: Frame) -> Column:
    """Return a column as its scale is guessed from it: without 0 where that is no answer.

    A recommendation is asked on 0-10, so that a 0 to it is taken for the worst answer, which must not be lost.
    """
    counts = counted(texts)
    if frame.zero_is_missing and purpose is not Purpose.RECOMMEND:
        counts = {text: count for text, count in counts.items() if number_in(text) != 0}
    return Column(header, counts)


def _scale(column: Column, purpose: Purpose, usual: Scale, known: tuple[Purpose, Scale] | None) -> Scale:
    """Return on which scale a question is answered: the known one, else the survey's; words alone stand on 1-5."""
    if known is not None and (known[0] is purpose or purpose in (Purpose.RATING, Purpose.OVERALL)):
        return known[1]
    if purpose is Purpose.RECOMMEND:
        return usual if usual == Scale(1, 10) and 0 not in column.numbers else Scale(0, 10)
    has_words = any(number_in(text) is None and is_rating_word(text) for text in column.counts)
    return SCALES[0] if has_words and usual.high - usual.low > 6 else usual


def guessed_meanings(table: Table, frame: Frame | None, labels: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return {column: field}: what a survey knows already, what surrounds answers by name, the rest by what stands there.

    ``labels`` are the fields' names in our languages: a column of that name, as our template has it, is what it says.
    """
    known = {} if frame is None else frame.known
    bare = {question(header): header for header in reversed(table.headers)}
    around = [field for field in AnswerDeclaration.fields if field.name not in set(QUESTIONS)]
    named = {bare[text]: name for text, name in match_columns(list(bare), around, labels).items()}
    called = {
        name_key(label): purpose.value for purpose in QUESTIONS for label in (purpose, *labels.get(purpose.value, ()))
    }
    found: dict[str, str] = {}
    open_columns: list[Column] = []
    for header in table.headers:
        if header in named and name_key(header) not in known:
            found[header] = named[header]
        elif name_key(header) in known:
            purpose = known[name_key(header)][0]
            if purpose is not Purpose.IGNORED:
                found[header] = purpose.value
        elif name_key(header) in called and called[name_key(header)] not in found.values():
            found[header] = called[name_key(header)]
        elif name_key(header) not in _AROUND and not is_address(header):
            open_columns.append(Column(header, counted(table.column(header))))
    taken = set(found.values())
    for header, purpose in purposes(open_columns).items():
        meant = Purpose.RATING if purpose.value in taken and purpose in RATED else purpose
        if meant is not Purpose.IGNORED and len(header) <= _HEADER:
            found[header] = meant.value
    return {header: found[header] for header in table.headers if header in found}


def is_address(header: str) -> bool:
    """Return whether a column holds network addresses, which are not kept."""
    return name_key(header) in _ADDRESS


def counted(texts: pa.ChunkedArray) -> dict[str, int]:
    """Return how often each text stands in a column."""
    found = pc.value_counts(texts)
    return dict(zip(found.field("values").to_pylist(), found.field("counts").to_pylist(), strict=True))


def with_questions(lines: pa.Table, questions: Sequence[Question]) -> pa.Table:
    """Return ``lines`` with the questions noted beside them."""
    facts = [[each.header, each.purpose.value, each.scale.low, each.scale.high] for each in questions]
    return lines.replace_schema_metadata({_ITEMS: json.dumps(facts, ensure_ascii=False).encode()})


def questions_of(lines: pa.Table) -> tuple[Question, ...]:
    """Return the questions that ``with_questions`` noted."""
    facts = json.loads((lines.schema.metadata or {})[_ITEMS])
    return tuple(Question(header, Purpose(purpose), Scale(low, high)) for header, purpose, low, high in facts)


def _said(columns: Columns, asked: Question, *, zero: bool) -> pa.ChunkedArray:
    """Return what was said to a question, null where nothing was; what cannot be counted as asked is noted as a problem."""
    texts = columns.column(asked.header)

    def cell(text: str) -> str | None:
        if is_no_answer(text):
            return None
        if asked.purpose in RATED:
            rating_in(text, asked.scale, zero_is_missing=zero)
        longest = _COMMENT if asked.purpose is Purpose.COMMENT else _GROUP
        return parse_text(text, longest=longest, lines=asked.purpose is Purpose.COMMENT)

    found = parse_distinct(texts, cell, pa.string())
    found.report(columns.problems, asked.header, texts, columns.rows)
    return found.values


def _told(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return texts with null for what says that nothing was answered."""
    return _mapped(texts, lambda text: None if is_no_answer(text) else text)


def _mapped(texts: pa.ChunkedArray, change: object) -> pa.ChunkedArray:
    coded = texts.combine_chunks().dictionary_encode()
    changed = [None if text is None else change(text) for text in coded.dictionary.to_pylist()]  # type: ignore[operator]
    return pa.chunked_array([pa.array(changed, pa.string()).take(coded.indices)])


def _phone_key(text: str) -> str:
    """Return the form in which phones are compared; the text itself where it is no phone, so that nobody is found."""
    try:
        return parse_phone(text).key
    except Unfit:
        return text


def _keys(columns: Columns, numbers: pa.ChunkedArray) -> pa.Array:
    """Return what each answer is known by: its number, else its whole line and its ordinal among equal lines."""
    kept = [header for header in sorted(columns.headers) if not is_address(header)]
    digests = _digests([columns.column(header) for header in kept], kept).to_pylist()
    met: Counter[str] = Counter()
    found = []
    for number, digest in zip(numbers.to_pylist(), digests, strict=True):
        if number is None:
            met[digest] += 1
            found.append(f"h:{digest}:{met[digest]}")
        else:
            found.append(f"n:{number}")
    return pa.array(found, pa.string())


def _digests(values: Iterable[pa.ChunkedArray], names: Sequence[str]) -> pa.Array:
    """Return a digest of each line's values; ``names`` belong to it, so that a column more makes another content."""
    head = "\x1f".join(names)
    rows = zip(*(column.to_pylist() for column in values), strict=True)
    texts = ("\x1f".join((head, *("\x1e" if cell is None else cell for cell in row))) for row in rows)
    return pa.array([hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:20] for text in texts], pa.string())
