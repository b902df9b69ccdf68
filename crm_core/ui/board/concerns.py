"""The rows of what needs a decision, alike for metrics, promises and plans: state, what, figures, whose, where to act."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def concern_row(key: str) -> DeltaGenerator:
    """Return a row for five elements: state, name, figures, whose it is, the way to it (which may be missing).

    ``board.css`` lines their columns up, and on a phone sets them in three lines.
    """
    return st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"concern-{key}")


def show_words(text: str) -> None:
    """Show one element of a row; an empty text keeps its place."""
    st.markdown(text, width="content")
