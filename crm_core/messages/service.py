"""The bell: rooms notify users in the transaction of what happened; users read their own notices, nobody else's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from crm_core import audit, clock
from crm_core.access.model import SCHEDULER, Actor, Permission, Reach, Role
from crm_core.errors import N_, Message, NotFound, message
from crm_core.messages.model import (
    Notice,
    NoticeList,
    NoticesWanted,
    message_from,
    query_as_text,
    query_from,
    values_as_json,
)
from crm_core.settings import service as settings
from crm_core.store import Composer, Row, Store, Transaction, statement
from crm_core.store.reads import reads

READ_KEPT_FOR = timedelta(days=90)
TOGETHER_FOR = timedelta(hours=12)
_CODES, _MORE = 3, "…"  # how many customers a notice about several names
_CUSTOMER_PAGE, _CUSTOMERS_PAGE = "customers/customer.py", "customers/customers.py"


def notify(  # noqa: PLR0917 - the contract that all rooms call
    transaction: Transaction,
    user_id: int,
    kind: str,
    text: Message,
    page: str | None = None,
    query: Mapping[str, object] | None = None,
) -> int:
    """Leave a notice for a user and return its id; the same one, still unread, is renewed instead of repeated.

    A notice about a customer leads to that customer's page and names nobody: its value ``customer`` is the id. The name is
    put in when it is read, as it is by then, and only where the reader may see the customer by then.

    ``page`` is the file of the page it leads to (``customers/customer.py``), ``query`` that page's query.
    """
    asked = query_as_text(query)
    given = [user_id, kind, text.text, values_as_json(text), page, asked, clock.now()]
    same = transaction.row(statement("messages", "renew_notice"), given)
    added = same or transaction.rows(statement("messages", "add_notice"), given)[0]
    return int(added["notice_id"])


def notify_in_one(  # noqa: PLR0917 - as ``notify``
    transaction: Transaction,
    user_id: int,
    kind: str,
    text: Message,
    together: str,
    page: str,
    query: Mapping[str, object] | None = None,
) -> None:
    """Leave a notice as ``notify`` does; what the same person does again within half a day, unread, is told in one.

    ``text`` holds who did it (``name``) and to which customer (``code``). ``together`` is the text for several, with
    ``name``, ``count`` and ``codes``, the last few; it leads to the list of customers.
    """
    now = clock.now()
    wanted = [user_id, kind, [text.text, together], now - TOGETHER_FOR]
    for row in transaction.rows(statement("messages", "unread_of_kind"), wanted):
        said = message_from(row["text"], row["text_values"]).values
        if said.get("name") == text.values["name"]:
            folded = message(together, name=said["name"], **_one_more(said, str(text.values["code"])))
            given = [row["notice_id"], together, values_as_json(folded), _CUSTOMERS_PAGE, now]
            transaction.execute(statement("messages", "put_notice"), given)
            return
    notify(transaction, user_id, kind, text, page, query)


def _one_more(said: Mapping[str, object], code: str) -> dict[str, object]:
    """Return count and codes of a notice that tells of one more customer, the last one first."""
    before = str(said["codes"] if "codes" in said else said["code"]).split(", ")
    codes = [code, *(each for each in before if each != _MORE)]
    count = int(str(said.get("count", 1))) + 1
    return {"count": count, "codes": ", ".join([*codes[:_CODES], *([_MORE] if count > _CODES else [])])}


def notify_admins(
    transaction: Transaction,
    kind: str,
    text: Message,
    page: str | None = None,
    query: Mapping[str, object] | None = None,
) -> int:
    """Leave the same notice for every active administrator and return how many there are."""
    admins = transaction.rows(statement("messages", "active_users_of_role"), [Role.ADMIN.value])
    for row in admins:
        notify(transaction, int(row["user_id"]), kind, text, page, query)
    return len(admins)


def notify_everybody(transaction: Transaction, kind: str, text: Message) -> int:
    """Leave the same notice for every active user and return how many there are."""
    people = transaction.rows(statement("messages", "active_users"))
    for row in people:
        notify(transaction, int(row["user_id"]), kind, text)
    return len(people)


def drop_unread(transaction: Transaction, kind: str) -> None:
    """Let what people have not read of a kind make room for something newer; of what is done by now nothing comes."""
    transaction.execute(statement("messages", "drop_unread_of_kind"), [None, kind])


def notify_of_overdue(store: Store) -> int:
    """Leave a notice for each active user whose follow-ups are overdue today; return how many users. For a job."""
    today = clock.today(settings.current(store).zone)
    with store.transaction() as transaction:
        rows = transaction.rows(statement("messages", "overdue_follow_ups_by_user"), [today])
        drop_unread(transaction, "follow_ups_overdue")
        for row in rows:
            text = message(
                N_("Overdue follow-ups: {count}, the oldest since {day}."),
                count=row["overdue_count"],
                day=row["oldest_on"],
            )
            notify(transaction, row["user_id"], "follow_ups_overdue", text, "work/day.py")
    return len(rows)


def notify_of_figures(transaction: Transaction, last_on: date) -> int:
    """Tell the readers, whom nothing else calls back, that the board has new purchases up to ``last_on``.

    What they have not read of earlier ones makes room. Return how many readers there are.
    """
    readers = transaction.rows(statement("messages", "active_users_of_role"), [Role.READER.value])
    text = message(N_("New purchases are in. The board now goes up to {day}."), day=last_on)
    for row in readers:
        transaction.execute(statement("messages", "drop_unread_of_kind"), [row["user_id"], "new_figures"])
        notify(transaction, int(row["user_id"]), "new_figures", text, "board/board.py")
    return len(readers)


@reads("notice")
def unread_count(store: Store, reach: Reach) -> int:
    """Return how many of the own notices are unread; ``reach`` is that of ``NOTICE_OWN``."""
    return int(store.value(statement("messages", "unread_count"), [reach.me]))


_LIST = Composer(
    statement("messages", "own_notices"),
    {"filters": {"unread": "and read_at is null"}},
    joiners={"filters": " "},
)


@reads("notice", "customer", "collaborator")
def own_notices(store: Store, wanted: NoticesWanted) -> NoticeList:
    """Return a part of the own notices, the latest first, worded as the reader may know things now."""
    chosen = _LIST.compose(filters=("unread",) if wanted.is_unread_only else ())
    rows = store.rows(chosen, [wanted.reach.me, wanted.count, wanted.first])
    total = rows[0]["total_count"] if rows else 0
    notices = [_notice(row) for row in rows]
    names = _names(store, wanted.customers, {about for each in notices if (about := _customer_of(each)) is not None})
    return NoticeList(tuple(_worded(notice, names) for notice in notices), total)


def _customer_of(notice: Notice) -> int | None:
    """Return the customer whom a notice is about; None where it is about none."""
    told = notice.query.get("id", "")
    return int(told) if notice.page == _CUSTOMER_PAGE and told.isdigit() else None


def _names(store: Store, reach: Reach | None, customer_ids: set[int]) -> dict[int, str]:
    if reach is None or not customer_ids:
        return {}
    rows = store.rows(statement("messages", "names_within"), [*reach.positional(), sorted(customer_ids)])
    return {row["customer_id"]: row["name"] for row in rows}


def _worded(notice: Notice, names: Mapping[int, str]) -> Notice:
    about = _customer_of(notice)
    if about is None:
        return notice
    if about not in names:
        return replace(
            notice, text=message(N_("This was about a customer who is not yours to see any more.")), page=None
        )
    told = {**notice.text.values, "customer": names[about]} if "customer" in notice.text.values else notice.text.values
    return replace(notice, text=Message(notice.text.text, told))


def forget_read(store: Store) -> int:
    """Remove the notices that were read more than 90 days ago; return how many. For a job."""
    with store.transaction() as transaction:
        removed = len(transaction.rows(statement("messages", "forget_read"), [clock.now() - READ_KEPT_FOR]))
        if removed:
            change = audit.Change("clean_up", "notice", None, None, {"count": removed})
            audit.record_batch(transaction, SCHEDULER, change, removed)
    return removed


def _notice(row: Row) -> Notice:
    return Notice(
        row["notice_id"],
        row["kind"],
        message_from(row["text"], row["text_values"]),
        row["page"],
        query_from(row["page_query"]),
        row["created_at"],
        row["read_at"],
    )


def mark_read(store: Store, actor: Actor, notice_id: int) -> None:
    """Note that an own notice was read; reading it twice does no harm.

    Raises:
        NotFound: there is no such notice, or it is another's.
    """
    reach = actor.require(Permission.NOTICE_OWN)
    with store.transaction() as transaction:
        if not transaction.rows(statement("messages", "mark_read"), [notice_id, reach.me, clock.now()]):
            raise NotFound("notice", notice_id)


def mark_all_read(store: Store, actor: Actor) -> int:
    """Note that all own notices were read; return how many were not before."""
    reach = actor.require(Permission.NOTICE_OWN)
    with store.transaction() as transaction:
        return len(transaction.rows(statement("messages", "mark_all_read"), [reach.me, clock.now()]))
