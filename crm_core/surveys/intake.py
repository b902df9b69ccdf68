"""The store's side of importing answers: whose survey it is, what becomes of each line, and the writing under the lock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission, Reach, Scope
from crm_core.customers import intake as customer_intake
from crm_core.errors import N_, NotFound, Refused, message
from crm_core.exchange.scripts import name_key
from crm_core.imports.contract import Outdated
from crm_core.imports.model import ImportOptions, Outcome, Reason, UpdateRule
from crm_core.settings import service as settings
from crm_core.store import Store, Transaction
from crm_core.surveys import repository
from crm_core.surveys.guessing import indicators_for
from crm_core.surveys.importing import Question, questions_of
from crm_core.surveys.model import NAME_LIMIT, SCALES, Frame, ItemRule, Purpose, Scale, Scheme, Survey
from crm_core.surveys.scoring import readings_of, rescore
from crm_core.texts import clean_line

_TABLES = ("survey", "survey_item", "scheme", "survey_answer", "customer")
ZERO_COUNTS = N_(
    "In the survey {name} a 0 counts. Say under “Indicators and weights” what it means, then import again."
)
NO_SURVEY = message(N_("Say to which survey the answers belong."))


def chosen_survey(store: Store, reach: Reach, options: ImportOptions) -> Survey | None:
    """Return the survey that answers go into; None where a new one is to be made.

    Raises:
        Refused: none was named, or the name is too long.
        NotFound: it does not exist, or is not one that the actor may edit.
    """
    name = clean_line(options.survey_name)
    if options.survey_id is None and not name:
        raise Refused(NO_SURVEY)
    if len(name) > NAME_LIMIT:
        raise Refused(message(N_("At most {count} characters, please."), count=NAME_LIMIT))
    if options.survey_id is not None:
        found = repository.survey(store, options.survey_id)
    else:
        found = repository.survey_named(store, name)
    if found is None:
        if options.survey_id is not None:
            raise NotFound("survey", options.survey_id)
        return None
    if not is_editable(reach, found.team_id):
        raise NotFound("survey", options.survey_id or name)
    return found


def survey_called(store: Store, options: ImportOptions) -> str:
    """Return the name of the survey that answers go into."""
    found = repository.survey(store, options.survey_id) if options.survey_id is not None else None
    return options.survey_name if found is None else found.name


def is_editable(reach: Reach, team_id: int | None) -> bool:
    """Return whether who reaches so far may edit a survey of this team (None: the company's)."""
    return reach.scope is Scope.ALL or (reach.scope is Scope.TEAM and team_id is not None and team_id in reach.teams)


def survey_frame(store: Store, actor: Actor, options: ImportOptions) -> Frame:
    """Return what is known of the survey that the answers go into.

    Raises:
        NotPermitted: the role may not edit surveys.
        Refused, NotFound: see ``chosen_survey``; also refused where 0 shall mean nothing and the survey counts it.
    """
    survey = chosen_survey(store, actor.require(Permission.SURVEY_EDIT), options)
    if survey is None:
        return Frame(zero_is_missing=options.zero_is_missing)
    scheme = repository.scheme(store, survey.survey_id, survey.scheme_version) or Scheme()
    if options.zero_is_missing and not scheme.zero_is_missing:
        raise Refused(message(ZERO_COUNTS, name=survey.name))
    keys = {item.item_id: name_key(item.header) for item in repository.items(store, survey.survey_id)}
    known = {keys[rule.item_id]: (rule.purpose, rule.scale) for rule in scheme.rules}
    return Frame(survey.scale, scheme.zero_is_missing, known)


@dataclass(frozen=True, slots=True)
class PreparedAnswers:
    """Answers that wait for the lock."""

    store: Store
    actor: Actor
    ready: pa.Table
    options: ImportOptions
    is_remembered: bool = True  # so that the import can be taken back

    def write(self, transaction: Transaction, reach: Reach, import_id: int) -> None:
        """Write the survey where it is new, its new questions, a scheme that knows them, the answers and their scores.

        Raises:
            Outdated: the survey is no longer what the lines were compared with.
        """
        if not self.ready.num_rows:
            return
        stamp = repository.Stamp(clock.now(), self.actor.user_id)
        survey = chosen_survey(self.store, reach, self.options) or self._new_survey(transaction, reach, stamp)
        questions = questions_of(self.ready)
        items = self._items(transaction, survey, questions)
        before = repository.scheme(self.store, survey.survey_id, survey.scheme_version)
        before = before or Scheme(0, self.options.zero_is_missing)
        scheme = grown_scheme(before, {items[name_key(each.header)]: each for each in questions})
        if scheme != before:
            why = replace(stamp, reason="") if survey.scheme_version == 0 else stamp
            if not repository.add_scheme(transaction, survey.survey_id, survey.scheme_version, scheme, why):
                raise Outdated
            after = {"name": survey.name, "scheme": survey.scheme_version + 1, "questions": len(scheme.rules)}
            audit.record(transaction, self.actor, audit.Change("weigh", "survey", survey.survey_id, None, after))
        given = [survey.survey_id, import_id, survey.team_id, *_undated(self.store, survey)]
        if self.is_remembered:
            repository.remember_changed(transaction, self.ready, survey.survey_id, import_id)
        repository.add_answers(transaction, self.ready, given)
        if self.is_remembered:
            repository.remember_added(transaction, import_id)
        repository.change_answers(transaction, self.ready, survey.survey_id, import_id)
        item_ids = [items[name_key(each.header)] for each in questions]
        readings = readings_of(_texts(self.ready, item_ids), scheme).table
        repository.put_said(transaction, self.ready, survey.survey_id, item_ids, readings)
        only = import_id if scheme == before else None
        rescore(transaction, self.store, survey.survey_id, scheme, import_id=only)

    def _new_survey(self, transaction: Transaction, reach: Reach, stamp: repository.Stamp) -> Survey:
        """Add the survey that the import names: of the days and on the scale that its answers tell."""
        today = clock.today(settings.current(self.store).zone)
        ends = pc.min_max(self.ready["answered_on"]).as_py()
        new = repository.NewSurvey(
            clean_line(self.options.survey_name),
            None if reach.scope is Scope.ALL else reach.teams[0],
            ends["min"] or today,
            ends["max"] or today,
            None,
            _widest([each for each in questions_of(self.ready) if each.purpose is not Purpose.RECOMMEND]),
        )
        survey_id = repository.add_survey(transaction, new, stamp)
        after = {"name": new.name, "team_id": new.team_id, "first": new.first_on, "last": new.last_on}
        audit.record(transaction, self.actor, audit.Change("add", "survey", survey_id, None, after))
        found = repository.survey(self.store, survey_id)
        if found is None:
            raise Outdated
        return found

    def _items(self, transaction: Transaction, survey: Survey, questions: Sequence[Question]) -> dict[str, int]:
        """Return the survey's questions by the keys of their names, with the new ones added."""
        known = repository.items(self.store, survey.survey_id)
        first = 1 + max((item.position for item in known), default=-1)
        repository.add_items(transaction, survey.survey_id, [each.header for each in questions], first)
        return {name_key(item.header): item.item_id for item in repository.items(self.store, survey.survey_id)}


def _texts(ready: pa.Table, item_ids: Sequence[int]) -> Iterator[tuple[int, str, int]]:
    """Yield each text that stands in the lines: the question, the text, how often."""
    said = ready["said"].combine_chunks()
    for place, item_id in enumerate(item_ids):
        for each in pc.value_counts(pc.list_element(said, place)).to_pylist():
            if each["values"] is not None:
                yield item_id, each["values"], each["counts"]


def _widest(questions: Sequence[Question]) -> Scale:
    rated = [each.scale for each in questions if each.purpose in (Purpose.RATING, Purpose.OVERALL)]
    if not rated:
        return SCALES[0]
    return Scale(min(scale.low for scale in rated), max(scale.high for scale in rated))


def _undated(store: Store, survey: Survey) -> tuple[datetime, date]:
    """Return when an answer without a time counts as given: on the survey's last day, or now where that is not over yet."""
    zone, now = settings.current(store).zone, clock.now()
    today = clock.local_day(now, zone)
    if survey.last_on < today:
        return datetime.combine(survey.last_on, time(12), ZoneInfo(zone)), survey.last_on
    return now, today


def grown_scheme(before: Scheme, found: Mapping[int, Question]) -> Scheme:
    """Return a scheme that knows the questions of a file as the person who imports it said.

    A survey's first ratings make its indicators, of equal weight. Later ones count towards none until somebody says so: an
    import must not move an index that is known already by weighing anew.
    """
    rules = {rule.item_id: rule for rule in before.rules}
    for item_id, asked in found.items():
        known = rules.get(item_id)
        if known is None:
            rules[item_id] = ItemRule(item_id, asked.purpose, asked.scale)
        elif known.purpose is not asked.purpose:
            kept = known.indicator if asked.purpose is Purpose.RATING else None
            rules[item_id] = ItemRule(item_id, asked.purpose, asked.scale, kept)
    rules = {item_id: _without_rival(rule, found, rules) for item_id, rule in rules.items()}
    indicators = before.indicators
    if not indicators:
        headers = {item_id: asked.header for item_id, asked in found.items() if asked.purpose is Purpose.RATING}
        indicators, places = indicators_for(list(headers.values()))
        for item_id, header in headers.items():
            rules[item_id] = replace(rules[item_id], indicator=places[header])
    return replace(before, indicators=indicators, rules=tuple(rules.values()))


def _without_rival(rule: ItemRule, found: Mapping[int, Question], rules: Mapping[int, ItemRule]) -> ItemRule:
    """Return the rule; a rating where it is an overall or a recommendation and the file names another question as that."""
    if rule.purpose not in (Purpose.OVERALL, Purpose.RECOMMEND) or rule.item_id in found:
        return rule
    is_rivalled = any(other.purpose is rule.purpose for item_id, other in rules.items() if item_id != rule.item_id)
    return replace(rule, purpose=Purpose.RATING) if is_rivalled else rule


class AnswerIntake:
    """Takes in answers to surveys."""

    tables = _TABLES
    shown: Mapping[str, str] = {
        "answered_on": N_("Day"),
        "customer_code": N_("Customer code"),
        "customer_name": N_("Customer name"),
        "said_count": N_("Questions answered"),
    }
    reasons: Mapping[str, Reason] = {
        "unknown_customer": Reason(
            "customer",
            N_("There is no customer {value}. Choose to keep such answers without a customer, or add it first."),
        ),
        "unknown_phone": Reason(
            "customer_phone",
            N_("No customer has the phone {value}. Choose to keep such answers without a customer, or add it first."),
        ),
        "unknown_name": Reason(
            "customer_name",
            N_("No customer is called {value}. Choose to keep such answers without a customer, or add it first."),
        ),
        "ambiguous_phone": Reason(
            "customer_phone", N_("Several customers have the phone {value}. Give the customer code.")
        ),
        "ambiguous_customer": Reason(
            "customer_name", N_("Several customers are called {value}. Give the customer code.")
        ),
        "foreign_customer": Reason("customer", N_("Customer {value} is not one of your team's.")),
        "number_twice": Reason("number", N_("Row {row} has the same number with other content.")),
        "foreign_answer": Reason(
            "number", N_("This answer is known and belongs to another team, so it is not changed.")
        ),
    }

    def compare(self, store: Store, reach: Reach, staged: pa.Table, options: ImportOptions) -> pa.Table:
        """Return the lines with what becomes of each.

        Raises:
            Refused, NotFound: see ``chosen_survey``.
        """
        survey = chosen_survey(store, reach, options)
        known = {
            "named": customer_intake.customers_named(store, reach, staged["customer_key"]),
            "phoned": customer_intake.customers_phoned(store, reach, staged["phone_key"]),
        }
        given = {
            **reach.named(),
            "survey_id": None if survey is None else survey.survey_id,
            "keep": options.keep_unknown,
            "update": options.update is UpdateRule.BY_KEY,
        }
        found = repository.compared_answers(store, staged, known, given)
        return found.replace_schema_metadata(staged.schema.metadata)

    def missing_customers(self, store: Store, ready: pa.Table, options: ImportOptions) -> int:
        """Return 0: answers make no customers."""
        return 0

    def changed(self, store: Store, reach: Reach, lines: pa.Table) -> pa.Table | None:
        """Return None: an answer is taken whole, not field by field."""
        return None

    def prepare(self, store: Store, actor: Actor, ready: pa.Table, options: ImportOptions) -> PreparedAnswers:
        """Return the lines that will be written."""
        is_written = pc.is_in(ready["outcome"], pa.array([Outcome.ADDED.value, Outcome.UPDATED.value]))
        return PreparedAnswers(store, actor, ready.filter(is_written), options)
