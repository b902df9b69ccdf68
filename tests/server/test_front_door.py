"""What the front door shows to whom, over real HTTP and websockets."""

from __future__ import annotations

import re
import subprocess
import sys
from socket import create_connection
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.routing import Route
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from crm_core.access.policy import PUBLIC, ROUTES
from crm_core.store import Store
from tests.server.conftest import PASSWORD, enter, make_store
from tests.serving import PROJECT, Server, served


def test_a_fresh_servers_first_request_shows_nothing_of_an_admins_page(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = tmp_path_factory.mktemp("fresh") / "crm.duckdb"
    make_store(path)
    with served(path) as fresh:
        first = httpx.get(fresh.address + "/users", headers={"accept": "text/html"})
        assert first.status_code == 303
        assert first.headers["location"] == "/account/sign-in?next=%2Fusers"
        assert "Ada" not in first.text


def test_every_route_that_is_not_public_refuses_a_visitor(visitor: httpx.Client) -> None:
    for path, needs in ROUTES.items():
        answer = visitor.get(path, headers={"accept": "application/json"})
        if needs == PUBLIC:
            assert answer.status_code in (200, 303), path
        else:
            assert answer.status_code == 401, path


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/agent/x"])
def test_streamlits_telling_paths_answer_nobody(visitor: httpx.Client, path: str) -> None:
    assert visitor.get(path).status_code == 404
    enter(visitor, "ada")
    assert visitor.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/media/anything.csv", "/_stcore/upload_file/a/b", "/customer", "/nowhere"])
def test_whatever_is_not_listed_needs_a_session(visitor: httpx.Client, path: str) -> None:
    assert visitor.get(path, headers={"accept": "*/*"}).status_code == 401


def test_every_answer_carries_the_safe_headers(visitor: httpx.Client) -> None:
    for path in ("/account/sign-in", "/healthz", "/nowhere"):
        headers = visitor.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "SAMEORIGIN"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"
        assert "default-src 'self'" in headers["content-security-policy"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.7:8501"])
def test_a_foreign_host_is_refused(visitor: httpx.Client, host: str) -> None:
    assert visitor.get("/account/sign-in", headers={"host": host}).status_code == 400


def test_signing_in_opens_and_signing_out_closes_for_a_copied_cookie_too(visitor: httpx.Client) -> None:
    answer = enter(visitor, "sol")
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert visitor.get("/").status_code == 200
    copied = dict(visitor.cookies)
    assert visitor.get("/account/sign-out").status_code == 303
    assert httpx.get(str(visitor.base_url), cookies=copied, headers={"accept": "text/html"}).status_code == 303


def test_signing_in_anew_ends_the_former_session(server: Server, visitor: httpx.Client) -> None:
    enter(visitor, "sol")
    form = httpx.get(f"{server.address}/account/sign-in")
    token = form.text.split('name="token" value="')[1].split('"')[0]
    given = {"token": token, "username": "mia", "password": PASSWORD, "next": "/"}
    cookies = {"crm_session": visitor.cookies["crm_session"], "crm_prelogin": form.cookies["crm_prelogin"]}
    answer = httpx.post(f"{server.address}/account/sign-in", data=given, cookies=cookies)
    assert answer.status_code == 303
    assert answer.cookies["crm_session"] != cookies["crm_session"]
    assert visitor.get("/").status_code == 303


def test_another_site_can_neither_sign_in_nor_out(visitor: httpx.Client) -> None:
    assert enter(visitor, "sol", **{"sec-fetch-site": "cross-site"}).status_code == 403
    assert enter(visitor, "sol", origin="http://evil.example").status_code == 403
    enter(visitor, "sol")
    assert visitor.get("/account/sign-out", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert visitor.get("/").status_code == 200


def test_a_form_without_its_token_is_refused(visitor: httpx.Client) -> None:
    answer = visitor.post("/account/sign-in", data={"username": "sol", "password": PASSWORD, "token": ""})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nb: c"]
)
def test_signing_in_never_leads_to_another_site(visitor: httpx.Client, target: str) -> None:
    token = visitor.get("/account/sign-in").text.split('name="token" value="')[1].split('"')[0]
    form = {"token": token, "username": "sol", "password": PASSWORD, "next": target}
    assert visitor.post("/account/sign-in", data=form).headers["location"] == "/"


def test_names_are_shown_as_text(visitor: httpx.Client) -> None:
    answer = enter(visitor, '"><script>alert(1)</script>', "wrong")
    assert answer.status_code == 401
    assert "<script>" not in answer.text


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "x-real-ip", "x-forwarded-host"])
def test_demo_accounts_are_refused_behind_a_forwarder(visitor: httpx.Client, header: str) -> None:
    assert enter(visitor, "eve", **{header: "127.0.0.1"}).status_code == 401
    assert enter(visitor, "eve").status_code == 303


