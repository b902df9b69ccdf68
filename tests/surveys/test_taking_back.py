"""Taking an import of answers back restores every answer, what was said, and every score."""

from __future__ import annotations

from typing import Any

from crm_core.imports import undo
from crm_core.surveys import service
from crm_core.surveys.model import Scheme
from crm_core.surveys.service import SchemeRequest, scheme_of
from tests.conftest import Cast
from tests.customers.faces import fresh
from tests.imports.conftest import Desk
from tests.surveys.test_service import HEADERS, lines, weighed

OTHER = ("1", "2026-01-11", "", "1", "1", "1", "0", "North")


def answers(desk: Desk) -> list[Any]:
    """Return all that is kept of answers, but their versions."""
    return [
        desk.rows("select * exclude (version) from survey_answer order by answer_id"),
        desk.rows("select * from survey_answer_item order by all"),
        desk.rows("select * from answer_score order by all"),
    ]


def test_added_answers_go_and_changed_ones_are_what_they_were(desk: Desk, cast: Cast) -> None:
    desk.bring("answers", desk.file(HEADERS, lines(3)), survey="S")
    before = answers(desk)
    more = desk.file(HEADERS, [OTHER, ("99", *OTHER[1:])], "more.csv")
    result = desk.bring("answers", more, survey="S", update=True)
    assert (result.counts.added, result.counts.updated) == (1, 1)
    assert answers(desk) != before
    counts = undo.undo_import(desk.store, cast.ada, result.import_id, fresh())
    assert (counts.removed, counts.restored, counts.kept) == (1, 1, 0)
    assert answers(desk) == before


def test_an_answer_that_was_changed_since_stays(desk: Desk, cast: Cast) -> None:
    first = desk.bring("answers", desk.file(HEADERS, lines(3)), survey="S")
    desk.bring("answers", desk.file(HEADERS, [OTHER], "more.csv"), survey="S", update=True)
    plan = undo.undo_plan(desk.store, cast.ada, first.import_id)
    assert (plan.counts.removed, plan.counts.kept) == (5, 1)
    assert [(each.name, each.reason) for each in plan.staying] == [("S / 1", "It was changed after the import.")]


def test_a_changed_answer_of_a_survey_weighed_anew_stays_and_an_added_one_goes(desk: Desk, cast: Cast) -> None:
    desk.bring("answers", desk.file(HEADERS, lines(3)), survey="S")
    more = desk.file(HEADERS, [OTHER, ("99", *OTHER[1:])], "more.csv")
    result = desk.bring("answers", more, survey="S", update=True)
    scheme: Scheme = weighed(desk.store, "3", "1")
    assert scheme_of(desk.store, SchemeRequest(1, 1)).rules == scheme.rules
    service.save_scheme(desk.store, cast.ada, 1, scheme, key=fresh(), before=1, reason="why")
    counts = undo.undo_import(desk.store, cast.ada, result.import_id, fresh())
    assert (counts.removed, counts.restored, counts.kept) == (1, 0, 1)
    assert desk.rows("select count(*) as n from survey_answer")[0]["n"] == 6
