"""An address asks for a number, and says so again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core.metrics.asking import Question, UnreadableQuestion, read_question
from crm_core.metrics.model import Customers, Filters, GroupBy
from crm_core.metrics.service import list_metrics
from crm_core.periods import Period
from tests.metrics.conftest import MARCH

IDS = [metric.metric_id for metric in list_metrics()]


def read(query: dict[str, str]) -> Question:
    return read_question(query, IDS, MARCH)


def test_an_empty_address_asks_for_the_net_sales_of_the_latest_month() -> None:
    assert read({}) == Question("net_sales", MARCH)


def test_a_board_leads_to_a_number_of_a_team() -> None:
    found = read({"metric": "orders", "from": "2026-01-01", "to": "2026-03-31", "team": "3", "by": "person"})
    assert found == Question(
        "orders", Period(date(2026, 1, 1), date(2026, 3, 31)), GroupBy.PERSON, filters=Filters(team=3)
    )


def test_nothing_given_is_told_from_nothing_asked() -> None:
    found = read({"team": "0", "country": "", "person": ""})
    assert found.filters == Filters(team=0, country="")


def test_one_end_is_enough() -> None:
    assert read({"from": "2026-03-05"}).period == Period(date(2026, 3, 5), date(2026, 3, 31))
    assert read({"from": "2026-05-05"}).period == Period(date(2026, 5, 5), date(2026, 5, 5))
    assert read({"to": "2026-02-05"}).period == Period(date(2026, 2, 1), date(2026, 2, 5))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"metric": "profit"}, "no number called “profit”"),
        ({"from": "yesterday"}, "“yesterday” is not a date"),
        ({"to": "2026-02-30"}, "“2026-02-30” is not a date"),
        ({"from": "0001-01-01"}, "between the years 1990 and 2190"),
        ({"to": "9999-12-31"}, "between the years 1990 and 2190"),
        ({"from": "2026-02-02", "to": "2026-02-01"}, "lies before"),
        ({"by": "mood"}, "“mood” is not something to group"),
        ({"customers": "nice"}, "“nice” does not say"),
        ({"team": "north"}, "“north” is the number of no team"),
        ({"team": "-1"}, "no team"),
        ({"person": "９"}, "no person"),
        ({"person": "9" * 40}, "no person"),
        ({"metric": "x" * 10_000}, "xxx…"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(query: dict[str, str], said: str) -> None:
    with pytest.raises(UnreadableQuestion) as told:
        read(query)
    assert said in str(told.value)
    assert len(str(told.value)) < 120


names = st.none() | st.text(max_size=20)
ids = st.none() | st.integers(0, 10**17)
days = st.dates(date(1990, 1, 1), date(2190, 12, 31))


questions = st.builds(
    Question,
    st.sampled_from(IDS),
    st.tuples(days, days).map(lambda ends: Period(min(ends), max(ends))),
    st.sampled_from(GroupBy),
    st.sampled_from(Customers),
    st.builds(Filters, ids, ids, names, names),
    st.booleans(),
)


@given(questions)
def test_a_question_that_is_written_and_read_is_the_same(question: Question) -> None:
    assert read(question.address()) == question


@given(st.dictionaries(st.sampled_from(["metric", "from", "to", "by", "team", "person", "customers"]), st.text()))
def test_whatever_an_address_holds_it_is_read_or_refused(query: dict[str, str]) -> None:
    try:
        assert read(query).metric_id in IDS
    except UnreadableQuestion as refusal:
        assert str(refusal)
