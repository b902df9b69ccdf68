"""What people can do with saved views: see the own and the shared ones, save, change, delete, begin with one.

Its maker changes a view; a shared one also who may share so far: a lead that of the own team, managers and administrators
any. A view is a question and holds no customer: who opens it sees what the own reach opens.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.customers.lists.fields import known_fields, own_list_field
from crm_core.customers.lists.views.model import (
    MOST_VIEWS,
    SavedView,
    Sharing,
    ViewContent,
    ViewDraft,
    as_json,
    from_json,
    shares_of,
)
from crm_core.customers.profile.own_fields import repository as own_fields
from crm_core.customers.profile.tags import repository as tags
from crm_core.errors import N_, InvalidInput, NotFound, Refused, StaleWrite, message
from crm_core.store import Row, Store, Transaction, once, statement
from crm_core.store.reads import reads
from crm_core.texts import key_of

ROOM = "customers/lists/views"


@reads("saved_list", "saved_list_start", "own_field", "tag", "app_user")
def saved_views(store: Store, request: Actor) -> tuple[SavedView, ...]:
    """Return the views that the actor sees, by name: the own ones, the team's, everybody's.

    Raises:
        NotPermitted: the role may not read customers.
    """
    request.require(Permission.CUSTOMER_READ)
    fields = own_fields.find_fields(store)
    known = known_fields(fields)
    names = {field.key: own_list_field(field).label for field in fields}
    ids = {"tags": frozenset(str(tag.tag_id) for tag in tags.find_tags(store))}
    found = []
    for row in store.rows(statement(ROOM, "views_of"), [request.user_id, request.team_id]):
        content, gone = from_json(row["content"], known, names, ids)
        found.append(
            SavedView(
                row["view_id"], row["name"], Sharing(row["sharing"]), row["team_id"], content, gone, row["version"],
                row["made_by"], _may_edit(request, row), row["is_start"],
            )
        )  # fmt: skip
    return tuple(found)


def save_view(store: Store, actor: Actor, given: Mapping[str, object], content: ViewContent, *, key: str) -> int:
    """Store a view under a name and return its id.

    Raises:
        NotPermitted: the role may not read customers.
        InvalidInput: with a message a field; at ``name`` where the actor sees another view of that name.
        Refused: the actor made 100 views already.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.CUSTOMER_READ)
    draft = ViewDraft.parse(given, actor)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        if transaction.rows(statement(ROOM, "own_view_count"), [actor.user_id])[0]["views"] >= MOST_VIEWS:
            raise Refused(message(N_("You have {count} views, as many as there may be."), count=MOST_VIEWS))
        _check_free(transaction, actor, draft.name, None)
        told = [draft.name, key_of(draft.name), draft.sharing.value, _team(actor, draft), as_json(content)]
        rows = transaction.rows(statement(ROOM, "add_view"), [*told, actor.user_id, clock.now()])
        view_id = int(rows[0]["view_id"])
        audit.record(transaction, actor, audit.Change("add", "saved_list", view_id, None, _told(draft)))
        once.settle(transaction, key, view_id)
    return view_id


