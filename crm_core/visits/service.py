"""Return visits 回访: rules that are previewed before they act, a nightly job that makes visits, and visits that are done.

A visit is a follow-up that an event causes: it goes along when a customer changes hands, lies on the deputy's day while
its owner is away, is cancelled with the release to the pool, and moves with a merge. Here is what it has beyond that: why
it is due, what to say and to ask, and how often it is tried.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from crm_core import audit, clock
from crm_core.access.model import SCHEDULER, Actor, Permission, Reach, Scope
from crm_core.errors import N_, InvalidInput, NotFound, Refused, StaleWrite, message
from crm_core.interactions.model import Outcome
from crm_core.interactions.service import cancel_follow_up, log_interaction
from crm_core.settings import service as settings
from crm_core.store import Store, Transaction, once
from crm_core.store.reads import reads
from crm_core.targets.workdays import working_day_after
from crm_core.texts import clean_text
from crm_core.touchpoints.said.service import log_with_details
from crm_core.visits import repository
from crm_core.visits.model import (
    LATE_DAYS,
    NOTE_LIMIT,
    PREVIEW_DAYS,
    SHOWN,
    SOON_DAYS,
    OneRule,
    Preview,
    Question,
    QuestionKind,
    Rule,
    RuleDraft,
    RulesRequest,
    Tally,
    Visit,
    VisitsRequest,
    answers_of,
    questions_from,
)

_EVERYTHING = Reach(Scope.ALL, (), 0)


@reads("visit_rule", "visit", "follow_up", "team")
def rules(store: Store, request: RulesRequest) -> tuple[Rule, ...]:
    """Return all rules, those that are on first, with what became of their visits within the reach."""
    return repository.find_rules(store, request.reach)


@reads("visit_rule", "customer", "contact", "birthday_mark", "purchase", "app_user", "channel_opt_out")
def preview(store: Store, request: OneRule) -> Preview:
    """Return whom a rule would have asked in the last 30 days, whether it is on or not.

    Raises:
        NotFound: there is no such rule.
    """
    draft = _rule(store, request.rule_id).draft()
    since = request.today - timedelta(days=PREVIEW_DAYS)
    return Preview(
        *repository.find_candidates(store, request.reach, draft, since, request.today, rule_id=None, size=SHOWN)
    )


@reads("visit", "visit_answer", "follow_up")
def tallies(store: Store, request: OneRule) -> tuple[Tally, ...]:
    """Return how the questions of a rule were answered, as far as the reach goes."""
    return repository.find_tallies(store, request.reach, request.rule_id)


@reads("visit", "visit_rule", "follow_up", "interaction", "customer", "collaborator", "absence")
def visits_among(store: Store, request: VisitsRequest) -> Mapping[int, Visit]:
    """Return which of the asked follow-ups are open visits, by follow-up, as far as the reach goes."""
    return repository.find_visits(store, request.reach, request.follow_up_ids) if request.follow_up_ids else {}


def _rule(source: Store | Transaction, rule_id: int) -> Rule:
    found = repository.find_rules(source, _EVERYTHING, rule_id)
    if not found:
        raise NotFound("visit_rule", rule_id)
    return found[0]


def _checked(transaction: Transaction, draft: RuleDraft) -> None:
    if draft.team_id is not None and not repository.is_team(transaction, draft.team_id):
        raise InvalidInput({"team_id": message(N_("Please choose from the list."))})


def add_rule(store: Store, actor: Actor, given: Mapping[str, object], *, key: str) -> int:
    """Store a rule, which is off, and return its id.

    Raises:
        NotPermitted: the role may not.
        InvalidInput: with a message a field.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.VISIT_RULE)
    draft = RuleDraft.parse(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        _checked(transaction, draft)
        rule_id = repository.insert(transaction, draft, clock.now(), actor.user_id)
        audit.record(transaction, actor, audit.Change("add", "visit_rule", rule_id, None, draft.values()))
        once.settle(transaction, key, rule_id)
    return rule_id


def edit_rule(store: Store, actor: Actor, rule_id: int, given: Mapping[str, object], *, version: int, key: str) -> bool:
    """Change a rule, and return whether it stays on: where other customers or days are asked for, it is off then.

    Raises:
        NotPermitted, NotFound: the role may not; there is no such rule.
        InvalidInput: with a message a field.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.VISIT_RULE)
    draft = RuleDraft.parse(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        before = _rule(transaction, rule_id)
        _checked(transaction, draft)
        stays = draft.asks_the_same(before.draft())
        if not repository.update(transaction, rule_id, version, draft, clock.now(), stays=stays):
            theirs = {**before.draft().values(), "version": before.version}
            raise StaleWrite("visit_rule", rule_id, draft.values(), theirs)
        change = audit.Change("edit", "visit_rule", rule_id, before.draft().values(), draft.values())
        audit.record(transaction, actor, change)
        once.settle(transaction, key, rule_id)
    return stays and before.switched_on_at is not None


def switch_rule(store: Store, actor: Actor, rule_id: int, *, is_on: bool, version: int, key: str) -> None:
    """Switch a rule on, as it was previewed, for what happens from today on; or off. Visits that were made stay.

    Raises:
        NotPermitted, NotFound: the role may not; there is no such rule.
        StaleWrite: it was changed since ``version``: preview it again.
        AlreadyDone: the same click was taken before.
    """
    actor.require(Permission.VISIT_RULE)
    today = clock.today(settings.current(store).zone)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        before = _rule(transaction, rule_id)
        on, by = (today, actor.user_id) if is_on else (None, None)
        if not repository.switch(transaction, rule_id, version, on=on, by=by, at=clock.now()):
            raise StaleWrite("visit_rule", rule_id, {}, {"version": before.version})
        audit.record(transaction, actor, audit.Change("enable" if is_on else "disable", "visit_rule", rule_id))
        once.settle(transaction, key, rule_id)


def remove_rule(store: Store, actor: Actor, rule_id: int, *, version: int, key: str) -> None:
    """Remove a rule that is off and has never asked anybody.

    Raises:
        NotPermitted, NotFound: the role may not; there is no such rule.
        Refused: it is on, was changed, or has visits, which would not be known for what they are.
        AlreadyDone: the same click was taken before.
    """
    actor.require(Permission.VISIT_RULE)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        before = _rule(transaction, rule_id)
        if not repository.remove(transaction, rule_id, version):
            raise Refused(message(N_("A rule that is on, or has asked for visits, cannot be removed. Switch it off.")))
        audit.record(transaction, actor, audit.Change("remove", "visit_rule", rule_id, before.draft().values(), None))
        once.settle(transaction, key, rule_id)


def make_visits(store: Store, today: date | None = None) -> int:
    """Make the visits that rules ask for by now and that are not made yet; return how many. For a job.

    Only for what happened since a rule was switched on, and not longer ago than a month; at most so many a night, the
    oldest first. Customers of the public pool have nobody to visit them.
    """
    day = today or clock.today(settings.current(store).zone)
    made = 0
    for rule in repository.find_rules(store, _EVERYTHING):
        if rule.switched_on_on is None:
            continue
        since = max(rule.switched_on_on, day - timedelta(days=LATE_DAYS))
        with store.transaction() as transaction:
            found, _total = repository.find_candidates(
                transaction, _EVERYTHING, rule.draft(), since, day, rule_id=rule.rule_id, size=rule.most_a_night
            )
            soon = [one for one in found if one.due_on <= day + timedelta(days=SOON_DAYS)]
            count = repository.add_visits(transaction, rule, soon, clock.now())
            if count:
                change = audit.Change("make_visits", "visit_rule", rule.rule_id, None, {"count": count})
                audit.record_batch(transaction, SCHEDULER, change, count)
        made += count
    return made


def do_visit(store: Store, actor: Actor, follow_up_id: int, given: Mapping[str, object], *, key: str) -> int:
    """Log a visit with what was answered (``a1``, ``a2`` …), and return the interaction's id.

    Where nobody was reached, it is tried again by its rule, as by ``not_reached``. What was answered stands in the
    interaction's text too, where everybody reads it; what the customer suggested is kept by itself.

    Raises:
        NotPermitted, NotFound: the role may not; there is no such open visit, or it is not the actor's to do.
        InvalidInput: with a message a field.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.INTERACTION_LOG)
    if given.get("outcome") == Outcome.NOT_REACHED:
        return not_reached(store, actor, follow_up_id, key=key, channel=given.get("channel"), note=given.get("content"))
    with store.transaction() as transaction:
        found = repository.find_visit(transaction, follow_up_id)
        if found is None:
            raise NotFound("visit", follow_up_id)
        answers = answers_of(questions_from(found["questions"]), given)
        said = {**given, "content": _told(str(given.get("content") or ""), answers)}
        made = log_with_details(store, actor, found["customer_id"], said, (), key=key, follow_up_id=follow_up_id)
        repository.add_answers(transaction, found["visit_id"], answers)
    return made


