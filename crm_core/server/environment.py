"""What the environment says of where and how the app runs.

``CRM_STORE``, ``CRM_HOST``, ``CRM_PORT``, ``CRM_BASE_PATH``, ``CRM_ALLOWED_HOSTS`` (comma-separated),
``CRM_SECURE_COOKIE`` (1 behind HTTPS), ``CRM_TRUSTED_PROXY`` (address of the proxy whose forwarding headers count).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from crm_core.errors import N_, CrmError, message

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
        CrmError: a variable holds what cannot be taken.
    """
    port = os.environ.get("CRM_PORT", "8501")
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise CrmError(message(N_("CRM_PORT must be a port number, such as 8501.")))
    host = os.environ.get("CRM_HOST", "127.0.0.1")
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
    )
