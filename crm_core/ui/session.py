"""Session state: one typed dataclass a page, and messages that outlive a rerun. Pages write no literal key."""

from __future__ import annotations

from typing import TypeVar

import streamlit as st

State = TypeVar("State")
_FLASH, _WHOSE = "flash", "whose"


def keep_apart(user_id: int) -> None:
    """Forget what the session holds where it was another user's: a tab that connects again may bring a new cookie."""
    if st.session_state.get(_WHOSE, user_id) != user_id:
        st.session_state.clear()
    st.session_state[_WHOSE] = user_id


def page_state(kind: type[State]) -> State:
    """Return this session's one instance of the dataclass ``kind``, made with its defaults at first."""
    key = f"state:{kind.__module__}.{kind.__qualname__}"
    if key not in st.session_state:
        st.session_state[key] = kind()
    found: State = st.session_state[key]
    return found


def flash(text: str, icon: str = ":material/check_circle:") -> None:
    """Keep a translated text for a toast in the run that follows."""
    st.session_state.setdefault(_FLASH, []).append((text, icon))


def show_flashes() -> None:
    """Show what ``flash`` kept, once."""
    for text, icon in st.session_state.pop(_FLASH, []):
        st.toast(text, icon=icon)
