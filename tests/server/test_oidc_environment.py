"""What the environment says of the sign-in service: wholly or not at all, and the secret in no printed word."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_core.access.oidc.model import OidcSettings, is_safe_address
from crm_core.errors import CrmError
from crm_core.server.environment import environment

NAMED = {"CRM_OIDC_ISSUER": "https://id.example.com/realm", "CRM_OIDC_CLIENT_ID": "crm"}


def set_all(monkeypatch: pytest.MonkeyPatch, **names: str) -> None:
    for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "CLIENT_SECRET_FILE", "NAME", "EMAIL_DOMAINS"):
        monkeypatch.delenv(f"CRM_OIDC_{name}", raising=False)
    for name, value in names.items():
        monkeypatch.setenv(name, value)


def test_nothing_named_is_no_service(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch)
    assert environment().oidc is None


def test_a_named_service_is_called_by_its_host_until_it_gets_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch, **NAMED)
    assert environment().oidc == OidcSettings(NAMED["CRM_OIDC_ISSUER"], "crm", "", "id.example.com")
    monkeypatch.setenv("CRM_OIDC_NAME", " 企业微信 ")
    monkeypatch.setenv("CRM_OIDC_EMAIL_DOMAINS", "Example.com, @example.cn,,")
    found = environment().oidc
    assert found is not None
    assert (found.name, found.domains) == ("企业微信", ("example.com", "example.cn"))


def test_the_secret_comes_from_a_file_and_is_never_printed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("tea-for-nobody\n")
    set_all(monkeypatch, **NAMED, CRM_OIDC_CLIENT_SECRET_FILE=str(tmp_path / "secret"))
    found = environment()
    assert found.oidc is not None
    assert found.oidc.secret == "tea-for-nobody"
    assert "tea-for-nobody" not in repr(found)


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ({"CRM_OIDC_ISSUER": "https://id.example.com"}, "needs both"),
        ({"CRM_OIDC_CLIENT_ID": "crm"}, "needs both"),
        ({**NAMED, "CRM_OIDC_ISSUER": "http://id.example.com"}, "must be an https address"),
        ({**NAMED, "CRM_OIDC_ISSUER": "https://id.example.com/?a=b"}, "must be an https address"),
        ({**NAMED, "CRM_OIDC_ISSUER": "id.example.com"}, "must be an https address"),
        ({**NAMED, "CRM_OIDC_CLIENT_SECRET_FILE": "/nowhere/secret"}, "cannot be read: /nowhere/secret"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, names: dict[str, str], sentence: str
) -> None:
    set_all(monkeypatch, **names)
    with pytest.raises(CrmError, match=sentence):
        environment()


@pytest.mark.parametrize(
    ("url", "issuer", "is_safe"),
    [
        ("https://id.example.com/a", "https://id.example.com", True),
        ("https://elsewhere.example.com/a", "https://id.example.com", True),
        ("http://localhost:9/a", "http://127.0.0.1:9", True),
        ("http://localhost:9/a", "https://id.example.com", False),
        ("http://id.example.com/a", "http://localhost:9", False),
        ("ftp://id.example.com/a", "https://id.example.com", False),
        ("https://a@id.example.com/", "https://id.example.com", False),
        ("https:///a", "https://id.example.com", False),
        ("https://id.example.com/\r\nX: y", "https://id.example.com", False),
        (None, "https://id.example.com", False),
        (["https://id.example.com"], "https://id.example.com", False),
    ],
)
def test_only_safe_addresses_are_asked(url: object, issuer: str, is_safe: bool) -> None:
    assert is_safe_address(url, issuer=issuer) is is_safe
