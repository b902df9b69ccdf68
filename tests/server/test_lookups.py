"""A field's own value is looked up alone, and says the same as a copy of all values did."""

from __future__ import annotations

import pytest
from streamlit.runtime.state import SafeSessionState
from streamlit.runtime.state.session_state import SessionState
from streamlit.testing.v1 import AppTest

from crm_core.server.lookups import look_up_singly


def page() -> None:
    """Fields that were filled, emptied by the program, and never touched; and the session's keys."""
    import streamlit as st

    st.session_state.setdefault("drawn", 0)
    st.session_state["drawn"] += 1
    if st.session_state["drawn"] == 2:
        st.session_state["emptied"] = st.session_state["chosen"] = st.session_state["counted"] = None
    st.text_input("Filled", "a", key="filled")
    st.text_input("Emptied", "b", key="emptied")
    st.selectbox("Chosen", ["x", "y"], key="chosen")
    st.number_input("Counted", value=3, key="counted")
    st.text_input("Without a key", "c")
    st.write(sorted(st.session_state), len(st.session_state), "filled" in st.session_state.to_dict())


def test_fields_hold_what_they_held(monkeypatch: pytest.MonkeyPatch) -> None:
    read_all: list[object] = []
    whole = SessionState.filtered_state.fget  # type: ignore[attr-defined] # a property

    def noted(state: SessionState) -> dict[str, object]:
        read_all.append(state)
        return whole(state)  # type: ignore[no-any-return]

    def shown() -> list[object]:
        app = AppTest.from_function(page).run()
        app.text_input(key="filled").set_value("z")
        app.run()
        assert not app.exception
        fields = [*app.text_input, *app.selectbox, *app.number_input]
        return [*(field.value for field in fields), *(text.value for text in (*app.markdown, *app.json))]

    monkeypatch.setattr(SafeSessionState, "filtered_state", SafeSessionState.filtered_state)  # put back after the test
    look_up_singly()
    monkeypatch.setattr(SessionState, "filtered_state", property(noted))
    alone, count = shown(), len(read_all)
    monkeypatch.setattr(SafeSessionState, "filtered_state", property(lambda self: self._state.filtered_state))
    read_all.clear()
    assert shown() == alone
    assert alone[:3] == ["z", None, "c"]
    assert len(read_all) - count >= 8, (
        "each of the four fields reads all, in both runs, where it is not looked up alone"
    )
