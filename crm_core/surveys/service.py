"""What people do with surveys: see those within reach, set one up, weigh its questions.

A lead edits the own team's surveys, a manager and an admin all. Whoever reads sees the company's surveys and the own
team's, and in them the answers within reach. "Not yours" reads as "not found".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission, Reach, Scope
from crm_core.errors import N_, InvalidInput, NotFound, Refused, StaleWrite, message
from crm_core.store import Store, once, statement
from crm_core.store.reads import reads
from crm_core.surveys import repository
from crm_core.surveys.drafts import SurveyDraft
from crm_core.surveys.intake import is_editable
from crm_core.surveys.model import BOUNDS, REASON_LIMIT, Item, Measure, PastScheme, Scheme, Survey
from crm_core.surveys.scoring import Tried, rescore, tried
from crm_core.surveys.statistics import Estimate, Sums, mean_estimate, share_estimate
from crm_core.texts import clean_text

_NAME_TAKEN = message(N_("There is a survey of this name already."))


@dataclass(frozen=True, slots=True)
class SurveysRequest:
    """Which surveys to list: those that somebody of a team with this reach may know of."""

    reach: Reach
    team_id: int | None


@dataclass(frozen=True, slots=True)
class SurveyRequest:
    """One survey and the answers within reach."""

    reach: Reach
    team_id: int | None
    survey_id: int


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """A survey in the list: with what the answers within reach say.

    ``is_whole``: all answers are within reach, so that they can be held against those asked.
    """

    survey: Survey
    answered_count: int
    latest_on: date | None
    estimates: Mapping[Measure, Estimate]
    is_whole: bool


@reads("survey", "survey_answer", "answer_score", "team")
def surveys(store: Store, request: SurveysRequest) -> list[SurveyLine]:
    """Return the surveys that may be known of, the latest first."""
    given = {**request.reach.named(), "team": request.team_id}
    return [_line(row, request.reach) for row in store.table(statement("surveys", "surveys"), given).to_pylist()]


def _line(row: Mapping[str, Any], reach: Reach) -> SurveyLine:
    def sums(name: str) -> Sums:
        count = row[f"{name}_count"] or 0
        total, squares = row[f"{name}_sum"] or 0, row.get(f"{name}_squares") or 0
        return Sums(int(count), float(total), float(squares))

    csat = sums("csat")
    estimates = {
        Measure.INDEX: mean_estimate(sums("index"), *BOUNDS[Measure.INDEX]),
        Measure.CSAT: share_estimate(csat.count, csat.total),
        Measure.NPS: mean_estimate(sums("nps"), *BOUNDS[Measure.NPS]),
    }
    survey = repository.survey_of(row)
    return SurveyLine(survey, row["answered_count"], row["latest_on"], estimates, is_whole(reach, survey))


def is_whole(reach: Reach, survey: Survey) -> bool:
    """Return whether who reaches so far sees all of a survey's answers (but those of customers who moved elsewhere)."""
    return reach.scope is Scope.ALL or (survey.team_id is not None and survey.team_id in reach.teams)


@reads("survey", "survey_answer", "answer_score", "team")
def survey_within(store: Store, request: SurveyRequest) -> SurveyLine:
    """Return one survey with what the answers within reach say.

    Raises:
        NotFound: there is none, or it is not one that the actor may know of.
    """
    for line in surveys(store, SurveysRequest(request.reach, request.team_id)):
        if line.survey.survey_id == request.survey_id:
            return line
    raise NotFound("survey", request.survey_id)


@reads("survey_item")
def items_of(store: Store, survey_id: int) -> list[Item]:
    """Return a survey's questions, in the order of the file."""
    return repository.items(store, survey_id)


@dataclass(frozen=True, slots=True)
class SchemeRequest:
    """One version of a survey's scheme."""

    survey_id: int
    version: int


@reads("scheme", "scheme_item", "scheme_indicator")
def scheme_of(store: Store, request: SchemeRequest) -> Scheme:
    """Return a version of a scheme; an empty one where there is none of that number."""
    return repository.scheme(store, request.survey_id, request.version) or Scheme()


@reads("scheme", "app_user")
def scheme_history(store: Store, survey_id: int) -> list[PastScheme]:
    """Return the versions of a survey's scheme, the newest first."""
    return repository.scheme_versions(store, survey_id)


def may_edit(actor: Actor, team_id: int | None) -> bool:
    """Return whether the actor may edit a survey of this team (None: the company's)."""
    return actor.may(Permission.SURVEY_EDIT) and is_editable(actor.require(Permission.SURVEY_EDIT), team_id)


def editable(store: Store, actor: Actor) -> list[Survey]:
    """Return the surveys that the actor may edit, the latest first; none where the role edits none."""
    if not actor.may(Permission.SURVEY_EDIT):
        return []
    reach = actor.require(Permission.SURVEY_EDIT)
    found = surveys(store, SurveysRequest(reach, actor.team_id))
    return [line.survey for line in found if is_editable(reach, line.survey.team_id)]


def _own_survey(store: Store, actor: Actor, survey_id: int) -> Survey:
    reach = actor.require(Permission.SURVEY_EDIT)
    found = repository.survey(store, survey_id)
    if found is None or not is_editable(reach, found.team_id):
        raise NotFound("survey", survey_id)
    return found


