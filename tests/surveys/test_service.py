"""What people do with surveys: see those within reach, set one up, weigh its questions, take answers out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from crm_core.access.model import Actor, Permission
from crm_core.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, StaleWrite
from crm_core.metrics import service as metrics
from crm_core.metrics.model import NumbersRequest
from crm_core.periods import Period
from crm_core.store import Store
from crm_core.surveys import repository, service
from crm_core.surveys.behind import COLUMNS, BehindRequest, FileKind, FileWanted, answers_behind, answers_file
from crm_core.surveys.drafts import IndicatorRow, ItemRow, parse_scheme
from crm_core.surveys.model import Indicator, Item, Measure, Purpose, Scale, Scheme
from crm_core.surveys.results import (
    Results,
    ResultsRequest,
    by_group,
    by_indicator,
    by_month,
    compared,
    group_names,
    results,
)
from crm_core.surveys.service import SchemeRequest, SurveyRequest, SurveysRequest, scheme_of
from crm_core.surveys.statistics import Verdict
from crm_core.team.service import add_team, change_team
from tests.conftest import Cast
from tests.imports.conftest import Desk
from tests.imports.test_purchases import add_customer

HEADERS = (
    "No",
    "Date",
    "Customer code",
    "Quality",
    "Price",
    "Overall satisfaction",
    "Would you recommend us?",
    "Store",
)
FORM: dict[str, Any] = {
    "name": "Spring", "first_on": date(2026, 3, 1), "last_on": date(2026, 3, 31), "asked_count": "200", "scale": Scale(1, 5),
}  # fmt: skip


def lines(count: int = 12) -> list[tuple[str, ...]]:
    """Half in January at West, well content; half in February at East, less so."""
    good = [(str(at), "2026-01-10", "", "5", "4", "5", "10", "West") for at in range(1, count + 1)]
    fair = [(str(count + at), "2026-02-10", "", "3", "4", "3", "6", "East") for at in range(1, count + 1)]
    return good + fair


@pytest.fixture
def filled(desk: Desk) -> Desk:
    desk.bring("answers", desk.file(HEADERS, lines()), survey="S")
    return desk


def seen(store: Store, actor: Actor) -> list[tuple[str, int]]:
    reach = actor.require(Permission.SURVEY_READ)
    found = service.surveys(store, SurveysRequest(reach, actor.team_id))
    return [(line.survey.name, line.answered_count) for line in found]


def found_by(store: Store, actor: Actor) -> Results:
    return results(store, ResultsRequest(actor.require(Permission.SURVEY_READ), 1, 1))


def test_each_sees_the_answers_within_reach(desk: Desk, cast: Cast) -> None:
    add_customer(desk.store, "n", cast.north, cast.sol.user_id)
    add_customer(desk.store, "s", cast.south, cast.vic.user_id)
    rows = [
        (str(at), "2026-01-10", code, "5", "4", "5", "10", "West") for at, code in enumerate(["n", "s", ""], start=1)
    ]
    desk.bring("answers", desk.file(HEADERS, rows), survey="Company")
    desk.bring(
        "answers", desk.file(HEADERS, [(*rows[0][:2], "", *rows[0][3:])], "b.csv"), survey="North", actor=cast.tao
    )
    company = {"Ada": 3, "Mia": 3, "Rea": 3, "Tao": 1, "Sol": 1, "Vic": 1}
    for actor in cast.everybody:
        found = dict(seen(desk.store, actor))
        assert found["Company"] == company[actor.name]
        assert ("North" in found) == (actor is not cast.vic)
    assert found_by(desk.store, cast.vic).answer_ids.tolist() == [2]
    with pytest.raises(NotFound):
        service.survey_within(desk.store, SurveyRequest(cast.vic.require(Permission.SURVEY_READ), cast.south, 2))


def test_the_answers_behind_name_a_customer_only_to_who_may_see_it_today(desk: Desk, cast: Cast) -> None:
    add_customer(desk.store, "n", cast.north, cast.sol.user_id)
    desk.bring("answers", desk.file(HEADERS, [("1", "2026-01-10", "n", "5", "4", "5", "10", "West")]), survey="S")
    reach, customers = cast.tao.require(Permission.SURVEY_READ), cast.tao.require(Permission.CUSTOMER_READ)
    [line] = answers_behind(desk.store, BehindRequest(reach, customers, 1, (1,)))
    assert (line.customer_name, len(line.said)) == ("n", 5)
    with desk.store.transaction() as transaction:
        from tests.conftest import sql

        transaction.execute(sql("update customer set team_id = $1, owner_id = null where code = 'n'"), [cast.south])
    [line] = answers_behind(desk.store, BehindRequest(reach, customers, 1, (1,)))
    assert (line.customer_id, line.customer_code, line.customer_name) == (None, None, None)
    vic = cast.vic.require(Permission.SURVEY_READ)
    assert answers_behind(desk.store, BehindRequest(vic, cast.vic.require(Permission.CUSTOMER_READ), 1, (1,))) == []


def test_results_by_indicator_month_and_group(filled: Desk, cast: Cast) -> None:
    found = found_by(filled.store, cast.mia)
    quality, price = by_indicator(found)
    assert (quality.indicator.name, quality.estimate.value, price.estimate.value) == ("Quality", 75.0, 75.0)
    assert (quality.share, quality.alpha) == (0.5, None)
    assert [(month, each.value, each.count) for month, each in by_month(found, Measure.NPS)] == [
        (date(2026, 1, 1), 100.0, 12), (date(2026, 2, 1), -100.0, 12),
    ]  # fmt: skip
    [item_id] = found.groups
    assert group_names(found, item_id) == ["East", "West"]
    assert [(bar.name, bar.estimate.value) for bar in by_group(found, item_id, Measure.CSAT)] == [
        ("East", 0),
        ("West", 1),
    ]


def test_the_board_says_the_margins_that_the_surveys_list_says(desk: Desk, cast: Cast) -> None:
    rows = [(str(at), "2026-01-10", "", "5", "4", "5", "10", "West") for at in range(1, 13)]
    rows += [("13", "2026-01-10", "", "3", "4", "3", "8", "East")]
    desk.bring("answers", desk.file(HEADERS, rows), survey="S")
    reach = cast.mia.require(Permission.SURVEY_READ)
    line = service.survey_within(desk.store, SurveyRequest(reach, None, 1))
    asked = NumbersRequest(reach, Period(date(2026, 1, 1), date(2026, 1, 31)), date(2026, 3, 18))
    for measure, metric_id in ((Measure.INDEX, "satisfaction_index"), (Measure.CSAT, "csat"), (Measure.NPS, "nps")):
        row = metrics.measure(desk.store, asked.of(metric_id)).total
        assert row.value is not None and row.tally is not None and row.tally.margin is not None
        assert float(row.value) == pytest.approx(line.estimates[measure].value)
        assert float(row.tally.margin) == pytest.approx(line.estimates[measure].margin), metric_id


def test_two_periods_and_two_groups_are_told_apart(filled: Desk, cast: Cast) -> None:
    found = found_by(filled.store, cast.mia)
    january = found.in_period(Period(date(2026, 1, 1), date(2026, 1, 31)))
    february = found.in_period(Period(date(2026, 2, 1), date(2026, 2, 28)))
    [item_id] = found.groups
    assert compared(found, Measure.INDEX, january, february).verdict is Verdict.CLEARLY_HIGHER
    assert compared(found, Measure.CSAT, found.in_group(item_id, "East"), january).verdict is Verdict.CLEARLY_LOWER
    same = compared(found, Measure.INDEX, january, january)
    assert (same.verdict, same.value) == (Verdict.TOO_FEW, None)


def test_several_choices_in_one_cell_belong_to_several_groups(desk: Desk, cast: Cast) -> None:
    rows = [(str(at), "4", "微信┋电话" if at % 2 else "微信") for at in range(1, 9)]
    desk.bring("answers", desk.file(("No", "Quality", "Channel"), rows), survey="S")
    found = found_by(desk.store, cast.mia)
    [item_id] = found.groups
    assert {bar.name: bar.estimate.count for bar in by_group(found, item_id, Measure.INDEX)} == {"微信": 8, "电话": 4}


def test_a_survey_is_set_up_once(store: Store, cast: Cast) -> None:
    survey_id = service.create_survey(store, cast.mia, FORM, "k1")
    with pytest.raises(AlreadyDone):
        service.create_survey(store, cast.mia, FORM, "k1")
    with pytest.raises(InvalidInput) as refusal:
        service.create_survey(store, cast.mia, {**FORM, "name": "ｓｐｒｉｎｇ "}, "k2")
    assert set(refusal.value.fields) == {"name"}
    [line] = service.surveys(store, SurveysRequest(cast.mia.require(Permission.SURVEY_READ), None))
    assert (line.survey.survey_id, line.survey.asked_count, line.survey.team_id) == (survey_id, 200, None)


def test_a_leads_survey_is_the_own_teams_whatever_the_form_says(store: Store, cast: Cast) -> None:
    service.create_survey(store, cast.tao, {**FORM, "team_id": cast.south}, "k")
    [survey] = service.editable(store, cast.tao)
    assert survey.team_id == cast.north


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "), ("name", "x" * 101), ("first_on", None), ("last_on", date(2026, 2, 1)), ("asked_count", "0"),
        ("asked_count", "-3"), ("asked_count", "many"), ("asked_count", "9" * 40), ("scale", None),
    ],
)  # fmt: skip
def test_a_survey_that_cannot_be_is_refused_at_its_field(store: Store, cast: Cast, field: str, value: object) -> None:
    with pytest.raises(InvalidInput) as refusal:
        service.create_survey(store, cast.ada, {**FORM, field: value}, "k")
    assert set(refusal.value.fields) == {field}


@pytest.mark.parametrize("name", ["sol", "vic", "rea"])
def test_who_only_reads_changes_nothing(filled: Desk, cast: Cast, name: str) -> None:
    actor, store = getattr(cast, name), filled.store
    scheme = scheme_of(store, SchemeRequest(1, 1))
    for change in (
        lambda: service.create_survey(store, actor, FORM, "k"),
        lambda: service.edit_survey(store, actor, 1, FORM, key="k", version=1),
        lambda: service.save_scheme(store, actor, 1, scheme, key="k", before=1, reason="why"),
        lambda: service.try_scheme(store, actor, 1, scheme),
        lambda: answers_file(store, actor, FileWanted(1, None, FileKind.CSV, {})),
    ):
        with pytest.raises(NotPermitted):
            change()
    assert service.editable(store, actor) == []


def test_the_companys_survey_is_not_a_leads_to_change(filled: Desk, cast: Cast) -> None:
    scheme = scheme_of(filled.store, SchemeRequest(1, 1))
    with pytest.raises(NotFound):
        service.save_scheme(filled.store, cast.tao, 1, scheme, key="k", before=1, reason="why")
    with pytest.raises(NotFound):
        service.edit_survey(filled.store, cast.tao, 1, FORM, key="k", version=1)


def weighed(store: Store, *weights: str) -> Scheme:
    now = scheme_of(store, SchemeRequest(1, 1))
    pairs = zip(now.indicators, weights, strict=True)
    return replace(now, version=0, indicators=tuple(Indicator(each.name, Decimal(weight)) for each, weight in pairs))


def test_new_weights_move_the_index_as_the_preview_said(filled: Desk, cast: Cast) -> None:
    """West answers 5 and 4, East 3 and 4: with weights 3 to 1 that is (3·100 + 75) ÷ 4 = 93.75 and (3·50 + 75) ÷ 4 = 56.25."""
    scheme = weighed(filled.store, "3", "1")
    told = service.try_scheme(filled.store, cast.mia, 1, scheme).estimates[Measure.INDEX]
    assert told.value == 75.0
    assert filled.rows("select distinct score from answer_score where measure = 'index' order by 1") == [
        {"score": Decimal("62.500000")}, {"score": Decimal("87.500000")},
    ]  # fmt: skip
    assert service.save_scheme(filled.store, cast.mia, 1, scheme, key="k", before=1, reason="Quality counts") == 2
    assert filled.rows("select distinct score from answer_score where measure = 'index' order by 1") == [
        {"score": Decimal("56.250000")}, {"score": Decimal("93.750000")},
    ]  # fmt: skip
    newest, first = service.scheme_history(filled.store, 1)
    assert (newest.version, newest.changed_by, newest.reason, first.version) == (2, "Mia", "Quality counts", 1)
    assert [str(each.weight.normalize()) for each in scheme_of(filled.store, SchemeRequest(1, 1)).indicators] == [
        "1",
        "1",
    ]


def test_a_scheme_is_saved_once_with_a_reason_and_never_over_a_colleagues(filled: Desk, cast: Cast) -> None:
    scheme = weighed(filled.store, "3", "1")
    with pytest.raises(InvalidInput):
        service.save_scheme(filled.store, cast.mia, 1, scheme, key="k", before=1, reason="  ")
    service.save_scheme(filled.store, cast.mia, 1, scheme, key="k", before=1, reason="why")
    with pytest.raises(AlreadyDone):
        service.save_scheme(filled.store, cast.mia, 1, scheme, key="k", before=1, reason="why")
    with pytest.raises(StaleWrite):
        service.save_scheme(filled.store, cast.ada, 1, scheme, key="k2", before=1, reason="why")
    assert len(service.scheme_history(filled.store, 1)) == 2


def test_a_scheme_saved_in_the_same_instant_is_told_with_its_own_version(
    filled: Desk, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheme, items = weighed(filled.store, "3", "1"), repository.items

    def after_a_colleague(store: Store, survey_id: int) -> list[Item]:
        monkeypatch.setattr(repository, "items", items)
        service.save_scheme(store, cast.ada, survey_id, scheme, key="first", before=1, reason="why")
        return items(store, survey_id)

    monkeypatch.setattr(repository, "items", after_a_colleague)
    with pytest.raises(StaleWrite) as stale:
        service.save_scheme(filled.store, cast.mia, 1, scheme, key="second", before=1, reason="why")
    assert stale.value.theirs == {"scheme": 2, "version": 2}


def test_a_scheme_of_other_questions_is_refused(filled: Desk, cast: Cast) -> None:
    scheme = weighed(filled.store, "3", "1")
    with pytest.raises(InvalidInput):
        service.save_scheme(
            filled.store, cast.mia, 1, replace(scheme, rules=scheme.rules[1:]), key="k", before=1, reason="why"
        )


def test_nought_that_means_not_applicable_counts_no_more(desk: Desk, cast: Cast) -> None:
    desk.bring("answers", desk.file(("No", "Quality"), [("1", "0"), ("2", "10"), ("3", "4")]), survey="S")
    now = scheme_of(desk.store, SchemeRequest(1, 1))
    assert now.rules[0].scale == Scale(0, 10)
    rules = tuple(replace(rule, scale=Scale(1, 10)) for rule in now.rules)
    outside = service.try_scheme(desk.store, cast.mia, 1, replace(now, rules=rules))
    assert (outside.unread_count, outside.estimates[Measure.INDEX].count) == (1, 2)
    without = service.try_scheme(desk.store, cast.mia, 1, replace(now, rules=rules, zero_is_missing=True))
    assert (without.unread_count, without.estimates[Measure.INDEX].count) == (0, 2)
    assert without.estimates[Measure.INDEX].value == pytest.approx((100 + 100 / 3) / 2)


def test_an_edited_survey_keeps_its_answers_and_a_stale_edit_is_refused(filled: Desk, cast: Cast) -> None:
    service.edit_survey(filled.store, cast.mia, 1, FORM, key="k", version=1)
    assert seen(filled.store, cast.mia) == [("Spring", 24)]
    with pytest.raises(StaleWrite) as refusal:
        service.edit_survey(filled.store, cast.ada, 1, {**FORM, "name": "Other"}, key="k2", version=1)
    assert refusal.value.theirs["name"] == "Spring"


HEADINGS = dict(zip(COLUMNS, "abcdef", strict=True))


def test_a_file_of_answers_stands_in_the_trail_and_holds_no_live_formula(desk: Desk, cast: Cast) -> None:
    desk.bring("answers", desk.file(("No", "Quality", "Comment"), [("1", "4", "=1+1"), ("2", "5", "fine")]), survey="S")
    text = answers_file(desk.store, cast.mia, FileWanted(1, None, FileKind.CSV, HEADINGS)).decode("utf-8")
    assert text.startswith("\ufeff")
    assert "'=1+1" in text
    assert "75" in text
    found = desk.rows("select action, entity, row_count from audit_entry order by seq desc limit 1")
    assert [tuple(row.values()) for row in found] == [("export", "survey", 2)]


INDICATORS = [IndicatorRow("Quality", "2"), IndicatorRow("Price", "1")]


@pytest.mark.parametrize(
    ("indicators", "items", "table"),
    [
        ([IndicatorRow("", "1")], [], "indicators"),
        ([IndicatorRow("Quality", "0")], [], "indicators"),
        ([IndicatorRow("Quality", "-1")], [], "indicators"),
        ([IndicatorRow("Quality", "NaN")], [], "indicators"),
        ([IndicatorRow("Quality", "x")], [], "indicators"),
        ([IndicatorRow("Quality", "1")] * 2, [], "indicators"),
        ([IndicatorRow("x" * 61, "1")], [], "indicators"),
        ([IndicatorRow(f"I{at}", "1") for at in range(31)], [], "indicators"),
        (INDICATORS, [ItemRow(1, "rating", 5, 1, "Quality")], "items"),
        (INDICATORS, [ItemRow(1, "rating", None, 5, "Quality")], "items"),
        (INDICATORS, [ItemRow(1, "rating", -1, 5, "Quality")], "items"),
        (INDICATORS, [ItemRow(1, "nonsense", 1, 5, "Quality")], "items"),
        (INDICATORS, [ItemRow(1, "recommend", 1, 5, "")], "items"),
        (INDICATORS, [ItemRow(1, "overall", 1, 5, ""), ItemRow(2, "overall", 1, 5, "")], "items"),
        (INDICATORS, [ItemRow(1, "recommend", 0, 10, ""), ItemRow(2, "recommend", 0, 10, "")], "items"),
    ],
)
def test_a_scheme_that_cannot_be_is_refused_at_its_table(
    indicators: list[IndicatorRow], items: list[ItemRow], table: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        parse_scheme(indicators, items, zero_is_missing=False)
    assert set(refusal.value.fields) == {table}


def test_a_question_of_an_indicator_that_was_removed_counts_towards_none() -> None:
    found = parse_scheme(
        [*INDICATORS, IndicatorRow(" ", "")],
        [ItemRow(1, "rating", 1, 5, "Gone"), ItemRow(2, "rating", 1, 5, "Price"), ItemRow(3, "group", 1, 5, "Price")],
        zero_is_missing=True,
    )
    assert [rule.indicator for rule in found.rules] == [None, 1, None]
    assert [rule.purpose for rule in found.rules] == [Purpose.RATING, Purpose.RATING, Purpose.GROUP]
    assert found.zero_is_missing


def test_a_closed_teams_survey_is_edited_and_stays_that_teams(store: Store, cast: Cast) -> None:
    team_id = add_team(store, cast.ada, "West")
    survey_id = service.create_survey(store, cast.ada, {**FORM, "team_id": team_id}, "k")
    other = service.create_survey(store, cast.ada, {**FORM, "name": "Other"}, "k2")
    change_team(store, cast.ada, team_id, "West", is_active=False, version=1)
    given = {**FORM, "name": "Autumn", "team_id": team_id}
    service.edit_survey(store, cast.ada, survey_id, given, key="k3", version=1)
    reach = cast.ada.require(Permission.SURVEY_READ)
    kept = service.survey_within(store, SurveyRequest(reach, None, survey_id)).survey
    assert (kept.name, kept.team_id) == ("Autumn", team_id)
    with pytest.raises(NotFound):
        service.edit_survey(store, cast.ada, other, {**given, "name": "x"}, key="k4", version=1)
