"""What follows once somebody has proven who they are: the session's cookie, and the way on."""

from __future__ import annotations

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from crm_core.server.running import COOKIE, running

_COOKIE_SECONDS = 90 * 24 * 3600  # how long a session lives is decided by the store, not by the cookie


async def entered(request: Request, token: str, target: str) -> Response:
    """Return the answer that leads to ``target``, a path of our own, with the session ``token`` in its cookie.

    The session that the browser brought along ends: what was known before signing in opens nothing afterwards.
    """
    here, former = running(), request.cookies.get(COOKIE)
    if former:
        await anyio.to_thread.run_sync(lambda: here.sessions.end(former, "signed in anew"))
    answer = RedirectResponse(here.environment.base_path + target, 303)
    answer.set_cookie(
        COOKIE, token, httponly=True, samesite="lax", secure=here.environment.secure_cookie, path="/",
        max_age=_COOKIE_SECONDS,
    )  # fmt: skip
    return answer
