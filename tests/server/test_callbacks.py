"""A newer request of the same browser takes nothing from a click: neither before its callback is called nor within."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit import config
from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx
from streamlit.runtime.state import SafeSessionState
from streamlit.testing.v1 import AppTest

from crm_core.server.callbacks import finish_callbacks
from crm_core.server.configure import configure
from crm_core.server.environment import environment


def page() -> None:
    """Save in three steps; the browser asks for the page again after the first, where the state says so."""
    import streamlit as st
    from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx

    def save() -> None:
        st.session_state["saved"] = 1
        context = get_script_run_ctx()
        assert context is not None and context.script_requests is not None
        context.script_requests.request_rerun(RerunData(query_string="again"))
        st.session_state["saved"] += 1
        st.session_state["told"] = True

    st.session_state.setdefault("drawn", 0)
    st.session_state["drawn"] += 1
    st.button("Save", on_click=save)


@pytest.fixture(autouse=True)
def _finished() -> None:
    finish_callbacks()


def test_a_callback_runs_to_its_end_though_the_browser_asks_again() -> None:
    app = AppTest.from_function(page).run()
    app.button[0].click().run()
    assert (app.session_state["saved"], app.session_state["told"]) == (2, True)
    assert app.session_state["drawn"] == 2, "and the newer request is drawn, once"


def test_a_callback_is_called_though_the_browser_asked_again_before(monkeypatch: pytest.MonkeyPatch) -> None:
    app = AppTest.from_function(page).run()
    calling = SafeSessionState.on_script_will_rerun
    asked = []

    def ask_first(self: SafeSessionState, *args: Any, **options: Any) -> None:
        context = get_script_run_ctx()
        if not asked and context is not None and context.script_requests is not None:
            asked.append(context.script_requests.request_rerun(RerunData(query_string="again")))
        calling(self, *args, **options)

    monkeypatch.setattr(SafeSessionState, "on_script_will_rerun", ask_first)
    app.button[0].click().run()
    assert asked == [True]
    assert (app.session_state["saved"], app.session_state["told"]) == (2, True)


def test_one_browser_tab_is_answered_in_one_thread() -> None:
    """With fast reruns, a second thread empties the session's news while the first still looks for what was clicked."""
    config.set_option("runner.fastReruns", True)
    configure(environment())
    assert config.get_option("runner.fastReruns") is False
