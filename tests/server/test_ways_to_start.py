"""`python app.py`, `streamlit run app.py` and `uvicorn app:app` are one app: same pages, headers, refusals, and end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from crm_core.server.environment import environment
from crm_core.store import Store
from tests.server.conftest import PASSWORD, enter, make_store
from tests.server.test_front_door import handshake, screen, socket
from tests.server.test_front_door import rerun as asked_rerun
from tests.serving import PROJECT, Server, free_port, served

WAYS = {
    "python": ("app.py",),
    "streamlit": ("-m", "streamlit", "run", "app.py", "--server.port", "{port}"),
    "uvicorn": ("-m", "uvicorn", "app:app", "--port", "{port}", "--log-level", "warning"),
}
_OWN_OF_EACH_ANSWER = ("date", "server", "set-cookie", "content-length")


@pytest.fixture(scope="module", params=WAYS)
def started(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The same store, served in each of the ways."""
    path = tmp_path_factory.mktemp(request.param) / "crm.duckdb"
    make_store(path)
    with served(path, WAYS[request.param]) as server:
        yield server


@pytest.fixture
def guest(started: Server) -> Iterator[httpx.Client]:
    """A browser without a session."""
    with httpx.Client(base_url=started.address, headers={"accept": "text/html"}, timeout=30) as client:
        yield client


def shown(answer: httpx.Response) -> str:
    """Return a page without the token that is drawn for each form."""
    token = answer.text.split('name="token" value="')[1].split('"')[0]
    return answer.text.replace(token, "")


def test_the_sign_in_page_and_its_headers_are_those_of_the_others(
    server: Server, started: Server, guest: httpx.Client
) -> None:
    tongue = {"accept": "text/html", "accept-language": "zh-CN"}
    here, there = (httpx.get(f"{one.address}/account/sign-in", headers=tongue) for one in (started, server))
    assert shown(here) == shown(there)
    told, known = (
        {name: value for name, value in answer.headers.items() if name not in _OWN_OF_EACH_ANSWER}
        for answer in (here, there)
    )
    assert told == known
    assert "frame-ancestors" in told["content-security-policy"]


def test_nothing_is_shown_before_signing_in(guest: httpx.Client) -> None:
    assert guest.get("/users").headers["location"] == "/account/sign-in?next=%2Fusers"
    assert guest.get("/_stcore/metrics").status_code == 404
    assert guest.get("/media/anything.csv").status_code in (303, 401)


def test_a_foreign_host_and_a_foreign_origin_are_refused(started: Server, guest: httpx.Client) -> None:
    assert guest.get("/account/sign-in", headers={"host": "evil.example"}).status_code == 400
    enter(guest, "sol")
    cookie, own = guest.cookies["crm_session"], guest.base_url.netloc.decode()
    assert handshake(started, cookie, own, started.address) == 101
    assert handshake(started, cookie, own, "http://evil.example") in (400, 403)
    assert handshake(started, cookie, "evil.example", "http://evil.example") in (400, 403)


def test_a_websocket_needs_a_session_and_then_shows_the_page(started: Server, guest: httpx.Client) -> None:
    with pytest.raises(InvalidStatus) as refusal:
        socket(started, None)
    assert refusal.value.response.status_code == 403
    enter(guest, "mia", PASSWORD)
    with socket(started, guest.cookies["crm_session"]) as connection:
        connection.send(asked_rerun())
        assert "page_not_found" not in screen(connection)


def test_being_asked_to_stop_it_closes_the_store_and_leaves_nothing_behind(started: Server) -> None:
    """The last test of each server: it is gone afterwards."""
    started.process.send_signal(signal.SIGTERM)
    assert started.process.wait(10) in (0, -signal.SIGTERM)
    assert "Traceback" not in started.log.read_text()
    left = {one.name for one in started.store.parent.iterdir()}
    assert not [name for name in left if name.endswith((".wal", ".sock"))], left
    with closing(Store.open(started.store)) as store:
        assert store.head.seq > 0


def test_streamlit_run_does_not_listen_where_nobody_looks(tmp_path: Path) -> None:
    given = {**os.environ, "CRM_STORE": str(tmp_path / "crm.duckdb"), "CRM_PORT": "8777"}
    words = [word.format(port=free_port()) for word in WAYS["streamlit"]]
    done = subprocess.run(
        [sys.executable, *words], cwd=PROJECT, env=given, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert "CRM_PORT says 8777" in done.stderr
    assert "--server.port 8777" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "crm.duckdb").exists()


def test_a_port_that_is_none_is_said_in_one_sentence(tmp_path: Path) -> None:
    given = {**os.environ, "CRM_STORE": str(tmp_path / "crm.duckdb"), "CRM_PORT": "many"}
    done = subprocess.run(
        [sys.executable, "app.py"], cwd=PROJECT, env=given, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (2, "CRM_PORT must be a port number, such as 8501.\n")


def test_without_streamlit_run_the_environment_says_where(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "streamlit.web.cli", raising=False)
    monkeypatch.setenv("CRM_HOST", "::1")
    monkeypatch.setenv("CRM_PORT", "8600")
    assert environment().address == "http://[::1]:8600/"
