"""What the environment says of the company's sign-in service.

``CRM_OIDC_ISSUER``, ``CRM_OIDC_CLIENT_ID``, ``CRM_OIDC_CLIENT_SECRET`` or ``CRM_OIDC_CLIENT_SECRET_FILE``,
``CRM_OIDC_NAME`` (what the button says), ``CRM_OIDC_EMAIL_DOMAINS`` (comma-separated; none means all).
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from crm_core.access.oidc.model import OidcSettings, fold_outside, is_safe_address
from crm_core.errors import N_, CrmError, message


def oidc_settings() -> OidcSettings | None:
    """Return the sign-in service that is named; None where none is.

    Raises:
        CrmError: what is named cannot be used, or only half is named.
    """
    issuer, client_id = (os.environ.get(name, "").strip() for name in ("CRM_OIDC_ISSUER", "CRM_OIDC_CLIENT_ID"))
    if not issuer and not client_id:
        return None
    if not issuer or not client_id:
        raise CrmError(message(N_("Sign-in through a service needs both CRM_OIDC_ISSUER and CRM_OIDC_CLIENT_ID.")))
    parts = urlsplit(issuer)
    if not is_safe_address(issuer, issuer=issuer) or parts.query or parts.fragment:
        raise CrmError(message(N_("CRM_OIDC_ISSUER must be an https address, as the sign-in service calls itself.")))
    named = os.environ.get("CRM_OIDC_EMAIL_DOMAINS", "").split(",")
    return OidcSettings(
        issuer=issuer,
        client_id=client_id,
        secret=_secret(),
        name=os.environ.get("CRM_OIDC_NAME", "").strip()[:40] or parts.hostname or issuer,
        domains=tuple(folded for name in named if (folded := fold_outside(name).removeprefix("@"))),
    )


def _secret() -> str:
    place = os.environ.get("CRM_OIDC_CLIENT_SECRET_FILE")
    if not place:
        return os.environ.get("CRM_OIDC_CLIENT_SECRET", "")
    try:
        return Path(place).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise CrmError(
            message(N_("The file that CRM_OIDC_CLIENT_SECRET_FILE names cannot be read: {path}"), path=place)
        ) from error