def test_identity_headers_are_not_believed(visitor: httpx.Client) -> None:
    for name in ("x-crm-user", "x-streamlit-user", "x-forwarded-user", "remote-user"):
        assert visitor.get("/", headers={name: "ada"}).status_code == 303


@pytest.mark.parametrize(
    ("tag", "word"), [("zh-CN", "登录"), ("zh-HK", "登入"), ("en-GB", "Sign in"), ("fr", "登录"), ("", "登录")]
)
def test_the_sign_in_page_speaks_the_browsers_language(visitor: httpx.Client, tag: str, word: str) -> None:
    assert f"<h1>{word}</h1>" in visitor.get("/account/sign-in", headers={"accept-language": tag}).text


def test_the_chosen_language_stays(visitor: httpx.Client) -> None:
    answer = visitor.get("/account/language", params={"to": "zh_TW", "next": "/account/sign-in"})
    assert answer.headers["location"] == "/account/sign-in"
    assert "<h1>登入</h1>" in visitor.get("/account/sign-in", headers={"accept-language": "en"}).text


# Websockets -----------------------------------------------------------------------------------------------------------


def socket(server: Server, cookie: str | None, **headers: str) -> ClientConnection:
    """Open Streamlit's websocket as a browser would."""
    address = server.address.replace("http", "ws") + "/_stcore/stream"
    given = {"Cookie": f"crm_session={cookie}"} if cookie else {}
    return connect(address, additional_headers={**given, **headers}, subprotocols=["streamlit"], max_size=None)  # type: ignore[list-item]


def rerun(page: str = "") -> bytes:
    message = BackMsg()
    message.rerun_script.page_name = page
    return message.SerializeToString()


def screen(connection: ClientConnection) -> str:
    """Return everything that one run sends, as text; a run that gave way to another counts to that one."""
    shown = []
    while True:
        message = ForwardMsg.FromString(connection.recv(timeout=30))
        shown.append(str(message))
        if (
            message.WhichOneof("type") == "script_finished"
            and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        ):
            return "\n".join(shown)


def words(shown: str) -> str:
    """Return the text of messages, whose printed form writes bytes in octal."""
    return re.sub(rb"\\(\d{3})", lambda found: bytes([int(found[1], 8)]), shown.encode()).decode("utf-8", "replace")


def test_a_websocket_without_a_session_is_refused(server: Server) -> None:
    with pytest.raises(InvalidStatus) as refusal:
        socket(server, None)
    assert refusal.value.response.status_code == 403


def handshake(server: Server, cookie: str, host: str, origin: str | None) -> int:
    """Return the status of a websocket handshake with exactly these headers."""
    where = urlsplit(server.address)
    lines = [
        "GET /_stcore/stream HTTP/1.1", f"Host: {host}", "Upgrade: websocket", "Connection: Upgrade",
        "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", f"Cookie: crm_session={cookie}",
        *([f"Origin: {origin}"] if origin else []),
    ]  # fmt: skip
    with create_connection((where.hostname, where.port), timeout=10) as raw:
        raw.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        return int(raw.recv(64).split()[1])


def test_a_websocket_of_another_site_is_refused(server: Server, visitor: httpx.Client) -> None:
    enter(visitor, "sol")
    cookie, own = visitor.cookies["crm_session"], urlsplit(server.address).netloc
    assert handshake(server, cookie, own, server.address) == 101
    assert handshake(server, cookie, own, "http://evil.example") in (400, 403)
    assert handshake(server, cookie, "evil.example", "http://evil.example") in (400, 403), "DNS rebinding"
    assert handshake(server, cookie, "evil.example", None) in (400, 403)


def test_a_page_that_the_role_lacks_is_not_found_by_its_name(server: Server, visitor: httpx.Client) -> None:
    enter(visitor, "sol")
    with socket(server, visitor.cookies["crm_session"]) as connection:
        connection.send(rerun("users"))
        shown = screen(connection)
    assert "page_not_found" in shown
    assert "Ada" not in shown


def test_a_live_websocket_cannot_act_after_the_sign_out(server: Server, visitor: httpx.Client) -> None:
    enter(visitor, "sol")
    with socket(server, visitor.cookies["crm_session"]) as connection:
        connection.send(rerun())
        assert "您的登录已失效" not in words(screen(connection))
        visitor.get("/account/sign-out")
        connection.send(rerun())
        refused = words(screen(connection))
        assert "您的登录已失效" in refused
        assert "sol" not in refused.lower()


def test_a_live_websocket_of_somebody_whose_role_was_lowered_shows_nothing_more(
    server: Server, visitor: httpx.Client
) -> None:
    enter(visitor, "mia")
    with socket(server, visitor.cookies["crm_session"]) as connection:
        connection.send(rerun())
        assert "您的登录已失效" not in words(screen(connection))
        lowering = [
            sys.executable,
            "-m",
            "crm_core",
            "--store",
            str(server.store),
            "users",
            "set-role",
            "mia",
            "reader",
        ]
        subprocess.run(lowering, cwd=PROJECT, check=True, capture_output=True)
        connection.send(rerun("targets"))
        refused = words(screen(connection))
        assert "您的登录已失效" in refused
        assert "mia" not in refused.lower()