def _told(note: str, answers: tuple[tuple[int, Question, str], ...]) -> str:
    text = clean_text(note)
    if len(text) > NOTE_LIMIT:
        raise InvalidInput({"content": message(N_("At most {count} characters, please."), count=NOTE_LIMIT)})
    lines = []
    for _place, question, answer in answers:
        shown = {"yes": "✓", "no": "✗"}[answer] if question.kind is QuestionKind.TRUTH else answer
        lines.append(f"{question.text} {f'{answer}/5' if question.kind is QuestionKind.SCALE else shown}")
    return "\n".join(part for part in (text, *lines) if part)


def not_reached(
    store: Store, actor: Actor, follow_up_id: int, *, key: str, channel: object = None, note: object = None
) -> int:
    """Log that nobody was reached: the visit is tried again by its rule, and after the last try it is given up.

    Returns:
        The interaction's id.

    Raises:
        NotPermitted, NotFound: the role may not; there is no such open visit, or it is not the actor's to do.
        AlreadyDone: the same click was taken before.
    """
    actor.require(Permission.INTERACTION_LOG)
    today = clock.today(settings.current(store).zone)
    with store.transaction() as transaction:
        found = repository.find_visit(transaction, follow_up_id)
        if found is None:
            raise NotFound("visit", follow_up_id)
        is_last = found["tries"] >= found["retries"]
        said: dict[str, object] = {
            "channel": channel or found["channel"], "outcome": Outcome.NOT_REACHED.value, "content": str(note or ""),
        }  # fmt: skip
        if not is_last:
            said["next_due_on"] = working_day_after(today, found["retry_days"])
        made = log_interaction(store, actor, found["customer_id"], said, key=key, follow_up_id=follow_up_id)
        if is_last:
            reason = f"{found['tries'] + 1} × {Outcome.NOT_REACHED.value}"
            cancel_follow_up(store, actor, follow_up_id, reason, version=found["version"], key=f"{key}:give-up")
            repository.give_up(transaction, found["visit_id"], clock.now())
    return made
