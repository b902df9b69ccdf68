"""Signing in through the company's service: it ends in the same session, and whatever is not proven is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.testclient import TestClient

from crm_core import clock
from crm_core.access.oidc.model import OidcSettings, Reason
from crm_core.access.oidc.service import allow_account, outside_account, remove_link, withdraw_allowance
from crm_core.access.sessions import Sessions
from crm_core.errors import CrmError, InvalidInput, Refused
from crm_core.server import front_door
from crm_core.server.environment import Environment
from crm_core.server.running import Running, use
from crm_core.store import Store
from crm_core.team import service as team
from tests.conftest import NOW, Cast, sql
from tests.server.identity import CLIENT, KEY, OTHER_KEY, OWN_SECRET_AS_KEY, SECRET, Service, identity_service

EMAIL = {"claim": "email", "expected": " SOL@example.com "}
Open = Callable[..., TestClient]


@pytest.fixture
def service() -> Iterator[Service]:
    with identity_service() as running:
        yield running


@pytest.fixture
def open_door(store: Store, cast: Cast, service: Service) -> Iterator[Open]:
    """Our own routes and layers over the store with the cast; called, a browser in front of them."""

    def opened(base_path: str = "", *, secure: bool = False, **settings: object) -> TestClient:
        outside = OidcSettings(service.issuer, CLIENT, SECRET, "Example ID")
        where = Environment(
            store.path, "127.0.0.1", 8501, base_path, ("testserver", "crm.example.com"), secure, None, replace(outside, **settings)  # type: ignore[arg-type]
        )  # fmt: skip
        use(Running.over(store, where))
        app = Starlette(routes=front_door.routes(where), middleware=front_door.middleware(where))
        scheme = "https" if secure else "http"
        return TestClient(app, base_url=f"{scheme}://testserver", follow_redirects=False, headers={"accept": "text/html", "accept-language": "en"})  # fmt: skip

    yield opened
    use(None)


@pytest.fixture
def browser(open_door: Open) -> TestClient:
    return open_door()


@pytest.fixture
def allowed(store: Store, cast: Cast) -> None:
    """Sol may come with his e-mail address."""
    allow_account(store, cast.ada, cast.sol.user_id, EMAIL, key="k")


def sent_out(browser: TestClient, target: str = "/", base: str = "") -> str:
    """Begin, and return the address at the service."""
    answer = browser.get(f"{base}/account/oidc", params={"next": target})
    assert answer.status_code == 303
    return answer.headers["location"]


def sent_back(address: str) -> str:
    """Sign in at the service, and return the address that it sends the browser to."""
    return httpx.get(address).headers["location"]


def come_in(browser: TestClient, target: str = "/", base: str = "") -> httpx.Response:
    """Go the whole way and return the last answer."""
    return browser.get(sent_back(sent_out(browser, target, base)))


def is_in(browser: TestClient, store: Store) -> int | None:
    """Return the id of whoever is signed in."""
    found = Sessions(store).identify(browser.cookies.get("crm_session"))
    return found.actor.user_id if found else None


def refused_for(answer: httpx.Response, browser: TestClient) -> Reason:
    """Return why nobody was signed in, having read the sentence on the sign-in page."""
    assert answer.status_code == 303
    assert "crm_session" not in answer.headers.get("set-cookie", "")
    where = urlsplit(answer.headers["location"])
    assert where.path == "/account/sign-in"
    assert not where.netloc
    page = browser.get(answer.headers["location"])
    assert page.status_code == 200
    assert 'role="alert"' in page.text
    return Reason(parse_qs(where.query)["problem"][0])


# What is meant to happen ------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("allowed")
def test_the_first_sign_in_makes_the_link_and_the_next_ones_go_by_it_alone(
    browser: TestClient, store: Store, cast: Cast, service: Service
) -> None:
    page = browser.get("/account/sign-in", params={"next": "/customer?id=7"}).text
    assert "Sign in with Example ID" in page
    assert 'href="/account/oidc?next=/customer%3Fid%3D7"' in page
    answer = come_in(browser, "/customer?id=7")
    assert answer.headers["location"] == "/customer?id=7"
    cookies = answer.headers.get_list("set-cookie")
    assert any("crm_session=" in each and "HttpOnly" in each and "SameSite=lax" in each for each in cookies)
    assert is_in(browser, store) == cast.sol.user_id
    account = outside_account(store, cast.ada, cast.sol.user_id)
    assert account.allowance is None
    assert account.link is not None
    assert (account.link.issuer, account.link.subject, account.link.email) == (service.issuer, "u-1", "sol@example.com")
    service.claims = {"sub": "u-1", "email": "another@example.com", "email_verified": False}
    browser.cookies.clear()
    assert come_in(browser).headers["location"] == "/"
    assert is_in(browser, store) == cast.sol.user_id
    done = store.rows(sql("select action from audit_entry order by seq"))
    assert [row["action"] for row in done] == ["allow_account", "link_account", "sign_in", "sign_in"]


@pytest.mark.usefixtures("allowed")
def test_the_session_ends_at_once_when_the_user_is_disabled_and_the_door_stays_shut(
    browser: TestClient, store: Store, cast: Cast
) -> None:
    come_in(browser)
    team.disable_user(store, cast.ada, cast.sol.user_id)
    assert is_in(browser, store) is None
    assert browser.get("/", headers={"accept": "*/*"}).status_code == 401
    assert refused_for(come_in(browser), browser) is Reason.DISABLED


@pytest.mark.usefixtures("allowed")
def test_signing_out_and_removing_the_link_end_the_session(browser: TestClient, store: Store, cast: Cast) -> None:
    come_in(browser)
    held = browser.cookies["crm_session"]
    browser.get("/account/sign-out")
    assert Sessions(store).identify(held) is None
    come_in(browser)
    remove_link(store, cast.ada, cast.sol.user_id)
    assert is_in(browser, store) is None
    assert refused_for(come_in(browser), browser) is Reason.NOT_LINKED
    allow_account(store, cast.ada, cast.sol.user_id, EMAIL, key="k2")
    come_in(browser)
    assert is_in(browser, store) == cast.sol.user_id


@pytest.mark.usefixtures("allowed")
def test_whom_the_service_vouches_for_does_not_choose_a_password_first(
    browser: TestClient, store: Store, cast: Cast
) -> None:
    with store.transaction() as transaction:
        transaction.execute(
            sql("update app_user set must_change_password = true where user_id = $1"), [cast.sol.user_id]
        )
    come_in(browser)
    found = Sessions(store).identify(browser.cookies["crm_session"])
    assert found is not None
    assert not found.must_change_password


def test_an_allowed_name_there_links_too(browser: TestClient, store: Store, cast: Cast, service: Service) -> None:
    allow_account(store, cast.ada, cast.sol.user_id, {"claim": "username", "expected": "Li.Na"}, key="k")
    service.claims = {"sub": "u-1", "preferred_username": "li.na"}
    service.userinfo = {"sub": "u-1"}
    come_in(browser)
    assert is_in(browser, store) == cast.sol.user_id


@pytest.mark.usefixtures("allowed")
def test_an_address_that_the_token_lacks_is_asked_for(
    browser: TestClient, store: Store, cast: Cast, service: Service
) -> None:
    service.claims = {"sub": "u-1"}
    service.userinfo = {"sub": "u-2", "email": "sol@example.com", "email_verified": True}
    assert refused_for(come_in(browser), browser) is Reason.UNPROVEN
    service.changed = {"email_verified": True}  # of no address: it vouches for none that comes from elsewhere
    service.userinfo = {"sub": "u-1", "email": "sol@example.com"}
    assert refused_for(come_in(browser), browser) is Reason.UNCONFIRMED
    service.userinfo["email_verified"] = True
    come_in(browser)
    assert is_in(browser, store) == cast.sol.user_id


@pytest.mark.usefixtures("allowed")
def test_new_keys_of_the_service_are_fetched_when_they_are_needed(
    browser: TestClient, store: Store, cast: Cast, service: Service
) -> None:
    come_in(browser)
    browser.cookies.clear()
    service.key, service.published, service.header = OTHER_KEY, [OTHER_KEY], {"alg": "PS256", "kid": "second"}
    come_in(browser)
    assert is_in(browser, store) == cast.sol.user_id
    assert service.asked.count("/keys") == 2


@pytest.mark.usefixtures("allowed")
def test_it_works_behind_a_base_path_and_a_proxy_that_speaks_https(open_door: Open, store: Store, cast: Cast) -> None:
    browser = open_door("/crm", secure=True)
    browser.headers["host"] = "crm.example.com"
    address = sent_out(browser, "/customers", "/crm")
    assert parse_qs(urlsplit(address).query)["redirect_uri"] == ["https://crm.example.com/crm/account/oidc/callback"]
    browser.headers.pop("host")
    answer = come_in(browser, "/customers", "/crm")
    assert answer.headers["location"] == "/crm/customers"
    assert all("Secure" in each for each in answer.headers.get_list("set-cookie") if "crm_session" in each)
    assert is_in(browser, store) == cast.sol.user_id


@pytest.mark.usefixtures("allowed")
def test_two_tabs_can_sign_in_at_the_same_time(browser: TestClient, store: Store, cast: Cast) -> None:
    first, second = sent_back(sent_out(browser, "/a")), sent_back(sent_out(browser, "/b"))
    held = dict(browser.cookies)
    assert browser.get(first).headers["location"] == "/a"
    browser.cookies.update(held)
    assert browser.get(second).headers["location"] == "/b"


# What is not proven -----------------------------------------------------------------------------------------------------


def lies() -> dict[str, Callable[[Service], None]]:
    """Return the ways in which a service, or somebody in its place, lies."""
    now = int(NOW.timestamp())

    def claims(**changed: object) -> Callable[[Service], None]:
        return lambda service: service.changed.update(changed)

    def signed(key: object, **header: object) -> Callable[[Service], None]:
        def change(service: Service) -> None:
            service.key = key  # type: ignore[assignment]
            service.header = {"alg": "RS256", "kid": "first", **header}

        return change

    weak = RSAKey.generate_key(1024, {"kid": "weak"}, private=True)

    def weak_key(service: Service) -> None:
        service.key, service.published, service.header = weak, [weak], {"alg": "RS256", "kid": "weak"}

    return {
        "no signature": lambda service: service.header.update(alg="none"),
        "a signature by the shared secret": signed(OWN_SECRET_AS_KEY, alg="HS256"),
        "another key under a known name": signed(OTHER_KEY),
        "a key that is not published": signed(OTHER_KEY, kid="second"),
        "a key too short": weak_key,
        "an extension that is not known": signed(KEY, crit=["http://example.com/x"], **{"http://example.com/x": 1}),
        "an extension that the library knows": signed(KEY, crit=["b64"], b64=True),
        "a token of another kind": signed(KEY, typ="at+jwt"),
        "a changed signature": lambda service: setattr(service, "rewrite", lambda token: token[:-8] + "AAAAAAAA"),
        "no token": lambda service: setattr(service, "rewrite", lambda token: ""),
        "not a token": lambda service: setattr(service, "rewrite", lambda token: "a.b.c.d.e"),
        "another issuer": claims(iss="https://evil.example"),
        "another audience": claims(aud="another app"),
        "no audience": claims(aud=None),
        "several audiences and no party": claims(aud=[CLIENT, "another app"]),
        "another party": claims(azp="another app"),
        "expired": claims(exp=now - 120),
        "expires never": claims(exp=None),
        "expires at no number": claims(exp="tomorrow"),
        "made tomorrow": claims(iat=now + 86_400, exp=now + 90_000),
        "made long ago": claims(iat=now - 3_600),
        "made at no time": claims(iat=None),
        "not yet valid": claims(nbf=now + 3_600),
        "another nonce": claims(nonce="x" * 43),
        "no nonce": claims(nonce=None),
        "a nonce that is no text": claims(nonce=["x"]),
        "no subject": claims(sub=None),
        "an empty subject": claims(sub=""),
        "a subject with control signs": claims(sub="u\x001"),
        "a subject too long": claims(sub="u" * 256),
        "an answer of another service": lambda service: service.brings.update(iss="https://evil.example"),
        "an answer that does not name its service": lambda service: service.configuration.update(
            authorization_response_iss_parameter_supported=True
        ),
    }


@pytest.mark.usefixtures("allowed")
@pytest.mark.parametrize("lie", lies())
def test_what_is_not_proven_signs_nobody_in(
    browser: TestClient, store: Store, cast: Cast, service: Service, lie: str
) -> None:
    lies()[lie](service)
    assert refused_for(come_in(browser), browser) is Reason.UNPROVEN
    assert is_in(browser, store) is None
    assert store.value(sql("select count(*) from session")) == 0
    assert outside_account(store, cast.ada, cast.sol.user_id).link is None
    assert store.value(sql("select count(*) from audit_entry where action = 'sign_in_failed'")) == 1


@pytest.mark.usefixtures("allowed")
@pytest.mark.parametrize("party", [None, CLIENT])
def test_the_truth_in_another_dress_is_taken(
    browser: TestClient, store: Store, cast: Cast, service: Service, party: str | None
) -> None:
    service.changed = {"aud": [CLIENT, "another app"] if party else [CLIENT], "azp": party}
    service.brings = {"iss": service.issuer}
    come_in(browser)
    assert is_in(browser, store) == cast.sol.user_id


# The way out and back ---------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("allowed")
def test_an_answer_without_its_state_or_of_another_browser_is_refused(
    browser: TestClient, open_door: Open, store: Store
) -> None:
    back = sent_back(sent_out(browser))
    code = parse_qs(urlsplit(back).query)["code"][0]
    for state in ("", "x" * 43):
        answer = browser.get("/account/oidc/callback", params={"code": code, "state": state})
        assert refused_for(answer, browser) is Reason.STALE
    stranger = TestClient(browser.app, base_url="http://testserver", follow_redirects=False)
    assert refused_for(stranger.get(back), stranger) is Reason.STALE
    stranger.cookies.set("crm_oidc", "x" * 43)
    assert refused_for(stranger.get(back), stranger) is Reason.STALE
    assert store.value(sql("select count(*) from session")) == 0
    assert browser.get(back).headers["location"] == "/", "the right browser can still come in"


@pytest.mark.usefixtures("allowed")
def test_an_answer_is_taken_once(browser: TestClient, store: Store) -> None:
    back = sent_back(sent_out(browser))
    held = browser.cookies["crm_oidc"]
    browser.get(back)
    browser.cookies.clear()
    browser.cookies.set("crm_oidc", held)
    assert refused_for(browser.get(back), browser) is Reason.STALE
    assert store.value(sql("select count(*) from session")) == 1


@pytest.mark.usefixtures("allowed")
def test_a_code_that_was_used_already_opens_nothing(browser: TestClient, store: Store) -> None:
    used = parse_qs(urlsplit(sent_back(sent_out(browser))).query)
    fresh = parse_qs(urlsplit(sent_out(browser)).query)["state"][0]
    stolen = {"code": used["code"][0], "state": fresh}  # somebody else's code in the own sign-in
    assert refused_for(browser.get("/account/oidc/callback", params=stolen), browser) is Reason.UNPROVEN
    again = parse_qs(urlsplit(sent_out(browser)).query)["state"][0]
    replayed = {"code": used["code"][0], "state": again}
    assert refused_for(browser.get("/account/oidc/callback", params=replayed), browser) is Reason.UNPROVEN
    assert store.value(sql("select count(*) from session")) == 0


@pytest.mark.usefixtures("allowed")
def test_an_answer_after_ten_minutes_is_too_late(browser: TestClient) -> None:
    back = sent_back(sent_out(browser))
    with clock.held_at(NOW + timedelta(minutes=10, seconds=1)):
        assert refused_for(browser.get(back), browser) is Reason.STALE


@pytest.mark.usefixtures("allowed")
@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nb: c"]
)
def test_signing_in_through_the_service_never_leads_to_another_site(browser: TestClient, target: str) -> None:
    assert come_in(browser, target).headers["location"] == "/"


def test_a_refusal_by_the_service_is_said_and_not_repeated(browser: TestClient) -> None:
    state = parse_qs(urlsplit(sent_out(browser)).query)["state"][0]
    told = {"error": "access_denied", "error_description": "<script>alert(1)</script>", "state": state}
    answer = browser.get("/account/oidc/callback", params=told)
    assert refused_for(answer, browser) is Reason.DENIED
    assert "script" not in answer.headers["location"]


def test_a_made_up_problem_says_nothing(browser: TestClient) -> None:
    page = browser.get("/account/sign-in", params={"problem": "<b>Call 555-1234</b>"})
    assert page.status_code == 200
    assert "alert" not in page.text
    assert "Call 555" not in page.text
    assert "<b>" not in page.text


def test_another_site_cannot_begin_a_sign_in(browser: TestClient) -> None:
    answer = browser.get("/account/oidc", headers={"sec-fetch-site": "cross-site"})
    assert answer.headers["location"] == "/account/sign-in"


@pytest.mark.usefixtures("allowed")
def test_what_was_known_before_opens_nothing_afterwards(browser: TestClient, store: Store) -> None:
    come_in(browser)
    former = browser.cookies["crm_session"]
    come_in(browser)
    assert browser.cookies["crm_session"] != former
    assert Sessions(store).identify(former) is None


@pytest.mark.parametrize(
    ("configuration", "why"),
    [
        ({"issuer": "https://evil.example"}, "another name"),
        ({"token_endpoint": "http://evil.example/token"}, "plain HTTP elsewhere"),
        ({"jwks_uri": "file:///etc/passwd"}, "a file"),
        ({"authorization_endpoint": None}, "no door"),
        ({"authorization_endpoint": "https://a:b@evil.example/"}, "a password in the address"),
    ],
)
def test_a_service_that_publishes_nonsense_counts_as_unreachable(
    browser: TestClient, service: Service, configuration: dict[str, str | None], why: str
) -> None:
    service.configuration = dict(configuration)
    assert refused_for(browser.get("/account/oidc"), browser) is Reason.UNREACHABLE, why


def test_a_service_that_is_away_is_said_so(open_door: Open) -> None:
    browser = open_door(issuer="http://127.0.0.1:9")
    assert refused_for(browser.get("/account/oidc"), browser) is Reason.UNREACHABLE


def test_without_a_service_there_is_neither_button_nor_door(open_door: Open, store: Store) -> None:
    browser = open_door()
    use(Running.over(store, Environment(store.path, "127.0.0.1", 8501, "", ("testserver",), False, None)))
    assert "account/oidc" not in browser.get("/account/sign-in").text
    for path in ("/account/oidc", "/account/oidc/callback?code=x&state=y"):
        assert browser.get(path).headers["location"] == "/account/sign-in"


# Who is linked with whom ------------------------------------------------------------------------------------------------


def test_an_account_that_nobody_allowed_is_told_whom_to_ask(browser: TestClient) -> None:
    assert refused_for(come_in(browser), browser) is Reason.NOT_LINKED


@pytest.mark.usefixtures("allowed")
@pytest.mark.parametrize("confirmed", [False, None, "true", 1])
def test_an_address_that_the_service_has_not_confirmed_links_nobody(
    browser: TestClient, store: Store, cast: Cast, service: Service, confirmed: object
) -> None:
    service.changed = {"email_verified": confirmed}
    assert refused_for(come_in(browser), browser) is Reason.UNCONFIRMED
    assert outside_account(store, cast.ada, cast.sol.user_id).link is None


@pytest.mark.usefixtures("allowed")
def test_the_same_address_at_another_account_does_not_open_the_linked_user(
    browser: TestClient, service: Service
) -> None:
    come_in(browser)
    browser.cookies.clear()
    service.changed = {"sub": "u-2"}
    assert refused_for(come_in(browser), browser) is Reason.NOT_LINKED


@pytest.mark.usefixtures("allowed")
def test_an_allowance_lapses_and_can_be_taken_back(browser: TestClient, store: Store, cast: Cast) -> None:
    with clock.held_at(NOW + timedelta(days=15)):
        assert refused_for(come_in(browser), browser) is Reason.NOT_LINKED
        assert outside_account(store, cast.ada, cast.sol.user_id).allowance is None
    withdraw_allowance(store, cast.ada, cast.sol.user_id)
    assert refused_for(come_in(browser), browser) is Reason.NOT_LINKED


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"email": "sol@example.com", "email_verified": True}, None),
        ({"email": "sol@example.com.evil.org", "email_verified": True}, Reason.DOMAIN),
        ({"email": "sol@example.com", "email_verified": False}, Reason.DOMAIN),
        ({"email": None}, Reason.DOMAIN),
    ],
)
@pytest.mark.usefixtures("allowed")
def test_only_the_companys_domains_come_in_where_they_are_named(
    open_door: Open, store: Store, service: Service, told: dict[str, object], reason: Reason | None
) -> None:
    browser = open_door(domains=("example.com",))
    service.changed, service.userinfo = told, {"sub": "u-1"}
    answer = come_in(browser)
    assert (is_in(browser, store) is None) == (reason is not None)
    assert reason is None or refused_for(answer, browser) is reason


def test_demo_accounts_stay_on_this_machine(browser: TestClient, store: Store, cast: Cast, allowed: None) -> None:
    with store.transaction() as transaction:
        transaction.execute(sql("update app_user set is_demo = true where user_id = $1"), [cast.sol.user_id])
    assert refused_for(come_in(browser), browser) is Reason.DEMO  # the browser of the tests has no loopback address


def test_guessing_at_the_way_back_is_slowed(browser: TestClient) -> None:
    seen = [refused_for(browser.get("/account/oidc/callback?state=x&code=y"), browser) for _ in range(31)]
    assert seen == [Reason.STALE] * 30 + [Reason.BUSY]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"claim": "email", "expected": "no address"}, "expected"), ({"claim": "email", "expected": ""}, "expected"),
        ({"claim": "phone", "expected": "x"}, "claim"), ({}, "claim"), ({"claim": "username", "expected": "  "}, "expected"),
        ({"claim": "username", "expected": "x" * 300}, "expected"), ({"claim": "username", "expected": "a\u202eb"}, "expected"),
    ],
)  # fmt: skip
def test_an_allowance_that_names_nobody_is_refused(store: Store, cast: Cast, given: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        allow_account(store, cast.ada, cast.sol.user_id, given, key="k")
    assert set(refusal.value.fields) == {field}


def test_one_account_waits_for_one_user(store: Store, cast: Cast, allowed: None) -> None:
    with pytest.raises(InvalidInput):
        allow_account(store, cast.ada, cast.vic.user_id, EMAIL, key="k2")
    allow_account(store, cast.ada, cast.sol.user_id, {"claim": "username", "expected": "sol"}, key="k3")
    allow_account(store, cast.ada, cast.vic.user_id, EMAIL, key="k4")


def test_disabled_and_linked_users_and_strangers_are_not_allowed_anew(
    browser: TestClient, store: Store, cast: Cast, allowed: None
) -> None:
    come_in(browser)
    with pytest.raises(Refused):
        allow_account(store, cast.ada, cast.sol.user_id, EMAIL, key="k2")
    team.disable_user(store, cast.ada, cast.vic.user_id)
    with pytest.raises(Refused):
        allow_account(store, cast.ada, cast.vic.user_id, {"claim": "username", "expected": "vic"}, key="k3")
    with pytest.raises(CrmError):
        allow_account(store, cast.ada, 999, {"claim": "username", "expected": "vic"}, key="k4")
