"""A sign-in service of our own for the tests: it keeps to the standard until it is told to lie in one respect."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import Key, OctKey, RSAKey

from crm_core import clock

CLIENT, SECRET = "crm board", "s3cret/+:ü and long enough"
KEY = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"}, private=True)
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "second", "use": "sig"}, private=True)
OWN_SECRET_AS_KEY = OctKey.import_key(SECRET.encode(), {"kid": "first"})


@dataclass
class Service:
    """What the service knows and says; a test changes what it wants to be wrong."""

    issuer: str = ""
    key: Key = field(default_factory=lambda: KEY)
    published: list[Key] = field(default_factory=lambda: [KEY])
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "RS256", "kid": "first"})
    claims: dict[str, Any] = field(
        default_factory=lambda: {"sub": "u-1", "email": "Sol@Example.com", "email_verified": True}
    )
    configuration: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    changed: dict[str, Any] = field(default_factory=dict)  # claims that replace the right ones; None takes one away
    rewrite: Callable[[str], str] = str  # what is done to the token in the end
    brings: dict[str, str] = field(default_factory=dict)  # what goes back to us beside code and state
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def configured(self) -> dict[str, Any]:
        """Return the published configuration."""
        doors = {name: f"{self.issuer}/{path}" for name, path in (
            ("authorization_endpoint", "authorize"), ("token_endpoint", "token"), ("jwks_uri", "keys"),
            ("userinfo_endpoint", "userinfo"),
        )}  # fmt: skip
        return {"issuer": self.issuer, **doors, **self.configuration}

    def authorized(self, asked: dict[str, str]) -> str:
        """Return where the browser goes after its owner has signed in at the service."""
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state'], **self.brings})}"

    def token_for(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """Return the answer to a code, once; None where anything does not fit."""
        asked = self.codes.pop(form.get("code", ""), None)
        pair = base64.b64decode(authorization.removeprefix("Basic ")).decode() if authorization else ""
        if asked is None or [unquote(part) for part in pair.split(":")] != [CLIENT, SECRET]:
            return None
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if challenge.rstrip(b"=").decode() != asked["code_challenge"] or form["redirect_uri"] != asked["redirect_uri"]:
            return None
        return {"token_type": "Bearer", "access_token": "access", "id_token": self._token(asked["nonce"])}

    def _token(self, nonce: str) -> str:
        now = int(clock.now().timestamp())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce, **self.claims}
        claims = {name: value for name, value in {**claims, **self.changed}.items() if value is not None}
        algorithm = self.header["alg"]
        if algorithm == "none":
            parts = (json.dumps(self.header), json.dumps(claims))
            return ".".join(base64.urlsafe_b64encode(part.encode()).rstrip(b"=").decode() for part in parts) + "."
        if "crit" in self.header:
            return _signed_by_hand(self.header, claims, self.key)
        return self.rewrite(jwt.encode(self.header, claims, self.key, algorithms=[algorithm]))


def _signed_by_hand(header: dict[str, Any], claims: dict[str, Any], key: Key) -> str:
    """Return a token whose header no library would sign."""
    from joserfc.jws import JWSRegistry

    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, claims)]
    signed = JWSRegistry.algorithms[header["alg"]].sign(b".".join(parts), key)
    return b".".join([*parts, base64.urlsafe_b64encode(signed).rstrip(b"=")]).decode()


class _Handler(BaseHTTPRequestHandler):
    service: Service

    def log_message(self, format: str, *args: object) -> None:
        return

    def _say(self, body: object, status: int = 200, **headers: str) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self) -> None:
        service, parts = self.service, urlsplit(self.path)
        service.asked.append(parts.path)
        if parts.path == "/.well-known/openid-configuration":
            self._say(service.configured())
        elif parts.path == "/keys":
            self._say({"keys": [key.as_dict(private=False) for key in service.published]})
        elif parts.path == "/authorize":
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            self._say({}, 302, Location=service.authorized(asked))
        elif parts.path == "/userinfo" and self.headers.get("Authorization") == "Bearer access":
            self._say(service.userinfo)
        else:
            self._say({}, 404)

    def do_POST(self) -> None:
        service = self.service
        service.asked.append(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        given = service.token_for(form, self.headers.get("Authorization", ""))
        self._say(given, 200) if given else self._say({"error": "invalid_grant"}, 400)


@contextmanager
def identity_service() -> Iterator[Service]:
    """Serve a sign-in service on loopback until the block ends."""
    service = Service()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"service": service}))
    service.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
