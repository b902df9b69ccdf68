"""What an operator meets when a store cannot be used: a sentence and exit code 2, never a traceback."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from crm_core.cli.main import main
from crm_core.store import Store
from tests.conftest import sql
from tests.reliability.forked import PROJECT, Say, child, run, tell

NOBODY = 65534


def crm(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "crm_core", *words], cwd=PROJECT, capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


def assert_a_sentence(done: subprocess.CompletedProcess[str], sentence: str) -> None:
    assert done.returncode == 2, done.stderr
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.fixture
def made(tmp_path: Path) -> Path:
    path = tmp_path / "crm.duckdb"
    Store.open(path).close()
    return path


@pytest.fixture
def held(made: Path) -> Iterator[Path]:
    """A store that another process has open and does not serve."""
    code = "import sys; from pathlib import Path; from crm_core.store import Store; s = Store.open(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(made)], cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "open\n"
    yield made
    holder.communicate("", timeout=20)


def test_a_second_process_is_told_who_is_in_the_way(held: Path) -> None:
    assert_a_sentence(crm("--store", str(held), "users", "list"), "Another program has this store open")


def test_a_store_of_a_newer_program_is_refused(made: Path) -> None:
    with closing(Store.open(made)) as store, store.transaction() as transaction:
        transaction.execute(sql("insert into schema_migration values (9999, 'later', '-', now())"))
    assert_a_sentence(crm("--store", str(made), "check"), "This store has version 9999")


@pytest.mark.parametrize("content", [b"PK\x03\x04 a workbook", b"SQLite format 3\0", b"x" * 5000])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "crm.duckdb"
    path.write_bytes(content)
    assert_a_sentence(crm("--store", str(path), "check"), "crm.duckdb is not a store of this program.")
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    import duckdb

    path = tmp_path / "other.duckdb"
    with duckdb.connect(str(path)) as other:
        other.execute("create table sales as select 1 as amount")
    assert_a_sentence(crm("--store", str(path), "check"), "other.duckdb is not a store of this program.")
    with duckdb.connect(str(path)) as other:
        assert other.execute("select table_name from duckdb_tables()").fetchall() == [("sales",)]


def test_a_folder_in_the_stores_place_is_refused(tmp_path: Path) -> None:
    assert_a_sentence(crm("--store", str(tmp_path), "check"), "is not a store of this program.")


def look_as_nobody(path: str) -> None:
    """Run a command as a user who may not write; tell its exit code and its sentence."""

    def act(say: Say) -> None:
        said = io.StringIO()
        with redirect_stderr(said), redirect_stdout(io.StringIO()):
            main(["--store", f"{path}.mine", "init"])
            main(["--store", f"{path}.mine", "users", "list"])  # all that it imports may be out of nobody's reach
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            code = main(["--store", path, "users", "list"])
        say([code, said.getvalue()])

    tell(child(act).said[0])


@pytest.mark.skipif(os.geteuid() != 0, reason="needs to become another user")
@pytest.mark.parametrize("what", ["folder", "file", "both"])
def test_what_may_not_be_written_is_refused(what: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "store"
        folder.mkdir()
        path = folder / "crm.duckdb"
        Store.open(path).close()
        path.with_name("crm.duckdb.mark").unlink()
        Path(name).chmod(0o755)
        folder.chmod(0o755 if what in ("folder", "both") else 0o777)
        path.chmod(0o644 if what in ("file", "both") else 0o666)
        ((code, said),) = run("test_operator:look_as_nobody", path)
    assert code == 2
    assert "cannot be opened for reading and writing" in said


def test_a_store_that_was_emptied_is_refused(made: Path) -> None:
    with closing(Store.open(made)) as store:
        from tests.reliability.scenes import write_one

        write_one(store, 1)
    os.truncate(made, 0)
    assert_a_sentence(crm("--store", str(made), "users", "list"), "Restore the last backup")


@pytest.mark.nightly
@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs to mount a small file system")
@pytest.mark.parametrize("size", ["5m", "17m", "19m", "24m"])  # the log is folded at 16 MB: that fails too
def test_a_full_disk_is_told_loses_nothing_and_work_goes_on_when_there_is_room(tmp_path: Path, size: str) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)], check=True)
    try:
        told, found = run("scenes:fill_the_disk", folder, timeout=600)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
    assert set(told["faults"]) == {"StoreFull"}
    assert told["read_while_full"] == 0
    assert found["state"]["teams"] == found["state"]["facts"] == told["acknowledged"]
    assert found["findings"] == []
