"""A crowd at the door: hashing passwords is dear, and must not keep those waiting who are inside."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from threading import Event, Lock

import httpx
import pytest
from starlette.applications import Starlette

from crm_core.access import passwords
from crm_core.access.sessions import start_session
from crm_core.server import front_door
from crm_core.server.environment import Environment
from crm_core.server.running import Running, use
from crm_core.store import Store
from tests.conftest import NOW, Cast, sql
from tests.server.conftest import run_apart

PEOPLE = 200


class SlowHasher:
    """Stands where argon2 does, and holds everybody until it is told to go on; counts who is inside at once."""

    def __init__(self) -> None:
        self.go_on, self.most, self._inside, self._lock = Event(), 0, 0, Lock()

    def verify(self, stored: str, password: str) -> bool:
        with self._lock:
            self._inside += 1
            self.most = max(self.most, self._inside)
        assert self.go_on.wait(120)
        with self._lock:
            self._inside -= 1
        return True

    def check_needs_rehash(self, stored: str) -> bool:
        return False


@pytest.fixture
def hasher(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowHasher]:
    slow = SlowHasher()
    monkeypatch.setattr(passwords, "_HASHER", slow)
    yield slow
    slow.go_on.set()


@pytest.fixture
def app(store: Store, cast: Cast) -> Iterator[Starlette]:
    """Our routes and layers over a store with two hundred more people."""
    with store.transaction() as transaction:
        transaction.execute(
            sql(
                "insert into app_user (username, display_name, password_hash, role, is_active, must_change_password, is_demo, "
                "version, created_at) select 'person' || n, 'Person', '-', 'reader', true, false, false, 1, $2 from range($1) as r (n)"
            ),
            [PEOPLE, NOW],
        )
    where = Environment(store.path, "127.0.0.1", 8501, "", ("door",), False, None)
    use(Running.over(store, where))
    yield Starlette(routes=front_door.routes(where), middleware=front_door.middleware(where))
    use(None)


async def _crowd(app: Starlette, hasher: SlowHasher, session: str) -> tuple[list[int], list[int], list[int]]:
    """Return the answers to those sent away, to the others who came meanwhile, and to those who waited."""
    door = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://door", timeout=120)
    async with door, asyncio.timeout(120):
        page = await door.get("/account/sign-in")
        token = page.text.split('name="token" value="')[1].split('"')[0]

        def ask(number: int) -> asyncio.Task[httpx.Response]:
            form = {"token": token, "username": f"person{number}", "password": "x", "next": "/"}
            return asyncio.create_task(door.post("/account/sign-in", data=form))

        waiting = {ask(number) for number in range(PEOPLE)}
        away: list[int] = []
        while len(away) < PEOPLE - passwords.AT_ONCE - 40:
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            away += [task.result().status_code for task in done]
        others = [
            (await door.get(path, headers={"cookie": f"crm_session={session}"})).status_code
            for path in ("/healthz", "/account/files/1", "/account/sign-in", "/healthz") * 10
        ]
        hasher.go_on.set()
        waited = [task.result().status_code for task in (await asyncio.wait(waiting))[0]]
    return away, others, waited


def test_two_hundred_sign_ins_at_once_hold_up_nobody_else(
    app: Starlette, store: Store, cast: Cast, hasher: SlowHasher
) -> None:
    with store.transaction() as transaction:
        session = start_session(transaction, cast.ada.user_id, "test")
    away, others, waited = run_apart(_crowd(app, hasher, session))
    assert away == [429] * (PEOPLE - passwords.AT_ONCE - 40), "those beyond the line are told at once"
    assert others == [200, 404, 303, 200] * 10, "everybody else was answered while the hashing stood still"
    assert waited == [303] * (passwords.AT_ONCE + 40), "who stood in line came in"
    assert hasher.most == passwords.AT_ONCE
    assert store.value(sql("select count(*) from session")) == passwords.AT_ONCE + 40 + 1
