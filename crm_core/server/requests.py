"""What a request says of itself: its session, its language, whether it comes from this machine and this site."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from crm_core.access.sessions import SignedIn
from crm_core.i18n import Language, language_of_tag
from crm_core.server.environment import is_loopback
from crm_core.server.running import COOKIE, LANGUAGE_COOKIE, running

_FORWARDING = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")


def identify(connection: HTTPConnection, *, touch: bool = True) -> SignedIn | None:
    """Return who sent the request; None where nobody is signed in."""
    return running().sessions.identify(connection.cookies.get(COOKIE), touch=touch)


def language_of(connection: HTTPConnection) -> Language:
    """Return the language to answer in: the chosen one, else the browser's."""
    chosen = connection.cookies.get(LANGUAGE_COOKIE)
    if chosen in set(Language):
        return Language(chosen)
    tags = connection.headers.get("accept-language", "")
    return language_of_tag(tags.split(",")[0].split(";")[0].strip() or None)


def address_of(connection: HTTPConnection) -> str:
    """Return the client's address, as far as it is known."""
    return connection.client.host if connection.client else "unknown"


def is_local(connection: HTTPConnection) -> bool:
    """Return whether the request surely comes from this machine: loopback all along and forwarded by nobody."""
    if not running().environment.listens_on_loopback or any(name in connection.headers for name in _FORWARDING):
        return False
    host = urlsplit(f"//{connection.headers.get('host', '')}").hostname or ""
    return is_loopback(host) and is_loopback(address_of(connection))


def is_same_origin(connection: HTTPConnection) -> bool:
    """Return whether the browser says that the request comes from our own page, or was typed by the user."""
    site = connection.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = connection.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == connection.headers.get("host")


def safe_path(asked: str) -> str:
    """Return ``asked`` where it is a path on this site, else '/'."""
    parts = urlsplit(asked)
    fits = asked.startswith("/") and not asked.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return asked if fits and "\\" not in asked and asked.isprintable() and len(asked) < 2000 else "/"
