"""The refused lines as a file: as they stood, with reasons, safe to open, and good to import again once mended."""

from __future__ import annotations

import io

import pytest

from crm_core.access.model import CONSOLE
from crm_core.errors import NotFound
from crm_core.exchange.reading import read_table
from crm_core.i18n import Language
from crm_core.imports import service
from crm_core.imports.kinds import fields_of, matched
from crm_core.imports.model import KEPT_PROBLEMS, ImportKind
from crm_core.imports.rejects import FileForm, problems_bytes, rejects_bytes, template_bytes
from tests.conftest import Cast
from tests.imports.conftest import PURCHASE_HEADERS, Desk

BAD = ("1001", "1", "", "=1+1", "x", "-9.5", "2026-03-01")


@pytest.mark.parametrize("form", list(FileForm))
def test_refused_lines_come_back_as_they_stood(real_desk: Desk, form: FileForm) -> None:
    path = real_desk.file(("Row", *PURCHASE_HEADERS), [("7", *BAD), ("8", *BAD)])
    checked = real_desk.check("purchases", path)
    made = real_desk.folder / f"rejects.{form.value}"
    made.write_bytes(rejects_bytes(checked.space, form, Language.ENGLISH))
    table = read_table(made)
    assert table.headers == ("Row", *PURCHASE_HEADERS, "Row (2)", "Reason")
    assert [line[:8] for line in table.head(9)] == [["7", *BAD], ["8", *BAD]]
    assert [line[8] for line in table.head(9)] == ["2", "3"]
    assert "quantity: This is no number." in table.head(1)[0][9]
    assert "unit_price: A price is never negative." in table.head(1)[0][9]


def test_a_formula_in_a_refused_line_is_guarded(real_desk: Desk) -> None:
    checked = real_desk.check("purchases", real_desk.file(PURCHASE_HEADERS, [BAD]))
    text = rejects_bytes(checked.space, FileForm.CSV, Language.ENGLISH).decode("utf-8-sig")
    assert "'=1+1" in text
    assert ",-9.5," in text


def test_reasons_are_told_in_the_language_of_whoever_asks(real_desk: Desk) -> None:
    checked = real_desk.check("purchases", real_desk.file(PURCHASE_HEADERS, [BAD]))
    text = rejects_bytes(checked.space, FileForm.CSV, Language.SIMPLIFIED).decode("utf-8-sig")
    assert "原因" in text
    assert "单价不能为负数" in text


def test_of_one_import_so_many_problems_are_kept_and_no_more(desk: Desk) -> None:
    lines = [(str(number), *BAD[1:]) for number in range(KEPT_PROBLEMS + 5)]
    result = desk.bring("purchases", desk.file(PURCHASE_HEADERS, lines))
    assert result.counts.rejected == KEPT_PROBLEMS + 5
    kept = service.kept_problems(desk.store, CONSOLE, result.import_id)
    assert len(kept) == KEPT_PROBLEMS
    assert kept[0].row == 2
    assert "x" in problems_bytes(kept[:1], FileForm.CSV, Language.ENGLISH).decode("utf-8-sig")


def test_problems_of_another_teams_import_are_not_to_be_had(desk: Desk, cast: Cast) -> None:
    result = desk.bring("purchases", desk.file(PURCHASE_HEADERS, [BAD]), actor=cast.ada)
    assert service.exported_problems(desk.store, cast.ada, result.import_id, FileForm.CSV, Language.ENGLISH)
    with pytest.raises(NotFound):
        service.exported_problems(desk.store, cast.tao, result.import_id, FileForm.CSV, Language.ENGLISH)
    assert [row["action"] for row in desk.rows("select action from audit_entry order by seq")][-1] == "export"


@pytest.mark.parametrize("kind", list(ImportKind))
@pytest.mark.parametrize("language", list(Language))
def test_a_template_filled_in_is_understood_whatever_its_language(
    desk: Desk, kind: ImportKind, language: Language
) -> None:
    for form in FileForm:
        path = desk.folder / f"template.{form.value}"
        path.write_bytes(template_bytes(kind, form, language))
        if form is FileForm.CSV:
            headers = path.read_text("utf-8-sig").strip()
            path.write_text(headers + "\n" + ",".join("x" for _ in headers.split(",")) + "\n", "utf-8")
            table = read_table(path)
            assert list(matched(kind, table).values()) == [field.name for field in fields_of(kind)]
        else:
            assert io.BytesIO(path.read_bytes()).read(2) == b"PK"
