"""The two published surveys of the European Customer Satisfaction Index, brought in and recomputed."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_core.imports.model import Counts
from crm_core.store import Store
from crm_core.surveys import repository
from crm_core.surveys.model import Answers, Measure, Purpose
from crm_core.surveys.scoring import estimate_of, matrix, readings_of
from crm_core.surveys.statistics import Alpha, cronbach
from tests.imports.conftest import Desk

pytestmark = pytest.mark.real_data


def alphas(store: Store, answers: Answers) -> dict[str, Alpha]:
    """Return α of each indicator, by its name."""
    scheme = repository.scheme(store, 1, 1)
    assert scheme is not None
    found = {
        indicator.name: cronbach(answers.of(scheme.of_indicator(place)))
        for place, indicator in enumerate(scheme.indicators)
    }
    return {name: alpha for name, alpha in found.items() if alpha is not None}


def answers_of(store: Store) -> Answers:
    scheme = repository.scheme(store, 1, 1)
    assert scheme is not None
    readings = readings_of(repository.said_texts(store, 1), scheme)
    assert readings.unread_count == 0
    return matrix(repository.values_as_read(store, 1, readings.table))[1]


def test_the_mobile_phone_survey(desk: Desk, ecsi: Path) -> None:
    headers = (ecsi / "mobi.csv").read_text("utf-8").splitlines()[0].split(",")
    mapping = dict.fromkeys(headers, "rating") | {"CUSA1": "overall", "CUSL3": "recommend"}
    assert desk.bring("answers", ecsi / "mobi.csv", survey="mobi", mapping=mapping).counts == Counts(250, 250, 0, 0, 0)
    means = desk.rows(
        "select avg(value) as m from survey_answer_item join survey_item using (item_id) where header = 'CUSA1'"
    )
    assert float(means[0]["m"]) == pytest.approx(7.988)
    nps = desk.rows("select count(*) as n, avg(score) as m from answer_score_view where measure = 'nps'")[0]
    assert (nps["n"], nps["m"]) == (250, pytest.approx(14.0))


def test_the_mobile_phone_surveys_standardised_alphas(desk: Desk, ecsi: Path) -> None:
    desk.bring("answers", ecsi / "mobi.csv", survey="mobi")
    found = alphas(desk.store, answers_of(desk.store))
    assert {name: round(alpha.standardised, 4) for name, alpha in found.items()} == {
        "CUEX": 0.4519, "CUSA": 0.7792, "CUSL": 0.4724, "IMAG": 0.7228, "PERQ": 0.8770, "PERV": 0.8236,
    }  # fmt: skip


def test_the_banks_raw_alphas(desk: Desk, ecsi: Path) -> None:
    desk.bring("answers", ecsi / "satisfaction.csv", survey="bank")
    found = alphas(desk.store, answers_of(desk.store))
    assert {name: round(alpha.raw, 4) for name, alpha in found.items()} == {
        "imag": 0.8219, "expe": 0.8431, "qual": 0.8685, "val": 0.8320, "sat": 0.8943, "loy": 0.8206,
    }  # fmt: skip
    scheme = repository.scheme(desk.store, 1, 1)
    assert scheme is not None
    assert [rule.purpose for rule in scheme.rules] == [Purpose.RATING] * 27 + [Purpose.GROUP]


def test_the_mobile_phone_surveys_index_by_other_means(desk: Desk, ecsi: Path) -> None:
    """With equal weights the index is the mean of the seven indicators' means, rescaled: computed here from the file alone."""
    desk.bring("answers", ecsi / "mobi.csv", survey="mobi")
    head, *lines = [line.split(",") for line in (ecsi / "mobi.csv").read_text("utf-8").splitlines()]
    stems = [name.rstrip("0123456789") for name in head]
    whole = []
    for line in lines:
        parts = []
        for stem in dict.fromkeys(stems):
            own = [(int(cell) - 1) / 9 * 100 for cell, name in zip(line, stems, strict=True) if name == stem]
            parts.append(sum(own) / len(own))
        whole.append(sum(parts) / len(parts))
    stored = [float(row["score"]) for row in desk.rows("select score from answer_score_view order by answer_id")]
    assert stored == pytest.approx(whole, abs=1e-6)
    assert estimate_of(Measure.CSAT, answers_of(desk.store).values[:, 0] * 0 + 1).value == 1
