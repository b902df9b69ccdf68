"""How much of uploads the server holds at once: Streamlit keeps every file in memory until its page lets go of it.

A user's files count together, and so do everybody's; a few uploads are read at once and the others wait with their
bytes still in the browser. What would be too much is refused before a byte of it is read.
"""

from __future__ import annotations

from collections.abc import Callable

import anyio
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime import Runtime

from crm_core.errors import N_, message
from crm_core.exchange.container import MAX_FILE_BYTES
from crm_core.i18n import translate
from crm_core.server.requests import identify, language_of

MOST_OF_ONE = 3 * MAX_FILE_BYTES
MOST_OF_ALL = 16 * MAX_FILE_BYTES
AT_ONCE = 4
_PREFIX = "/_stcore/upload_file/"
_TOO_MUCH = message(
    N_("You have {limit} MB of files open already. Close pages with files that you no longer need, and try again."),
    limit=MOST_OF_ONE // 1024 // 1024,
)
_TOO_MUCH_OF_ALL = message(N_("Too many files are being read right now. Please try again in a moment."))


class UploadQuota:
    """Pure ASGI, inside the gate: whoever comes here is signed in."""

    def __init__(self, app: ASGIApp, base_path: str = "", is_kept: Callable[[str, str], bool] | None = None) -> None:
        self.app = app
        self._prefix = base_path + _PREFIX
        self._is_kept = is_kept or _is_kept_by_streamlit
        self._reading = anyio.CapacityLimiter(AT_ONCE)
        self._held: dict[tuple[int, str], int] = {}  # bytes by user and path, being read or kept
        self._under_way: set[tuple[int, str]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "PUT" or not scope["path"].startswith(self._prefix):
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        who = await anyio.to_thread.run_sync(lambda: identify(connection, touch=False))
        refusal = _TOO_MUCH_OF_ALL
        if who is not None:
            key, size = (who.actor.user_id, scope["path"]), _declared(connection)
            self._forget_what_is_gone()
            mine = sum(held for (user_id, _), held in self._held.items() if user_id == who.actor.user_id)
            if mine + size > MOST_OF_ONE:
                refusal = _TOO_MUCH
            elif key not in self._under_way and sum(self._held.values()) + size <= MOST_OF_ALL:
                await self._read(key, size, scope, receive, send)
                return
        answer = PlainTextResponse(translate(language_of(connection), refusal), 413, {"connection": "close"})
        await answer(scope, receive, send)

    async def _read(self, key: tuple[int, str], size: int, scope: Scope, receive: Receive, send: Send) -> None:
        self._held[key] = size
        self._under_way.add(key)
        try:
            async with self._reading:
                await self.app(scope, receive, send)
        finally:
            self._under_way.discard(key)
            self._forget_what_is_gone()

    def _forget_what_is_gone(self) -> None:
        for key in [key for key in self._held if key not in self._under_way and not self._keeps(key[1])]:
            del self._held[key]

    def _keeps(self, path: str) -> bool:
        session_id, _, file_id = path.removeprefix(self._prefix).partition("/")
        return self._is_kept(session_id, file_id)


def _declared(connection: HTTPConnection) -> int:
    """Return how many bytes a file may have: what the request says, and the most where it does not say."""
    said = connection.headers.get("content-length", "")
    return min(int(said), MAX_FILE_BYTES) if said.isdigit() else MAX_FILE_BYTES


def _is_kept_by_streamlit(session_id: str, file_id: str) -> bool:
    return bool(Runtime.instance().uploaded_file_mgr.get_files(session_id, [file_id]))
