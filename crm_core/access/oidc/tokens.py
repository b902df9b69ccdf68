"""Proving an ID token: its signature by the service's keys, and every claim that the standard asks for.

OpenID Connect Core 1.0, 3.1.3.7; RFC 8725. Only signatures by a key pair count: no ``none``, and no shared secret, with
which a public key could be passed off as one.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.errors import BadSignatureError, ClaimError, InvalidKeyIdError, JoseError
from joserfc.jwk import JWKRegistry, Key, KeySet
from joserfc.jws import JWSRegistry

from crm_core.access.oidc.model import MAX_SUBJECT

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
LEEWAY_SECONDS = 60
OLDEST_SECONDS = 600  # a token is made for this sign-in, seconds ago
_MAX_TOKEN = 100_000
_MIN_RSA_DIGITS = 342  # of a 2,048-bit modulus in base64url


class BadToken(Exception):
    """The token proves nothing; the text says what is wrong with it, in words of our own."""


class UnknownKey(BadToken):
    """No key of the service fits: it may have new ones."""


def usable_keys(published: object) -> KeySet:
    """Return the public signing keys in a published key set; others, and weak ones, are left out.

    Raises:
        BadToken: there is none.
    """
    listed = published.get("keys") if isinstance(published, Mapping) else None
    keys = [key for data in (listed if isinstance(listed, list) else [])[:100] if (key := _signing_key(data))]
    if not keys:
        raise BadToken("no usable key is published")
    return KeySet(keys)


def _signing_key(data: object) -> Key | None:
    if not isinstance(data, dict) or data.get("kty") not in ("RSA", "EC", "OKP") or data.get("use", "sig") != "sig":
        return None
    if "verify" not in data.get("key_ops", ["verify"]) or data.get("crv") in ("X25519", "X448"):
        return None
    if data["kty"] == "RSA" and len(str(data.get("n", "")).rstrip("=")) < _MIN_RSA_DIGITS:
        return None
    public = {name: value for name, value in data.items() if name not in ("d", "p", "q", "dp", "dq", "qi", "oth")}
    try:
        return JWKRegistry.import_key(public)
    except (JoseError, ValueError, TypeError):
        return None


def proven_claims(
    token: object, keys: KeySet, *, issuer: str, client_id: str, nonce: str, now: datetime
) -> dict[str, Any]:
    """Return the claims of an ID token that was signed by one of ``keys``, for us, for this sign-in, just now.

    Raises:
        UnknownKey: signed by a key that is not among ``keys``.
        BadToken: anything else that is wrong with it.
    """
    if not isinstance(token, str) or len(token) > _MAX_TOKEN:
        raise BadToken("there is no token")
    registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
    registry.max_header_length = 8_192  # some services put their certificates there
    try:
        signed = jwt.decode(token, keys, registry=registry)
    except (InvalidKeyIdError, BadSignatureError) as error:
        raise UnknownKey("the signature fits no key of the service") from error
    except (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BadToken(f"the token cannot be read: {type(error).__name__}") from error
    if "crit" in signed.header:
        raise BadToken("the token asks for an extension that is not known here")
    if str(signed.header.get("typ", "JWT")).upper() != "JWT":
        raise BadToken("the token is of another kind")
    _check_claims(signed.claims, issuer, client_id, now)
    given = signed.claims.get("nonce")
    if not isinstance(given, str) or not given.isascii() or not hmac.compare_digest(given, nonce):
        raise BadToken("the token was made for another sign-in")
    return signed.claims


def _check_claims(claims: dict[str, Any], issuer: str, client_id: str, now: datetime) -> None:
    registry = jwt.JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
    )
    try:
        registry.validate(claims)
    except ClaimError as error:
        raise BadToken(f"a claim does not hold: {error.claim}") from error
    audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    party = claims.get("azp")
    if (party is not None or len(audiences) > 1) and party != client_id:
        raise BadToken("a claim does not hold: azp")
    if now.timestamp() - claims["iat"] > OLDEST_SECONDS + LEEWAY_SECONDS:
        raise BadToken("a claim does not hold: iat is long ago")
    if not 0 < len(claims["sub"]) <= MAX_SUBJECT or not claims["sub"].isprintable():
        raise BadToken("a claim does not hold: sub")
