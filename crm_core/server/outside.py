"""The two routes of signing in through the company's service: out to it, and back."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from crm_core.access.oidc.model import OidcRefused, Reason
from crm_core.access.oidc.service import new_browser_secret
from crm_core.access.passwords import TooManyAtOnce
from crm_core.server.crowd import Crowd
from crm_core.server.entering import entered
from crm_core.server.requests import address_of, is_local, is_same_origin, language_of, safe_path
from crm_core.server.running import running

BROWSER_COOKIE = "crm_oidc"
CALLBACK = "/account/oidc/callback"
_COOKIE_SECONDS = 600
_ASKING = Crowd(8, 100)  # a service that does not answer holds up nobody else


def _back(reason: Reason | None, target: str) -> Response:
    """Return to the sign-in page, which says why; the answer of the service stays in no address bar."""
    asked = {**({"problem": reason.value} if reason else {}), **({"next": target} if target != "/" else {})}
    base = running().environment.base_path
    return RedirectResponse(f"{base}/account/sign-in{'?' + urlencode(asked) if asked else ''}", 303)


def _redirect_uri(request: Request) -> str:
    """Return the address that the service is to send the browser back to; the host is one of the allowed ones."""
    where = running().environment
    scheme = "https" if where.secure_cookie else request.url.scheme
    return f"{scheme}://{request.headers.get('host', '')}{where.base_path}{CALLBACK}"


def _browser(request: Request) -> str:
    held = request.cookies.get(BROWSER_COOKIE, "")
    return held if len(held) == len(new_browser_secret()) else ""


async def begin(request: Request) -> Response:
    """Send the browser to the service; from another site's page, to the sign-in page."""
    here, target = running(), safe_path(request.query_params.get("next", "/"))
    door = here.oidc
    if door is None or not is_same_origin(request):
        return _back(None, target)
    browser, back_to, tongue = (
        _browser(request) or new_browser_secret(),
        _redirect_uri(request),
        language_of(request).tag,
    )
    try:
        address = await _ASKING.run(
            lambda: door.begin(browser, redirect_uri=back_to, target=target, tongue=tongue, address=address_of(request))
        )
    except OidcRefused as error:
        return _back(error.reason, target)
    except TooManyAtOnce:
        return _back(Reason.BUSY, target)
    answer = RedirectResponse(address, 303)
    answer.set_cookie(
        BROWSER_COOKIE, browser, httponly=True, samesite="lax", secure=here.environment.secure_cookie,
        path=f"{here.environment.base_path}/account/oidc", max_age=_COOKIE_SECONDS,
    )  # fmt: skip
    return answer


async def callback(request: Request) -> Response:
    """Take what the service sent along, and sign in."""
    here, door = running(), running().oidc
    if door is None:
        return _back(None, "/")
    brought, browser = dict(request.query_params), _browser(request)
    try:
        token, target = await _ASKING.run(
            lambda: door.finish(brought, browser, address=address_of(request), is_local=is_local(request))
        )
    except OidcRefused as error:
        return _back(error.reason, "/")
    except TooManyAtOnce:
        return _back(Reason.BUSY, "/")
    answer = await entered(request, token, safe_path(target))
    answer.delete_cookie(BROWSER_COOKIE, path=f"{here.environment.base_path}/account/oidc")
    return answer
