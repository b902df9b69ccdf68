"""Two versions of one record, held against each other: what somebody else saved, and what was typed here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import streamlit as st

from crm_core.audit.field_labels import FIELD_LABELS
from crm_core.errors import StaleWrite
from crm_core.ui import show
from crm_core.ui.audit_words import value_text
from crm_core.ui.house import settings
from crm_core.ui.text import _, language, plain, plain_lines

# A text above this many characters gets a window of its own to scroll in, so that the form stays within reach.
_LONG, _WINDOW_PX = 400, 220
_MARKS = re.compile(r"\*\*|:[a-z]+\[(?P<text>[^\]]*)\]|\\(?=\W)")


@dataclass(frozen=True)
class Difference:
    """One field in which two versions differ, each as people read it."""

    label: str
    theirs: str
    mine: str


def differences(
    stale: StaleWrite, labels: Mapping[str, str], options: Mapping[str, Mapping[object, str]]
) -> tuple[Difference, ...]:
    """Return where two versions differ, in the order of the form, then what the form has no field for.

    ``labels`` holds what a form's fields are called, ``options`` the words of the values that it offers. A field that neither the
    form nor the trail has a name for is one of the program's own, and left out.
    """
    names = [name for name in labels if name in stale.mine] + [name for name in stale.mine if name not in labels]
    called = {
        name: _bare(labels[name]) if labels.get(name) else _(FIELD_LABELS[name])
        for name in names
        if name in labels or name in FIELD_LABELS
    }
    return tuple(
        Difference(
            label,
            _in_words(name, stale.theirs.get(name), options.get(name, {})),
            _in_words(name, stale.mine[name], options.get(name, {})),
        )
        for name, label in called.items()
        if stale.mine[name] != stale.theirs.get(name)
    )


def _bare(label: str) -> str:
    """Return a field's label without the marks that make part of it bold or grey."""
    return _MARKS.sub(lambda match: match["text"] or "", label)


def show_differences(found: Iterable[Difference]) -> None:
    """Show each field with both versions beside each other; on a phone they stand under each other."""
    for one in found:
        with st.container(border=True, gap="xxsmall"):
            st.markdown(f"**{plain(one.label)}**")
            theirs, mine = st.columns(2, gap="small")
            _show_version(theirs, _("Saved by someone else"), one.theirs)
            _show_version(mine, _("Yours, not saved"), one.mine)


def _show_version(place: st.delta_generator.DeltaGenerator, whose: str, text: str) -> None:
    with place:
        st.caption(whose)
        with st.container(height=_WINDOW_PX, border=False) if len(text) > _LONG else st.container():
            st.markdown(plain_lines(text))


def _in_words(name: str, value: object, options: Mapping[object, str]) -> str:
    """Return a value by the words of the form's own choices, else as the trail says it; "–" for none."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return _(", ").join(_in_words(name, one, options) for one in value) or show.NO_DATA
    offered = [words for option, words in options.items() if option == value or str(option) == str(value)]
    return offered[0] if offered else _written(name, value)


def _written(name: str, value: object) -> str:
    if isinstance(value, datetime):
        return show.moment(value)
    if isinstance(value, date):
        return show.day(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value_text(name, None if value is None else str(value), language(), settings().zone)
