"""A period end told to everybody who sees the plan: a few words beside how the goals stood, what people say back, and the answers.

Words are a person's. How the goals stood is what was kept, to each as far as they may know of a goal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.errors import N_, Message, NotFound, StaleWrite, message
from crm_core.messages import service as messages
from crm_core.plans.drafts import TEXT_LIMIT, Reader
from crm_core.plans.editing import editor, plan_to_edit
from crm_core.plans.model import Goal, Plan
from crm_core.plans.reach import Viewer, viewer_of
from crm_core.plans.service import OnePlan
from crm_core.sections.service import who_sees
from crm_core.snapshots import repository
from crm_core.snapshots.model import Kind, Snapshot
from crm_core.store import Store, Transaction, once
from crm_core.store.reads import reads
from crm_core.targets.model import ScopeKind

WORDS_LIMIT = 2_000
PAGE, NOTICE = "plan/plan.py", "plan_period"


@dataclass(frozen=True, slots=True)
class Voice:
    """What somebody said to a shared period end, and the answer ('' while there is none)."""

    voice_id: int
    content: str
    said_by: int
    said_name: str | None
    said_at: datetime
    answer: str
    answered_name: str | None
    answered_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class Shared:
    """A period end that was told to all: what was said of it, and back, in its order."""

    as_of_on: date
    kind: Kind
    content: str
    told_by: str | None
    told_at: datetime
    version: int
    voices: tuple[Voice, ...]


@reads("plan_snapshot", "plan_snapshot_word", "plan_snapshot_voice", "plan", "team", "app_user")
def shared_periods(store: Store, request: OnePlan) -> tuple[Shared, ...]:
    """Return the period ends of a plan that were told to all, the latest first.

    Raises:
        NotFound: there is no such plan, or it is not the viewer's to see.
    """
    plan_to_edit(store, request.viewer, request.plan_id, as_whole=False)
    voices: dict[int, list[Voice]] = {}
    for row in repository.voices(store, request.plan_id):
        voices.setdefault(row.pop("snapshot_id"), []).append(Voice(**row))
    return tuple(
        Shared(kind=Kind(row.pop("kind")), voices=tuple(voices.get(row.pop("snapshot_id"), ())), **row)
        for row in repository.words(store, request.plan_id)
    )


def is_part_of(viewer: Viewer, goal: Goal) -> bool:
    """Return whether a goal is the reader's own part: theirs, about them, or of their team."""
    me, scope = viewer.reach.me, goal.scope
    is_about = scope.kind is ScopeKind.PERSON and scope.scope_id == me
    is_of_team = scope.kind is ScopeKind.TEAM and scope.scope_id == viewer.team_id
    return goal.owner_id == me or is_about or is_of_team


def share_period(
    store: Store, actor: Actor, plan_id: int, day: date, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Tell a kept period end to everybody who sees the plan (``words``, Markdown); they are told once, a later wording replaces it.

    Raises:
        NotPermitted, NotFound: the role may not; the plan is not the actor's to edit, or the day is not kept.
        InvalidInput: at ``words``.
        StaleWrite: it was changed since ``version`` (0: it was not told yet).
        AlreadyDone: the same form was saved before.
    """
    viewer, content = editor(actor), _text(given, "words", WORDS_LIMIT)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan, found = _kept(store, viewer, plan_id, day, as_whole=True)
        before = _word(transaction, plan_id, day)
        stored = 0 if before is None else before.version
        is_put = stored == version and repository.put_word(
            transaction, found.snapshot_id, content, version, by=actor.user_id, at=clock.now()
        )
        if not is_put:
            theirs = {"words": before.content if before else "", "version": stored}
            raise StaleWrite("plan_snapshot", found.snapshot_id, {"words": content}, theirs)
        was = None if before is None else {"summary": before.content}
        change = audit.Change("publish", "plan_snapshot", found.snapshot_id, was, {"summary": content})
        audit.record(transaction, actor, change)
        if before is None:
            text = N_("How the plan “{plan}” stood on {day}: read it, find your part, and say what you think.")
            for one in who_sees(transaction, plan):
                if one.user_id != actor.user_id:
                    _tell(transaction, one.user_id, message(text, plan=plan.name, day=day), plan)
        once.settle(transaction, key, found.snapshot_id)


def say_to_period(store: Store, actor: Actor, plan_id: int, day: date, given: Mapping[str, object], *, key: str) -> int:
    """Say something to a period end that was told to all, and return its id; who told it is told.

    Raises:
        NotPermitted, NotFound: the role may not; the plan is not the actor's to see, or the day was not told.
        InvalidInput: at ``content``.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.COMMENT_WRITE)
    viewer, content = viewer_of(actor), _text(given, "content", TEXT_LIMIT)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan, found = _kept(store, viewer, plan_id, day, as_whole=False)
        if _word(transaction, plan_id, day) is None:
            raise NotFound("plan_snapshot", day)
        made = repository.add_voice(transaction, found.snapshot_id, content, by=actor.user_id, at=clock.now())
        after = {"plan_id": plan_id, "as_of_on": day, "content": content}
        audit.record(transaction, actor, audit.Change("add", "plan_snapshot_voice", made, None, after))
        if plan.owner_id != actor.user_id:
            text = N_("{name} said something to how the plan “{plan}” stood on {day}. It waits for an answer.")
            _tell(transaction, plan.owner_id, message(text, name=actor.name, plan=plan.name, day=day), plan)
        once.settle(transaction, key, made)
    return made


