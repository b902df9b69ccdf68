"""The command line as a person at a terminal meets it: sentences, exit codes, JSON, nothing destroyed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from crm_core.cli.main import main
from crm_core.cli.output import aligned
from crm_core.store import Store
from crm_core.store.mark import mark_path
from tests.conftest import AS_OF, Founded, copy_closed, sql

PASSWORD = "a quiet harbour at dawn"


@pytest.fixture
def crm(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Return ``crm("users", "list")``: the exit code, what was printed, and what was complained about."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CRM_STORE", str(tmp_path / "crm.duckdb"))

    def call(*words: str, typed: str = "") -> tuple[int, str, str]:
        import io

        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        code = main(list(words))
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def made(new_store: Path, tmp_path: Path) -> None:
    """An empty store where the commands look for one; to make one anew takes a second."""
    shutil.copyfile(new_store, tmp_path / "crm.duckdb")


def test_a_new_store_is_made_and_an_empty_one_is_kept(crm, tmp_path: Path):
    assert crm("init", "--currency", "GBP")[0] == 0
    code, out, _ = crm("init", "--json")
    assert code == 0
    assert json.loads(out)["currency"] == "GBP"
    assert [place.name for place in tmp_path.iterdir() if "part" in place.name] == []


@pytest.fixture(scope="module")
def with_ada(new_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a store with one administrator, ada, made once: to be copied."""
    path = tmp_path_factory.mktemp("ada") / "crm.duckdb"
    shutil.copyfile(new_store, path)
    assert main(["--store", str(path), "users", "add", "ada", "--role", "admin"]) == 0
    return path


@pytest.fixture
def adas(with_ada: Path, tmp_path: Path) -> None:
    """A store with the administrator ada where the commands look for one."""
    shutil.copyfile(with_ada, tmp_path / "crm.duckdb")


@pytest.mark.usefixtures("adas")
def test_a_store_in_use_is_never_made_anew(crm, tmp_path: Path):
    before = (tmp_path / "crm.duckdb").read_bytes()
    code, _, err = crm("init")
    assert code == 2
    assert "in use" in err
    assert (tmp_path / "crm.duckdb").read_bytes() == before


def test_a_file_that_is_no_store_is_not_touched(crm, tmp_path: Path):
    (tmp_path / "crm.duckdb").write_text("a letter")
    for words in (["init"], ["check"], ["users", "list"], ["restore", "crm.duckdb"]):
        code, _, err = crm(*words)
        assert code == 2, words
        assert "is not a store" in err
    assert (tmp_path / "crm.duckdb").read_text() == "a letter"


def test_no_command_but_init_makes_a_store(crm, tmp_path: Path):
    for words in (["check"], ["users", "list"], ["backup", "b.duckdb"]):
        code, _, err = crm(*words)
        assert code == 2
        assert "There is no store" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("made")
def test_users_are_added_listed_changed_and_disabled(crm):
    code, out, _ = crm("users", "add", "ada", "--role", "admin", "--name", "Ada 张", "--json")
    made = json.loads(out)
    assert code == 0
    assert made["password"]
    assert crm("users", "add", "mia", "--role", "admin", "--password-stdin", typed=f"{PASSWORD}\n")[0] == 0
    assert crm("users", "add", "sol", "--role", "staff", "--team", "North", "--create-team")[0] == 0
    assert crm("users", "set-role", "sol", "lead")[0] == 0
    assert crm("users", "set-role", "mia", "manager")[0] == 0
    assert crm("users", "disable", "sol")[0] == 0
    code, out, _ = crm("users", "list", "--json")
    users = {user["username"]: user for user in json.loads(out)}
    assert users["sol"]["role"] == "lead"
    assert users["sol"]["team"] == "North"
    assert not users["sol"]["is_active"]
    assert users["mia"]["role"] == "manager"
    assert "Ada 张" in crm("users", "list")[1]


@pytest.mark.usefixtures("adas")
def test_a_password_is_taken_from_standard_input_and_works(crm, tmp_path: Path):
    from crm_core.access.passwords import verify_password

    assert crm("users", "set-password", "ada", "--password-stdin", typed=f"{PASSWORD}\n")[0] == 0
    with closing(Store.open(tmp_path / "crm.duckdb")) as store:
        stored = store.value(sql("select password_hash from app_user"))
    assert PASSWORD not in stored
    assert verify_password(stored, PASSWORD)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["users", "add", "bob", "--role", "king"], 2, "invalid choice"),
        (["users", "add", "bob", "--role", "staff", "--team", "Nowhere"], 2, "There is no team Nowhere"),
        (["users", "add", "bob", "--role", "staff"], 1, "belong to a team"),
        (["users", "add", "ada", "--role", "admin"], 1, "username"),
        (["users", "add", "bob", "--role", "admin", "--password-stdin"], 1, "password"),
        (["users", "disable", "nobody.here"], 1, "not found"),
        (["users", "disable", "ada"], 1, "last active administrator"),
        (["users", "set-password", "ada"], 2, "no terminal"),
        (["restore", "missing.duckdb"], 2, "There is no file missing.duckdb"),
        (["backup", "crm.duckdb"], 2, "cannot take the place of the store"),
        (["backup", "."], 2, "is a folder"),
        (["nonsense"], 2, "invalid choice"),
        ([], 2, "required"),
        (["init", "--currency", "euro"], 2, "three capital letters"),
    ],
)
@pytest.mark.usefixtures("adas")
def test_what_goes_wrong_is_said_in_a_sentence(crm, words: list[str], code: int, sentence: str):
    found, out, err = crm(*words)
    assert found == code
    assert sentence in err
    assert out == ""
    assert "Traceback" not in err


