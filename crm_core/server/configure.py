"""Streamlit's options, set the same way for every way to start the app."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Mapping

from streamlit import config

from crm_core.errors import CrmError
from crm_core.server.callbacks import finish_callbacks
from crm_core.server.environment import PROJECT, Environment, environment
from crm_core.server.logs import configure_logs
from crm_core.server.lookups import look_up_singly
from crm_core.server.messages import send_in_handfuls


def _options(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _options(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def configured() -> Environment:
    """Return what the environment says, Streamlit's options set to it.

    What cannot be taken ends the process with one sentence and status 2, before anything is served.
    """
    try:
        where = environment()
    except CrmError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None
    configure(where)
    return where


def configure(where: Environment) -> None:
    """Set every option of ``.streamlit/config.toml`` and what the environment says.

    Under a plain ASGI server Streamlit reads neither its own environment variables nor a file outside the working folder.
    """
    configure_logs()
    finish_callbacks()
    look_up_singly()
    send_in_handfuls()
    for name, value in _options(tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text("utf-8"))):
        config.set_option(name, value)
    config.set_option("server.trustedUserHeaders", {})  # no header says who somebody is, whatever other files allow
    config.set_option("server.enableAgentApi", False)
    config.set_option("server.address", where.host)
    config.set_option("server.port", where.port)
    config.set_option("server.baseUrlPath", where.base_path.strip("/"))
    config.set_option("server.allowedHosts", [name.strip("[]") for name in where.allowed_hosts])
