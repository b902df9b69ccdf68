"""Routes, middleware and the life of the process, for every way to start the app."""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import structlog
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import BaseRoute, Route

from crm_core.access.model import SCHEDULER
from crm_core.demo.people import DEMO_PASSWORD, shown_accounts
from crm_core.demo.service import demo_day, top_up
from crm_core.errors import CrmError
from crm_core.exports import worker
from crm_core.jobs.scheduler import Scheduler
from crm_core.privacy.erasure.replay import catch_up
from crm_core.privacy.seen import noting as sights
from crm_core.server import files, outside, pages
from crm_core.server.control import ControlServer
from crm_core.server.environment import Environment
from crm_core.server.gate import Gate
from crm_core.server.headers import SecurityHeaders
from crm_core.server.icon import icon
from crm_core.server.running import Running, running, use
from crm_core.server.uploads import UploadQuota
from crm_core.server.words import OwnWords, script
from crm_core.team.service import has_users

# What the first page would import while somebody waits; imported before the collector is told to look away.
_WARM = ("pandas", "pyarrow", "plotly.graph_objects", "plotly.io", "numpy", "babel.dates", "pypinyin", "phonenumbers")


def routes(where: Environment) -> list[BaseRoute]:
    """Return our own routes; Streamlit does not put its base path before them, so we do."""
    base = where.base_path
    return [
        Route(f"{base}/healthz", pages.health),
        Route(f"{base}/account/sign-in", pages.sign_in, methods=["GET", "POST"]),
        Route(f"{base}/account/setup", pages.setup, methods=["GET", "POST"]),
        Route(f"{base}/account/oidc", outside.begin),
        Route(f"{base}{outside.CALLBACK}", outside.callback),
        Route(f"{base}/account/sign-out", pages.sign_out),
        Route(f"{base}/account/language", pages.language),
        Route(f"{base}/account/files/{{file_id:int}}", files.exported_file),
        Route(f"{base}/customers/files/{{attachment_id:int}}", files.attached_file),
        Route(f"{base}/words.js", script),
        Route(f"{base}/favicon.png", icon),
        Route(f"{base}/favicon.ico", icon),
    ]


def middleware(where: Environment) -> list[Middleware]:
    """Return the layers around every request, outermost first."""
    return [
        Middleware(SecurityHeaders, base_path=where.base_path, is_secure=where.secure_cookie),
        Middleware(TrustedHostMiddleware, allowed_hosts=list(where.allowed_hosts), www_redirect=False),
        Middleware(Gate, base_path=where.base_path),
        Middleware(UploadQuota, base_path=where.base_path),
        Middleware(OwnWords, base_path=where.base_path),
    ]


@asynccontextmanager
async def lifespan(app: object) -> AsyncIterator[dict[str, Any]]:
    """Open the store, warm up, serve, and close the store."""
    for name in _WARM:
        importlib.import_module(name)
    try:
        here = running()
    except CrmError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None
    console = _listen(here)
    scheduler = Scheduler(here.store)
    try:
        catch_up(here.store, SCHEDULER)
        top_up(here.store)
        scheduler.start()
        worker.wake(here.store)
        _greet(here)
        gc.collect()
        gc.freeze()
        yield {}
    finally:
        console.stop()
        scheduler.stop()
        worker.stop(here.store)
        sights.stop(here.store)
        use(None)
        here.store.close()


def _listen(here: Running) -> ControlServer:
    """Let the command line in; where the system refuses, people can work all the same."""
    console = ControlServer(here.store)
    try:
        console.start()
    except OSError as error:
        structlog.get_logger("crm").warning("the command line cannot reach this server", exc_info=error)
    return console


def _greet(here: Running) -> None:
    say = sys.stderr.write
    address = here.environment.address if here.is_our_server else f"{here.environment.base_path}/"
    say("\nCRM Plan Board 客户关系计划看板" + (f"  {address}\n" if here.is_our_server else "\n"))
    if not has_users(here.store):
        say(f"First administrator: open {address}account/setup with the code {here.setup_code}\n")
    if demo_day(here.store) is not None and here.environment.listens_on_loopback:
        names = ", ".join(account.username for account in shown_accounts())
        say(f"Demo accounts: {names}; password: {DEMO_PASSWORD}\n")
    sys.stderr.flush()
