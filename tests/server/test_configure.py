"""Streamlit's options that open doors stay shut, whatever another file of options says."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit import config

from crm_core.server.configure import configure
from crm_core.server.environment import environment

ROOT = Path(__file__).resolve().parents[2]
SHUT = {
    "server.trustedUserHeaders": {},
    "server.enableAgentApi": False,
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "client.showErrorDetails": "none",
    "server.maxUploadSize": 64,
}
OPEN = {
    "server.trustedUserHeaders": {"X-Forwarded-User": "email"},
    "server.enableAgentApi": True,
    "server.enableCORS": False,
    "server.enableXsrfProtection": False,
    "client.showErrorDetails": "full",
    "server.maxUploadSize": 4096,
}


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Leave Streamlit's options as they were."""
    names = [*SHUT, "server.address", "server.port", "server.baseUrlPath", "server.allowedHosts"]
    before = {name: config.get_option(name) for name in names}
    yield
    for name, value in before.items():
        config.set_option(name, value)


@pytest.mark.parametrize("name", SHUT)
def test_an_option_that_opens_a_door_is_shut_again(name: str) -> None:
    config.set_option(name, OPEN[name])
    configure(environment())
    assert config.get_option(name) == SHUT[name]
    assert config.get_option("server.allowedHosts")


def test_nobody_asks_streamlit_who_is_there() -> None:
    sources = [*ROOT.glob("crm_core/**/*.py"), *ROOT.glob("pages/**/*.py"), ROOT / "app.py"]
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
        for path in sources
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"st.user", "st.login", "st.experimental_user"}
    ]
    assert not found, f"a header could say who somebody is: {found}"
