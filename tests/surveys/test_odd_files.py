"""Files of answers as nobody should make them: names that look alike or never end, nothing in them, a 0 that is no answer."""

from __future__ import annotations

import pytest

from crm_core.access.model import CONSOLE
from crm_core.errors import InvalidInput, Refused, UnusableFile
from crm_core.imports import service as imports
from crm_core.imports.contract import ImportRequest
from crm_core.imports.model import Counts, ImportKind, ImportOptions
from crm_core.imports.workspace import Workspace
from crm_core.surveys import service
from crm_core.surveys.model import Scale
from tests.conftest import Cast
from tests.customers.faces import fresh
from tests.imports.conftest import Desk, reasons
from tests.surveys.test_import import rules, scores
from tests.surveys.test_service import FORM


@pytest.mark.parametrize("other", ["price", "Ｐrice", "Pri ce", " PRICE "])
def test_two_columns_whose_names_count_as_one_are_two_questions(desk: Desk, other: str) -> None:
    file = desk.file(["No", "Price", other], [["1", "5", "1"], ["2", "4", "2"]])
    assert desk.bring("answers", file, survey="S").counts == Counts(2, 2, 0, 0, 0)
    assert set(rules(desk)) == {"Price", f"{other.strip()} (2)"}
    assert desk.bring("answers", file, survey="S").counts == Counts(2, 0, 0, 2, 0)


def test_two_scripts_of_one_name_are_two_questions(desk: Desk) -> None:
    desk.bring("answers", desk.file(["价格", "價格"], [["5", "1"], ["4", "2"]]), survey="S")
    assert set(rules(desk)) == {"价格", "價格 (2)"}


def test_a_question_that_never_ends_is_refused_with_what_to_do(desk: Desk) -> None:
    long = "P" * 301
    with pytest.raises(UnusableFile, match="at most 300 characters"):
        desk.check("answers", desk.file([long, "Q"], [["5", "1"]]), survey="S", mapping={long: "rating", "Q": "rating"})


def test_empty_cells_alone_make_no_survey(desk: Desk) -> None:
    file = desk.file(["Price", "Quality"], [["", ""]] * 3)
    with pytest.raises(UnusableFile):
        desk.check("answers", file, survey="S")
    mapped = desk.bring("answers", file, survey="S", mapping={"Price": "rating", "Quality": "comment"})
    assert mapped.counts == Counts(0, 0, 0, 0, 0)
    assert desk.rows("select * from survey") == []


def test_what_lies_outside_the_scale_is_refused_one_by_one(desk: Desk, cast: Cast) -> None:
    service.create_survey(desk.store, cast.mia, {**FORM, "name": "S", "scale": Scale(1, 5)}, fresh())
    texts = ["6", "0", "-1", "1e400", "inf", "9" * 400, "=1+1", "5.5", "5", "1"]
    checked = desk.check("answers", desk.file(["Q"], [[text] for text in texts]), survey="S", mapping={"Q": "rating"})
    assert (checked.counts.added, checked.counts.rejected) == (2, 8)
    assert {row for row, _, _ in reasons(checked)} == set(range(2, 10))
    assert all(len(reason) < 300 for _, _, reason in reasons(checked))


def _bring(desk: Desk, lines: list[str], name: str = "file.csv") -> Counts:
    file = desk.file(["No", "Q"], [[str(at), text] for at, text in enumerate(lines)], name)
    request = ImportRequest(
        ImportKind.ANSWERS, file, file.name, options=ImportOptions(survey_name="S", zero_is_missing=True)
    )
    place = desk.folder / f"{name}.work"
    place.mkdir()
    checked = imports.check_import(desk.store, CONSOLE, request, Workspace(place))
    return desk.write(checked).counts


def test_a_0_that_means_nothing_neither_counts_nor_widens_the_scale(desk: Desk) -> None:
    assert _bring(desk, ["0", "1", "5"]) == Counts(3, 3, 0, 0, 0)
    assert rules(desk)["Q"][:3] == ("rating", 1, 5)
    assert scores(desk)["index"] == [0.0, 100.0]
    assert _bring(desk, ["0", "1", "5", "3"], "more.csv").added == 1
    assert scores(desk)["index"] == [0.0, 100.0, 50.0]


def test_a_0_to_a_recommendation_is_the_worst_answer_also_where_0_means_nothing_elsewhere(desk: Desk) -> None:
    lines = [["1", "0", "0"], ["2", "10", "10"], ["3", "1", "10"], ["4", "4", "10"]]
    file = desk.file(["No", "Q", "Would you recommend us"], lines)
    options = ImportOptions(survey_name="S", zero_is_missing=True)
    place = desk.folder / "work"
    place.mkdir()
    request = ImportRequest(ImportKind.ANSWERS, file, file.name, options=options)
    assert desk.write(imports.check_import(desk.store, CONSOLE, request, Workspace(place))).counts.added == 4
    assert [rules(desk)[name][:3] for name in ("Q", "Would you recommend us")] == [
        ("rating", 1, 10),
        ("recommend", 0, 10),
    ]
    assert sorted(scores(desk)["nps"]) == [-100.0, 100.0, 100.0, 100.0]
    assert sorted(scores(desk)["index"]) == [0.0, pytest.approx(100 / 3), 100.0]


def test_a_survey_that_counts_0_is_not_told_otherwise_by_a_file(desk: Desk, cast: Cast) -> None:
    service.create_survey(desk.store, cast.mia, {**FORM, "name": "S"}, fresh())
    with pytest.raises(Refused, match="In the survey S a 0 counts"):
        _bring(desk, ["0", "1"])
    assert desk.rows("select * from survey_answer") == []


@pytest.mark.parametrize("asked", ["00000100000000000000000000", "100000001", "0" * 5000, "1" * 5000, "²", "１２x"])
def test_a_number_of_people_that_cannot_be_is_refused_at_its_field(desk: Desk, cast: Cast, asked: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        service.create_survey(desk.store, cast.mia, {**FORM, "asked_count": asked}, fresh())
    assert set(refusal.value.fields) == {"asked_count"}
