"""The language is asked seldom, and a change of the user's is heard at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from crm_core.access.sessions import Sessions, start_session
from crm_core.server.environment import environment
from crm_core.server.running import Running, use
from crm_core.store import Store
from crm_core.ui import identity
from tests.conftest import Cast, sql

SPEAK = sql("update app_user set language = $2 where user_id = $1")


@pytest.fixture(autouse=True)
def signed_in(store: Store, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Sol is signed in, and speaks English."""
    use(Running.over(store, environment()))
    with store.transaction() as transaction:
        token = start_session(transaction, cast.sol.user_id, "test")
        transaction.execute(SPEAK, [cast.sol.user_id, "en"])
    monkeypatch.setattr(identity, "session_token", lambda: token)
    yield
    use(None)


def page() -> None:
    """A page that changes the language of everybody in its midst, as the account page does."""
    import streamlit as st

    from crm_core.server.running import running
    from crm_core.ui.text import _
    from tests.conftest import sql

    st.text(_("Save"))
    with running().store.transaction() as transaction:
        transaction.execute(sql("update app_user set language = 'zh_CN'"))
    st.text(_("Save"))


def test_a_language_that_is_changed_within_a_run_is_spoken_from_then_on() -> None:
    shown = AppTest.from_function(page).run()
    assert not shown.exception
    assert [text.value for text in shown.text] == ["Save", "保存"]


def many() -> None:
    """A page with many texts."""
    import streamlit as st

    from crm_core.ui.text import _

    st.text(" ".join(_("Save") for _unused in range(50)))


def test_many_texts_ask_seldom_who_is_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str | None] = []
    plain = Sessions.identify

    def counted(self: Sessions, token: str | None, *, touch: bool = True) -> object:
        asked.append(token)
        return plain(self, token, touch=touch)

    monkeypatch.setattr(Sessions, "identify", counted)
    shown = AppTest.from_function(many).run()
    assert shown.text[0].value == " ".join(["Save"] * 50)
    assert len(asked) < 10  # once, and again where the machine is slow


def test_outside_of_a_run_a_change_is_heard_too(store: Store, cast: Cast) -> None:
    assert identity.language().value == "en"
    with store.transaction() as transaction:
        transaction.execute(SPEAK, [cast.sol.user_id, "zh_TW"])
    assert identity.language().value == "zh_TW"