def edit_view(
    store: Store,
    actor: Actor,
    view_id: int,
    given: Mapping[str, object],
    content: ViewContent | None,
    *,
    version: int,
    key: str,
) -> None:
    """Give a view another name, share it otherwise, and with ``content`` let it ask something else.

    Raises:
        NotPermitted: the role may not read customers.
        NotFound: there is none, or it is not the actor's to change.
        InvalidInput: with a message a field.
        StaleWrite: somebody saved since ``version``.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.CUSTOMER_READ)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        stored = _to_change(transaction, actor, view_id, version, given)
        kept = stored["sharing"] == given.get("sharing", stored["sharing"])
        said = {"name": stored["name"], **given, **({"sharing": Sharing.OWN.value} if kept else {})}
        draft = ViewDraft.parse(said, actor)
        sharing = Sharing(stored["sharing"]) if kept else draft.sharing  # what is shared further stays so
        draft = replace(draft, sharing=sharing)
        _check_free(transaction, actor, draft.name, view_id)
        team_id = stored["team_id"] if kept else _team(actor, draft)
        asked = stored["content"] if content is None else as_json(content)
        told = [draft.name, key_of(draft.name), draft.sharing.value, team_id, asked, clock.now()]
        transaction.rows(statement(ROOM, "edit_view"), [view_id, version, *told])
        before = {"name": stored["name"], "sharing": stored["sharing"]}
        audit.record(transaction, actor, audit.Change("edit", "saved_list", view_id, before, _told(draft)))
        once.settle(transaction, key, view_id)


def remove_view(store: Store, actor: Actor, view_id: int, *, version: int, key: str) -> None:
    """Delete a view; lists that began with it begin as at first.

    Raises:
        NotPermitted: the role may not read customers.
        NotFound: there is none, or it is not the actor's to delete.
        StaleWrite: somebody saved since ``version``.
        AlreadyDone: the same click was saved before.
    """
    actor.require(Permission.CUSTOMER_READ)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        stored = _to_change(transaction, actor, view_id, version, {})
        transaction.rows(statement(ROOM, "remove_view"), [view_id, version])
        transaction.execute(statement(ROOM, "forget_starts"), [view_id])
        before = {"name": stored["name"], "sharing": stored["sharing"]}
        audit.record(transaction, actor, audit.Change("remove", "saved_list", view_id, before, None))
        once.settle(transaction, key, view_id)


def begin_with(store: Store, actor: Actor, view_id: int | None, *, key: str) -> None:
    """Let the actor's list begin with a view, with None as at first.

    Raises:
        NotPermitted: the role may not read customers.
        NotFound: there is no such view, or the actor does not see it.
        AlreadyDone: the same click was saved before.
    """
    actor.require(Permission.CUSTOMER_READ)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        if view_id is not None and view_id not in {row["view_id"] for row in _seen(transaction, actor)}:
            raise NotFound("saved_list", view_id)
        transaction.execute(statement(ROOM, "remove_start"), [actor.user_id])
        if view_id is not None:
            transaction.execute(statement(ROOM, "put_start"), [actor.user_id, view_id])
        audit.record(transaction, actor, audit.Change("begin_with", "saved_list", view_id, None, None))
        once.settle(transaction, key, view_id or 0)


def _seen(transaction: Transaction, actor: Actor) -> list[Row]:
    return transaction.rows(statement(ROOM, "views_of"), [actor.user_id, actor.team_id])


def _may_edit(actor: Actor, row: Row) -> bool:
    """Return whether a view is the actor's to change: the own one, or one shared no further than the actor may."""
    if row["created_by"] == actor.user_id:
        return True
    shares = shares_of(actor)
    if row["sharing"] == Sharing.TEAM:
        return Sharing.ALL in shares or (Sharing.TEAM in shares and row["team_id"] == actor.team_id)
    return row["sharing"] == Sharing.ALL and Sharing.ALL in shares


def _to_change(transaction: Transaction, actor: Actor, view_id: int, version: int, given: Mapping[str, object]) -> Row:
    stored = transaction.row(statement(ROOM, "view_to_change"), [view_id])
    if stored is None or not _may_edit(actor, stored):
        raise NotFound("saved_list", view_id)
    if stored["version"] != version:
        theirs = {"name": stored["name"], "sharing": stored["sharing"], "version": stored["version"]}
        raise StaleWrite("saved_list", view_id, {name: given.get(name) for name in ("name", "sharing")}, theirs)
    return stored


def _check_free(transaction: Transaction, actor: Actor, name: str, but: int | None) -> None:
    if any(key_of(row["name"]) == key_of(name) and row["view_id"] != but for row in _seen(transaction, actor)):
        raise InvalidInput({"name": message(N_("This name is taken."))})


def _team(actor: Actor, draft: ViewDraft) -> int | None:
    return actor.team_id if draft.sharing is Sharing.TEAM else None


def _told(draft: ViewDraft) -> dict[str, object]:
    return {"name": draft.name, "sharing": draft.sharing.value}
