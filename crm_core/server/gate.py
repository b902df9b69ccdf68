"""The gate before everything: nothing is served without a session but what is listed as public.

Each websocket frame is checked too. A frame of an ended session, or of a user whose role has changed, becomes one plain
rerun without widget values, so that the shell's own gate replaces the screen and no callback runs.
"""

from __future__ import annotations

from urllib.parse import quote

import anyio.to_thread
from google.protobuf.message import DecodeError
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from crm_core.access.policy import PUBLIC, ROUTES
from crm_core.access.sessions import SignedIn
from crm_core.server.handed import HandedFiles
from crm_core.server.requests import identify

# Streamlit's own paths that show nothing of ours: its scripts and styles, and what they ask before connecting.
_OPEN_PREFIXES = ("/static/", "/_stcore/health", "/_stcore/host-config", "/component/")
_OPEN_FILES = ("/manifest.json",)
_NEVER = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")


def is_public(path: str) -> bool:
    """Return whether ``path`` (without the base path) is served to anybody."""
    return ROUTES.get(path) == PUBLIC or path.startswith(_OPEN_PREFIXES) or path in _OPEN_FILES


class Gate:
    """Pure ASGI, so that it sees pages, files and websockets alike."""

    def __init__(self, app: ASGIApp, base_path: str = "") -> None:
        self.app = app
        self.base_path = base_path
        self._handed = HandedFiles()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        path = scope["path"].removeprefix(self.base_path) or "/"
        if path.startswith(_NEVER):
            await self._refuse(scope, receive, send, PlainTextResponse("Not found", 404))
            return
        if is_public(path):
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        who = await anyio.to_thread.run_sync(lambda: identify(connection))
        if who is None:
            await self._refuse(scope, receive, send, self._answer_to_nobody(connection, path))
        elif scope["type"] == "websocket":
            await self.app(scope, _checked(receive, connection, who), self._noting(send, who.actor.user_id))
        elif self._handed.may_open(who.actor.user_id, path):
            await self.app(scope, receive, send)
        else:
            await self._refuse(scope, receive, send, PlainTextResponse("Not found", 404))

    def _noting(self, send: Send, user_id: int) -> Send:
        async def noting(message: Message) -> None:
            if message["type"] == "websocket.send":
                self._handed.note(user_id, message.get("bytes") or b"")
            await send(message)

        return noting

    def _answer_to_nobody(self, connection: HTTPConnection, path: str) -> Response:
        wants_page = connection.scope.get("method") == "GET" and "text/html" in connection.headers.get("accept", "")
        if not wants_page:
            return PlainTextResponse("Sign in first", 401)
        query = connection.scope["query_string"].decode("ascii", "replace")
        target = path + (f"?{query}" if query else "")
        after = "" if target == "/" else "?next=" + quote(target, safe="")
        return RedirectResponse(f"{self.base_path}/account/sign-in{after}", 303)

    @staticmethod
    async def _refuse(scope: Scope, receive: Receive, send: Send, answer: Response) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 4401})
        else:
            await answer(scope, receive, send)


def _checked(receive: Receive, connection: HTTPConnection, who: SignedIn) -> Receive:
    seen = who.actor

    async def checked() -> Message:
        nonlocal seen
        frame = await receive()
        if frame["type"] == "websocket.receive":
            now = await anyio.to_thread.run_sync(lambda: identify(connection))
            if now is None:
                return _plain_rerun(frame)
            if now.actor != seen:
                seen = now.actor
                return _plain_rerun(frame)
        return frame

    return checked


def _plain_rerun(asked: Message) -> Message:
    """Return a frame that draws the page anew, with nothing of what ``asked`` wants but the browser's own language."""
    frame = BackMsg()
    frame.rerun_script.page_script_hash = ""
    try:
        given = BackMsg.FromString(asked.get("bytes") or b"")
    except DecodeError:
        given = BackMsg()
    if given.WhichOneof("type") == "rerun_script":
        frame.rerun_script.context_info.CopyFrom(given.rerun_script.context_info)
    return {"type": "websocket.receive", "bytes": frame.SerializeToString()}