def answer_voice(
    store: Store, actor: Actor, voice_id: int, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Answer what somebody said to a period end (``answer``); they are told.

    Raises:
        NotPermitted, NotFound: the role may not; the plan is not the actor's to edit.
        InvalidInput: at ``answer``.
        StaleWrite: it was answered since ``version``.
        AlreadyDone: the same form was saved before.
    """
    viewer, answer = editor(actor), _text(given, "answer", TEXT_LIMIT)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        row = repository.voice(transaction, voice_id)
        if row is None:
            raise NotFound("plan_snapshot_voice", voice_id)
        try:
            plan = plan_to_edit(store, viewer, row["plan_id"])
        except NotFound as error:
            raise NotFound("plan_snapshot_voice", voice_id) from error
        if not repository.answer_voice(transaction, voice_id, version, answer, by=actor.user_id, at=clock.now()):
            theirs = {"answer": row["answer"], "version": row["version"]}
            raise StaleWrite("plan_snapshot_voice", voice_id, {"answer": answer}, theirs)
        before, after = {"answer": row["answer"] or None}, {"answer": answer}
        audit.record(transaction, actor, audit.Change("answer", "plan_snapshot_voice", voice_id, before, after))
        if row["said_by"] != actor.user_id:
            text = N_("{name} answered what you said to how the plan “{plan}” stood on {day}.")
            told = message(text, name=actor.name, plan=plan.name, day=row["as_of_on"])
            _tell(transaction, row["said_by"], told, plan)
        once.settle(transaction, key, voice_id)


def _kept(store: Store, viewer: Viewer, plan_id: int, day: date, *, as_whole: bool) -> tuple[Plan, Snapshot]:
    plan = plan_to_edit(store, viewer, plan_id, as_whole=as_whole)
    found = next((one for one in repository.of_plan(store, plan_id) if one.as_of_on == day), None)
    if found is None:
        raise NotFound("plan_snapshot", day)
    return plan, found


@dataclass(frozen=True, slots=True)
class _Word:
    content: str
    version: int


def _word(transaction: Transaction, plan_id: int, day: date) -> _Word | None:
    rows = (row for row in repository.words(transaction, plan_id) if row["as_of_on"] == day)
    return next((_Word(row["content"], row["version"]) for row in rows), None)


def _tell(transaction: Transaction, user_id: int, text: Message, plan: Plan) -> None:
    messages.notify(transaction, user_id, NOTICE, text, PAGE, {"id": plan.plan_id})


def _text(given: Mapping[str, object], name: str, limit: int) -> str:
    reader = Reader(given)
    text = reader.note(name, limit)
    if not text and name not in reader.problems:
        reader.problems[name] = message(N_("Please fill this in."))
    reader.check()
    return text
