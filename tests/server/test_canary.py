"""A real server, met with people's data in every wrong place: its log names none of them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from tests.serving import PROJECT, served

NAME, PHONE, NUMBER, MAIL = "张金丝雀", "13800138999", "110105199003078888", "canary@example.cn"
CANARIES = (NAME, PHONE, NUMBER, MAIL)


ONE_AFTER_ANOTHER = """
import json, sys
from crm_core.cli.main import main
print([main(["--store", sys.argv[1], *words]) for words in json.loads(sys.argv[2])], file=sys.stderr)
"""


def crm(store: Path, *commands: list[str]) -> str:
    """Return what the commands complain about, given one after another in a process of their own, and their exit codes."""
    return subprocess.run(
        [sys.executable, "-c", ONE_AFTER_ANOTHER, str(store), json.dumps(commands)],
        cwd=PROJECT, capture_output=True, text=True, check=True,
    ).stderr  # fmt: skip


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Everything that the server and the commands wrote to standard error in the course of it all."""
    folder = tmp_path_factory.mktemp("canary")
    store, sheet, broken = folder / "crm.duckdb", folder / "people.csv", folder / "broken.csv"
    sheet.write_text(f"code,kind,name,phone,email,id_number\nC1,person,{NAME},{PHONE},{MAIL},{NUMBER}\n", "utf-8")
    broken.write_bytes(f"order,quantity\n{NAME},{PHONE}\n".encode("gb18030") + b'"\xff\x00')
    errors = crm(store, ["init"])
    with served(store) as server:
        errors += crm(
            store,
            ["users", "add", "ada", "--role", "admin", "--name", NAME],
            ["users", "add", "ada", "--role", "admin", "--name", NAME],
            ["import", "customers", str(sheet)],
            ["import", "customers", str(sheet), "--update", "by-key"],
            ["import", "purchases", str(broken)],
            ["backup", str(folder / "b.duckdb")],
            ["restore", str(broken)],
            ["check"],
        )
        with httpx.Client(base_url=server.address, follow_redirects=True) as visitor:
            for canary in CANARIES:
                visitor.get(f"/{quote(canary)}", params={"q": canary})
                visitor.get("/account/sign-in", headers={"User-Agent": quote(canary), "X-Forwarded-For": quote(canary)})
                visitor.post("/account/sign-in", data={"username": canary, "password": canary})
                visitor.get("/", headers={"Host": f"{quote(canary)}.example"})
                visitor.cookies.set("crm_session", quote(canary))
                visitor.get("/healthz")
        log = server.log
    return log.read_text() + errors


def test_something_was_written(said: str):
    assert "CRM Plan Board" in said


@pytest.mark.parametrize("canary", CANARIES)
def test_nobody_is_named(said: str, canary: str):
    for form in (canary, quote(canary), canary.encode("unicode_escape").decode()):
        assert form not in said


def test_no_traceback_was_shown(said: str):
    assert "Traceback" not in said
