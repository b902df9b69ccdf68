"""Many survey answers as a file: made out of the way, the same lines as at once, and taken only by who may see them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm_core.access.model import Permission
from crm_core.customers.ownership.service import assign_owner
from crm_core.errors import NotFound, NotPermitted, Refused
from crm_core.exports import service
from crm_core.exports.model import AnswersOutdated, FileStatus
from crm_core.privacy.erasure.beside import remove_lists
from crm_core.privacy.erasure.work import Subject
from crm_core.surveys import behind
from crm_core.surveys.behind import COLUMNS, FileKind, FileWanted, answers_file
from tests.conftest import Cast, sql
from tests.customers.faces import add, fresh
from tests.exports.test_service import files, told
from tests.surveys.conftest import Desk, desk

__all__ = ["desk"]
HEADINGS = {name: f"={name}" for name in COLUMNS}
_LAST = sql("select action, entity, entity_id, row_count from audit_entry order by seq desc limit 1")
_SIGHTS = sql("select customer_id from customer_sight where user_id = $1 and way = 'file'")


def test_a_long_file_of_answers_goes_the_way_of_all_long_files(
    desk: Desk, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    wang = add(desk.store, cast.tao, "王小明", cast.sol, code="C-1")
    head = ("No", "Code", "Shop", "Quality", "Comment")
    lines = [("1", "C-1", "West", "4", "=1+1"), ("2", "", "West", "5", "fine"), ("3", "", "East", "", "so so")]
    uses = {"No": "number", "Code": "customer", "Shop": "group", "Quality": "rating", "Comment": "comment"}
    desk.bring("answers", desk.file(head, lines), survey="S", mapping=uses)
    shop = desk.rows("select item_id from survey_item where header = 'Shop'")[0]["item_id"]
    part = f"group:{shop}:West"

    whole = FileWanted(1, None, FileKind.CSV, HEADINGS)
    at_once, of_west = (answers_file(desk.store, cast.mia, each) for each in (whole, replace(whole, part=part)))
    monkeypatch.setattr(behind, "MOST_ROWS", 2)
    with pytest.raises(Refused):
        answers_file(desk.store, cast.mia, whole)
    for asked, content in ((None, at_once), (part, of_west)):
        file_id = service.ask_for_answers(desk.store, cast.mia, 1, asked, "answers.csv", HEADINGS, fresh())
        assert service.make_next(desk.store)
        assert service.hand_over(desk.store, cast.mia, file_id).path.read_bytes() == content
    assert (len(at_once.splitlines()), len(of_west.splitlines())) == (4, 3)
    assert "王小明" in of_west.decode("utf-8")
    assert ",75.0," in of_west.decode("utf-8")
    assert "'=1+1" in of_west.decode("utf-8")
    assert [file.row_count for file in files(desk.store, cast.mia)] == [2, 3]
    assert ("file_ready", "Your file answers.csv is ready: 2 answers. It is kept for 7 days.") in told(
        desk.store, cast.mia
    )
    assert [row["customer_id"] for row in desk.store.rows(_SIGHTS, [cast.mia.user_id])] == [wang]

    for other, refusal in ((cast.ada, NotFound), (cast.tao, NotFound), (cast.sol, NotPermitted)):
        with pytest.raises(refusal):
            service.hand_over(desk.store, other, file_id)
    with pytest.raises(NotPermitted):
        service.ask_for_answers(desk.store, cast.sol, 1, None, "a.csv", HEADINGS, fresh())
    with pytest.raises(NotFound):
        service.ask_for_answers(desk.store, cast.mia, 4711, None, "a.csv", HEADINGS, fresh())
    service.ask_for_answers(desk.store, cast.mia, 1, "group:1:Nowhere", "a.csv", HEADINGS, fresh())
    service.make_next(desk.store)
    assert files(desk.store, cast.mia)[0].status is FileStatus.FAILED


def test_a_lead_takes_answers_only_while_they_and_their_customers_are_the_teams(desk: Desk, cast: Cast) -> None:
    wang = add(desk.store, cast.tao, "王小明", cast.sol, code="C-1")
    uses = {"No": "number", "Code": "customer", "Q": "rating"}
    desk.bring("answers", desk.file(("No", "Code", "Q"), [("1", "C-1", "4")]), survey="S", mapping=uses)
    file_id = service.ask_for_answers(desk.store, cast.tao, 1, None, "answers.xlsx", HEADINGS, fresh())
    service.make_next(desk.store)
    service.hand_over(desk.store, cast.tao, file_id)
    assert [*desk.store.row(_LAST).values()] == ["download", "export_file", file_id, 1]  # type: ignore[union-attr]
    assign_owner(desk.store, cast.mia, [wang], cast.vic.user_id, key=fresh())
    with pytest.raises(AnswersOutdated):
        service.hand_over(desk.store, cast.tao, file_id)
    assert cast.tao.require(Permission.SURVEY_EXPORT)
    with desk.store.transaction() as transaction:  # an erasure finds it
        assert remove_lists(desk.store, transaction, Subject((wang + 1,), ())) == 0
        assert remove_lists(desk.store, transaction, Subject((wang,), ())) == 1
    with pytest.raises(NotFound):
        service.hand_over(desk.store, cast.tao, file_id)
