"""One server over a store with the cast, for the tests that speak HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest

from crm_core import clock
from crm_core.access.passwords import hash_password
from crm_core.store import Store
from tests.conftest import sql
from tests.serving import Server, served

Answer = TypeVar("Answer")
PASSWORD = "marble-otter-42"
PEOPLE = (("ada", "admin"), ("mia", "manager"), ("tao", "lead"), ("sol", "staff"), ("rea", "reader"), ("eve", "staff"))


def run_apart(story: Coroutine[Any, Any, Answer]) -> Answer:
    """Run a story to its end in a thread of its own: in the main one, the browser's tests keep a loop that is running."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, story).result()


def make_store(path: Path) -> None:
    """Make a store with one team and a person a role; eve is a demo user."""
    store = Store.open(path)
    hashed = hash_password(PASSWORD)
    with store.transaction() as transaction:
        team = transaction.rows(
            sql(
                "insert into team (name, is_active, version, created_at) values ('North', true, 1, $1) returning team_id"
            ),
            [clock.now()],
        )[0]["team_id"]
        for name, role in PEOPLE:
            transaction.execute(
                sql(
                    "insert into app_user (username, display_name, password_hash, role, team_id, is_active, must_change_password, "
                    "is_demo, version, created_at) values ($1, $2, $3, $4, $5, true, false, $6, 1, $7)"
                ),
                [
                    name,
                    name.title(),
                    hashed,
                    role,
                    team if role in ("lead", "staff") else None,
                    name == "eve",
                    clock.now(),
                ],
            )
    store.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A served store with the cast."""
    path = tmp_path_factory.mktemp("server") / "crm.duckdb"
    make_store(path)
    with served(path) as running:
        yield running


@pytest.fixture
def visitor(server: Server) -> Iterator[httpx.Client]:
    """A browser without a session."""
    with httpx.Client(base_url=server.address, headers={"accept": "text/html"}, timeout=30) as client:
        yield client


def enter(client: httpx.Client, username: str, password: str = PASSWORD, **headers: str) -> httpx.Response:
    """Post the sign-in form as a browser would."""
    token = client.get("/account/sign-in").text.split('name="token" value="')[1].split('"')[0]
    form = {"token": token, "username": username, "password": password, "next": "/"}
    return client.post("/account/sign-in", data=form, headers=headers)
