"""Return visits 回访: after which event, when, what is asked, how often it is tried. No I/O."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from crm_core.access.model import Reach
from crm_core.customers.model import Fields
from crm_core.errors import N_, InvalidInput, Message, message
from crm_core.interactions.model import Channel
from crm_core.money import LIMIT
from crm_core.targets.workdays import next_working_day, working_day_after, working_day_until
from crm_core.texts import clean_line, clean_text
from crm_core.visits.events import events

NAME_LIMIT, SCRIPT_LIMIT, QUESTION_LIMIT, ANSWER_LIMIT, NOTE_LIMIT = 60, 2_000, 120, 400, 4_000
MOST_QUESTIONS, MOST_CHOICES = 8, 8
MOST_DAYS, MOST_RETRIES, MOST_A_NIGHT, SHOWN = 60, 9, 2_000, 200
PREVIEW_DAYS = 30
LATE_DAYS = 30  # what became known more than so many days after it happened asks for no visit any more
SOON_DAYS = 7  # so early a foreseen visit is made, that my day shows it among what is to come
AHEAD_DAYS = 21  # longer than any holiday, so that a foreseen event finds the working day before it
_SCALE = ("1", "2", "3", "4", "5")
_CHOICES = re.compile(r"[、，,;；\n]+")


class QuestionKind(StrEnum):
    """How a question is answered; the values are what the store holds."""

    TEXT = "text"
    TRUTH = "truth"
    SCALE = "scale"
    CHOICE = "choice"


QUESTION_LABELS = {
    QuestionKind.TEXT: N_("In words"),
    QuestionKind.TRUTH: N_("Yes or no"),
    QuestionKind.SCALE: N_("From 1 to 5"),
    QuestionKind.CHOICE: N_("One of a list"),
}
TRUTH_LABELS = {"yes": N_("Yes"), "no": N_("No")}


class State(StrEnum):
    """What has become of a visit."""

    OPEN = "open"
    DONE = "done"
    GIVEN_UP = "given_up"
    DROPPED = "dropped"


STATE_LABELS = {
    State.OPEN: N_("To be done"),
    State.DONE: N_("Done"),
    State.GIVEN_UP: N_("Never reached"),
    State.DROPPED: N_("Dropped"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a rule; ``choices`` of a choice only."""

    kind: QuestionKind
    text: str
    choices: tuple[str, ...] = ()

    def answer(self, given: object) -> str | None:
        """Return an answer as it is kept; None where nothing was answered.

        Raises:
            ValueError: it is no answer to this question.
        """
        if self.kind is QuestionKind.TEXT:
            text = clean_text(str(given or ""))
            if len(text) > ANSWER_LIMIT:
                raise ValueError("too long")
            return text or None
        text = clean_line(str(given)) if given is not None else ""
        if not text:
            return None
        known = {QuestionKind.TRUTH: tuple(TRUTH_LABELS), QuestionKind.SCALE: _SCALE}.get(self.kind, self.choices)
        if text not in known:
            raise ValueError("not an answer")
        return text


def questions_as_json(questions: Sequence[Question]) -> str:
    """Return questions as the store keeps them."""
    listed = [{"kind": one.kind.value, "text": one.text, "choices": list(one.choices)} for one in questions]
    return json.dumps(listed, ensure_ascii=False)


