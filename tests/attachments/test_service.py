"""Documents of customers and interactions: attached once, taken by whoever may, removed with a reason, told in the trail."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from crm_core.access.model import Actor, Permission
from crm_core.attachments.keeping import remove_left_over
from crm_core.attachments.model import (
    FIELD,
    MOST_AT_ONCE,
    MOST_OF_CUSTOMER,
    Attachment,
    Document,
    DocumentKind,
    Room,
    Upload,
)
from crm_core.attachments.service import attach, attachments_of, log_with_documents, may_remove, remove, take
from crm_core.customers.model import OneCustomer
from crm_core.errors import AlreadyDone, CrmError, InvalidInput, NotFound, NotPermitted, Refused
from crm_core.interactions.service import log_interaction
from crm_core.settings.service import change_settings, current_version
from crm_core.store import Store
from crm_core.store.backup import backup
from crm_core.store.documents import documents_path, sizes
from crm_core.store.documents import kept as documents_kept
from crm_core.system.service import check_store, make_backup, remove_old_backups, restore
from tests.access.test_refusals import everything
from tests.attachments.files import DOCX, JPEG, PDF, PNG
from tests.conftest import NOW, Cast, sql
from tests.customers.faces import Faces, faces, fresh

__all__ = ["faces"]
OFFER, PHOTO = Upload("报价 '1' 🙂.pdf", PDF), Upload("photo.png", PNG)
SAID = {"channel": "phone", "outcome": "reached", "content": "看了样品"}


def documents(store: Store, actor: Actor, customer_id: int) -> tuple[Attachment, ...]:
    return attachments_of(store, OneCustomer(actor.require(Permission.CUSTOMER_READ), customer_id))


def entries(store: Store) -> list[tuple[str, int]]:
    rows = store.rows(sql("select action, entity_id from audit_entry where entity = 'attachment' order by seq"))
    return [(row["action"], row["entity_id"]) for row in rows]


def test_a_document_is_attached_once_taken_and_removed(store: Store, cast: Cast, faces: Faces, tmp_path: Path) -> None:
    key = fresh()
    first, second = attach(store, cast.sol, faces.wang, [OFFER, PHOTO], key=key)
    with pytest.raises(AlreadyDone):
        attach(store, cast.sol, faces.wang, [OFFER, PHOTO], key=key)
    with pytest.raises(InvalidInput) as refusal:
        attach(store, cast.tao, faces.wang, [Upload("again.pdf", PDF)], key=fresh())
    assert "报价 '1' 🙂.pdf, attached on 2026-03-18" in str(refusal.value.fields[FIELD])
    assert [(one.file_name, one.kind, one.who) for one in documents(store, cast.rea, faces.wang)] == [
        ("photo.png", "png", "Sol"),
        ("报价 '1' 🙂.pdf", "pdf", "Sol"),
    ]
    assert take(store, cast.tao, first).content == PDF
    copy = backup(store, tmp_path / "copy.duckdb").path
    remove(store, cast.tao, first, "换成签字版", key=fresh())
    with pytest.raises(NotFound):
        take(store, cast.tao, first)
    assert [one.attachment_id for one in documents(store, cast.sol, faces.wang)] == [second]
    assert entries(store) == [("attach", first), ("attach", second), ("download", first), ("remove", first)]
    with closing(Store.open(copy)) as restored:  # what was removed since is in the backup, whole
        assert take(restored, cast.sol, first).content == PDF


def test_an_interaction_is_logged_with_its_documents_or_not_at_all(store: Store, cast: Cast, faces: Faces) -> None:
    talk = log_with_documents(store, cast.sol, faces.wang, SAID, [PHOTO], key=fresh())
    attach(store, cast.sol, faces.wang, [OFFER], key=fresh(), interaction_id=talk)
    assert {one.interaction_id for one in documents(store, cast.sol, faces.wang)} == {talk}
    before = everything(store)
    for uploads, given, refusal in (
        ([Upload("a.txt", b"<html>")], SAID, InvalidInput),
        ([PHOTO], SAID, InvalidInput),  # it is here already
        ([Upload("a.jpg", JPEG)], {**SAID, "content": ""}, InvalidInput),
    ):
        with pytest.raises(refusal):
            log_with_documents(store, cast.sol, faces.wang, given, uploads, key=fresh())
        assert everything(store) == before
    assert log_with_documents(store, cast.sol, faces.wang, SAID, [], key=fresh()) > talk


def test_nobody_else_reads_attaches_takes_or_removes(store: Store, cast: Cast, faces: Faces) -> None:
    (made,) = attach(store, cast.sol, faces.wang, [OFFER], key=fresh())
    talk = log_interaction(store, cast.tao, faces.li, SAID, key=fresh())
    with store.transaction() as transaction:  # Vic works along on Wang
        transaction.execute(sql("insert into collaborator values ($1, $2, $3)"), [faces.wang, cast.vic.user_id, NOW])
    before = everything(store)

    def call(actor: Actor, customer_id: int, uploads: list[Upload], **more: int) -> object:
        return attach(store, actor, customer_id, uploads, key=fresh(), **more)

    refused: list[tuple[str, type[CrmError], object]] = [
        ("attach to another team's", NotFound, lambda: call(cast.vic, faces.li, [PHOTO])),
        ("attach to the pool's", NotFound, lambda: call(cast.tao, faces.pool, [PHOTO])),
        ("attach as reader", NotPermitted, lambda: call(cast.rea, faces.wang, [PHOTO])),
        ("attach to another's interaction", NotFound, lambda: call(cast.sol, faces.wang, [PHOTO], interaction_id=talk)),
        ("attach to no interaction", NotFound, lambda: call(cast.sol, faces.wang, [PHOTO], interaction_id=4711)),
        ("attach nothing", InvalidInput, lambda: call(cast.sol, faces.wang, [])),
        ("attach very many", InvalidInput, lambda: call(cast.sol, faces.wang, [PHOTO] * (MOST_AT_ONCE + 1))),
        ("take as reader", NotPermitted, lambda: take(store, cast.rea, made)),
        ("take what is not there", NotFound, lambda: take(store, cast.sol, 4711)),
        ("remove without a reason", InvalidInput, lambda: remove(store, cast.sol, made, " ", key=fresh())),
        ("remove a colleague's as collaborator", NotFound, lambda: remove(store, cast.vic, made, "why", key=fresh())),
        ("remove as reader", NotPermitted, lambda: remove(store, cast.rea, made, "why", key=fresh())),
        ("log with documents as reader", NotPermitted,
         lambda: log_with_documents(store, cast.rea, faces.wang, SAID, [PHOTO], key=fresh())),
        ("log with documents on another team's", NotFound,
         lambda: log_with_documents(store, cast.vic, faces.li, SAID, [PHOTO], key=fresh())),
    ]  # fmt: skip
    for what, refusal, act in refused:
        with pytest.raises(refusal) as caught:
            act()  # type: ignore[operator] # each is a call
        assert type(caught.value) is refusal, what
        assert everything(store) == before, what
    (theirs,) = attach(store, cast.vic, faces.wang, [PHOTO], key=fresh())
    assert take(store, cast.vic, made).content == PDF
    remove(store, cast.vic, theirs, "mine", key=fresh())
    assert store.value(sql("select count(*) from attachment")) == 1
    with pytest.raises(NotFound) as hidden:
        take(store, replace(cast.vic, user_id=cast.mia.user_id + 999), made)
    assert hidden.value.args == NotFound("attachment", made).args  # nothing is told of the customer


def test_there_is_only_so_much_room(store: Store, cast: Cast, faces: Faces) -> None:
    limits = {"attachment_megabytes": "1", "attachments_megabytes": "1"}
    change_settings(store, cast.ada, limits, current_version(store))
    long = Upload("long.txt", b"word " * 180_000)
    attach(store, cast.sol, faces.wang, [long], key=fresh())
    with pytest.raises(InvalidInput, match="together"):
        attach(store, cast.sol, faces.wang, [Upload("b.txt", b"other " * 120_000)], key=fresh())
    with pytest.raises(InvalidInput, match="too large"):
        attach(store, cast.sol, faces.wang, [Upload("b.txt", b"other " * 200_000)], key=fresh())
    attach(store, cast.tao, faces.li, [long], key=fresh())  # another customer has room of its own


def test_what_is_missing_is_told_and_what_is_left_over_goes(store: Store, cast: Cast, faces: Faces) -> None:
    (made,) = attach(store, cast.sol, faces.wang, [OFFER], key=fresh())
    folder = documents_path(store.path)
    with pytest.raises(ZeroDivisionError), documents_kept(store.path, [b"x"]):
        raise ZeroDivisionError
    (place,) = sizes(store.path)
    with documents_kept(store.path, [b"nobody's"]) as (stray,):
        pass
    assert remove_left_over(store) == 0  # too new: its row may be on its way
    assert remove_left_over(store, older_than_seconds=-1e9) == 1
    assert sizes(store.path) == {place: len(PDF)}
    assert stray not in sizes(store.path)
    assert check_store(store, cast.ada) == []
    (folder / place[:2] / place).write_bytes(PDF[:-1])
    with pytest.raises(Refused):
        take(store, cast.sol, made)
    assert [one.check for one in check_store(store, cast.ada)] == ["documents"]
    remove(store, cast.sol, made, "damaged", key=fresh())
    assert sizes(store.path) == {}


def test_a_restore_brings_back_what_was_removed_and_old_backups_go_whole(
    store: Store, cast: Cast, faces: Faces
) -> None:
    (made,) = attach(store, cast.sol, faces.wang, [OFFER], key=fresh())
    kept = make_backup(store, cast.ada).path
    (place,) = sizes(store.path)
    assert (documents_path(kept) / place[:2] / place).stat().st_nlink == 2  # one file of two names: no room is taken
    remove(store, cast.sol, made, "by mistake", key=fresh())
    (other,) = attach(store, cast.sol, faces.wang, [PHOTO], key=fresh())
    former = restore(store, cast.ada, kept).former
    assert take(store, cast.sol, made).content == PDF
    with pytest.raises(NotFound):
        take(store, cast.sol, other)
    assert former is not None
    assert len(sizes(former)) == 1  # what had been attached since is in the backup of the former store
    nightly = kept.with_name("crm-20260101-000000.duckdb")
    backup(store, nightly)
    assert remove_old_backups(store, 0) == 1
    assert not documents_path(nightly).exists()
    assert take(store, cast.sol, made).content == PDF


def test_only_so_many() -> None:
    one = Document("a.docx", DocumentKind.DOCX, DOCX, "x")
    Room(10**9, 0, MOST_OF_CUSTOMER - 1).check((one,))
    with pytest.raises(InvalidInput):
        Room(10**9, 0, MOST_OF_CUSTOMER).check((one,))


def test_who_is_offered_to_remove(store: Store, cast: Cast, faces: Faces) -> None:
    attach(store, cast.sol, faces.wang, [OFFER], key=fresh())
    (one,) = documents(store, cast.sol, faces.wang)
    assert may_remove(cast.sol, one, may_edit=False)
    assert not may_remove(cast.vic, one, may_edit=False)
    assert may_remove(cast.tao, one, may_edit=True)
    assert not may_remove(cast.rea, one, may_edit=True)
