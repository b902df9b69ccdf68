"""``serve``: the app, until it is stopped; the same as ``python app.py``."""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
from pathlib import Path

_APP = Path(__file__).resolve().parents[2] / "app.py"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the address; what is not given comes from the environment."""
    parser.add_argument("--host", help="the address to listen on (default: $CRM_HOST, else 127.0.0.1)")
    parser.add_argument("--port", type=_port, help="the port to listen on (default: $CRM_PORT, else 8501)")


def run(options: argparse.Namespace) -> int:
    """Serve until stopped; 2 where the store cannot be used."""
    os.environ["CRM_STORE"] = str(options.store)
    for name in ("host", "port"):
        if getattr(options, name) is not None:
            os.environ[f"CRM_{name.upper()}"] = str(getattr(options, name))
    spec = importlib.util.spec_from_file_location("app", _APP)
    if spec is None or spec.loader is None:
        raise RuntimeError("app.py is missing")
    module = importlib.util.module_from_spec(spec)
    sys.modules["app"] = module
    spec.loader.exec_module(module)
    from crm_core.server.serve import serve  # noqa: PLC0415 - the server's weight is for this command alone

    return serve(module.app, module.where)


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError("a port number, such as 8501")
    return int(text)
