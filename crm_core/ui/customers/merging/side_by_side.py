"""Two customers side by side as a table, masked, with what differs marked."""

from __future__ import annotations

import streamlit as st

from crm_core.customers.merging.model import FIELDS, Face
from crm_core.ui.customers.merging.words import counted, field_label, shown_value
from crm_core.ui.text import _, plain


def show_side_by_side(key: str, both: tuple[Face, Face], different: frozenset[str]) -> None:
    """Show the fields that one of the two has, a row each: what differs is marked by colour and sign."""
    low, high = both
    lines = [f"| | {_head(low)} | {_head(high)} |", "|:--|:--|:--|"]
    for field in FIELDS:
        values = [_cell(shown_value(face, field), field in different) for face in both]
        if any(face.values.get(field) for face in both) and field != "name":
            lines.append(f"| {field_label(field)} | {values[0]} | {values[1]} |")
    hanging = [_cell(counted(face.counts), False) for face in both]
    lines.append(f"| {_('Records')} | {hanging[0]} | {hanging[1]} |")
    with st.container(key=f"duplicate-{key}"):
        st.markdown("\n".join(lines))


def _head(face: Face) -> str:
    return f"{_piped(plain(face.values['name']))} :gray[{_piped(plain(face.code))}]"


def _cell(text: str, is_marked: bool) -> str:
    if not text:
        return ":gray[–]"
    shown = _piped(plain(text))
    return f":orange[**≠** {shown}]" if is_marked else shown


def _piped(text: str) -> str:
    return text.replace("\n", " ")
