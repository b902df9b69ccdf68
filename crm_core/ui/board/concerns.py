"""The rows of what needs a decision, alike for metrics, promises and plans: state, what, figures; whose, where to act."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def concern_row(key: str) -> DeltaGenerator:
    """Return a row of two halves; its columns are lined up by ``board.css``."""
    return st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="xsmall", key=f"concern-{key}"
    )  # fmt: skip


def row_half() -> DeltaGenerator:
    """Return half of a row: first state, name and figures, then whose it is and the way to it."""
    return st.container(horizontal=True, width="content", vertical_alignment="center", gap="xsmall")
