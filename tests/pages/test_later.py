"""What a page leaves for later: files that are made at the click, and what a session holds."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from crm_core.access.model import Actor, Role
from crm_core.access.sessions import end_sessions_of, start_session
from crm_core.errors import NotSignedIn
from crm_core.server.running import Running
from crm_core.ui import guard
from crm_core.ui.guard import actor_by_then
from tests.conftest import Cast, sql
from tests.pages.conftest import type_of_open

LOWER = sql("update app_user set role = 'staff' where user_id = $1")


@pytest.fixture
def asked_by_tao(house: Running, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Actor]:
    """The question that Tao's page leaves for the thread that makes a file."""
    with house.store.transaction() as transaction:
        token = start_session(transaction, cast.tao.user_id, "test")
    monkeypatch.setattr(guard, "session_token", lambda: token)
    question = actor_by_then()
    monkeypatch.undo()
    return question


def test_a_file_is_made_with_the_role_of_the_moment(
    house: Running, cast: Cast, asked_by_tao: Callable[[], Actor]
) -> None:
    assert asked_by_tao() == cast.tao
    with house.store.transaction() as transaction:
        transaction.execute(LOWER, [cast.tao.user_id])
    assert asked_by_tao().role is Role.STAFF
    with house.store.transaction() as transaction:
        end_sessions_of(transaction, cast.tao.user_id, "test")
    with pytest.raises(NotSignedIn):
        asked_by_tao()


def test_a_session_forgets_what_it_held_for_another(
    house: Running, cast: Cast, open_page: type_of_open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crm_core.ui import identity

    def as_user(test: AppTest, actor: Actor) -> AppTest:
        with house.store.transaction() as transaction:
            token = start_session(transaction, actor.user_id, "test")
        vars(test)["take_cookie"] = lambda: monkeypatch.setattr(identity, "session_token", lambda: token)
        return test.run()

    test = open_page(cast.mia, "account/account.py")
    test.session_state["seen in clear"] = "13912349876"
    assert "seen in clear" in as_user(test, cast.mia).session_state
    assert "seen in clear" not in as_user(test, cast.sol).session_state
