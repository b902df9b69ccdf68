"""Serving with uvicorn: small frames are sent at once, forwarding headers count only from a named proxy."""

from __future__ import annotations

import sys

import uvicorn
from starlette.types import ASGIApp

from crm_core.errors import CrmError
from crm_core.server.environment import Environment
from crm_core.server.running import running


def serve(app: ASGIApp, where: Environment) -> int:
    """Serve until stopped; return the exit code: 2 where the store cannot be used."""
    try:
        running().is_our_server = True
    except CrmError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    uvicorn.run(
        app,
        host=where.host,
        port=where.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws_ping_interval=30,
        ws_ping_timeout=60,
        ws_max_size=80 * 2**20,
        ws_per_message_deflate=False,
        proxy_headers=where.trusted_proxy is not None,
        forwarded_allow_ips=where.trusted_proxy or "",
        timeout_graceful_shutdown=5,
    )
    return 0
