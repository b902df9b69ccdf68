"""A number, opened: each role sees its own, every part of it is there, and a wrong address gets a sentence."""

from __future__ import annotations

import re
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from crm_core.access.model import Actor
from crm_core.i18n import Language
from crm_core.metrics.model import Source
from crm_core.metrics.service import definition, list_metrics
from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.metrics.stage import Line, Talk, add_lines, add_talks
from tests.pages.conftest import texts, type_of_open

PAGE = "board/number.py"
IN_ENGLISH = sql("update app_user set language = $1")


@pytest.fixture
def shop(store: Store, cast: Cast) -> Store:
    """Two years of sales: Sol's of the north, Vic's of the south, an anonymous one; everybody reads English."""
    sol, vic = ({"team": each.team_id, "owner": each.user_id} for each in (cast.sol, cast.vic))
    add_lines(
        store,
        [
            Line(date(2025, 2, 3), 5, None, 1, "1"),
            Line(date(2025, 3, 5), 1, 1, 1, "100", **sol),
            Line(date(2026, 3, 5), 2, 1, 1, "110", country="Sol's land", **sol),
            Line(date(2026, 3, 6), 3, 2, 1, "2000", country="Canary 🐤 [x](y)", category="*bold*", **vic),
            Line(date(2026, 3, 7), 4, None, 1, "30000", country=None),
        ],
    )
    add_talks(store, [Talk(date(2026, 3, 5), 1, cast.sol.user_id, cast.north, cast.sol.user_id)])
    _speak(store, "en")
    return store


def _speak(store: Store, language: str) -> None:
    with store.transaction() as transaction:
        transaction.execute(IN_ENGLISH, [language])


def shown(open_page: type_of_open, who: Actor, **query: str) -> AppTest:
    test: AppTest = open_page(who, PAGE, query)
    assert not test.exception
    return test


def again(test: AppTest, **query: str) -> AppTest:
    """Return the same page after its address has changed."""
    for name in list(test.query_params):
        del test.query_params[name]
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception
    return test


SOURCES = {
    Source.PURCHASE: "purchase_view",
    Source.INTERACTION: "interaction_view",
    Source.FOLLOW_UP: "follow_up_view",
    Source.ANSWER: "answer_score_view",
    Source.CUSTOMER: "customer_record_view",
    Source.NORM: "contact_norm_view",
}


def test_every_number_opens(shop: Store, cast: Cast, open_page: type_of_open) -> None:
    test = shown(open_page, cast.mia)
    for metric in list_metrics():
        told = texts(again(test, metric=metric.metric_id, by="team"))
        assert test.title[0].value == definition(metric.metric_id, Language.ENGLISH).name
        assert "What it means" in told and "Behind this number" in told
        assert "Counted:" in told or "Numerator:" in told
        assert any(f"{SOURCES[metric.source]} as " in code.value for code in test.code)
        assert not test.error


def test_the_value_its_year_before_and_its_days_are_told(shop: Store, cast: Cast, open_page: type_of_open) -> None:
    test = shown(open_page, cast.sol, metric="gross_sales")
    assert [(each.value, each.delta) for each in test.metric] == [("¥110", "+10.0%")]
    told = texts(test)
    assert "exactly ¥110.00" in told and re.search(r"A year before, Mar 1\s*–\s*7, 2025: ¥100.00", told)
    assert "Not complete yet" in told and "figures to Mar 7, 2026" in told


def test_each_role_sees_as_far_as_it_reaches(shop: Store, cast: Cast, open_page: type_of_open) -> None:
    values = {
        who.name: shown(open_page, who, metric="orders").metric[0].value for who in (cast.mia, cast.tao, cast.sol)
    }
    assert values == {"Mia": "3", "Tao": "1", "Sol": "1"}


def test_nothing_of_the_south_is_shown_in_the_north(shop: Store, cast: Cast, open_page: type_of_open) -> None:
    test = shown(open_page, cast.tao)
    for by in ("team", "country", "category", "person"):
        again(test, metric="gross_sales", by=by)
        frames = "\n".join(frame.value.to_csv() for frame in test.dataframe)
        assert "Canary" not in frames + texts(test) and "Customer 2" not in frames and "South" not in frames
        assert "Customer 1" in frames


@pytest.mark.parametrize("by", ["team", "person"])
def test_anothers_team_reads_like_one_that_is_not_there(
    shop: Store, cast: Cast, open_page: type_of_open, by: str
) -> None:
    others = {"team": str(cast.south), "person": str(cast.vic.user_id)}[by]
    test = shown(open_page, cast.tao)
    messages = [again(test, **{by: value}).error[0].value for value in (others, "999")]
    assert messages[0] == messages[1]
    assert "not found" in messages[0]


def test_a_wrong_address_gets_a_sentence(shop: Store, cast: Cast, open_page: type_of_open) -> None:
    test = shown(open_page, cast.mia)
    for query, sentence in (
        ({"metric": "profit"}, "There is no number called"),
        ({"from": "soon"}, "is not a date"),
        ({"by": "mood"}, "is not something to group numbers by"),
        ({"metric": "interactions_logged", "country": "China"}, "cannot be asked by"),
    ):
        again(test, **query)
        assert len(test.error) == 1 and sentence in test.error[0].value
        assert not test.metric


def test_an_empty_store_says_that_there_are_no_data(store: Store, cast: Cast, open_page: type_of_open) -> None:
    _speak(store, "en")
    test = shown(open_page, cast.mia, metric="net_sales")
    assert test.metric[0].value == "–"
    told = texts(test)
    assert "There are no data for this. No data is not 0." in told and "No row was counted." in told


def test_a_filter_is_shown_as_it_is_written_and_can_be_dropped(
    shop: Store, cast: Cast, open_page: type_of_open
) -> None:
    test = shown(open_page, cast.mia, metric="gross_sales", country="Canary 🐤 [x](y)", category="*bold*")
    assert test.metric[0].value == "¥2.00K"
    labels = [button.label for button in test.button]
    assert any(r"\[x\]\(y\)" in label for label in labels), labels
    next(button for button in test.button if "bold" in button.label).click().run()
    assert not any("bold" in button.label for button in test.button)


def test_another_number_is_chosen_in_the_head(shop: Store, cast: Cast, open_page: type_of_open) -> None:
    test = shown(open_page, cast.mia, metric="gross_sales", country="Canary 🐤 [x](y)")
    test.selectbox(key="number:metric").select("interactions_logged").run()
    assert not test.exception and not test.error
    assert test.title[0].value == "Interactions logged"
    assert test.metric[0].value == "1"


def test_the_reader_gets_no_file(shop: Store, cast: Cast, open_page: type_of_open) -> None:
    assert len(shown(open_page, cast.mia).get("download_button")) == 2
    assert not shown(open_page, cast.rea).get("download_button")


@pytest.mark.parametrize(("language", "title"), [("zh_CN", "净销售额"), ("zh_TW", "淨銷售額")])
def test_the_page_speaks_chinese(shop: Store, cast: Cast, open_page: type_of_open, language: str, title: str) -> None:
    _speak(shop, language)
    test = shown(open_page, cast.mia)
    assert test.title[0].value == title
    assert "Behind" not in texts(test)


def test_coming_back_from_a_customer_shows_the_number_that_was_left(
    shop: Store, cast: Cast, open_page: type_of_open
) -> None:
    test = shown(open_page, cast.mia, metric="orders", by="team")
    again(test, id="1")
    assert test.title[0].value == "Orders"
    assert test.query_params["by"] == "team"
