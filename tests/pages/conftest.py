"""Pages through the shell, as each role: the real gate, menu and page; only the cookie is put in place of a browser's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from crm_core.access.model import Actor
from crm_core.access.policy import PAGES
from crm_core.access.sessions import start_session
from crm_core.server.environment import environment
from crm_core.server.running import Running, use
from crm_core.store import Store
from crm_core.ui import identity
from crm_core.ui.menu import address_of_page

PROJECT = Path(__file__).resolve().parents[2]
type_of_open = Callable[..., AppTest]


@pytest.fixture
def house(store: Store) -> Iterator[Running]:
    """The process's own things, over the test's store."""
    held = Running.over(store, environment())
    use(held)
    yield held
    use(None)


class Tab(AppTest):
    """A page in a browser of its own: whatever it does, it brings the cookie of its own user."""

    take_cookie: Callable[[], None] = staticmethod(lambda: None)

    def _run(self, *given: object, **named: object) -> AppTest:
        self.take_cookie()
        return super()._run(*given, **named)  # type: ignore[arg-type] # handed on as it came


@pytest.fixture
def open_page(house: Running, monkeypatch: pytest.MonkeyPatch) -> type_of_open:
    """Return ``open_page(actor, "board/board.py", {"metric": "orders"})``: the page as that person sees it."""

    def open_as(actor: Actor | None, page: str, query: Mapping[str, str] | None = None) -> AppTest:
        token, place = None, str(PROJECT / "pages" / page)
        if actor is not None:
            with house.store.transaction() as transaction:
                token = start_session(transaction, actor.user_id, "test")
        test = Tab(str(PROJECT / "crm_core" / "ui" / "shell.py"), default_timeout=30)
        test.take_cookie = lambda: monkeypatch.setattr(identity, "session_token", lambda: token)
        if actor is not None and actor.may(PAGES[page]):
            test._page_hash = calc_hash(address_of_page(page))  # as a link leads there: no other page is drawn before
        else:
            test.run()
            test.switch_page(place)
        for name, value in (query or {}).items():  # not before: leading on to the role's own page drops a query
            test.query_params[name] = value
        test.run()
        test.switch_page(place)  # fails where the session did not have the page
        return test

    return open_as


def texts(test: AppTest) -> str:
    """Return everything that a page shows as text, one line each."""
    kinds = (
        "title",
        "header",
        "subheader",
        "markdown",
        "caption",
        "error",
        "warning",
        "info",
        "success",
        "text",
        "metric",
    )
    found = [str(element.value) for kind in kinds for element in test.get(kind)]
    return "\n".join(found)
