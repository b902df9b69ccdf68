"""Signing in through a sign-in service, in a real browser, against a service that others wrote."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import person, profile, settled, turn_to
from tests.server.conftest import PASSWORD, make_store
from tests.serving import Server, served

SOL = User(sub="9f3c-sol", claims={"email": "sol@example.com", "email_verified": True})


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A store with the cast, served beside a sign-in service that knows Sol."""
    path = tmp_path_factory.mktemp("joined") / "crm.duckdb"
    make_store(path)
    with pytest.MonkeyPatch.context() as plain, run_server_in_thread(require_nonce=True, user_claims=[SOL]) as service:
        plain.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")  # the service's own wish on loopback
        issuer = f"http://localhost:{service.server_port}"
        named = {"CRM_OIDC_ISSUER": issuer, "CRM_OIDC_CLIENT_ID": "crm", "CRM_OIDC_NAME": "Example ID"}
        with served(path, CRM_OIDC_CLIENT_SECRET="a secret: with/signs", **named) as running:
            yield running


def sign_in_there(page: Page, server: Server) -> None:
    """Go from our sign-in page to the service, and say there that one is Sol."""
    page.goto(f"{server.address}/account/sign-in")
    page.get_by_role("link", name="Sign in with Example ID").click()
    page.get_by_role("button", name=SOL.sub).first.click()


def sees_sol(page: Page) -> None:
    """See, as an administrator, how Sol signs in."""
    expect(page.get_by_role("heading", name="Sign-in through Example ID")).to_be_visible()


def test_an_allowed_account_comes_in_and_a_disabled_user_is_out_at_once(browser: Browser, joined: Server) -> None:
    with person(browser, joined, "ada", PASSWORD, "/users?user=4") as ada, profile(browser, joined) as own:
        sol = own.new_page()
        sign_in_there(sol, joined)
        expect(sol.get_by_role("alert")).to_contain_text("belongs to no user here yet")

        sees_sol(ada)
        ada.get_by_label("E-mail address or name there").fill("Sol@Example.com")
        ada.get_by_role("button", name="Allow", exact=True).click()
        expect(ada.get_by_text("Waits for the first sign-in of: sol@example.com")).to_be_visible()

        sign_in_there(sol, joined)
        settled(sol)
        expect(sol.get_by_role("heading", name="My day")).to_be_visible()
        turn_to(ada, "/users?user=4")
        sees_sol(ada)
        expect(ada.get_by_text("Linked with sol@example.com")).to_be_visible()

        ada.get_by_role("button", name="Disable", exact=False).first.click()
        ada.get_by_role("button", name="Disable now").click()
        expect(ada.get_by_text("Sol is disabled.")).to_be_visible()
        sol.get_by_role("link", name="Customer list").first.click()
        expect(sol.get_by_text("Your session has ended")).to_be_visible()
        sign_in_there(sol, joined)
        expect(sol.get_by_role("alert")).to_contain_text("Your user is disabled")