@pytest.mark.usefixtures("made")
def test_a_backup_is_restored(crm, tmp_path: Path):
    crm("users", "add", "ada", "--role", "admin")
    code, out, _ = crm("backup", "kept/b.duckdb", "--json")
    assert code == 0
    assert json.loads(out)["file"] == str(tmp_path / "kept" / "b.duckdb")
    crm("users", "add", "mia", "--role", "admin")
    code, out, _ = crm("restore", "kept/b.duckdb", "--json")
    assert code == 0
    assert Path(json.loads(out)["former"]).exists()
    assert [user["username"] for user in json.loads(crm("users", "list", "--json")[1])] == ["ada"]
    assert crm("check")[0] == 0


@pytest.mark.usefixtures("adas")
def test_the_check_tells_what_it_finds(crm, tmp_path: Path):
    with closing(Store.open(tmp_path / "crm.duckdb")) as store:
        store._connection.execute("update app_user set team_id = 9")
    code, out, _ = crm("check")
    assert code == 1
    assert "users: 1 users are on a team that does not exist, such as 1." in out
    assert json.loads(crm("check", "--json")[1])["findings"][0]["check"] == "users"


@pytest.mark.usefixtures("adas")
def test_a_damaged_store_ends_in_a_sentence_and_is_restored(crm, tmp_path: Path):
    crm("backup", "b.duckdb")
    store = tmp_path / "crm.duckdb"
    raw = bytearray(store.read_bytes())
    raw[4096:12288] = bytes(8192)
    store.write_bytes(raw)
    code, _, err = crm("users", "list")
    assert code == 2
    assert "Restore the last backup" in err
    assert "Traceback" not in err
    assert crm("restore", "b.duckdb")[0] == 0
    assert crm("check")[0] == 0


@pytest.mark.usefixtures("made")
def test_a_store_behind_its_mark_is_refused(crm, tmp_path: Path):
    crm("backup", "empty.duckdb")
    crm("users", "add", "ada", "--role", "admin")
    (tmp_path / "empty.duckdb").replace(tmp_path / "crm.duckdb")
    code, _, err = crm("users", "list")
    assert code == 2
    assert "entry 2 of the audit trail is missing" in err
    assert mark_path(tmp_path / "crm.duckdb").exists()


def test_options_of_the_whole_program_stand_before_or_after_the_command(crm, tmp_path: Path):
    other = tmp_path / "other.duckdb"
    assert crm("--store", str(other), "init")[0] == 0
    assert crm("--json", "users", "list", "--store", "other.duckdb")[1] == "[]\n"
    assert crm("users", "--json", "list", "--store", "other.duckdb")[1] == "[]\n"


def test_it_runs_as_a_module_with_help_in_english():
    done = subprocess.run([sys.executable, "-m", "crm_core", "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    for word in ("serve", "init", "users", "backup", "restore", "check", "Exit codes"):
        assert word in done.stdout


def test_columns_line_up_with_wide_characters():
    assert aligned([("a", "1"), ("张三", "10")], right=frozenset({1})) == ["a      1", "张三  10"]


def test_the_demo_company_is_made_as_of_a_day_and_fits_together(crm, founded: Founded, tmp_path: Path):
    assert founded.code == 0
    made = json.loads(founded.said)
    assert (made["store"], made["demo"]["customers"], made["demo"]["as_of"]) == (str(founded.path), 2000, f"{AS_OF}")
    assert not [place for place in founded.path.parent.iterdir() if ".part" in place.name]
    copy_closed(founded.path, tmp_path / "crm.duckdb")
    assert crm("check")[0] == 0  # each document that a row names lies beside the store
    code, out, _ = crm("metrics", "show", "orders", "--by", "month", "--from", "2026-01-01", "--json")
    assert code == 0
    assert [row["group"] for row in json.loads(out)["rows"]] == ["2026-01", "2026-02", "2026-03", "2026-04"]
    _plans_are_listed_and_shown(crm)


def _plans_are_listed_and_shown(crm) -> None:
    code, out, _ = crm("plans", "list", "--json")
    listed = json.loads(out)
    assert (code, {plan["state"] for plan in listed}) == (0, {"running"})
    [company] = [plan for plan in listed if plan["team"] is None]
    assert company["name"] in crm("plans", "list")[1]
    code, out, _ = crm("plans", "show", str(company["plan"]), "--on", f"{AS_OF}", "--json")
    shown = json.loads(out)
    goals = shown["goals"]
    assert (code, shown["as_of"], {goal["status"] for goal in goals}) == (
        0, f"{AS_OF}", {"reached", "on_track", "at_risk", "behind"},
    )  # fmt: skip
    sales = next(goal for goal in goals if goal["metric"] == "net_sales")
    first, last = shown["stage"]["from"], min(shown["stage"]["to"], f"{AS_OF}")
    measured = json.loads(crm("metrics", "show", "net_sales", "--from", first, "--to", last, "--json")[1])
    assert sales["actual"] == str(measured["rows"][0]["value"])
    text = crm("plans", "show", str(company["plan"]), "--on", f"{AS_OF}")[1]
    for word in ("GOAL", "TARGET", "ACTUAL", "STATUS", "Net sales", "At risk", shown["stage"]["name"]):
        assert word in text
    assert crm("plans", "show", "4711")[0] == 1
    assert crm("plans", "show", "first")[0] == 2


def test_a_day_without_the_demo_makes_no_sense(crm, tmp_path: Path):
    assert crm("init", "--as-of", "2026-03-15")[0] == 2
    assert list(tmp_path.iterdir()) == []
