"""Files on their way to a person's computer, made in the background or attached by people: authorised at each download.

No cache keeps them, and a browser saves them: it never shows one as a page of ours.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from typing import TypeVar

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from crm_core.access.model import Actor
from crm_core.attachments.model import MEDIA_TYPES
from crm_core.attachments.service import take
from crm_core.errors import CrmError, NotFound
from crm_core.exchange.names import content_disposition
from crm_core.exports.service import hand_over
from crm_core.i18n import translate
from crm_core.server.requests import identify, is_same_origin, language_of
from crm_core.server.running import running

Handed = TypeVar("Handed")


async def exported_file(request: Request) -> Response:
    """Send a file to the person who asked for it; anybody else is told that there is none."""
    handed = await _handed(
        request, lambda actor: hand_over(running().store, actor, int(request.path_params["file_id"]))
    )
    if isinstance(handed, Response):
        return handed
    kind = mimetypes.guess_type(handed.file_name)[0] or "application/octet-stream"
    headers = {"content-disposition": content_disposition(handed.file_name)}
    return FileResponse(handed.path, headers=headers, media_type=kind)


async def attached_file(request: Request) -> Response:
    """Send a customer's document to whoever may take it; anybody else is told that there is none."""
    asked = int(request.path_params["attachment_id"])
    taken = await _handed(request, lambda actor: take(running().store, actor, asked))
    if isinstance(taken, Response):
        return taken
    headers = {"content-disposition": content_disposition(taken.file_name)}
    return Response(taken.content, headers=headers, media_type=MEDIA_TYPES[taken.kind])


async def _handed(request: Request, take_it: Callable[[Actor], Handed]) -> Handed | PlainTextResponse:
    """Return what ``take_it`` gives to the person who asks, or the refusal to send in its place."""
    who = await anyio.to_thread.run_sync(lambda: identify(request))
    if who is None:
        return PlainTextResponse("Sign in first", 401)
    if not is_same_origin(request):
        return PlainTextResponse("Refused: this did not come from the app", 403)
    try:
        return await anyio.to_thread.run_sync(lambda: take_it(who.actor))
    except CrmError as error:
        status = 404 if isinstance(error, NotFound) else 403
        return PlainTextResponse(translate(language_of(request), error.message), status)
