"""A long list in parts: which part is shown, and the way to the next and the one before."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

import streamlit as st

from crm_core.ui.session import page_state
from crm_core.ui.show import number
from crm_core.ui.text import _


@dataclass
class PartsState:
    """For each list of this session: what it was filtered by, and where the shown part begins."""

    at: dict[str, tuple[int, int]] = field(default_factory=dict)


def ask_part(name: str, total: int, size: int, about: Hashable) -> int:
    """Show where in the list ``name`` the screen stands, and return the index (from 0) of the first row to show.

    Another ``about`` (the filters) begins at the first row again.
    """
    state, key = page_state(PartsState), hash(about)
    kept, first = state.at.get(name, (key, 0))
    first = first if kept == key and first < total else 0
    state.at[name] = (key, first)
    if total > size:
        _show_ways(name, first, total, size)
    return first


def _show_ways(name: str, first: int, total: int, size: int) -> None:
    def move(by: int) -> None:
        state = page_state(PartsState)
        key, before = state.at[name]
        state.at[name] = (key, max(0, before + by))

    last = min(total, first + size)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            _("Previous"), key=f"part:{name}:back", icon=":material/chevron_left:", disabled=first == 0,
            on_click=move, args=(-size,),
        )  # fmt: skip
        st.button(
            _("Next"), key=f"part:{name}:on", icon=":material/chevron_right:", disabled=last >= total,
            on_click=move, args=(size,),
        )  # fmt: skip
        place = _("{first}–{last} of {total}", first=number(first + 1), last=number(last), total=number(total))
        st.caption(place, width="content")
