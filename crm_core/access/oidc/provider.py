"""The sign-in service: where its doors are, its keys, and what it gives for a code."""

from __future__ import annotations

import base64
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from joserfc.jwk import KeySet

from crm_core import clock
from crm_core.access.oidc.asking import NoAnswer, SaysNo, answer_to, connections
from crm_core.access.oidc.model import OidcSettings, is_safe_address
from crm_core.access.oidc.tokens import BadToken, UnknownKey, proven_claims, usable_keys

_KNOWN_FOR = timedelta(hours=1)
_KEYS_KNOWN_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Doors:
    """The addresses of a service, as it published them."""

    authorization: str
    token: str
    keys: str
    userinfo: str | None
    secret_goes_in_body: bool
    names_itself: bool  # RFC 9207: every answer carries ``iss``


class Provider:
    """One sign-in service; what it publishes is kept for a while. Safe to be asked by several threads."""

    def __init__(self, settings: OidcSettings) -> None:
        self.settings = settings
        self._pool = connections()
        self._lock = threading.Lock()
        self._doors: tuple[datetime, Doors] | None = None
        self._keys: tuple[datetime, KeySet] | None = None

    def doors(self) -> Doors:
        """Return where to send people and questions.

        Raises:
            NoAnswer: the service does not say, or says what cannot be trusted.
        """
        with self._lock:
            known = self._doors
        if known is not None and clock.now() - known[0] < _KNOWN_FOR:
            return known[1]
        issuer = self.settings.issuer
        address = issuer.rstrip("/") + "/.well-known/openid-configuration"
        try:
            found = _doors_of(answer_to(self._pool, address), issuer)
        except SaysNo as error:
            raise NoAnswer("it publishes no configuration") from error
        with self._lock:
            self._doors = clock.now(), found
        return found

    def address_to_sign_in(self, *, state: str, nonce: str, challenge: str, redirect_uri: str, tongue: str) -> str:
        """Return where to send a person's browser.

        Raises:
            NoAnswer: the service does not say where.
        """
        asked = {
            "response_type": "code", "client_id": self.settings.client_id, "redirect_uri": redirect_uri,
            "scope": "openid profile email", "state": state, "nonce": nonce,
            "code_challenge": challenge, "code_challenge_method": "S256", "ui_locales": tongue,
        }  # fmt: skip
        door = self.doors().authorization
        return f"{door}{'&' if urlsplit(door).query else '?'}{urlencode(asked)}"

    def claims_for(self, code: str, *, verifier: str, nonce: str, redirect_uri: str) -> Mapping[str, Any]:
        """Return the proven claims that the service gives for ``code``.

        Where the token holds no e-mail address, the service is asked for it once more.

        Raises:
            NoAnswer: the service cannot be reached.
            SaysNo: it does not take the code.
            BadToken: what it gave proves nothing.
        """
        given = self._exchange(code, verifier, redirect_uri)
        token = given.get("id_token")
        try:
            claims = self._proven(token, nonce, is_fresh=False)
        except UnknownKey:  # the service may have changed its keys
            claims = self._proven(token, nonce, is_fresh=True)
        access = given.get("access_token")
        return claims if "email" in claims else self._with_email(claims, access)

    def _with_email(self, claims: dict[str, Any], access: object) -> dict[str, Any]:
        """Return the claims with what the service tells of the e-mail address when it is asked; as they are if it does not.

        Whether the address is confirmed is taken from the same answer as the address, never from another one.
        """
        door = self.doors().userinfo
        if door is None or not isinstance(access, str) or not _is_bearer(access):
            return claims
        try:
            more = answer_to(self._pool, door, headers={"Authorization": f"Bearer {access}"})
        except SaysNo:
            return claims
        if more.get("sub") != claims["sub"]:
            raise BadToken("the service speaks of another account")
        told = {name: more.get(name) for name in ("email", "email_verified")}
        return {"preferred_username": more.get("preferred_username"), **claims, **told}

    def _proven(self, token: object, nonce: str, *, is_fresh: bool) -> dict[str, Any]:
        settings = self.settings
        return proven_claims(
            token,
            self._current_keys(is_fresh=is_fresh),
            issuer=settings.issuer,
            client_id=settings.client_id,
            nonce=nonce,
            now=clock.now(),
        )

    def _current_keys(self, *, is_fresh: bool) -> KeySet:
        with self._lock:
            known = self._keys
        if known is not None and not is_fresh and clock.now() - known[0] < _KEYS_KNOWN_FOR:
            return known[1]
        try:
            found = usable_keys(answer_to(self._pool, self.doors().keys))
        except SaysNo as error:
            raise NoAnswer("it publishes no keys") from error
        with self._lock:
            self._keys = clock.now(), found
        return found

    def _exchange(self, code: str, verifier: str, redirect_uri: str) -> dict[str, Any]:
        settings, doors = self.settings, self.doors()
        form = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri, "code_verifier": verifier,
            "client_id": settings.client_id,
        }  # fmt: skip
        headers = {}
        if settings.secret and doors.secret_goes_in_body:
            form["client_secret"] = settings.secret
        elif settings.secret:
            pair = f"{quote(settings.client_id, safe='')}:{quote(settings.secret, safe='')}"
            headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
        return answer_to(self._pool, doors.token, form=form, headers=headers)


def _is_bearer(access: str) -> bool:
    """Return whether a token can stand in a header."""
    return access.isascii() and access.isprintable() and len(access) < 16_384


def _doors_of(published: Mapping[str, Any], issuer: str) -> Doors:
    if published.get("issuer") != issuer:
        raise NoAnswer("it calls itself otherwise than CRM_OIDC_ISSUER does")
    doors = [published.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    if not all(is_safe_address(door, issuer=issuer) for door in doors):
        raise NoAnswer("it publishes an address that is missing or not safe")
    methods = published.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    userinfo = published.get("userinfo_endpoint")
    return Doors(
        authorization=str(doors[0]),
        token=str(doors[1]),
        keys=str(doors[2]),
        userinfo=str(userinfo) if is_safe_address(userinfo, issuer=issuer) else None,
        secret_goes_in_body=isinstance(methods, list) and "client_secret_basic" not in methods,
        names_itself=published.get("authorization_response_iss_parameter_supported") is True,
    )