def _draft(store: Store, actor: Actor, given: Mapping[str, object], kept_team: int | None = None) -> SurveyDraft:
    """Return the survey that a form describes, with an active team that is the actor's to choose, or ``kept_team``."""
    reach = actor.require(Permission.SURVEY_EDIT)
    chosen = dict(given)
    if reach.scope is not Scope.ALL:
        if not reach.teams:
            raise Refused(message(N_("You belong to no team yet. Ask an administrator.")))
        chosen["team_id"] = reach.teams[0]
    draft = SurveyDraft.parse(chosen)
    teams = {row["team_id"] for row in store.rows(statement("surveys", "teams"))}
    if draft.team_id is not None and draft.team_id not in {*teams, kept_team}:
        raise NotFound("team", draft.team_id)
    return draft


def _new(draft: SurveyDraft) -> repository.NewSurvey:
    return repository.NewSurvey(
        draft.name, draft.team_id, draft.first_on, draft.last_on, draft.asked_count, draft.scale
    )


def create_survey(store: Store, actor: Actor, given: Mapping[str, object], key: str) -> int:
    """Set up a survey without answers; return its number.

    Raises:
        NotPermitted, Refused: the role may not, or a lead without a team.
        InvalidInput: with a message for each field.
        AlreadyDone: this very form was saved before.
    """
    draft = _draft(store, actor, given)
    stamp = repository.Stamp(clock.now(), actor.user_id)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        if repository.survey_named(store, draft.name) is not None:
            raise InvalidInput({"name": _NAME_TAKEN})
        survey_id = repository.add_survey(transaction, _new(draft), stamp)
        repository.add_scheme(transaction, survey_id, 0, Scheme(0, draft.zero_is_missing), stamp)
        audit.record(transaction, actor, audit.Change("add", "survey", survey_id, None, _told(draft)))
        once.settle(transaction, key, survey_id)
    return survey_id


def edit_survey(
    store: Store, actor: Actor, survey_id: int, given: Mapping[str, object], *, key: str, version: int
) -> None:
    """Change a survey's name, days, number of people asked, scale and team; its answers keep the team they bear.

    Raises:
        NotPermitted, NotFound: the role may not, or the survey is not the actor's to edit.
        InvalidInput: with a message for each field.
        StaleWrite: somebody else changed it first.
        AlreadyDone: this very form was saved before.
    """
    before = _own_survey(store, actor, survey_id)
    draft = _draft(store, actor, given, before.team_id)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        same = repository.survey_named(store, draft.name)
        if same is not None and same.survey_id != survey_id:
            raise InvalidInput({"name": _NAME_TAKEN})
        if not repository.change_survey(transaction, survey_id, version, _new(draft), clock.now()):
            theirs = _own_survey(store, actor, survey_id)
            raise StaleWrite("survey", survey_id, _told(draft), {**_told(theirs), "version": theirs.version})
        change = audit.Change("edit", "survey", survey_id, _told(before), _told(draft))
        audit.record(transaction, actor, change)


def _told(survey: SurveyDraft | Survey) -> dict[str, object]:
    """Return a survey as the trail keeps it."""
    return {
        "name": survey.name,
        "team_id": survey.team_id,
        "first": survey.first_on,
        "last": survey.last_on,
        "asked_count": survey.asked_count,
        "scale": str(survey.scale),
    }


def try_scheme(store: Store, actor: Actor, survey_id: int, scheme: Scheme) -> Tried:
    """Return what a scheme would make of all of a survey's answers. Nothing is written.

    Raises:
        NotPermitted, NotFound: the role may not, or the survey is not the actor's to edit.
    """
    _own_survey(store, actor, survey_id)
    return tried(store, survey_id, scheme)


def save_scheme(
    store: Store, actor: Actor, survey_id: int, scheme: Scheme, *, key: str, before: int, reason: str
) -> int:
    """Put a scheme in force as the version after ``before``, score all answers by it, and return its number.

    Raises:
        NotPermitted, NotFound: the role may not, or the survey is not the actor's to edit.
        InvalidInput: the reason is missing or too long, or the scheme names another survey's question.
        StaleWrite: somebody else saved a version first.
        AlreadyDone: this very form was saved before.
    """
    survey = _own_survey(store, actor, survey_id)
    why = clean_text(reason)
    if not why:
        raise InvalidInput({"reason": message(N_("Say why: the history will show it."))})
    if len(why) > REASON_LIMIT:
        raise InvalidInput({"reason": message(N_("At most {count} characters, please."), count=REASON_LIMIT)})
    if sorted(rule.item_id for rule in scheme.rules) != sorted(
        item.item_id for item in repository.items(store, survey_id)
    ):
        raise InvalidInput({"items": message(N_("The questions have changed. Open the scheme again."))})
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        stamp = repository.Stamp(clock.now(), actor.user_id, why)
        if not repository.add_scheme(transaction, survey_id, before, scheme, stamp):
            in_force = _own_survey(store, actor, survey_id).scheme_version
            raise StaleWrite("scheme", survey_id, {"scheme": before}, {"scheme": in_force, "version": in_force})
        rescore(transaction, store, survey_id, scheme)
        after = {"name": survey.name, "scheme": before + 1, "reason": why, "weights": _weights(scheme)}
        old = {"weights": _weights(repository.scheme(store, survey_id, before) or Scheme())}
        audit.record(transaction, actor, audit.Change("weigh", "survey", survey_id, old, after))
        once.settle(transaction, key, survey_id)
    return before + 1


def _weights(scheme: Scheme) -> str:
    return ", ".join(f"{indicator.name} {indicator.weight.normalize():f}" for indicator in scheme.indicators)


@reads("team")
def team_choices(store: Store, request: None) -> list[tuple[int, str]]:
    """Return the active teams, of which a survey may be one's own."""
    return [(row["team_id"], row["name"]) for row in store.rows(statement("surveys", "teams"))]
