"""What an office program makes of the files: as many pages as slides, and the page's numbers on them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from crm_core.i18n import Language
from crm_core.store import Store
from tests.conftest import Cast
from tests.documents.reading import made, slides, table, tables, written
from tests.exchange.test_office import converted
from tests.plans.stage import Plans

pytestmark = pytest.mark.nightly


def test_a_plan_is_printed_with_its_numbers(company: Store, cast: Cast, plans: Plans, tmp_path: Path) -> None:
    content = written(company, cast.mia, plans.company)
    path = tmp_path / "plan.docx"
    path.write_bytes(content)
    told = "".join("".join(pages(path)).split())
    found = [cell for grid in tables(content) for row in grid for cell in row if cell]
    assert len(found) > 20
    for cell in found:
        for line in cell.split("\n"):
            assert "".join(line.split()) in told, line


def pages(path: Path) -> list[str]:
    """Return the texts of the pages of the PDF that LibreOffice makes of a file."""
    printed = converted(path, "pdf")
    told = subprocess.run(
        ["pdftotext", "-layout", str(printed), "-"], capture_output=True, text=True, timeout=60, check=True
    )
    return told.stdout.split("\f")[:-1]


@pytest.mark.parametrize("language", Language)
def test_the_board_is_printed_slide_by_slide_with_its_numbers(
    company: Store, cast: Cast, tmp_path: Path, language: Language
) -> None:
    content = made(company, cast.mia, language)
    path = tmp_path / "board.pptx"
    path.write_bytes(content)
    found, printed = slides(content), pages(path)
    assert len(printed) == len(found)
    for slide, text in zip(list(found.values())[1:], printed[1:], strict=True):
        told = text.replace(" ", "")
        for row in table(slide):
            for cell in row:
                assert cell.replace(" ", "") in told, cell