def questions_from(text: str) -> tuple[Question, ...]:
    """Return the questions that the store keeps as ``text``."""
    return tuple(Question(QuestionKind(one["kind"]), one["text"], tuple(one["choices"])) for one in json.loads(text))


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """A rule as a form says it, checked. ``team_id`` None: all customers."""

    name: str
    event: str
    amount: Decimal | None
    working_days: int
    channel: Channel
    script: str
    questions: tuple[Question, ...]
    retries: int
    retry_days: int
    team_id: int | None
    most_a_night: int

    @classmethod
    def parse(cls, given: Mapping[str, object]) -> RuleDraft:
        """Return the draft of the ``given`` values by field name; ``q1.text``, ``q1.kind``, ``q1.choices`` and so on.

        Raises:
            InvalidInput: with a message a field.
        """
        fields = Fields(given)
        name, script = fields.line("name", NAME_LIMIT), fields.note("script", SCRIPT_LIMIT)
        if not name:
            fields.problems.setdefault("name", message(N_("A name, please.")))
        event = events().get(clean_line(str(given.get("event") or "")))
        if event is None:
            fields.problems["event"] = message(N_("Please choose from the list."))
        channel = fields.choice("channel", Channel, None)
        if channel is None:
            fields.problems.setdefault("channel", message(N_("Please choose a channel.")))
        amount = _amount(fields, given) if event is not None and event.has_amount else None
        days = _whole(fields, given, "working_days", 0, MOST_DAYS)
        retries = _whole(fields, given, "retries", 0, MOST_RETRIES)
        retry_days = _whole(fields, given, "retry_days", 1, MOST_DAYS)
        most = _whole(fields, given, "most_a_night", 1, MOST_A_NIGHT)
        questions = _questions(fields, given)
        team = _team(fields, given)
        fields.check()
        return cls(
            name or "", event.event_id if event else "", amount, days, channel or Channel.PHONE, script or "", questions,
            retries, retry_days, team, most,
        )  # fmt: skip

    def values(self) -> dict[str, object]:
        """Return the columns as the store and the trail hold them."""
        return {
            "name": self.name, "event": self.event, "amount": self.amount, "working_days": self.working_days,
            "channel": self.channel.value, "script": self.script, "questions": questions_as_json(self.questions),
            "retries": self.retries, "retry_days": self.retry_days, "team_id": self.team_id, "most_a_night": self.most_a_night,
        }  # fmt: skip

    def asks_the_same(self, other: RuleDraft) -> bool:
        """Return whether the same customers are asked on the same days as by the other."""
        mine, theirs = ((one.event, one.amount, one.working_days, one.team_id) for one in (self, other))
        return mine == theirs


def _whole(fields: Fields, given: Mapping[str, object], name: str, low: int, high: int) -> int:
    value = given.get(name)
    text = clean_line(str(value)) if value is not None else ""
    if not re.fullmatch(r"[0-9]{1,4}", text) or not low <= int(text) <= high:
        fields.problems[name] = message(N_("A whole number from {low} to {high}, please."), low=low, high=high)
        return low
    return int(text)


def _amount(fields: Fields, given: Mapping[str, object]) -> Decimal | None:
    text = clean_line(str(given.get("amount") or "")).replace(",", "").replace("，", "")
    try:
        found = Decimal(text) if re.fullmatch(r"[0-9]{1,14}(\.[0-9]{1,2})?", text) else Decimal(0)
    except InvalidOperation:
        found = Decimal(0)
    if not 0 < found <= LIMIT:
        fields.problems["amount"] = message(N_("An amount above 0, please."))
        return None
    return found


def _team(fields: Fields, given: Mapping[str, object]) -> int | None:
    text = clean_line(str(given.get("team_id") or ""))
    if text and not (text.isascii() and text.isdigit() and len(text) < 19):
        fields.problems["team_id"] = message(N_("Please choose from the list."))
        return None
    return int(text) if text else None


