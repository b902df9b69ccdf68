"""Importing answers: columns that are questions, whom an answer is of, and how it is known again."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from crm_core import clock
from crm_core.access.model import CONSOLE
from crm_core.errors import NotFound, NotPermitted, Refused, UnusableFile
from crm_core.imports.model import Counts
from crm_core.surveys.service import create_survey
from tests.conftest import NOW, Cast, sql
from tests.imports.conftest import Desk, reasons
from tests.imports.test_purchases import add_customer
from tests.surveys.test_service import FORM

HEADERS = (
    "No",
    "Date",
    "Customer code",
    "Quality",
    "Price",
    "Overall satisfaction",
    "Would you recommend us?",
    "Region",
)
LINE = ("1", "2026-03-01", "", "4", "2", "5", "9", "East")


def with_phone(desk: Desk, code: str, phone_key: str, team: int | None) -> None:
    add_customer(desk.store, code, team)
    with desk.store.transaction() as transaction:
        transaction.execute(sql("update customer set phone_key = $2 where code = $1"), [code, phone_key])


def scores(desk: Desk) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for row in desk.rows("select measure, score from answer_score_view order by answer_id"):
        found.setdefault(row["measure"], []).append(float(row["score"]))
    return found


def rules(desk: Desk) -> dict[str, tuple[Any, ...]]:
    text = """
        select i.header, r.purpose, r.scale_low, r.scale_high, n.name
        from survey as s inner join scheme_item as r on r.survey_id = s.survey_id and r.version = s.scheme_version
        inner join survey_item as i on i.item_id = r.item_id
        left join scheme_indicator as n
            on n.survey_id = s.survey_id and n.version = s.scheme_version and n.position = r.indicator
        order by i.position
    """
    return {row["header"]: tuple(row.values())[1:] for row in desk.rows(text)}


def test_an_export_of_a_survey_program_is_understood_as_it_is(desk: Desk, wjx: Path) -> None:
    with_phone(desk, "K1", "8613800138000", None)
    result = desk.bring("answers", wjx, survey="三月回访")
    assert result.counts == Counts(4, 4, 0, 0, 0)
    assert rules(desk) == {
        "2、您对我们的总体满意程度是？": ("overall", 1, 5, None),
        "3、请评价以下方面—产品质量": ("rating", 1, 5, "请评价以下方面"),
        "3、请评价以下方面—价格": ("rating", 1, 5, "请评价以下方面"),
        "4、您对服务人员的态度满意吗？": ("rating", 1, 5, "您对服务人员的态度满意吗？"),
        "5、您向朋友推荐我们的可能性有多大？": ("recommend", 0, 10, None),
        "6、您常去的门店": ("group", 1, 5, None),
        "8、您的建议": ("comment", 1, 5, None),
    }
    assert scores(desk) == {
        # (75 + 100) ÷ 2 and 50; (50 + 75) ÷ 2 alone; (0 + 25) ÷ 2 and 50; 75 and 75
        "index": [(87.5 + 50) / 2, 62.5, (12.5 + 50) / 2, 75.0],
        "csat": [1.0, 1.0, 0.0, 1.0],
        "nps": [100.0, 100.0, -100.0, 0.0],
    }
    [first, second, *_] = desk.rows("select * from survey_answer_view order by answer_id")
    assert (first["customer_code"], second["customer_code"]) == ("K1", None)
    assert second["answered_on"] == date(2026, 3, 1)


def test_an_answer_without_a_time_counts_on_no_day_to_come(desk: Desk, cast: Cast) -> None:
    create_survey(desk.store, cast.mia, FORM, "k")  # of the whole of March
    for at, no in ((NOW, "1"), (datetime(2026, 3, 31, 12, tzinfo=UTC), "2"), (datetime(2026, 4, 5, tzinfo=UTC), "3")):
        with clock.held_at(at):
            desk.bring("answers", desk.file(("No", "Q"), [(no, "4")], f"{no}.csv"), survey="Spring")
    found = desk.rows("select answered_on, answered_at from survey_answer order by answer_id")
    noon = datetime(2026, 3, 31, 4, tzinfo=UTC)  # of the last day, in Shanghai
    assert [row["answered_on"].day for row in found] == [18, 31, 31]
    assert [row["answered_at"] for row in found] == [NOW, datetime(2026, 3, 31, 12, tzinfo=UTC), noon]
    assert desk.rows("select answered_on from answer_score order by answer_id")[0]["answered_on"] == date(2026, 3, 18)


def test_network_addresses_are_not_kept(desk: Desk, wjx: Path) -> None:
    desk.bring("answers", wjx, survey="三月回访", keep=True)
    kept = desk.rows("select said from survey_answer_item") + desk.rows("select header as said from survey_item")
    assert kept
    assert not [row for row in kept if "203.0.113" in row["said"] or "IP" in row["said"]]


def test_reading_the_same_file_again_adds_nothing(desk: Desk, wjx: Path) -> None:
    desk.bring("answers", wjx, survey="三月回访", keep=True)
    before = (
        desk.rows("select * from survey_answer_item order by all"),
        desk.rows("select * from answer_score order by all"),
    )
    assert desk.bring("answers", wjx, survey="三月回访", keep=True).counts == Counts(4, 0, 0, 4, 0)
    assert desk.bring("answers", wjx, survey="三月回访", keep=True, update=True).counts == Counts(4, 0, 0, 4, 0)
    after = (
        desk.rows("select * from survey_answer_item order by all"),
        desk.rows("select * from answer_score order by all"),
    )
    assert after == before
    assert desk.rows("select count(*) as n from survey")[0]["n"] == 1


def test_answers_without_numbers_are_known_by_their_whole_line_and_equal_ones_are_counted(desk: Desk) -> None:
    path = desk.file(HEADERS[3:], [LINE[3:], LINE[3:], ("1", "1", "1", "1", "West")])
    assert desk.bring("answers", path, survey="S").counts == Counts(3, 3, 0, 0, 0)
    longer = desk.file(HEADERS[3:], [LINE[3:]] * 3, "longer.csv")
    assert desk.bring("answers", longer, survey="S").counts == Counts(3, 1, 0, 2, 0)


def test_a_numbered_answer_changes_only_where_that_is_asked_for(desk: Desk) -> None:
    desk.bring("answers", desk.file(HEADERS, [LINE]), survey="S")
    other = desk.file(HEADERS, [("1", "2026-03-01", "", "5", "5", "3", "2", "East")], "other.csv")
    assert desk.bring("answers", other, survey="S").counts == Counts(1, 0, 0, 1, 0)
    assert scores(desk)["index"] == [50.0]
    assert desk.bring("answers", other, survey="S", update=True).counts == Counts(1, 0, 1, 0, 0)
    assert scores(desk) == {"index": [100.0], "csat": [0.0], "nps": [-100.0]}


def test_the_same_number_twice_with_other_content_is_refused(desk: Desk) -> None:
    checked = desk.check("answers", desk.file(HEADERS, [LINE, ("1", *LINE[1:3], "1", *LINE[4:])]), survey="S")
    assert checked.counts == Counts(2, 1, 0, 0, 1)
    assert reasons(checked) == [(3, "No", "Row 2 has the same number with other content.")]


def test_what_lies_outside_a_known_scale_is_refused_at_its_cell(desk: Desk) -> None:
    desk.bring("answers", desk.file(HEADERS, [LINE]), survey="S")
    checked = desk.check("answers", desk.file(HEADERS, [("2", *LINE[1:3], "6", *LINE[4:])], "b.csv"), survey="S")
    assert reasons(checked) == [(2, "Quality", "6 lies outside the scale 1 to 5.")]


def test_what_a_person_says_about_a_column_counts_more_than_the_guess(desk: Desk) -> None:
    path = desk.file(HEADERS, [LINE])
    desk.bring("answers", path, survey="S", mapping={"No": "number", "Quality": "overall", "Region": "comment"})
    assert rules(desk) == {"Quality": ("overall", 1, 5, None), "Region": ("comment", 1, 5, None)}
    assert scores(desk) == {"csat": [1.0]}


def test_a_new_question_in_a_later_file_counts_towards_nothing_until_somebody_says_so(desk: Desk) -> None:
    desk.bring("answers", desk.file(("No", "Quality"), [("1", "4")]), survey="S")
    desk.bring("answers", desk.file(("No", "Quality", "Price"), [("2", "4", "1")], "b.csv"), survey="S")
    assert rules(desk) == {"Quality": ("rating", 1, 5, "Quality"), "Price": ("rating", 1, 5, None)}
    assert scores(desk)["index"] == [75.0, 75.0]
    assert [row["version"] for row in desk.rows("select version from scheme order by version")] == [1, 2]


@pytest.mark.parametrize(
    ("column", "value"), [("Customer code", "K9"), ("Phone", "13900139000"), ("Customer name", "K9")]
)
def test_an_answer_of_somebody_unknown_is_refused_or_kept_without_a_customer(
    desk: Desk, column: str, value: str
) -> None:
    path = desk.file(("No", column, "Quality"), [("1", value, "4")])
    checked = desk.check("answers", path, survey="S")
    assert checked.counts == Counts(1, 0, 0, 0, 1)
    assert [(row, where) for row, where, _ in reasons(checked)] == [(2, column)]
    desk.bring("answers", path, survey="S", keep=True)
    assert desk.rows("select customer_id, team_id, owner_id from survey_answer") == [
        {"customer_id": None, "team_id": None, "owner_id": None}
    ]


def test_a_customer_is_known_by_code_phone_or_name_and_its_answer_bears_its_team_and_owner(
    desk: Desk, cast: Cast
) -> None:
    add_customer(desk.store, "k1", cast.north, cast.sol.user_id)
    with_phone(desk, "k2", "8613900139000", cast.south)
    path = desk.file(
        ("No", "Customer code", "Phone", "Customer name", "Quality"),
        [
            ("1", "k1", "", "", "4"),
            ("2", "", "139 0013 9000", "", "4"),
            ("3", "", "", "K 1", "4"),
            ("4", "", "", "", "4"),
        ],
    )
    desk.bring("answers", path, survey="S")
    found = desk.rows("select customer_code, team_id, owner_id from survey_answer_view order by answer_id")
    assert [tuple(row.values()) for row in found] == [
        ("k1", cast.north, cast.sol.user_id), ("k2", cast.south, None), ("k1", cast.north, cast.sol.user_id),
        (None, None, None),
    ]  # fmt: skip
    assert desk.rows("select distinct team_id from answer_score_view order by 1 nulls last") == [
        {"team_id": cast.north}, {"team_id": cast.south}, {"team_id": None},
    ]  # fmt: skip


def test_a_lead_imports_into_the_own_teams_surveys_only(desk: Desk, cast: Cast) -> None:
    add_customer(desk.store, "k1", cast.south)
    path = desk.file(HEADERS, [LINE, ("2", LINE[1], "k1", *LINE[3:])])
    checked = desk.check("answers", path, survey="North", actor=cast.tao)
    assert reasons(checked) == [(3, "Customer code", "Customer k1 is not one of your team's.")]
    desk.write(checked, actor=cast.tao)
    assert desk.rows("select name, team_id from survey") == [{"name": "North", "team_id": cast.north}]
    assert desk.rows("select team_id from survey_answer") == [{"team_id": cast.north}]
    desk.bring("answers", desk.file(HEADERS, [LINE], "c.csv"), survey="Company")
    with pytest.raises(NotFound):
        desk.check("answers", path, survey="Company", actor=cast.tao)


@pytest.mark.parametrize("name", ["mia", "sol", "vic", "rea"])
def test_who_may_not_import_may_not_import_answers_either(desk: Desk, cast: Cast, name: str) -> None:
    with pytest.raises(NotPermitted):
        desk.check("answers", desk.file(HEADERS, [LINE]), survey="S", actor=getattr(cast, name))


def test_a_file_without_a_survey_or_without_a_question_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused, match="to which survey"):
        desk.check("answers", desk.file(HEADERS, [LINE]))
    with pytest.raises(UnusableFile, match="No column is marked as a question"):
        desk.check("answers", desk.file(("No", "Date"), [("1", "2026-03-01")], "b.csv"), survey="S")


def test_a_check_writes_nothing_and_a_file_of_refused_lines_makes_no_survey(desk: Desk) -> None:
    path = desk.file(HEADERS, [("1", "2026-03-01", "K9", *LINE[3:])])
    desk.bring("answers", path, survey="S")
    assert desk.rows("select * from survey") == []
    desk.check("answers", desk.file(HEADERS, [LINE], "b.csv"), survey="S")
    assert desk.rows("select * from survey") == []


def test_a_day_in_the_future_is_refused(desk: Desk) -> None:
    checked = desk.check("answers", desk.file(HEADERS, [("1", "2026-03-20", *LINE[2:])]), survey="S")
    assert reasons(checked) == [(2, "Date", "This day lies in the future.")]


def test_a_comment_keeps_its_lines_and_one_that_is_too_long_is_refused(desk: Desk) -> None:
    path = desk.file(("No", "Quality", "Comment"), [("1", "4", "one\ntwo 😀 'x'"), ("2", "4", "x" * 10_000)])
    checked = desk.check("answers", path, survey="S")
    assert checked.counts == Counts(2, 1, 0, 0, 1)
    desk.write(checked)
    assert desk.rows("select said from survey_answer_item where value is null") == [{"said": "one\ntwo 😀 'x'"}]


def test_an_import_stands_in_the_trail_with_its_survey(desk: Desk) -> None:
    desk.bring("answers", desk.file(HEADERS, [LINE]), survey="S", actor=CONSOLE)
    found = desk.rows("select action, entity from audit_entry order by seq")
    assert [tuple(row.values()) for row in found] == [
        ("import", "import_batch"), ("add", "survey"), ("weigh", "survey"),
    ]  # fmt: skip


def test_the_whole_way_through_a_limited_child(real_desk: Desk, wjx: Path) -> None:
    result = real_desk.bring("answers", wjx, survey="三月回访", keep=True)
    assert result.counts == Counts(4, 4, 0, 0, 0)
    assert real_desk.rows("select sum(value) as s from survey_answer_item")[0]["s"] == Decimal("82")
