"""A file that was made in the background travels to the person who asked for it, and to nobody else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest

from crm_core.access.model import Actor, Permission, Role
from crm_core.attachments.model import Upload
from crm_core.attachments.service import attach
from crm_core.customers.lists.export import COLUMNS
from crm_core.customers.lists.model import CustomerListRequest
from crm_core.exports.service import ask_for_list, make_next
from crm_core.store import Store
from tests.attachments.files import PDF
from tests.conftest import sql
from tests.customers.faces import add, fresh
from tests.server.conftest import enter, make_store
from tests.serving import PROJECT, Server, served


@pytest.fixture(scope="module")
def keeping(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, int]]:
    """A served store in which a file of Tao's lies ready, and the file's id."""
    path = tmp_path_factory.mktemp("files") / "crm.duckdb"
    make_store(path)
    with closing(Store.open(path)) as store:
        found = store.row(sql("select user_id, team_id from app_user where username = 'tao'"))
        assert found is not None
        tao = Actor(found["user_id"], "Tao", Role.LEAD, found["team_id"])
        sol = store.row(sql("select user_id, team_id from app_user where username = 'sol'"))
        assert sol is not None
        colleagues = add(store, tao, "王小明", tao)
        owner = Actor(sol["user_id"], "Sol", Role.STAFF, sol["team_id"])
        attach(store, owner, add(store, owner, "李雷", owner), [Upload("合同.pdf", PDF)], key=fresh())
        attach(store, tao, colleagues, [Upload("合同.pdf", PDF)], key=fresh())
        file_id = ask_for_list(
            store, tao, CustomerListRequest(tao.require(Permission.CUSTOMER_READ)), "客户 2026.csv",
            headings={name: name for name in COLUMNS}, words={"kind": {"person": "个人"}}, key=fresh(),
        )  # fmt: skip
        assert make_next(store)
    with served(path) as server:
        yield server, file_id


def test_it_is_sent_to_its_person_as_a_download_that_no_cache_keeps(keeping: tuple[Server, int]) -> None:
    server, file_id = keeping
    with httpx.Client(base_url=server.address, headers={"accept": "text/html"}) as client:
        enter(client, "tao")
        answer = client.get(f"/account/files/{file_id}")
        assert answer.status_code == 200
        assert "王小明" in answer.content.decode("utf-8-sig")
        assert answer.headers["content-disposition"] == (
            "attachment; filename=\"__ 2026.csv\"; filename*=UTF-8''%E5%AE%A2%E6%88%B7%202026.csv"
        )
        assert answer.headers["cache-control"] == "no-store"
        assert client.get(f"/account/files/{file_id}", headers={"sec-fetch-site": "cross-site"}).status_code == 403
        assert client.get("/account/files/4711").status_code == 404
        assert client.get("/account/files/x").status_code == 200  # no file's address: the app's own page


def test_a_document_is_sent_to_whoever_may_take_it_and_never_shown_as_a_page(keeping: tuple[Server, int]) -> None:
    server, _ = keeping
    for name, status in (("sol", 200), ("tao", 200), ("mia", 200), ("ada", 200), ("rea", 403)):
        with httpx.Client(base_url=server.address) as client:
            assert client.get("/customers/files/1").status_code == 401
            enter(client, name)
            answer = client.get("/customers/files/1")
            assert answer.status_code == status, name
            assert (answer.content == PDF) is (status == 200)
            assert client.get("/customers/files/4711").status_code == (403 if name == "rea" else 404)
            if name == "sol":
                assert client.get("/customers/files/2").status_code == 404  # a colleague's
            if status == 200:
                assert answer.headers["content-disposition"].startswith("attachment; filename=")
                assert answer.headers["content-type"] == "application/pdf"
                assert (answer.headers["x-content-type-options"], answer.headers["cache-control"]) == (
                    "nosniff",
                    "no-store",
                )
                foreign = client.get("/customers/files/1", headers={"sec-fetch-site": "cross-site"})
                assert foreign.status_code == 403


@pytest.mark.parametrize(("name", "status"), [("ada", 404), ("mia", 404), ("sol", 403), ("rea", 403)])
def test_nobody_else_gets_it(keeping: tuple[Server, int], name: str, status: int) -> None:
    server, file_id = keeping
    with httpx.Client(base_url=server.address) as client:
        assert client.get(f"/account/files/{file_id}").status_code == 401
        enter(client, name)
        answer = client.get(f"/account/files/{file_id}")
        assert answer.status_code == status
        assert "王小明" not in answer.content.decode("utf-8")


def test_a_lowered_role_gets_it_no_more(keeping: tuple[Server, int]) -> None:
    server, file_id = keeping
    command = [sys.executable, "-m", "crm_core", "--store", str(server.store), "users", "set-role", "tao", "staff"]
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)
    with httpx.Client(base_url=server.address) as client:
        enter(client, "tao")
        assert client.get(f"/account/files/{file_id}").status_code == 403
