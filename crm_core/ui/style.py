"""The few rules of layout that Streamlit has no word for, from stylesheets that lie beside the code they are for."""

from __future__ import annotations

from pathlib import Path

import streamlit as st


def show_style(sheet: Path) -> None:
    """Give the page the rules of a ``.css`` file; they name containers by their keys."""
    st.html(sheet)
