"""Files that were made in the background, handed to who asked for them: authorised at each download, kept by no cache."""

from __future__ import annotations

import mimetypes

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from crm_core.errors import CrmError, NotFound
from crm_core.exchange.names import content_disposition
from crm_core.exports.service import hand_over
from crm_core.i18n import translate
from crm_core.server.requests import identify, is_same_origin, language_of
from crm_core.server.running import running


async def exported_file(request: Request) -> Response:
    """Send a file to the person who asked for it; anybody else is told that there is none."""
    who = await anyio.to_thread.run_sync(lambda: identify(request))
    if who is None:
        return PlainTextResponse("Sign in first", 401)
    if not is_same_origin(request):
        return PlainTextResponse("Refused: this did not come from the app", 403)
    file_id = int(request.path_params["file_id"])
    try:
        handed = await anyio.to_thread.run_sync(lambda: hand_over(running().store, who.actor, file_id))
    except CrmError as error:
        status = 404 if isinstance(error, NotFound) else 403
        return PlainTextResponse(translate(language_of(request), error.message), status)
    kind = mimetypes.guess_type(handed.file_name)[0] or "application/octet-stream"
    headers = {"content-disposition": content_disposition(handed.file_name)}
    return FileResponse(handed.path, headers=headers, media_type=kind)
