"""Uploads: refused beyond the limit while they come, many at once within bounds, a user's share and no more."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import psutil
import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection

from crm_core.access.sessions import start_session
from crm_core.exchange.container import MAX_FILE_BYTES
from crm_core.server.environment import Environment
from crm_core.server.running import Running, use
from crm_core.server.uploads import AT_ONCE, MOST_OF_ALL, MOST_OF_ONE, UploadQuota
from crm_core.store import Store
from tests.conftest import Cast
from tests.server.conftest import enter, run_apart
from tests.server.test_front_door import rerun, socket
from tests.serving import Server

MB = 1024 * 1024
FRAME = b'--x\r\nContent-Disposition: form-data; name="file"; filename="../../a\\b.csv"\r\n\r\n', b"\r\n--x--\r\n"


def session_of(connection: ClientConnection) -> str:
    """Return the id under which the browser's files are kept."""
    connection.send(rerun())
    while True:
        message = ForwardMsg.FromString(connection.recv(timeout=60))
        if message.WhichOneof("type") == "new_session":
            return message.new_session.initialize.session_id


def put(client: httpx.Client, path: str, size: int, *, chunked: bool = False) -> int:
    """Upload ``size`` bytes piece by piece and return the status; chunked, nobody is told beforehand how many."""
    pieces, rest = divmod(size, MB)

    def body() -> Iterator[bytes]:
        yield FRAME[0]
        yield from (b"x" * MB for _ in range(pieces))
        yield b"x" * rest + FRAME[1]

    told = {} if chunked else {"content-length": str(size + len(FRAME[0]) + len(FRAME[1]))}
    headers = {"content-type": "multipart/form-data; boundary=x", "x-xsrftoken": xsrf(client), **told}
    try:
        return client.put(path, content=body(), headers=headers, timeout=120).status_code
    except (httpx.WriteError, httpx.RemoteProtocolError, httpx.ReadError):  # refused, and the line cut
        return 413


def test_an_upload_beyond_the_limit_is_cut_off_while_it_comes(server: Server, visitor: httpx.Client) -> None:
    enter(visitor, "tao")
    with socket(server, visitor.cookies["crm_session"]) as connection:
        place = f"/_stcore/upload_file/{session_of(connection)}"
        visitor.get("/_stcore/health")
        process = psutil.Process(server.process.pid)
        before = process.memory_info().rss
        assert put(visitor, f"{place}/a", MAX_FILE_BYTES + 3 * MB, chunked=True) == 413
        assert put(visitor, f"{place}/b", MAX_FILE_BYTES + 3 * MB) == 413
        assert process.memory_info().rss - before < 3 * MAX_FILE_BYTES
        assert put(visitor, f"{place}/c", MB, chunked=True) == 204
        assert visitor.delete(f"{place}/c", headers={"x-xsrftoken": xsrf(visitor)}).status_code == 204


def xsrf(client: httpx.Client) -> str:
    """Return the token against forged requests that Streamlit gave the browser."""
    found = client.cookies.get("_streamlit_xsrf")
    assert found is not None
    return found


def test_twenty_uploads_at_once_stay_within_the_users_share(server: Server, visitor: httpx.Client) -> None:
    enter(visitor, "ada")
    with socket(server, visitor.cookies["crm_session"]) as connection:
        place = f"/_stcore/upload_file/{session_of(connection)}"
        visitor.get("/_stcore/health")
        process = psutil.Process(server.process.pid)
        before = process.memory_info().rss
        with ThreadPoolExecutor(20) as people:
            statuses = list(people.map(lambda number: put(visitor, f"{place}/{number}", 30 * MB), range(20)))
        grown = process.memory_info().rss - before
        fitting = MOST_OF_ONE // (30 * MB)
        assert statuses.count(204) == fitting
        assert statuses.count(413) == 20 - fitting
        assert grown < MOST_OF_ONE + AT_ONCE * 2 * 30 * MB + 100 * MB
        for number in range(20):
            visitor.delete(f"{place}/{number}", headers={"x-xsrftoken": xsrf(visitor)})
        assert put(visitor, f"{place}/again", MB) == 204, "what was let go counts no more"


# The share itself, without a server -------------------------------------------------------------------------------------


class Shelf:
    """Stands for Streamlit: takes a file in when it is told to, and keeps it until it is let go."""

    def __init__(self) -> None:
        self.kept: set[str] = set()
        self.go_on = asyncio.Event()
        self.inside = self.most = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.inside += 1
        self.most = max(self.most, self.inside)
        await self.go_on.wait()
        self.inside -= 1
        self.kept.add(scope["path"].rsplit("/", 1)[1])
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})


@pytest.fixture
def sessions(store: Store, cast: Cast) -> Iterator[list[str]]:
    """The cookies of the whole cast."""
    where = Environment(store.path, "127.0.0.1", 8501, "", ("door",), False, None)
    use(Running.over(store, where))
    with store.transaction() as transaction:
        cookies = [start_session(transaction, actor.user_id, "test") for actor in cast.everybody]
    yield cookies
    use(None)


async def ask(quota: UploadQuota, session: str, name: str, size: int | None) -> int:
    """Put a file of a declared size, or of none that is known, and return the status."""
    headers = [(b"cookie", f"crm_session={session}".encode())]
    if size is not None:
        headers.append((b"content-length", str(size).encode()))
    scope = {
        "type": "http",
        "method": "PUT",
        "path": f"/_stcore/upload_file/s/{name}",
        "headers": headers,
        "query_string": b"",
    }
    answers: list[Message] = []

    async def send(message: Message) -> None:
        answers.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    await quota(scope, receive, send)
    return int(answers[0]["status"])


def test_a_users_files_count_together_and_those_of_everybody_too(sessions: list[str]) -> None:
    async def story() -> None:
        shelf = Shelf()
        shelf.go_on.set()
        quota = UploadQuota(shelf, is_kept=lambda _session, name: name in shelf.kept)
        mine, yours = sessions[0], sessions[1]
        assert [await ask(quota, mine, f"m{at}", MAX_FILE_BYTES) for at in range(4)] == [204, 204, 204, 413]
        assert await ask(quota, mine, "m9", None) == 413, "of unknown size counts as the largest"
        assert await ask(quota, yours, "y0", MAX_FILE_BYTES) == 204, "others are not concerned"
        shelf.kept.discard("m1")
        assert await ask(quota, mine, "m4", MAX_FILE_BYTES) == 204, "what was let go counts no more"
        taken = 4
        for session in sessions[1:]:
            for at in range(3):
                taken += await ask(quota, session, f"{session}{at}", MAX_FILE_BYTES) == 204
        assert taken == MOST_OF_ALL // MAX_FILE_BYTES
        assert await ask(quota, sessions[-1], "little", 1) == 413

    run_apart(story())


def test_a_few_uploads_are_read_at_once_and_the_others_wait(sessions: list[str]) -> None:
    async def story() -> None:
        shelf = Shelf()
        quota = UploadQuota(shelf, is_kept=lambda _session, name: name in shelf.kept)
        under_way = [
            asyncio.create_task(ask(quota, session, f"{at}{session}", MB)) for session in sessions for at in range(4)
        ]
        while shelf.inside < AT_ONCE:
            await asyncio.sleep(0.01)
        assert await ask(quota, sessions[0], f"0{sessions[0]}", MB) == 413, "one place, one upload at a time"
        shelf.go_on.set()
        assert await asyncio.gather(*under_way) == [204] * len(under_way)
        assert shelf.most == AT_ONCE

    run_apart(story())