def test_a_file_opens_for_whom_it_was_handed_to_and_nobody_else(server: Server, visitor: httpx.Client) -> None:
    enter(visitor, "tao")
    with socket(server, visitor.cookies["crm_session"]) as connection:
        connection.send(rerun("imports"))
        shown = screen(connection)
        session, offered = (re.search(rf'{name}: "([^"]+)"', shown) for name in ("session_id", "deferred_file_id"))
        assert session is not None and offered is not None
        click = BackMsg()
        click.backend_operation_request.request_id = "1"
        click.backend_operation_request.session_id = session[1]
        click.backend_operation_request.deferred_file.file_id = offered[1]
        connection.send(click.SerializeToString())
        answer = ForwardMsg()
        while answer.WhichOneof("type") != "backend_operation_response":
            answer = ForwardMsg.FromString(connection.recv(timeout=30))
        template = re.search(r"/media/[0-9a-f]+\.xlsx", str(answer))
        assert template is not None, answer
        assert visitor.get(template[0]).content.startswith(b"PK")
        with httpx.Client(base_url=server.address) as another:
            enter(another, "ada")
            assert another.get(template[0]).status_code == 404
            assert another.get(f"/media/..%2fmedia%2f{template[0].rsplit('/', 1)[1]}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/static/../media/x.csv", "/static/%2e%2e/_stcore/stream", "//media/x.csv", "/MEDIA/x.csv", "/media//x.csv",
        "/_STCORE/metrics", "//_stcore/metrics", "/_stcore/health/../metrics", "/component/../media/x.csv",
        "/static/..%2f..%2f..%2f..%2fetc/passwd", "/account/sign-in/../../media/x.csv", "/_stcore/healthz/../upload_file/a/b",
    ],
)  # fmt: skip
def test_a_crooked_path_shows_a_visitor_nothing(server: Server, path: str) -> None:
    where = urlsplit(server.address)
    with create_connection((where.hostname, where.port), timeout=10) as raw:  # sent as it is: a client would tidy it
        raw.sendall(f"GET {path} HTTP/1.1\r\nHost: {where.netloc}\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: raw.recv(65536), b""))
    status, body = int(answer.split()[1]), answer.partition(b"\r\n\r\n")[2]
    assert status in (400, 401, 403, 404) or (status == 200 and b"<title>Streamlit</title>" in body), (
        status,
        body[:200],
    )
    for telling in (b"root:", b"python_gc", b"process_", b"session_"):
        assert telling not in body


# First start ----------------------------------------------------------------------------------------------------------


def test_the_first_administrator_needs_the_code_of_the_console(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("first") / "crm.duckdb"
    Store.open(path).close()
    with served(path) as first, httpx.Client(base_url=first.address, headers={"accept": "text/html"}) as client:
        code = first.log.read_text().split("with the code ")[1].split()[0]
        assert client.get("/account/sign-in").headers["location"] == "/account/setup"
        token = client.get("/account/setup").text.split('name="token" value="')[1].split('"')[0]
        form = {"token": token, "code": "wrong", "username": "ada", "display_name": "Ada", "password": PASSWORD}
        assert client.post("/account/setup", data=form).status_code == 400
        weak = client.post("/account/setup", data={**form, "code": code, "password": "short"})
        assert weak.status_code == 400
        assert 'id="password-problem"' in weak.text
        assert client.post("/account/setup", data={**form, "code": f" {code.upper()} "}).status_code == 303
        assert client.get("/account/setup").headers["location"] == "/account/sign-in"
        assert enter(client, "ada").status_code == 303


def test_the_base_path_stands_before_everything(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("base") / "crm.duckdb"
    make_store(path)
    with served(path, CRM_BASE_PATH="/crm") as under, httpx.Client(headers={"accept": "text/html"}) as client:
        first = client.get(under.address + "/board")
        assert first.headers["location"] == "/crm/account/sign-in?next=%2Fboard"
        page = client.get(under.address + "/account/sign-in").text
        assert 'action="/crm/account/sign-in"' in page
        token = page.split('name="token" value="')[1].split('"')[0]
        form = {"token": token, "username": "sol", "password": PASSWORD, "next": "/"}
        assert client.post(under.address + "/account/sign-in", data=form).headers["location"] == "/crm/"
        assert client.get(under.address + "/").status_code == 200


def test_the_routes_are_plain_routes() -> None:
    from crm_core.server.environment import environment
    from crm_core.server.front_door import routes

    assert all(isinstance(route, Route) for route in routes(environment()))
