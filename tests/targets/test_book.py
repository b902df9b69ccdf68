"""Targets as a workbook: out and in again changes nothing; what was filled in is checked whole and never overwrites unseen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from crm_core.access.model import Actor
from crm_core.errors import NotFound, NotPermitted, UnusableFile
from crm_core.exchange.reading import read_table
from crm_core.periods import PeriodKind, add_months
from crm_core.store import Store
from crm_core.targets.book import KEY, BookWanted, columns_of_year, targets_book
from crm_core.targets.bulk import set_many
from crm_core.targets.drafts import NumberKind, TargetDraft, Unfit
from crm_core.targets.model import COMPANY, Level, ScopeKind, TargetKey, TargetScope
from crm_core.targets.reading import AS_WRITTEN, CheckedBook, check_book, check_upload, parse_cell
from tests.conftest import Cast, sql

YEAR = date(2026, 1, 1)
_keys = count()


def wanted(*scopes: TargetScope, metrics: tuple[str, ...] = ("net_sales", "orders")) -> BookWanted:
    return BookWanted(
        YEAR,
        ("Metric", "Whose", "Level", "Unit"),
        {metric: metric for metric in metrics},
        {scope: scope.kind.value for scope in scopes or (COMPANY,)},
        {level: level.value for level in Level},
        dict.fromkeys(metrics, "-"),
        "Targets",
        "Guide",
        ("Fill in.",),
    )


def key(
    month: int = 1, level: Level = Level.TARGET, metric: str = "net_sales", scope: TargetScope = COMPANY
) -> TargetKey:
    return TargetKey(metric, scope, PeriodKind.MONTH, date(2026, month, 1), level)


def put(store: Store, actor: Actor, values: dict[TargetKey, str], version: int = 0) -> None:
    drafts = [TargetDraft(one, text, "", None, version) for one, text in values.items()]
    set_many(store, actor, drafts, key=f"book-{next(_keys)}")


def refill(content: bytes, change: Callable[[Worksheet], None], folder: Path) -> Path:
    book = load_workbook(BytesIO(content))
    change(book.worksheets[0])
    path = folder / "filled.xlsx"
    book.save(path)
    return path


def checked(store: Store, actor: Actor, path: Path) -> CheckedBook:
    return check_book(store, actor, read_table(path, AS_WRITTEN))


def place(sheet: Worksheet, month: int, level: Level = Level.TARGET, metric: str = "net_sales") -> tuple[int, int]:
    headers = [cell.value for cell in sheet[1]]
    row = next(
        line[0].row for line in sheet.iter_rows(min_row=2) if line[0].value == f"{metric}|company-0|{level.value}"
    )
    return row, headers.index(f"2026-{month:02}") + 1


def filling(
    month: int, value: object, level: Level = Level.TARGET, metric: str = "net_sales"
) -> Callable[[Worksheet], None]:
    return lambda sheet: sheet.__setitem__(sheet.cell(*place(sheet, month, level, metric)).coordinate, value)


def test_a_workbook_has_a_row_a_level_with_its_key_and_versions_out_of_sight(store: Store, cast: Cast):
    put(store, cast.mia, {key(): "1200000", key(level=Level.FLOOR): "1100000"})
    book = load_workbook(BytesIO(targets_book(store, cast.mia, wanted())))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]][:8] == [
        "key",
        "state",
        "Metric",
        "Whose",
        "Level",
        "Unit",
        "2026",
        "2026-Q1",
    ]
    assert sheet.max_column == 6 + 17
    assert sheet.max_row == 1 + 2 * 3
    assert sheet.column_dimensions["A"].hidden
    assert sheet.cell(*place(sheet, 1)).value == 1200000
    assert sheet.cell(*place(sheet, 1, Level.FLOOR)).value == 1100000
    assert book.worksheets[1].cell(1, 1).value == "Fill in."


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x")', "+1", "@SUM(A1)", "http://x", "\x00\x1b😀", "x" * 10_000])
def test_a_name_stays_a_text_whatever_it_holds(store: Store, cast: Cast, name: str):
    asked = replace(wanted(), scopes={COMPANY: name}, guide=(name,))
    for sheet in load_workbook(BytesIO(targets_book(store, cast.mia, asked))).worksheets:
        cells = [cell for line in sheet.iter_rows() for cell in line if isinstance(cell.value, str)]
        assert cells
        assert all(cell.data_type == "s" and cell.hyperlink is None for cell in cells)


def test_a_companys_year_from_april_has_its_own_quarters():
    columns = columns_of_year(date(2026, 4, 1))
    assert list(columns)[:6] == ["2026", "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4", "2026-04"]
    assert columns["2026-Q4"] == (PeriodKind.QUARTER, date(2027, 1, 1))
    assert columns["2027-03"] == (PeriodKind.MONTH, date(2027, 3, 1))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    months=some.lists(
        some.none() | some.decimals(min_value=0, max_value=Decimal("999999999999"), places=6), min_size=12, max_size=12
    )
)
def test_out_and_in_again_changes_nothing(store: Store, cast: Cast, tmp_path: Path, months: list[Decimal | None]):
    standing = {
        row["period_first"]: row["version"] for row in store.rows(sql("select period_first, version from target"))
    }
    drafts = [
        TargetDraft(key(at + 1), "" if value is None else f"{value:f}", "", None, standing.get(add_months(YEAR, at), 0))
        for at, value in enumerate(months)
    ]
    set_many(store, cast.mia, drafts, key=f"book-{next(_keys)}")
    path = tmp_path / "out.xlsx"
    path.write_bytes(targets_book(store, cast.mia, wanted()))
    found = checked(store, cast.mia, path)
    assert (found.changes, found.problems, found.clashes, found.cell_count) == ([], [], [], 2 * 3 * 17)


def test_what_was_filled_in_is_proposed_and_can_be_saved(store: Store, cast: Cast, tmp_path: Path):
    put(store, cast.mia, {key(): "100", key(2): "50"})
    content = targets_book(store, cast.mia, wanted())
    path = refill(content, filling(1, 130.5), tmp_path)
    path = refill(path.read_bytes(), filling(2, None), tmp_path)
    path = refill(path.read_bytes(), filling(3, "1.2万"), tmp_path)
    found = checked(store, cast.mia, path)
    assert found.is_sound
    assert {one.key: one.value for one in found.changes} == {key(): Decimal("130.5"), key(2): None, key(3): 12000}
    assert set_many(store, cast.mia, [one.draft() for one in found.changes], key="in", way="file") == 3
    rows = store.rows(sql("select period_first, value from target order by period_first"))
    assert [(row["period_first"].month, row["value"]) for row in rows] == [(1, Decimal("130.5")), (3, 12000)]


def test_what_others_changed_and_the_owner_did_not_touch_is_left_alone(store: Store, cast: Cast, tmp_path: Path):
    put(store, cast.mia, {key(): "100", key(2): "50"})
    content = targets_book(store, cast.mia, wanted())
    put(store, cast.ada, {key(): "120"}, version=1)
    found = checked(store, cast.mia, refill(content, filling(2, 60), tmp_path))
    assert found.is_sound
    assert [one.key for one in found.changes] == [key(2)]


def test_what_both_changed_is_told_with_both_values_and_nothing_may_be_written(
    store: Store, cast: Cast, tmp_path: Path
):
    put(store, cast.mia, {key(): "100"})
    content = targets_book(store, cast.mia, wanted())
    put(store, cast.ada, {key(): "120"}, version=1)
    put(store, cast.ada, {key(4): "9"})
    path = refill(content, filling(1, 90), tmp_path)
    path = refill(path.read_bytes(), filling(4, 8), tmp_path)
    found = checked(store, cast.mia, path)
    assert not found.is_sound
    assert [(one.key, one.mine, one.theirs) for one in found.clashes] == [(key(), 90, 120), (key(4), 8, 9)]
    assert found.changes == []


def test_a_target_removed_and_set_anew_meanwhile_is_no_untouched_one(store: Store, cast: Cast, tmp_path: Path):
    put(store, cast.mia, {key(): "100"})
    content = targets_book(store, cast.mia, wanted())
    put(store, cast.ada, {key(): ""}, version=1)
    put(store, cast.ada, {key(): "120"})
    found = checked(store, cast.mia, refill(content, filling(1, 90), tmp_path))
    assert [(one.mine, one.theirs) for one in found.clashes] == [(90, 120)]


def test_each_bad_cell_is_told_by_row_and_column(store: Store, cast: Cast, tmp_path: Path):
    content = targets_book(store, cast.mia, wanted())
    path = refill(content, filling(1, "many"), tmp_path)
    path = refill(path.read_bytes(), filling(2, 1.5, metric="orders"), tmp_path)
    path = refill(path.read_bytes(), filling(3, -4), tmp_path)
    path = refill(path.read_bytes(), filling(5, 10), tmp_path)
    path = refill(path.read_bytes(), filling(5, 20, Level.FLOOR), tmp_path)
    found = checked(store, cast.mia, path)
    told = {(one.row, one.column): str(one.reason) for one in found.problems}
    assert "not a number" in told[3, "2026-01"]
    assert "whole number" in told[6, "2026-02"]
    assert "0 or more" in told[3, "2026-03"]
    assert "must not lie above" in told[2, "2026-05"]
    assert not found.is_sound


@pytest.mark.parametrize(
    "text", ["", "x", "net_sales|team-99|target", "no_such|company-0|target", "net_sales|company-0|top", "'; drop|a|b"]
)
def test_a_key_that_was_changed_is_refused_as_a_row(store: Store, cast: Cast, tmp_path: Path, text: str):
    path = refill(targets_book(store, cast.mia, wanted()), lambda sheet: sheet.__setitem__("A2", text), tmp_path)
    path = refill(path.read_bytes(), lambda sheet: sheet.__setitem__("G2", 5), tmp_path)
    (problem,) = checked(store, cast.mia, path).problems
    assert (problem.row, problem.column) == (2, KEY)


def test_the_same_row_twice_is_refused(store: Store, cast: Cast, tmp_path: Path):
    content = targets_book(store, cast.mia, wanted())
    path = refill(content, lambda sheet: sheet.__setitem__("A3", sheet["A2"].value), tmp_path)
    (problem,) = checked(store, cast.mia, path).problems
    assert "line 2" in str(problem.reason)


def test_a_lead_takes_out_and_brings_in_the_own_teams_only(store: Store, cast: Cast, tmp_path: Path):
    mine, others = TargetScope(ScopeKind.TEAM, cast.north), TargetScope(ScopeKind.TEAM, cast.south)
    with pytest.raises(NotFound):
        targets_book(store, cast.tao, wanted(mine, others))
    path = tmp_path / "all.xlsx"
    path.write_bytes(targets_book(store, cast.mia, wanted(mine, others, metrics=("net_sales",))))
    assert {one.row for one in checked(store, cast.tao, path).problems} == {5, 6, 7}
    for who in (cast.sol, cast.rea):
        with pytest.raises(NotPermitted):
            targets_book(store, who, wanted(mine))
        with pytest.raises(NotPermitted):
            checked(store, who, path)


def test_another_file_is_refused_with_what_to_do(store: Store, cast: Cast, tmp_path: Path):
    path = tmp_path / "other.csv"
    path.write_text("name,2026\nA,5\n", encoding="utf-8")
    with pytest.raises(UnusableFile, match="Export one here"):
        check_upload(store, cast.mia, path)


def test_a_csv_made_of_the_workbook_is_taken_as_well(store: Store, cast: Cast, tmp_path: Path):
    path = tmp_path / "filled.csv"
    path.write_text('key,state,2026,2026-Q1\nnet_sales|company-0|target,"-,-","1,200,000",30万\n', encoding="utf-8")
    found = check_upload(store, cast.mia, path)
    assert [one.value for one in found.changes] == [1200000, 300000]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0.92", "0.92"), ("92%", "0.92"), ("1", "1"), ("0", "0"), ("0.07000000000000001", "0.07"), ("", None)],
)
def test_a_rate_is_read_as_spreadsheets_keep_it(text: str, expected: str | None):
    assert parse_cell(text, NumberKind(is_rate=True)) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize("text", ["92", "-0.1", "NaN", "much", "120%"])
def test_what_is_no_rate_is_refused(text: str):
    with pytest.raises(Unfit):
        parse_cell(text, NumberKind(is_rate=True))


def test_what_stands_already_is_no_problem_even_where_it_could_not_be_typed(store: Store, cast: Cast, tmp_path: Path):
    """A count with decimals from a time when they were taken: the file that shows it is not refused for it."""
    put(store, cast.mia, {key(metric="orders"): "93"})
    with store.transaction() as transaction:
        transaction.execute(sql("update target set value = 92.9"))
        transaction.execute(sql("update target_version set value = 92.9"))
    path = tmp_path / "out.xlsx"
    path.write_bytes(targets_book(store, cast.mia, wanted()))
    found = checked(store, cast.mia, path)
    assert (found.changes, found.problems, found.clashes) == ([], [], [])
