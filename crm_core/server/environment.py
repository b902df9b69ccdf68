"""What the environment says of where and how the app runs.

``CRM_STORE``, ``CRM_HOST``, ``CRM_PORT``, ``CRM_BASE_PATH``, ``CRM_ALLOWED_HOSTS`` (comma-separated),
``CRM_SECURE_COOKIE`` (1 behind HTTPS), ``CRM_TRUSTED_PROXY`` (address of the proxy whose forwarding headers count); and
the company's sign-in service, see ``oidc_environment``.

``streamlit run`` listens before it looks at the app, where its own options say. There these are the host and the port,
and a variable that says otherwise is refused: nobody shall look for the app where it is not.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from crm_core.access.oidc.model import OidcSettings
from crm_core.errors import N_, CrmError, message
from crm_core.server.oidc_environment import oidc_settings

PROJECT = Path(__file__).resolve().parents[2]
LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class Environment:
    """Where the app runs. ``base_path`` is '' or begins with a slash and does not end in one."""

    store: Path
    host: str
    port: int
    base_path: str
    allowed_hosts: tuple[str, ...]
    secure_cookie: bool
    trusted_proxy: str | None
    oidc: OidcSettings | None = None

    @property
    def address(self) -> str:
        """The address to print for a person at this machine."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::", "") else self.host  # noqa: S104 - compared, not bound
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}{self.base_path}/"

    @property
    def listens_on_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Return whether a host name or address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def environment() -> Environment:
    """Return what the environment says, with defaults for a desk.

    Raises:
        CrmError: a variable holds what cannot be taken, or ``streamlit run`` listens elsewhere.
    """
    port = os.environ.get("CRM_PORT", "8501")
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise CrmError(message(N_("CRM_PORT must be a port number, such as 8501.")))
    host, port = _where_streamlit_listens() or (os.environ.get("CRM_HOST", "127.0.0.1"), port)
    base = os.environ.get("CRM_BASE_PATH", "").strip("/")
    named = [name.strip() for name in os.environ.get("CRM_ALLOWED_HOSTS", "").split(",") if name.strip()]
    own = [] if host in ("0.0.0.0", "::", "") else [host]  # noqa: S104 - compared, not bound
    return Environment(
        store=Path(os.environ.get("CRM_STORE") or PROJECT / "data" / "crm.duckdb"),
        host=host,
        port=int(port),
        base_path=f"/{base}" if base else "",
        allowed_hosts=tuple(dict.fromkeys([*LOCAL_NAMES, *own, *named])),
        secure_cookie=os.environ.get("CRM_SECURE_COOKIE") == "1",
        trusted_proxy=os.environ.get("CRM_TRUSTED_PROXY") or None,
        oidc=oidc_settings(),
    )


def _where_streamlit_listens() -> tuple[str, str] | None:
    """Return host and port of ``streamlit run``; None where something else has started the app.

    Raises:
        CrmError: ``CRM_HOST`` or ``CRM_PORT`` says otherwise.
    """
    if "streamlit.web.cli" not in sys.modules:
        return None
    from streamlit import config  # noqa: PLC0415 - the command line needs none of it

    bound = {
        "CRM_HOST": str(config.get_option("server.address") or ""),
        "CRM_PORT": str(config.get_option("server.port")),
    }
    options = {"CRM_HOST": "--server.address", "CRM_PORT": "--server.port"}
    for variable, value in bound.items():
        asked = os.environ.get(variable, value)
        if asked != value:
            raise CrmError(
                message(
                    N_("{variable} says {asked}, but streamlit run takes its own option. Add {option} {asked}."),
                    variable=variable,
                    asked=asked,
                    option=options[variable],
                )
            )
    return bound["CRM_HOST"], bound["CRM_PORT"]
