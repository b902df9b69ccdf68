"""The script in Streamlit's page, and the route that serves it: the framework's words in the user's language, and
manners of its tables, fields and of the way back that are ours."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from html import escape
from pathlib import Path

import anyio.to_thread
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crm_core.i18n import Language, translate
from crm_core.server.requests import identify, language_of
from crm_core.server.words.spoken import dictionary

_SLOT = "/* dictionaries */ {}"
_LANG = re.compile(rb'<html lang="[\w-]*">')
_TITLE = re.compile(rb"<title>[^<]*</title>")  # the framework's name, until a page gives its own
_WEEK = 7 * 24 * 3600


@cache
def _source() -> bytes:
    words, *manners = (
        Path(__file__).with_name(f"{name}.js").read_text("utf-8") for name in ("words", "grids", "fields", "history")
    )
    spoken = {language.value: dictionary(language) for language in Language}
    return "\n".join([words.replace(_SLOT, json.dumps(spoken, ensure_ascii=False)), *manners]).encode()


@cache
def version() -> str:
    """Return what the script's address ends in, another one for each other content."""
    return hashlib.sha256(_source()).hexdigest()[:12]


async def script(request: Request) -> Response:
    """Serve the script; an address with the present version may be kept."""
    keeps = request.query_params.get("v") == version()
    return Response(
        _source(),
        media_type="text/javascript; charset=utf-8",
        headers={"cache-control": f"public, max-age={_WEEK}" if keeps else "no-cache"},
    )


class OwnWords:
    """Puts the script before Streamlit's in its page, the user's language into ``<html lang>``, and our name over it."""

    def __init__(self, app: ASGIApp, base_path: str = "") -> None:
        self.app = app
        self.base_path = base_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wants_page = scope["type"] == "http" and scope["method"] == "GET"
        if not wants_page or b"text/html" not in dict(scope["headers"]).get(b"accept", b""):
            await self.app(scope, receive, send)
            return
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self.app({**scope, "headers": plain}, receive, _Rewriting(send, HTTPConnection(scope), self.base_path))


class _Rewriting:
    """Holds a page back until it is whole, and sends it with the script in it; other answers pass."""

    def __init__(self, send: Send, connection: HTTPConnection, base_path: str) -> None:
        self._send = send
        self._connection = connection
        self._base_path = base_path
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and dict(message["headers"]).get(b"content-type", b"").startswith(
            b"text/html"
        ):
            self._start = message
        elif self._start is None or message["type"] != "http.response.body":
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        body = self._body
        if b'<div id="root">' in body:
            language = await anyio.to_thread.run_sync(self._language)
            tag = f'<script src="{self._base_path}/words.js?v={version()}"></script>'.encode()
            body = _LANG.sub(f'<html lang="{language.tag}">'.encode(), body, count=1)
            name = escape(translate(language, "CRM Plan Board")).encode()
            body = _TITLE.sub(b"<title>" + name + b"</title>" + tag, body, count=1)
        kept = [(name, value) for name, value in start["headers"] if name not in (b"content-length", b"etag")]
        await self._send({**start, "headers": [*kept, (b"content-length", str(len(body)).encode())]})
        await self._send({"type": "http.response.body", "body": body})

    def _language(self) -> Language:
        who = identify(self._connection, touch=False)
        if who is not None and who.language in set(Language):
            return Language(str(who.language))
        return language_of(self._connection)
