"""The few rules of layout that Streamlit has no word for, from stylesheets that lie beside the code they are for."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from crm_core.i18n import Language
from crm_core.ui.text import language

# Quotation marks have one code point in English and Chinese, and fonts for Chinese draw them as wide as a character. In
# English they come from a font for Latin letters; where none of these is, from the next in line.
_LATIN_QUOTES = """
@font-face {
  font-family: "Latin Quotes";
  src: local("Segoe UI"), local("Helvetica Neue"), local("Roboto"), local("Liberation Sans"), local("DejaVu Sans");
  unicode-range: U+2018-2019, U+201C-201D;
}
"""
_FRAME = Path(__file__).with_name("shell.css").read_text("utf-8")


def show_style(sheet: Path) -> None:
    """Give the page the rules of a ``.css`` file; they name containers by their keys."""
    st.html(sheet)


def show_frame() -> None:
    """Give every page the rules of the frame, and the language in which the framework's own words are to be said.

    There may be no "<" in the rules: the browser's side throws a sheet away that could hold markup.
    """
    quotes = _LATIN_QUOTES if language() is Language.ENGLISH else ""
    st.html(f'<style>:root {{ --crm-language: "{language()}"; }}\n{quotes}{_FRAME}</style>')
