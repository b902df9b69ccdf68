"""Comments on a plan and its sections: whoever sees the plan may say something, and call others to it who see it too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.customers.comments.model import EDIT_MINUTES, MOST_SHOWN, Comment, CommentDraft, may_change
from crm_core.errors import N_, InvalidInput, NotFound, Refused, StaleWrite, message
from crm_core.plans.editing import plan_to_edit
from crm_core.plans.model import Plan
from crm_core.plans.reach import viewer_of
from crm_core.plans.service import OnePlan
from crm_core.sections import repository
from crm_core.sections.service import who_sees
from crm_core.sections.writing import TAB, lead
from crm_core.store import Row, Store, Transaction, once
from crm_core.store.reads import reads

GAPS_TAB, REVIEWS_TAB = "gaps", "reviews"  # where what is about a gap, or the results of a review, is read
_REVIEW = "review:"


@dataclass(frozen=True, slots=True)
class PlanComment:
    """A comment on a section, on what ``about`` names (the key of a gap), or (both None) on the plan as a whole."""

    section_id: int | None
    about: str | None
    comment: Comment


@reads("plan", "team", "app_user", "plan_comment", "plan_comment_about")
def comments_of_plan(store: Store, request: OnePlan) -> tuple[PlanComment, ...]:
    """Return what was said of a plan and its sections, the latest first.

    Raises:
        NotFound: there is no such plan, or it is not the viewer's to see.
    """
    plan_to_edit(store, request.viewer, request.plan_id, as_whole=False)
    return tuple(_comment(row) for row in repository.find_comments(store, request.plan_id, MOST_SHOWN))


def _comment(row: Row) -> PlanComment:
    section_id, about, ids, names = (row.pop(name) for name in ("section_id", "about", "mentioned", "names"))
    return PlanComment(section_id, about, Comment(**row, mentioned_ids=ids, mentioned=names))


def comment_on_plan(
    store: Store,
    actor: Actor,
    plan_id: int,
    section_id: int | None,
    given: Mapping[str, object],
    *,
    about: str | None = None,
    key: str,
) -> int:
    """Say something of a plan or one of its sections, tell those who are ``mentioned``, and return the comment's id.

    ``about`` is what it is about besides: who calls says so, and has judged that the actor may know of it.

    Raises:
        NotPermitted, NotFound: the role may not; the plan is not the actor's to see, the section not the plan's.
        InvalidInput: with a message a field; at ``mentioned`` where somebody may not see the plan.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.COMMENT_WRITE)
    draft = CommentDraft.parse(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan = plan_to_edit(store, viewer_of(actor), plan_id, as_whole=False)
        if section_id is not None and repository.find_plan_of(transaction, section_id) != plan_id:
            raise NotFound("plan_section", section_id)
        _check(transaction, plan, draft)
        made = repository.insert_comment(transaction, plan_id, section_id, draft, by=actor.user_id, at=clock.now())
        if about is not None:
            repository.insert_about(transaction, made, about)
        after = {
            "plan_id": plan_id,
            **({} if about is None else {"gap": about}),
            **_told(draft.content, draft.mentioned),
        }
        audit.record(transaction, actor, audit.Change("add", "plan_comment", made, None, after))
        _tell(transaction, actor, plan, draft.mentioned, tab=_tab(about))
        once.settle(transaction, key, made)
    return made


def edit_plan_comment(
    store: Store, actor: Actor, comment_id: int, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Change an own comment within 15 minutes; who is mentioned only now is told now.

    Raises:
        NotPermitted, NotFound: the role may not; there is none of the actor's, or its plan is not the actor's to see.
        InvalidInput: with a message a field.
        Refused: it was written more than 15 minutes ago.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.COMMENT_WRITE)
    draft = CommentDraft.parse(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        stored, plan = _own(store, transaction, actor, comment_id)
        _check(transaction, plan, draft)
        if not repository.update_comment(transaction, comment_id, version, draft, clock.now()):
            theirs = {"content": stored["content"], "version": stored["version"]}
            raise StaleWrite("plan_comment", comment_id, {"content": draft.content}, theirs)
        before, after = _told(stored["content"], stored["mentioned"]), _told(draft.content, draft.mentioned)
        audit.record(transaction, actor, audit.Change("edit", "plan_comment", comment_id, before, after))
        added = tuple(sorted(set(draft.mentioned) - set(stored["mentioned"])))
        _tell(transaction, actor, plan, added, tab=_tab(stored["about"]))
        once.settle(transaction, key, comment_id)


def remove_plan_comment(store: Store, actor: Actor, comment_id: int, *, key: str) -> None:
    """Take an own comment back within 15 minutes; the trail keeps it.

    Raises:
        NotPermitted, NotFound: the role may not; there is none of the actor's, or its plan is not the actor's to see.
        Refused: it was written more than 15 minutes ago.
        AlreadyDone: the same click was taken before.
    """
    actor.require(Permission.COMMENT_WRITE)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        stored, _plan = _own(store, transaction, actor, comment_id)
        repository.remove_comment(transaction, comment_id)
        before = _told(stored["content"], stored["mentioned"])
        audit.record(transaction, actor, audit.Change("remove", "plan_comment", comment_id, before, None))
        once.settle(transaction, key, comment_id)


def _tab(about: str | None) -> str:
    if about is None:
        return TAB
    return REVIEWS_TAB if about.startswith(_REVIEW) else GAPS_TAB


def _own(store: Store, transaction: Transaction, actor: Actor, comment_id: int) -> tuple[Row, Plan]:
    stored = repository.find_comment(transaction, comment_id)
    if stored is None or stored["author_id"] != actor.user_id:
        raise NotFound("plan_comment", comment_id)
    plan = plan_to_edit(store, viewer_of(actor), stored["plan_id"], as_whole=False)
    if not may_change(stored["author_id"], stored["created_at"], me=actor.user_id, now=clock.now()):
        text = N_("This was written more than {minutes} minutes ago. Write a further one instead.")
        raise Refused(message(text, minutes=EDIT_MINUTES))
    return stored, plan


def _check(transaction: Transaction, plan: Plan, draft: CommentDraft) -> None:
    """Refuse to call somebody who may not see the plan."""
    known = {actor.user_id for actor in who_sees(transaction, plan)} if draft.mentioned else set()
    if not set(draft.mentioned) <= known:
        raise InvalidInput({"mentioned": message(N_("Please choose from the list."))})


def _tell(transaction: Transaction, actor: Actor, plan: Plan, people: tuple[int, ...], *, tab: str) -> None:
    for user_id in people:
        if user_id != actor.user_id:
            text = message(N_("{name} mentioned you in the plan “{plan}”."), name=actor.name, plan=plan.name)
            lead(transaction, user_id, "mention", text, plan, tab=tab)


def _told(content: str, mentioned: tuple[int, ...]) -> dict[str, object]:
    return {"comment": content, "mentioned": ", ".join(map(str, mentioned)) or None}
