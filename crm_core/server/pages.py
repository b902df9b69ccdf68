"""The few pages beside Streamlit: signing in and out, the first administrator, the language."""

from __future__ import annotations

import hmac
import secrets
from functools import cache
from pathlib import Path
from urllib.parse import quote

import anyio.to_thread
from jinja2 import Environment as Templates
from jinja2 import FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

from crm_core.access import passwords
from crm_core.access.oidc.model import Reason, reason_text
from crm_core.access.passwords import TooManyAtOnce, as_typed
from crm_core.access.sign_in import TooManyAttempts
from crm_core.errors import N_, CrmError, InvalidInput, Message, message
from crm_core.i18n import Language, translate
from crm_core.server.crowd import Crowd
from crm_core.server.entering import entered
from crm_core.server.requests import address_of, identify, is_local, is_same_origin, language_of, safe_path
from crm_core.server.running import COOKIE, LANGUAGE_COOKIE, Running, running
from crm_core.team import service as team
from crm_core.team.service import has_users

_PRELOGIN = "crm_prelogin"
_YEAR = 365 * 24 * 3600
_HASHING = Crowd(passwords.AT_ONCE, 40)


@cache
def _templates() -> Templates:
    return Templates(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)


def _page(request: Request, name: str, status: int = 200, **values: object) -> HTMLResponse:
    """Draw a template in the request's language, with a fresh token against forged posts in its own cookie."""
    language, where = language_of(request), running().environment
    token = request.cookies.get(_PRELOGIN) or secrets.token_urlsafe(24)

    def _(text: str | Message, **filled: object) -> str:
        return translate(language, text, **filled)

    here = where.base_path + request.url.path.removeprefix(where.base_path)
    query = f"?{request.url.query}" if request.url.query else ""
    outside = where.oidc.name if where.oidc else None
    languages = [(entry.value, entry.own_name, entry is language) for entry in Language]
    answer = HTMLResponse(
        _templates()
        .get_template(name)
        .render(_=_, tag=language.tag, base=where.base_path, token=token, here=quote(here + query, safe=""),
                languages=languages, outside=outside, **values),
        status,
    )  # fmt: skip
    answer.set_cookie(
        _PRELOGIN, token, httponly=True, samesite="strict", secure=where.secure_cookie, max_age=3600, path="/"
    )
    return answer


def _is_forged(request: Request, form: dict[str, str]) -> bool:
    known = request.cookies.get(_PRELOGIN, "")
    return not known or not is_same_origin(request) or not hmac.compare_digest(form.get("token", ""), known)


async def _form(request: Request) -> dict[str, str]:
    async with request.form(max_files=0, max_fields=10, max_part_size=10_000) as form:
        return {name: str(value) for name, value in form.items()}


def _problem_outside(request: Request) -> Message | None:
    """Return why the company's service signed nobody in, where the address says so in one of its closed words."""
    door, reason = running().oidc, request.query_params.get("problem")
    return reason_text(Reason(reason), door.settings.name) if door and reason in set(Reason) else None


_FORGED = message(N_("This form is too old. Please try again."))


async def sign_in(request: Request) -> Response:
    """Show the sign-in form, or sign in and go where the person wanted to."""
    here = running()
    if not await anyio.to_thread.run_sync(lambda: has_users(here.store)):
        return RedirectResponse(f"{here.environment.base_path}/account/setup", 303)
    target = safe_path(request.query_params.get("next", "/"))
    if request.method == "GET":
        if identify(request, touch=False) is not None:
            return RedirectResponse(here.environment.base_path + target, 303)
        return _page(request, "sign_in.html", target=target, username="", problem=_problem_outside(request))
    form = await _form(request)
    target, username = safe_path(form.get("next", "/")), form.get("username", "")[:200]
    if _is_forged(request, form):
        return _page(request, "sign_in.html", 403, target=target, username=username, problem=_FORGED)
    try:
        token = await _HASHING.run(
            lambda: here.sign_in.sign_in(
                username, form.get("password", ""), address=address_of(request), is_local=is_local(request)
            )
        )
    except CrmError as error:
        status = 429 if isinstance(error, TooManyAttempts | TooManyAtOnce) else 401
        return _page(request, "sign_in.html", status, target=target, username=username, problem=error.message)
    answer = await entered(request, token, target)
    answer.delete_cookie(_PRELOGIN, path="/")
    return answer


async def sign_out(request: Request) -> Response:
    """End the session; refused where another site sent the browser here."""
    if not is_same_origin(request):
        return PlainTextResponse("Refused: this did not come from the app", 403)
    here, token = running(), request.cookies.get(COOKIE)
    if token:
        await anyio.to_thread.run_sync(lambda: here.sessions.end(token, "signed out"))
    answer = RedirectResponse(f"{here.environment.base_path}/account/sign-in", 303)
    answer.delete_cookie(COOKIE, path="/")
    return answer


async def setup(request: Request) -> Response:
    """Make the first administrator, for whoever reads the code on the console."""
    here = running()
    to_sign_in = RedirectResponse(f"{here.environment.base_path}/account/sign-in", 303)
    if await anyio.to_thread.run_sync(lambda: has_users(here.store)):
        return to_sign_in
    if request.method == "GET":
        return _page(request, "setup.html", form={}, problems={}, problem=None)
    form = await _form(request)
    try:
        if _is_forged(request, form):
            raise CrmError(_FORGED)
        await _HASHING.run(lambda: _make_first_admin(here, form))
    except CrmError as error:
        kept = {name: form.get(name, "")[:200] for name in ("username", "display_name")}
        problems = error.fields if isinstance(error, InvalidInput) else {}
        status = 429 if isinstance(error, TooManyAttempts | TooManyAtOnce) else 400
        return _page(request, "setup.html", status, form=kept, problems=problems, problem=error.message)
    return to_sign_in


def _make_first_admin(here: Running, form: dict[str, str]) -> None:
    if not here.may_try_setup():
        raise TooManyAttempts
    if not hmac.compare_digest(as_typed(form.get("code", "")[:200]).encode(), here.setup_code.encode()):
        raise InvalidInput({"code": message(N_("This is not the code on the console of the server."))})
    names = form.get("username", "")[:200], form.get("display_name", "")[:200]
    team.first_admin(here.store, *names, form.get("password", ""))


async def language(request: Request) -> Response:
    """Keep the chosen language in a cookie and go back."""
    chosen = request.query_params.get("to", "")
    base = running().environment.base_path
    answer = RedirectResponse(base + safe_path(request.query_params.get("next", "/")).removeprefix(base), 303)
    if chosen in set(Language):
        answer.set_cookie(LANGUAGE_COOKIE, chosen, samesite="lax", path="/", max_age=_YEAR)
    return answer


async def health(request: Request) -> Response:
    """Answer a watchdog: the process runs and its store answers."""
    store = running().store
    await anyio.to_thread.run_sync(lambda: has_users(store))
    return JSONResponse({"status": "ok"})