def _questions(fields: Fields, given: Mapping[str, object]) -> tuple[Question, ...]:
    found = []
    for number in range(1, MOST_QUESTIONS + 1):
        text = fields.line(f"q{number}.text", QUESTION_LIMIT)
        if not text:
            continue
        kind = fields.choice(f"q{number}.kind", QuestionKind, QuestionKind.TEXT) or QuestionKind.TEXT
        choices: tuple[str, ...] = ()
        if kind is QuestionKind.CHOICE:
            parts = _CHOICES.split(str(given.get(f"q{number}.choices") or ""))
            choices = tuple(dict.fromkeys(one for one in map(clean_line, parts) if one))
            if not 2 <= len(choices) <= MOST_CHOICES or any(len(one) > NAME_LIMIT for one in choices):
                fields.problems[f"q{number}.choices"] = message(
                    N_("2 to {most} short answers, please, with commas between."), most=MOST_CHOICES
                )
        found.append(Question(kind, text, choices))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; ``switched_on_at`` None: nothing happens. ``version`` goes back with a change."""

    rule_id: int
    name: str
    event: str
    amount: Decimal | None
    working_days: int
    channel: Channel
    script: str
    questions: tuple[Question, ...]
    retries: int
    retry_days: int
    team_id: int | None
    team: str | None
    most_a_night: int
    switched_on_at: datetime | None
    switched_on_on: date | None
    version: int
    open_count: int
    done_count: int
    given_up_count: int
    dropped_count: int

    def draft(self) -> RuleDraft:
        """Return what its form holds."""
        return RuleDraft(
            self.name, self.event, self.amount, self.working_days, self.channel, self.script, self.questions, self.retries,
            self.retry_days, self.team_id, self.most_a_night,
        )  # fmt: skip

    @property
    def made_count(self) -> int:
        """How many visits it has asked for so far."""
        return self.open_count + self.done_count + self.given_up_count + self.dropped_count


@dataclass(frozen=True, slots=True)
class RulesRequest:
    """A request for the rules; ``reach`` is that of ``VISIT_READ``, and narrows what is counted of them."""

    reach: Reach


@dataclass(frozen=True, slots=True)
class OneRule:
    """A request about one rule, as of a day; ``reach`` is that of ``VISIT_READ``."""

    reach: Reach
    rule_id: int
    today: date


@dataclass(frozen=True, slots=True)
class Candidate:
    """A customer whom an event calls to mind: which, when, and when the visit would be due; of ``who``, if not the own."""

    customer_id: int
    code: str
    name: str
    owner_id: int
    owner: str | None
    team_id: int | None
    event_key: str
    event_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Preview:
    """Whom a rule would have asked in the last 30 days: the latest (at most 200), and how many in all."""

    found: tuple[Candidate, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Visit:
    """An open visit, with what to say and to ask. ``tries`` were in vain so far; ``retries`` may follow the first."""

    visit_id: int
    follow_up_id: int
    rule: str
    event: str
    event_on: date
    channel: Channel
    script: str
    questions: tuple[Question, ...]
    tries: int
    retries: int
    retry_days: int


@dataclass(frozen=True, slots=True)
class VisitsRequest:
    """A request for which of these follow-ups are visits, with what to ask, as far as the reach goes."""

    reach: Reach
    follow_up_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a question of a rule was answered how. ``mean`` of a scale only."""

    question: str
    kind: QuestionKind
    answered: int
    mean: float | None
    parts: tuple[tuple[str, int], ...]


def due_day(event_on: date, count: int, today: date, *, is_foreseen: bool) -> date:
    """Return on which working day a visit is due ``count`` working days after an event, never before ``today``.

    On the very day of a foreseen event (``count`` 0) that is a day off, it is due on the last working day before.
    """
    due_on = working_day_until(event_on) if count == 0 and is_foreseen else working_day_after(event_on, count)
    return max(due_on, next_working_day(today))


def last_day(event_id: str, today: date) -> date:
    """Return the last day on which events count: today, of foreseen ones a while ahead."""
    event = events().get(event_id)
    return today + timedelta(days=AHEAD_DAYS) if event is not None and event.is_foreseen else today


def answers_of(questions: Sequence[Question], given: Mapping[str, object]) -> tuple[tuple[int, Question, str], ...]:
    """Return what was answered, with the question's place and itself; the fields are ``a1``, ``a2`` and so on.

    Raises:
        InvalidInput: with a message for each answer that is none.
    """
    problems: dict[str, Message] = {}
    found = []
    for place, question in enumerate(questions, start=1):
        try:
            answer = question.answer(given.get(f"a{place}"))
        except ValueError:
            too_long = question.kind is QuestionKind.TEXT
            problems[f"a{place}"] = (
                message(N_("At most {count} characters, please."), count=ANSWER_LIMIT)
                if too_long
                else message(N_("Please choose from the list."))
            )
            continue
        if answer is not None:
            found.append((place, question, answer))
    if problems:
        raise InvalidInput(problems)
    return tuple(found)
