"""``import`` through the whole program: alone and forwarded, with its exit codes and its JSON."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest

from crm_core.cli.forwarding import Asked, ask_server
from crm_core.cli.main import main
from crm_core.server.control import ControlServer
from crm_core.store import Store
from tests.conftest import sql

_LINES = "order,customer,product,quantity,unit_price,purchased_at\n"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "bought.csv"
    path.write_text(_LINES + "A1,C1,P1,2,3.5,2026-01-05 10:00\nA2,C2,P1,1,4,2026-01-06 11:00\n")
    return path


def test_a_file_is_imported_alone_and_a_second_read_adds_nothing(
    tmp_path: Path, sheet: Path, capsys: pytest.CaptureFixture[str]
):
    store = str(tmp_path / "crm.duckdb")
    assert main(["--store", store, "init"]) == 0
    words = ["--store", store, "import", "purchases", str(sheet), "--create-customers", "--json"]
    capsys.readouterr()
    assert main(words) == 0
    first = json.loads(capsys.readouterr().out)
    assert main(words) == 0
    second = json.loads(capsys.readouterr().out)
    assert (first["read"], first["added"], second["added"]) == (2, 2, 0)


def test_the_running_server_imports_and_tells_of_rejected_rows(store: Store, sheet: Path):
    sheet.write_text(sheet.read_text() + "A3,C3,P1,many,4,2026-01-06 11:00\n")
    server = ControlServer(store)
    server.start()
    out, err = io.StringIO(), io.StringIO()
    words = ["import", "purchases", "bought.csv", "--create-customers", "--rejects", "rejected.csv", "--json"]
    code = ask_server(store.path, Asked(words, sheet.parent, ""), out, err)
    server.stop()
    assert (code, err.getvalue()) == (3, "")
    assert json.loads(out.getvalue())["rejected"] == 1
    assert store.value(sql("select count(*) from purchase")) == 2
    assert "many" in (sheet.parent / "rejected.csv").read_text("utf-8-sig")


@pytest.fixture
def made(new_store: Path, tmp_path: Path) -> Path:
    """An empty store that nobody has open."""
    return Path(shutil.copyfile(new_store, tmp_path / "crm.duckdb"))


def test_a_missing_file_is_said(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["--store", str(made), "import", "customers", str(tmp_path / "none.csv")]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_workbook_of_targets_is_taken_whole_or_not_at_all(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = tmp_path / "targets.csv"
    asked = ["--store", str(made), "import", "targets", str(file)]
    file.write_text("key,state,2026\nnet_sales|company-0|target,-,120万\norders|company-0|target,-,many\n", "utf-8")
    assert main(asked) == 2
    assert "row 3, 2026 = 'many'" in capsys.readouterr().out
    file.write_text("key,state,2026\nnet_sales|company-0|target,-,120万\n", "utf-8")
    assert main([*asked, "--dry-run"]) == 0
    assert "1 would be changed" in capsys.readouterr().out
    assert main([*asked, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["changed"] == 1
    assert main(asked) == 0  # what stands already is no change
    assert "0 changed" in capsys.readouterr().out
    file.write_text("key,state,2026\nnet_sales|company-0|target,-,130万\n", "utf-8")
    assert main(asked) == 2
    assert "saved by someone else 1200000" in capsys.readouterr().out


def test_a_file_of_answers_may_say_that_a_0_means_nothing(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path, file = made, tmp_path / "answers.csv"
    file.write_text("No,Quality\n1,0\n2,5\n3,1\n", "utf-8")
    asked = ["--store", str(path), "import", "answers", str(file), "--survey"]
    assert main([*asked, "Counts"]) == 0
    assert main([*asked, "Means nothing", "--zero-is-missing"]) == 0
    capsys.readouterr()
    assert main([*asked, "Counts", "--zero-is-missing"]) == 1
    assert "In the survey Counts a 0 counts" in capsys.readouterr().err
    store = Store.open(path)
    scored = store.rows(sql("select survey_id, score from answer_score where measure = 'index' order by answer_id"))
    store.close()
    assert [(row["survey_id"], float(row["score"])) for row in scored] == [
        (1, 0.0),
        (1, 100.0),
        (1, 20.0),
        (2, 100.0),
        (2, 0.0),
    ]
