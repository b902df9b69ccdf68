"""Who may reach whom, read from the imports; a failure says who reached where."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = {"errors", "clock", "periods", "money"}
SOURCES = sorted([*ROOT.glob("crm_core/**/*.py"), *ROOT.glob("pages/**/*.py"), ROOT / "app.py"])


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Return what of a file any test here looks at; read once for all of them."""
    kinds = (ast.Import, ast.ImportFrom, ast.If, ast.Call, ast.keyword, ast.Attribute)
    return tuple(node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, kinds))


@cache
def imported(path: Path) -> tuple[tuple[str, int], ...]:
    """Return every module that a file imports while it runs, with its line; imports for types only do not count."""
    return tuple(_imported(path))


def _imported(path: Path) -> Iterator[tuple[str, int]]:
    typing_only = {
        id(inner)
        for node in nodes(path)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    for node in nodes(path):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def reaches(path: Path, *modules: str) -> list[str]:
    """Return a sentence for each import of one of ``modules`` or of what lies under it."""
    place = path.relative_to(ROOT).as_posix()
    return [
        f"{place}:{line} reaches for {name}"
        for name, line in imported(path)
        if any(name == module or name.startswith(module + ".") for module in modules)
    ]


@cache
def of(*folders: str) -> frozenset[Path]:
    """Return the sources in these folders; asked for each source anew, it would take longer than all else here."""
    return frozenset(path for path in SOURCES if path.relative_to(ROOT).as_posix().startswith(folders))


def test_only_the_store_knows_a_database() -> None:
    found = [
        line
        for path in SOURCES
        if path not in of("crm_core/store/")
        for line in reaches(path, "duckdb", "psycopg", "sqlite3")
    ]
    assert not found, "\n".join(found)


def test_only_pages_ui_and_the_front_door_know_streamlit() -> None:
    allowed = of("pages/", "crm_core/ui/", "crm_core/server/", "app.py")
    found = [line for path in SOURCES if path not in allowed for line in reaches(path, "streamlit")]
    assert not found, "\n".join(found)


def test_rooms_do_not_know_the_screen_or_the_server() -> None:
    rooms = [path for path in of("crm_core/") if path not in of("crm_core/ui/", "crm_core/server/", "crm_core/cli/")]
    rooms = [path for path in rooms if path.name != "__main__.py"]
    found = [
        line for path in rooms for line in reaches(path, "crm_core.ui", "crm_core.server", "crm_core.cli", "pages")
    ]
    assert not found, "\n".join(found)


def test_pages_reach_services_models_and_ui_only() -> None:
    found = [line for path in of("pages/") for line in reaches(path, "crm_core.store", "crm_core.server")]
    found += [
        f"{path.relative_to(ROOT).as_posix()}:{line} reaches for {name}"
        for path in of("pages/")
        for name, line in imported(path)
        if name.startswith("crm_core.") and name.endswith(".repository")
    ]
    assert not found, "\n".join(found)


def test_repositories_of_other_rooms_are_not_reached() -> None:
    found = []
    for path in of("crm_core/"):
        room = path.relative_to(ROOT).parts[1]
        for name, line in imported(path):
            parts = name.split(".")
            if parts[0] == "crm_core" and "repository" in parts and parts[1] != room:
                found.append(f"{path.relative_to(ROOT).as_posix()}:{line} reaches for {name}")
    assert not found, "\n".join(found)


def test_models_are_pure() -> None:
    impure = (
        "crm_core.store",
        "crm_core.settings.service",
        "crm_core.audit",
        "crm_core.i18n",
        "os",
        "pathlib",
        "socket",
        "time",
    )
    models = [path for path in of("crm_core/") if path.name == "model.py"]
    assert models
    found = [line for path in models for line in reaches(path, *impure)]
    assert not found, "\n".join(found)


def test_no_page_lies_directly_in_the_pages_folder() -> None:
    found = [path.name for path in (ROOT / "pages").glob("*.py")]
    assert not found, f"Streamlit would run these for the first visitor without the shell: {found}"


def test_unsafe_html_is_not_used() -> None:
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
        for path in SOURCES
        for node in nodes(path)
        if isinstance(node, ast.keyword) and node.arg in ("unsafe_allow_html", "unsafe_allow_javascript")
    ]
    assert not found, f"customers' text could bring its own markup: {found}"


def test_only_the_sidebar_writes_html() -> None:
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
        for path in SOURCES
        for node in nodes(path)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("st.html", "components.html", "st.components.v1.html")
        and path.name not in ("sidebar.py", "style.py")
    ]
    assert not found, f"HTML by string: {found}"


def test_files_that_leave_are_written_by_the_one_writer_of_each_kind() -> None:
    writers = ("csv", "xlsxwriter", "openpyxl", "docx", "pptx")
    own = {"csv_file.py", "delimited.py", "xlsx_file.py", "template.py"}  # the template holds our own words only
    own |= {"pptx_file.py", "pptx_chart.py", "pptx_look.py", "docx_file.py", "docx_look.py", "docx_prose.py"}
    own |= {"office.py"}  # reads plans from them, in the child process, and writes nothing
    own |= {"grid.py"}  # the table to work in writes texts as texts; held to it in tests/targets/test_book.py
    found = [line for path in SOURCES if path.name not in own for line in reaches(path, *writers)]
    assert not found, "a formula in a customer's name would run in somebody's spreadsheet:\n" + "\n".join(found)
    sinks = {"to_csv", "to_excel"}
    calls = [
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
        for path in SOURCES
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and node.attr in sinks
    ]
    assert not calls, calls


def test_time_is_read_in_the_clock_only() -> None:
    calls = ("datetime.now", "datetime.utcnow", "date.today", "datetime.datetime.now", "time.time")
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno} calls {ast.unparse(node.func)}"
        for path in of("crm_core/", "pages/")
        if path.name != "clock.py"
        for node in nodes(path)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in calls
    ]
    assert not found, "\n".join(found)


def test_streamlits_own_caches_are_not_used() -> None:
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
        for path in SOURCES
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and node.attr in ("cache_data", "cache_resource")
    ]
    assert not found, f"what they keep is shared by all users; use ui.fetch: {found}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_sql_is_not_put_together_as_text(path: Path) -> None:
    takers = {"execute", "executemany", "sql", "query", "rows", "row", "value", "table", "execute_with"}
    found = [
        f"line {node.lineno}"
        for node in nodes(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in takers
        and node.args
        and isinstance(node.args[0], (ast.JoinedStr, ast.BinOp))
    ]
    assert not found, f"{path.name}: {found}"


def test_every_sql_file_says_what_it_answers() -> None:
    files = [*ROOT.glob("crm_core/**/sql/*.sql"), *ROOT.glob("crm_core/metrics/*/*.sql")]
    assert files
    silent = [path.relative_to(ROOT).as_posix() for path in files if not path.read_text("utf-8").startswith("--")]
    assert not silent, f"without a head: {silent}"


def test_no_statement_uses_a_window() -> None:
    found = [
        path.relative_to(ROOT).as_posix()
        for path in ROOT.glob("crm_core/**/*.sql")
        if re.search(
            r"\bover(\s*\(|\s+[a-z_])|\bqualify\b", re.sub(r"--.*", "", path.read_text("utf-8")), re.IGNORECASE
        )
    ]
    assert not found, f"DuckDB 1.5 may end a parallel window with an internal error and close the store: {found}"
