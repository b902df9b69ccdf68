"""The pages of surveys, as each role sees them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from crm_core.exports import worker
from crm_core.exports.service import make_next
from crm_core.store import Store
from crm_core.surveys import service
from crm_core.surveys.model import Indicator, Scheme
from crm_core.team.service import add_team, change_team
from crm_core.ui.surveys import answers
from crm_core.ui.surveys.scheme import renamed
from tests.conftest import Cast, sql
from tests.imports.conftest import Desk, desk
from tests.pages.conftest import type_of_open
from tests.surveys.test_service import FORM, HEADERS, lines, weighed

__all__ = ["desk"]
LIST, ONE = "surveys/surveys.py", "surveys/survey.py"


@pytest.fixture(autouse=True)
def in_english(store: Store, cast: Cast) -> None:
    with store.transaction() as transaction:
        transaction.execute(sql("update app_user set language = 'en'"))


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """A survey of the company, with 24 answers of nobody known."""
    desk.bring("answers", desk.file(HEADERS, lines()), survey="Everybody's")
    return desk


def texts(test: AppTest) -> str:
    """Return what the page says in headings, captions, texts and messages."""
    kinds = (test.title, test.subheader, test.caption, test.markdown, test.info, test.success, test.error, test.warning)
    return "\n".join(str(each.value) for kind in kinds for each in kind)


def metrics(test: AppTest) -> dict[str, str]:
    return {each.label: each.value for each in test.metric}


def test_the_list_shows_each_survey_with_its_numbers_and_margins(
    filled: Desk, cast: Cast, open_page: type_of_open
) -> None:
    test = open_page(cast.mia, LIST)
    [table] = test.dataframe
    [row] = table.value.to_dict("records")
    assert row["Survey"] == "Everybody's"
    assert (row["Answered"], row["Index"][:4]) == ("24", "75.0")
    assert "±" in row["NPS"]


@pytest.mark.parametrize("who", ["ada", "mia", "tao", "sol", "vic", "rea"])
def test_an_empty_store_says_what_to_do(cast: Cast, open_page: type_of_open, who: str) -> None:
    test = open_page(getattr(cast, who), LIST)
    assert not test.exception
    assert "No survey yet." in texts(test)
    assert bool([each for each in test.button if each.label == "Import answers"]) == (who in ("ada", "tao"))


@pytest.mark.parametrize(
    ("who", "index"), [("ada", "75.0"), ("mia", "75.0"), ("rea", "75.0"), ("tao", "–"), ("sol", "–")]
)
def test_a_survey_shows_what_lies_within_reach(
    filled: Desk, cast: Cast, open_page: type_of_open, who: str, index: str
) -> None:
    test = open_page(getattr(cast, who), ONE, {"id": "1"})
    assert not test.exception
    assert metrics(test)["Satisfaction index"] == index
    assert ("No answers within your reach yet." in texts(test)) == (index == "–")


@pytest.mark.parametrize("query", [{}, {"id": "99"}, {"id": "x'--"}, {"id": "9" * 30}])
def test_a_survey_that_is_not_there_reads_as_not_found(
    filled: Desk, cast: Cast, open_page: type_of_open, query: dict[str, str]
) -> None:
    test = open_page(cast.mia, ONE, query)
    assert not test.exception
    assert "This was not found" in texts(test)


def test_another_teams_survey_reads_as_not_found(store: Store, cast: Cast, open_page: type_of_open) -> None:
    survey_id = service.create_survey(store, cast.tao, FORM, "k")
    assert "This was not found" in texts(open_page(cast.vic, ONE, {"id": str(survey_id)}))
    assert "This was not found" not in texts(open_page(cast.sol, ONE, {"id": str(survey_id)}))


@pytest.mark.parametrize("view", ["results", "compare", "answers", "scheme", "edit", "nonsense"])
@pytest.mark.parametrize("who", ["mia", "rea"])
def test_each_view_draws_for_who_edits_and_for_who_reads(
    filled: Desk, cast: Cast, open_page: type_of_open, view: str, who: str
) -> None:
    test = open_page(getattr(cast, who), ONE, {"id": "1", "view": view})
    assert not test.exception
    labels = [each.label for each in test.button]
    assert ("Save as a new version" in labels) == (view == "scheme" and who == "mia")
    assert ("Save" in labels) == (view == "edit" and who == "mia")


@pytest.mark.parametrize(
    "part", ["indicator:0", "month:2026-02", "indicator:99", "month:0000-99", "group:1:x", "'", "group:x:y"]
)
def test_a_part_in_the_address_is_shown_or_all_answers_are(
    filled: Desk, cast: Cast, open_page: type_of_open, part: str
) -> None:
    test = open_page(cast.mia, ONE, {"id": "1", "view": "answers", "part": part})
    assert not test.exception
    titles = [str(each.value) for each in test.subheader]
    known = {"indicator:0": "Quality :gray[24 answers]", "month:2026-02": "Feb 2026 :gray[12 answers]"}
    assert known.get(part, "All answers :gray[24 answers]") in titles


def test_two_groups_are_told_apart_in_a_sentence(filled: Desk, cast: Cast, open_page: type_of_open) -> None:
    test = open_page(cast.mia, ONE, {"id": "1", "view": "compare"})
    assert [each.value for each in test.success] == ["**West** is clearly higher than **East**, by 25.0."]


def test_a_manager_sets_up_a_survey(store: Store, cast: Cast, open_page: type_of_open) -> None:
    test = open_page(cast.mia, LIST)
    next(each for each in test.text_input if each.label == "Name").set_value("Spring 'O''Hara' 😀")
    next(each for each in test.button if each.label == "Set up").click().run()
    assert [survey.name for survey in service.editable(store, cast.mia)] == ["Spring 'O''Hara' 😀"]


@pytest.mark.parametrize("who", ["sol", "rea"])
def test_who_only_reads_is_offered_nothing_to_change(
    filled: Desk, cast: Cast, open_page: type_of_open, who: str
) -> None:
    assert not [each for each in open_page(getattr(cast, who), LIST).button if each.label == "Set up"]


def test_a_file_of_answers_is_offered_to_who_may_take_them_out(
    filled: Desk, cast: Cast, open_page: type_of_open
) -> None:
    offered = {
        who: bool(open_page(getattr(cast, who), ONE, {"id": "1", "view": "answers"}).get("download_button"))
        for who in ("mia", "rea")
    }
    assert offered == {"mia": True, "rea": False}


def test_the_import_asks_for_the_survey(filled: Desk, cast: Cast, open_page: type_of_open) -> None:
    test = open_page(cast.ada, "exchange/imports.py", {"survey": "1"})
    assert not test.exception
    [chosen] = [each for each in test.selectbox if each.label == "Which survey?"]
    assert chosen.options == ["Everybody's", "A new survey"]
    assert chosen.value == 1


def _tick_zero(test: AppTest) -> AppTest:
    return next(each for each in test.checkbox if each.label == "0 means “not applicable”").set_value(True).run()


def _save_version(test: AppTest, why: str) -> AppTest:
    next(each for each in test.text_input if each.label == "Why").set_value(why)
    return next(each for each in test.button if each.label == "Save as a new version").click().run()


def _colleague_weighs(filled: Desk, cast: Cast) -> None:
    scheme = weighed(filled.store, "3", "1")
    service.save_scheme(filled.store, cast.ada, 1, scheme, key="theirs", before=1, reason="theirs")


@pytest.mark.parametrize("is_drawn_between", [False, True])
def test_a_colleagues_scheme_in_between_is_told_and_what_was_typed_can_still_be_saved(
    filled: Desk, cast: Cast, open_page: type_of_open, is_drawn_between: bool
) -> None:
    test = _tick_zero(open_page(cast.mia, ONE, {"id": "1", "view": "scheme"}))
    _colleague_weighs(filled, cast)
    test = test.run() if is_drawn_between else _save_version(test, "mine")
    assert any("Someone else changed this in the meantime" in each.value for each in test.error)
    test = _save_version(test, "mine")
    assert not test.error
    versions = [(one.version, one.reason) for one in service.scheme_history(filled.store, 1)]
    assert versions[:2] == [(3, "mine"), (2, "theirs")]
    now = service.scheme_of(filled.store, service.SchemeRequest(1, 3))
    assert now.zero_is_missing
    assert {str(each.weight.normalize()) for each in now.indicators} == {"1"}


def test_where_nothing_was_typed_a_colleagues_scheme_is_simply_shown(
    filled: Desk, cast: Cast, open_page: type_of_open
) -> None:
    test = open_page(cast.mia, ONE, {"id": "1", "view": "scheme"})
    _colleague_weighs(filled, cast)
    test = test.run()
    assert not test.error
    _save_version(_tick_zero(test), "mine")
    now = service.scheme_of(filled.store, service.SchemeRequest(1, 3))
    assert sorted(str(each.weight.normalize()) for each in now.indicators) == ["1", "3"]


def test_an_indicator_that_is_called_otherwise_keeps_its_questions() -> None:
    base = Scheme(1, False, (Indicator("Quality", Decimal(1)), Indicator("Price", Decimal(2))))
    edits = {"edited_rows": {1: {"name": " Cost "}, 0: {"weight": 3}}, "added_rows": [{"name": "x"}]}
    assert renamed(base, edits) == {"Price": "Cost"}


def test_the_form_of_a_closed_teams_survey_leaves_it_that_teams(
    store: Store, cast: Cast, open_page: type_of_open
) -> None:
    team_id = add_team(store, cast.ada, "West")
    survey_id = service.create_survey(store, cast.ada, {**FORM, "team_id": team_id}, "k")
    change_team(store, cast.ada, team_id, "West", is_active=False, version=1)
    test = open_page(cast.ada, ONE, {"id": str(survey_id), "view": "edit"})
    next(one for one in test.text_input if one.label == "Name").set_value("Autumn")
    next(one for one in test.button if one.label == "Save").click().run()
    assert not test.exception
    found = store.rows(sql("select name, team_id from survey"))
    assert found == [{"name": "Autumn", "team_id": team_id}]


def test_the_import_of_a_new_survey_does_not_offer_a_known_one(
    filled: Desk, cast: Cast, open_page: type_of_open
) -> None:
    test = open_page(cast.ada, "exchange/imports.py", {"survey": "new"})
    [chosen] = [each for each in test.selectbox if each.label == "Which survey?"]
    assert chosen.value is None
    assert [each for each in test.text_input if each.label == "Name of the new survey"]


def test_many_answers_are_made_into_a_file_out_of_the_way(
    filled: Desk, cast: Cast, open_page: type_of_open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "MOST_ROWS", 23)
    monkeypatch.setattr(worker, "wake", lambda store: None)
    test = open_page(cast.mia, ONE, {"id": "1", "view": "answers"})
    assert "More than 10,000: the file is made out of your way, and the bell tells you." in texts(test)
    test.button(key="survey:file:csv:later").click().run()
    assert not test.exception
    assert [toast.value for toast in test.toast] == ["The file is being made. The bell tells you when it is ready."]
    assert make_next(filled.store)
    assert "Ready · 24 answers" in texts(open_page(cast.mia, "account/files.py"))
