"""What an office program makes of the exported files: every text comes out as it went in, and nothing is calculated."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest

from crm_core.access.model import Permission
from crm_core.audit.model import EntriesWanted
from crm_core.audit.service import exported
from crm_core.customers.lists.export import COLUMNS, FileKind, export_customers
from crm_core.customers.lists.model import CustomerListRequest
from crm_core.exchange.csv_file import write_csv
from crm_core.exchange.formulas import without_guard
from crm_core.exchange.xlsx_file import write_xlsx
from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.customers.faces import add
from tests.exchange.test_formulas import HARMLESS, RISKY

pytestmark = pytest.mark.nightly
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_NAMES = sql("select name from customer")
# A cell cannot hold these: XML has no such character, and a spreadsheet takes a line break of any kind as one.
SHOWN = [text for text in RISKY + HARMLESS if text.strip() and not set(text) & set("\0\x01\r\n\t\ufeff\u202e")]


# Comma, quote, UTF-8, from the first line, no column's kind; not all as text; what looks like a number or formula is one.
AS_CSV = "CSV:44,34,76,1,,0,false,true,false,false,false,-1,true"


def converted(path: Path, kind: str, *, reading: str = "") -> Path:
    """Return the file that LibreOffice makes of ``path``, in a profile of its own."""
    office = shutil.which("soffice")
    assert office is not None, "LibreOffice is missing: tools/install_office.sh"
    target = path.parent / "office"
    words = [office, f"-env:UserInstallation={(path.parent / 'profile').as_uri()}", "--headless", "--norestore"]
    if reading:
        words.append(f"--infilter={reading}")
    done = subprocess.run(
        [*words, "--convert-to", kind, "--outdir", str(target), str(path)],
        capture_output=True, text=True, timeout=110, check=False,
    )  # fmt: skip
    made = target / f"{path.stem}.{kind.partition(':')[0]}"
    assert made.exists(), done.stderr + done.stdout
    return made


def cells(path: Path) -> list[list[tuple[str, str]]]:
    """Return the cells of an OpenDocument sheet as (text shown, kind of value); a formula's kind is 'formula'."""
    with zipfile.ZipFile(path) as file:
        root = fromstring(file.read("content.xml"))  # noqa: S314 - made by LibreOffice just now
    rows = []
    for row in root.iter(f"{_TABLE}table-row"):
        found = []
        for cell in row.findall(f"{_TABLE}table-cell"):
            kind = "formula" if cell.get(f"{_TABLE}formula") is not None else cell.get(f"{_OFFICE}value-type", "")
            text = "\n".join(_plain(paragraph) for paragraph in cell.findall(f"{_TEXT}p"))
            found.append((text, kind))
        rows.append(found)
    return rows


def _plain(paragraph: Element) -> str:
    parts = [paragraph.text or ""]
    for child in paragraph:
        inner = " " * int(child.get(f"{_TEXT}c", "1")) if child.tag == f"{_TEXT}s" else _plain(child)
        parts += [inner, child.tail or ""]
    return "".join(parts)


def first_column(path: Path, count: int) -> list[tuple[str, str]]:
    return [row[0] for row in cells(path)[1 : count + 1]]


def test_a_workbook_opens_with_each_text_as_it_was_and_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "texts.xlsx"
    write_xlsx(path, ["=名", "n"], [[text, 1] for text in SHOWN])
    made = converted(path, "ods")
    assert first_column(made, len(SHOWN)) == [(text, "string") for text in SHOWN]
    assert cells(made)[0][0] == ("=名", "string")
    assert not [cell for row in cells(made) for cell in row if cell[1] == "formula"]


def test_a_text_file_opens_with_each_text_guarded_and_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "texts.csv"
    risky = [text for text in SHOWN if text in RISKY]
    write_csv(path, ["=名", "n"], [[text, 1] for text in risky])
    made = converted(path, "ods", reading=AS_CSV)
    assert first_column(made, len(risky)) == [("'" + text, "string") for text in risky]
    assert not [cell for row in cells(made) for cell in row if cell[1] == "formula"]


def test_without_the_guard_there_would_be_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "raw.csv"
    path.write_text("n\n=1+1\n", encoding="utf-8")
    assert cells(converted(path, "ods", reading=AS_CSV))[1][0] == ("2", "formula")


@pytest.mark.parametrize("kind", FileKind)
def test_a_list_of_customers_with_hostile_names_opens_as_texts(
    store: Store, cast: Cast, tmp_path: Path, kind: FileKind
) -> None:
    for number, text in enumerate(SHOWN):
        add(store, cast.mia, f"{text.strip()} {number}", cast.tao, region=text.strip()[:40], note=text)
    reach = cast.mia.require(Permission.CUSTOMER_READ)
    content = export_customers(
        store, cast.mia, CustomerListRequest(reach), kind, headings={name: f"={name}" for name in COLUMNS}, words={}
    )
    path = tmp_path / f"customers.{kind.value}"
    path.write_bytes(content)
    found = cells(converted(path, "ods", reading=AS_CSV if kind is FileKind.CSV else ""))
    assert not [cell for row in found for cell in row if cell[1] == "formula"]
    names = {row[COLUMNS.index("name")][0] for row in found[1 : len(SHOWN) + 1]}
    shown = {without_guard(name) for name in names} if kind is FileKind.CSV else names
    assert shown == {row["name"] for row in store.rows(_NAMES)}


def test_the_trail_with_hostile_texts_opens_as_texts(store: Store, cast: Cast, tmp_path: Path) -> None:
    for number, text in enumerate(SHOWN):
        add(store, cast.mia, f"{text.strip()} {number}", cast.tao, note=text)
    entries = exported(store, cast.ada, EntriesWanted(cast.ada.require(Permission.AUDIT_READ)))
    values = [change.after for entry in entries for change in entry.fields or () if change.after]
    path = tmp_path / "trail.xlsx"
    write_xlsx(path, ["what"], [[value] for value in values])
    found = cells(converted(path, "ods"))
    assert len(found) > len(SHOWN)
    assert not [cell for row in found for cell in row if cell[1] == "formula"]
